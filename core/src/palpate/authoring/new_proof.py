"""What is run on a new pack before it is handed over: the check, and its own tests."""

import re
import subprocess
import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from attrs import frozen

from palpate.authoring.check import Checked
from palpate.authoring.check import check_pack
from palpate.registry.discover import in_folder
from palpate.vocabulary import Vocabulary

#: What a file of a pack says where its author must decide.
MARK = "# decide:"
#: What the kit needs beside palpate, and the extra that brings it.
NEEDED = ("pytest", "hypothesis")
EXTRA = 'pip install "palpate[testing]"'
#: The kit is to take twenty seconds; a machine under load is given more.
MOST_SECONDS = 300


@frozen
class KitRun:
    """What came of a pack's tests.

    Attributes:
        passed: None where they couldn't be run.
        said: Their last line; or why they couldn't be run, and what to do.
    """

    passed: bool | None
    said: str


def checked(folder: Path, vocabulary: Vocabulary, today: date) -> Checked:
    """Check the pack of a folder."""
    return check_pack(in_folder(folder), vocabulary, today)


def run_tests(folder: Path) -> KitRun:
    """Run the tests of a pack, among them the kit, in a process of their own."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        return KitRun(None, f"not run: needs {' and '.join(missing)}; {EXTRA}")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    try:
        ran = subprocess.run(  # noqa: S603 - this Python, and the tests that were just written
            command,
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=MOST_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return KitRun(None, f"not run: {type(error).__name__}")
    return KitRun(ran.returncode == 0, _last_line(ran.stdout) or _last_line(ran.stderr))


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return re.sub(r"[=]+\s*|\s*[=]+", "", lines[-1]).strip() if lines else ""


def open_questions(folder: Path) -> int:
    """Count the marks that ask the author to decide."""
    files = (p for p in folder.rglob("*") if p.suffix in {".toml", ".py"})
    return sum(path.read_text(encoding="utf-8").count(MARK) for path in files)

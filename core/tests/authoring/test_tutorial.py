"""The authors' tutorial is true: every command in it prints what stands below it."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[3]
SCRIPT = ROOT / "docs" / "make_tutorial.py"


@pytest.fixture(scope="module")
def tutorial() -> ModuleType:
    """The script that runs the tutorial."""
    spec = importlib.util.spec_from_file_location("make_tutorial", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_every_command_prints_what_stands_below_it() -> None:
    """From an empty folder to a combined plan; python docs/make_tutorial.py writes the page again."""
    ran = subprocess.run(
        [sys.executable, str(SCRIPT), "--check"],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_no_command_is_left_out(tutorial: ModuleType) -> None:
    """Every block of commands is run, and what was run is shown."""
    page = tutorial.PAGE.read_text(encoding="utf-8")
    blocks = tutorial.BLOCK.findall(page)
    runs = [content for kind, _, content in blocks if kind == "run"]
    assert page.count("```sh\n") == len(runs)
    assert page.count("```text\n") == sum(kind == "output" for kind, _, _ in blocks)
    assert page.count("```toml\n") + page.count("```csv\n") == sum(
        k == "file" for k, _, _ in blocks
    )
    assert "traceback" not in page.lower()


def test_a_page_that_is_not_current_is_seen(tutorial: ModuleType, tmp_path: Path) -> None:
    """A block is run where the page says so, and what it printed before is replaced."""
    page = (
        "<!-- file: a/b.txt -->\n```text\none\ntwo\nthree\n```\n\n"
        "<!-- run -->\n```sh\ncat a/b.txt; echo took 12.3 s in 12.3s\n```\n\n"
        "<!-- output: 2 from two -->\n```text\nstale\n```\n"
    )
    parts = tutorial._parts(page, tmp_path, {"PATH": "/usr/bin:/bin"})
    assert "".join(parts) == page.replace("stale\n", "...\ntwo\nthree\n...\n")


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [(None, "a\nb\nc\n"), ("2", "a\nb\n...\n"), ("3", "a\nb\nc\n"), ("1 from c", "...\nc\n")],
)
def test_what_is_shown_of_an_output(wanted: str | None, kept: str, tutorial: ModuleType) -> None:
    """What is left out is marked."""
    assert tutorial.shortened("a\nb\nc\n", wanted) == kept

"""Runs the authors' tutorial from an empty folder, and writes what each command printed below it.

    python docs/make_tutorial.py           writes the outputs
    python docs/make_tutorial.py --check   says where the page isn't what its commands print

In the page `<!-- file: PATH -->` stands before a block that becomes that file, `<!-- run -->` before
one or more commands, and `<!-- output -->` before what they print: `<!-- output: 12 -->` keeps the
first twelve lines, `<!-- output: 12 from WORDS -->` twelve from the first that begins with WORDS.
Commands run in a new environment that sees the packages of this one; nothing is downloaded.
"""

import difflib
import os
import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path
from site import getsitepackages

PAGE = Path(__file__).parent / "authors" / "tutorial.md"
BLOCK = re.compile(r"<!-- (file|run|output)(?:: (.*?))? -->\n```[a-z]*\n(.*?)```\n", re.DOTALL)
CUT = re.compile(r"(\d+)(?: from (.*))?")
#: What differs from run to run.
VARIES = ((re.compile(r"in \d+\.\d+s( \([\d:]+\))?"), "in ... s"),)
MOST_SECONDS = 600
SHELL = "/bin/bash"


def environment(folder: Path) -> dict[str, str]:
    """Make an environment in a folder; give the variables to run commands in it."""
    place = folder / "environment"
    venv.create(place, with_pip=True, symlinks=True)
    site = next(place.glob("lib/python*/site-packages"))
    lines = (f"import site; site.addsitedir({path!r})" for path in getsitepackages())
    (site / "above.pth").write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = place / "bin" / "palpate"
    command.write_text(f'#!/bin/sh\nexec "{place}/bin/python" -m palpate "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return {
        **{name: os.environ[name] for name in ("HOME", "LANG", "TMPDIR") if name in os.environ},
        "PATH": f"{place}/bin:/usr/bin:/bin",
        "PIP_NO_BUILD_ISOLATION": "false",  # pip's way to say that there is to be none
        "PIP_NO_INDEX": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_ROOT_USER_ACTION": "ignore",
        "PYTHONDONTWRITEBYTECODE": "1",
        "COLUMNS": "80",
    }


def ran(commands: str, folder: Path, variables: dict[str, str]) -> str:
    """Run commands one after the other; give all that they wrote."""
    done = subprocess.run(  # noqa: S603 - the page's own commands
        [SHELL, "-c", commands],
        cwd=folder,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=MOST_SECONDS,
    )
    text = done.stdout
    for varying, instead in VARIES:
        text = varying.sub(instead, text)
    return "".join(f"{line.rstrip()}\n" for line in text.strip("\n").split("\n"))


def shortened(text: str, wanted: str | None) -> str:
    """Keep some lines of an output, and say where there are more."""
    cut = CUT.fullmatch(wanted or "")
    if cut is None:
        return text
    lines = text.split("\n")[:-1]
    begins = cut[2] or ""
    first = next((i for i, line in enumerate(lines) if line.strip().startswith(begins)), 0)
    kept = lines[first : first + int(cut[1])]
    before = ["..."] if first else []
    after = ["..."] if first + len(kept) < len(lines) else []
    return "\n".join([*before, *kept, *after]) + "\n"


def made(page: str, folder: Path) -> str:
    """Do all that a page says, in a folder; give the page with what was printed."""
    variables = environment(folder)
    work = folder / "work"
    work.mkdir()
    return "".join(_parts(page, work, variables))


def _parts(page: str, work: Path, variables: dict[str, str]) -> Iterator[str]:
    printed = ""
    end = 0
    for block in BLOCK.finditer(page):
        kind, said, content = block.groups()
        yield page[end : block.start(3)]
        end = block.end(3)
        if kind == "file":
            (work / said).parent.mkdir(parents=True, exist_ok=True)
            (work / said).write_text(content, encoding="utf-8")
        elif kind == "run":
            printed = ran(content, work, variables)
        else:
            content = shortened(printed, said)
        yield content
    yield page[end:]


def main() -> int:
    """Write the page, or say where it isn't current."""
    before = PAGE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        after = made(before, Path(folder))
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(after, encoding="utf-8")
        return 0
    lines = (text.splitlines(keepends=True) for text in (before, after))
    sys.stdout.writelines(difflib.unified_diff(*lines, "as it stands", "as it would be", n=1))
    return int(before != after)


if __name__ == "__main__":
    sys.exit(main())

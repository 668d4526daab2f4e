"""The page about installing is true: a new user's commands, word for word, in an empty environment."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from attrs import frozen
from page_blocks import pattern_of

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "installing.md"
BLOCK = re.compile(
    r"<!-- run(?:: (?P<code>\d+))? -->\n```sh\n(?P<command>.*?)```\n(?:\n```text\n(?P<shown>.*?)```\n)?",
    re.DOTALL,
)
ACTIVATE = ". .venv/bin/activate"


@frozen
class Block:
    """A command of the page, the exit code that it must leave with, and what it must print."""

    command: str
    code: int
    shown: str


def blocks() -> list[Block]:
    """Give the page's commands in their order."""
    found = BLOCK.finditer(PAGE.read_text(encoding="utf-8"))
    return [Block(m["command"].strip(), int(m["code"] or 0), m["shown"] or "") for m in found]


def test_the_page_begins_as_the_readme_does() -> None:
    """The first command is the README's, word for word."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    first = re.search(r"<!-- command: first -->\n```sh\n(.*)\n```\n", readme)
    assert first is not None
    assert blocks()[0].command == first[1]


def test_a_pattern_can_fail() -> None:
    """What the page shows is looked for as it stands; dots stand for what differs."""
    pattern = pattern_of("a 1\n...\nlast ...\n")
    assert pattern.fullmatch("a 1\nb\nc\nlast one\n")
    assert pattern.fullmatch("a 1\nlast one\n")
    assert not pattern.fullmatch("a 2\nlast one\n")
    assert not pattern.fullmatch("a 1\nlast one\nmore\n")


def checkout(place: Path) -> None:
    """Copy what a new user has: the repository, without anything that was made in it."""
    ignored = shutil.ignore_patterns(
        ".*", "__pycache__", "artefacts", "dist", "build", "*.egg-info"
    )
    shutil.copytree(ROOT, place, ignore=ignored)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the page's commands are for a shell")
def test_every_command_does_what_the_page_says(tmp_path: Path) -> None:
    """Each block is run in its order; it leaves with its code, prints what is shown, and no traceback."""
    house = tmp_path / "palpate"
    checkout(house)
    surroundings = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("PALPATE_", "VIRTUAL_ENV"))},
        "HOME": str(tmp_path / "home"),
        "XDG_CONFIG_HOME": str(tmp_path / "home" / "settings"),
        "NO_COLOR": "1",
    }
    shell = shutil.which("bash")
    assert shell is not None
    before = ""
    for block in blocks():
        if block.command == ACTIVATE:
            before = f"{ACTIVATE}\n"
        ran = subprocess.run(
            [shell, "-c", before + block.command],
            cwd=house,
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )
        said = f"$ {block.command}\n{ran.stdout}\n{ran.stderr}"
        assert ran.returncode == block.code, said
        assert "Traceback" not in ran.stdout + ran.stderr, said
        if block.shown:
            assert pattern_of(block.shown).fullmatch(ran.stdout), said

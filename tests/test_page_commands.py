"""Every command on the pages is run, and prints what stands below it; or it says why it isn't."""

import io
import os
import re
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from page_blocks import PAGES
from page_blocks import ROOT
from page_blocks import Block
from page_blocks import blocks_of
from page_blocks import pattern_of

#: Pages whose marked blocks another test runs.
ELSEWHERE = {
    "docs/installing.md": "tests/release/test_installing_page.py",
    "docs/authors/tutorial.md": "core/tests/authoring/test_tutorial.py",
}
#: Blocks of the README that .ci/run runs, by their marks.
BY_CI = {"README.md": {"command: first", "command: test"}}
#: Every block that isn't run, by its page and the reason that stands before it.
NOT_RUN = {
    ("CONTRIBUTING.md", ".ci/run runs the same in a new environment"),
    ("README.md", "needs uv, which isn't everywhere"),
    ("docs/documents.md", "a package index must hold palpate"),
    ("docs/installing.md", "changes the shell that reads it"),
    ("docs/installing.md", "needs fish"),
    (
        "docs/authors/kit.md",
        "the pack is the reader's own; core/tests/testing runs the kit on several",
    ),
    ("docs/therapists/first-protocol.md", "fetches packages into the reader's own environment"),
    ("docs/therapists/screening.md", "waits for answers; tests/safety gives them"),
}
#: Pages in Python that another test runs.
PYTHON_ELSEWHERE = re.compile(r"docs/(library|authors/kit|authors/hooks/\w+|reference/python)\.md")
SHELL = {"sh", "bash", "shell", "console"}


def text_of(page: str) -> str:
    """Read a page."""
    return (ROOT / page).read_text(encoding="utf-8")


def commands(page: str) -> list[Block]:
    """Give the blocks of commands of a page."""
    return [block for block in blocks_of(text_of(page)) if block.language in SHELL]


def is_run(block: Block) -> bool:
    """Say whether a block is marked to be run."""
    return re.fullmatch(r"run(: \d+)?", block.mark) is not None


def runnable(page: str) -> list[Block]:
    """Give the blocks that are run here, in their order."""
    if page in ELSEWHERE:
        return []
    python = not PYTHON_ELSEWHERE.fullmatch(page)
    return [b for b in blocks_of(text_of(page)) if is_run(b) or (python and b.language == "python")]


HERE = [page for page in PAGES if runnable(page)]


def test_a_block_is_found_with_its_mark() -> None:
    """Marked or not, with what it prints or without."""
    page = "<!-- run: 3 -->\n```sh\na b\n```\n\n```text\nc\n```\n\n```console\nd\n```\n"
    assert blocks_of(page) == [Block("run: 3", "sh", "a b", "c\n"), Block("", "console", "d", "")]
    assert blocks_of(page)[0].exit_code == 3


def test_no_command_is_left_out() -> None:
    """A block is marked to be run, or stands in the list of those that aren't, with its reason."""
    not_run = set()
    for page in PAGES:
        for block in commands(page):
            if is_run(block) or block.mark in BY_CI.get(page, ()):
                continue
            reason = block.mark.removeprefix("not run: ")
            assert reason != block.mark, f"{page}: neither run nor marked: {block.code}"
            not_run.add((page, reason))
    assert not_run == NOT_RUN


@pytest.mark.parametrize("page", ELSEWHERE)
def test_the_other_test_is_there(page: str) -> None:
    """A page that is run elsewhere names blocks to run, and the test that runs them exists."""
    assert any(is_run(block) for block in commands(page))
    assert (ROOT / ELSEWHERE[page]).is_file()


def test_outputs_of_the_program_are_made_by_it() -> None:
    """What a page shows as typed and printed stands between the marks that the program fills."""
    for page in PAGES:
        for found in re.finditer(r"(.*)\n```text\n\$ palpate ", text_of(page)):
            assert found[1].startswith("<!-- example: "), page


def python_block(block: Block, space: dict[str, Any]) -> str:
    """Run a block of Python; give what it printed."""
    out = io.StringIO()
    with redirect_stdout(out):
        exec(block.code, space)  # noqa: S102 - the page's own code
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the pages' commands are for a shell")
@pytest.mark.parametrize("page", HERE)
def test_the_blocks_do_what_the_page_says(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is run in its order in an empty folder, leaves with its code, and prints what is shown."""
    shell = shutil.which("bash")
    assert shell is not None
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    monkeypatch.setenv("PALPATE_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    space: dict[str, Any] = {}
    for block in runnable(page):
        if block.language == "python":
            printed = said = python_block(block, space)
        else:
            ran = subprocess.run(
                [shell, "-e", "-c", block.code],
                capture_output=True,
                text=True,
                check=False,
                timeout=300,
            )
            printed, said = ran.stdout, f"$ {block.code}\n{ran.stdout}\n{ran.stderr}"
            assert ran.returncode == block.exit_code, said
            assert "Traceback" not in said
        assert not block.shown or pattern_of(block.shown).fullmatch(printed), said

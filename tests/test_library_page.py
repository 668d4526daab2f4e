"""The page about the library is true: its blocks run in their order, and print what stands below them."""

import io
import re
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import palpate
from palpate.registry import Packs

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "library.md"
BLOCK = re.compile(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", re.DOTALL)
LONGEST = 10


def blocks() -> list[tuple[str, str]]:
    """Give each block of the page with what it prints."""
    return BLOCK.findall(PAGE.read_text(encoding="utf-8"))


def test_every_block_prints_what_the_page_says(packs: Packs, monkeypatch: Any) -> None:
    """The blocks share their names, as a reader would type them one after the other."""
    monkeypatch.setattr(palpate, "load_packs", lambda: packs)
    space: dict[str, Any] = {}
    assert len(blocks()) > 3
    for code, printed in blocks():
        out = io.StringIO()
        with redirect_stdout(out):
            exec(code, space)  # noqa: S102 - the page's own code
        assert out.getvalue() == printed


def test_ten_lines_are_ten() -> None:
    """The first block keeps its heading's word."""
    code = blocks()[0][0]
    assert len([line for line in code.splitlines() if line.strip()]) <= LONGEST


def test_every_public_name_is_on_the_page() -> None:
    """What is public is named there, and what is named there is public."""
    page = PAGE.read_text(encoding="utf-8")
    table = page.partition("## Names")[2].partition("## ")[0]
    first = " ".join(line.split("|")[1] for line in table.splitlines() if line.startswith("| `"))
    second = page.partition("base of every error")[2].partition("\n")[0]
    named = set(re.findall(r"`([A-Za-z_]+)", first + second))
    assert named == {name for name in palpate.__all__ if not name.startswith("__")}

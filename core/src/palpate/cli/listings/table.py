"""Tables and lists of facts on a page of 80 columns."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from attrs import frozen

from palpate.render.page import WIDTH
from palpate.render.page import Page
from palpate.render.safe import printable

GAP = 2
#: Narrower than this no column is made, unless its words are shorter.
LEAST = 12
#: Columns before the text of a fact.
HANG = 16


@frozen
class Listing:
    """What a listing shows.

    Attributes:
        page: For people.
        data: The same for programs, as JSON can hold it.
        note: What is said on standard error, such as that nothing was found.
    """

    page: Page
    data: Any
    note: str = ""


def write_table(
    page: Page, head: Sequence[str], rows: Sequence[Sequence[str]], wide: int = -1
) -> None:
    """Write rows under a heading, columns wrapped so that they fit; empty ones are left out.

    Args:
        wide: The column that is wrapped before any other; the first never is.
    """
    wide %= len(head)
    kept = [i for i in range(len(head)) if any(row[i] for row in rows)]
    safe = [[printable(row[i]) for i in kept] for row in rows]
    titles = [head[i] for i in kept]
    widths = [max(map(len, column)) for column in zip(titles, *safe, strict=True)]
    for column in sorted(range(1, len(kept)), key=lambda i: (kept[i] != wide, -widths[i])):
        over = sum(widths) + GAP * (len(widths) - 1) - WIDTH
        if over > 0:
            widths[column] = max(widths[column] - over, min(widths[column], LEAST))
    page.heading(_line(titles, widths))
    for row in safe:
        for line in _lines(row, widths):
            page.line(line)


def _lines(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Give the lines of a row; its cells are wrapped each in its own column."""
    cells = [wrap(cell, width) or [""] for cell, width in zip(row, widths, strict=True)]
    height = max(map(len, cells))
    padded = [cell + [""] * (height - len(cell)) for cell in cells]
    return [_line(line, widths) for line in zip(*padded, strict=True)]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return (" " * GAP).join(padded).rstrip()


def write_title(page: Page, name: str, key: str) -> None:
    """Write what an entry is called, with its id at the right."""
    page.heading(name, key)


def write_facts(page: Page, facts: Sequence[tuple[str, str]]) -> None:
    """Write names and values below each other; what has no value is left out."""
    for name, value in facts:
        if value:
            page.text(value, first=f"  {name}".ljust(HANG), hang=HANG)

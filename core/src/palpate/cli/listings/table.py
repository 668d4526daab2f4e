"""Tables and lists of facts on a page of 80 columns."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from attrs import frozen

from palpate.render.page import WIDTH
from palpate.render.page import Page
from palpate.render.safe import printable

GAP = 2
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


def write_table(page: Page, head: Sequence[str], rows: Sequence[Sequence[str]], wide: int = -1) -> None:
    """Write rows under a heading; one column is wrapped so that the others fit.

    Args:
        wide: The column that takes what room is left.
    """
    safe = [[printable(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(head, *safe, strict=True)]
    wide %= len(head)
    others = sum(widths) - widths[wide]
    widths[wide] = max(min(widths[wide], WIDTH - GAP * (len(head) - 1) - others), len(head[wide]))
    page.heading(_line(head, widths))
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

"""Tables of steps, as educators keep them: CSV from a spreadsheet, or tables in Markdown."""

import csv
import re
from collections.abc import Iterator
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from palpate.errors import RequestError

MOST_BYTES = 1_000_000
MOST_ROWS = 2_000
MARKDOWN = (".md", ".markdown")
DELIMITERS = ",;\t"

_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
_TITLE = re.compile(r"#{1,6}\s+(.*?)\s*#*\s*")
_UNESCAPED_BAR = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MARKS = re.compile(r"(\*\*|__|`)(.+?)\1")


@frozen
class Row:
    """A row of a table.

    Attributes:
        where: The row's number, in words: `row 3`, `line 12`.
        title: The heading of the page above its table; empty where there is none.
        cells: What stands in it, by the heading of the column; empty cells are left out.
    """

    where: str
    title: str
    cells: Mapping[str, str]


def read_table(path: Path) -> tuple[Row, ...]:
    """Read the rows of a table.

    Raises:
        RequestError: The file can't be read, or holds no table.
    """
    text = _text_of(path)
    markdown = path.suffix.lower() in MARKDOWN
    rows = tuple(_markdown_rows(text) if markdown else _csv_rows(text, str(path)))
    if not rows:
        what = "holds no table: a row of headings, and under it a row for each step"
        raise RequestError(str(path), what)
    if len(rows) > MOST_ROWS:
        raise RequestError(str(path), f"has more than {MOST_ROWS} rows; split it")
    return rows


def _text_of(path: Path) -> str:
    if not path.is_file():
        raise RequestError(str(path), "there is no such file")
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise RequestError(str(path), f"can't be read: {error.strerror}") from None
    if len(content) > MOST_BYTES:
        raise RequestError(str(path), f"is larger than {MOST_BYTES // 1000} kB; split it")
    if content.startswith(b"PK"):
        what = "is a spreadsheet's own file; save the sheet as CSV (UTF-8) and give that"
        raise RequestError(str(path), what)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RequestError(str(path), "isn't UTF-8 text; save it as CSV (UTF-8)") from None
    if "\0" in text:
        raise RequestError(str(path), "isn't text")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _csv_rows(text: str, name: str) -> Iterator[Row]:
    first = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter))
    except csv.Error as error:
        raise RequestError(name, f"isn't CSV: {error}") from None
    filled = [(number, row) for number, row in enumerate(rows, 1) if any(map(str.strip, row))]
    if not filled:
        return
    headings = _headings(filled[0][1])
    for number, row in filled[1:]:
        yield Row(f"row {number}", "", _cells(headings, row))


def _markdown_rows(text: str) -> Iterator[Row]:
    """Give the rows of every table of a page; a table's headings stand above a line of dashes."""
    lines = text.split("\n")
    title = ""
    headings: tuple[str, ...] = ()
    for index, line in enumerate(lines):
        found = _TITLE.fullmatch(line)
        if found:
            title = found[1]
        following = lines[index + 1] if index + 1 < len(lines) else ""
        if "|" not in line:
            headings = ()
        elif not headings and "-" in following and _RULE.fullmatch(following):
            headings = _headings(_split(line))
        elif headings and not _RULE.fullmatch(line):
            cells = _cells(headings, _split(line))
            if cells:
                yield Row(f"line {index + 1}", title, cells)


def _split(line: str) -> list[str]:
    bare = line.strip().removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [_plain(cell) for cell in _UNESCAPED_BAR.split(bare)]


def _plain(cell: str) -> str:
    """Give a cell of Markdown without its marks."""
    text = _BREAK.sub("\n", cell.replace("\\|", "|"))
    return _MARKS.sub(r"\2", text)


def _headings(row: list[str]) -> tuple[str, ...]:
    """Give a name to every column, no two alike."""
    names: list[str] = []
    for number, cell in enumerate(row, 1):
        name = " ".join(cell.split()) or f"column {number}"
        names.append(f"{name} (column {number})" if name in names else name)
    return tuple(names)


def _cells(headings: tuple[str, ...], row: list[str]) -> dict[str, str]:
    """Give the cells that hold something; those beyond the headings by their number."""
    more = tuple(f"column {number}" for number in range(len(headings) + 1, len(row) + 1))
    named = zip((*headings, *more), row, strict=False)
    return {heading: cell.strip() for heading, cell in named if cell.strip()}

"""TOML files as documents: values, and the line of each where there is something to report."""

import sys
from collections.abc import Iterator
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any
from typing import Final

from palpate.errors import ContentError
from palpate.errors import Problem
from palpate.reading.keys import KeyPath
from palpate.reading.places import Places
from palpate.record import frozen

# With both limits the slowest text found takes the parser under two seconds; with one, nine.
MOST_BYTES: Final = 256_000
MOST_CHARACTERS: Final = 1_000
# From this version on tomllib reads TOML 1.1; a pack that uses it works only where it was made.
READS_TOML_1_1: Final = sys.version_info >= (3, 15)


@frozen(eq=False)
class Document:
    """A TOML file that was read.

    Attributes:
        name: What the file is called in messages.
        text: Its text with plain line ends.
        data: Its values, as tomllib gives them.
    """

    name: str
    text: str
    data: Mapping[str, Any]

    @cached_property
    def places(self) -> Places:
        """Where each key and value stands; found out only when asked for."""
        return Places(self.text)

    def line(self, path: KeyPath) -> int:
        """Give the line where the value at a path was written."""
        return self.places.line(path)

    def problem(
        self, path: KeyPath, what: str, code: str = "wrong", level: str = "error", entry: str = ""
    ) -> Problem:
        """Say that something is wrong with the value at a path.

        Args:
            path: Keys and list indices from the top of the file.
            what: What is wrong, and what would be right.
            code: Short name of the rule.
            level: `error` or `warning`.
            entry: The entry to name where it isn't the one that the value was written in.
        """
        own, rest = self._entry(path)
        said = f"{rest}: {what}" if rest and not entry else what
        column = self.places.column(path)
        return Problem(self.name, self.line(path), entry or own, said, code, level, column)

    def _entry(self, path: KeyPath) -> tuple[str, str]:
        header = self.places.header_of(path)
        rest = _spoken(path[len(header) :])
        if len(header) > 1 and isinstance(header[1], int):
            item = self.data[str(header[0])][header[1]]
            name = item.get("id", header[1] + 1) if isinstance(item, dict) else header[1] + 1
            return f"{header[0]} {str(name)[:60]}", _spoken(path[2:])
        return (f"[{'.'.join(map(str, header))}]" if header else ""), rest


def _spoken(path: KeyPath) -> str:
    """Give a path below its entry as people say it; the message shows which item of a list."""
    if path and isinstance(path[-1], int):
        path = path[:-1]
    parts: list[str] = []
    for key in path:
        if isinstance(key, int) and parts:
            parts[-1] += f" {key + 1}"
        else:
            parts.append(str(key)[:60])
    return ": ".join(parts)


def read_document(path: Path, name: str = "") -> Document:
    """Read a file strictly as TOML 1.0.

    Args:
        path: The file.
        name: What to call it in messages; its own name unless said.

    Raises:
        ContentError: With everything that keeps it from being read.
    """
    name = name or path.name
    return parse_document(_bytes_of(path, name), name)


def parse_document(content: bytes, name: str) -> Document:
    """Read the bytes of a file strictly as TOML 1.0; see `read_document`."""
    text = _text_of(content, name)
    too_long = tuple(_long_lines(text, name))
    if too_long:
        raise ContentError(too_long)
    document = Document(name, text, _parsed(text, name))
    if READS_TOML_1_1:
        refuse_newer(document)
    return document


def refuse_newer(document: Document) -> None:
    """Refuse what only TOML 1.1 allows, whichever version this Python's parser reads.

    Raises:
        ContentError: With every place that needs TOML 1.1.
    """
    problems = tuple(
        Problem(
            document.name,
            document.places.line_at(offset),
            "",
            f"{what} needs TOML 1.1; write TOML 1.0",
            "syntax",
        )
        for offset, what in document.places.newer
    )
    if problems:
        raise ContentError(problems)


def _fail(name: str, line: int, what: str, code: str) -> ContentError:
    return ContentError((Problem(name, line, "", what, code),))


def _bytes_of(path: Path, name: str) -> bytes:
    # A pipe or a device named like a file would keep the reader waiting for ever.
    if not path.is_file():
        raise _fail(name, 0, "there is no such file", "no-file")
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise _fail(name, 0, f"can't be read: {error.strerror or error}", "no-file") from error
    if len(content) > MOST_BYTES:
        raise _fail(name, 0, f"is larger than {MOST_BYTES // 1000} kB; split it", "too-large")
    return content


def _text_of(content: bytes, name: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _fail(name, line, "isn't UTF-8 text; save the file as UTF-8", "encoding") from error
    return text.replace("\r\n", "\n")


def _long_lines(text: str, name: str) -> Iterator[Problem]:
    what = f"the line is longer than {MOST_CHARACTERS} characters; break it up"
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > MOST_CHARACTERS:
            yield Problem(name, number, "", what, "too-large")


def _parsed(text: str, name: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError, OverflowError) as error:
        # TOMLDecodeError is a ValueError; deep brackets and huge numbers raise the others.
        from palpate.reading.syntax import syntax_problems  # noqa: PLC0415 - only a mistake needs it

        raise ContentError(syntax_problems(text, name, error)) from error

"""Where each key, table and list item of a TOML text stands.

tomllib gives values without their lines. This scanner gives lines without values: it walks a text
that tomllib has accepted, so it checks nothing, and it is run only when there is something to
report. On any other text it ends all the same, with lines that mean nothing.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress

from palpate.reading.keys import KeyPath

_BLANKS = re.compile(r"[ \t]*")
_LINES = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]*")
_SCALAR = re.compile(r"[^,\]}#\n]*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_NEW_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*\\[ex]")
_NO_SECONDS = re.compile(r"(?:^|[Tt ])\d\d:\d\d(?:$|[Zz+-])")


class Places:
    """The line of every path of a document, such as `("step", 3, "minutes", 0)`.

    Attributes:
        headers: The paths that a [header] or a [[header]] opens.
        newer: Offset and meaning of what only TOML 1.1 allows.
    """

    __slots__ = ("_at", "_counts", "_offsets", "_starts", "_text", "headers", "newer")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._offsets: dict[KeyPath, int] = {(): 0}
        self._counts: dict[KeyPath, int] = {}
        self.headers: set[KeyPath] = set()
        self.newer: list[tuple[int, str]] = []
        self._at = 0
        # What was found up to there holds; a path below it answers with what holds it.
        with suppress(RecursionError):
            self._document()

    def __contains__(self, path: KeyPath) -> bool:
        return path in self._offsets

    def __iter__(self) -> Iterator[KeyPath]:
        return iter(self._offsets)

    def line(self, path: KeyPath) -> int:
        """Give the line, from 1, of a path or of the nearest thing that holds it."""
        while path not in self._offsets:
            path = path[:-1]
        return self.line_at(self._offsets[path])

    def column(self, path: KeyPath) -> int:
        """Give the column, from 1, of a path or of the nearest thing that holds it."""
        while path not in self._offsets:
            path = path[:-1]
        offset = self._offsets[path]
        return offset - self._starts[self.line_at(offset) - 1] + 1

    def line_at(self, offset: int) -> int:
        """Give the line of an offset."""
        return bisect_right(self._starts, offset)

    def header_of(self, path: KeyPath) -> KeyPath:
        """Give the path of the innermost header above a path; empty at the top of the file."""
        while path and path not in self.headers:
            path = path[:-1]
        return path

    def _skip(self, pattern: re.Pattern[str]) -> str:
        """Step over what the pattern matches and give the character behind it."""
        match = pattern.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return self._text[self._at : self._at + 1]

    def _document(self) -> None:
        here: KeyPath = ()
        while character := self._skip(_LINES):
            before = self._at
            if character == "[":
                here = self._header()
            else:
                self._pair(here)
            if self._at == before:
                return

    def _header(self) -> KeyPath:
        start = self._at
        brackets = 2 if self._text.startswith("[[", start) else 1
        self._at += brackets
        *above, last = self._keys()
        self._at += brackets
        here: KeyPath = ()
        for key in above:
            here = self._enter((*here, key), start)
        here = (*here, last)
        if brackets == 2:  # noqa: PLR2004 - [[ is two brackets
            self._offsets.setdefault(here, start)
            self._counts[here] = self._counts.get(here, -1) + 1
            here = (*here, self._counts[here])
        self._offsets[here] = start
        self.headers.add(here)
        return here

    def _enter(self, here: KeyPath, start: int) -> KeyPath:
        """Give the table that a header's key leads into: of an array, its last one."""
        self._offsets.setdefault(here, start)
        return (*here, self._counts[here]) if here in self._counts else here

    def _pair(self, here: KeyPath) -> None:
        start = self._at
        for key in self._keys():
            here = (*here, key)
            self._offsets.setdefault(here, start)
        self._at += 1  # the equals sign
        self._skip(_BLANKS)
        self._value(here)

    def _keys(self) -> list[str]:
        keys = [self._key()]
        while self._skip(_BLANKS) == ".":
            self._at += 1
            keys.append(self._key())
        return keys

    def _key(self) -> str:
        character = self._skip(_BLANKS)
        start = self._at
        if character not in {'"', "'"}:
            self._skip(_BARE)
            return self._text[start : self._at]
        self._skip(_STRING)
        written = self._text[start : self._at]
        return _unescaped(written) if "\\" in written else written[1:-1]

    def _value(self, here: KeyPath) -> None:
        start = self._at
        character = self._text[start : start + 1]
        if character in {'"', "'"}:
            self._skip(_STRING)
            if character == '"' and _NEW_ESCAPE.search(self._text, start, self._at):
                self.newer.append((start, "the escapes \\e and \\x"))
        elif character == "[":
            self._array(here)
        elif character == "{":
            self._inline_table(here)
        else:
            self._skip(_SCALAR)
            if _NO_SECONDS.search(self._text[start : self._at].strip()):
                self.newer.append((start, "a time without seconds"))

    def _array(self, here: KeyPath) -> None:
        self._at += 1
        index = 0
        while self._skip(_LINES) not in {"]", ""}:
            before = self._at
            self._offsets[(*here, index)] = before
            self._value((*here, index))
            index += 1
            self._at += self._skip(_LINES) == ","
            if self._at == before:
                break
        self._at += 1

    def _inline_table(self, here: KeyPath) -> None:
        start = self._at
        self._at += 1
        newer = comma = False
        while True:
            gap = self._at
            closing = self._skip(_LINES) in {"}", ""}
            newer = newer or "\n" in self._text[gap : self._at] or (closing and comma)
            if closing:
                break
            before = self._at
            self._pair(here)
            comma = self._skip(_BLANKS) == ","
            self._at += comma
            if self._at == before:
                break
        if newer:
            self.newer.append(
                (start, "an inline table over several lines, or with a comma at its end")
            )
        self._at += 1


def _unescaped(written: str) -> str:
    import tomllib

    with suppress(ValueError):
        return str(tomllib.loads(f"k = {written}")["k"])
    return written

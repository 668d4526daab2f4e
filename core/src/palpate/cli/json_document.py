"""A JSON text as a document that knows its lines, so that it is read as strictly as TOML."""

import json
import re
from collections.abc import Callable
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from attrs import frozen

from palpate.errors import ContentError
from palpate.errors import Problem
from palpate.reading.keys import KeyPath
from palpate.reading.places import Places
from palpate.reading.toml import Document

_TOKEN = re.compile(r'[ \t\r\n]*("(?:[^"\\]|\\.)*"|[\[\]{}:,]|[^\s\[\]{}:,"]+)', re.DOTALL)


class JsonPlaces(Places):
    """The line of every key and list item of a JSON text that was parsed."""

    def _document(self) -> None:
        tokens = _tokens(self._text)
        self._put(next(tokens), (), tokens)

    def _put(
        self, token: tuple[str, int], path: KeyPath, tokens: Iterator[tuple[str, int]]
    ) -> None:
        """Note where a value stands, and go on to what it holds."""
        self._offsets.setdefault(path, token[1])
        if token[0] == "{":
            self._each(path, tokens, "}", self._member)
        elif token[0] == "[":
            self._each(path, tokens, "]", self._item)

    def _each(
        self,
        path: KeyPath,
        tokens: Iterator[tuple[str, int]],
        end: str,
        put: Callable[[tuple[str, int], KeyPath, Iterator[tuple[str, int]], int], None],
    ) -> None:
        token, index = next(tokens), 0
        while token[0] != end:
            put(token, path, tokens, index)
            token, index = next(tokens), index + 1
            if token[0] == ",":
                token = next(tokens)

    def _member(
        self, key: tuple[str, int], path: KeyPath, tokens: Iterator[tuple[str, int]], _: int
    ) -> None:
        here = (*path, str(json.loads(key[0])))
        self._offsets[here] = key[1]
        next(tokens)
        self._put(next(tokens), here, tokens)

    def _item(
        self, token: tuple[str, int], path: KeyPath, tokens: Iterator[tuple[str, int]], index: int
    ) -> None:
        here = (*path, index)
        if token[0] == "{":
            # So that an item is called by its id in a message, as a [[table]] of TOML is.
            self.headers.add(here)
        self._put(token, here, tokens)


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    for match in _TOKEN.finditer(text):
        yield match[1], match.start(1)


@frozen(eq=False)
class JsonDocument(Document):
    """A JSON text that was read."""

    @cached_property
    def places(self) -> Places:
        """Where each key and value stands."""
        return JsonPlaces(self.text)


def parse_json(text: str, name: str) -> JsonDocument:
    """Read a JSON object strictly: no key twice, no NaN.

    Raises:
        ContentError: It isn't one; with the line.
    """
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise _fail(name, error.lineno, f"not JSON: {error.msg}") from None
    except RecursionError:
        raise _fail(name, 1, "not JSON that can be read: nested too deeply") from None
    except ValueError as error:
        line = text.count("\n", 0, _last(text, str(error))) + 1
        raise _fail(name, line, f"not JSON: {error}") from None
    if not isinstance(data, dict):
        raise _fail(name, 1, "needs an object in { } at the top")
    return JsonDocument(name, text, data)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"{json.dumps(key)} is there twice")
        found[key] = value
    return found


def _no_constant(word: str) -> float:
    raise ValueError(f"{word} is no number")


def _last(text: str, message: str) -> int:
    """Give where the word that a message begins with stands last."""
    word = message.partition(" is ")[0]
    return max(text.rfind(word), 0)


def _fail(name: str, line: int, what: str) -> ContentError:
    return ContentError((Problem(name, line, "", what, "syntax"),))

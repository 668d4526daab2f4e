"""Checks that every entry goes through, whatever it holds: words, citations, texts, numbers."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from palpate.model.work import Selector
from palpate.packs.context import PackContext
from palpate.packs.written import PACK_LINKS
from palpate.reading import Entry
from palpate.reading import Reader
from palpate.reading.keys import KeyPath
from palpate.reading.words import quoted
from palpate.reading.words import with_nearest
from palpate.vocabulary.links import Held
from palpate.vocabulary.links import dangling
from palpate.vocabulary.links import walk_fields

Found = tuple[KeyPath, str, str]

ID = r"[a-z0-9]+(-[a-z0-9]+)*"
LONGEST_ID = 60
_WALTON = 5
#: Least and most of the numbers that have bounds; any other number starts at 0.
BOUNDS = {
    "max_pressure": (0, _WALTON),
    "pressure_from": (0, _WALTON),
    "pressure_to": (0, _WALTON),
    "lowest_useful_pressure": (0, _WALTON),
    "highest_pressure": (0, _WALTON),
    "max_pain": (0, 10),
    "year": (1000, 2999),
    "valid_weeks": (1, 520),
}
ANY_NUMBER = (0, 100_000)
#: What turns text round, and so shows people something else than the program reads.
_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def check_entry(reader: Reader, entry: Entry[Any], context: PackContext) -> None:
    """Report every word, citation, text and number of an entry that can't be right."""
    found = tuple(walk_fields(entry.kind, entry.parts))
    for path, what in dangling(found, context.vocabulary, PACK_LINKS):
        reader.wrong((*entry.path, *path), what, "unknown-word")
    for path, what, code in _all(found, context):
        reader.wrong((*entry.path, *path), what, code)


def check_twice(reader: Reader, entries: tuple[Entry[Any], ...]) -> None:
    """Report ids that two entries of a list share."""
    first: dict[str, Entry[Any]] = {}
    for entry in entries:
        if entry.get("id") is None:
            continue
        before = first.setdefault(entry.key, entry)
        if before is not entry:
            line = before.document.line(before.path)
            where = f"line {line}" if before.document is entry.document else before.document.name
            what = f"{quoted(entry.key)} is there twice; the first is in {where}"
            reader.wrong((*entry.path, "id"), what, "id-twice")


def _all(found: tuple[Held, ...], context: PackContext) -> Iterator[Found]:
    for held in found:
        if held.name == "references":
            yield from _citations(held, context)
        elif held.name == "id":
            yield from _id(held)
        if isinstance(held.value, str):
            yield from _text(held.path, held.value)
        elif isinstance(held.value, tuple):
            yield from _texts(held)
        elif isinstance(held.value, int | float) and not isinstance(held.value, bool):
            yield from _number(held)
        elif held.value == Selector():
            yield held.path, "says nothing, and so would be about every step", "empty-selector"


def _citations(held: Held, context: PackContext) -> Iterator[Found]:
    if context.references is None or not isinstance(held.value, tuple):
        return
    for index, word in enumerate(held.value):
        if word not in context.references:
            what = with_nearest(
                f"no reference {quoted(word)} in references.toml", word, context.references
            )
            yield (*held.path, index), what, "unknown-reference"


def _id(held: Held) -> Iterator[Found]:
    word = str(held.value)
    if not re.fullmatch(ID, word) or len(word) > LONGEST_ID:
        what = f"{quoted(word)} must be lower-case letters, digits and hyphens, as warm-up-2"
        yield held.path, what, "id"


def _texts(held: Held) -> Iterator[Found]:
    assert isinstance(held.value, tuple)  # noqa: S101 - the checks before have seen to it
    for index, item in enumerate(held.value):
        if isinstance(item, str):
            yield from _text((*held.path, index), item)
            if not item:
                yield (*held.path, index), "an empty text in the list", "text"


def _text(path: KeyPath, text: str) -> Iterator[Found]:
    """Find what would break the page, or a terminal, that a text is printed on."""
    for character in text:
        if unicodedata.category(character) == "Cc" or character in _TURNS:
            name = "a line break" if character == "\n" else f"the character U+{ord(character):04X}"
            yield path, f"{name} can't be printed here; write one line of plain text", "text"
            return


def _number(held: Held) -> Iterator[Found]:
    least, most = BOUNDS.get(held.name, ANY_NUMBER)
    assert isinstance(held.value, int | float)  # noqa: S101 - the checks before have seen to it
    if not least <= held.value <= most:
        yield held.path, f"{held.value} isn't from {least} to {most}", "range"

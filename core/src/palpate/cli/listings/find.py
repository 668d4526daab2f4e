"""Finding entries: one by its word, many by a part of their words."""

from collections.abc import Iterable
from collections.abc import Mapping
from typing import Any
from typing import TypeVar

from palpate.combine.words import fold
from palpate.combine.words import require

T = TypeVar("T")


def one(word: str, entries: Mapping[str, T], kind: str) -> T:
    """Give the entry that a word names: by id, by name or by synonym.

    Raises:
        RequestError: There is none; carries the nearest words.
    """
    return entries[require(word, entries, kind)]


def matching(entries: Iterable[T], text: str | None) -> list[T]:
    """Give the entries that have a text in their id, name, a synonym or a code; all for no text."""
    if not text:
        return list(entries)
    wanted = fold(text)
    return [entry for entry in entries if any(wanted in fold(word) for word in words_of(entry))]


def words_of(entry: Any) -> tuple[str, ...]:
    """Give every word that an entry is known by."""
    named = (entry.id, *(getattr(entry, field, "") for field in ("name", "latin", "text")))
    return (*named, *getattr(entry, "synonyms", ()), *getattr(entry, "icd10", ()))


def nothing(found: Iterable[Any], text: str | None, kind: str) -> str:
    """Say that a search found nothing; empty where it did."""
    return "" if list(found) or not text else f'no {kind} has "{text}" in its id, name or synonyms'

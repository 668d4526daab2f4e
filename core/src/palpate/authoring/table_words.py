"""The words of a table, and the vocabulary's that they may mean."""

import re
import tomllib
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from typing import Any

from attrs import frozen

from palpate.combine import words
from palpate.reading.words import with_nearest

#: From this likeness on a word is taken for a misspelling, and the author is asked.
ALIKE = 0.84
#: Shorter words are like too many others.
SHORTEST_ALIKE = 5

_PARTS = re.compile(r"\s*(?:[,;/+&\n]|\band\b|\bor\b)\s*", re.IGNORECASE)
_UNIT = re.compile(r"\s*[(\[](.*?)[)\]]\s*$")
_ENDINGS = ("ing", "es", "s", "e")


@frozen
class Named:
    """What a word was read as.

    Attributes:
        id: None where nothing is like it.
        remark: What the author must look at; empty where the word is one of the vocabulary.
    """

    id: str | None
    remark: str = ""


@cache
def word_lists() -> Mapping[str, Mapping[str, Any]]:
    """Give how people head columns and write fixed words, from table_words.toml."""
    text = (files(__package__) / "table_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def field_of(heading: str) -> tuple[str, str]:
    """Give the field that a column holds, and the unit in its heading; empty where it isn't known."""
    unit = _UNIT.search(heading)
    bare = words.fold(_UNIT.sub("", heading).replace("_", " "))
    found = fixed(bare, "headings")
    return found.id or "", words.fold(unit[1]) if unit else ""


def fixed(text: str, kind: str) -> Named:
    """Give the fixed word that a text stands for."""
    known = {words.fold(w): key for key, each in word_lists()[kind].items() for w in (key, *each)}
    return _nearest(text, known)


def named(text: str, entries: Mapping[str, Any], kind: str) -> Named:
    """Give the entry that a text names, by id, name or synonym, or the one that it is very like.

    Args:
        kind: What the entries are, in the singular, for the remark.
    """
    known: dict[str, str] = {}
    for entry in entries.values():
        for word in (entry.id, getattr(entry, "name", ""), *getattr(entry, "synonyms", ())):
            known.setdefault(words.fold(word), entry.id)
    found = _nearest(text, known)
    if found.id is None:
        return Named(None, with_nearest(f"no {kind} {quoted(text)}", words.fold(text), known))
    return found


def _nearest(text: str, known: Mapping[str, str]) -> Named:
    wanted = words.fold(text)
    for spelling in (wanted, wanted.removesuffix("s"), wanted.removeprefix("the ")):
        if spelling in known:
            return Named(known[spelling])
    if len(wanted) < SHORTEST_ALIKE:
        return Named(None)
    likeness = {word: SequenceMatcher(None, wanted, word).ratio() for word in known}
    best = max(likeness, key=lambda word: (likeness[word], word), default="")
    if not best or likeness[best] < ALIKE:
        return Named(None)
    return Named(known[best], f"{quoted(text)} is read as {known[best]}")


def quoted(text: str) -> str:
    """Give a cell's text in quotes, whole: what is cut would be lost."""
    return f'"{text}"'


def parts_of(text: str) -> tuple[str, ...]:
    """Give the words of a list, however it is written."""
    return tuple(part for part in _PARTS.split(text) if part.strip())


def found_in(sentence: str, entries: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the entries that a sentence speaks of, by any of their words; longer words first."""
    rest = _stemmed(sentence)
    known: dict[str, str] = {}
    for entry in entries.values():
        for word in (entry.id, getattr(entry, "name", ""), *getattr(entry, "synonyms", ())):
            known.setdefault(_stemmed(word), entry.id)
    found: dict[str, int] = {}
    for word in sorted(known, key=lambda each: (-len(each), each)):
        place = f" {rest} ".find(f" {word} ") if len(word) >= SHORTEST_ALIKE - 1 else -1
        if place >= 0:
            found.setdefault(known[word], place)
            rest = f" {rest} ".replace(f" {word} ", f" {'-' * len(word)} ", 1).strip()
    return tuple(sorted(found, key=lambda each: (found[each], each)))


def _stemmed(text: str) -> str:
    """Give the words of a text without their endings, so that kneading is to knead."""
    return " ".join(map(_stem, re.findall(r"[a-z0-9]+", words.fold(text))))


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_ALIKE - 1:
            return word.removesuffix(ending)
    return word

"""The shared words: all kinds, one kind, or one word wherever it stands."""

from collections.abc import Mapping
from typing import Any

import attrs

from palpate.cli.listings import find
from palpate.cli.listings.table import Listing
from palpate.cli.listings.table import write_facts
from palpate.cli.listings.table import write_table
from palpate.cli.listings.table import write_title
from palpate.combine.words import fold
from palpate.combine.words import near
from palpate.errors import RequestError
from palpate.registry import Packs
from palpate.render.json import to_data
from palpate.render.page import Page
from palpate.vocabulary import Vocabulary
from palpate.vocabulary.kinds import KINDS
from palpate.vocabulary.kinds import singular

#: Fields that are said in another way, or by another command.
UNSAID = ("id", "name", "summary", "order", "code")


def _kinds() -> dict[str, str]:
    """Give each kind as it is typed, and the field of the vocabulary that holds it."""
    return {kind.replace("_", "-"): kind for kind in KINDS}


def many(packs: Packs, text: str | None, page: Page) -> Listing:
    """List the kinds, or search all of them."""
    if text:
        return _searched(packs.vocabulary, text, page)
    counts = {typed: len(getattr(packs.vocabulary, kind)) for typed, kind in _kinds().items()}
    write_table(page, ("KIND", "WORDS"), [(typed, str(n)) for typed, n in counts.items()])
    page.blank()
    page.text("palpate vocabulary KIND lists one, palpate vocabulary WORD shows a word.")
    return Listing(page, counts)


def _searched(vocabulary: Vocabulary, text: str, page: Page) -> Listing:
    found = [
        (typed, entry)
        for typed, kind in _kinds().items()
        for entry in find.matching(getattr(vocabulary, kind).values(), text)
    ]
    if found:
        rows = [(typed, entry.id, _name(entry)) for typed, entry in found]
        write_table(page, ("KIND", "WORD", "NAME"), rows)
    return Listing(
        page, [_data(typed, entry) for typed, entry in found], find.nothing(found, text, "word")
    )


def one(packs: Packs, word: str, page: Page, text: str | None = None) -> Listing:
    """Show a kind, searched for a text, or every entry that a word names.

    Raises:
        RequestError: There is no such kind and no such word.
    """
    vocabulary = packs.vocabulary
    kind = _kind(word)
    if kind:
        return _of_kind(vocabulary, kind, text, page)
    if text:
        raise RequestError(word, "isn't a kind of word; search in one of these", tuple(_kinds()))
    found = _entries(vocabulary, word)
    for typed, entry in found:
        write_title(page, _name(entry), f"{singular(typed)} {entry.id}")
        write_facts(page, _facts(entry))
    return Listing(page, [_data(typed, entry) for typed, entry in found])


def _kind(word: str) -> str:
    typed = word.lower().replace("_", "-").replace(" ", "-")
    return next((t for t in _kinds() if typed in (t, singular(t))), "")


def _of_kind(vocabulary: Vocabulary, typed: str, text: str | None, page: Page) -> Listing:
    every: Mapping[str, Any] = getattr(vocabulary, _kinds()[typed])
    found = find.matching(every.values(), text)
    if found:
        rows = [(entry.id, _name(entry), _about(entry)) for entry in found]
        about = any(row[2] for row in rows)
        head = ("WORD", "NAME", "WHAT IT IS") if about else ("WORD", "NAME")
        write_table(page, head, [row[: len(head)] for row in rows])
    note = find.nothing(found, text, singular(typed).replace("-", " "))
    return Listing(page, [_data(typed, entry) for entry in found], note)


def _name(entry: Any) -> str:
    return str(getattr(entry, "name", "") or getattr(entry, "text", ""))


def _about(entry: Any) -> str:
    """Say in a few words what an entry is: what it does, or what it belongs to."""
    if hasattr(entry, "family"):
        return f"{entry.family}: {', '.join(entry.elements)}; {', '.join(entry.effects)}"
    if hasattr(entry, "conditions"):
        return ", ".join(entry.conditions)
    if hasattr(entry, "max_pressure"):
        return f"pressure at most {entry.max_pressure}"
    if hasattr(entry, "part_of"):
        own = f"part of {entry.part_of}" if entry.part_of else ""
        return own or ", ".join(getattr(entry, "regions", ()))
    return str(getattr(entry, "summary", ""))


def _entries(vocabulary: Vocabulary, word: str) -> list[tuple[str, Any]]:
    wanted = fold(word)
    found, known = [], set(_kinds())
    for typed, kind in _kinds().items():
        for entry in getattr(vocabulary, kind).values():
            words = find.words_of(entry)
            known.update(each.lower() for each in words if each)
            if wanted in map(fold, words):
                found.append((typed, entry))
    if not found:
        raise RequestError(word, "no kind and no word of that name", near(word.lower(), known))
    return found


def _facts(entry: Any) -> list[tuple[str, str]]:
    fields = (each.name for each in attrs.fields(type(entry)) if each.name not in UNSAID)
    facts = [(_label(name), _value(getattr(entry, name))) for name in fields]
    return [("", str(getattr(entry, "summary", ""))), *facts]


def _label(name: str) -> str:
    return {"icd10": "ICD-10-CM", "synonyms": "also called"}.get(name, name.replace("_", " "))


def _value(value: Any) -> str:
    """Say a field's value; what is an object of its own is said by its fields."""
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {number:g}" for key, number in value.items())
    if isinstance(value, tuple):
        return "; ".join(map(_value, value)) if _of_objects(value) else ", ".join(map(str, value))
    if attrs.has(type(value)):
        pairs = ((_label(f.name), getattr(value, f.name)) for f in attrs.fields(type(value)))
        return ", ".join(
            f"{name} {_value(held)}" for name, held in pairs if held not in (None, (), "")
        )
    return str(value)


def _of_objects(values: tuple[Any, ...]) -> bool:
    return any(attrs.has(type(value)) for value in values)


def _data(typed: str, entry: Any) -> dict[str, Any]:
    # Not "kind": a muscle has a kind of its own.
    return {"vocabulary": typed, **to_data(entry)}

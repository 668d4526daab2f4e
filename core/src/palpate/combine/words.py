"""From the words that people type to the vocabulary's entries."""

from collections.abc import Iterable
from collections.abc import Mapping
from itertools import takewhile
from typing import Any

from palpate.errors import RequestError
from palpate.model.condition import Condition
from palpate.model.condition import Umbrella
from palpate.model.safety import Factor
from palpate.vocabulary import Vocabulary

CODE_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# A code's first characters, before its dot, and the most that it has without it.
CATEGORY = 3
LONGEST_CODE = 7
# Where nothing is near and there are no more than these, all of them are named.
FEW = 12


def fold(word: str) -> str:
    """Make spelling alike: lower case, single spaces, no hyphens or underscores."""
    return " ".join(word.lower().replace("-", " ").replace("_", " ").split())


def looks_like_code(word: str) -> bool:
    """Say whether a word may be an ICD-10-CM code: a letter, a digit, then letters or digits."""
    bare = word.strip().upper().replace(".", "")
    return (
        CATEGORY <= len(bare) <= LONGEST_CODE
        and bare[0] in CODE_LETTERS
        and bare[1].isdigit()
        and bare.isalnum()
        and " " not in word.strip()
    )


def find(word: str, entries: Mapping[str, Any]) -> str | None:
    """Give the id of the entry that a word names: by id, by name or by synonym."""
    if word in entries:
        return word
    wanted = fold(word)
    for entry in entries.values():
        known = (entry.id, entry.name, *getattr(entry, "synonyms", ()))
        if any(fold(each) == wanted for each in known):
            return str(entry.id)
    return None


def known_words(entries: Mapping[str, Any]) -> tuple[str, ...]:
    """Give every word that names one of the entries."""
    found: dict[str, None] = {}
    for entry in entries.values():
        for word in (entry.id, *getattr(entry, "synonyms", ())):
            found[word] = None
    return tuple(found)


def require(word: str, entries: Mapping[str, Any], kind: str) -> str:
    """Give the id that a word names.

    Raises:
        RequestError: No entry has that id, name or synonym; carries the nearest words.
    """
    found = find(word, entries)
    if found is None:
        few = tuple(entries) if len(entries) <= FEW else ()
        raise RequestError(
            word, f"no {kind} of that name", near(fold(word), known_words(entries), few)
        )
    return found


def near(word: str, known: Iterable[str], few: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Give the words most like one that isn't known; there are always some.

    Args:
        few: What to give where nothing is really like it; else the least unlike.
    """
    from difflib import get_close_matches

    from palpate.reading.words import LONGEST  # noqa: PLC0415
    from palpate.reading.words import MOST  # noqa: PLC0415
    from palpate.reading.words import nearest  # noqa: PLC0415

    every = sorted(set(known))
    like = nearest(word, every) or few
    return like or tuple(get_close_matches(word[:LONGEST], every, n=MOST, cutoff=0.0))


def bare_code(code: str) -> str:
    """Write a code without its dot, in capitals."""
    return code.strip().upper().replace(".", "")


def longest_prefix(code: str, prefixes: Iterable[str]) -> int:
    """Give the length of the longest prefix that a code begins with; 0 where none does."""
    bare = bare_code(code)
    lengths = [len(p) for p in map(bare_code, prefixes) if bare.startswith(p) or p == bare + "X"]
    return max(lengths, default=0)


def condition_of_code(code: str, vocabulary: Vocabulary) -> Condition | None:
    """Give the condition that a code names, by the longest prefix."""
    best = max(
        vocabulary.conditions.values(),
        key=lambda condition: (longest_prefix(code, condition.icd10), condition.id),
        default=None,
    )
    return best if best is not None and longest_prefix(code, best.icd10) else None


def usual_code(condition: Condition, regions: tuple[str, ...], vocabulary: Vocabulary) -> str:
    """Give the ICD-10-CM prefix of a condition in a region, with a dash for what would follow it.

    It is for information, where no code was typed: the condition's first prefix where that speaks of
    no place, else what the codes of the complaint's main region have in common; empty where no code
    is known for that region.
    """
    first = next(iter(condition.icd10), "")
    placed = [entry for entry in condition.icd10_place if entry.region]
    apart = not any(e.code.startswith(first) or first.startswith(e.code) for e in placed)
    if apart or all(entry.code.startswith(first) for entry in placed):
        return f"{first}-" if first else ""
    for region in vocabulary.body.lineage(regions[0]) if regions else ():
        here = [entry.code for entry in placed if entry.region == region]
        if here:
            shared = _in_common(here)
            return f"{shared}-" if len(shared) >= CATEGORY else ""
    return ""


def _in_common(codes: list[str]) -> str:
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(min(codes), max(codes), strict=False))
    return "".join(letter for letter, _ in alike).rstrip(".")


def _says_late_effect(code: str) -> bool:
    return len(bare_code(code)) == LONGEST_CODE and bare_code(code).endswith("S")


def factors_of_code(code: str, vocabulary: Vocabulary) -> tuple[Factor, ...]:
    """Give the factors that a code raises."""
    if _says_late_effect(code):
        return ()
    return tuple(f for f in vocabulary.factors.values() if longest_prefix(code, f.icd10))


def factors_to_ask(code: str, vocabulary: Vocabulary) -> tuple[Factor, ...]:
    """Give the factors that a code only makes the program ask about."""
    late_effect = _says_late_effect(code)
    return tuple(
        f
        for f in vocabulary.factors.values()
        if longest_prefix(code, f.icd10_asks) or (late_effect and longest_prefix(code, f.icd10))
    )


def asked_by(code: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Give the ids of the factors that a code only asks about; empty where it raises one."""
    if not looks_like_code(code) or find(code, vocabulary.factors):
        return ()
    if factors_of_code(code, vocabulary):
        return ()
    return tuple(factor.id for factor in factors_to_ask(code, vocabulary))


def umbrella_of(word: str, vocabulary: Vocabulary) -> Umbrella | None:
    """Give the umbrella word, if it is one."""
    found = find(word, vocabulary.umbrellas)
    return vocabulary.umbrellas[found] if found else None

"""Checks that the vocabulary agrees with itself; run by the tests and by those who add to it."""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from itertools import chain
from typing import Any
from typing import Final

from palpate.errors import Problem
from palpate.model.condition import Calendar
from palpate.model.scales import STAGES
from palpate.vocabulary.kinds import KINDS
from palpate.vocabulary.kinds import singular
from palpate.vocabulary.links import dangling
from palpate.vocabulary.links import walk
from palpate.vocabulary.words import Vocabulary

#: Sets of words that share one space: typing one of them must mean one entry only.
SPACES = (
    ("regions",),
    ("muscles",),
    ("manoeuvres",),
    ("factors",),
    ("conditions", "umbrellas"),
)
#: Fields by which an entry hangs on others of its own kind; such chains must not close.
CHAINS = (
    ("regions", "part_of"),
    ("muscles", "part_of"),
    ("trainings", "implies"),
    ("factors", "implies"),
)
TOP_PRESSURE: Final = 5


def check_vocabulary(vocabulary: Vocabulary) -> tuple[Problem, ...]:
    """Find what doesn't agree: dangling ids, circles, words with two meanings, values out of range.

    Returns:
        The problems; the kind stands for the file, since an entry may stand in any file.
    """
    return tuple(chain.from_iterable(check(vocabulary) for check in _CHECKS))


def _problem(kind: str, key: str, what: str, code: str) -> Problem:
    return Problem(kind, 0, f"{singular(kind)} {key}", what, code)


def _dangling(vocabulary: Vocabulary) -> Iterator[Problem]:
    for kind in KINDS:
        for key, entry in getattr(vocabulary, kind).items():
            for path, what in dangling(walk(entry), vocabulary):
                yield _problem(kind, key, f"{path[0]}: {what}", "dangling")
    for key, condition in vocabulary.conditions.items():
        sets = {question.set for question in vocabulary.questions.values()}
        for name in condition.questions:
            if name not in sets:
                yield _problem("conditions", key, f'no questions "{name}"', "dangling")


def _circles(vocabulary: Vocabulary) -> Iterator[Problem]:
    for kind, link in CHAINS:
        entries = getattr(vocabulary, kind)
        for key in entries:
            if key in _reached(key, link, entries):
                yield _problem(kind, key, f"{link} leads back to itself", "circle")


def _reached(start: str, link: str, entries: Mapping[str, Any]) -> set[str]:
    """Give every id that following the links from an entry leads to."""
    found: set[str] = set()
    ahead = [start]
    while ahead:
        entry = entries.get(ahead.pop())
        above = getattr(entry, link, None) or ()
        new = {above} if isinstance(above, str) else set(above)
        ahead.extend(new - found)
        found |= new
    return found


def _two_meanings(vocabulary: Vocabulary) -> Iterator[Problem]:
    for space in SPACES:
        owners: dict[str, str] = {}
        for kind in space:
            for key, entry in getattr(vocabulary, kind).items():
                for word in {entry.id, entry.name.lower(), *entry.synonyms}:
                    if owners.setdefault(word, key) != key:
                        what = f'"{word}" already means {owners[word]}'
                        yield _problem(kind, key, what, "two-meanings")
                yield from _synonyms_as_they_should_be(kind, key, entry.synonyms)


def _synonyms_as_they_should_be(
    kind: str, key: str, synonyms: tuple[str, ...]
) -> Iterator[Problem]:
    if len(set(synonyms)) != len(synonyms):
        yield _problem(kind, key, "a synonym is there twice", "two-meanings")
    for word in synonyms:
        if word != word.lower().strip():
            yield _problem(kind, key, f'synonym "{word}" must be in lower case', "case")


def _codes(vocabulary: Vocabulary) -> Iterator[Problem]:
    """Find ICD-10-CM prefixes that name two conditions, or that aren't written as codes are."""
    owners: dict[str, str] = {}
    for key, condition in vocabulary.conditions.items():
        for code in condition.icd10:
            if owners.setdefault(code, key) != key:
                what = f"code {code} already means {owners[code]}"
                yield _problem("conditions", key, what, "two-meanings")
    for kind in ("conditions", "factors"):
        for key, entry in getattr(vocabulary, kind).items():
            for code in (*entry.icd10, *getattr(entry, "icd10_asks", ())):
                dotted = len(code) <= len("A00") or code[len("A00")] == "."
                if not (code[:1].isalpha() and code == code.upper() and dotted):
                    yield _problem(kind, key, f'"{code}" is no ICD-10-CM prefix', "code")


def _anatomy(vocabulary: Vocabulary) -> Iterator[Problem]:
    for key, region in vocabulary.regions.items():
        for position in vocabulary.positions:
            if region.access.get(position) not in (0, 0.5, 1):
                yield _problem("regions", key, f"access {position}: 0, 0.5 or 1", "access")
    for key, site in vocabulary.endangerment_sites.items():
        pressures = (site.max_pressure, *(each.max_pressure for each in site.with_training))
        if any(not 0 <= pressure <= TOP_PRESSURE for pressure in pressures):
            yield _problem("endangerment_sites", key, "pressure runs from 0 to 5", "range")


def _unsaid(vocabulary: Vocabulary) -> Iterator[Problem]:
    for key, factor in vocabulary.factors.items():
        if not factor.question:
            yield _problem("factors", key, "has no question to ask", "missing")
    for key, condition in vocabulary.conditions.items():
        if condition.place == "needed" and not condition.places:
            yield _problem("conditions", key, "needs places, to be named one of", "where")


def _calendars(vocabulary: Vocabulary) -> Iterator[Problem]:
    for key, calendar in vocabulary.calendars.items():
        if not _is_whole(calendar):
            what = "runs through all stages, days rising, the last without an end"
            yield _problem("calendars", key, what, "calendar")


def _is_whole(calendar: Calendar) -> bool:
    ends = [stage.until_day for stage in calendar.stages]
    rising = [end for end in ends[:-1] if end is not None]
    whole = tuple(each.stage for each in calendar.stages) == STAGES
    return whole and ends[-1] is None and len(rising) == len(ends) - 1 and rising == sorted(rising)


_CHECKS: tuple[Callable[[Vocabulary], Iterator[Problem]], ...] = (
    _dangling,
    _circles,
    _two_meanings,
    _codes,
    _anatomy,
    _unsaid,
    _calendars,
)

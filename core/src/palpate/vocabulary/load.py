"""Reads the vocabulary's TOML files."""

from functools import cache
from pathlib import Path
from typing import Any

from palpate.errors import ContentError
from palpate.errors import Problem
from palpate.model.anatomy import EndangermentSite
from palpate.model.anatomy import Muscle
from palpate.model.anatomy import Nerve
from palpate.model.anatomy import Position
from palpate.model.anatomy import Region
from palpate.model.condition import Calendar
from palpate.model.condition import Condition
from palpate.model.condition import OutcomeMeasure
from palpate.model.condition import Umbrella
from palpate.model.safety import Factor
from palpate.model.safety import Question
from palpate.model.work import Family
from palpate.model.work import Manoeuvre
from palpate.model.work import State
from palpate.model.work import Training
from palpate.model.work import Word
from palpate.reading import Entry
from palpate.reading import Reader
from palpate.reading import read_document
from palpate.vocabulary.words import Vocabulary

FOLDER = Path(__file__).parent

#: The field of the vocabulary, and the class of its entries.
KINDS: dict[str, type[Any]] = {
    "regions": Region,
    "muscles": Muscle,
    "nerves": Nerve,
    "endangerment_sites": EndangermentSite,
    "positions": Position,
    "families": Family,
    "elements": Word,
    "effects": Word,
    "goals": Word,
    "trainings": Training,
    "contacts": Word,
    "consents": Word,
    "kinds": Word,
    "outcome_measures": OutcomeMeasure,
    "states": State,
    "manoeuvres": Manoeuvre,
    "factors": Factor,
    "conditions": Condition,
    "umbrellas": Umbrella,
    "calendars": Calendar,
    "questions": Question,
}


def singular(kind: str) -> str:
    """Give the name of one entry of a kind, which is also the name of its table in the files."""
    return f"{kind[:-3]}y" if kind.endswith("ies") else kind[:-1]


@cache
def load_vocabulary() -> Vocabulary:
    """Read the shared vocabulary that comes with the program.

    Raises:
        ContentError: With every problem of every file.
    """
    return read_vocabulary(FOLDER)


def read_vocabulary(folder: Path) -> Vocabulary:
    """Read a vocabulary from a folder; which of its files an entry stands in doesn't matter.

    Raises:
        ContentError: With every problem of every file.
    """
    found: dict[str, dict[str, object]] = {kind: {} for kind in KINDS}
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*.toml")):
        try:
            reader = Reader(read_document(path, path.relative_to(folder).as_posix()))
        except ContentError as error:
            problems.extend(error.problems)
            continue
        _read_entries(reader, found)
        problems.extend(reader.problems)
    if problems:
        raise ContentError(tuple(problems))
    # The classes of the entries are those of KINDS, which a type checker can't follow.
    return Vocabulary(**found)  # type: ignore[arg-type]


def _read_entries(reader: Reader, found: dict[str, dict[str, object]]) -> None:
    reader.only(singular(kind) for kind in KINDS)
    for kind, made_of in KINDS.items():
        entries: tuple[Entry[Any], ...] = reader.each(singular(kind), made_of)
        for entry in entries:
            if entry.value is None:
                continue
            key = entry.value.id
            if key in found[kind]:
                reader.wrong(entry.path, f'"{key}" is there twice', "id-twice")
            found[kind][key] = entry.value

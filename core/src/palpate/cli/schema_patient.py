"""The JSON Schema of a patient's file."""

from collections.abc import Iterator
from collections.abc import Mapping
from typing import get_args
from typing import get_type_hints

import attrs

from palpate.authoring import schema_shapes as shapes
from palpate.authoring.schema import SchemaMaker
from palpate.authoring.schema_words import Schema
from palpate.authoring.schema_words import enumeration
from palpate.cli import bounds
from palpate.cli.patient_file import LISTS
from palpate.cli.patient_file import VERSION
from palpate.cli.patient_file import PatientFile
from palpate.vocabulary import Vocabulary
from palpate.vocabulary.links import Links

CODE = r"\s*[A-Za-z][0-9][0-9A-Za-z](?:\.?[0-9A-Za-z]{0,4})-?\s*"
DAY = r"\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\s*"
SINCE = rf"\s*[0-9]{{1,5}}[dwh]?\s*|{DAY}"
FACTORS = "factors"
#: Fields that hold a day.
DATES = ("on", "valid_until", "as_of")


def patient_schema(vocabulary: Vocabulary) -> Schema:
    """Give the JSON Schema of a patient's file, in TOML or in JSON."""
    kinds = {name: kind for name, (kind, _) in LISTS.items()}
    links: Links = {PatientFile: {name: kind for name, kind in kinds.items() if kind != FACTORS}}
    factor = {"anyOf": [enumeration(FACTORS, vocabulary), shapes.whole(CODE)]}
    place = _place(vocabulary)
    by_name: dict[str, Schema] = {
        "version": {"const": VERSION},
        "age": {"type": "integer", "minimum": bounds.AGES[0], "maximum": bounds.AGES[1]},
        "sex": shapes.words(bounds.SEXES),
        "side": shapes.words(bounds.SIDES),
        "stage": shapes.words(shapes.STAGE_WORDS),
        "onset": shapes.whole(SINCE),
        "since": shapes.whole(SINCE),
        "avoid": shapes.listed(place),
        "site": place,
        "id": factor,
        **{name: shapes.listed(factor) for name, kind in kinds.items() if kind == FACTORS},
        **dict.fromkeys(DATES, shapes.whole(DAY)),
        "allowed": shapes.listed(shapes.text()),
    }
    fields = {kind: _fields(kind, by_name) for kind in _tables(PatientFile)}
    return SchemaMaker(vocabulary, links, fields).document(PatientFile, "palpate patient")


def _tables(kind: type) -> Iterator[type]:
    """Give a class, and the classes of all tables in it."""
    yield kind
    for hint in get_type_hints(kind).values():
        for part in (hint, *get_args(hint)):
            if attrs.has(part):
                yield from _tables(part)


def _fields(kind: type, by_name: Mapping[str, Schema]) -> dict[str, Schema]:
    names = (each.name for each in attrs.fields(kind))
    return {name: by_name[name] for name in names if name in by_name}


def _place(vocabulary: Vocabulary) -> Schema:
    sides = "|".join(bounds.SIDES)
    sided = shapes.whole(rf"(?:{sides})-(?:{'|'.join(vocabulary.regions)})")
    return {"anyOf": [enumeration("regions", vocabulary), sided]}

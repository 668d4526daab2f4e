"""The JSON Schema of a patient's file."""

from collections.abc import Mapping

from palpate.authoring import schema_shapes as shapes
from palpate.authoring.schema import SchemaMaker
from palpate.authoring.schema_words import Schema
from palpate.authoring.schema_words import enumeration
from palpate.cli import bounds
from palpate.cli.patient_file import LISTS
from palpate.cli.patient_file import VERSION
from palpate.cli.patient_file import FileClearance
from palpate.cli.patient_file import FileFactor
from palpate.cli.patient_file import PatientFile
from palpate.vocabulary import Vocabulary
from palpate.vocabulary.links import Links

CODE = r"\s*[A-Za-z][0-9][0-9A-Za-z](?:\.?[0-9A-Za-z]{0,4})-?\s*"
DAY = r"\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\s*"
SINCE = rf"\s*[0-9]{{1,5}}[dwh]?\s*|{DAY}"
FACTORS = "factors"


def patient_schema(vocabulary: Vocabulary) -> Schema:
    """Give the JSON Schema of a patient's file, in TOML or in JSON."""
    kinds = {name: kind for name, (kind, _) in LISTS.items()}
    links: Links = {PatientFile: {name: kind for name, kind in kinds.items() if kind != FACTORS}}
    factor = {"anyOf": [enumeration(FACTORS, vocabulary), shapes.whole(CODE)]}
    fields: dict[type, Mapping[str, Schema]] = {
        PatientFile: {
            "version": {"const": VERSION},
            "age": {"type": "integer", "minimum": bounds.AGES[0], "maximum": bounds.AGES[1]},
            "sex": shapes.words(bounds.SEXES),
            "side": shapes.words(bounds.SIDES),
            "stage": shapes.words(shapes.STAGE_WORDS),
            "onset": shapes.whole(SINCE),
            "avoid": shapes.listed(_place(vocabulary)),
            **{name: shapes.listed(factor) for name, kind in kinds.items() if kind == FACTORS},
        },
        FileFactor: {"id": factor, "site": _place(vocabulary), "since": shapes.whole(SINCE)},
        FileClearance: {"on": shapes.whole(DAY), "valid_until": shapes.whole(DAY)},
    }
    return SchemaMaker(vocabulary, links, fields).document(PatientFile, "palpate patient")


def _place(vocabulary: Vocabulary) -> Schema:
    sides = "|".join(bounds.SIDES)
    sided = shapes.whole(rf"(?:{sides})-(?:{'|'.join(vocabulary.regions)})")
    return {"anyOf": [enumeration("regions", vocabulary), sided]}

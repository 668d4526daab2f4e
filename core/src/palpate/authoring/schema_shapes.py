"""The shorthands of the files as JSON Schema: the same words and bounds that the reader has.

What can be said in the oldest drafts is said so: editors for TOML still read these.
"""

from collections.abc import Iterable
from typing import Any
from typing import get_args

from palpate.authoring.schema_words import Schema
from palpate.model.scales import GRADES
from palpate.model.scales import PRESSURES
from palpate.model.scales import STAGES
from palpate.model.scales import Side
from palpate.packs.checks import ANY_NUMBER
from palpate.packs.checks import BOUNDS
from palpate.packs.checks import ID
from palpate.packs.checks import LONGEST_ID
from palpate.reading.shapes import DURATION
from palpate.reading.shapes import MOST
from palpate.reading.shapes import SKIP
from palpate.reading.shapes import SUBACUTE

STAGE_WORDS = (*STAGES, SUBACUTE)


def one_or_list(item: Schema, least: int = 0, most: int | None = None) -> Schema:
    """Give one item, or a list of them."""
    several: Schema = {"items": item}
    if least:
        several["minItems"] = least
    if most is not None:
        several["maxItems"] = most
    if "type" in item and "enum" not in item:
        # Bounds speak of numbers only: said once, the message of an editor is the plainer.
        return {**item, "type": [item["type"], "array"], **several}
    return {"anyOf": [item, {"type": "array", **several}]}


def listed(item: Schema) -> Schema:
    """Give a list."""
    return {"type": "array", "items": item}


def words(known: Iterable[str]) -> Schema:
    """Give one of some words."""
    return {"type": "string", "enum": list(known)}


def text() -> Schema:
    """Give a text."""
    return {"type": "string"}


def whole(pattern: str) -> Schema:
    """Give a text that a pattern fits from end to end."""
    return {"type": "string", "pattern": f"^(?:{pattern})$"}


def identifier() -> Schema:
    """Give an id."""
    return {**whole(ID), "maxLength": LONGEST_ID}


def number(kind: str, name: str) -> Schema:
    """Give a number within the bounds of its field."""
    least, most = BOUNDS.get(name, ANY_NUMBER)
    return {"type": kind, "minimum": least, "maximum": most}


def number_range(kind: str) -> Schema:
    """Give 3, [2, 4] or [2, 3, 4]. That they don't fall, only the reader sees."""
    return one_or_list({"type": kind, "minimum": 0, "exclusiveMaximum": MOST}, 1, 3)


def pressure() -> Schema:
    """Give a Walton level, or two."""
    return one_or_list({"type": "integer", "minimum": PRESSURES[0], "maximum": PRESSURES[-1]}, 1, 2)


def duration() -> Schema:
    """Give a time since an event."""
    return whole(DURATION)


def stages() -> Schema:
    """Give a list of stages."""
    return listed(words(STAGE_WORDS))


def grades() -> Schema:
    """Give a letter, or a letter for each stage."""
    letter = words(GRADES)
    by_stage = {
        "type": "object",
        "properties": dict.fromkeys(STAGE_WORDS, letter),
        "additionalProperties": False,
    }
    return {"anyOf": [letter, by_stage]}


def sides() -> Schema:
    """Give a side, or several in their order."""
    return one_or_list(words(get_args(Side)), 1)


def skip_or(table: Schema) -> Schema:
    """Give what is done where no point is found."""
    return {"anyOf": [{"const": SKIP}, table]}


def need(states: Iterable[str], regions: Iterable[str]) -> Schema:
    """Give a state, or a state and a region in brackets."""
    known = tuple(states)
    pattern = rf"(?:{'|'.join(known)})\((?:{'|'.join(regions)})\)"
    return {"anyOf": [words(known), whole(pattern)]}


def stage_reason() -> Schema:
    """Give a stage, a colon and a sentence."""
    return {"type": "string", "pattern": rf"^\s*(?:{'|'.join(STAGE_WORDS)})\s*:\s*\S"}


def plain(hint: Any, name: str) -> Schema | None:
    """Give the schema of a type without parts; None for any other."""
    if hint is str:
        return identifier() if name == "id" else text()
    if hint is bool:
        return {"type": "boolean"}
    if hint is int:
        return number("integer", name)
    return number("number", name) if hint is float else None

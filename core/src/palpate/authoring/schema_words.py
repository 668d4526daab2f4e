"""The shared vocabulary as enumerations, and what the fields of a pack's files mean."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from palpate.authoring.rules import HERE
from palpate.reading import read_document
from palpate.vocabulary import Vocabulary
from palpate.vocabulary.kinds import singular
from palpate.vocabulary.links import SITES

Schema = dict[str, Any]

#: Regions, and the words that stand for a factor's own place.
PLACES = "places"


@cache
def field_texts() -> Mapping[str, Mapping[str, str]]:
    """Give the meaning of each field, by table; see `schema_fields.toml`."""
    return read_document(HERE / "schema_fields.toml").data


def table_name(kind: type) -> str:
    """Give the section of `schema_fields.toml` for a class."""
    name = kind.__name__.removeprefix("Written").removesuffix("Tables")
    if name.startswith("File"):
        return name.removeprefix("File")
    is_file = name.endswith("File") and name != "PatientFile"
    return name.removesuffix("File") + ("-file" if is_file else "")


def enumeration(kind: str, vocabulary: Vocabulary) -> Schema:
    """Give the schema of one word of a kind, each with its name for editors that show it."""
    entries = {
        **getattr(vocabulary, "regions" if kind == PLACES else kind),
        **(dict.fromkeys(SITES) if kind == PLACES else {}),
    }
    said = [_shown(entry) for entry in entries.values()]
    return {
        "description": f"A {singular(kind).replace('_', ' ')} of the shared vocabulary.",
        "type": "string",
        "enum": list(entries),
        # Read by Taplo, on which the usual TOML extensions stand.
        "x-taplo": {"docs": {"enumValues": said}},
    }


def _shown(entry: Any) -> str:
    if entry is None:
        return "the factor's own place"
    summary = getattr(entry, "summary", "")
    return f"{entry.name}: {summary}" if summary else entry.name

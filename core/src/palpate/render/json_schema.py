"""The JSON Schema of a protocol, made from the classes that the JSON is written from."""

import inspect
import re
import types
from datetime import date
from typing import Any
from typing import Literal
from typing import Union
from typing import get_args
from typing import get_origin
from typing import get_type_hints

import attrs

from palpate.model.protocol import SCHEMA
from palpate.model.protocol import Protocol
from palpate.render.json import PAIRS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date"},
    type(None): {"type": "null"},
}


def protocol_schema() -> dict[str, Any]:
    """Give the JSON Schema of what `palpate.render.json` writes."""
    classes: dict[str, dict[str, Any]] = {}
    _of_class(Protocol, classes)
    whole = classes.pop(Protocol.__name__)
    whole["properties"]["schema"] = {"const": SCHEMA}
    return {"$schema": DIALECT, "title": SCHEMA, **whole, "$defs": dict(sorted(classes.items()))}


def _of_class(found: type, classes: dict[str, dict[str, Any]]) -> dict[str, Any]:
    if found.__name__ not in classes:
        classes[found.__name__] = {}
        hints = get_type_hints(found)
        texts = _texts(found)
        fields = {
            f.name: {**texts.get(f.name, {}), **_of_field(f.name, hints[f.name], classes)}
            for f in attrs.fields(found)
        }
        classes[found.__name__] = {
            "type": "object",
            "properties": fields,
            "required": list(fields),
            "additionalProperties": False,
        }
        said = (found.__doc__ or "").partition("\n")[0]
        if said:
            classes[found.__name__]["description"] = said
    return {"$ref": f"#/$defs/{found.__name__}"}


def _texts(found: type) -> dict[str, dict[str, str]]:
    """Give what a class's docstring says of its attributes."""
    said = inspect.getdoc(found) or ""
    _, _, listed = said.partition("Attributes:\n")
    entries = re.findall(r"^    (\w+): (.*(?:\n {8}.*)*)", listed, re.MULTILINE)
    return {name: {"description": " ".join(text.split())} for name, text in entries}


def _of_field(name: str, hint: Any, classes: dict[str, dict[str, Any]]) -> dict[str, Any]:
    if name in PAIRS:
        return {"type": "object", "additionalProperties": {"type": "number"}}
    return _of(hint, classes)


def _of(hint: Any, classes: dict[str, dict[str, Any]]) -> dict[str, Any]:
    if hint in PLAIN:
        return dict(PLAIN[hint])
    if attrs.has(hint):
        return _of_class(hint, classes)
    kind, parts = get_origin(hint), get_args(hint)
    if kind is Literal:
        return {"enum": list(parts)}
    if kind in (Union, types.UnionType):
        return {"anyOf": [_of(part, classes) for part in parts]}
    if kind is tuple:
        return {"type": "array", "items": _of(parts[0], classes)}
    raise TypeError(f"no JSON Schema for {hint!r}")

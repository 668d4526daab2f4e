"""The protocol as JSON, and back.

The same protocol gives the same bytes: keys stand in the order of the model's fields, and nothing
depends on a clock or on hash seeds.
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING
from typing import Any

import attrs

from palpate.errors import PalpateError
from palpate.model.protocol import SCHEMA
from palpate.model.protocol import Protocol
from palpate.render.safe import escaped
from palpate.vocabulary import Vocabulary

if TYPE_CHECKING:
    from cattrs import Converter

#: Fields that hold (name, number) pairs and read better as one object.
PAIRS = ("minutes_by_technique", "minutes_by_region")


class UnreadableError(PalpateError):
    """A text that isn't a protocol of this schema."""


def render(protocol: Protocol, vocabulary: Vocabulary | None = None, **_options: object) -> str:  # noqa: ARG001
    """Write a protocol as JSON.

    Returns:
        Text that ends with a line feed; `read` gives an equal protocol back.
    """
    return escaped(json.dumps(to_data(protocol), ensure_ascii=False, indent=1)) + "\n"


def to_data(value: Any) -> Any:
    """Turn a model object into what JSON can hold."""
    if attrs.has(type(value)):
        data = {
            each.name: _field(each.name, getattr(value, each.name))
            for each in attrs.fields(type(value))
        }
        return {"schema": data.pop("schema"), **data} if "schema" in data else data
    if isinstance(value, (tuple, list)):
        return [to_data(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return _whole(value)


def _field(name: str, value: Any) -> Any:
    return {key: _whole(number) for key, number in value} if name in PAIRS else to_data(value)


def _whole(value: Any) -> Any:
    """Write 4.0 as 4, so that whole minutes read as such."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def read(text: str) -> Protocol:
    """Read a protocol that `render` wrote.

    Raises:
        UnreadableError: It isn't JSON, isn't of this schema, or doesn't hold together.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"not JSON: {error}") from None
    if not isinstance(data, Mapping) or data.get("schema") != SCHEMA:
        raise UnreadableError(f'not a protocol of schema "{SCHEMA}"')
    return _structure(data)


def _structure(data: Mapping[str, Any]) -> Protocol:
    import cattrs

    session = data.get("session")
    if isinstance(session, Mapping):
        pairs = {n: list(session[n].items()) for n in PAIRS if isinstance(session.get(n), Mapping)}
        data = {**data, "session": {**session, **pairs}}
    try:
        return _converter().structure(data, Protocol)
    except Exception as error:  # noqa: BLE001 - cattrs raises groups of many kinds
        lines = cattrs.transform_error(error)
        raise UnreadableError("; ".join(lines[:5])) from None


@cache
def _converter() -> "Converter":
    """Make the converter that reads protocols; making it takes far longer than a reading."""
    from cattrs import Converter

    made = Converter(forbid_extra_keys=True)
    made.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
    return made

"""A protocol in whose every text something waits to be run, to break a table or to turn a line round."""

import typing
from datetime import date
from typing import Any
from typing import Final

import attrs

from palpate.model.protocol import SCHEMA
from palpate.model.protocol import Protocol

MARK: Final = "PWNED"
#: Ends elements, attributes, strings, comments, tables, lines; turns text; steers terminals.
WORST: Final = (
    f'</script><script>{MARK}()</script><img src=x onerror={MARK}()>"\' onload="{MARK}()'
    "-->]]></style>{{ 7*7 }}{% x %}${7*7} | `code` **bold** [a](javascript:x) ![i](http://x/y)"
    "\n# heading\n- item\n| a | b |\n<!-- \u202egnp.exe\u2066 \x1b[31mred\x1b]0;title\x07 \x00"
    "\\n;,: BEGIN:VEVENT\r\nEND:VCALENDAR\u2028 $x^2$ :smile: https://evil.invalid/x"
)
#: Ids that join parts of a protocol: they stay alike, but hostile.
JOINS: Final = {"technique", "id", "references", "regions", "position", "positions", "condition"}


def hostile(protocol: Protocol) -> Protocol:
    """Put the worst text into every field that may hold any text; a closed list of words stays."""
    return typing.cast("Protocol", _worse(protocol, ""))


def _worse(value: Any, name: str) -> Any:
    if attrs.has(type(value)):
        hints = typing.get_type_hints(type(value))
        free = [f.name for f in attrs.fields(type(value)) if "Literal" not in str(hints[f.name])]
        return attrs.evolve(value, **{name: _worse(getattr(value, name), name) for name in free})
    if isinstance(value, tuple):
        return tuple(_worse(item, name) for item in value)
    if isinstance(value, str) and name not in {"doi", "pmid"} and value != SCHEMA:
        if name in JOINS or name.startswith("minutes_by"):
            return f"{value}{WORST}" if name in {"technique", "id"} else value
        return WORST
    assert value is None or isinstance(value, (str, int, float, date)), (name, value)
    return value

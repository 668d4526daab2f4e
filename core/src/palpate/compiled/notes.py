"""Notes: what was found out of many files at once, believed while they are seen to be the same."""

import json
from collections.abc import Callable
from typing import Any
from typing import TypeVar
from typing import cast

from palpate.compiled import folder
from palpate.compiled.shapes import maker
from palpate.compiled.shapes import plain
from palpate.compiled.stamp import finders

T = TypeVar("T")
Seen = Callable[[T], str]


def recalled(name: str, kind: type[T], seen: Seen[T]) -> T | None:
    """Give what was noted; None where nothing was, or what it was made of has changed since.

    Args:
        name: What the note is about.
        kind: The attrs class of what was noted.
        seen: Gives the state, now, of all that a value was made of.
    """
    text = folder.read(name, finders())
    made_of: Any = kind
    make = cast("Callable[[Any], T]", maker(made_of))
    try:
        state, written = json.loads(text or "null")
        value = make(written)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None
    return value if seen(value) == state else None


def note(name: str, value: object, state: str) -> None:
    """Note a value, made of what was in some state."""
    folder.write(name, finders(), json.dumps([state, plain(value)], separators=(",", ":")))

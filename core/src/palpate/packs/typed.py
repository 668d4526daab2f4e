"""Whether objects of the model hold what their annotations say; what that is, is found once a class."""

from collections.abc import Callable
from collections.abc import Iterator
from functools import cache
from math import isfinite
from types import UnionType
from typing import Any
from typing import Literal
from typing import Union
from typing import get_args
from typing import get_origin
from typing import get_type_hints

import attrs

Fits = Callable[[Any], bool]


def untyped(value: object) -> str:
    """Say which field of an object, or of one that it holds, isn't as annotated; empty: none."""
    for _, each in objects_in(value):
        kind: Any = type(each)
        for name, fits in _slots(kind):
            held = getattr(each, name)
            if not fits(held):
                return f"{kind.__name__}.{name} holds {held!r:.80}"
    return ""


def objects_in(value: object, under: str = "") -> Iterator[tuple[str, object]]:
    """Give an object of the model and those that it holds, each with the field that holds it.

    An object comes before those that it holds, so whoever looks at its types looks no deeper in vain.
    """
    kind: Any = type(value)
    if not hasattr(kind, "__attrs_attrs__"):
        return
    yield under, value
    for name in _nesting(kind):
        held = getattr(value, name)
        for inner in held if isinstance(held, tuple) else (held,):
            yield from objects_in(inner, name)


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {each.name: hints[each.name] for each in attrs.fields(kind)}


@cache
def _slots(kind: type) -> tuple[tuple[str, Fits], ...]:
    """Give the fields of a class, and what says whether a value is as annotated."""
    return tuple((name, _fitting(hint)) for name, hint in _hints(kind).items())


@cache
def _nesting(kind: type) -> tuple[str, ...]:
    """Give the fields of a class that may hold further objects of the model."""
    return tuple(name for name, hint in _hints(kind).items() if _nested(hint))


@cache
def _fitting(hint: Any) -> Fits:
    """Make what says whether a value is what an annotation says."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        options = tuple(map(_fitting, get_args(hint)))
        return lambda value: any(fits(value) for fits in options)
    if origin is Literal:
        words = frozenset(get_args(hint))
        return lambda value: type(value) is str and value in words
    if origin is tuple:
        inner = _fitting(get_args(hint)[0])
        return lambda value: type(value) is tuple and all(map(inner, value))
    if hint is float:
        return lambda value: type(value) in (int, float) and isfinite(value)
    if isinstance(hint, type):
        # No subclass: its text or number could change when it is looked at again.
        return lambda value: type(value) is hint
    return lambda _: True


def _nested(hint: Any) -> bool:
    inner = get_args(hint)
    return any(map(_nested, inner)) if inner else isinstance(hint, type) and attrs.has(hint)

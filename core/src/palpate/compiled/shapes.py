"""Values of the model as plain lists and tables, and back; nothing but data passes.

An object becomes the list of its fields, in their order. Which class it was isn't written: the
reader knows what it wants, so a file can't ask for anything to be made, and no name in it is run.
"""

from collections.abc import Callable
from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import Any
from typing import Union
from typing import get_args
from typing import get_origin

Decode = Callable[[Any], Any]


def plain(value: Any) -> Any:
    """Give a value as lists, tables, texts and numbers."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(held) for key, held in value.items()}
    fields = getattr(type(value), "__attrs_attrs__", None)
    if fields is None:
        return value
    return [plain(getattr(value, each.name)) for each in fields if each.init]


@cache
def maker(kind: Any) -> Decode | None:
    """Give what makes a value of a kind from its plain form; None where that is the value itself.

    The plain form is used up: what is made takes its place in the lists that held it.
    """
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        makers = [made for made in map(maker, get_args(kind)) if made is not None]
        return _unless_none(makers[0]) if makers else None
    if origin is tuple:
        return _tuple_of(get_args(kind))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _table_of(maker(get_args(kind)[1]))
    fields = getattr(kind, "__attrs_attrs__", None)
    return None if fields is None else _object_of(kind, [each for each in fields if each.init])


def _unless_none(make: Decode) -> Decode:
    return lambda written: None if written is None else make(written)


def _tuple_of(kinds: tuple[Any, ...]) -> Decode:
    makers = [maker(kind) for kind in kinds if kind is not Ellipsis]
    if kinds[-1] is not Ellipsis:
        return lambda written: tuple(
            make(item) if make else item for make, item in zip(makers, written, strict=True)
        )
    make = makers[0]
    return (lambda written: tuple(map(make, written))) if make else tuple


def _table_of(make: Decode | None) -> Decode:
    if make is None:
        return dict
    return lambda written: {key: make(held) for key, held in written.items()}


def _object_of(kind: Any, fields: list[Any]) -> Decode:
    makers = [(place, make) for place, each in enumerate(fields) if (make := maker(each.type))]
    count = len(fields)

    def make_object(written: list[Any]) -> Any:
        if len(written) != count:
            raise ValueError(f"{kind.__name__} has {count} fields, not {len(written)}")
        for place, make in makers:
            written[place] = make(written[place])
        return kind(*written)

    return make_object

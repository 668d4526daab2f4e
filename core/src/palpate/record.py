"""Frozen attrs classes whose comparison and text are shared, not compiled for each of them.

attrs writes and compiles four methods for every class; three of them do the same everywhere. A plan
needs about 150 classes, so that is a third of the time that it takes to start.
"""

from functools import total_ordering
from operator import attrgetter
from typing import TYPE_CHECKING
from typing import Any

import attrs

__all__ = ["frozen"]

if TYPE_CHECKING:
    from attrs import frozen
else:

    def frozen(kind: Any = None, *, eq: bool = True, order: bool = False) -> Any:
        """Make a class as `attrs.frozen` does."""
        if kind is None:
            return lambda later: frozen(later, eq=eq, order=order)
        own = vars(kind)
        made = attrs.frozen(kind, eq=False, repr=False)
        if "__repr__" not in own:
            made.__repr__ = _repr
        if eq:
            _compare(made, [each.name for each in attrs.fields(made) if each.eq], order)
        return total_ordering(made) if order else made


def _compare(kind: Any, names: list[str], order: bool) -> None:
    """Let a class be compared and hashed, and maybe ordered, by some of its fields."""
    held = attrgetter(*names) if names else lambda _: ()

    def equal(self: Any, other: Any) -> Any:
        return held(self) == held(other) if other.__class__ is kind else NotImplemented

    def number(self: Any) -> int:
        return hash((kind, held(self)))

    def less(self: Any, other: Any) -> Any:
        return held(self) < held(other) if other.__class__ is kind else NotImplemented

    kind.__eq__ = equal
    kind.__hash__ = number
    if order:
        kind.__lt__ = less


def _repr(self: Any) -> str:
    shown = (each for each in attrs.fields(type(self)) if each.repr)
    fields = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in shown)
    return f"{type(self).__qualname__}({fields})"

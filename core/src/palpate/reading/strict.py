"""Values of a TOML file -> attrs classes, exactly as they are typed; nothing is guessed.

The one cattrs converter of the program is made here. cattrs is imported only when a file is read.
"""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING
from typing import Any
from typing import Generic
from typing import Literal
from typing import TypeVar
from typing import get_args
from typing import get_origin

import attrs

from palpate.reading.keys import KeyPath
from palpate.reading.keys import file_key
from palpate.reading.words import quoted
from palpate.reading.words import with_nearest
from palpate.record import frozen

if TYPE_CHECKING:
    from cattrs import Converter

T = TypeVar("T")

# A file spoilt throughout would otherwise be reported for minutes.
MOST_FAULTS = 200
Hook = Callable[[Any, Any], Any]

_NAMES: dict[type, str] = {
    int: "a whole number",
    float: "a number",
    str: "text in quotes",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}


@frozen
class Fault:
    """What is wrong with a value, before its line is looked up.

    Attributes:
        path: Keys and indices below the value that was structured.
    """

    path: KeyPath
    what: str
    code: str = "unreadable"


class Wrong(ValueError):
    """A value isn't what it should be."""

    def __init__(self, what: str, code: str = "type") -> None:
        self.code = code
        super().__init__(what)


def say(value: object) -> str:
    """Give a written value in words, as `the text "10"`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"the text {quoted(value)}"
    if isinstance(value, int | float):
        return f"the number {value!r}"[:60]
    if isinstance(value, list):
        return "a list"
    return "a table" if isinstance(value, dict) else f"the date or time {value}"


def expect(value: object, kind: type[T]) -> T:
    """Give a value back if it is of exactly this type.

    Raises:
        Wrong: If it isn't; with what to write instead where that is clear.
    """
    if type(value) is kind:
        return value
    raise Wrong(f"needs {_NAMES[kind]}, not {say(value)}{instead(value, kind)}")


def instead(value: object, kind: type) -> str:
    """Give what to write instead of a value of another type, where that is clear."""
    if isinstance(value, str) and kind in {int, float, bool}:
        looks_right = value in {"true", "false"} if kind is bool else value.strip().isdigit()
        return f"; write {value.strip()} without quotes" if looks_right else ""
    if isinstance(value, str) and kind is list:
        return f"; write [{quoted(value)}]"
    if kind is str and not isinstance(value, list | dict):
        return f'; write "{str(value).lower() if isinstance(value, bool) else value}"'[:80]
    return ""


@frozen
class Structured(Generic[T]):
    """What became of a table.

    Attributes:
        value: The object; None where a fault keeps it from being made.
        parts: The fields that were written and are sound, by attribute.
        faults: Everything that is wrong.
    """

    value: T | None
    parts: Mapping[str, Any]
    faults: tuple[Fault, ...] = ()


def structure(written: object, kind: type[T]) -> Structured[T]:
    """Make an object of a class from a table, or from what is sound of it.

    The value is there whenever the fields that hold no fault are enough to make one.
    """
    try:
        value = converter().structure(written, kind)
    except Exception as error:  # noqa: BLE001 - whatever cattrs raises costs the value, not the run
        return _sound_part(written, kind, tuple(islice(_faults(error, ()), MOST_FAULTS)))
    given = written if isinstance(written, dict) else {}
    names = (each.name for each in attrs.fields(kind))  # type: ignore[arg-type]
    return Structured(value, {n: getattr(value, n) for n in names if file_key(n) in given})


def _sound_part(written: object, kind: type[T], faults: tuple[Fault, ...]) -> Structured[T]:
    if not isinstance(written, dict):
        return Structured(None, {}, faults)
    bad = {fault.path[0] for fault in faults if fault.path}
    sound = {key: held for key, held in written.items() if key not in bad}
    try:
        value = converter().structure(sound, kind)
    except Exception:  # noqa: BLE001 - a required field is among the bad ones
        return Structured(None, _parts(sound, kind), faults)
    return Structured(value, {n: getattr(value, n) for n in _parts(sound, kind)}, faults)


def _parts(sound: Mapping[str, Any], kind: type) -> dict[str, Any]:
    """Structure every sound field on its own."""
    made: dict[str, Any] = {}
    for each in attrs.fields(kind):
        key = file_key(each.name)
        if key not in sound:
            continue
        try:
            made[each.name] = converter().structure(sound[key], each.type)
        except Exception:  # noqa: BLE001, S112 - written in a shape that only the whole table knows
            continue
    return made


def keys_of(kind: type) -> tuple[str, ...]:
    """Give the keys that a table of a class may hold."""
    return tuple(file_key(each.name) for each in attrs.fields(kind))


def _faults(error: BaseException, path: KeyPath) -> Iterator[Fault]:
    """Walk cattrs' tree of errors."""
    from cattrs import ClassValidationError
    from cattrs import ForbiddenExtraKeysError
    from cattrs import IterableValidationError

    if isinstance(error, ClassValidationError):
        noted, bare = error.group_exceptions()
        for inner, note in noted:
            yield from _faults(inner, (*path, file_key(note.name)))
        for inner in bare:
            yield from _faults(inner, path)
    elif isinstance(error, IterableValidationError):
        for inner, index in error.group_exceptions()[0]:
            yield from _faults(inner, (*path, index.index))
    elif isinstance(error, ForbiddenExtraKeysError):
        known = keys_of(error.cl)
        for key in sorted(error.extra_fields, key=str):
            what = with_nearest(f"{quoted(key)} isn't known here", str(key), known)
            yield Fault((*path, key), what, "unknown-key")
    elif isinstance(error, Wrong):
        yield Fault(path, str(error), error.code)
    elif isinstance(error, KeyError) and path:
        yield Fault(path, "is missing", "missing")
    else:
        yield Fault(path, f"can't be read ({type(error).__name__}: {error})"[:200])


@cache
def converter() -> "Converter":
    """Make the converter; the hooks for the shorthands of our own classes stand in `shapes`."""
    from cattrs import Converter

    from palpate.reading.shapes import register_shapes  # noqa: PLC0415

    made = Converter(forbid_extra_keys=True, detailed_validation=True)
    for kind in (str, int, bool):
        made.register_structure_hook(kind, expect)
    made.register_structure_hook(float, _number)
    made.register_structure_hook_factory(_is_literal, _one_of)
    made.register_structure_hook_factory(_is_tuple, _items(made))
    made.register_structure_hook_factory(_is_mapping, _values(made))
    register_shapes(made)
    return made


def table_hook(made: "Converter", kind: type, special: Mapping[str, Hook] | None = None) -> Hook:
    """Make the hook for an attrs class.

    Args:
        made: The converter.
        kind: The class; an attribute that ends in an underscore stands for the key without it.
        special: Hooks for single attributes that the file writes in another shape.
    """
    from cattrs.gen import make_dict_structure_fn
    from cattrs.gen import override

    hooks = special or {}
    overrides: dict[str, Any] = {
        each.name: override(
            rename=file_key(each.name) if each.name.endswith("_") else None,
            struct_hook=hooks.get(each.name),
        )
        for each in attrs.fields(kind)
        if each.name.endswith("_") or each.name in hooks
    }
    make: Hook = make_dict_structure_fn(kind, made, **overrides)
    return lambda value, _: make(expect(value, dict), kind)


def _number(value: object, _: object) -> float:
    if type(value) is int or (type(value) is float and value == value and abs(value) < 1e9):  # noqa: PLR0124, PLR2004
        return value
    raise Wrong(f"needs {_NAMES[float]}, not {say(value)}{instead(value, float)}")


def _one_of(kind: Any) -> Hook:
    words = get_args(kind)

    def hook(value: object, _: object) -> str:
        word = expect(value, str)
        if word in words:
            return word
        raise Wrong(f"{quoted(word)} isn't one of {', '.join(words)}", "unknown-word")

    return hook


def _is_literal(kind: Any) -> bool:
    origin: object = get_origin(kind)
    return origin is Literal


def _is_tuple(kind: Any) -> bool:
    origin: object = get_origin(kind)
    return origin is tuple


def _is_mapping(kind: Any) -> bool:
    origin = get_origin(kind)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _items(made: "Converter") -> Callable[[Any], Hook]:
    def factory(kind: Any) -> Hook:
        inner = get_args(kind)[0]
        hook = made.get_structure_hook(inner)
        return lambda value, _: tuple(
            _each(enumerate(expect(value, list)), hook, inner, kind).values()
        )

    return factory


def _values(made: "Converter") -> Callable[[Any], Hook]:
    def factory(kind: Any) -> Hook:
        inner = get_args(kind)[1]
        hook = made.get_structure_hook(inner)
        return lambda value, _: _each(expect(value, dict).items(), hook, inner, kind)

    return factory


def _each(pairs: Any, hook: Hook, inner: Any, kind: Any) -> dict[Any, Any]:
    """Structure every item, and raise the errors of all of them together."""
    from cattrs import IterableValidationError
    from cattrs.errors import IterableValidationNote

    made: dict[Any, Any] = {}
    errors: list[Exception] = []
    for key, value in pairs:
        try:
            made[key] = hook(value, inner)
        except Exception as error:  # noqa: BLE001 - collected, and rendered with their places
            error.add_note(IterableValidationNote(f"item {key!r}", key, inner))
            errors.append(error)
    if errors:
        raise IterableValidationError("items", errors, kind)
    return made

"""One value of a file spoilt at a time, and the outcome as TOML."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from attrs import frozen

Path = tuple[str | int, ...]


@frozen
class Spoilt:
    """A document with one value spoilt.

    Attributes:
        how: What was done, and where.
    """

    how: str
    data: dict[str, Any]


def spoilt(data: dict[str, Any]) -> Iterator[Spoilt]:
    """Give every way of spoiling one value: another type, a misspelt word, a key more or less."""
    for path, value in _values((), data):
        for what, new in _instead(value):
            made = deepcopy(data)
            _put(made, path, new)
            yield Spoilt(f"{what} at {'.'.join(map(str, path))}", made)
        if path and isinstance(path[-1], str):
            made = deepcopy(data)
            del _at(made, path[:-1])[path[-1]]
            yield Spoilt(f"gone {'.'.join(map(str, path))}", made)
        if isinstance(value, dict):
            made = deepcopy(data)
            _at(made, path)["zzzz"] = 1
            yield Spoilt(f"one more in {'.'.join(map(str, path))}", made)


def _values(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    yield path, value
    if isinstance(value, dict):
        for key, held in value.items():
            yield from _values((*path, key), held)
    elif isinstance(value, list):
        for index, held in enumerate(value):
            yield from _values((*path, index), held)


def _instead(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, bool):
        yield "text", "true"
        yield "number", 1
    elif isinstance(value, int | float):
        yield "text", str(value)
        yield "negative", -1
        yield "truth", True
        yield "half", value + 0.25
        yield "huge", 100_001
    elif isinstance(value, str):
        yield "misspelt", f"{value}q"
        yield "number", 7
        yield "empty", ""
        yield "list of lists", [[value]]
    elif isinstance(value, list):
        yield "text", "text"
        yield "table", {"zzzz": 1}
    elif isinstance(value, dict):
        yield "number", 3


def _at(data: Any, path: Path) -> Any:
    for key in path:
        data = data[key]
    return data


def _put(data: Any, path: Path, new: Any) -> None:
    if path:
        _at(data, path[:-1])[path[-1]] = new


def as_toml(data: dict[str, Any]) -> str:
    """Write a document as TOML; each value of the top on lines of its own."""
    return "".join(f"{_key(key)} = {_written(held, deep=False)}\n" for key, held in data.items())


def _key(key: str) -> str:
    return json.dumps(key)


def _written(value: Any, *, deep: bool = True) -> str:
    if isinstance(value, dict):
        inside = ", ".join(f"{_key(k)} = {_written(v)}" for k, v in value.items())
        return f"{{{inside}}}"
    if isinstance(value, list):
        between = ", " if deep else ",\n  "
        return f"[{between.join(map(_written, value))}]"
    return json.dumps(value, ensure_ascii=False)

"""One pack's hook called alone: whatever it does costs the pack its answer, and nobody else."""

from collections.abc import Callable
from collections.abc import Iterable
from copy import deepcopy
from functools import cache
from itertools import islice
from typing import Any

from palpate.errors import ContentError
from palpate.packs.sound import unsound
from palpate.registry.discover import MANIFEST
from palpate.registry.silence import silence
from palpate.vocabulary import Vocabulary

MOST_ANSWERS = 5_000
MOST_CHARACTERS = 200
#: Kinds whose values nobody can change.
UNCHANGING = frozenset({str, int, float, bool, type(None)})


class Faulty(Exception):
    """A hook's answer can't be had; says why."""


def call(function: Callable[..., Any], arguments: dict[str, Any]) -> Any:
    """Call a pack's code with the arguments that it names.

    What it prints is swallowed, so that no pack writes into a document or steers a terminal.

    Raises:
        Faulty: It raised, left the program, or recursed without end.
    """
    with silence():
        return answer_of(function, arguments)


def answer_of(function: Callable[..., Any], arguments: dict[str, Any]) -> Any:
    """Call what answers for a pack; see `call` for code that isn't the core's own.

    Raises:
        Faulty: Likewise.
    """
    try:
        return function(**arguments)
    except KeyboardInterrupt:
        raise
    except ContentError as error:
        raise Faulty(_first(error)) from None
    except BaseException as error:  # noqa: BLE001 - sys.exit in a pack must not end the program
        raise Faulty(f"raised {type(error).__name__}: {_said(error)}") from None


def _said(error: BaseException) -> str:
    """Give an exception's message, which may be a pack's own code."""
    try:
        return str(error)[:MOST_CHARACTERS]
    except BaseException:  # noqa: BLE001 - likewise
        return "its message can't be had"


def _first(error: ContentError) -> str:
    """Give the mistake that the others may follow from: an error, of the manifest if it has one."""
    errors = [each for each in error.problems if each.level == "error"] or list(error.problems)
    first = min(errors, key=lambda each: each.file != MANIFEST)
    more = len(errors) - 1
    return f"{first}" + (f" (and {more} more)" if more else "")


def copied(value: Any) -> Any:
    """Copy a value of the model, with all that it holds; quicker than `deepcopy`."""
    kind: Any = type(value)
    held = value if kind is tuple else [getattr(value, name) for name in _fields(kind)]
    if not held:
        return value
    copies = [each if type(each) in UNCHANGING else copied(each) for each in held]
    return tuple(copies) if kind is tuple else kind(*copies)


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    return tuple(each.name for each in getattr(kind, "__attrs_attrs__", ()))


def one(answer: object, kind: type, vocabulary: Vocabulary | None) -> Any:
    """Check an answer that is one object.

    Args:
        vocabulary: None for an answer made from data files, which were read strictly.

    Raises:
        Faulty: It isn't of its kind, or speaks of what doesn't exist.
    """
    # A class of the pack's own could answer differently each time it is asked.
    if type(answer) is not kind:
        raise Faulty(f"answered {type(answer).__name__}, {kind.__name__} was due")
    if vocabulary is None:
        return answer
    # What the pack keeps hold of, it could change after it was checked.
    answer = call(deepcopy, {"x": answer})
    wrong = call(unsound, {"answer": answer, "vocabulary": vocabulary})
    if wrong:
        raise Faulty(wrong)
    return answer


def many(answer: object, kind: type, vocabulary: Vocabulary | None) -> tuple[Any, ...]:
    """Check an answer that is a series of objects.

    Raises:
        Faulty: It isn't a series, has no end, or an item isn't sound.
    """
    if answer is None or isinstance(answer, (str, bytes)) or not isinstance(answer, Iterable):
        raise Faulty(f"answered {type(answer).__name__}, a series of {kind.__name__} was due")
    series = answer

    def collect() -> list[object]:
        return list(islice(series, MOST_ANSWERS + 1))

    # A plain tuple is looked through without running anything of the pack's.
    items = answer if type(answer) is tuple else call(collect, {})
    if len(items) > MOST_ANSWERS:
        raise Faulty(f"gave more than {MOST_ANSWERS} answers")
    if vocabulary is None and set(map(type, items)) <= {kind}:
        return tuple(items)
    return tuple(one(item, kind, vocabulary) for item in items)

"""Whether an answer in Python is as sound as a data file would have to be."""

from math import isfinite
from types import UnionType
from typing import Any
from typing import Literal
from typing import Union
from typing import get_args
from typing import get_origin
from typing import get_type_hints

import attrs

from palpate.model.sequence import Step
from palpate.model.technique import CombinationRule
from palpate.model.technique import Indication
from palpate.model.technique import Range
from palpate.vocabulary import Vocabulary

STEP_WORDS = {
    "manoeuvres": "manoeuvres",
    "targets": "muscles",
    "regions": "regions",
    "positions": "positions",
    "contacts": "contacts",
    "goal": "goals",
    "training": "trainings",
    "consent": "consents",
    "at_site": "factors",
}
_HINTS: dict[type, dict[str, Any]] = {}


def unsound(answer: object, vocabulary: Vocabulary) -> str:
    """Say what is wrong with an answer; empty where nothing is."""
    return _typed(answer) or _known(answer, vocabulary) or _sane(answer)


def _typed(value: object) -> str:
    """Check every field against its annotation."""
    kind = type(value)
    if not attrs.has(kind):
        return ""
    if kind not in _HINTS:
        _HINTS[kind] = get_type_hints(kind)
    hints = _HINTS[kind]
    for each in attrs.fields(kind):
        held = getattr(value, each.name)
        if not _fits(held, hints[each.name]):
            return f"{kind.__name__}.{each.name} holds {held!r:.80}"
        for inner in held if isinstance(held, tuple) else (held,):
            wrong = _typed(inner)
            if wrong:
                return wrong
    return ""


def _fits(value: object, hint: Any) -> bool:  # noqa: ANN401
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return any(_fits(value, option) for option in get_args(hint))
    if origin is Literal:
        return value in get_args(hint)
    if origin is tuple:
        inner = get_args(hint)[0]
        return isinstance(value, tuple) and all(_fits(item, inner) for item in value)
    if hint in (int, float):
        number = isinstance(value, (int, float) if hint is float else int)
        return number and not isinstance(value, bool) and isfinite(value)  # type: ignore[arg-type]
    if isinstance(hint, type):
        return isinstance(value, hint)
    return True


def _known(answer: object, vocabulary: Vocabulary) -> str:
    """Check every word against the vocabulary."""
    from palpate.vocabulary.links import LINKS  # noqa: PLC0415 - not on the path of data packs
    from palpate.vocabulary.links import dangling  # noqa: PLC0415
    from palpate.vocabulary.links import walk  # noqa: PLC0415

    links = {**LINKS, Step: STEP_WORDS, CombinationRule: {}, Indication: {"goals": "goals"}}
    said = (held for held in walk(answer) if held.value)
    for path, what in dangling(said, vocabulary, links):
        return f"{'.'.join(str(key) for key in path)}: {what}"
    return ""


def _sane(value: object) -> str:
    """Check ranges and doses for what no type forbids."""
    if isinstance(value, Range) and not 0 <= value.least <= value.typical <= value.most <= 100_000:
        return f"a range must not fall or be negative: {value.least}, {value.typical}, {value.most}"
    if isinstance(value, Step):
        if not 0 <= value.lowest_pressure <= value.pressure <= 5:
            return f"step {value.id}: pressure {value.lowest_pressure} to {value.pressure} isn't on the scale 0 to 5"
        if value.minutes.least < 0.5 or value.minutes.most > 180:
            return f"step {value.id}: minutes must be between 0.5 and 180"
    for each in attrs.fields(type(value)) if attrs.has(type(value)) else ():
        held = getattr(value, each.name)
        for inner in held if isinstance(held, tuple) else (held,):
            wrong = _sane(inner)
            if wrong:
                return wrong
    return ""

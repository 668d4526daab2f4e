"""Whether an answer in Python is as sound as a data file would have to be."""

import re
from math import isfinite
from types import UnionType
from typing import Any
from typing import Literal
from typing import Union
from typing import get_args
from typing import get_origin
from typing import get_type_hints

import attrs

from palpate.model.scales import PRESSURES
from palpate.model.sequence import Step
from palpate.model.sequence import StepSequence
from palpate.model.technique import CombinationRule
from palpate.model.technique import Indication
from palpate.model.technique import Range
from palpate.model.technique import Technique
from palpate.vocabulary import Vocabulary

LEAST_MINUTES = 0.5
MOST_MINUTES = 180
LARGEST = 100_000
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
MOST_STEPS = 400
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HINTS: dict[type, dict[str, Any]] = {}


def unsound(answer: object, vocabulary: Vocabulary) -> str:
    """Say what is wrong with an answer; empty where nothing is."""
    return (
        _typed(answer) or _known(answer, vocabulary) or _sane(answer) or _whole(answer, vocabulary)
    )


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


def _fits(value: object, hint: Any) -> bool:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return any(_fits(value, option) for option in get_args(hint))
    if origin is Literal:
        return type(value) is str and value in get_args(hint)
    if origin is tuple:
        inner = get_args(hint)[0]
        return type(value) is tuple and all(_fits(item, inner) for item in value)
    if hint in (int, float):
        number = type(value) in ((int, float) if hint is float else (int,))
        return number and isfinite(value)  # type: ignore[arg-type]
    if isinstance(hint, type):
        # No subclass: its text or number could change when it is looked at again.
        return type(value) is hint
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
    if isinstance(value, Range) and not 0 <= value.least <= value.typical <= value.most <= LARGEST:
        return f"a range must not fall or be negative: {value.least}, {value.typical}, {value.most}"
    if isinstance(value, Step):
        if not 0 <= value.lowest_pressure <= value.pressure <= PRESSURES[-1]:
            return f"step {value.id}: pressure {value.lowest_pressure} to {value.pressure} isn't on the scale 0 to 5"
        if value.minutes.least < LEAST_MINUTES or value.minutes.most > MOST_MINUTES:
            return f"step {value.id}: minutes must be between {LEAST_MINUTES} and {MOST_MINUTES}"
    kind: type = type(value)
    for each in attrs.fields(kind) if attrs.has(kind) else ():
        held = getattr(value, each.name)
        for inner in held if isinstance(held, tuple) else (held,):
            wrong = _sane(inner)
            if wrong:
                return wrong
    return ""


def _whole(answer: object, vocabulary: Vocabulary) -> str:
    """Check what screening relies on: ids that can be told apart, and work that says what and where it is."""
    if isinstance(answer, Technique):
        return (
            "" if _ID.fullmatch(answer.id) else f"the id {answer.id!r:.80} isn't one: kebab-case is"
        )
    if isinstance(answer, Step):
        return _placed(answer, vocabulary)
    if isinstance(answer, StepSequence):
        ids = [step.id for step in answer.steps]
        if len(ids) > MOST_STEPS:
            return f"has more than {MOST_STEPS} steps"
        twice = sorted({each for each in ids if ids.count(each) > 1})
        if twice:
            return f"step {twice[0]} is there twice"
        return next(filter(None, (_placed(step, vocabulary) for step in answer.steps)), "")
    return ""


def _placed(step: Step, vocabulary: Vocabulary) -> str:
    """Check that a step says what hands do and where: by that it is screened."""
    if not _ID.fullmatch(step.id):
        return f"the id {step.id!r:.80} isn't one: kebab-case is"
    if not step.manoeuvres:
        return f"step {step.id}: no manoeuvre, so nobody could say whether it is allowed"
    if not step.regions and step.at_site is None:
        return f"step {step.id}: no region, so nobody could say whether it is allowed"
    body = vocabulary.body
    for gift in step.provides:
        # A state that work asks for by itself is brought about on the spot; one that is only ever
        # asked for by name (a way out that is opened) may be brought about from afar.
        asked_for = bool(vocabulary.states[gift.state].needed_by)
        away = gift.region and not any(body.overlap(gift.region, r) for r in step.regions)
        if asked_for and away:
            return f"step {step.id}: provides {gift.state} in {gift.region}, where it doesn't work"
    for target in step.targets if step.regions else ():
        known = body.regions_of((target,))
        if known and not any(body.overlap(a, b) for a in known for b in step.regions):
            return f"step {step.id}: {target} doesn't lie in {', '.join(step.regions)}"
    return ""

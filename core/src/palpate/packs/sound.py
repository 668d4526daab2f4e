"""Whether what no reader of TOML has seen is as sound as a data file would have to be.

An answer in Python, and what a wheel carries of a pack as read already.
"""

import re

from palpate.model.scales import PRESSURES
from palpate.model.sequence import Step
from palpate.model.sequence import StepSequence
from palpate.model.technique import CombinationRule
from palpate.model.technique import Indication
from palpate.model.technique import Range
from palpate.model.technique import Technique
from palpate.packs.content import PackHead
from palpate.packs.content import SequenceFile
from palpate.packs.typed import objects_in
from palpate.packs.typed import untyped
from palpate.vocabulary import Vocabulary
from palpate.vocabulary.links import LINKS
from palpate.vocabulary.links import Links
from palpate.vocabulary.links import dangling
from palpate.vocabulary.links import is_site
from palpate.vocabulary.links import walk

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
#: For each class: the field, and the kind of the ids that it holds.
WORDS: Links = {
    **LINKS,
    Step: STEP_WORDS,
    CombinationRule: {},
    Indication: {"goals": "goals"},
}
MOST_STEPS = 400
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def unsound(answer: object, vocabulary: Vocabulary) -> str:
    """Say what is wrong with an answer; empty where nothing is."""
    return (
        untyped(answer) or _known(answer, vocabulary) or _sane(answer) or _whole(answer, vocabulary)
    )


def is_sound(carried: object, vocabulary: Vocabulary) -> bool:
    """Say whether what a wheel carries may be taken for what was read."""
    return not unsound(carried, vocabulary)


def _known(answer: object, vocabulary: Vocabulary) -> str:
    """Check every word against the vocabulary."""
    if all(_words_known(under, each, vocabulary) for under, each in objects_in(answer)):
        return ""
    # Where it stands is only looked for where something is wrong: that takes several times as long.
    said = (held for held in walk(answer) if held.value)
    for path, what in dangling(said, vocabulary, WORDS):
        return f"{'.'.join(str(key) for key in path)}: {what}"
    return ""


def _words_known(under: str, value: object, vocabulary: Vocabulary) -> bool:
    for name, kind in WORDS.get(type(value), {}).items():
        held = getattr(value, name)
        known = getattr(vocabulary, kind)
        for word in (held,) if isinstance(held, str) else held or ():
            if word and word not in known and not is_site(word, type(value), under, name):
                return False
    return True


def _sane(answer: object) -> str:
    """Check ranges and doses for what no type forbids."""
    return next(filter(None, (_insane(each) for _, each in objects_in(answer))), "")


def _insane(value: object) -> str:
    if isinstance(value, Range) and not 0 <= value.least <= value.typical <= value.most <= LARGEST:
        return f"a range must not fall or be negative: {value.least}, {value.typical}, {value.most}"
    if isinstance(value, Step):
        if not 0 <= value.lowest_pressure <= value.pressure <= PRESSURES[-1]:
            return f"step {value.id}: pressure {value.lowest_pressure} to {value.pressure} isn't on the scale 0 to 5"
        if value.minutes.least < LEAST_MINUTES or value.minutes.most > MOST_MINUTES:
            return f"step {value.id}: minutes must be between {LEAST_MINUTES} and {MOST_MINUTES}"
    return ""


def _whole(answer: object, vocabulary: Vocabulary) -> str:
    """Check what screening relies on: ids that can be told apart, and work that says what and where it is."""
    if isinstance(answer, PackHead):
        return _whole(answer.technique, vocabulary)
    if isinstance(answer, SequenceFile):
        return _whole(answer.sequence, vocabulary)
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

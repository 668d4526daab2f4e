"""A pack with code: what its hooks answer, checked without a line, since there is none."""

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

import attrs
from attrs import evolve
from attrs import frozen

from palpate.authoring.check_views import PackView
from palpate.authoring.check_views import Place
from palpate.authoring.check_views import Said
from palpate.authoring.check_views import SequenceView
from palpate.authoring.check_views import Text
from palpate.authoring.rules import rules
from palpate.errors import Problem
from palpate.model.patient import Patient
from palpate.model.safety import Contraindication
from palpate.model.sequence import StepSequence
from palpate.model.sequence import Timing
from palpate.model.technique import CombinationRule
from palpate.model.technique import Indication
from palpate.registry import Pack
from palpate.registry import Packs
from palpate.registry.content import PackContent
from palpate.registry.isolate import Faulty
from palpate.registry.packs import Asker
from palpate.vocabulary import Vocabulary
from palpate.vocabulary.links import walk

HOOK = "hook"


@frozen
class Answers:
    """What the hooks of a pack answered.

    Attributes:
        problems: What went wrong while they did.
    """

    problems: tuple[Problem, ...]
    indications: tuple[Indication, ...]
    contraindications: tuple[Contraindication, ...]
    rules: tuple[CombinationRule, ...]
    sequences: tuple[StepSequence, ...]
    timings: tuple[Timing, ...]


def hook_problem(name: str, what: str) -> Problem:
    """Say that a hook's answer can't be had."""
    return Problem(name, 0, "", what, HOOK, rules()[HOOK].level)


def ask(pack: Pack, packs: Packs, name: str) -> Answers:
    """Ask a pack for all that it knows: every condition, in every stage and place."""
    asker = Asker(pack, packs.vocabulary)
    everything = {"conditions": None}
    indications = asker.series("indications", Indication, everything) or ()
    found: dict[str, StepSequence] = {}
    timings: dict[str, Timing] = {}
    rules_found: tuple[CombinationRule, ...] = ()
    contraindications: tuple[Contraindication, ...] = ()
    adjusting: list[str] = []
    for indication in indications:
        for patient in _patients(indication, packs.vocabulary):
            content = asker.content({indication.condition: patient})
            rules_found = content.rules
            contraindications = content.contraindications or ()
            for offer in content.offers:
                if offer.sequence is not None:
                    found.setdefault(offer.sequence.id, offer.sequence)
                if offer.timing is not None:
                    timings.setdefault(offer.condition, offer.timing)
            adjusting.extend(_adjusting(content, patient))
    faults = dict.fromkeys((*(fault.what for fault in asker.faults), *adjusting))
    problems = tuple(hook_problem(name, what) for what in faults)
    return Answers(
        problems,
        indications,
        contraindications,
        rules_found,
        tuple(found.values()),
        tuple(timings.values()),
    )


def _patients(indication: Indication, vocabulary: Vocabulary) -> Iterator[Patient]:
    condition = vocabulary.conditions.get(indication.condition)
    if not indication.indicated or condition is None:
        return
    places = indication.regions or condition.places or condition.regions
    for grade, place in product(indication.grades, places):
        yield Patient(stage=grade.stage, regions=(place,), side="both")


def _adjusting(content: PackContent, patient: Patient) -> Iterator[str]:
    """Let the pack adjust its own steps; give what goes wrong."""
    if content.adjust is None:
        return
    for offer in content.offers:
        for step in offer.sequence.steps if offer.sequence else ():
            try:
                content.adjust(step, patient)
            except Faulty as fault:
                yield f"adjust_step: {fault}"


def view_of_answers(
    pack: Pack, answers: Answers, vocabulary: Vocabulary, today: date, name: str
) -> PackView:
    """Give what the rules look at, without what stands in the pack's files already."""
    technique = pack.technique
    entries = (technique, *answers.indications, *answers.contraindications, *answers.sequences)
    return PackView(
        vocabulary=vocabulary,
        today=today,
        technique=_said(technique.id, technique, "technique", name),
        review=_said("", technique.review, "technique", name),
        sequences=tuple(_sequence(each, answers, name) for each in answers.sequences),
        contraindications=tuple(
            _said(each.id, each, "contraindications", name) for each in answers.contraindications
        ),
        others=tuple(_said(each.id, each, "combination_rules", name) for each in answers.rules),
        references={each.id: each for each in technique.library},
        texts=_texts(entries, name),
    )


def without_files(answers: Answers, view: PackView) -> Answers:
    """Leave out what a pack with files and code answered from its files."""
    sequences = {sequence.name for sequence in view.sequences}
    known = {said.key for said in view.contraindications}
    others = {said.key for said in view.others}
    return evolve(
        answers,
        sequences=tuple(s for s in answers.sequences if s.id not in sequences),
        contraindications=tuple(c for c in answers.contraindications if c.id not in known),
        rules=tuple(rule for rule in answers.rules if rule.id not in others),
    )


def _said(key: str, value: Any, hook: str, pack: str) -> Said:
    fields = {each.name: getattr(value, each.name) for each in attrs.fields(type(value))}

    return Said(key, fields, _place(f"{hook} {key}".strip(), pack))


def _place(entry: str, pack: str) -> Place:
    """Give the place of an answer: the hook, and what it is about."""

    def place(name: str, what: str, code: str, level: str) -> Problem:
        return Problem(pack, 0, entry, f"{name}: {what}" if name else what, code, level)

    return place


def _sequence(sequence: StepSequence, answers: Answers, name: str) -> SequenceView:
    fitting = (i for i in answers.indications if i.indicated and i.condition == sequence.condition)
    timing = next((t for t in answers.timings if t.condition == sequence.condition), None)
    indication = next(fitting, None)
    hook = "step_sequence"
    return SequenceView(
        name=sequence.id,
        head=_said(sequence.id, sequence, hook, name),
        indication=_said(indication.condition, indication, "indications", name)
        if indication
        else None,
        course=_said(sequence.id, timing.course, "timing", name)
        if timing and timing.course
        else None,
        session=_said(sequence.id, timing, "timing", name) if timing else None,
        steps=tuple(
            _said(f"{sequence.id}: {step.id}", step, hook, name) for step in sequence.steps
        ),
    )


def _texts(entries: Iterable[object], name: str) -> Iterator[Text]:
    for entry in entries:
        kind = type(entry).__name__
        for held in walk(entry):
            said = held.value if isinstance(held.value, tuple) else (held.value,)
            source = held.path[0] == "library"
            for text in () if source else said:
                if isinstance(text, str):
                    where = ".".join(map(str, held.path))
                    yield Text(text, _place(f"{kind} {where}", name))

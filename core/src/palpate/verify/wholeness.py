"""Invariant 5: a technique isn't done by halves."""

from collections.abc import Iterator

import attrs

from palpate.model.protocol import Diagnosis
from palpate.model.sequence import Step
from palpate.model.sequence import StepSequence
from palpate.registry.content import PackContent
from palpate.verify.candidates import due
from palpate.verify.candidates import key_of
from palpate.verify.candidates import possible
from palpate.verify.candidates import regions_at_site
from palpate.verify.candidates import side_of
from palpate.verify.case import Case
from palpate.verify.deeds import Deed
from palpate.verify.deeds import possible_deed
from palpate.verify.likeness import covers

_PER_CENT = 100


def check_wholeness(case: Case) -> Iterator[str]:
    """Say which core steps are owed, and of which technique too little is in."""
    done = {work.key for work in case.hands}
    for content, offer, sequence in case.offers_in():
        diagnosis = case.diagnosis_of(offer.condition)
        if diagnosis is None:
            continue
        owed = list(_owed(content, sequence, diagnosis, case, done))
        for step in owed:
            key = key_of(content, sequence, step)
            if key not in done and not _covered(step, content, diagnosis, case):
                yield f"5: core step {key} isn't in, and nothing covers it"
        own = [key_of(content, sequence, step) in done for step in owed if step.purpose == "treat"]
        if _PER_CENT * sum(own) < case.settings.half_of_core_percent * len(own):
            name = f"{content.technique.id}/{sequence.id}"
            yield f"5: {name} is in with {sum(own)} of {len(own)} core treating steps of its own"


def _owed(
    content: PackContent,
    sequence: StepSequence,
    diagnosis: Diagnosis,
    case: Case,
    done: set[str],
) -> Iterator[Step]:
    """Give the core steps that stage, screening, training and needs leave."""
    reasons = {each.step: each.reason for each in case.protocol.omitted}
    for step in sequence.steps:
        key = key_of(content, sequence, step)
        if step.importance != "core" or not due(step, sequence, diagnosis, case):
            continue
        if key in done:
            yield step
        elif reasons.get(key) == "need-unmet" or _chosen_away(step, content, sequence, done):
            continue
        elif possible(step, content, sequence, diagnosis, case):
            yield step


def _chosen_away(step: Step, content: PackContent, sequence: StepSequence, done: set[str]) -> bool:
    """Say whether enough others of a group are in, of which only some are done."""
    group = next((g for g in sequence.groups if g.id == step.group), None)
    if group is None or group.choose is None:
        return False
    members = [s for s in sequence.steps if s.group == group.id]
    return sum(key_of(content, sequence, s) in done for s in members) >= group.choose.least


def _covered(step: Step, content: PackContent, diagnosis: Diagnosis, case: Case) -> bool:
    made = case.adjusted(step, diagnosis.condition).step or step
    if not made.regions:
        made = attrs.evolve(made, regions=regions_at_site(made, diagnosis, case))
    deed = possible_deed(made, content.technique, diagnosis.condition, case.vocabulary, case.holds)
    owed: Deed = attrs.evolve(deed, side=side_of(step, diagnosis))
    return any(covers(work, owed, case.vocabulary) for work in case.hands)

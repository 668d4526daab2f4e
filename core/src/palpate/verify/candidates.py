"""Which of a pack's steps could be done for this patient: the verifier's own gathering."""

from collections.abc import Iterator
from itertools import product

import attrs

from palpate.model.protocol import Diagnosis
from palpate.model.sequence import Phase
from palpate.model.sequence import Step
from palpate.model.sequence import StepSequence
from palpate.registry.content import Offer
from palpate.registry.content import PackContent
from palpate.verify.case import Case
from palpate.verify.deeds import Deed
from palpate.verify.deeds import possible_deed
from palpate.verify.factors import Days
from palpate.verify.factors import exact
from palpate.verify.objections import barred
from palpate.verify.objections import limited
from palpate.verify.objections import over_site
from palpate.verify.objections import skill_missing
from palpate.verify.places import opposite
from palpate.verify.sites import site_of

_ONE_SIDE = ("left", "right", "midline")


def key_of(content: PackContent, sequence: StepSequence, step: Step) -> str:
    """As `technique/sequence/step`."""
    return f"{content.technique.id}/{sequence.id}/{step.id}"


def due(step: Step, sequence: StepSequence, diagnosis: Diagnosis, case: Case) -> bool:
    """Say whether a step is for this stage and phase, and for the clock."""
    if step.outside_session or (step.stages and diagnosis.stage not in step.stages):
        return False
    return not step.phases or any(p.id in step.phases and _open(p, case) for p in sequence.phases)


def possible(
    step: Step, content: PackContent, sequence: StepSequence, diagnosis: Diagnosis, case: Case
) -> bool:
    """Say whether screening, training and consent leave a step that is due."""
    request = case.protocol.request
    if key_of(content, sequence, step) in request.drop:
        return False
    made = case.adjusted(step, diagnosis.condition).step
    if made is None or set(made.consent) & set(request.patient.no_consent):
        return False
    trainings = (*content.technique.training, *made.training)
    if skill_missing(trainings, case.holds, case.vocabulary):
        return False
    return any(_unobjected(deed, case) for deed in _ways(made, content, diagnosis, case))


def core_lost_to_screening(
    case: Case, content: PackContent, offer: Offer, sequence: StepSequence
) -> tuple[int, int]:
    """Count the core treating steps that are due, and those of them that can't be done."""
    diagnosis = case.diagnosis_of(offer.condition)
    if diagnosis is None:
        return 0, 0
    core = [
        step
        for step in sequence.steps
        if step.importance == "core"
        and step.purpose == "treat"
        and due(step, sequence, diagnosis, case)
    ]
    lost = [step for step in core if not possible(step, content, sequence, diagnosis, case)]
    return len(lost), len(core)


def timely(step: Step, sequence: StepSequence, diagnosis: Diagnosis, case: Case) -> bool:
    """Say whether a step may be for this stage and phase; less is asked than of one that is due."""
    if step.stages and diagnosis.stage not in step.stages:
        return False
    phases = [phase for phase in sequence.phases if phase.id in step.phases]
    return not step.phases or any(
        days.known and days.meets(phase.from_days, phase.until_days)
        for phase in phases
        for days in _since(phase, case)
    )


def _open(phase: Phase, case: Case) -> bool:
    """Say whether a phase has begun and isn't over; one that can't be dated isn't open."""
    return any(days.inside(phase.from_days, phase.until_days) for days in _since(phase, case))


def _since(phase: Phase, case: Case) -> list[Days]:
    request = case.protocol.request
    if phase.since == "onset":
        return [exact(request.patient.onset_days)]
    if phase.since == "first-visit":
        known = 0 if request.visit == 1 else request.first_visit_days
        return [exact(known)]
    return [raised.days for raised in case.raised if raised.factor == phase.since]


def _ways(step: Step, content: PackContent, diagnosis: Diagnosis, case: Case) -> Iterator[Deed]:
    """Every side, position, pressure and contact in which a step may be done.

    What is for both sides of a pair is done on one where the other is kept off.
    """
    placed = (
        step if step.regions else attrs.evolve(step, regions=regions_at_site(step, diagnosis, case))
    )
    deed = possible_deed(
        placed, content.technique, diagnosis.condition, case.vocabulary, case.holds
    )
    side = side_of(step, diagnosis)
    paired = all(case.vocabulary.body.is_paired(region) for region in placed.regions)
    sides = [side, "left", "right"] if paired and side not in _ONE_SIDE else [side]
    pressures = range(step.pressure, step.lowest_pressure - 1, -1)
    for way in product(sides, step.positions, pressures, step.contacts or ("",)):
        where, position, pressure, contact = way
        yield attrs.evolve(deed, side=where, position=position, pressure=pressure, contact=contact)


def regions_at_site(step: Step, diagnosis: Diagnosis, case: Case) -> tuple[str, ...]:
    """Give the regions of a step that works on a factor's own site."""
    places = [
        place.region
        for raised in case.raised
        if raised.factor == step.at_site
        for place in site_of(raised.given, case.vocabulary) or ()
    ]
    return tuple(places) or diagnosis.regions


def side_of(step: Step, diagnosis: Diagnosis) -> str:
    """Give the side that a step is for, with the patient's side put in."""
    if step.side == "affected":
        return diagnosis.side
    return opposite(diagnosis.side) if step.side == "unaffected" else step.side


def _unobjected(deed: Deed, case: Case) -> bool:
    body = case.vocabulary.body
    reasons = (
        barred(deed, case.screened, body),
        limited(deed, case.screened, body),
        over_site(deed, case.site_caps, body),
    )
    return not any(next(found, None) for found in reasons)

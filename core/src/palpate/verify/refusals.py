"""Invariant 2: who isn't to be treated isn't, and what is withheld isn't in."""

from collections.abc import Iterator

from palpate.model.patient import Place
from palpate.model.protocol import Diagnosis
from palpate.model.protocol import PlannedStep
from palpate.model.scales import Grade
from palpate.model.technique import Indication
from palpate.registry.content import PackContent
from palpate.verify.candidates import core_lost_to_screening
from palpate.verify.candidates import timely
from palpate.verify.case import Case
from palpate.verify.case import Work
from palpate.verify.case import indication_for
from palpate.verify.objections import barred
from palpate.verify.sites import site_of

_TREATED = "ready"
_REFUSED = "do-not-treat"
_IN = "used"


def check_refusals(case: Case) -> Iterator[str]:
    """Say which steps stand where there should be none."""
    yield from (f"2: {what}" for what in _status(case))
    for work in case.hands:
        yield from (
            f"2: {work.name} {what}"
            for what in barred(work.deed, case.screened, case.vocabulary.body)
        )
    for content in case.contents:
        mine = [w for w in case.hands if w.planned.technique == content.technique.id]
        if mine:
            yield from (f"2: {mine[0].name} {what}" for what in _unfit(content, case))
    yield from (f"2: {what}" for what in _untimely(case))
    yield from (f"2: {what}" for what in _reported(case))
    for content, offer, sequence in case.offers_in():
        lost, all_core = core_lost_to_screening(case, content, offer, sequence)
        if 2 * lost > all_core:
            name = f"{content.technique.id}/{sequence.id}"
            yield f"2: {name} is in, and lost {lost} of {all_core} core treating steps to screening"


def _status(case: Case) -> Iterator[str]:
    status, steps = case.protocol.status, case.protocol.steps
    stops = case.screened.stops
    if stops and status != _REFUSED:
        yield f"status is {status}, in spite of {stops[0]}"
    if status != _TREATED and steps:
        yield f"step {steps[0].id} stands in a protocol that is {status}"
    if status == _TREATED and not case.hands:
        yield "status is ready, and nothing is done"


def _unfit(content: PackContent, case: Case) -> Iterator[str]:
    """Why no step of a technique should be in."""
    request, technique = case.protocol.request, content.technique
    if content.broken:
        yield f"is of a broken pack: {content.broken}"
    if content.contraindications is None:
        yield "is of a pack whose contraindications can't be had"
    if technique.frame:
        return
    if technique.id in request.without or (
        request.techniques and technique.id not in request.techniques
    ):
        yield "is of a technique that the request leaves out"
    for condition in sorted(
        {w.planned.diagnosis for w in case.hands if w.planned.technique == technique.id}
    ):
        yield from _not_indicated(content, condition, case)


def _not_indicated(content: PackContent, condition: str, case: Case) -> Iterator[str]:
    diagnosis = case.diagnosis_of(condition)
    if diagnosis is None:
        yield f"serves {condition or 'no diagnosis'}, which isn't among the diagnoses"
        return
    said = indication_for(content, diagnosis, case.vocabulary)
    grade = grade_of(said, diagnosis, case) if said else None
    if grade is None:
        yield f"is of a technique that isn't indicated for {condition} in stage {diagnosis.stage}"
    elif grade == "X":
        yield f"is of a technique that is better left out for {condition} (grade X)"
    body = case.vocabulary.body
    for offer in content.offers:
        here = offer.sequence.regions if offer.sequence and offer.condition == condition else ()
        if here and not any(body.overlap(r, d) for r in here for d in diagnosis.regions):
            yield f"is of a sequence that isn't for {', '.join(diagnosis.regions)}"


def grade_of(said: Indication, diagnosis: Diagnosis, case: Case) -> Grade | None:
    """Give the evidence grade of a technique for a diagnosis in its stage, as factors change it."""
    grades = [each.grade for each in said.grades if each.stage == diagnosis.stage]
    if not grades:
        return None
    changed = [
        each.grade
        for each in said.grade_when
        for raised in case.raised
        if raised.factor == each.factor
        and (not each.at or _sits_at(each.at, site_of(raised.given, case.vocabulary), case))
    ]
    return max((*grades, *changed))


def _sits_at(regions: tuple[str, ...], site: tuple[Place, ...] | None, case: Case) -> bool:
    body = case.vocabulary.body
    return any(body.overlap(place.region, asked) for place in site or () for asked in regions)


def _untimely(case: Case) -> Iterator[str]:
    """Give the steps that are for another stage or phase."""
    for work in case.hands:
        diagnosis = case.diagnosis_of(work.planned.diagnosis)
        if work.written is None or work.sequence is None or diagnosis is None or work.framing:
            continue
        if not timely(work.written, work.sequence, diagnosis, case):
            yield f"{work.name} isn't for stage {diagnosis.stage}, or its phase isn't open"
        if work.written.outside_session:
            yield f"{work.name} is done after the clock stops"


def _reported(case: Case) -> Iterator[str]:
    """The report of techniques says used of those that are in, and of no other."""
    reports = {report.id: report for report in case.protocol.techniques}
    worked = {work.planned.technique: work.planned for work in case.hands}
    for technique, first in sorted(worked.items()):
        yield from _not_used(technique, first, {k: r.status for k, r in reports.items()}, case)
    for report in reports.values():
        content = case.content_of(report.id)
        frame = content is not None and content.technique.frame
        if report.status == _IN and report.id not in worked and not frame:
            yield f"{report.id} is reported as used, and has no step"


def _not_used(
    technique: str, first: PlannedStep, statuses: dict[str, str], case: Case
) -> Iterator[str]:
    content = case.content_of(technique)
    frame = content is not None and content.technique.frame
    status = statuses.get(technique)
    if status != _IN and not (frame and status is None):
        yield f"step {first.id} is of {technique}, reported as {status or 'nothing'}"


def check_consents(case: Case) -> Iterator[str]:
    """Say which steps ask for a consent or a training that isn't there."""
    refused = set(case.protocol.request.patient.no_consent)
    for work in case.hands:
        for consent in sorted(refused & set(_asked(work, "consent"))):
            yield f"1: {work.name} needs consent for {consent}, which is withheld"
        if work.key in case.protocol.request.drop:
            yield f"2: {work.name} is one that the request leaves out"


def _asked(work: Work, name: str) -> tuple[str, ...]:
    own: tuple[str, ...] = getattr(work.planned, name)
    source: tuple[str, ...] = getattr(work.step, name) if work.step else ()
    return (*own, *source)

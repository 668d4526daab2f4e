"""Invariant 8: every step is a pack's own step, and says which."""

from collections.abc import Iterable
from collections.abc import Iterator

from palpate.model.sequence import Step
from palpate.model.technique import Range
from palpate.verify.case import Case
from palpate.verify.case import Work
from palpate.verify.case import indication_for
from palpate.verify.places import opposite
from palpate.verify.sites import site_of

_FILLED = "{regions}"
_SAME = ("manoeuvres", "targets", "purpose", "importance", "hands_on", "stays_on")
_KEPT = ("training", "consent", "cautions")
_DOSES: tuple[str, ...] = ("pressure_mmhg", "pain_out_of_10", "points", "sets")
_DOSES += ("hold_seconds", "repetitions", "contract_seconds", "effort_percent")


def check_sources(case: Case) -> Iterator[str]:
    """Say which steps aren't what the packs wrote, or don't say where they come from."""
    seen: set[str] = set()
    for work in case.works:
        if work.planned.id in seen:
            yield f"8: {work.name} stands twice under one id"
        seen.add(work.planned.id)
        found = _talk(work, case) if work.talk else _step(work, case)
        yield from (f"8: {work.name} {what}" for what in found)


def _talk(work: Work, case: Case) -> Iterator[str]:
    if work.planned.instruction not in case.settings.talk.values():
        yield "opens, turns or closes in other words than the session's"
    yield from _signature(work)


def _step(work: Work, case: Case) -> Iterator[str]:
    if work.content is None:
        yield f"is of technique {work.planned.technique}, which no pack has"
        return
    yield from _signature(work)
    if work.written is None:
        yield f"is in no sequence that {work.planned.technique} has for {work.planned.diagnosis}"
        return
    step = work.step
    if step is None:
        yield f"is left out by adjust_step of {work.adjusted.left_out_by}"
        return
    yield from _as_written(work, work.written, step)
    yield from _where(work, work.written, step, case)
    yield from _as_strong(work, step)
    yield from _grounds(work, work.written, case)


def _signature(work: Work) -> Iterator[str]:
    planned, content = work.planned, work.content
    identity = content.identity if content else None
    if identity and planned.pack not in (identity.id, identity.distribution):
        yield f"names pack {planned.pack}, and is of {identity.id}"
    if identity and planned.version != identity.version:
        yield f"names version {planned.version}, and is of {identity.version}"
    if not planned.pack or not planned.sequence:
        yield "doesn't name its pack and sequence"


def _as_written(work: Work, written: Step, step: Step) -> Iterator[str]:
    planned = work.planned
    if not _says(planned.instruction, step.instruction):
        yield "has another instruction than its source"
    for name in _SAME:
        if getattr(planned, name) != getattr(written, name):
            yield f"has other {name} than its source"
    for name in _KEPT:
        if not set(getattr(step, name)) <= set(getattr(planned, name)):
            yield f"has lost {name} of its source"


def _says(said: str, written: str) -> bool:
    """Say whether an instruction is its source's, with one text for the regions that it leaves open."""
    start = written.find(_FILLED)
    if start < 0:
        return said == written
    length = (len(said) - len(written)) // written.count(_FILLED) + len(_FILLED)
    regions = said[start : start + length]
    return bool(regions) and said == written.replace(_FILLED, regions)


def _where(work: Work, written: Step, step: Step, case: Case) -> Iterator[str]:
    planned = work.planned
    unknown = set(planned.regions) - set(case.vocabulary.regions)
    if unknown or not planned.regions:
        yield f"works on no known region: {', '.join(sorted(unknown))}"
    if written.regions and not work.framing and set(planned.regions) != set(step.regions):
        yield "works on other regions than its source"
    elif written.regions and not set(planned.regions) <= set(step.regions):
        yield "works on more regions than its source"
    if written.at_site and not written.regions and not _at_site(work, written, case):
        yield f"isn't at the site of {written.at_site}"
    if planned.position not in step.positions:
        yield f"is done {planned.position or 'in no position'}, which its source doesn't offer"
    if step.contacts and planned.contact and planned.contact not in step.contacts:
        yield f"uses {planned.contact}, which its source doesn't offer"
    if not written.at_site and planned.side not in _sides(work, step, case):
        yield f"is on the {planned.side} side, which its source doesn't ask for"


def _at_site(work: Work, written: Step, case: Case) -> bool:
    known = [
        place.region
        for raised in case.raised
        if raised.factor == written.at_site
        for place in site_of(raised.given, case.vocabulary) or ()
    ]
    diagnosis = case.diagnosis_of(work.planned.diagnosis)
    known.extend(diagnosis.regions if diagnosis and not known else ())
    body = case.vocabulary.body
    return all(any(body.overlap(mine, site) for site in known) for mine in work.deed.regions)


def _sides(work: Work, step: Step, case: Case) -> frozenset[str]:
    if work.framing:
        return frozenset({"left", "right", "both", "midline", "affected", "unaffected"})
    diagnosis = case.diagnosis_of(work.planned.diagnosis)
    complaint = diagnosis.side if diagnosis else "both"
    asked = (step.side, *step.sides_in_order)
    return frozenset(side for each in asked for side in _resolved(each, complaint))


def _resolved(side: str, complaint: str) -> Iterable[str]:
    if side in ("both", "each"):
        return ("both", "left", "right", "affected", "unaffected")
    if side == "midline":
        return ("midline", "both")
    if side not in ("affected", "unaffected"):
        return (side,)
    if complaint in ("left", "right"):
        return (complaint if side == "affected" else opposite(complaint),)
    if complaint == "affected":
        return (side,)
    return ("both", "left", "right", "midline")


def _as_strong(work: Work, step: Step) -> Iterator[str]:
    planned = work.planned
    if planned.pressure > step.pressure:
        yield f"works pressure {planned.pressure}, and its source wants {step.pressure}"
    if planned.pressure < step.lowest_pressure:
        yield f"works pressure {planned.pressure}, useless under {step.lowest_pressure}"
    for name in _DOSES:
        said: tuple[float, ...] = getattr(planned, name)
        source: Range | None = getattr(step, name)
        if said and (source is None or max(said) > source.most):
            yield f"has more {name} than its source"
    if planned.pressure < step.pressure and (planned.pressure_mmhg or planned.pressure_said):
        yield "says a pressure of its source that it doesn't work"
    rest = step.rest_seconds
    if rest is not None and (not planned.rest_seconds or min(planned.rest_seconds) < rest.least):
        yield "has less rest_seconds than its source"


def _grounds(work: Work, written: Step, case: Case) -> Iterator[str]:
    if work.framing:
        return
    diagnosis = case.diagnosis_of(work.planned.diagnosis)
    said = (
        indication_for(work.content, diagnosis, case.vocabulary)
        if work.content and diagnosis
        else None
    )
    if (
        written.purpose == "treat"
        and not work.planned.goal
        and (written.goal or (said and said.goals))
    ):
        yield "names no goal"
    if not work.planned.references and (written.references or (said and said.references)):
        yield "names no reference"

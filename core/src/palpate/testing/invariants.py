"""The invariants as plain checks: each gives a sentence for every breach, and nothing where it holds.

They look at what is printed, and where they need more, at what the packs say; the verifier is asked
beside them. The tests of seeded faults hold both against protocols that are wrong.
"""

from collections.abc import Callable
from collections.abc import Iterator
from fractions import Fraction

import attrs

from palpate.combine import Admission
from palpate.combine import admit
from palpate.combine import combine
from palpate.errors import RequestError
from palpate.model.patient import Patient
from palpate.model.patient import Request
from palpate.model.protocol import PlannedStep
from palpate.model.protocol import Protocol
from palpate.model.safety import Limit
from palpate.model.sequence import Step
from palpate.model.work import Selector
from palpate.registry import PackContent
from palpate.registry import Packs
from palpate.render.json import UnreadableError
from palpate.render.json import read
from palpate.render.json import render
from palpate.verify import verify

Check = Callable[[Protocol, Packs], Iterator[str]]


def planned(request: Request, packs: Packs) -> Protocol | None:
    """Combine; None where the request is refused as wrong, which is no protocol."""
    try:
        return combine(request, packs)
    except RequestError:
        return None


def admitted(request: Request, packs: Packs) -> Admission | None:
    """Give what may enter; None where the request is refused as wrong."""
    try:
        return admit(request, packs)
    except RequestError:
        return None


def said_by_verifier(number: int, protocol: Protocol, packs: Packs) -> tuple[str, ...]:
    """Give what the verifier says of one invariant."""
    return tuple(w for w in verify(protocol, packs) if w.startswith(f"{number}:"))


def worked(protocol: Protocol) -> tuple[PlannedStep, ...]:
    """Give the steps in which hands work."""
    return tuple(step for step in protocol.steps if step.regions)


def contents_of(protocol: Protocol, packs: Packs) -> tuple[PackContent, ...]:
    """Ask the packs again, with each complaint's stage, side and regions."""
    patients: dict[str, Patient] = {}
    for diagnosis in protocol.diagnoses:
        patients[diagnosis.condition] = attrs.evolve(
            protocol.request.patient,
            stage=diagnosis.stage,
            side=diagnosis.side,  # type: ignore[arg-type]
            regions=diagnosis.regions,
        )
    return packs.contents(patients)


def sources_of(protocol: Protocol, packs: Packs) -> dict[str, tuple[int, Step]]:
    """Give for each key of a step its place in its sequence, and the step as its pack wrote it."""
    return {
        f"{content.technique.id}/{offer.sequence.id}/{step.id}": (number, step)
        for content in contents_of(protocol, packs)
        for offer in content.offers
        if offer.sequence
        for number, step in enumerate(offer.sequence.steps)
    }


def key_of(step: PlannedStep) -> str:
    """Give a step's id without the number of its repeat."""
    return step.id.partition("#")[0]


def limits_kept(protocol: Protocol, packs: Packs) -> Iterator[str]:
    """Look for steps that a printed finding, a wish or an endangerment site forbids."""
    works = {
        (content.identity.id, rule.id): rule.work
        for content in contents_of(protocol, packs)
        for rule in content.contraindications or ()
    }
    for step in worked(protocol):
        for finding in protocol.screening.findings:
            bound = not finding.techniques or step.technique in finding.techniques
            if bound and works.get((finding.pack, finding.rule)) is None:
                for limit in finding.limits:
                    regions = finding.regions if len(finding.limits) == 1 else ()
                    yield from _over(step, limit, regions, packs, finding.rule)
        yield from _against_wishes(step, protocol.request, packs)
        yield from _too_hard_on_a_site(step, packs)


def _over(
    step: PlannedStep, limit: Limit, said: tuple[str, ...], packs: Packs, rule: str
) -> Iterator[str]:
    if limit.at and not any(_touches(step, place, packs) for place in said):
        return
    elements = {e for m in step.manoeuvres for e in packs.vocabulary.manoeuvres[m].elements}
    if limit.keep_off:
        yield f"{step.id} is where {rule} keeps off"
    if limit.max_pressure is not None and step.pressure > limit.max_pressure:
        yield f"{step.id} works pressure {step.pressure}; {rule} allows {limit.max_pressure}"
    if elements & set(limit.bar_elements) or set(step.manoeuvres) & set(limit.bar_manoeuvres):
        yield f"{step.id} does what {rule} bars"
    if step.position in limit.bar_positions or step.contact in limit.bar_contacts:
        yield f"{step.id} is done as {rule} bars"
    most = limit.max_hold_seconds
    if most is not None and step.hold_seconds and max(step.hold_seconds) > most:
        yield f"{step.id} holds longer than {rule} allows"


def _touches(step: PlannedStep, place: str, packs: Packs) -> bool:
    side, _, region = place.rpartition(" ")
    apart = {side, step.side} == {"left", "right"} and packs.vocabulary.body.is_paired(region)
    return not apart and any(packs.vocabulary.body.overlap(r, region) for r in step.regions)


def _against_wishes(step: PlannedStep, request: Request, packs: Packs) -> Iterator[str]:
    patient, therapist = request.patient, request.therapist
    elements = {e for m in step.manoeuvres for e in packs.vocabulary.manoeuvres[m].elements}
    if patient.max_pressure is not None and step.pressure > patient.max_pressure:
        yield f"{step.id} works pressure {step.pressure} against the patient's wish"
    if step.position in patient.no_positions:
        yield f"{step.id} is done {step.position}, which isn't possible"
    if any(_touches(step, f"{p.side or ''} {p.region}".strip(), packs) for p in patient.avoid):
        yield f"{step.id} is where the patient isn't to be touched"
    if set(step.consent) & set(patient.no_consent):
        yield f"{step.id} is done without consent"
    if elements & set(therapist.no_elements) or step.contact in therapist.no_contacts:
        yield f"{step.id} needs what isn't at hand"


def _too_hard_on_a_site(step: PlannedStep, packs: Packs) -> Iterator[str]:
    body = packs.vocabulary.body
    for site in packs.vocabulary.endangerment_sites.values():
        if site.only_with_factors:
            continue
        cap = max([site.max_pressure, *(t.max_pressure for t in site.with_training)])
        inside = any(body.within(region, s) for region in step.regions for s in site.regions)
        if inside and step.pressure > cap:
            yield f"{step.id} works pressure {step.pressure} on {site.id}, which bears {cap}"


def withheld_kept_out(protocol: Protocol, packs: Packs) -> Iterator[str]:
    """Look for steps of techniques that aren't in use, and for steps under a refusal."""
    works = {
        (content.identity.id, rule.id): rule.work
        for content in contents_of(protocol, packs)
        for rule in content.contraindications or ()
    }
    used = {report.id for report in protocol.techniques if report.status == "used"}
    if protocol.status != "ready" and protocol.steps:
        yield f"{protocol.status} has steps"
    for step in protocol.steps:
        if step.diagnosis and step.technique not in used:
            yield f"{step.id} is of a technique that isn't used"
    for finding in protocol.screening.findings:
        if finding.verdict == "emergency" and protocol.status != "do-not-treat":
            yield f"{finding.rule} is an emergency, and the status is {protocol.status}"
        hard = finding.verdict in ("absolute", "emergency", "clearance") and not finding.cleared
        if not hard or works.get((finding.pack, finding.rule)) is not None:
            continue
        for step in protocol.steps:
            if not finding.techniques or step.technique in finding.techniques:
                yield f"{step.id} is withheld by {finding.rule}"


def minutes_add_up(protocol: Protocol, packs: Packs) -> Iterator[str]:
    """Add up the clock, and hold each step against its source."""
    clock = Fraction(0)
    for step in protocol.steps:
        if Fraction(step.start) != clock:
            yield f"{step.id} starts at {step.start}, and the clock says {float(clock)}"
        if step.minutes <= 0 or Fraction(step.minutes) % Fraction(1, 2):
            yield f"{step.id} lasts {step.minutes}"
        clock += Fraction(step.minutes)
    session = protocol.session
    asked = protocol.request.minutes
    if clock > session.minutes or (asked is not None and session.minutes > asked):
        yield f"{float(clock)} minutes in a session of {session.minutes}, {asked} asked for"
    if protocol.steps and float(clock) + session.unused_minutes != session.minutes:
        yield "used and unused minutes aren't the session's"
    sources = sources_of(protocol, packs)
    for key in {key_of(step) for step in worked(protocol)} & set(sources):
        _, source = sources[key]
        places = {(s.position, s.regions) for s in protocol.steps if key_of(s) == key}
        spent = sum(s.minutes for s in protocol.steps if key_of(s) == key)
        repeats = sum(1 for s in protocol.steps if key_of(s) == key)
        if spent > 2 * source.minutes.most + repeats / 2 and len(places) == 1:
            yield f"{key} lasts {spent}, at most {2 * source.minutes.most} for two sides"
        if spent < source.minutes.least / 2:
            yield f"{key} lasts {spent}, at least {source.minutes.least / 2} for one side"


def order_kept(protocol: Protocol, packs: Packs) -> Iterator[str]:
    """Look for strong work on cold tissue, and for sequences that run backwards in a region."""
    vocabulary = packs.vocabulary
    steps = worked(protocol)
    for number, step in enumerate(steps):
        for state in vocabulary.states.values():
            if state.when != "before" or not any(_speaks(s, step, packs) for s in state.needed_by):
                continue
            for region in step.regions:
                exempt = any(vocabulary.body.within(region, r) for r in state.not_in)
                if not exempt and not _brought_about(state.id, region, steps[:number], step, packs):
                    yield f"{step.id} needs {state.id}({region}) before it"
    sources = sources_of(protocol, packs)
    for one, other in ((a, b) for n, a in enumerate(steps) for b in steps[n + 1 :]):
        mine, yours = sources.get(key_of(one)), sources.get(key_of(other))
        if (
            mine is None
            or yours is None
            or (one.technique, one.diagnosis)
            != (
                other.technique,
                other.diagnosis,
            )
        ):
            continue
        apart = {one.side, other.side} == {"left", "right"} or not one.diagnosis
        meets = any(vocabulary.body.overlap(a, b) for a in one.regions for b in other.regions)
        grouped = mine[1].group is not None and mine[1].group == yours[1].group
        if meets and not apart and not grouped and mine[0] > yours[0]:
            yield f"{one.id} comes before {other.id}, and after it in its sequence"


def _brought_about(
    state: str, region: str, earlier: tuple[PlannedStep, ...], step: PlannedStep, packs: Packs
) -> bool:
    body = packs.vocabulary.body
    sources = packs.vocabulary.states[state].provided_by
    for one in earlier:
        if not any(body.overlap(r, region) for r in one.regions):
            continue
        if any(label.startswith(f"{state}(") for label in one.provides):
            return True
        for provider in sources:
            fits = provider.only_for is None or _speaks(provider.only_for, step, packs)
            if fits and _speaks(provider.work, one, packs):
                return True
    return False


def _speaks(selector: Selector, step: PlannedStep, packs: Packs) -> bool:
    """Say whether a selector of the vocabulary's states is about a planned step."""
    known = [packs.vocabulary.manoeuvres[m] for m in step.manoeuvres]
    said = (
        (selector.families, {m.family for m in known}),
        (selector.effects, {e for m in known for e in m.effects}),
        (selector.manoeuvres, set(step.manoeuvres)),
        (selector.purposes, {step.purpose}),
    )
    if any(wanted and not set(wanted) & has for wanted, has in said):
        return False
    return selector.pressure_from is None or step.pressure >= selector.pressure_from


def same_bytes(one: Protocol, other: Protocol) -> Iterator[str]:
    """Say where two protocols aren't written alike."""
    for left, right in zip(render(one).splitlines(), render(other).splitlines(), strict=False):
        if left != right:
            yield f"{left.strip()} is {right.strip()} the other time"
            return
    if render(one) != render(other):
        yield "one is longer"


def reads_back(protocol: Protocol, packs: Packs) -> Iterator[str]:
    """Say where a protocol isn't what its JSON reads back to."""
    del packs
    text = render(protocol)
    try:
        again = read(text)
    except UnreadableError as error:
        yield f"it can't be read: {error}"
        return
    for each in attrs.fields(Protocol):
        if getattr(again, each.name) != getattr(protocol, each.name):
            yield f"{each.name} comes back different"
    if render(again) != text:
        yield "it is written in other bytes"


MAY_CHANGE = ("techniques", "omitted", "warnings", "provenance")


def changed_beyond(one: Protocol, other: Protocol) -> Iterator[str]:
    """Say what else than lists of packs has changed between two protocols."""
    for each in attrs.fields(Protocol):
        if each.name not in MAY_CHANGE and getattr(one, each.name) != getattr(other, each.name):
            yield f"{each.name} changes"


def accounted_for(protocol: Protocol, packs: Packs) -> Iterator[str]:
    """Look for steps without their origin, and for candidates without a reason."""
    identities = {c.technique.id: c.identity for c in contents_of(protocol, packs)}
    for step in protocol.steps:
        identity = identities.get(step.technique)
        if identity is None or step.pack != identity.distribution:
            yield f"{step.id} doesn't name its pack"
        elif step.version != identity.version or not step.sequence:
            yield f"{step.id} doesn't name its version or sequence"
        if step.diagnosis and not step.references:
            yield f"{step.id} names no reference"
        if step.diagnosis and step.purpose == "treat" and not step.goal:
            yield f"{step.id} names no goal"
    told = {o.step for o in protocol.omitted if o.detail} | {key_of(s) for s in protocol.steps}
    reports = {report.id: report for report in protocol.techniques}
    for key, (_, source) in sources_of(protocol, packs).items():
        technique = key.split("/")[0]
        if technique not in reports or source.outside_session:
            continue
        refused = reports[technique].status != "used" and reports[technique].reason
        if key not in told and not refused and len(protocol.diagnoses) == 1:
            yield f"{key} is neither in nor left out for a reason"
    for report in protocol.techniques:
        if report.status != "used" and not report.reason:
            yield f"{report.id} is {report.status} without a reason"


#: The checks that look at one protocol, by the number of their invariant.
OF_ONE_PROTOCOL: dict[int, Check] = {
    1: limits_kept,
    2: withheld_kept_out,
    4: minutes_add_up,
    5: order_kept,
    8: accounted_for,
}


def broken(number: int, protocol: Protocol, packs: Packs) -> tuple[str, ...]:
    """Give what breaks an invariant about one protocol: by its check, then by the verifier."""
    own = tuple(OF_ONE_PROTOCOL[number](protocol, packs))
    return (*own, *said_by_verifier(number, protocol, packs))

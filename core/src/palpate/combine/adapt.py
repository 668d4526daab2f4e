"""Fits one step to one patient: sides, places, pressure, positions, contacts, dose."""

from math import ceil

from attrs import evolve

from palpate.combine.facts import Facts
from palpate.combine.facts import facts_of
from palpate.combine.gate import Restriction
from palpate.combine.places import BOTH
from palpate.combine.places import LEFT
from palpate.combine.places import RIGHT
from palpate.combine.places import Atlas
from palpate.combine.places import sides_of
from palpate.combine.resolve import Case
from palpate.combine.resolve import Complaint
from palpate.combine.screen import Screened
from palpate.model.scales import OmissionReason
from palpate.model.sequence import Step
from palpate.model.technique import Range
from palpate.model.technique import Technique
from palpate.record import frozen
from palpate.vocabulary import Vocabulary

Why = tuple[OmissionReason, str]
SIDE_NAMES = {LEFT: "left", RIGHT: "right", BOTH: "both"}


@frozen
class Adapted:
    """A step as this patient gets it."""

    step: Step
    facts: Facts
    sides: int
    side: str
    units: tuple[int, ...]
    positions: tuple[str, ...]
    contact: str


def adapt(
    step: Step,
    complaint: Complaint,
    technique: Technique,
    case: Case,
    screened: Screened,
    vocabulary: Vocabulary,
    atlas: Atlas,
) -> Adapted | Why:
    """Fit a step to a patient, or say why it can't be done."""
    placed = _at_site(step, case)
    if isinstance(placed, tuple):
        return placed
    wanted, asked = _sides(placed, complaint.diagnosis.side)
    facts = facts_of(technique, placed, wanted, vocabulary, atlas)
    allowed = _allowed_sides(placed, facts, wanted, screened, vocabulary, atlas)
    if isinstance(allowed, tuple):
        return allowed
    sides = allowed
    if sides != wanted:
        facts = facts.at(atlas.places(placed.regions, sides))
    fitted = _minutes(placed, asked, wanted, sides)
    side = SIDE_NAMES[sides]
    if side == "both" and asked in ("affected", "unaffected", "midline"):
        side = asked
    units = atlas.units(fitted.regions, sides)
    gate = screened.gate
    fitted = _if_none(fitted, technique, sides, screened, vocabulary, atlas)
    facts, source = gate.lightened(facts, units)
    if facts.pressure < fitted.lowest_pressure:
        return (
            "screening",
            f"pressure {fitted.lowest_pressure} is the least that helps, {facts.pressure} the most allowed: {source}",
        )
    if facts.pressure < fitted.pressure:
        stopped = gate.kept_off(facts)
        if stopped is not None:
            return _kept_off(stopped)
        # The source's own scale speaks of the pressure that it wanted, and no more of this one.
        fitted = evolve(fitted, pressure=facts.pressure, pressure_mmhg=None, pressure_said="")
    positions = _positions(fitted, facts, screened, vocabulary)
    if isinstance(positions, str):
        return "position", positions
    contact = _contact(fitted, facts, case, screened)
    if contact is None:
        return "training", "none of its contacts may be used or is at hand"
    missing = facts.elements.intersection(case.request.therapist.no_elements)
    if missing:
        return "training", f"needs what isn't at hand: {', '.join(sorted(missing))}"
    return Adapted(_dose(fitted, facts, screened), facts, sides, side, units, positions, contact)


def _at_site(step: Step, case: Case) -> Step | Why:
    """Put a step that works on a factor's own site where that site is."""
    if step.at_site is None or step.regions:
        return step
    sites = [g.site for g in case.factors if g.factor == step.at_site and g.site is not None]
    if sites:
        regions = tuple(dict.fromkeys(site.region for site in sites))
        sides = {site.side for site in sites}
        side = sides.pop() if len(sides) == 1 else None
        return evolve(step, regions=regions, side=side or step.side)
    named = case.complaints[0].diagnosis.regions if case.complaints else ()
    if not named:
        return "screening", f"say where it is: --factor {step.at_site}@REGION"
    return evolve(step, regions=named[:1])


def _sides(step: Step, affected: str) -> tuple[int, str]:
    """Give the bits of a step's sides for this complaint, and the word that the file used."""
    if step.sides_in_order:
        bits = 0
        for side in step.sides_in_order:
            bits |= sides_of(side)
        return bits, "both"
    if step.side in ("affected", "unaffected"):
        known = {"left": LEFT, "right": RIGHT}.get(affected)
        if known is None:
            return BOTH, step.side if affected == "affected" else "both"
        return (known if step.side == "affected" else BOTH & ~known), step.side
    return sides_of(step.side), step.side


def _allowed_sides(
    step: Step,
    facts: Facts,
    sides: int,
    screened: Screened,
    vocabulary: Vocabulary,
    atlas: Atlas,
) -> int | Why:
    """Keep the sides that nothing keeps off."""
    stopped = screened.gate.kept_off(facts)
    if stopped is None:
        return sides
    if (
        sides == BOTH
        and step.side != "midline"
        and all(vocabulary.body.is_paired(r) for r in step.regions)
    ):
        for one in (LEFT, RIGHT):
            here = facts.at(atlas.places(step.regions, one))
            if screened.gate.kept_off(here) is None:
                return one
    return _kept_off(stopped)


def _kept_off(stopped: Restriction) -> Why:
    why = "clearance first" if stopped.waits else "kept off"
    return "screening", f"{why}: {stopped.source}"


def _minutes(step: Step, asked: str, wanted: int, allowed: int) -> Step:
    """Scale the minutes where the file's are for one side and the patient needs two, or the reverse.

    A side that is affected but not known is one side, though screening takes it for both.
    """
    one_side = allowed != BOTH or asked in ("affected", "unaffected")
    if step.side == "midline" or (one_side and wanted != BOTH and step.side in ("left", "right")):
        return step
    if one_side and step.minutes_for_both:
        return _scaled(step, 0.5)
    if not one_side and not step.minutes_for_both:
        return _scaled(step, 2)
    return step


def _scaled(step: Step, factor: float) -> Step:
    old = step.minutes
    halves = [max(1, ceil(2 * value * factor)) / 2 for value in (old.least, old.typical, old.most)]
    return evolve(step, minutes=Range(*halves))


def _if_none(
    step: Step,
    technique: Technique,
    sides: int,
    screened: Screened,
    vocabulary: Vocabulary,
    atlas: Atlas,
) -> Step:
    """Leave out what is done instead where no point is found, if it may not be done here."""
    if step.if_none is None or not step.if_none.manoeuvres:
        return step
    instead = evolve(step, manoeuvres=step.if_none.manoeuvres)
    facts = facts_of(technique, instead, sides, vocabulary, atlas)
    return step if screened.gate.kept_off(facts) is None else evolve(step, if_none=None)


def _positions(
    step: Step, facts: Facts, screened: Screened, vocabulary: Vocabulary
) -> tuple[str, ...] | str:
    barred = screened.gate.barred(facts, "bar_positions")
    reaching = [
        p for p in step.positions if all(vocabulary.body.reach(r, p) > 0 for r in step.regions)
    ]
    left = [p for p in reaching if p not in barred]
    if left:
        # Lying flat and half sitting stand in one place of the row: the one named first is taken.
        first: dict[int, str] = {}
        for position in left:
            first.setdefault(vocabulary.positions[position].order, position)
        return tuple(first.values())
    if not reaching:
        return "none of its positions reaches the region"
    return f"{', '.join(reaching)} isn't possible: {barred[reaching[0]]}"


def _contact(step: Step, facts: Facts, case: Case, screened: Screened) -> str | None:
    """Give the best contact left; empty where any will do; None where none is left."""
    if not step.contacts:
        return ""
    barred = screened.gate.barred(facts, "bar_contacts")
    absent = case.request.therapist.no_contacts
    return next((c for c in step.contacts if c not in barred and c not in absent), None)


def _dose(step: Step, facts: Facts, screened: Screened) -> Step:
    """Lower holds, repetitions, points and pain to what is allowed."""
    gate = screened.gate
    if not gate.binding(facts):
        return step
    return evolve(
        step,
        hold_seconds=_under(step.hold_seconds, gate.cap_of(facts, "max_hold_seconds")),
        repetitions=_under(step.repetitions, gate.cap_of(facts, "max_repetitions")),
        points=_under(step.points, gate.cap_of(facts, "max_points")),
        pain_out_of_10=_under(step.pain_out_of_10, gate.cap_of(facts, "max_pain")),
    )


def _under(value: Range | None, cap: float | None) -> Range | None:
    if value is None or cap is None:
        return value
    return Range(min(value.least, cap), min(value.typical, cap), min(value.most, cap))

"""From a step as spelled out to the step of the model; runs only on steps without a problem."""

from collections.abc import Mapping
from typing import TypeVar

from palpate.model.scales import Basis
from palpate.model.scales import Side
from palpate.model.sequence import Group
from palpate.model.sequence import Step
from palpate.model.technique import Range
from palpate.packs.context import PackContext
from palpate.packs.dose import dose_minutes
from palpate.packs.step_checks import regions_of
from palpate.packs.steps import SpelledStep
from palpate.packs.written import WrittenStep

T = TypeVar("T")

#: Fields that mean the same in the file and in the model.
SAME: tuple[str, ...] = (
    "targets",
    "remote",
    "at_site",
    "set_up",
    "stages",
    "phases",
    "goal",
    "pressure_mmhg",
    "pain_out_of_10",
    "pressure_said",
    "contacts",
    "hold_seconds",
    "contract_seconds",
    "rest_seconds",
    "effort_percent",
    "repetitions",
    "sets",
    "points",
    "if_none",
    "group",
    "needs",
    "provides",
    "training",
    "consent",
    "cautions",
    "references",
    "hands_on",
    "outside_session",
    "stays_on",
)
_NONE = Range(0, 0, 0)


def build_steps(
    steps: tuple[SpelledStep, ...], groups: Mapping[str, Group], context: PackContext
) -> tuple[Step, ...]:
    """Make the steps of a sequence, in their order."""
    shares = _shares(steps, groups)
    return tuple(_build(step, shares, context) for step in steps)


def _build(step: SpelledStep, shares: Mapping[str, Range], context: PackContext) -> Step:
    said = step.said
    lowest, wanted = _pressure(said, context)
    side, in_order = _sides(said)
    same = {name: getattr(said, name) for name in SAME if getattr(said, name) is not None}
    # A group's minutes are shared out by us, not by the source.
    shared = said.minutes is None and step.key in shares
    basis: Basis = "editorial" if shared else given(said.basis)
    return Step(
        id=given(said.id),
        instruction=given(said.instruction),
        manoeuvres=given(said.manoeuvres),
        purpose=given(said.purpose),
        importance=given(said.importance),
        minutes=said.minutes or dose_minutes(said) or shares[step.key],
        positions=given(said.positions),
        side=side,
        sides_in_order=in_order,
        minutes_for_both=said.minutes_are_for != "one-side",
        regions=regions_of(step, context),
        pressure=wanted,
        lowest_pressure=lowest,
        basis=basis,
        **same,
    )


def given(value: T | None) -> T:
    """Give a value that the checks have found to be there."""
    assert value is not None  # noqa: S101 - the checks before have seen to it
    return value


def _pressure(said: WrittenStep, context: PackContext) -> tuple[int, int]:
    """Give the lowest useful level and the one wanted."""
    if said.pressure is None:
        return 0, 0
    wanted = said.pressure.wanted
    if said.pressure.lowest is not None:
        return said.pressure.lowest, wanted
    useful = context.technique_says("lowest_useful_pressure")
    return min(wanted if useful is None else useful, wanted), wanted


def _sides(said: WrittenStep) -> tuple[Side, tuple[Side, ...]]:
    sides = given(said.side).sides
    return (sides[0], ()) if len(sides) == 1 else ("each", sides)


def _shares(steps: tuple[SpelledStep, ...], groups: Mapping[str, Group]) -> dict[str, Range]:
    """Share the minutes of a group among its steps without any, in half minutes."""
    shares: dict[str, Range] = {}
    for group in groups.values():
        members = [step.said for step in steps if step.said.group == group.id]
        timed = [said.minutes or dose_minutes(said) for said in members]
        bare = [said for said, minutes in zip(members, timed, strict=True) if minutes is None]
        if group.minutes is None or not bare:
            continue
        known = [minutes or _NONE for minutes in timed]
        share = Range(
            _half(group.minutes.least - sum(m.least for m in known), len(bare)),
            _half(group.minutes.typical - sum(m.typical for m in known), len(bare)),
            _half(group.minutes.most - sum(m.most for m in known), len(bare)),
        )
        shares.update({given(said.id): _rising(share) for said in bare})
    return shares


def _half(minutes: float, parts: int) -> float:
    return max(0.5, (2 * minutes // parts) / 2)


def _rising(share: Range) -> Range:
    typical = max(share.least, share.typical)
    return Range(share.least, typical, max(typical, share.most))

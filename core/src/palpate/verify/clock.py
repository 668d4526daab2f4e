"""Invariant 4: the minutes add up."""

from collections.abc import Iterator

from palpate.model.protocol import Session
from palpate.model.sequence import Step
from palpate.verify.case import Case
from palpate.verify.case import Work
from palpate.verify.objections import binds
from palpate.verify.settings import half_up

_HALF = 0.5
_BOTH = ("both", "midline")


def check_clock(case: Case) -> Iterator[str]:
    """Say where the clock is wrong."""
    found = (
        *_running(case),
        *_numbers(case),
        *_by_technique(case),
        *_by_region(case),
        *_doses(case),
    )
    yield from (f"4: {what}" for what in found)


def _running(case: Case) -> Iterator[str]:
    clock = 0.0
    for work in case.works:
        planned = work.planned
        if planned.start != clock:
            yield f"{work.name} starts at {planned.start:g}, and not at {clock:g}"
        # Sums of half minutes are exact; any other minutes are a breach themselves.
        if planned.minutes <= 0 or planned.minutes % _HALF:
            yield f"{work.name} lasts {planned.minutes:g} minutes, which are no half minutes"
        clock += planned.minutes
    length = case.protocol.session.minutes
    if clock > length:
        yield f"the steps take {clock:g} minutes of a session of {length:g}"
    asked = case.protocol.request.minutes
    if case.works and asked is not None and length > asked:
        yield f"the session has {length:g} minutes, and {asked} were asked for"


def _numbers(case: Case) -> Iterator[str]:
    session = case.protocol.session
    if not case.works:
        return
    used = _minutes(case.works)
    yield from _differs("unused_minutes", session.unused_minutes, (session.minutes - used,))
    touched = [w for w in case.hands if w.step is None or w.step.hands_on]
    hands_on = (_minutes(case.hands), _minutes(touched))
    yield from _differs("hands_on_minutes", session.hands_on_minutes, hands_on)
    yield from _turns(case, session)


def _turns(case: Case, session: Session) -> Iterator[str]:
    row, sides = _changes(case.works)
    if session.positions != row:
        yield f"session.positions are {', '.join(session.positions)}, and worked are {', '.join(row)}"
    if session.turns != max(0, len(row) - 1):
        yield f"session.turns is {session.turns}, and the position changes {max(0, len(row) - 1)} times"
    if session.side_turns != sides:
        yield f"session.side_turns is {session.side_turns}, and there are {sides} turns in one position"


def _changes(works: tuple[Work, ...]) -> tuple[tuple[str, ...], int]:
    """Give the row of positions, and the number of turns inside one position."""
    row: list[str] = []
    inside = pending = 0
    for work in works:
        if work.talk:
            pending += work.planned.purpose == "turn"
            continue
        if row and row[-1] == work.planned.position:
            inside += pending
        else:
            row.append(work.planned.position)
        pending = 0
    return tuple(row), inside


def _by_technique(case: Case) -> Iterator[str]:
    if not case.works:
        return
    said = dict(case.protocol.session.minutes_by_technique)
    reported = {report.id: report.minutes for report in case.protocol.techniques}
    for technique in sorted({w.planned.technique for w in case.works} | set(said)):
        mine = tuple(w for w in case.works if w.planned.technique == technique)
        hands = tuple(w for w in mine if not w.talk)
        right = (_minutes(mine), _minutes(hands))
        framed = bool(mine) and mine[0].framing
        if technique in said or not framed:
            yield from _differs(
                f"minutes_by_technique of {technique}", said.get(technique, 0), right
            )
        if not framed and mine:
            yield from _differs(
                f"the report's minutes of {technique}", reported.get(technique, 0), right
            )


def _by_region(case: Case) -> Iterator[str]:
    """A step over several regions may count for each of them, or be shared out."""
    if not case.works:
        return
    said = dict(case.protocol.session.minutes_by_region)
    body = case.vocabulary.body
    mains = {w.planned.id: {body.main(r) for r in w.deed.regions} for w in case.hands}
    for region in sorted({m for found in mains.values() for m in found} | set(said)):
        here = [w for w in case.hands if region in mains[w.planned.id]]
        only = [w for w in here if len(mains[w.planned.id]) == 1]
        if not _minutes(only) <= said.get(region, 0) <= _minutes(here) or not here:
            yield f"minutes_by_region of {region} is {said.get(region, 0):g}, not {_minutes(here):g}"


def _doses(case: Case) -> Iterator[str]:
    groups: dict[tuple[str, ...], list[Work]] = {}
    for work in case.hands:
        if work.step is not None:
            groups.setdefault(_together(work), []).append(work)
    for works in groups.values():
        yield from _dose(works, case)


def _together(work: Work) -> tuple[str, ...]:
    """Repeats that share one dose; the frame's own steps may be done afresh elsewhere."""
    if not work.framing:
        return (work.key, work.planned.diagnosis)
    return (work.key, work.planned.position, *sorted(work.planned.regions))


def _dose(works: list[Work], case: Case) -> Iterator[str]:
    step = works[0].step
    if step is None:
        return
    spent = _minutes(works)
    factors = _side_factors(works, step)
    most = max(_upper(step.minutes.most * factor, len(works)) for factor in factors)
    least = min(half_up(step.minutes.least * factor) for factor in factors)
    name = works[0].key if len(works) > 1 else works[0].planned.id
    if spent > most:
        yield f"step {name} lasts {spent:g} minutes, and its source at most {most:g}"
    if spent < max(least, 0.5) and not _shortened(works, case):
        yield f"step {name} lasts {spent:g} minutes, and its source at least {least:g}"


def _upper(minutes: float, parts: int) -> float:
    return max(0.5, parts * half_up(minutes / parts))


def _side_factors(works: list[Work], step: Step) -> tuple[float, ...]:
    """By how much minutes grow or shrink with the sides that are worked on."""
    if step.side == "midline":
        return (1,)
    sides = {work.planned.side for work in works}
    two = len(sides) > 1 or not sides.isdisjoint(_BOTH)
    factor = (2 if two else 1) / (2 if step.minutes_for_both else 1)
    plain = step.side in ("left", "right") or works[0].framing
    return (factor, 1) if plain else (factor,)


def _shortened(works: list[Work], case: Case) -> bool:
    """Whether a limit on the dose may have made a step shorter than its source."""
    body = case.vocabulary.body
    return any(
        binds(bound, work.deed, body)
        and any(
            most is not None
            for most in (
                bound.limit.max_minutes,
                bound.limit.max_points,
                bound.limit.max_hold_seconds,
                bound.limit.max_repetitions,
            )
        )
        for bound in case.screened.bounds
        if not bound.everyone
        for work in works
    )


def _minutes(works: "tuple[Work, ...] | list[Work]") -> float:
    return sum(work.planned.minutes for work in works)


def _differs(name: str, said: float, right: tuple[float, ...]) -> Iterator[str]:
    if said not in right:
        yield f"{name} is {said:g}, and the timeline says {right[0]:g}"

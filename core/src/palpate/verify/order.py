"""Invariant 5: each sequence keeps its order within a region."""

from collections.abc import Iterator
from itertools import combinations

from palpate.model.sequence import Group
from palpate.model.sequence import StepSequence
from palpate.verify.case import Case
from palpate.verify.case import Work
from palpate.verify.places import opposed


def check_order(case: Case) -> Iterator[str]:
    """Say which steps stand before one that their own sequence puts first."""
    rows: dict[tuple[str, str, str], list[Work]] = {}
    for work in case.hands:
        if work.written is not None and not work.framing:
            planned = work.planned
            rows.setdefault((planned.technique, planned.sequence, planned.diagnosis), []).append(
                work
            )
    for works in rows.values():
        yield from _turned_round(works, case)


def same_sequence(one: Work, other: Work) -> bool:
    """Say whether two steps come from one sequence for one diagnosis."""
    mine, its = one.planned, other.planned
    return (mine.technique, mine.sequence, mine.diagnosis) == (
        its.technique,
        its.sequence,
        its.diagnosis,
    )


def bound_by_order(one: Work, other: Work, case: Case) -> bool:
    """Say whether two steps of one sequence must keep their order: on one region, or always."""
    if opposed(one.planned.side, other.planned.side) or _free(one, other):
        return False
    if _done_again_on_the_other_side(one, other, case):
        return False
    families = case.vocabulary.families
    strict = [
        any(families[f].keeps_order for f in work.deed.families if f in families)
        for work in (one, other)
    ]
    body = case.vocabulary.body
    return all(strict) or any(
        body.overlap(mine, its) for mine in one.deed.regions for its in other.deed.regions
    )


def _turned_round(works: list[Work], case: Case) -> Iterator[str]:
    for early, late in combinations(works, 2):
        if early.place <= late.place:
            continue
        if bound_by_order(early, late, case) and not _next_round(early, late, works):
            yield f"5: {early.name} stands before {late.name}, against the order of its sequence"


def _done_again_on_the_other_side(one: Work, other: Work, case: Case) -> bool:
    """Say whether a turn from side to side parts two steps, of which one is done on both sides.

    A block that is done side by side keeps its order within each side.
    """
    position = one.planned.position
    if other.planned.position != position or _turns_before(one, case) == _turns_before(other, case):
        return False
    sides: dict[str, set[int]] = {one.key: set(), other.key: set()}
    for work in case.hands:
        if work.key in sides and work.planned.position == position:
            sides[work.key].add(_turns_before(work, case))
    return any(len(turns) > 1 for turns in sides.values())


def _turns_before(work: Work, case: Case) -> int:
    return sum(w.talk and w.planned.purpose == "turn" for w in case.works[: work.index])


def _free(one: Work, other: Work) -> bool:
    group = _shared_group(one, other)
    return group is not None and group.any_order


def _shared_group(one: Work, other: Work) -> Group | None:
    sequence: StepSequence | None = one.sequence
    name = one.deed.group
    if sequence is None or name is None or name != other.deed.group:
        return None
    return next((group for group in sequence.groups if group.id == name), None)


def _next_round(early: Work, late: Work, works: list[Work]) -> bool:
    """Say whether a step stands first only because its group is worked through again."""
    group = _shared_group(early, late)
    if group is None or group.rounds.most <= 1:
        return False
    return _round(early, works) < _round(late, works) or (
        _round(early, works) > 0 and _has_earlier(late, early, works)
    )


def _round(work: Work, works: list[Work]) -> int:
    """Count how often a step was done before on the same side."""
    return sum(
        other.key == work.key
        and other.index < work.index
        and other.planned.side == work.planned.side
        for other in works
    )


def _has_earlier(late: Work, early: Work, works: list[Work]) -> bool:
    return any(other.key == late.key and other.index < early.index for other in works)

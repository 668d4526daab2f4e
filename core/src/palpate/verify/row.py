"""Invariants 4 and 5: positions, turns, the opening, and a calm end."""

from collections.abc import Iterator
from itertools import groupby
from itertools import pairwise

from palpate.verify.case import Case
from palpate.verify.case import Work
from palpate.verify.settings import half_up
from palpate.vocabulary import Vocabulary


def check_row(case: Case) -> Iterator[str]:
    """Say where the row of positions, the talk or the end of a session is wrong."""
    if not case.hands:
        return
    blocks = [list(b) for _, b in groupby(case.hands, key=lambda w: w.planned.position)]
    row = [block[0].planned.position for block in blocks]
    yield from (f"5: {what}" for what in _row(row, case))
    for block in blocks:
        yield from _block(block, case)
    yield from _talk(case)
    yield from (f"5: {what}" for what in _end(case))


def _row(row: list[str], case: Case) -> Iterator[str]:
    known = case.vocabulary.positions
    for position in sorted({p for p in row if row.count(p) > 1}):
        yield f"the patient returns to {position}"
    for place, position in enumerate(row):
        ends_only = position in known and known[position].ends_only
        if ends_only and place not in (0, len(row) - 1):
            yield f"{position} is neither first nor last"
    if not _in_order(row, case.vocabulary):
        yield f"the positions {', '.join(row)} aren't in order"
    most = case.settings.most("turns", case.protocol.session.minutes)
    if len(row) - 1 > most:
        length = case.protocol.session.minutes
        yield f"the patient turns {len(row) - 1} times, at most {most} in {length:g} minutes"


def _in_order(row: list[str], vocabulary: Vocabulary) -> bool:
    known = [vocabulary.positions[p] for p in row if p in vocabulary.positions]
    orders = [each.order for each in known if not each.ends_only]
    rising = all(one <= other for one, other in pairwise(orders))
    return rising or all(one >= other for one, other in pairwise(orders))


def _block(block: list[Work], case: Case) -> Iterator[str]:
    position = block[0].planned.position
    first, last = block[0].planned, block[-1].planned
    lasts = last.start + last.minutes - first.start
    least = case.settings.least_block_minutes
    if lasts < least:
        yield f"5: {position} lasts {lasts:g} minutes, at least {least:g}"
    known = case.vocabulary.positions.get(position)
    turned = [
        w
        for w in case.works
        if w.talk and w.planned.purpose == "turn" and block[0].index < w.index < block[-1].index
    ]
    if known is None or not known.side_turn:
        if turned:
            yield f"4: step {turned[0].planned.id} turns a patient who stays {position}"
        return
    least_turns = _side_changes(block)
    both = any(_on_both_sides(w, case) for w in block)
    if both:
        least_turns = max(1, least_turns)
    if len(turned) != least_turns:
        yield f"4: {position} asks for {least_turns} turns from side to side, and has {len(turned)}"


def _on_both_sides(work: Work, case: Case) -> bool:
    """Say whether a step works on both of a pair."""
    body = case.vocabulary.body
    return work.planned.side == "both" and any(body.is_paired(r) for r in work.deed.regions)


def _side_changes(block: list[Work]) -> int:
    """Count the turns that a row of steps on one side asks for."""
    sides = [w.planned.side for w in block if w.planned.side not in ("both", "midline")]
    return sum(one != other for one, other in pairwise(sides))


def _talk(case: Case) -> Iterator[str]:
    purposes = [w.planned.purpose if w.talk else "" for w in case.works]
    if purposes[0] != "assess" or purposes.count("assess") != 1:
        yield "4: the session doesn't begin with one opening"
    if purposes[-1] != "integrate" or purposes.count("integrate") != 1:
        yield "4: the session doesn't end with one closing"
    yield from _talk_minutes(case)
    for before, work, after in zip(case.works, case.works[1:], case.works[2:], strict=False):
        if work.talk and work.planned.purpose == "turn":
            yield from _one_turn(before, work, after, case)
    for one, other in pairwise(case.works):
        if not one.talk and not other.talk and one.planned.position != other.planned.position:
            yield f"4: {other.name} is done {other.planned.position}, and nobody turned the patient"


def _talk_minutes(case: Case) -> Iterator[str]:
    """Hold the opening and the closing against the budgets of a session of this length."""
    length = case.protocol.session.minutes
    first = "first_" if case.protocol.request.visit == 1 else ""
    for work in case.works:
        name = {"assess": "opening", "integrate": "closing"}.get(work.planned.purpose)
        if not work.talk or name is None:
            continue
        budget = half_up(case.settings.budget(first + name, length))
        if work.planned.minutes != budget:
            yield (
                f"4: {work.name} lasts {work.planned.minutes:g} minutes, "
                f"and {budget:g} are set aside for it"
            )


def _one_turn(before: Work, work: Work, after: Work, case: Case) -> Iterator[str]:
    minutes = case.settings.turn_minutes
    if work.planned.minutes != minutes:
        yield f"4: {work.name} lasts {work.planned.minutes:g} minutes, and a turn lasts {minutes:g}"
    if before.talk or after.talk:
        yield f"4: {work.name} doesn't stand between two steps of work"


def _end(case: Case) -> Iterator[str]:
    settings, last = case.settings, case.hands[-1]
    if last not in case.doing(settings.calm):
        yield f"{last.name} ends the session, and doesn't calm"
    if case.doing(settings.strong):
        least = settings.budget("closing_strokes", case.protocol.session.minutes)
        spent = sum(w.planned.minutes for w in case.doing(settings.closing))
        if spent < least:
            yield f"closing strokes last {spent:g} minutes after strong work, at least {float(least):g}"

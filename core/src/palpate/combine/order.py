"""The fifth stage: the chosen steps one after the other, with turns, sides and rounds."""

from collections.abc import Sequence
from math import ceil

from attrs import evolve

from palpate.combine.candidate import Candidate
from palpate.combine.candidate import Part
from palpate.combine.frame import FRAME
from palpate.combine.instance import Instance
from palpate.combine.precede import ANYONE
from palpate.combine.rows import PAIRS
from palpate.combine.search import Choice
from palpate.combine.search import Placed
from palpate.combine.settings import HALF_MINUTES
from palpate.record import frozen
from palpate.vocabulary import Vocabulary

LAST = 99
ONE_SIDED = frozenset(side for pair in PAIRS for side in pair)


@frozen
class Slot:
    """A step on the way to the clock.

    Attributes:
        turn: `turn` or `side-turn` where it is one; then there is no candidate.
        minutes: Half minutes.
        side: The side done in this slot, where it isn't the step's own.
    """

    position: str
    minutes: int
    candidate: int = -1
    turn: str = ""
    side: str = ""


def arrange(
    choice: Choice,
    instance: Instance,
    parts: Sequence[Part],
    first_side: str,
    vocabulary: Vocabulary,
) -> tuple[Slot, ...]:
    """Put the chosen steps in order.

    Args:
        first_side: The side that is treated first where a position is done on both sides.
    """
    if choice.row is None:
        return ()
    edges = _edges(choice, instance)
    slots: list[Slot] = []
    for block, position in enumerate(choice.row.positions):
        if block:
            slots.append(Slot(position, instance.turn, turn="turn"))
        steps = [s for s in choice.steps if s.block == block]
        ending = instance.calm if block == len(choice.row.positions) - 1 else 0
        ordered = _sorted(steps, edges, instance.candidates, slots, ending, vocabulary)
        turned = choice.row.side_turn and position in instance.side_turn_positions
        if turned and _both_sides(ordered, instance.candidates):
            slots += _two_sides(ordered, position, edges, instance, first_side)
        else:
            slots += _rounds(ordered, position, instance.candidates, parts)
    return tuple(slots)


def _edges(choice: Choice, instance: Instance) -> dict[int, set[int]]:
    """Give for each chosen step those that come before it."""
    chosen = {s.candidate for s in choice.steps}
    techniques = {instance.candidates[i].technique for i in chosen}
    found: dict[int, set[int]] = {i: set() for i in chosen}
    for owner, a, b in instance.before:
        if a in chosen and b in chosen and (owner == ANYONE or owner in techniques):
            found[b].add(a)
    return found


def _sorted(
    steps: Sequence[Placed],
    edges: dict[int, set[int]],
    candidates: Sequence[Candidate],
    done: Sequence[Slot],
    ending: int,
    vocabulary: Vocabulary,
) -> list[Placed]:
    """Sort a block's steps: order first, then the kind of work, then staying where the hands are.

    Args:
        ending: Bits of the steps that the session may end on, where this is its last block; those
            that only calm or close stand at the end.
    """
    left = list(steps)
    found: list[Placed] = []
    last = next((candidates[s.candidate] for s in reversed(done) if s.candidate >= 0), None)
    end = _end(steps, edges, candidates, ending, vocabulary)
    while left:
        names = {s.candidate for s in left}
        free = [s for s in left if not edges[s.candidate] & names]
        if len(left) > 1:
            free = [s for s in free if s is not end] or free
        nxt = min(free or left, key=lambda s: _key(candidates[s.candidate], last, vocabulary))
        left.remove(nxt)
        found.append(nxt)
        last = candidates[nxt.candidate]
    return found


def _end(
    steps: Sequence[Placed],
    edges: dict[int, set[int]],
    candidates: Sequence[Candidate],
    ending: int,
    vocabulary: Vocabulary,
) -> Placed | None:
    """Give the calm step that a session ends on: one that nothing in its block has to follow."""
    leading = {a for s in steps for a in edges[s.candidate]}
    calm = [s for s in steps if ending >> s.candidate & 1 and s.candidate not in leading]
    return max(calm, key=lambda s: _key(candidates[s.candidate], None, vocabulary), default=None)


def _key(one: Candidate, last: Candidate | None, vocabulary: Vocabulary) -> tuple[object, ...]:
    kind = min((vocabulary.families[f].order for f in one.facts.families), default=LAST)
    if one.step.purpose == "integrate":
        kind = LAST
    here = last is not None and bool(one.facts.places & last.facts.places)
    same = last is not None and one.technique == last.technique
    return (kind, not here, not same, one.part == FRAME, one.technique, one.order, one.key)


def _both_sides(steps: Sequence[Placed], candidates: Sequence[Candidate]) -> bool:
    """Say whether a patient who lies on one side has to be turned to the other."""
    inside = [candidates[s.candidate] for s in steps]
    return any(c.two_sided for c in inside) or len({c.side for c in inside} & ONE_SIDED) > 1


def _two_sides(
    ordered: Sequence[Placed],
    position: str,
    edges: dict[int, set[int]],
    instance: Instance,
    first_side: str,
) -> list[Slot]:
    """Finish one side, turn, and do the other; what is done once stands before or after.

    The side that is treated first is the one asked for, unless the other keeps more of the order.
    """
    named = {instance.candidates[s.candidate].side for s in ordered} & ONE_SIDED
    sides = next((pair for pair in PAIRS if named & set(pair)), PAIRS[0])
    if first_side == sides[1]:
        sides = sides[::-1]
    ways = [_side_by_side(ordered, position, edges, instance, way) for way in (sides, sides[::-1])]
    before, after = min(ways, key=lambda way: _faults(way, ordered, edges))
    return [*before, Slot(position, instance.turn, turn="side-turn"), *after]


def _side_by_side(
    ordered: Sequence[Placed],
    position: str,
    edges: dict[int, set[int]],
    instance: Instance,
    sides: Sequence[str],
) -> tuple[list[Slot], list[Slot]]:
    """Lay steps out before and after a turn from the first side to the second."""
    candidates = instance.candidates
    # A shared warm-up is there for both sides: each is warmed when it is worked.
    twice = {
        s.candidate
        for s in ordered
        if candidates[s.candidate].two_sided
        or (
            candidates[s.candidate].part == FRAME
            and candidates[s.candidate].step.purpose == "prepare"
        )
    }
    before, after = [], []
    late = set(twice)
    for placed in ordered:
        i = placed.candidate
        if i in twice:
            half = placed.minutes // 2
            before.append(Slot(position, placed.minutes - half, i, side=sides[0]))
            if half:
                after.append(Slot(position, half, i, side=sides[1]))
            continue
        ends = placed is ordered[-1] or candidates[i].step.purpose == "integrate"
        waits = ends or bool(edges[i] & late)
        if candidates[i].side == sides[1] or (waits and candidates[i].side not in ONE_SIDED):
            late.add(i)
            after.append(Slot(position, placed.minutes, i))
        else:
            before.append(Slot(position, placed.minutes, i))
    return before, after


def _faults(
    way: tuple[list[Slot], list[Slot]], ordered: Sequence[Placed], edges: dict[int, set[int]]
) -> int:
    """Count what a way of parting the sides breaks: the order, and the step that should be last."""
    before, after = way
    later = {slot.candidate for slot in after} - {slot.candidate for slot in before}
    broken = sum(len(edges[slot.candidate] & later) for slot in before)
    return broken + (not after or after[-1].candidate != ordered[-1].candidate)


def _rounds(
    ordered: Sequence[Placed],
    position: str,
    candidates: Sequence[Candidate],
    parts: Sequence[Part],
) -> list[Slot]:
    """Work a group through as often as its rounds say; other steps once."""
    slots: list[Slot] = []
    index = 0
    while index < len(ordered):
        run = _run(ordered[index:], candidates)
        rounds = _rounds_of(candidates[run[0].candidate], parts)
        # A round that leaves a step under a minute is no round.
        whole = min(max(1, placed.minutes // HALF_MINUTES) for placed in run)
        rounds = min(rounds, whole)
        for turn in range(rounds):
            for placed in run:
                share = _share(placed.minutes, rounds, turn)
                slots += _sides(Slot(position, share, placed.candidate), candidates)
        index += len(run)
    return slots


def _run(ordered: Sequence[Placed], candidates: Sequence[Candidate]) -> list[Placed]:
    """Give the first step with those after it that are of its group."""
    first = candidates[ordered[0].candidate]
    run = [ordered[0]]
    for placed in ordered[1:]:
        one = candidates[placed.candidate]
        if first.step.group is None or one.part != first.part or one.step.group != first.step.group:
            break
        run.append(placed)
    return run


def _rounds_of(one: Candidate, parts: Sequence[Part]) -> int:
    if one.part == FRAME or one.step.group is None:
        return 1
    return next(
        (int(g.rounds.typical) for g in parts[one.part].groups if g.id == one.step.group), 1
    )


def _share(minutes: int, rounds: int, turn: int) -> int:
    return minutes // rounds + (turn < minutes % rounds)


def _sides(slot: Slot, candidates: Sequence[Candidate]) -> list[Slot]:
    """Split a step whose sides have a fixed order."""
    one = candidates[slot.candidate]
    order = one.step.sides_in_order
    if len(order) <= 1 or one.side != "both" or slot.minutes < len(order):
        return [slot]
    each = ceil(slot.minutes / len(order))
    slots = [evolve(slot, minutes=each, side=side) for side in order]
    return [*slots[:-1], evolve(slots[-1], minutes=slot.minutes - each * (len(order) - 1))]

"""The fourth stage: the best plan there is, or the best found within a number of nodes."""

from collections.abc import Iterator
from itertools import combinations

from attrs import frozen

from palpate.combine.branch import Best
from palpate.combine.branch import Branch
from palpate.combine.branch import OutOfNodes
from palpate.combine.frame import FRAME
from palpate.combine.instance import Instance
from palpate.combine.instance import Row
from palpate.combine.local import localize
from palpate.combine.score import TURN
from palpate.combine.score import VALUE
from palpate.combine.score import Scores
from palpate.combine.score import greedy
from palpate.combine.score import scores


@frozen
class Placed:
    """A step in the plan: candidate number, block, half minutes."""

    candidate: int
    block: int
    minutes: int


@frozen
class Choice:
    """What was chosen.

    Attributes:
        steps: Sorted by candidate; empty where no plan holds.
        value: Sum of weight times minutes up to typical.
        optimal: Whether nothing better exists.
        bound: The most value that any plan could have.
        nodes: How many nodes the search took.
    """

    steps: tuple[Placed, ...]
    row: Row | None
    parts: tuple[int, ...]
    value: int
    optimal: bool
    bound: int
    nodes: int


def choose(instance: Instance, node_limit: int) -> Choice:
    """Find the best plan.

    Args:
        node_limit: Where the search stops; the plan in hand then says that it isn't proven.
    """
    points = scores(instance)
    best = Best(limit=node_limit)
    optimal = True
    bound = 0
    jobs = sorted(_jobs(instance, points), key=lambda job: (-job[0], job[1]))
    for number, (most, _, parts, row) in enumerate(jobs):
        if most <= best.worth:
            break
        local = localize(instance, [instance.parts[p] for p in parts], row, points)
        if local is None:
            continue
        try:
            Branch(instance, local, best).run()
        except OutOfNodes:
            optimal = False
            bound = jobs[number][0] // VALUE
            break
    if best.local is None:
        return Choice((), None, (), 0, optimal, bound, best.nodes)
    steps = tuple(Placed(*step) for step in sorted(best.steps))
    value = _value(instance, steps)
    side_turn = best.local.turns > len(best.local.positions) - 1
    chosen = {instance.candidates[s.candidate].part for s in steps} - {FRAME}
    return Choice(
        steps=steps,
        row=Row(best.local.positions, side_turn),
        parts=tuple(sorted(chosen)),
        value=value,
        optimal=optimal,
        bound=value if optimal else max(bound, value),
        nodes=best.nodes,
    )


Job = tuple[int, tuple[object, ...], tuple[int, ...], Row]


def _jobs(instance: Instance, points: Scores) -> Iterator[Job]:
    """Give each choice of parts with each row of positions, and the most that it could be worth."""
    for parts in _subsets(instance):
        mask = 0
        for part in parts:
            mask |= instance.parts[part].steps
        pool = [i for i, c in enumerate(instance.candidates) if mask >> i & 1 or c.part == FRAME]
        slopes = sorted(
            [(points.first[i], instance.candidates[i].typical) for i in pool]
            + [(points.later[i], instance.candidates[i].most - instance.candidates[i].typical) for i in pool],
            reverse=True,
        )
        for row in instance.rows:
            turns = len(row.positions) - 1 + row.side_turn
            room = instance.budget.hands_on - instance.turn * turns
            if room > 0:
                yield greedy(slopes, room) - TURN * turns, (parts, row.positions, row.side_turn), parts, row


def _subsets(instance: Instance) -> Iterator[tuple[int, ...]]:
    """Give every choice of parts with no more techniques than the session holds."""
    numbers = range(len(instance.parts))
    for size in range(1, len(instance.parts) + 1):
        for parts in combinations(numbers, size):
            techniques = {instance.parts[p].technique for p in parts}
            if len(techniques) <= instance.budget.techniques:
                yield parts


def _value(instance: Instance, steps: tuple[Placed, ...]) -> int:
    return sum(
        instance.candidates[s.candidate].weight
        * min(s.minutes, instance.candidates[s.candidate].typical)
        for s in steps
    )



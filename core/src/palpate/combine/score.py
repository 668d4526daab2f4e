"""One integer for the six wishes, each worth more than all that follow it.

Most value; fewest turns; fewest steps, the frame's counting double; the time left over to the
highest weights; the positions that sequences name first; and last a fixed number of each step,
which settles what nothing else does and doesn't depend on what else is installed.
"""

from attrs import evolve

from palpate.combine.frame import FRAME
from palpate.combine.instance import Instance
from palpate.combine.rows import Row
from palpate.record import frozen

POSITION = 10**13
REST = 10**16
COUNT = 10**22
TURN = 10**24
VALUE = 10**25
BLOCK_TIE = 100


@frozen
class Scores:
    """What each candidate brings.

    Attributes:
        first: Worth of a half minute up to the typical dose.
        later: Worth of a half minute beyond it.
        cost: What it costs to be in at all; in a row of positions, in the best of them.
        block: What it costs in each later block.
        extra: For each block of a row what it costs to stand there, and not in the best.
    """

    first: tuple[int, ...]
    later: tuple[int, ...]
    cost: tuple[int, ...]
    block: tuple[int, ...]
    extra: tuple[tuple[int, ...], ...] = ()


def scores(instance: Instance) -> Scores:
    """Work out what each candidate brings."""
    first, later, cost, block = [], [], [], []
    for candidate, tie in zip(instance.candidates, instance.ties, strict=True):
        spare = (instance.rest_weight + candidate.weight) * REST + tie
        first.append(candidate.weight * VALUE + spare)
        later.append(spare)
        cost.append((2 if candidate.part == FRAME else 1) * COUNT)
        block.append(1 + tie % BLOCK_TIE)
    return Scores(tuple(first), tuple(later), tuple(cost), tuple(block))


def in_row(points: Scores, instance: Instance, row: Row) -> Scores:
    """Add what it costs each candidate to be done in the positions of a row."""
    ranks = [
        [
            c.positions.index(position) if position in c.positions else len(c.positions)
            for position in row.positions
        ]
        for c in instance.candidates
    ]
    best = [min(rank) for rank in ranks]
    return evolve(
        points,
        cost=tuple(cost + POSITION * rank for cost, rank in zip(points.cost, best, strict=True)),
        extra=tuple(
            tuple(
                POSITION * (rank[block] - least) + block * later
                for rank, least, later in zip(ranks, best, points.block, strict=True)
            )
            for block in range(len(row.positions))
        ),
    )

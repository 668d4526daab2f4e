"""One integer for the six wishes, each worth more than all that follow it.

Most value; fewest turns; fewest steps, the frame's counting double; the time left over to the
highest weights; the positions that sequences name first; and last a fixed number of each step,
which settles what nothing else does and doesn't depend on what else is installed.
"""

from palpate.combine.frame import FRAME
from palpate.combine.instance import Instance
from palpate.record import frozen

POSITION = 10**13
REST = 10**16
COUNT = 10**22
TURN = 10**24
VALUE = 10**25
BLOCK_TIE = 100
Costs = tuple[int, ...]


@frozen
class Scores:
    """What each candidate brings, wherever it is done.

    Attributes:
        first: Worth of a half minute up to the typical dose.
        later: Worth of a half minute beyond it.
        cost: What it costs to be in at all.
        block: What it costs in each later block.
    """

    first: tuple[int, ...]
    later: tuple[int, ...]
    cost: tuple[int, ...]
    block: tuple[int, ...]


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


def standing_costs(points: Scores, instance: Instance, position: str, block: int) -> Costs:
    """Give what it costs each candidate to be done in a position, in a block of a row."""
    return tuple(
        POSITION * (c.positions.index(position) if position in c.positions else 0) + block * later
        for c, later in zip(instance.candidates, points.block, strict=True)
    )

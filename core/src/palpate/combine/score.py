"""One integer for the five wishes, each worth more than all that follow it.

Most value; fewest turns; fewest steps, the frame's counting double; the time left over to the
highest weights; and last a fixed number of each step, which settles what nothing else does and
doesn't depend on what else is installed.
"""

from palpate.combine.frame import FRAME
from palpate.combine.instance import Instance
from palpate.record import frozen

REST = 10**13
COUNT = 10**19
TURN = 10**21
VALUE = 10**22
BLOCK_TIE = 100


@frozen
class Scores:
    """What each candidate brings.

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

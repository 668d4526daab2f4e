"""One choice of techniques in a row of positions, or anywhere: as if all positions were one."""

from collections.abc import Sequence

from palpate.combine.bits import each
from palpate.combine.fill import Sum
from palpate.combine.instance import Instance
from palpate.combine.local import Local
from palpate.combine.rows import Row
from palpate.combine.score import POSITION
from palpate.combine.score import TURN
from palpate.combine.score import Costs
from palpate.combine.score import Scores
from palpate.combine.score import standing_costs
from palpate.record import frozen


@frozen
class Stand:
    """A row of positions, as any choice of techniques finds it.

    Attributes:
        allowed: For each block the candidates that may stand in it.
        extra: For each block what it costs a candidate to stand there.
        room: Half minutes for hands-on work.
        base: What the turns cost, and the order of the row, below 0.
    """

    row: Row
    allowed: tuple[int, ...]
    extra: tuple[Costs, ...]
    room: int
    base: int


@frozen
class Layout:
    """A choice of techniques in a row of positions.

    Attributes:
        places: For each block the steps that may stand in it.
        turned: For each block that is turned from side to side, the steps that may ask for it.
        sums: Bounds of sums that hold whatever is chosen.
    """

    local: Local
    row: Row
    places: tuple[int, ...]
    extra: tuple[Costs, ...]
    room: int
    base: int
    last: int
    calm: int
    closing: int
    turned: tuple[int, ...]
    sums: tuple[Sum, ...]

    def costs(self) -> list[int]:
        """Give what it costs each candidate to be in, where it costs least to stand."""
        found = list(self.local.scores.cost)
        for i in each(self.local.pool):
            found[i] += min(
                (
                    extra[i]
                    for extra, mask in zip(self.extra, self.places, strict=True)
                    if mask >> i & 1
                ),
                default=0,
            )
        return found


def stands(instance: Instance, points: Scores) -> tuple[Stand, ...]:
    """Give each row of positions."""
    costs: dict[tuple[str, int], Costs] = {}
    for row in instance.rows:
        for block, position in enumerate(row.positions):
            if (position, block) not in costs:
                costs[position, block] = standing_costs(points, instance, position, block)
    found = []
    for row in instance.rows:
        turns = len(row.positions) - 1 + row.side_turn
        found.append(
            Stand(
                row,
                _allowed_in(instance, row),
                tuple(costs[position, block] for block, position in enumerate(row.positions)),
                instance.budget.hands_on - instance.turn * turns,
                -TURN * turns - POSITION * row.backward,
            )
        )
    return tuple(found)


def anywhere(instance: Instance, rows: Sequence[Stand]) -> Stand:
    """Give a row that allows all that one of some rows does: what fails there fails in each."""
    allowed = 0
    for stand in rows:
        for mask in stand.allowed:
            allowed |= mask
    return Stand(
        Row((), side_turn=False),
        (allowed,),
        ((0,) * len(instance.candidates),),
        max(stand.room for stand in rows),
        max(stand.base for stand in rows),
    )


def lay_out(local: Local, stand: Stand) -> Layout:
    """Put a choice of techniques into a row."""
    instance, row = local.instance, stand.row
    places = tuple(mask & local.pool for mask in stand.allowed)
    one_sided = 0
    for steps in instance.sided.values():
        one_sided |= steps
    turned = tuple(
        mask & (instance.two_sided | one_sided)
        for mask, position in zip(places, row.positions, strict=False)
        if row.side_turn and position in instance.side_turn_positions
    )
    return Layout(
        local=local,
        row=row,
        places=places,
        extra=stand.extra,
        room=stand.room,
        base=stand.base,
        last=len(places) - 1,
        calm=instance.calm & places[-1],
        closing=instance.closing & local.pool,
        turned=turned,
        sums=(Sum(0, stand.room, -1), *local.sums),
    )


def _allowed_in(instance: Instance, row: Row) -> tuple[int, ...]:
    found = []
    for position in row.positions:
        mask = instance.standing.get(position, 0)
        if position in instance.side_turn_positions:
            if not row.side_turn:
                mask &= ~instance.two_sided
            for side, steps in instance.sided.items():
                if side not in row.sides:
                    mask &= ~steps
        found.append(mask)
    return tuple(found)

"""What holds of a choice of techniques, as sums over a plan that don't exceed a limit."""

from collections.abc import Iterator

from palpate.combine.bits import each
from palpate.combine.layout import Layout
from palpate.combine.local import Local
from palpate.combine.node import Node
from palpate.record import frozen

Terms = tuple[tuple[int, int], ...]
#: Where the line of the room stands among the lines of a state.
ROOM = 0


@frozen
class Line:
    """A sum over a plan that doesn't exceed a limit.

    Attributes:
        timed: What a half minute of a step counts.
        counted: What a step counts if it is in.
    """

    timed: Terms
    counted: Terms
    limit: int


NOTHING = Line((), (), 0)


def lines_of(local: Local) -> tuple[Line, ...]:
    """Give what holds in any row of positions."""
    return (
        *_sums(local),
        *_shares(local),
        *(Line((), _each(cover, -1), -1) for cover in local.covers),
        *(
            Line((), (*_each(need & ~(1 << i), -1), (i, 1)), 0)
            for i, needs in local.needs.items()
            for need in needs
            if not need >> i & 1
        ),
        *(Line((), _each(clique, 1), 1) for clique in _cliques(local)),
        *_closing(local),
    )


def lines_at(layout: Layout, node: Node, always: tuple[Line, ...]) -> tuple[Line, ...]:
    """Add to what always holds the room, a calm end, who is turned, and the least of each position.

    A line has the same number in each row of positions, so what is found out in one can be tried in
    the others.
    """
    may = node.chosen | node.open
    least = layout.local.instance.least_block
    blocks = dict(zip(layout.row.positions, node.cans, strict=False))
    turned = 0
    for mask in layout.turned:
        turned |= mask
    return (
        Line(_each(may, 1), (), layout.room),
        Line((), _each(layout.calm & node.cans[layout.last] & may, -1), -1),
        Line((), _each(turned & may, -1), -1) if turned else NOTHING,
        *(
            Line(_each(blocks[position] & may, -1), (), -least) if position in blocks else NOTHING
            for position in layout.local.instance.standing
        ),
        *always,
    )


def _each(steps: int, amount: int) -> Terms:
    return tuple((i, amount) for i in each(steps))


def _sums(local: Local) -> Iterator[Line]:
    """Give caps, the shares of techniques among them, and comparisons."""
    for cap in local.caps:
        if cap.timed:
            yield Line(_each(cap.members, 1), (), cap.limit)
        else:
            yield Line((), tuple(cap.takes.items()), cap.limit)
    for small, large in local.less:
        yield Line((*_each(small & ~large, 1), *_each(large & ~small, -1)), (), 0)


def _shares(local: Local) -> Iterator[Line]:
    """Give the least share of each part, and the half of its own core that it owes."""
    for part in local.parts:
        yield Line(_each(part.treat, -1), (), -part.least)
        if part.own:
            yield Line((), _each(part.own, -1), -part.own_least)


def _closing(local: Local) -> Iterator[Line]:
    """Say that each strong step asks for closing strokes."""
    instance = local.instance
    closing = _each(instance.closing & local.pool, -1)
    for i in each(instance.strong & local.pool):
        yield Line(closing, ((i, instance.budget.closing_strokes),), 0)


def _cliques(local: Local) -> Iterator[int]:
    """Give sets of steps of which one at most is in, so that each conflict is in one of them."""
    steps = each(local.pool)
    left = {i: local.conflicts[i] & local.pool for i in steps}
    for i in steps:
        while left[i]:
            low = left[i] & -left[i]
            clique = 1 << i | low
            common = local.conflicts[i] & local.conflicts[low.bit_length() - 1] & local.pool
            while common:
                low = common & -common
                clique |= low
                common &= local.conflicts[low.bit_length() - 1]
            for j in each(clique):
                left[j] &= ~clique
            yield clique

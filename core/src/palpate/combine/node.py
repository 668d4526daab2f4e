"""A state of the search over steps, and the moves that lead on from it."""

from collections.abc import Sequence
from functools import reduce
from operator import and_

from attrs import define
from attrs import evolve

from palpate.combine.bits import each
from palpate.combine.instance import Instance
from palpate.combine.layout import Layout
from palpate.record import frozen


@frozen
class View:
    """What steps bring once what holds of a state has its price: a bound of all plans below it.

    Attributes:
        base: What the limits that have a price are worth, but for the room's.
        room: Price of a half minute of room.
        gains: What each step brings at the most if it is in.
        welcome: The steps that bring something.
        used, full: The steps that the relaxation takes, at least in part, and those that it takes whole.
        binding: The lines that have a price.
    """

    base: int
    room: int
    gains: Sequence[int]
    welcome: int
    used: int
    full: int
    binding: tuple[int, ...]


#: Nothing was found out yet; the first line, the room, is likely to bind.
UNSEEN = View(0, 0, (), 0, -1, 0, (0,))


@define
class Node:
    """What is decided; every set is a bit set over the candidates.

    Attributes:
        chosen: The steps that are in.
        open: Those that may still come in.
        cans: For each block the steps that may still stand in it.
        demands: Sets of steps of which one must come in.
        left: What is left of each cap.
        room: Half minutes that are left when each step has its least.
        view: What was found out about this state, or about one above it.
    """

    chosen: int
    open: int
    cans: tuple[int, ...]
    demands: tuple[int, ...]
    left: tuple[int, ...]
    room: int
    view: View

    def fits(self) -> bool:
        """Say whether what was taken in the relaxation still can be, and nothing else was put in."""
        view = self.view
        return not self.chosen & ~view.full and not view.used & ~(self.chosen | self.open)


def start(layout: Layout, view: View, wanted: int, barred: int = 0) -> Node | None:
    """Give the first state; None where nothing can come of it.

    Args:
        wanted: The steps that must be in.
        barred: Those that can't be.
    """
    local = layout.local
    may = 0
    for mask in layout.places:
        may |= mask
    for cap in local.caps:
        may &= ~cap.over[cap.limit]
    may &= ~barred
    if wanted & ~may or not all(cover & may for cover in local.covers):
        return None
    limits = tuple(cap.limit for cap in local.caps)
    node = Node(0, may, layout.places, local.covers, limits, layout.room, view)
    return settle(layout, node, wanted)


def settle(layout: Layout, node: Node, wanted: int) -> Node | None:
    """Put steps in, with all that follows from it; None where nothing can come of it."""
    state: Node | None = node
    while state is not None:
        for step in each(wanted & ~state.chosen):
            state = _put_in(layout, state, step)
            if state is None:
                return None
        if layout.last and wanted:
            state = _in_order(layout, state, list(state.cans))
        wanted = -1 if state is None else _forced(layout, state)
        if wanted < 0:
            return None
        if not wanted:
            return state
    return None


def drop(layout: Layout, node: Node, steps: int) -> Node | None:
    """Leave steps out, with all that follows from it."""
    return settle(layout, evolve(node, open=node.open & ~steps), 0)


def place(layout: Layout, node: Node, step: int, block: int) -> Node | None:
    """Give a step that is in one block."""
    cans = [mask if k == block else mask & ~(1 << step) for k, mask in enumerate(node.cans)]
    found = _in_order(layout, node, cans)
    return None if found is None else settle(layout, found, 0)


def circular(layout: Layout, node: Node) -> bool:
    """Say whether the order closes a circle among steps that share a block for certain."""
    before = layout.local.before
    for k, mask in enumerate(node.cans):
        here = mask & node.chosen
        for other, rest in enumerate(node.cans):
            if other != k:
                here &= ~rest
        while here:
            free = 0
            for j in each(here):
                if not before[j] & here:
                    free |= 1 << j
            if not free:
                return True
            here &= ~free
    return False


def _put_in(layout: Layout, node: Node, j: int) -> Node | None:
    local, bit = layout.local, 1 << j
    room = node.room - local.instance.candidates[j].least
    if room < 0 or not bit & node.open:
        return None
    may = node.open & ~bit & ~local.conflicts[j]
    left = node.left
    if local.caps_of[j]:
        amounts = list(left)
        for k in local.caps_of[j]:
            amounts[k] -= local.caps[k].takes[j]
            if amounts[k] < 0:
                return None
            may &= ~local.caps[k].over[amounts[k]]
        left = tuple(amounts)
    chosen = node.chosen | bit
    demands = [d for d in node.demands if not d & bit]
    demands += [d for d in local.needs[j] if not d & chosen and d not in demands]
    return Node(chosen, may, node.cans, tuple(demands), left, room, node.view)


def _in_order(layout: Layout, node: Node, cans: list[int]) -> Node | None:
    """Keep only the blocks in which the order still holds."""
    local = layout.local
    changed = True
    while changed:
        changed = False
        bound = node.chosen & ~reduce(and_, cans)
        for j in each(bound):
            at = [k for k, mask in enumerate(cans) if mask >> j & 1]
            if not at:
                return None
            for k in range(len(cans)):
                gone = local.after[j] if k < at[0] else local.before[j] if k > at[-1] else 0
                gone &= cans[k]
                cans[k] &= ~gone
                changed = changed or bool(gone & node.chosen)
    may = 0
    for mask in cans:
        if not mask & (node.chosen | node.open):
            return None
        may |= mask
    return Node(
        node.chosen, node.open & may, tuple(cans), node.demands, node.left, node.room, node.view
    )


def _forced(layout: Layout, node: Node) -> int:
    """Give the steps that must be in; -1 where something can't be had any more."""
    may = node.chosen | node.open
    if not _possible(layout, node, may):
        return -1
    wanted = 0
    for demand in node.demands:
        left = demand & node.open
        if not left:
            return -1
        if not left & (left - 1):
            wanted |= left
    for part in layout.local.parts:
        count = (part.own & may).bit_count()
        if part.own and count < part.own_least:
            return -1
        if count == part.own_least:
            wanted |= part.own & node.open
    return wanted


def _possible(layout: Layout, node: Node, may: int) -> bool:
    instance = layout.local.instance
    if not layout.calm & node.cans[layout.last] & may:
        return False
    if node.chosen & instance.strong and not layout.closing & may:
        return False
    if layout.turned and not any(mask & may for mask in layout.turned):
        return False
    if not all(_can_last(layout, part.treat & may, part.least) for part in layout.local.parts):
        return False
    return laid(layout, node.chosen, may)


def _can_last(layout: Layout, steps: int, least: int) -> bool:
    candidates = layout.local.instance.candidates
    while steps and least > 0:
        low = steps & -steps
        steps ^= low
        least -= candidates[low.bit_length() - 1].most
    return least <= 0


def ends_calm(layout: Layout, node: Node) -> bool:
    """Say whether the last block can end on a calm step: one that nothing there must follow."""
    here = node.chosen & node.cans[layout.last]
    after = layout.local.after
    return any(not after[j] & here for j in each(here & layout.calm))


def turned(layout: Layout, node: Node) -> bool:
    """Say whether something chosen needs the turn from side to side, where there is one."""
    instance = layout.local.instance
    if not layout.turned:
        return True
    for mask, position in zip(node.cans, layout.row.positions, strict=True):
        here = mask & node.chosen
        if position in instance.side_turn_positions and (
            here & instance.two_sided
            or sum(bool(here & steps) for steps in instance.sided.values()) > 1
        ):
            return True
    return False


def laid(layout: Layout, chosen: int, may: int) -> bool:
    """Say whether the frame's steps can be laid where they are needed, and off what they avoid.

    Args:
        chosen: The steps that are in.
        may: Those and the ones that may still come in.
    """
    local = layout.local
    instance = local.instance
    if not chosen & local.avoided:
        return True
    wanted = [(i, need) for i in each(chosen) for need in local.needs[i]]
    wanted += [(i, instance.covered_by[i]) for i in each(local.core & ~may)]
    if not all(_does_for(i, steps & may, instance, chosen) for i, steps in wanted):
        return False
    own = each(may & ~instance.frame)
    return all(
        any(not instance.near[i] & chosen & avoided for i in own)
        for f, avoided in instance.avoids.items()
        if chosen >> f & 1
    )


def _does_for(i: int, steps: int, instance: Instance, chosen: int) -> bool:
    """Say whether one of some steps can be laid where a candidate works."""
    here = instance.near[i] & chosen
    return any(not here & instance.avoids.get(j, 0) for j in each(steps))

"""One choice of techniques: what the search over steps reads, as bit sets over the candidates."""

from collections.abc import Sequence
from functools import reduce
from itertools import accumulate
from math import gcd
from operator import or_

from attrs import define
from attrs import evolve
from attrs import field

from palpate.combine.caps import CapRow
from palpate.combine.fill import UNBOUNDED
from palpate.combine.fill import Sum
from palpate.combine.instance import Instance
from palpate.combine.instance import PartRow
from palpate.combine.instance import conflicts_among
from palpate.combine.precede import ANYONE
from palpate.combine.rows import Row
from palpate.combine.score import POSITION
from palpate.combine.score import TURN
from palpate.combine.score import Scores
from palpate.combine.score import in_row
from palpate.record import frozen


@frozen
class LocalPart:
    """A part; see PartRow."""

    treat: int
    own: int
    own_least: int
    least: int


@frozen
class LocalCap:
    """A sum under a limit.

    Attributes:
        takes: What each candidate takes at least; 0 where it isn't a member.
        over: For each amount that is left, the members that take more.
        timed: Whether minutes are counted.
    """

    members: int
    limit: int
    takes: tuple[int, ...]
    over: tuple[int, ...]
    timed: bool


@frozen
class Clique:
    """Treating steps of which one at most is in, with the longest dose and the longest rest of one."""

    steps: int
    typical: int
    later: int


@frozen
class Local:
    """What the search over steps reads for one choice of techniques.

    Attributes:
        conflicts: For each candidate those that never stand beside it.
        pool: The steps of these techniques and of the frame.
        treats: Those that earn something.
        needs: For each candidate the sets of which one must be in beside it.
        covers: The sets of which one must be in whatever else is.
        core: The core steps that are owed.
        avoided: What some step of the frame isn't laid on.
        less: Pairs of sums of which the first isn't more than the second.
        caps_of: For each candidate the caps that it counts to.
        cliques: For each treating step its clique.
        helper: The most that a half minute of what only helps is worth.
        rest: The most that the fourth wish and those after it can come to.
        grain: Every plan's value is a multiple of this.
    """

    instance: Instance
    scores: Scores
    conflicts: tuple[int, ...]
    pool: int
    treats: int
    before: tuple[int, ...]
    after: tuple[int, ...]
    needs: tuple[tuple[int, ...], ...]
    covers: tuple[int, ...]
    core: int
    avoided: int
    parts: tuple[LocalPart, ...]
    less: tuple[tuple[int, int], ...]
    caps: tuple[LocalCap, ...]
    caps_of: tuple[tuple[int, ...], ...]
    cliques: dict[int, Clique]
    helper: int
    rest: int
    grain: int


@frozen
class Layout:
    """A choice of techniques in a row of positions.

    Attributes:
        places: For each block the steps that may stand in it.
        room: Half minutes for hands-on work.
        base: What the turns cost, and the order of the row, below 0.
        turned: For each block that is turned from side to side, the steps that may ask for it.
        sums: Bounds of sums that hold whatever is chosen.
    """

    local: Local
    row: Row
    places: tuple[int, ...]
    room: int
    base: int
    last: int
    calm: int
    closing: int
    turned: tuple[int, ...]
    sums: tuple[Sum, ...]


@define
class Orders:
    """Who comes before whom and after whom, as bit sets, for the techniques that are in."""

    instance: Instance
    _found: dict[frozenset[str], tuple[tuple[int, ...], tuple[int, ...]]] = field(factory=dict)

    def among(self, techniques: set[str]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Give for each candidate those before it, and those after it."""
        owners = {owner for owner, _, _ in self.instance.before}
        key = frozenset(owners & (techniques | {ANYONE}))
        if key not in self._found:
            before = [0] * len(self.instance.candidates)
            after = [0] * len(self.instance.candidates)
            for owner, a, b in self.instance.before:
                if owner in key:
                    before[b] |= 1 << a
                    after[a] |= 1 << b
            self._found[key] = tuple(before), tuple(after)
        return self._found[key]


def members(mask: int) -> list[int]:
    """Give the candidates of a bit set, in order."""
    found = []
    while mask:
        low = mask & -mask
        mask ^= low
        found.append(low.bit_length() - 1)
    return found


def localize(
    instance: Instance, parts: Sequence[int], scores: Scores, orders: Orders
) -> Local | None:
    """Gather what a choice of parts asks for; None where a core step has no cover."""
    rows = [instance.parts[p] for p in parts]
    techniques = {row.technique for row in rows}
    pool = instance.frame
    for row in rows:
        pool |= row.steps
    pool &= ~instance.missing
    core = [i for row in rows for i in members(row.core)]
    covers = tuple(dict.fromkeys((instance.covered_by[i] | 1 << i) & pool for i in core))
    if instance.keep & ~pool or not all(covers):
        return None
    treats = pool & instance.treats
    before, after = orders.among(techniques)
    conflicts = conflicts_among(instance, techniques)
    caps = _caps(instance, rows, techniques, pool)
    steps = range(len(instance.candidates))
    return Local(
        instance=instance,
        scores=scores,
        conflicts=conflicts,
        pool=pool,
        treats=treats,
        before=before,
        after=after,
        needs=_needs(instance, pool),
        covers=covers,
        core=sum(1 << i for i in core),
        avoided=reduce(or_, instance.avoids.values(), 0) & pool,
        parts=tuple(_part(instance, row, pool) for row in rows),
        less=_less(rows, pool),
        caps=caps,
        caps_of=tuple(tuple(k for k, c in enumerate(caps) if c.members >> i & 1) for i in steps),
        cliques=_cliques(instance, conflicts, treats),
        helper=max((scores.later[i] for i in members(pool & ~treats)), default=0),
        rest=_rest(instance, pool, scores),
        grain=gcd(*(instance.candidates[i].weight for i in members(treats))) or 1,
    )


@frozen
class Stand:
    """A row of positions, as any choice of techniques finds it.

    Attributes:
        allowed: For each block the candidates that may stand in it.
        scores: What each candidate brings in this row.
    """

    row: Row
    allowed: tuple[int, ...]
    scores: Scores


def stands(instance: Instance, points: Scores) -> tuple[Stand, ...]:
    """Give each row of positions."""
    return tuple(
        Stand(row, _allowed_in(instance, row), in_row(points, instance, row))
        for row in instance.rows
    )


def lay_out(local: Local, stand: Stand) -> Layout:
    """Put a choice of techniques into a row."""
    instance, row = local.instance, stand.row
    local = evolve(local, scores=stand.scores)
    turns = len(row.positions) - 1 + row.side_turn
    room = instance.budget.hands_on - instance.turn * turns
    places = tuple(mask & local.pool for mask in stand.allowed)
    one_sided = 0
    for steps in instance.sided.values():
        one_sided |= steps
    turned = tuple(
        mask & (instance.two_sided | one_sided)
        for mask, position in zip(places, row.positions, strict=True)
        if row.side_turn and position in instance.side_turn_positions
    )
    sums = [Sum(0, room, -1)]
    sums += [Sum(part.least, UNBOUNDED, part.treat) for part in local.parts]
    sums += [Sum(0, cap.limit, cap.members) for cap in local.caps if cap.timed]
    return Layout(
        local=local,
        row=row,
        places=places,
        room=room,
        base=-TURN * turns - POSITION * row.backward,
        last=len(row.positions) - 1,
        calm=instance.calm & places[-1],
        closing=instance.closing & local.pool,
        turned=turned,
        sums=tuple(sums),
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


def _needs(instance: Instance, pool: int) -> tuple[tuple[int, ...], ...]:
    found: list[dict[int, None]] = [{} for _ in instance.candidates]
    for need in instance.needs:
        if pool >> need.step & 1:
            found[need.step][need.providers & pool] = None
    return tuple(tuple(needs) for needs in found)


def _part(instance: Instance, row: PartRow, pool: int) -> LocalPart:
    least = -(-row.own.bit_count() * instance.half_percent // 100)
    return LocalPart(treat=row.treat & pool, own=row.own & pool, own_least=least, least=row.least)


def _less(rows: Sequence[PartRow], pool: int) -> tuple[tuple[int, int], ...]:
    """A worse grade gets no more treating minutes than a better one, for one diagnosis."""
    return tuple(
        (worse.treat & pool, better.treat & pool)
        for worse in rows
        for better in rows
        if worse.diagnosis == better.diagnosis and worse.grade > better.grade
    )


def _caps(
    instance: Instance, rows: Sequence[PartRow], techniques: set[str], pool: int
) -> tuple[LocalCap, ...]:
    """Give the caps that can bind, and each technique's share."""
    owned = [row for row in instance.caps if row.owner == ANYONE or row.owner in techniques]
    alone = len(techniques) == 1
    for technique in sorted(techniques):
        own = [row for row in rows if row.technique == technique]
        steps = 0
        for row in own:
            steps |= row.steps
        most = max(row.alone_most if alone else row.most for row in own)
        owned.append(CapRow(technique, steps, most))
    found = {(row.members & pool, row.limit, row.amounts): row for row in owned}
    return tuple(cap for row in found.values() if (cap := _cap(instance, row, pool)) is not None)


def _cap(instance: Instance, row: CapRow, pool: int) -> LocalCap | None:
    inside = members(row.members & pool)
    takes = [0] * len(instance.candidates)
    most = 0
    for i in inside:
        takes[i] = row.amounts[i] if row.amounts else instance.candidates[i].least
        most += row.amounts[i] if row.amounts else instance.candidates[i].most
    if most <= row.limit:
        return None
    above = [0] * (row.limit + 1)
    for i in inside:
        if takes[i]:
            above[min(takes[i] - 1, row.limit)] |= 1 << i
    over = tuple(accumulate(reversed(above), lambda a, b: a | b))[::-1]
    return LocalCap(row.members & pool, row.limit, tuple(takes), over, not row.amounts)


def _cliques(instance: Instance, conflicts: Sequence[int], treats: int) -> dict[int, Clique]:
    """Split the treating steps into sets of which one at most is in."""
    cliques: list[int] = []
    for i in sorted(members(treats), key=lambda i: (-instance.candidates[i].weight, i)):
        for k, steps in enumerate(cliques):
            if not steps & ~conflicts[i]:
                cliques[k] |= 1 << i
                break
        else:
            cliques.append(1 << i)
    found = {}
    for mask in cliques:
        alike = [instance.candidates[i] for i in members(mask)]
        clique = Clique(mask, max(c.typical for c in alike), max(c.most - c.typical for c in alike))
        found.update(dict.fromkeys(members(mask), clique))
    return found


def _rest(instance: Instance, pool: int, scores: Scores) -> int:
    left = instance.budget.hands_on
    worth = 0
    for i in sorted(members(pool), key=lambda i: -scores.later[i]):
        minutes = min(left, instance.candidates[i].most)
        worth += minutes * scores.later[i]
        left -= minutes
    return worth

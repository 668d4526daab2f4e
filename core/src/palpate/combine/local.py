"""One choice of techniques: what the search over steps reads, as bit sets over the candidates."""

from collections.abc import Sequence
from functools import reduce
from itertools import accumulate
from math import gcd
from operator import or_

from attrs import define
from attrs import field

from palpate.combine.bits import each
from palpate.combine.caps import CapRow
from palpate.combine.fill import UNBOUNDED
from palpate.combine.fill import Sum
from palpate.combine.instance import Instance
from palpate.combine.instance import PartRow
from palpate.combine.instance import conflicts_among
from palpate.combine.precede import ANYONE
from palpate.combine.score import Scores
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
        takes: What each member takes at least.
        over: For each amount that is left, the members that take more.
        timed: Whether minutes are counted.
    """

    members: int
    limit: int
    takes: dict[int, int]
    over: tuple[int, ...]
    timed: bool


@frozen
class Local:
    """What the search over steps reads for one choice of techniques.

    Attributes:
        conflicts: For each candidate those that never stand beside it.
        pool: The steps of these techniques and of the frame.
        treats: Those that earn something.
        needs: For each step the sets of which one must be in beside it.
        covers: The sets of which one must be in whatever else is.
        core: The core steps that are owed.
        avoided: What some step of the frame isn't laid on.
        less: Pairs of sums of which the first isn't more than the second.
        caps_of: For each step the caps that it counts to.
        rest: The most that the fourth wish and those after it can come to.
        sums: Bounds of sums of minutes that hold in any row of positions.
        grain: Every plan's value is a multiple of this.
    """

    instance: Instance
    scores: Scores
    conflicts: tuple[int, ...]
    pool: int
    treats: int
    before: tuple[int, ...]
    after: tuple[int, ...]
    needs: dict[int, tuple[int, ...]]
    covers: tuple[int, ...]
    core: int
    avoided: int
    parts: tuple[LocalPart, ...]
    less: tuple[tuple[int, int], ...]
    caps: tuple[LocalCap, ...]
    caps_of: dict[int, list[int]]
    rest: int
    sums: tuple[Sum, ...]
    grain: int


@define
class Shared:
    """What is the same for every choice of techniques, sorted once.

    Attributes:
        owners: Whose rules of order there are.
        needs: For each step with needs, who can meet each.
    """

    instance: Instance
    scores: Scores
    owners: frozenset[str] = field(init=False)
    needs: dict[int, dict[int, None]] = field(factory=dict)
    _orders: dict[frozenset[str], tuple[tuple[int, ...], tuple[int, ...]]] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Sort owners and needs."""
        self.owners = frozenset(owner for owner, _, _ in self.instance.before)
        for need in self.instance.needs:
            self.needs.setdefault(need.step, {})[need.providers] = None

    def orders(self, techniques: set[str]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Give for each candidate those before it, and those after it."""
        key = self.owners & (techniques | {ANYONE})
        if key not in self._orders:
            before = [0] * len(self.instance.candidates)
            after = [0] * len(self.instance.candidates)
            for owner, a, b in self.instance.before:
                if owner in key:
                    before[b] |= 1 << a
                    after[a] |= 1 << b
            self._orders[key] = tuple(before), tuple(after)
        return self._orders[key]


def localize(shared: Shared, parts: Sequence[int]) -> Local | None:
    """Gather what a choice of parts asks for; None where a core step has no cover."""
    instance = shared.instance
    rows = [instance.parts[p] for p in parts]
    techniques = {row.technique for row in rows}
    pool = instance.frame
    for row in rows:
        pool |= row.steps
    pool &= ~instance.missing
    core = [i for row in rows for i in each(row.core)]
    covers = tuple(dict.fromkeys((instance.covered_by[i] | 1 << i) & pool for i in core))
    if instance.keep & ~pool or not all(covers):
        return None
    treats = pool & instance.treats
    before, after = shared.orders(techniques)
    caps = _caps(instance, rows, techniques, pool)
    split = tuple(_part(instance, row, pool) for row in rows)
    return Local(
        instance=instance,
        scores=shared.scores,
        conflicts=conflicts_among(instance, techniques),
        pool=pool,
        treats=treats,
        before=before,
        after=after,
        needs={
            i: tuple(dict.fromkeys(providers & pool for providers in shared.needs.get(i, ())))
            for i in each(pool)
        },
        covers=covers,
        core=sum(1 << i for i in core),
        avoided=reduce(or_, instance.avoids.values(), 0) & pool,
        parts=split,
        less=_less(rows, pool),
        caps=caps,
        caps_of=_caps_of(caps, pool),
        rest=_rest(instance, pool, shared.scores),
        sums=(
            *(Sum(part.least, UNBOUNDED, part.treat) for part in split),
            *(Sum(0, cap.limit, cap.members) for cap in caps if cap.timed),
        ),
        grain=gcd(*(instance.candidates[i].weight for i in each(treats))) or 1,
    )


def _caps_of(caps: Sequence[LocalCap], pool: int) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {i: [] for i in each(pool)}
    for k, cap in enumerate(caps):
        for i in each(cap.members):
            found[i].append(k)
    return found


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
    inside = each(row.members & pool)
    takes: dict[int, int] = {}
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
    return LocalCap(row.members & pool, row.limit, takes, over, not row.amounts)


def _rest(instance: Instance, pool: int, scores: Scores) -> int:
    left = instance.budget.hands_on
    worth = 0
    for i in sorted(each(pool), key=lambda i: -scores.later[i]):
        minutes = min(left, instance.candidates[i].most)
        worth += minutes * scores.later[i]
        left -= minutes
    return worth

"""One choice of techniques and one row of positions, renumbered in the order of deciding.

Core treating steps come first, then the other treating steps by weight, then what only prepares,
finds or closes, a step before those that it needs. Bit j of a set stands for the j-th step decided.
"""

from collections.abc import Callable
from collections.abc import Sequence

from attrs import frozen

from palpate.combine.fill import Sum
from palpate.combine.frame import FRAME
from palpate.combine.instance import Instance
from palpate.combine.instance import PartRow
from palpate.combine.instance import Row
from palpate.combine.precede import ANYONE
from palpate.combine.score import Scores

Renumber = Callable[[int], int]


@frozen
class LocalNeed:
    """A need; `cost` is the least minutes it takes to meet it, 0 where a treating step may."""

    providers: int
    cost: int
    kind: int


@frozen
class LocalPart:
    """A part; see PartRow."""

    treat: int
    own: int
    own_least: int
    least: int


@frozen
class LocalCap:
    """A sum under a limit."""

    members: int
    limit: int
    amounts: tuple[int, ...] | None


@frozen
class Local:
    """What the search over steps reads.

    Attributes:
        steps: Candidate numbers in the order of deciding.
        blocks: For each step the blocks it may stand in.
        treats: How many of the steps earn something.
        covers: For each core step the steps of which one must be in.
        less: Pairs of sums of which the first isn't more than the second.
        slopes: (slope, step, kind, amount), best first; kind 0 is up to typical for a step that is
            in, 1 the same for one that is open, with its cost spread over it, 2 beyond typical.
    """

    steps: tuple[int, ...]
    blocks: tuple[tuple[int, ...], ...]
    treats: int
    least: tuple[int, ...]
    typical: tuple[int, ...]
    most: tuple[int, ...]
    first: tuple[int, ...]
    later: tuple[int, ...]
    cost: tuple[int, ...]
    block_cost: tuple[int, ...]
    conflicts: tuple[int, ...]
    before: tuple[int, ...]
    after: tuple[int, ...]
    needs: tuple[tuple[LocalNeed, ...], ...]
    covers: tuple[int, ...]
    parts: tuple[LocalPart, ...]
    sums: tuple[Sum, ...]
    less: tuple[tuple[int, int], ...]
    caps: tuple[LocalCap, ...]
    caps_of: tuple[tuple[int, ...], ...]
    slopes: tuple[tuple[int, int, int, int], ...]
    strong: int
    closing: int
    calm: int
    keep: int
    turning: int
    room: int
    turns: int
    last: int
    positions: tuple[str, ...]


def allowed_blocks(instance: Instance, row: Row, step: int) -> tuple[int, ...]:
    """Give the blocks of a row that a step may stand in."""
    candidate = instance.candidates[step]
    turned = {p for p in row.positions if p in instance.side_turn_positions}
    two_sided = instance.two_sided >> step & 1
    return tuple(
        k
        for k, position in enumerate(row.positions)
        if position in candidate.positions and not (two_sided and position in turned and not row.side_turn)
    )


def localize(
    instance: Instance, parts: Sequence[PartRow], row: Row, scores: Scores
) -> Local | None:
    """Renumber for a choice of parts and a row; None where a core step has no place and no cover."""
    pool = _pool(instance, parts)
    blocks = {i: allowed_blocks(instance, row, i) for i in pool}
    usable = [i for i in pool if blocks[i]]
    techniques = {part.technique for part in parts}
    order = _order(instance, parts, usable, blocks)
    place = {i: j for j, i in enumerate(order)}

    def local(mask: int) -> int:
        found = 0
        for i, j in place.items():
            if mask >> i & 1:
                found |= 1 << j
        return found

    if instance.keep & ~sum(1 << i for i in order):
        return None
    before, after = [0] * len(order), [0] * len(order)
    for owner, a, b in instance.before:
        if a in place and b in place and (owner == ANYONE or owner in techniques):
            before[place[b]] |= 1 << place[a]
            after[place[a]] |= 1 << place[b]
    covers = []
    for part in parts:
        for i in _bits(part.core):
            mask = local(instance.covered_by[i] | 1 << i)
            if not mask:
                return None
            covers.append(mask)
    least = tuple(instance.candidates[i].least for i in order)
    typical = tuple(instance.candidates[i].typical for i in order)
    most = tuple(instance.candidates[i].most for i in order)
    caps = _caps(instance, techniques, order, local)
    turns = len(row.positions) - 1 + row.side_turn
    return Local(
        steps=tuple(order),
        blocks=tuple(blocks[i] for i in order),
        treats=sum(1 for i in order if instance.candidates[i].step.purpose == "treat"),
        least=least,
        typical=typical,
        most=most,
        first=tuple(scores.first[i] for i in order),
        later=tuple(scores.later[i] for i in order),
        cost=tuple(scores.cost[i] for i in order),
        block_cost=tuple(scores.block[i] for i in order),
        conflicts=tuple(local(instance.conflicts[i]) for i in order),
        before=tuple(before),
        after=tuple(after),
        needs=_needs(instance, order, place, local),
        covers=tuple(covers),
        parts=tuple(_part(instance, part, local) for part in parts),
        sums=_sums(instance, parts, local),
        less=_less(parts, local),
        caps=caps,
        caps_of=tuple(tuple(k for k, c in enumerate(caps) if c.members >> j & 1) for j in range(len(order))),
        slopes=_slopes(order, least, typical, most, scores),
        strong=local(instance.strong),
        closing=local(instance.closing),
        calm=local(instance.calm),
        keep=local(instance.keep),
        turning=local(instance.two_sided) if row.side_turn else 0,
        room=instance.budget.hands_on - instance.turn * turns,
        turns=turns,
        last=len(row.positions) - 1,
        positions=row.positions,
    )


def _bits(mask: int) -> list[int]:
    return [i for i in range(mask.bit_length()) if mask >> i & 1]


def _pool(instance: Instance, parts: Sequence[PartRow]) -> list[int]:
    mask = 0
    for part in parts:
        mask |= part.steps
    return [
        i
        for i, c in enumerate(instance.candidates)
        if (mask >> i & 1 or c.part == FRAME) and not instance.lacking[i]
    ]


def _order(
    instance: Instance,
    parts: Sequence[PartRow],
    usable: Sequence[int],
    blocks: dict[int, tuple[int, ...]],
) -> list[int]:
    own = 0
    for part in parts:
        own |= part.own
    candidates = instance.candidates
    treat = [i for i in usable if candidates[i].step.purpose == "treat"]
    core = sorted((i for i in treat if own >> i & 1), key=lambda i: (len(blocks[i]), -candidates[i].weight, i))
    other = sorted((i for i in treat if not own >> i & 1), key=lambda i: (-candidates[i].weight, i))
    return core + other + _helpers(instance, [i for i in usable if i not in treat])


def _helpers(instance: Instance, steps: Sequence[int]) -> list[int]:
    """Order what earns nothing so that a step is decided before those that it needs."""
    wanted = {i: 0 for i in steps}
    for need in instance.needs:
        if need.step in wanted:
            wanted[need.step] |= need.providers
    found: list[int] = []
    left = sorted(steps, key=lambda i: (instance.candidates[i].part == FRAME, i))
    while left:
        free = [i for i in left if not any(wanted[j] >> i & 1 for j in left if j != i)]
        nxt = free[0] if free else left[0]
        found.append(nxt)
        left.remove(nxt)
    return found


def _needs(
    instance: Instance, order: Sequence[int], place: dict[int, int], local: Renumber
) -> tuple[tuple[LocalNeed, ...], ...]:
    found: list[dict[LocalNeed, None]] = [{} for _ in order]
    kinds = {state: n for n, state in enumerate(sorted({need.state for need in instance.needs}))}
    for need in instance.needs:
        if need.step not in place:
            continue
        providers = local(need.providers)
        steps = [i for i in _bits(need.providers) if i in place]
        helpers = all(instance.candidates[i].step.purpose != "treat" for i in steps)
        cost = min((instance.candidates[i].least for i in steps), default=0) if helpers else 0
        found[place[need.step]][LocalNeed(providers, cost, kinds[need.state])] = None
    return tuple(tuple(needs) for needs in found)


def _part(instance: Instance, part: PartRow, local: Renumber) -> LocalPart:
    count = part.own.bit_count()
    return LocalPart(
        treat=local(part.treat),
        own=local(part.own),
        own_least=-(-count * instance.half_percent // 100),
        least=part.least,
    )


def _sums(instance: Instance, parts: Sequence[PartRow], local: Renumber) -> tuple[Sum, ...]:
    found = [Sum(part.least, 10**9, local(part.treat)) for part in parts]
    for technique in sorted({part.technique for part in parts}):
        own = [part for part in parts if part.technique == technique]
        alone = len({part.technique for part in parts}) == 1
        members = 0
        for part in own:
            members |= part.steps
        most = max(part.alone_most if alone else part.most for part in own)
        found.append(Sum(0, most, local(members)))
    return tuple(found)


def _less(parts: Sequence[PartRow], local: Renumber) -> tuple[tuple[int, int], ...]:
    """A worse grade gets no more treating minutes than a better one, for one diagnosis."""
    return tuple(
        (local(worse.treat), local(better.treat))
        for worse in parts
        for better in parts
        if worse.diagnosis == better.diagnosis and worse.grade > better.grade
    )


def _caps(
    instance: Instance, techniques: set[str], order: Sequence[int], local: Renumber
) -> tuple[LocalCap, ...]:
    found: dict[LocalCap, None] = {}
    for row in instance.caps:
        if row.owner != ANYONE and row.owner not in techniques:
            continue
        members = local(row.members)
        amounts = tuple(row.amounts[i] for i in order) if row.amounts else None
        most = sum(
            amounts[j] if amounts else instance.candidates[i].most
            for j, i in enumerate(order)
            if members >> j & 1
        )
        if most > row.limit:
            found[LocalCap(members, row.limit, amounts)] = None
    return tuple(found)


def _slopes(
    order: Sequence[int],
    least: Sequence[int],
    typical: Sequence[int],
    most: Sequence[int],
    scores: Scores,
) -> tuple[tuple[int, int, int, int], ...]:
    found = []
    for j, i in enumerate(order):
        found.append((scores.first[i], j, 0, typical[j] - least[j]))
        open_slope = scores.first[i] + (-scores.cost[i]) // typical[j] + 1
        if open_slope > 0:
            found.append((open_slope, j, 1, typical[j]))
        found.append((scores.later[i], j, 2, most[j] - typical[j]))
    return tuple(sorted((f for f in found if f[3] > 0), key=lambda f: (-f[0], f[2], f[1])))

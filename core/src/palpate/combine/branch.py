"""Branch and bound over the steps of one choice of techniques and one row of positions."""

from attrs import define
from attrs import field

from palpate.combine.fill import UNBOUNDED
from palpate.combine.fill import Filler
from palpate.combine.fill import Sum
from palpate.combine.instance import Instance
from palpate.combine.local import Local
from palpate.combine.local import LocalNeed
from palpate.combine.score import TURN


class OutOfNodes(Exception):
    """The search has used up its nodes."""


@define
class Best:
    """The best plan so far.

    Attributes:
        worth: By the one integer of `score`; -1 while there is none.
        steps: (candidate, block, half minutes).
    """

    worth: int = -1
    steps: tuple[tuple[int, int, int], ...] = ()
    local: Local | None = None
    nodes: int = 0
    limit: int = 0


@define
class Branch:
    """A search; `run` improves on the best plan so far."""

    instance: Instance
    local: Local
    best: Best
    _places: dict[int, int] = field(factory=dict)
    _rest: tuple[int, ...] = ()
    _base: int = 0

    def run(self) -> None:
        """Search everything that could be better.

        Raises:
            OutOfNodes: The limit of nodes is reached; the best plan so far stands.
        """
        local = self.local
        count = len(local.steps)
        everything = (1 << count) - 1
        self._rest = tuple(everything & ~((1 << j) - 1) for j in range(count + 1))
        self._base = -TURN * local.turns
        used = tuple(0 for _ in local.caps)
        self._decide(0, 0, 0, (0,) * (local.last + 1), 0, self._base, (), used)

    def _decide(
        self,
        j: int,
        chosen: int,
        out: int,
        blocks: tuple[int, ...],
        least: int,
        sure: int,
        needs: tuple[LocalNeed, ...],
        used: tuple[int, ...],
    ) -> None:
        """Decide step j: in one of its blocks, or out."""
        local, best = self.local, self.best
        best.nodes += 1
        if best.nodes > best.limit:
            raise OutOfNodes
        open_steps = self._rest[j] & ~out
        overhead = self._overhead(chosen, open_steps, blocks, needs)
        if overhead < 0 or self._bound(chosen, open_steps, least + overhead, sure, used) <= best.worth:
            return
        if j == len(local.steps):
            self._leaf(chosen, blocks, needs, sure)
            return
        bit = 1 << j
        wanted = not out & bit and not local.conflicts[j] & chosen
        if wanted and (j < local.treats or self._useful(j, chosen, blocks, needs)):
            after = self._caps_after(j, used)
            if after is not None and least + local.least[j] <= local.room:
                still = tuple(n for n in needs if not n.providers & bit)
                still += tuple(n for n in local.needs[j] if not n.providers & chosen)
                gain = local.first[j] * local.least[j] - local.cost[j]
                for block in local.blocks[j]:
                    if not self._fits(j, block, blocks):
                        continue
                    filled = blocks[:block] + (blocks[block] | bit,) + blocks[block + 1 :]
                    worth = sure + gain - block * local.block_cost[j]
                    self._decide(
                        j + 1, chosen | bit, out | local.conflicts[j], filled, least + local.least[j], worth, still, after
                    )
        if not local.keep & bit:
            self._decide(j + 1, chosen, out | bit, blocks, least, sure, needs, used)

    def _caps_after(self, j: int, used: tuple[int, ...]) -> tuple[int, ...] | None:
        local = self.local
        if not local.caps_of[j]:
            return used
        found = list(used)
        for k in local.caps_of[j]:
            cap = local.caps[k]
            found[k] += cap.amounts[j] if cap.amounts else local.least[j]
            if found[k] > cap.limit:
                return None
        return tuple(found)

    def _fits(self, j: int, block: int, blocks: tuple[int, ...]) -> bool:
        """Say whether the order holds with step j in a block, and closes no circle there."""
        before, after = self.local.before[j], self.local.after[j]
        for k, members in enumerate(blocks):
            if (k > block and before & members) or (k < block and after & members):
                return False
        here = blocks[block]
        if not (before & here and after & here):
            return True
        seen, front = 0, after & here
        while front:
            if front & before:
                return False
            seen |= front
            reached = 0
            while front:
                low = front & -front
                front ^= low
                reached |= self.local.after[low.bit_length() - 1]
            front = reached & here & ~seen
        return True

    def _overhead(
        self, chosen: int, open_steps: int, blocks: tuple[int, ...], needs: tuple[LocalNeed, ...]
    ) -> int:
        """Give the least minutes that unmet needs still take; -1 where something can't be met."""
        local = self.local
        may = chosen | open_steps
        costs: dict[int, int] = {}
        for need in needs:
            if not need.providers & open_steps:
                return -1
            if need.cost > costs.get(need.kind, 0):
                costs[need.kind] = need.cost
        for cover in local.covers:
            if not cover & may:
                return -1
        if chosen & local.strong and not may & local.closing:
            return -1
        if not (local.calm & blocks[local.last] or local.calm & open_steps):
            return -1
        if local.turning and not local.turning & may:
            return -1
        if not open_steps and not all(blocks):
            return -1
        for part in local.parts:
            if part.own and (part.own & may).bit_count() < part.own_least:
                return -1
            if not self._can_last(part.treat & may, part.least):
                return -1
        return max(costs.values(), default=0)

    def _can_last(self, members: int, least: int) -> bool:
        total = 0
        while members:
            low = members & -members
            members ^= low
            total += self.local.most[low.bit_length() - 1]
            if total >= least:
                return True
        return False

    def _bound(self, chosen: int, open_steps: int, least: int, sure: int, used: tuple[int, ...]) -> int:
        """Give a worth that no plan below this node exceeds."""
        room = self.local.room - least
        if room < 0:
            return -UNBOUNDED
        worth = sure
        for slope, j, kind, amount in self.local.slopes:
            if chosen >> j & 1:
                if kind == 1:
                    continue
            elif kind == 0 or not open_steps >> j & 1:
                continue
            if amount >= room:
                return worth + slope * room
            worth += slope * amount
            room -= amount
        return worth

    def _useful(
        self, j: int, chosen: int, blocks: tuple[int, ...], needs: tuple[LocalNeed, ...]
    ) -> bool:
        """Say whether a step that earns nothing is there for something."""
        local, bit = self.local, 1 << j
        if local.keep & bit or any(n.providers & bit for n in needs):
            return True
        if any(cover & bit and not cover & chosen for cover in local.covers):
            return True
        if local.closing & bit and chosen & local.strong:
            have = self._sum(local.closing & chosen, local.most)
            if have < self.instance.budget.closing_strokes:
                return True
        if local.calm & bit and not local.calm & blocks[local.last]:
            return True
        return any(self._sum(b, local.most) < self.instance.least_block for b in blocks)

    def _sum(self, members: int, values: tuple[int, ...]) -> int:
        total = 0
        while members:
            low = members & -members
            members ^= low
            total += values[low.bit_length() - 1]
        return total

    def _leaf(
        self, chosen: int, blocks: tuple[int, ...], needs: tuple[LocalNeed, ...], sure: int
    ) -> None:
        """Give the chosen steps their best minutes, if everything holds."""
        local, instance = self.local, self.instance
        if needs or not all(blocks) or not local.calm & blocks[local.last]:
            return
        if any(not cover & chosen for cover in local.covers):
            return
        if local.turning and not self._turned(blocks):
            return
        steps = [j for j in range(len(local.steps)) if chosen >> j & 1]
        sums = list(local.sums)
        sums += [Sum(0, cap.limit, cap.members) for cap in local.caps if cap.amounts is None]
        sums += [Sum(instance.least_block, UNBOUNDED, members) for members in blocks]
        if chosen & local.strong:
            sums.append(Sum(instance.budget.closing_strokes, UNBOUNDED, local.closing))
        order = [(local.first[j], j, local.typical[j]) for j in steps]
        order += [(local.later[j], j, local.most[j]) for j in steps]
        order.sort(key=lambda entry: -entry[0])
        filler = Filler(steps, order, local.room, local.first, local.later, local.typical)
        fixed = sure - sum(local.first[j] * local.least[j] for j in steps)
        low = {j: local.least[j] for j in steps}
        high = {j: local.most[j] for j in steps}
        found = filler.best(low, high, sums, local.less, self.best.worth - fixed)
        if found is not None:
            self.best.worth = found.worth + fixed
            self.best.local = local
            self.best.steps = tuple(
                (local.steps[j], next(k for k, b in enumerate(blocks) if b >> j & 1), found.minutes[j])
                for j in steps
            )

    def _turned(self, blocks: tuple[int, ...]) -> bool:
        """Say whether something chosen needs the turn from side to side."""
        local = self.local
        sides = [k for k, position in enumerate(local.positions) if position in self.instance.side_turn_positions]
        return any(local.turning & blocks[k] for k in sides)

"""Branch and bound over the steps of one choice of techniques in one row of positions."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence

from attrs import define
from attrs import evolve

from palpate.combine.bits import each
from palpate.combine.bound import Bounds
from palpate.combine.fill import UNBOUNDED
from palpate.combine.fill import Filled
from palpate.combine.fill import Filler
from palpate.combine.fill import Sum
from palpate.combine.layout import Layout
from palpate.combine.node import Node
from palpate.combine.node import circular
from palpate.combine.node import drop
from palpate.combine.node import ends_calm
from palpate.combine.node import laid
from palpate.combine.node import place
from palpate.combine.node import settle
from palpate.combine.node import turned
from palpate.combine.rows import Row
from palpate.combine.score import COUNT
from palpate.combine.score import VALUE

NOTHING = -(10**40)
#: A linear programme counts as a node for so many pivots times variables.
WORK = 200
#: Giving minutes to a set of steps counts as so many nodes.
FILLING = 3


class Stopped(Exception):
    """The search has used up its nodes, or the plan in hand will do."""


@define
class Best:
    """The best plan so far.

    Attributes:
        limit: So many nodes are looked at.
        worth: By the one integer of `score`; NOTHING while there is no plan.
        steps: (candidate, block, half minutes), sorted.
        found: The node at which a plan of more value was met last.
        any_plan: Whether the first plan will do.
    """

    limit: int
    any_plan: bool = False
    worth: int = NOTHING
    steps: tuple[tuple[int, int, int], ...] = ()
    row: Row | None = None
    nodes: int = 0
    found: int = 0

    def count(self, nodes: int = 1) -> None:
        """Count nodes.

        Raises:
            Stopped: The limit is reached; the best plan so far stands.
        """
        self.nodes += nodes
        if self.nodes > self.limit:
            raise Stopped

    def take(self, worth: int, steps: tuple[tuple[int, int, int], ...], row: Row) -> None:
        """Take a better plan.

        Raises:
            Stopped: It will do.
        """
        if worth // VALUE > self.worth // VALUE:
            self.found = self.nodes
        self.worth, self.steps, self.row = worth, steps, row
        if self.any_plan:
            raise Stopped


@define
class Branch:
    """One choice of techniques in one row: looks at states, and keeps the best plan that it meets."""

    layout: Layout
    bounds: Bounds
    best: Best
    _costs: Sequence[int] = ()

    def most(self, node: Node) -> int:
        """Give the most that a plan below a state is worth, by what is known of it."""
        return self.bounds.most(self.layout, node)

    def look(self, node: Node) -> tuple[int, list[Node]]:
        """Look at a state: give the most that is below it, and the ways on, the best guess first.

        No ways: nothing below is as good as the best plan, or a plan was met here.

        Raises:
            Stopped: The limit of nodes is reached.
        """
        state = self.price(node)
        if state is None:
            return NOTHING, []
        most, treats = self.most(state), state.open & self.layout.local.treats
        if treats & state.view.used:
            step = 1 << self._pick(state, treats & state.view.used)
            ways = [settle(self.layout, state, step), drop(self.layout, state, step)]
            return most, [way for way in ways if way is not None]
        if treats:
            none = drop(self.layout, state, treats)
            return most, [*([none] if none else []), *self._each(state, treats)]
        return most, self._finish(state)

    def price(self, node: Node | None) -> Node | None:
        """Decide what follows from the bounds of a state.

        Returns:
            None where nothing below is as good as the best plan.

        Raises:
            Stopped: The limit of nodes is reached.
        """
        floor = self.best.worth
        while node is not None:
            self.best.count()
            if not node.fits():
                self._costs = self._costs or self.layout.costs()
                before = self.bounds.work
                node = self.bounds.priced(self.layout, node, self._costs)
                self.best.count((self.bounds.work - before) // WORK)
                if node is None:
                    return None
            most = self.most(node)
            if self.bounds.tight(most) < floor:
                return None
            out, into = self.bounds.fixed(node, most, floor)
            if not out and not into:
                if node.fits():
                    return node
                continue
            node = drop(self.layout, node, out)
            if node is not None and into:
                node = settle(self.layout, node, into)
        return None

    def _pick(self, node: Node, steps: int) -> int:
        """Choose what to decide: what shuts out most, else what asks for most, else what is worth most."""
        local = self.layout.local

        def weight(j: int) -> tuple[int, int, int]:
            rivals = (local.conflicts[j] & node.open).bit_count()
            asked = sum(
                1 for need in local.needs[j] if not need & node.chosen and need not in node.demands
            )
            return rivals, asked, local.scores.first[j]

        return max(each(steps), key=weight)

    def _each(self, node: Node | None, steps: int) -> list[Node]:
        """Give the ways with each of some steps, without those before it."""
        local = self.layout.local

        def price(j: int) -> tuple[int, int, int]:
            return (
                -local.instance.candidates[j].weight,
                local.scores.cost[j],
                -local.scores.later[j],
            )

        ways = []
        for j in sorted(each(steps), key=price):
            if node is None:
                break
            ways.append(settle(self.layout, node, 1 << j))
            node = drop(self.layout, node, 1 << j)
        return [way for way in ways if way is not None]

    def _finish(self, node: Node) -> list[Node]:
        """Every treating step is decided: meet what is asked for, then give minutes and blocks."""
        if node.demands:
            demand = min(node.demands, key=lambda d: ((d & node.open).bit_count(), d))
            return self._each(node, demand & node.open)
        self.best.count(FILLING)
        local = self.layout.local
        candidates = local.instance.candidates
        steps = each(node.chosen)
        low = {j: candidates[j].least for j in steps}
        high = {j: candidates[j].most for j in steps}
        typical = [c.typical for c in candidates]
        filler = Filler(
            local.scores.first,
            local.scores.later,
            typical,
            self.layout.sums,
            local.less,
            local.grain * VALUE,
            local.rest,
        )
        fixed = self.layout.base - sum(local.scores.cost[j] for j in steps)
        loose = filler.best(low, high, self.best.worth - fixed)
        if loose is None:
            return []
        found: Filled | None = loose
        longer = self._longer(node)
        if not _long_enough(loose, longer):
            filler = evolve(filler, sums=(*filler.sums, *longer))
            found = filler.best(low, high, self.best.worth - fixed)
        kept = found is not None and self._blocks(node, found, fixed, filler, low, high)
        kept = kept and found is not None and found.worth == loose.worth
        more = ((loose.worth + fixed) // COUNT - 1) * COUNT + local.rest
        if kept or more < self.best.worth:
            return []
        return self._each(node, self._lacking(node) & node.open)

    def _blocks(
        self,
        node: Node,
        found: Filled,
        fixed: int,
        filler: Filler,
        low: Mapping[int, int],
        high: Mapping[int, int],
    ) -> bool:
        """Give each step that is in a block; say whether the best minutes could be kept."""
        at = {j: [k for k, mask in enumerate(node.cans) if mask >> j & 1] for j in low}
        extra = self.layout.extra
        later = sum(min(extra[k][j] for k in blocks) for j, blocks in at.items())
        if found.worth + fixed - later < self.best.worth or circular(self.layout, node):
            return False
        if not self.layout.calm & node.cans[self.layout.last] & node.chosen:
            return False
        loose = next((j for j, blocks in at.items() if len(blocks) > 1), -1)
        if loose < 0:
            return self._record(node, found, fixed - later, filler, low, high)
        kept = False
        for block in at[loose]:
            self.best.count()
            child = place(self.layout, node, loose, block)
            if child is not None:
                kept = self._blocks(child, found, fixed, filler, low, high) or kept
        return kept

    def _record(
        self,
        node: Node,
        found: Filled,
        fixed: int,
        filler: Filler,
        low: Mapping[int, int],
        high: Mapping[int, int],
    ) -> bool:
        """Take a whole plan if it is better; say whether the best minutes could be kept."""
        layout = self.layout
        if not (
            turned(layout, node)
            and ends_calm(layout, node)
            and laid(layout, node.chosen, node.chosen)
        ):
            return False
        longer = self._longer(node)
        kept = _long_enough(found, longer)
        best: Filled | None = found
        if not kept:
            again = evolve(filler, sums=(*filler.sums, *longer))
            best = again.best(low, high, self.best.worth - fixed)
        if best is not None:
            where = {j: k for k, mask in enumerate(node.cans) for j in low if mask >> j & 1}
            steps = tuple((j, where[j], best.minutes[j]) for j in low)
            self._better(best.worth + fixed, steps)
        return kept

    def _better(self, worth: int, steps: tuple[tuple[int, int, int], ...]) -> None:
        """Keep the better plan; of two that are worth the same, the first by its steps' keys."""
        best, candidates = self.best, self.layout.local.instance.candidates

        def name(plan: tuple[tuple[int, int, int], ...], row: Row | None) -> object:
            named = sorted((candidates[i].key, block, minutes) for i, block, minutes in plan)
            return named, row.positions if row else ()

        if worth < best.worth:
            return
        if worth == best.worth and name(steps, self.layout.row) >= name(best.steps, best.row):  # type: ignore[operator]
            return
        best.take(worth, steps, self.layout.row)

    def _longer(self, node: Node) -> list[Sum]:
        """Give the sums that must be long enough: each block, and the closing of strong work."""
        instance = self.layout.local.instance
        found = [Sum(instance.least_block, UNBOUNDED, mask & node.chosen) for mask in node.cans]
        if node.chosen & instance.strong:
            strokes = instance.budget.closing_strokes
            found.append(Sum(strokes, UNBOUNDED, self.layout.closing & node.chosen))
        return found

    def _lacking(self, node: Node) -> int:
        """Give the steps without which a sum may not be long enough, or the end not calm."""
        candidates = self.layout.local.instance.candidates
        wanted = 0
        for one, mask in zip(self._longer(node), (*node.cans, self.layout.closing), strict=False):
            if sum(candidates[j].least for j in each(one.members)) < one.least:
                wanted |= mask
        for k, mask in enumerate(node.cans):
            certain = mask & node.chosen
            for other, rest in enumerate(node.cans):
                if other != k:
                    certain &= ~rest
            if (
                sum(candidates[j].least for j in each(certain))
                < self.layout.local.instance.least_block
            ):
                wanted |= mask
        if not ends_calm(self.layout, node) or self.layout.last:
            wanted |= self.layout.calm
        for mask in self.layout.turned:
            wanted |= mask
        if not laid(self.layout, node.chosen, node.chosen):
            wanted |= self.layout.local.pool
        return wanted


def _long_enough(found: Filled, sums: Iterable[Sum]) -> bool:
    """Say whether minutes reach the least of every sum."""
    return all(
        sum(d for j, d in found.minutes.items() if one.members >> j & 1) >= one.least
        for one in sums
    )

"""What no plan below a state of the search exceeds."""

from attrs import define
from attrs import evolve
from attrs import field

from palpate.combine.linear import solve
from palpate.combine.local import Layout
from palpate.combine.local import members
from palpate.combine.node import Node
from palpate.combine.prices import Filling
from palpate.combine.prices import Priced
from palpate.combine.prices import Prices
from palpate.combine.prices import fill_best_first
from palpate.combine.relax import Relaxation
from palpate.combine.relax import priced_sums
from palpate.combine.score import COUNT
from palpate.combine.score import VALUE


@define
class Bounds:
    """Bounds of the states of one layout."""

    layout: Layout
    _helpers: dict[int, tuple[int, int]] = field(factory=dict)
    _sums: tuple[Priced, ...] = ()

    def tight(self, worth: int) -> int:
        """Lower a bound to what the first three wishes can come to, and all of the rest."""
        local = self.layout.local
        value = -(-worth // VALUE) // local.grain * local.grain
        most = value * VALUE + self.layout.base + local.rest
        return min(worth, worth // COUNT * COUNT + local.rest, most)

    def quick(self, node: Node) -> tuple[int, Filling] | None:
        """Fill the room best first, less what is still asked for; None where that has no room."""
        local = self.layout.local
        minutes, cost = self._owed(node)
        if minutes > node.room:
            return None
        filling = fill_best_first(
            node.prices.slopes, node.chosen, node.open, node.room - minutes, local
        )
        # a helper that isn't charged for yet costs more than the minutes left over could earn it
        spare = minutes + (filling.spare if cost else 0)
        return node.sure - cost + spare * local.helper + filling.worth, filling

    def fixed(self, node: Node, most: int, filling: Filling, floor: int) -> tuple[int, int]:
        """Give the open steps that must be out, and in, for a plan that isn't worse than a floor."""
        local, prices = self.layout.local, node.prices
        out = into = 0
        for j in members(node.open & local.treats):
            one = local.instance.candidates[j]
            first, later = prices.first[j] - filling.slope, prices.later[j] - filling.slope
            gain = first * (one.typical if first > 0 else one.least) - prices.cost[j]
            gain += max(0, later) * (one.most - one.typical)
            if gain < 0:
                if self.tight(most + gain) < floor:
                    out |= 1 << j
            elif (
                filling.taken >> j & 1
                and not local.conflicts[j] & node.open
                and self.tight(most - gain) < floor
            ):
                into |= 1 << j
        return out, into

    def full(self, node: Node, floor: int) -> tuple[int, Node] | None:
        """Solve the relaxation with every sum, and price the caps that bind.

        Returns:
            The bound, and the state under the new prices; None where no plan reaches the floor.
        """
        self._sums = self._sums or priced_sums(self.layout.local)
        relaxed = Relaxation(self.layout, node)
        rows = [relaxed.row(one) for one in self._sums] + relaxed.plain_rows()
        found = solve(relaxed.worths, relaxed.tops, rows)
        if found is None:
            return None
        prices = Prices(self.layout.local, self.layout.base)
        scores, candidates = self.layout.local.scores, self.layout.local.instance.candidates
        chosen = members(node.chosen)
        worth = prices.base + found.worth // found.divisor
        worth += sum(scores.first[i] * candidates[i].least - scores.cost[i] for i in chosen)
        if self.tight(worth) < floor:
            return None
        for one, price in zip(self._sums, found.prices, strict=False):
            if price >= found.divisor:
                prices.put(price // found.divisor, one)
        prices.built()
        sure = prices.base + sum(prices.gain[i] for i in chosen)
        return self.tight(worth), evolve(node, prices=prices, sure=sure, fresh=True)

    def _owed(self, node: Node) -> tuple[int, int]:
        """Give the least minutes and the least cost of what is still asked for."""
        layout, instance = self.layout, self.layout.local.instance
        minutes = cost = closers = strokes = seen = 0
        if node.chosen & instance.strong:
            strokes = instance.budget.closing_strokes
            strokes -= sum(
                instance.candidates[i].least for i in members(node.chosen & layout.closing)
            )
        demands = node.demands
        calm = layout.calm & node.cans[layout.last]
        if not calm & node.chosen:
            demands = (*demands, calm)
        for demand in demands:
            steps = demand & node.open
            if steps & seen:
                continue
            seen |= steps
            least, dear = self._helper(steps)
            cost += dear
            if steps & layout.closing:
                closers += least  # the same minutes may be closing strokes
            else:
                minutes += least
        return minutes + max(closers, strokes), cost

    def _helper(self, steps: int) -> tuple[int, int]:
        """Give the least minutes and cost that one of some steps takes; nothing if one may earn."""
        found = self._helpers.get(steps)
        if found is None:
            local = self.layout.local
            if steps & local.treats:
                found = (0, 0)
            else:
                each = members(steps)
                least = min(local.instance.candidates[i].least for i in each)
                found = (least, min(local.scores.cost[i] for i in each))
            self._helpers[steps] = found
        return found

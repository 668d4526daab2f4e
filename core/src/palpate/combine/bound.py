"""What no plan below a state of the search exceeds.

Prices on what holds of a plan make each step dearer or cheaper, and give the limits back as a
constant: whatever the prices, no plan is worth more than the constant and all that its steps then
bring (Lagrange). A linear programme finds good prices; it may round, for the bound is worked out
from the prices in whole numbers. A bound holds below the state as well, so most states need no
prices of their own.
"""

from collections.abc import Mapping
from collections.abc import Sequence

from attrs import define
from attrs import evolve
from attrs import field

from palpate.combine.bits import each
from palpate.combine.floating import TINY
from palpate.combine.floating import guess
from palpate.combine.instance import Instance
from palpate.combine.layout import Layout
from palpate.combine.lines import ROOM
from palpate.combine.lines import Line
from palpate.combine.lines import lines_at
from palpate.combine.lines import lines_of
from palpate.combine.local import Local
from palpate.combine.node import Node
from palpate.combine.node import View
from palpate.combine.relax import Programme
from palpate.combine.score import COUNT
from palpate.combine.score import VALUE

#: Weights of lines that contradict each other are made whole numbers of about this size.
WEIGHT = 10**12
#: So many contradictions are tried on the next states: what fails in one row often fails in others.
REMEMBERED = 4


@define
class Bounds:
    """Bounds of the states of one choice of techniques, in any row of positions.

    Attributes:
        lines: What holds in any of them.
        clashes: Weights of lines that contradicted each other, the latest first.
        work: What all linear programmes took, as pivots times variables.
    """

    local: Local
    lines: tuple[Line, ...] = field(init=False)
    clashes: list[dict[int, int]] = field(factory=list)
    work: int = 0

    def __attrs_post_init__(self) -> None:
        """Write what holds in any row of positions."""
        self.lines = lines_of(self.local)

    def tight(self, worth: int) -> int:
        """Lower a bound to what the first three wishes can come to, and all of the rest."""
        local = self.local
        value = -(-worth // VALUE) // local.grain * local.grain
        return min(worth, worth // COUNT * COUNT + local.rest, value * VALUE + local.rest)

    def most(self, layout: Layout, node: Node) -> int:
        """Give the most that a plan below a state is worth, by the prices that it has."""
        view = node.view
        gains = view.gains
        most = layout.base + view.base + view.room * layout.room
        for i in each(node.chosen | node.open & view.welcome):
            most += gains[i]
        return most

    def fixed(self, node: Node, most: int, floor: int) -> tuple[int, int]:
        """Give the open steps that must be out, and in, for a plan that isn't worse than a floor."""
        out = into = 0
        gains = node.view.gains
        for i in each(node.open):
            without = most - abs(gains[i])
            if without < floor or self.tight(without) < floor:
                if gains[i] < 0:
                    out |= 1 << i
                elif gains[i]:
                    into |= 1 << i
        return out, into

    def priced(self, layout: Layout, node: Node, costs: Sequence[int]) -> Node | None:
        """Put the best prices on what holds of a state; None where it can't all hold.

        Args:
            costs: What each step costs in this row of positions.
        """
        lines = lines_at(layout, node, self.lines)
        if any(_contradict(self.local.instance, node, lines, weights) for weights in self.clashes):
            return None
        programme = Programme(self.local, node, lines, costs)
        found = guess(programme.worths, programme.tops, programme, node.view.binding)
        self.work += found.work
        prices = {n: int(price * VALUE) for n, price in found.prices.items()}
        if not found.holds:
            weights = {n: int(price * WEIGHT) for n, price in found.prices.items()}
            if _contradict(self.local.instance, node, lines, weights):
                self.clashes.insert(0, weights)
                del self.clashes[REMEMBERED:]
                return None
            prices = {}
        amounts = programme.at(found.values)
        used, full = amounts.inside(TINY), amounts.inside(1 - TINY) | node.chosen
        return evolve(node, view=self._view(node, lines, prices, costs, used, full))

    def _view(
        self,
        node: Node,
        lines: Sequence[Line],
        prices: Mapping[int, int],
        costs: Sequence[int],
        used: int,
        full: int,
    ) -> View:
        """Work out what the steps bring under prices."""
        instance, scores = self.local.instance, self.local.scores
        timed, counted = _charged(len(instance.candidates), lines, prices)
        gains = [0] * len(instance.candidates)
        welcome = 0
        for i in each(node.chosen | node.open):
            one = instance.candidates[i]
            first, later = scores.first[i] - timed[i], scores.later[i] - timed[i]
            gain = first * (one.typical if first > 0 else one.least) - costs[i] - counted[i]
            if later > 0:
                gain += later * (one.most - one.typical)
            gains[i] = gain
            if gain > 0:
                welcome |= 1 << i
        base = sum(lines[n].limit * price for n, price in prices.items() if n != ROOM)
        return View(base, prices.get(ROOM, 0), gains, welcome, used, full, tuple(prices))


def _charged(
    count: int, lines: Sequence[Line], prices: Mapping[int, int]
) -> tuple[list[int], list[int]]:
    """Give what a half minute of each step costs under prices, and what it costs to be in."""
    timed, counted = [0] * count, [0] * count
    for n, price in prices.items():
        for i, amount in lines[n].timed:
            timed[i] += price * amount
        for i, amount in lines[n].counted:
            counted[i] += price * amount
    return timed, counted


def _contradict(
    instance: Instance, node: Node, lines: Sequence[Line], weights: Mapping[int, int]
) -> bool:
    """Say whether no plan below a state keeps to the sum of lines, so weighted (Farkas)."""
    candidates = instance.candidates
    timed, counted = _charged(len(candidates), lines, weights)
    left = sum(lines[n].limit * weight for n, weight in weights.items())
    for i in each(node.chosen | node.open):
        one = candidates[i]
        least = counted[i] + timed[i] * (one.least if timed[i] > 0 else one.most)
        if least < 0 or node.chosen >> i & 1:
            left -= least
    return left < 0

"""What no plan below a state of the search exceeds."""

from collections.abc import Sequence

from attrs import define
from attrs import evolve
from attrs import field

from palpate.combine.linear import Row
from palpate.combine.linear import solve
from palpate.combine.local import Layout
from palpate.combine.local import members
from palpate.combine.node import Node
from palpate.combine.prices import Filling
from palpate.combine.prices import Priced
from palpate.combine.prices import Prices
from palpate.combine.prices import fill_best_first
from palpate.combine.score import COUNT
from palpate.combine.score import VALUE
from palpate.record import frozen


@frozen
class Column:
    """A variable of the relaxation: minutes of a step, or a step that comes in with all its typical ones."""

    step: int
    worth: int
    top: int
    minutes: int
    whole: bool


@define
class Bounds:
    """Bounds of the states of one layout."""

    layout: Layout
    _helpers: dict[int, tuple[int, int]] = field(factory=dict)

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
        columns = self._columns(node)
        rows = self._rows(node, columns)
        found = solve(
            [c.worth for c in columns], [c.top for c in columns], [row for row, _ in rows]
        )
        if found is None:
            return None
        prices = Prices(self.layout.local, self.layout.base)
        scores, candidates = self.layout.local.scores, self.layout.local.instance.candidates
        chosen = members(node.chosen)
        worth = prices.base + found.worth // found.divisor
        worth += sum(scores.first[i] * candidates[i].least - scores.cost[i] for i in chosen)
        if self.tight(worth) < floor:
            return None
        for (_, priced), price in zip(rows, found.prices, strict=True):
            if priced is not None and price >= found.divisor:
                prices.put(price // found.divisor, priced)
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

    def _columns(self, node: Node) -> list[Column]:
        local = self.layout.local
        scores = local.scores
        found = []
        for i in members(node.chosen | node.open):
            one = local.instance.candidates[i]
            size = one.typical if local.treats >> i & 1 else one.least
            if node.chosen >> i & 1:
                found.append(Column(i, scores.first[i], one.typical - one.least, 1, whole=False))
                size = one.typical
            else:
                found.append(
                    Column(i, scores.first[i] * size - scores.cost[i], 1, size, whole=True)
                )
            found.append(Column(i, scores.later[i], one.most - size, 1, whole=False))
        return [column for column in found if column.top > 0]

    def _rows(self, node: Node, columns: Sequence[Column]) -> list[tuple[Row, Priced | None]]:
        """Give every row of the relaxation, with what its price may be put on."""
        plain = [Priced(-1, 0, self.layout.room)]
        plain += [Priced(0, steps, -least) for steps, least in self._long_enough(node)]
        rows: list[tuple[Row, Priced | None]] = []
        rows += [(self._row(node, columns, priced), priced) for priced in self._priced()]
        rows += [(self._row(node, columns, one), None) for one in plain]
        rows += [(row, None) for row in self._logic(node, columns)]
        return rows

    def _priced(self) -> list[Priced]:
        """Give the caps, shares and comparisons: what a price can be put on."""
        local = self.layout.local
        caps = [
            Priced(cap.members, 0, cap.limit, None if cap.timed else cap.takes)
            for cap in local.caps
        ]
        parts = [Priced(0, part.treat, -part.least) for part in local.parts]
        return [*caps, *parts, *(Priced(small, large, 0) for small, large in local.less)]

    def _long_enough(self, node: Node) -> list[tuple[int, int]]:
        """Give sets of steps with the least that their minutes come to."""
        instance = self.layout.local.instance
        may = node.chosen | node.open
        found = [(mask & may, instance.least_block) for mask in node.cans]
        if node.chosen & instance.strong:
            found.append((self.layout.closing, instance.budget.closing_strokes))
        return found

    def _logic(self, node: Node, columns: Sequence[Column]) -> list[Row]:
        """Give what holds of steps that come in: demands, needs of their own, one of a clique."""
        local = self.layout.local
        rows = [(self._met(columns, demand), -1) for demand in node.demands]
        for n, column in enumerate(columns):
            needs = local.needs[column.step] if column.whole else ()
            own = [d for d in needs if not d & node.chosen and d not in node.demands]
            rows += [({**self._met(columns, need), n: 1}, 0) for need in own]
        cliques = {local.cliques[i].steps & node.open for i in members(node.open & local.treats)}
        return rows + [(_whole(columns, clique), 1) for clique in sorted(cliques)]

    def _met(self, columns: Sequence[Column], demand: int) -> dict[int, int]:
        """Give the entries of a row that asks for one of some steps, at its least minutes."""
        candidates = self.layout.local.instance.candidates
        return {
            n: column.minutes // -candidates[column.step].least
            for n, column in enumerate(columns)
            if column.whole and demand >> column.step & 1
        }

    def _row(self, node: Node, columns: Sequence[Column], priced: Priced) -> Row:
        """Write a sum over the columns, less what the steps that are in take at least."""
        plus, minus, takes = priced.plus, priced.minus, priced.takes
        if takes is not None:
            entries = {n: takes[c.step] for n, c in enumerate(columns) if c.whole and takes[c.step]}
            return entries, priced.limit - sum(takes[i] for i in members(node.chosen & plus))
        candidates = self.layout.local.instance.candidates
        limit = priced.limit
        limit -= sum(candidates[i].least for i in members(node.chosen & plus))
        limit += sum(candidates[i].least for i in members(node.chosen & minus))
        signs = [(plus >> c.step & 1) - (minus >> c.step & 1) for c in columns]
        return {
            n: s * c.minutes for n, (s, c) in enumerate(zip(signs, columns, strict=True)) if s
        }, limit


def _whole(columns: Sequence[Column], steps: int) -> dict[int, int]:
    """Give the entries of a row that counts steps that come in."""
    return {n: 1 for n, column in enumerate(columns) if column.whole and steps >> column.step & 1}

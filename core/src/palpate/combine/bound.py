"""What no plan below a state of the search exceeds."""

from collections.abc import Sequence

from attrs import define
from attrs import evolve
from attrs import field
from attrs import frozen

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
        return min(worth, worth // COUNT * COUNT + self.layout.local.rest)

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
            elif filling.taken >> j & 1 and not local.instance.conflicts[j] & node.open:
                if self.tight(most - gain) < floor:
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
            if steps & ~layout.closing:
                minutes += least
            else:
                closers += least
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
                found.append(Column(i, scores.first[i], one.typical - one.least, 1, False))
                size = one.typical
            else:
                found.append(Column(i, scores.first[i] * size - scores.cost[i], 1, size, True))
            found.append(Column(i, scores.later[i], one.most - size, 1, False))
        return [column for column in found if column.top > 0]

    def _rows(self, node: Node, columns: Sequence[Column]) -> list[tuple[Row, Priced | None]]:
        layout, local = self.layout, self.layout.local
        instance = local.instance
        rows: list[tuple[Row, Priced | None]] = [
            (self._minutes(node, columns, -1, 0, layout.room), None)
        ]
        for cap in local.caps:
            if cap.timed:
                priced = Priced(cap.members, 0, cap.limit)
                rows.append((self._minutes(node, columns, cap.members, 0, cap.limit), priced))
            else:
                entries = {
                    n: cap.takes[c.step]
                    for n, c in enumerate(columns)
                    if c.whole and cap.takes[c.step]
                }
                left = cap.limit - sum(cap.takes[i] for i in members(node.chosen))
                rows.append(((entries, left), Priced(cap.members, 0, cap.limit, cap.takes)))
        for part in local.parts:
            rows.append(
                (
                    self._minutes(node, columns, 0, part.treat, -part.least),
                    Priced(0, part.treat, -part.least),
                )
            )
        for small, large in local.less:
            rows.append((self._minutes(node, columns, small, large, 0), Priced(small, large, 0)))
        if node.chosen & instance.strong:
            rows.append(
                (
                    self._minutes(
                        node, columns, 0, layout.closing, -instance.budget.closing_strokes
                    ),
                    None,
                )
            )
        may = node.chosen | node.open
        rows += [
            (self._minutes(node, columns, 0, mask & may, -instance.least_block), None)
            for mask in node.cans
        ]
        rows += [((self._met(columns, demand), -1), None) for demand in node.demands]
        cliques = {local.cliques[i].steps & node.open for i in members(node.open & local.treats)}
        rows += [
            ((_whole(columns, clique), 1), None)
            for clique in sorted(cliques)
            if clique & (clique - 1)
        ]
        return rows

    def _met(self, columns: Sequence[Column], demand: int) -> dict[int, int]:
        """Give the entries of a row that asks for one of some steps, at its least minutes."""
        candidates = self.layout.local.instance.candidates
        return {
            n: column.minutes // -candidates[column.step].least
            for n, column in enumerate(columns)
            if column.whole and demand >> column.step & 1
        }

    def _minutes(
        self, node: Node, columns: Sequence[Column], plus: int, minus: int, limit: int
    ) -> Row:
        """Give the row: minutes of some steps less those of others are at most the limit."""
        candidates = self.layout.local.instance.candidates
        limit -= sum(candidates[i].least for i in members(node.chosen & plus))
        limit += sum(candidates[i].least for i in members(node.chosen & minus))
        entries = {}
        for n, column in enumerate(columns):
            sign = (plus >> column.step & 1) - (minus >> column.step & 1)
            if sign:
                entries[n] = sign * column.minutes
        return entries, limit


def _whole(columns: Sequence[Column], steps: int) -> dict[int, int]:
    """Give the entries of a row that counts steps that come in."""
    return {n: 1 for n, column in enumerate(columns) if column.whole and steps >> column.step & 1}

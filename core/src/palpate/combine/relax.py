"""A state of the search as a linear programme: steps may be cut, and come in by halves."""

from attrs import define
from attrs import field

from palpate.combine.linear import Row
from palpate.combine.local import Layout
from palpate.combine.local import Local
from palpate.combine.local import members
from palpate.combine.node import Node
from palpate.combine.prices import Priced


def priced_sums(local: Local) -> tuple[Priced, ...]:
    """Give the caps, shares and comparisons: what a price can be put on."""
    caps = [
        Priced(cap.members, 0, cap.limit, None if cap.timed else cap.takes) for cap in local.caps
    ]
    parts = [Priced(0, part.treat, -part.least) for part in local.parts]
    return (*caps, *parts, *(Priced(small, large, 0) for small, large in local.less))


@define
class Relaxation:
    """The variables of a state: what a step's minutes grow by, or a step that comes in.

    Attributes:
        worths, tops, minutes: Of each variable: worth and minutes of one, and the most of it.
        grows: The variables of each step.
        enters: The variable of each open step that brings it in with all its typical minutes.
    """

    layout: Layout
    node: Node
    worths: list[int] = field(factory=list)
    tops: list[int] = field(factory=list)
    minutes: list[int] = field(factory=list)
    grows: dict[int, list[int]] = field(factory=dict)
    enters: dict[int, int] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Write the variables."""
        local, node = self.layout.local, self.node
        scores, candidates = local.scores, local.instance.candidates
        for i in members(node.chosen | node.open):
            one = candidates[i]
            size = one.typical if local.treats >> i & 1 else one.least
            if node.chosen >> i & 1:
                self._add(i, scores.first[i], one.typical - one.least, 1)
                size = one.typical
            else:
                self.enters[i] = len(self.worths)
                self._add(i, scores.first[i] * size - scores.cost[i], 1, size)
            self._add(i, scores.later[i], one.most - size, 1)

    def _add(self, step: int, worth: int, top: int, minutes: int) -> None:
        if top > 0:
            self.grows.setdefault(step, []).append(len(self.worths))
            self.worths.append(worth)
            self.tops.append(top)
            self.minutes.append(minutes)

    def row(self, priced: Priced) -> Row:
        """Write a sum over the variables, less what the steps that are in take at least."""
        node, takes = self.node, priced.takes
        inside = members(priced.plus & node.chosen)
        if takes is not None:
            entries = {
                self.enters[i]: takes[i] for i in members(priced.plus & node.open) if takes[i]
            }
            return entries, priced.limit - sum(takes[i] for i in inside)
        candidates = self.layout.local.instance.candidates
        entries = {}
        limit = priced.limit - sum(candidates[i].least for i in inside)
        limit += sum(candidates[i].least for i in members(priced.minus & node.chosen))
        may = node.chosen | node.open
        for mask, sign in ((priced.plus & ~priced.minus, 1), (priced.minus & ~priced.plus, -1)):
            for i in members(mask & may):
                for n in self.grows.get(i, ()):
                    entries[n] = sign * self.minutes[n]
        return entries, limit

    def plain_rows(self) -> list[Row]:
        """Write what has no price: room, what lasts long enough, and what holds of steps that come in."""
        layout, node = self.layout, self.node
        local, may = layout.local, node.chosen | node.open
        least = local.instance.least_block
        sums = [Priced(-1, 0, layout.room)]
        sums += [Priced(0, mask & may, -least) for mask in node.cans]
        if node.chosen & local.instance.strong:
            sums.append(Priced(0, layout.closing, -local.instance.budget.closing_strokes))
        rows = [self.row(one) for one in sums]
        rows += [(self._met(demand), -1) for demand in node.demands]
        for i, n in self.enters.items():
            own = [d for d in local.needs[i] if not d & node.chosen and d not in node.demands]
            rows += [({**self._met(need), n: 1}, 0) for need in own]
        cliques = {local.cliques[i].steps & node.open for i in members(node.open & local.treats)}
        rows += [
            (dict.fromkeys(map(self.enters.__getitem__, members(c)), 1), 1) for c in sorted(cliques)
        ]
        return rows

    def _met(self, demand: int) -> dict[int, int]:
        """Give the entries of a row that asks for one of some steps, at its least minutes."""
        candidates = self.layout.local.instance.candidates
        found = {}
        for i in members(demand & self.node.open):
            n = self.enters[i]
            found[n] = self.minutes[n] // -candidates[i].least
        return found

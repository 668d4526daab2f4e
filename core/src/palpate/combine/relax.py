"""A state of the search as a linear programme: steps may be cut, and come in by halves."""

from collections.abc import Container
from collections.abc import Sequence

from attrs import define
from attrs import field

from palpate.combine.bits import each
from palpate.combine.floating import TINY
from palpate.combine.lines import Line
from palpate.combine.local import Local
from palpate.combine.node import Node
from palpate.combine.score import VALUE


@define
class Programme:
    """The minutes of each step as variables: up to its typical dose, and beyond.

    A step that is in has its least minutes beforehand; one that may come in brings its cost with
    its minutes, spread over them.

    Attributes:
        worths, tops, owners: Of each variable the worth of a half minute in units of VALUE, the
            most of it, and the step.
        first, later: The variables of each step.
        sizes: For each step that may come in the half minutes that bring it in whole.
        breakable: The lines that some plan could break.
    """

    local: Local
    node: Node
    lines: Sequence[Line]
    costs: Sequence[int]
    worths: list[float] = field(factory=list)
    tops: list[float] = field(factory=list)
    owners: list[int] = field(factory=list)
    first: dict[int, int] = field(factory=dict)
    later: dict[int, int] = field(factory=dict)
    sizes: dict[int, int] = field(factory=dict)
    breakable: list[int] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Write the variables."""
        scores, candidates = self.local.scores, self.local.instance.candidates
        for i in each(self.node.chosen):
            one = candidates[i]
            self._add(self.first, i, scores.first[i] / VALUE, one.typical - one.least)
            self._add(self.later, i, scores.later[i] / VALUE, one.most - one.typical)
        for i in each(self.node.open):
            one = candidates[i]
            size = one.typical if self.local.treats >> i & 1 else one.least
            self.sizes[i] = size
            worth = (scores.first[i] * size - self.costs[i]) / (size * VALUE)
            self._add(self.first, i, worth, size)
            self._add(self.later, i, scores.later[i] / VALUE, one.most - size)
        self.breakable = self._breakable()

    def _add(self, into: dict[int, int], step: int, worth: float, top: int) -> None:
        if top > 0:
            into[step] = len(self.worths)
            self.worths.append(worth)
            self.tops.append(float(top))
            self.owners.append(step)

    def _breakable(self) -> list[int]:
        candidates, node = self.local.instance.candidates, self.node
        count = len(candidates)
        low, high, inside, may = [0] * count, [0] * count, [0] * count, [0] * count
        for i in each(node.chosen | node.open):
            high[i], may[i] = candidates[i].most, 1
        for i in each(node.chosen):
            low[i], inside[i] = candidates[i].least, 1
        found = []
        for number, line in enumerate(self.lines):
            lack = -line.limit
            for i, amount in line.timed:
                lack += amount * (high[i] if amount > 0 else low[i])
            for i, amount in line.counted:
                lack += amount * (may[i] if amount > 0 else inside[i])
            if lack > 0:
                found.append(number)
        return found

    def at(self, values: Sequence[float]) -> "Amounts":
        """Give what some values of the variables make of the steps."""
        candidates = self.local.instance.candidates
        count = len(candidates)
        minutes, least, most = [0.0] * count, [0.0] * count, [0.0] * count
        for i in each(self.node.chosen):
            minutes[i], least[i], most[i] = float(candidates[i].least), 1.0, 1.0
        for i, size in self.sizes.items():
            value = values[self.first[i]]
            least[i], most[i] = value / size, value / candidates[i].least
        for i, value in zip(self.owners, values, strict=True):
            minutes[i] += value
        return Amounts(self, minutes, least, most)

    def entries(self, number: int) -> dict[int, float]:
        """Give what a line counts of each variable."""
        line, found = self.lines[number], dict[int, float]()
        for i, amount in line.timed:
            for names in (self.first, self.later):
                if i in names:
                    found[names[i]] = float(amount)
        candidates = self.local.instance.candidates
        for i, amount in line.counted:
            if i in self.sizes:
                name = self.first[i]
                whole = self.sizes[i] if amount > 0 else candidates[i].least
                found[name] = found.get(name, 0.0) + amount / whole
        return found


@define
class Amounts:
    """Values of the variables of a programme.

    Attributes:
        minutes: Half minutes of each step.
        least, most: How much of it is in, at least and at most: its least minutes bring it in too.
    """

    programme: Programme
    minutes: list[float]
    least: list[float]
    most: list[float]

    def worst(self, taken: Container[int]) -> int:
        """Give the line that is broken most, but for some lines; -1: none is."""
        worst, pick = TINY, -1
        for number in self.programme.breakable:
            lack = self._lack(number)
            if lack > worst and number not in taken:
                worst, pick = lack, number
        return pick

    def row(self, number: int) -> tuple[dict[int, float], float]:
        """Give the entries of a line by variable, and by how much it is broken."""
        return self.programme.entries(number), self._lack(number)

    def inside(self, least: float) -> int:
        """Give the open steps that are in by more than a share."""
        return sum(1 << i for i in self.programme.sizes if self.least[i] > least)

    def _lack(self, number: int) -> float:
        line = self.programme.lines[number]
        minutes, least, most = self.minutes, self.least, self.most
        lack = -float(line.limit)
        for i, amount in line.timed:
            lack += amount * minutes[i]
        for i, amount in line.counted:
            lack += amount * (least[i] if amount > 0 else most[i])
        return lack

"""What a step is worth once the caps that bind have their price.

A price on a sum makes each of its steps dearer and gives the limit back as a constant: whatever
the prices, no plan is worth more than what the bound then says (Lagrange). So a simple greedy fill
of the minutes knows of every cap, share and comparison.
"""

from collections.abc import Sequence

from attrs import define
from attrs import field

from palpate.combine.local import Local
from palpate.combine.local import members
from palpate.record import frozen

SURE = 0
OPEN = 1
LATER = 2
Slope = tuple[int, int, int, int, int]


@frozen
class Priced:
    """A sum that can have a price: `plus` less `minus` is at most the limit.

    Attributes:
        takes: What each candidate counts if it is in; None where minutes are counted.
    """

    plus: int
    minus: int
    limit: int
    takes: tuple[int, ...] | None = None


@define
class Prices:
    """Worths of half minutes under some prices.

    Attributes:
        base: What any plan has.
        gain: Worth of each step at its least minutes.
        slopes: (worth, kind, bit, half minutes, clique), best first. SURE: from the least to the
            typical dose of a step that is in. OPEN: up to the typical dose of one that may come
            in, its cost spread over it. LATER: beyond typical.
    """

    local: Local
    base: int
    first: list[int] = field(init=False)
    later: list[int] = field(init=False)
    cost: list[int] = field(init=False)
    gain: list[int] = field(init=False)
    slopes: list[Slope] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Start from the worths themselves."""
        self.first = list(self.local.scores.first)
        self.later = list(self.local.scores.later)
        self.cost = list(self.local.scores.cost)

    def built(self) -> "Prices":
        """Work out gains and slopes."""
        candidates = self.local.instance.candidates
        self.gain = [
            f * c.least - k for f, c, k in zip(self.first, candidates, self.cost, strict=True)
        ]
        self.slopes = [*self._treating(), *self._helping()]
        self.slopes.sort(reverse=True)
        return self

    def put(self, price: int, on: Priced) -> None:
        """Put a price on a sum."""
        self.base += price * on.limit
        for i in members(on.plus):
            if on.takes is None:
                self.first[i] -= price
                self.later[i] -= price
            else:
                self.cost[i] += price * on.takes[i]
        for i in members(on.minus):
            self.first[i] += price
            self.later[i] += price

    def _treating(self) -> list[Slope]:
        found = []
        for i in members(self.local.treats):
            one, bit, clique = self.local.instance.candidates[i], 1 << i, self.local.cliques[i]
            if self.first[i] > 0 and one.typical > one.least:
                found.append((self.first[i], SURE, bit, one.typical - one.least, 0))
            slope = self.first[i] - self.cost[i] // one.typical
            if slope > 0:
                found.append((slope, OPEN, bit, clique.typical, clique.steps))
            if self.later[i] > 0 and clique.later:
                found.append((self.later[i], LATER, bit, clique.later, clique.steps))
        return found

    def _helping(self) -> list[Slope]:
        """What earns nothing has only minutes left over to take; all of it at one worth."""
        local = self.local
        found = []
        for i in members(local.pool & ~local.treats):
            one = local.instance.candidates[i]
            slope = self.first[i] - local.scores.first[i] + local.helper
            if slope > 0 and one.most > one.least:
                found.append((slope, SURE, 1 << i, one.most - one.least, 0))
        return found


@frozen
class Filling:
    """The minutes filled best first, as if steps could be cut.

    Attributes:
        slope: Worth of the last half minute; 0 where room is left over.
        taken: The open steps that take part.
        part: Of these the one that is cut; 0: none is.
        spare: Half minutes left over.
    """

    worth: int
    slope: int
    taken: int
    part: int
    spare: int


def fill_best_first(
    slopes: Sequence[Slope], chosen: int, may: int, room: int, local: Local
) -> Filling:
    """Fill room with what steps that are in, and those that may come in, are worth."""
    worth = closed = later = taken = 0
    for slope, kind, bit, size, clique in slopes:
        amount = size
        if bit & chosen:
            if kind == OPEN:
                continue
            if kind == LATER:
                one = local.instance.candidates[bit.bit_length() - 1]
                amount = one.most - one.typical
        elif kind == SURE or not bit & may:
            continue
        elif kind == OPEN:
            if bit & closed:
                continue
            taken |= bit
            closed |= clique
        elif bit & later:
            continue
        else:
            later |= clique
        if amount >= room:
            part = bit if kind == OPEN and amount > room else 0
            return Filling(worth + slope * room, slope, taken, part, 0)
        worth += slope * amount
        room -= amount
    return Filling(worth, 0, taken, 0, room)

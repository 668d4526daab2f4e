"""The minutes of a fixed set of steps: exact, and nothing but numbers.

Worth falls as a step gets longer, so the best minutes are those of a linear programme wherever they
come out whole; where they don't, a step that is cut in two is tried shorter and longer.
"""

from collections.abc import Mapping
from collections.abc import Sequence

from attrs import evolve

from palpate.combine.linear import Row
from palpate.combine.linear import solve
from palpate.record import frozen

UNBOUNDED = 10**9


@frozen
class Sum:
    """The minutes of some steps lie between two bounds; `members` is a bit set."""

    least: int
    most: int
    members: int


@frozen
class Filled:
    """The best minutes found, and what they are worth."""

    worth: int
    minutes: dict[int, int]


@frozen
class Filler:
    """Finds the best minutes of a set of steps.

    Attributes:
        first, later: Worth of a half minute of each candidate up to its typical dose, and beyond.
        sums: Bounds of sums of steps.
        less: Pairs of bit sets: the first sum isn't more than the second.
        grain: The worth of whole minutes is a multiple of this, and at most `rest` more.
    """

    first: Sequence[int]
    later: Sequence[int]
    typical: Sequence[int]
    sums: Sequence[Sum]
    less: Sequence[tuple[int, int]]
    grain: int
    rest: int

    def best(self, low: Mapping[int, int], high: Mapping[int, int], floor: int) -> Filled | None:
        """Give the best minutes that are worth at least a floor.

        Args:
            low, high: Bounds of each step that is in.
        """
        columns = self._columns(low, high)
        rows = self._rows(low, high, [i for i, _, _ in columns])
        if rows is None:
            return None
        found = solve([c[1] for c in columns], [c[2] for c in columns], rows)
        if found is None:
            return None
        worth = sum(self._worth(i, d) for i, d in low.items()) + found.worth // found.divisor
        if min(worth, worth // self.grain * self.grain + self.rest) < floor:
            return None
        minutes = {i: d * found.divisor for i, d in low.items()}
        for (i, _, _), value in zip(columns, found.values, strict=True):
            minutes[i] += value
        cut = self._cut(minutes, found.divisor)
        if cut is not None:
            return self._apart(*cut, low, high, floor)
        return Filled(worth, {i: value // found.divisor for i, value in minutes.items()})

    def _cut(self, minutes: Mapping[int, int], divisor: int) -> tuple[int, int] | None:
        """Give steps whose minutes together are cut, and how many of them are whole.

        Two sums that are compared are looked at before single steps: where they share an odd
        room, any of their steps would be cut in two, one after the other.
        """
        compared = [members for pair in self.less for members in pair]
        for members in (*compared, *(1 << i for i in minutes)):
            total = sum(value for i, value in minutes.items() if members >> i & 1)
            if total % divisor:
                return members, total // divisor
        return None

    def _worth(self, i: int, minutes: int) -> int:
        turn = self.typical[i]
        return self.first[i] * min(minutes, turn) + self.later[i] * max(0, minutes - turn)

    def _columns(
        self, low: Mapping[int, int], high: Mapping[int, int]
    ) -> list[tuple[int, int, int]]:
        """Give (step, worth, half minutes) of what each step can grow by."""
        found = []
        for i in low:
            turn = self.typical[i]
            found.append((i, self.first[i], min(high[i], turn) - low[i]))
            found.append((i, self.later[i], high[i] - max(low[i], turn)))
        return [column for column in found if column[2] > 0]

    def _rows(
        self, low: Mapping[int, int], high: Mapping[int, int], columns: Sequence[int]
    ) -> list[Row] | None:
        """Give what the growth must keep to; None where a sum can't be met at all."""
        rows: list[Row] = []
        for one in self.sums:
            inside = [i for i in low if one.members >> i & 1]
            least, most = sum(low[i] for i in inside), sum(high[i] for i in inside)
            if least > one.most or most < one.least:
                return None
            here = [n for n, i in enumerate(columns) if one.members >> i & 1]
            if most > one.most:
                rows.append((dict.fromkeys(here, 1), one.most - least))
            if least < one.least:
                rows.append((dict.fromkeys(here, -1), least - one.least))
        for small, large in self.less:
            entries = {n: (small >> i & 1) - (large >> i & 1) for n, i in enumerate(columns)}
            apart = sum(d * ((large >> i & 1) - (small >> i & 1)) for i, d in low.items())
            rows.append((entries, apart))
        return rows

    def _apart(
        self,
        members: int,
        minutes: int,
        low: Mapping[int, int],
        high: Mapping[int, int],
        floor: int,
    ) -> Filled | None:
        """Try steps with at most these minutes together, and with more."""
        shorter, longer = Sum(0, minutes, members), Sum(minutes + 1, UNBOUNDED, members)
        found = evolve(self, sums=(*self.sums, shorter)).best(low, high, floor)
        if found is not None:
            floor = found.worth + 1
        return evolve(self, sums=(*self.sums, longer)).best(low, high, floor) or found

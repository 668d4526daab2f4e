"""A small linear programme in floating point: prices for rows, whose bound is judged elsewhere.

The bounded dual simplex method. Every variable starts at the bound where its worth is highest; a
row that is broken is taken up and mended, and one that never breaks costs nothing. The sums are made
in a fixed order, so the prices are the same everywhere. Nothing is believed of them but that they
are prices: what they prove is worked out in whole numbers (`bound.py`).
"""

from collections.abc import Container
from collections.abc import Sequence
from typing import Protocol

from attrs import define
from attrs import field

from palpate.record import frozen

TINY = 1e-7
#: After so many pivots the prices are good enough, or the numbers go round in a circle.
PIVOTS = 400


class Rows(Protocol):
    """Sums that stay under a limit."""

    def at(self, values: Sequence[float]) -> "Standing":
        """Give what some values of the variables make of them."""


class Standing(Protocol):
    """Rows, at some values of the variables."""

    def worst(self, taken: Container[int]) -> int:
        """Give the row that is broken most, but for some rows; -1: none is."""

    def row(self, number: int) -> tuple[dict[int, float], float]:
        """Give the entries of a row by variable, and by how much it is broken."""


@frozen
class Guess:
    """What the simplex came to.

    Attributes:
        values: Of each variable.
        prices: Of the rows that have one.
        holds: Whether the rows can hold; if not, the prices are of a sum of rows that can't.
        work: Pivots times variables.
    """

    values: list[float]
    prices: dict[int, float]
    holds: bool
    work: int


def guess(
    worths: Sequence[float], tops: Sequence[float], rows: Rows, likely: Sequence[int]
) -> Guess:
    """Find about the most of worths times values, from 0 to tops, under rows.

    Args:
        likely: Rows that are likely to bind: they are taken up before any is looked for.
    """
    return _Tableau(list(worths), tops, rows).solve(likely)


@define
class _Tableau:
    """Columns are the variables that stand at a bound; lines are the others.

    Variables are numbered, and after them the slacks of rows.

    Attributes:
        columns, basis: Variable of each column and line.
        high: Whether a column's variable stands at its upper bound.
        table: Entries; a line's variable is its value minus entries times the columns' moves.
        taken: The rows that were taken up.
    """

    worths: list[float]
    tops: Sequence[float]
    rows: Rows
    columns: list[int] = field(init=False)
    high: list[bool] = field(init=False)
    basis: list[int] = field(factory=list)
    table: list[list[float]] = field(factory=list)
    values: list[float] = field(factory=list)
    taken: set[int] = field(factory=set)

    def __attrs_post_init__(self) -> None:
        """Let each variable stand where its worth is highest."""
        self.columns = list(range(len(self.tops)))
        self.high = [worth > 0 for worth in self.worths]

    def solve(self, likely: Sequence[int]) -> Guess:
        standing = self.rows.at(self._standing())
        for number in likely:
            self._take_up(number, standing)
        work = 0
        for _ in range(PIVOTS):
            work += len(self.columns)
            line = self._worst()
            while line < 0 and self._take_worst():
                line = self._worst()
            if line < 0:
                break
            column = self._entering(line)
            if column < 0:
                return Guess(self._standing(), self._clash(line), holds=False, work=work)
            self._pivot(line, column)
        return Guess(self._standing(), self._prices(), holds=True, work=work)

    def _standing(self) -> list[float]:
        found = [0.0] * len(self.tops)
        for name, high in zip(self.columns, self.high, strict=True):
            if high:
                found[name] = self.tops[name]
        for name, value in zip(self.basis, self.values, strict=True):
            if name < len(found):
                found[name] = value
        return found

    def _prices(self) -> dict[int, float]:
        count = len(self.tops)
        return {
            name - count: -worth
            for name, worth in zip(self.columns, self.worths, strict=True)
            if name >= count and worth < 0
        }

    def _clash(self, line: int) -> dict[int, float]:
        """Give the weights of rows that together can't hold: those that make up a line."""
        count = len(self.tops)
        weights = dict(zip(self.columns, self.table[line], strict=True))
        weights[self.basis[line]] = 1.0
        return {name - count: abs(weight) for name, weight in weights.items() if name >= count}

    def _take_worst(self) -> bool:
        """Add the row that is broken most; False where all hold."""
        standing = self.rows.at(self._standing())
        number = standing.worst(self.taken)
        if number < 0:
            return False
        self._take_up(number, standing)
        return True

    def _take_up(self, number: int, standing: Standing) -> None:
        entries, lack = standing.row(number)
        line = [entries.get(name, 0.0) for name in self.columns]
        for name, other in zip(self.basis, self.table, strict=True):
            factor = entries.get(name)
            if factor:
                line = [a - factor * b for a, b in zip(line, other, strict=True)]
        self.basis.append(len(self.tops) + number)
        self.table.append(line)
        self.values.append(-lack)
        self.taken.add(number)

    def _top(self, name: int) -> float | None:
        return self.tops[name] if name < len(self.tops) else None

    def _worst(self) -> int:
        """Give the line that is furthest from its bounds; -1: none is outside."""
        worst, found = TINY, -1
        for i, (name, value) in enumerate(zip(self.basis, self.values, strict=True)):
            top = self._top(name)
            lack = -value if value < 0 or top is None else value - top
            if lack > worst:
                worst, found = lack, i
        return found

    def _entering(self, line: int) -> int:
        """Give the column that mends a line at the least loss; -1 where none can.

        Columns that would give way before it, and can't mend the line alone, go to their other
        bound on the way: that saves a pivot each.
        """
        value = self.values[line]
        under = value < 0
        entries = self.table[line]
        usable = [
            (abs(worth / a), j)
            for j, (a, high, worth) in enumerate(zip(entries, self.high, self.worths, strict=True))
            if (a > TINY or a < -TINY) and ((a < 0) != high) == under
        ]
        usable.sort()
        lack = -value if under else value - (self._top(self.basis[line]) or 0)
        flips: list[int] = []
        for _, j in usable:
            reach = self._top(self.columns[j])
            if reach is None or abs(entries[j]) * reach >= lack:
                for flip in flips:
                    self._flip(flip)
                return j
            lack -= abs(entries[j]) * reach
            flips.append(j)
        return -1

    def _flip(self, column: int) -> None:
        top = self.tops[self.columns[column]]
        self._shift(column, top if self.high[column] else -top)
        self.high[column] = not self.high[column]

    def _shift(self, column: int, amount: float) -> None:
        """Move a column's variable down by an amount."""
        for i, entries in enumerate(self.table):
            self.values[i] += entries[column] * amount

    def _pivot(self, line: int, column: int) -> None:
        """Let a column's variable and a line's change places; the line's goes to the bound it broke."""
        table, values = self.table, self.values
        entering, leaving = self.columns[column], self.basis[line]
        top = self._top(leaving)
        at_top = values[line] >= 0 and top is not None
        if self.high[column]:
            self._shift(column, self.tops[entering])
        pivot = table[line][column]
        own = [a / pivot for a in table[line]]
        own[column] = 1 / pivot
        value = values[line] / pivot
        for i, entries in enumerate(table):
            factor = entries[column]
            if factor and i != line:
                table[i] = [a - factor * b for a, b in zip(entries, own, strict=True)]
                table[i][column] = -factor / pivot
                values[i] -= factor * value
        factor = self.worths[column]
        if factor:
            self.worths = [a - factor * b for a, b in zip(self.worths, own, strict=True)]
            self.worths[column] = -factor / pivot
        table[line], values[line] = own, value
        self.columns[column], self.basis[line] = leaving, entering
        self.high[column] = at_top
        if at_top and top:
            self._shift(column, -top)

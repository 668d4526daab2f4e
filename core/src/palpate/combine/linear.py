"""A small linear programme, solved exactly in whole numbers.

The bounded dual simplex method: every variable starts at the bound where its worth is highest, and
rows that are broken are taken up and mended one by one; a row that never breaks costs nothing. The
tableau holds whole numbers over one common divisor (Edmonds' pivots), so nothing is ever rounded,
and the answer is the same everywhere.
"""

from collections.abc import Sequence

from attrs import define
from attrs import field

from palpate.record import frozen

Row = tuple[dict[int, int], int]
"""Entries by variable, and the limit that their sum doesn't exceed."""


@frozen
class Solution:
    """The best values and each row's price, all over one divisor."""

    worth: int
    values: tuple[int, ...]
    prices: tuple[int, ...]
    divisor: int


def solve(worths: Sequence[int], tops: Sequence[int], rows: Sequence[Row]) -> Solution | None:
    """Find the most of worths times values, from 0 to tops, under the rows; None: they can't hold."""
    return _Tableau(list(worths), tops, rows).solve()


@define
class _Tableau:
    """Columns are the variables that stand at a bound; lines are the others.

    Attributes:
        columns, basis: Variable of each column and line; from `len(tops)` on, a row's slack.
        high: Whether a column's variable stands at its upper bound.
        table: Entries; a line's variable is (its value minus entries times the columns' moves).
        values: Value of each line's variable, times the divisor.
    """

    worths: list[int]
    tops: Sequence[int]
    rows: Sequence[Row]
    columns: list[int] = field(factory=list)
    basis: list[int] = field(factory=list)
    high: list[bool] = field(factory=list)
    table: list[list[int]] = field(factory=list)
    values: list[int] = field(factory=list)
    divisor: int = 1
    worth: int = 0
    waiting: list[tuple[int, tuple[tuple[int, int], ...], int]] = field(factory=list)

    def solve(self) -> Solution | None:
        self.columns = list(range(len(self.tops)))
        self.high = [worth > 0 for worth in self.worths]
        self.worth = sum(w * t for w, t in zip(self.worths, self.tops, strict=True) if w > 0)
        self.waiting = self._breakable()
        while True:
            line = self._broken()
            if line < 0:
                if not self._take_up():
                    return self._solution()
                continue
            column = self._entering(line)
            if column < 0:
                return None
            self._pivot(line, column)

    def _breakable(self) -> list[tuple[int, tuple[tuple[int, int], ...], int]]:
        """Give number, entries and limit of the rows that some values could break."""
        tops = self.tops
        return [
            (n, tuple(entries.items()), limit)
            for n, (entries, limit) in enumerate(self.rows)
            if sum(entry * tops[j] for j, entry in entries.items() if entry > 0) > limit
        ]

    def _top(self, name: int) -> int | None:
        return self.tops[name] if name < len(self.tops) else None

    def _standing(self) -> list[int]:
        """Give the value of each variable, times the divisor; slacks left out."""
        found = [0] * len(self.tops)
        for j, name in enumerate(self.columns):
            if self.high[j]:
                found[name] = self.tops[name] * self.divisor
        for i, name in enumerate(self.basis):
            if name < len(found):
                found[name] = self.values[i]
        return found

    def _take_up(self) -> bool:
        """Add the row that is broken most to the table; False where all hold."""
        standing = self._standing()
        worst, pick = 0, -1
        for n, terms, limit in self.waiting:
            lack = -limit * self.divisor
            for j, entry in terms:
                lack += entry * standing[j]
            if lack > worst:
                worst, pick = lack, n
        if pick < 0:
            return False
        entries = self.rows[pick][0]
        line = [entries.get(name, 0) * self.divisor for name in self.columns]
        for i, name in enumerate(self.basis):
            factor = entries.get(name, 0)
            if factor:
                line = [a - factor * b for a, b in zip(line, self.table[i], strict=True)]
        self.basis.append(len(self.tops) + pick)
        self.table.append(line)
        self.values.append(-worst)
        return True

    def _broken(self) -> int:
        worst, found = 0, -1
        for i, name in enumerate(self.basis):
            value = self.values[i]
            top = self._top(name)
            lack = -value if value < 0 or top is None else value - top * self.divisor
            if lack > worst:
                worst, found = lack, i
        return found

    def _entering(self, line: int) -> int:
        """Give the column that mends a line at the least loss; -1 where none can.

        Columns that would give way before it, and can't mend the line alone, go to their other
        bound on the way: that saves a pivot each.
        """
        under = self.values[line] < 0
        entries = self.table[line]
        usable = [j for j, a in enumerate(entries) if a and ((a < 0) != self.high[j]) == under]
        # fractions with numbers this small differ by more than the bits that are kept
        bits = 2 * max((abs(entries[j]) for j in usable), default=1).bit_length()
        usable.sort(key=lambda j: ((abs(self.worths[j]) << bits) // abs(entries[j]), j))
        top = self._top(self.basis[line])
        lack = -self.values[line] if under else self.values[line] - (top or 0) * self.divisor
        flips: list[int] = []
        for j in usable:
            reach = self._top(self.columns[j])
            if reach is None or abs(entries[j]) * reach >= lack:
                self._flip(flips)
                return j
            lack -= abs(entries[j]) * reach
            flips.append(j)
        return -1

    def _flip(self, columns: Sequence[int]) -> None:
        for j in columns:
            top = self.tops[self.columns[j]]
            self._shift(j, top if self.high[j] else -top)
            self.high[j] = not self.high[j]

    def _pivot(self, line: int, column: int) -> None:
        """Let a column's variable and a line's change places; the line's goes to the bound it broke."""
        table, values, divisor = self.table, self.values, self.divisor
        pivots = table[line]
        pivot = pivots[column]
        entering, leaving = self.columns[column], self.basis[line]
        top = self._top(leaving)
        at_top = values[line] >= 0 and top is not None
        if self.high[column]:
            self._shift(column, self.tops[entering])
        value = values[line]
        for i, entries in enumerate(table):
            if i != line:
                table[i], values[i] = self._mended(entries, column, pivots, values[i], value)
        factor = self.worths[column]
        self.worth = (self.worth * pivot + factor * value) // divisor
        self.worths = [
            (c * pivot - factor * b) // divisor for c, b in zip(self.worths, pivots, strict=True)
        ]
        self.worths[column] = -factor
        pivots[column] = divisor
        if pivot < 0:
            self._negate()
        self.divisor = abs(pivot)
        self.columns[column], self.basis[line] = leaving, entering
        self.high[column] = at_top
        if at_top and top:
            self._shift(column, -top)

    def _mended(
        self, entries: list[int], column: int, pivots: list[int], mine: int, value: int
    ) -> tuple[list[int], int]:
        """Give a line after a pivot."""
        divisor, pivot, factor = self.divisor, pivots[column], entries[column]
        if not factor:
            if pivot == divisor:
                return entries, mine
            return [a * pivot // divisor for a in entries], mine * pivot // divisor
        found = [(a * pivot - factor * b) // divisor for a, b in zip(entries, pivots, strict=True)]
        found[column] = -factor
        return found, (mine * pivot - factor * value) // divisor

    def _shift(self, column: int, amount: int) -> None:
        """Move a column's variable down by an amount."""
        for i, entries in enumerate(self.table):
            self.values[i] += entries[column] * amount
        self.worth -= self.worths[column] * amount

    def _negate(self) -> None:
        self.table = [[-a for a in entries] for entries in self.table]
        self.values = [-v for v in self.values]
        self.worths = [-c for c in self.worths]
        self.worth = -self.worth

    def _solution(self) -> Solution:
        prices = [0] * len(self.rows)
        for j, name in enumerate(self.columns):
            if name >= len(self.tops):
                prices[name - len(self.tops)] = -self.worths[j]
        return Solution(self.worth, tuple(self._standing()), tuple(prices), self.divisor)

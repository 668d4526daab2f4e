"""Linear programmes in floating point against the same in whole numbers."""

from collections.abc import Container
from collections.abc import Sequence
from random import Random

import pytest
from attrs import frozen

from palpate.combine.floating import guess
from palpate.combine.linear import Row
from palpate.combine.linear import solve

SEEDS = range(200)


@frozen
class Rows:
    """Rows of whole numbers, as the simplex asks for them."""

    rows: Sequence[Row]

    def at(self, values: Sequence[float]) -> "At":
        """Give the rows at some values."""
        return At(self.rows, values)


@frozen
class At:
    """Rows at some values."""

    rows: Sequence[Row]
    values: Sequence[float]

    def lack(self, number: int) -> float:
        """Give by how much a row is broken."""
        entries, limit = self.rows[number]
        return sum(amount * self.values[j] for j, amount in entries.items()) - limit

    def worst(self, taken: Container[int]) -> int:
        """Give the row that is broken most."""
        broken = [n for n in range(len(self.rows)) if n not in taken and self.lack(n) > 1e-7]
        return max(broken, key=self.lack, default=-1)

    def row(self, number: int) -> tuple[dict[int, float], float]:
        """Give a row."""
        return {j: float(a) for j, a in self.rows[number][0].items()}, self.lack(number)


def programme(seed: int) -> tuple[list[int], list[int], list[Row]]:
    """Draw worths, tops and rows; one in four or so can't hold."""
    dice = Random(seed)  # noqa: S311 - a test's dice
    count = dice.randint(2, 12)
    worths = [dice.randint(-9, 30) for _ in range(count)]
    tops = [dice.randint(1, 12) for _ in range(count)]
    rows: list[Row] = []
    for _ in range(dice.randint(1, 8)):
        names = dice.sample(range(count), dice.randint(1, count))
        sign = dice.choice((1, 1, -1))
        entries = {j: sign * dice.choice((1, 1, 1, 2, -1)) for j in names}
        rows.append((entries, sign * dice.randint(1, 20)))
    return worths, tops, rows


@pytest.mark.parametrize("seed", SEEDS)
def test_the_guess_is_the_exact_answer_but_for_rounding(seed: int) -> None:
    """Worth, and whether the rows can hold, are those that whole numbers give."""
    worths, tops, rows = programme(seed)
    exact = solve(worths, tops, rows)
    found = guess(worths, tops, Rows(rows), ())
    assert found.holds == (exact is not None)
    if exact is not None:
        worth = sum(w * v for w, v in zip(worths, found.values, strict=True))
        assert worth == pytest.approx(exact.worth / exact.divisor, abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_prices_prove_the_worth(seed: int) -> None:
    """Limits at their prices, and what variables bring beyond them, come to the worth (duality)."""
    worths, tops, rows = programme(seed)
    exact = solve(worths, tops, rows)
    if exact is None:
        return
    left = [float(worth) for worth in worths]
    proven = 0.0
    for number, price in guess(worths, tops, Rows(rows), ()).prices.items():
        entries, limit = rows[number]
        assert price > 0
        proven += price * limit
        for j, amount in entries.items():
            left[j] -= price * amount
    proven += sum(top * more for top, more in zip(tops, left, strict=True) if more > 0)
    assert proven == pytest.approx(exact.worth / exact.divisor, abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_that_cant_hold_are_weighed_against_each_other(seed: int) -> None:
    """The weights of a contradiction make a sum of rows that no values keep to (Farkas)."""
    worths, tops, rows = programme(seed)
    found = guess(worths, tops, Rows(rows), ())
    if found.holds:
        return
    least = [0.0] * len(tops)
    limit = 0.0
    for number, weight in found.prices.items():
        limit += weight * rows[number][1]
        for j, amount in rows[number][0].items():
            least[j] += weight * amount
    assert sum(top * amount for top, amount in zip(tops, least, strict=True) if amount < 0) > limit


def test_rows_that_are_likely_to_bind_change_nothing_but_the_way() -> None:
    """Taking up rows beforehand gives the same worth."""
    for seed in SEEDS:
        worths, tops, rows = programme(seed)
        plain = guess(worths, tops, Rows(rows), ())
        ahead = guess(worths, tops, Rows(rows), range(len(rows)))
        assert plain.holds == ahead.holds
        if plain.holds:
            assert sum(w * v for w, v in zip(worths, plain.values, strict=True)) == pytest.approx(
                sum(w * v for w, v in zip(worths, ahead.values, strict=True)), abs=1e-6
            )

"""The minutes of a fixed set of steps against every way to give them."""

from itertools import product
from random import Random

import pytest

from palpate.combine.fill import UNBOUNDED
from palpate.combine.fill import Filler
from palpate.combine.fill import Sum

SEEDS = range(120)


def drawn(seed: int) -> tuple[Filler, dict[int, int], dict[int, int]]:
    """Draw four or five steps in two parts that are compared, a room and a block; often odd ones."""
    dice = Random(seed)  # noqa: S311 - a test's dice
    count = dice.randint(4, 5)
    weights = [dice.randint(1, 9) for _ in range(count)]
    low = {i: dice.randint(1, 3) for i in range(count)}
    typical = [low[i] + dice.randint(0, 3) for i in range(count)]
    high = {i: typical[i] + dice.randint(0, 2) for i in range(count)}
    one = (1 << count // 2) - 1
    sums = [Sum(0, sum(low.values()) + dice.randint(0, 7), -1)]
    if dice.random() < 0.5:
        block = dice.randint(1, (1 << count) - 1)
        sums.append(Sum(dice.randint(1, 8), UNBOUNDED, block))
    less = [(one, (1 << count) - 1 - one)]
    first = [100 * w + dice.randint(0, 9) for w in weights]
    later = [dice.randint(1, 9) for _ in weights]
    return Filler(first, later, typical, sums, less, 1, 0), low, high


def best_of_all(filler: Filler, low: dict[int, int], high: dict[int, int]) -> int | None:
    """Try all minutes; None where none fit."""
    worths = []
    for minutes in product(*(range(low[i], high[i] + 1) for i in low)):
        totals = [
            (one, sum(d for i, d in enumerate(minutes) if one.members >> i & 1))
            for one in filler.sums
        ]
        compared = [
            [sum(d for i, d in enumerate(minutes) if side >> i & 1) for side in pair]
            for pair in filler.less
        ]
        if all(one.least <= total <= one.most for one, total in totals) and all(
            small <= large for small, large in compared
        ):
            worths.append(
                sum(
                    filler.first[i] * min(d, filler.typical[i])
                    + filler.later[i] * max(0, d - filler.typical[i])
                    for i, d in enumerate(minutes)
                )
            )
    return max(worths, default=None)


@pytest.mark.parametrize("seed", SEEDS)
def test_minutes_are_the_best_there_are(seed: int) -> None:
    """What is given is worth as much as the best of all ways, and keeps to every sum."""
    filler, low, high = drawn(seed)
    found = filler.best(low, high, -1)
    assert (None if found is None else found.worth) == best_of_all(filler, low, high)
    if found is not None:
        for one in filler.sums:
            total = sum(d for i, d in found.minutes.items() if one.members >> i & 1)
            assert one.least <= total <= one.most
        for small, large in filler.less:
            totals = [
                sum(d for i, d in found.minutes.items() if side >> i & 1) for side in (small, large)
            ]
            assert totals[0] <= totals[1]


def test_a_floor_that_nothing_reaches_gives_nothing() -> None:
    """Minutes that are worth less than asked for aren't given."""
    filler, low, high = drawn(1)
    found = filler.best(low, high, -1)
    assert found is not None
    assert filler.best(low, high, found.worth) is not None
    assert filler.best(low, high, found.worth + 1) is None

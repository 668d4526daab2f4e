"""From points, repetitions and seconds to minutes."""

from collections.abc import Callable
from math import ceil

from palpate.model.technique import Range
from palpate.packs.written import WrittenStep

SECONDS_IN_HALF_MINUTE = 30

_Pick = Callable[[Range], float]


def dose_minutes(step: WrittenStep) -> Range | None:
    """Count the minutes of a step from its dose.

    Seconds are points x (repetitions x (hold + contraction) + the rests between) x sets, twice
    where one side follows the other within the minutes; rounded up to half a minute.

    Returns:
        Least, typical and most minutes; None for a step without seconds.
    """
    if step.hold_seconds is None and step.contract_seconds is None:
        return None
    sides = 2 if one_side_after_the_other(step) else 1
    least, typical, most = (
        ceil(sides * _seconds(step, pick) / SECONDS_IN_HALF_MINUTE) / 2 for pick in _PICKS
    )
    return Range(least, typical, most)


def one_side_after_the_other(step: WrittenStep) -> bool:
    """Say whether the minutes of a step hold a left half and a right half."""
    if step.side is None or step.minutes_are_for == "one-side":
        return False
    return len(step.side.sides) > 1 or step.side.sides == ("each",)


_PICKS: tuple[_Pick, ...] = (
    lambda numbers: numbers.least,
    lambda numbers: numbers.typical,
    lambda numbers: numbers.most,
)


def _seconds(step: WrittenStep, pick: _Pick) -> float:
    repetitions = _of(step.repetitions, pick, 1)
    once = _of(step.hold_seconds, pick, 0) + _of(step.contract_seconds, pick, 0)
    rests = max(0, repetitions - 1) * _of(step.rest_seconds, pick, 0)
    points = _of(step.points, pick, 1) * _of(step.sets, pick, 1)
    return points * (repetitions * once + rests)


def _of(numbers: Range | None, pick: _Pick, otherwise: float) -> float:
    return otherwise if numbers is None else pick(numbers)

"""Sets of small numbers as one integer, so that union, difference and meeting are one operation."""

from collections.abc import Iterable


def bits(numbers: Iterable[int]) -> int:
    """Give the set of some numbers."""
    found = 0
    for number in numbers:
        found |= 1 << number
    return found


def each(numbers: int) -> list[int]:
    """Give the numbers of a set, lowest first."""
    found = []
    while numbers:
        lowest = numbers & -numbers
        numbers ^= lowest
        found.append(lowest.bit_length() - 1)
    return found

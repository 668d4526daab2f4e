"""Sets of small numbers as one integer, so that union, difference and meeting are one operation."""

from collections.abc import Iterable
from collections.abc import Iterator


def bits(numbers: Iterable[int]) -> int:
    """Give the set of some numbers."""
    found = 0
    for number in numbers:
        found |= 1 << number
    return found


def each(numbers: int) -> Iterator[int]:
    """Give the numbers of a set, lowest first."""
    while numbers:
        lowest = numbers & -numbers
        yield lowest.bit_length() - 1
        numbers ^= lowest

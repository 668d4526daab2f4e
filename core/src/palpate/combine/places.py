"""Regions and sides as bit sets, so that overlap is one operation.

Every region has a cell of its own and those of its parts; every cell has a left and a right bit.
Two places overlap where their bits meet, which is the case where one region is the other or its
ancestor and the sides meet; a region that isn't paired holds both sides.
"""

from collections.abc import Iterable
from functools import lru_cache

from palpate.vocabulary import Vocabulary

LEFT, RIGHT, BOTH = 1, 2, 3
_BITS = {"left": LEFT, "right": RIGHT}


class Atlas:
    """The bit sets of a vocabulary's regions and muscles.

    Attributes:
        body: The bits of all regions.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._body = vocabulary.body
        self._regions = vocabulary.regions
        cell = {region: index for index, region in enumerate(sorted(vocabulary.regions))}
        self._cells = dict.fromkeys(cell, 0)
        for region, index in cell.items():
            for holder in self._body.lineage(region):
                self._cells[holder] |= BOTH << (2 * index)
        self._own = {region: BOTH << (2 * cell[region]) for region in vocabulary.regions}
        self._left = sum(LEFT << (2 * index) for index in range(len(cell)))
        muscles = sorted(vocabulary.muscles)
        self._muscle_bit = {muscle: 1 << index for index, muscle in enumerate(muscles)}
        self.body = sum(self._own.values())
        self._inside: dict[tuple[str, ...], int] = {}
        self._units_inside: dict[tuple[str, ...], frozenset[int]] = {}
        self._reached: dict[str, int] = {}

    def touching(self, places: int) -> int:
        """Give the regions that some places are in or part of, each without its parts."""
        cells = self._cells
        return sum(own for region, own in self._own.items() if cells[region] & places)

    def inside(self, regions: tuple[str, ...]) -> int:
        """Give the regions that lie wholly inside some, each without its parts."""
        if regions not in self._inside:
            outside, cells = ~self.places(regions), self._cells
            self._inside[regions] = sum(
                own for region, own in self._own.items() if not cells[region] & outside
            )
        return self._inside[regions]

    def reached(self, position: str) -> int:
        """Give the regions that hands reach in a position, each without its parts."""
        if position not in self._reached:
            reach = self._body.reach
            self._reached[position] = sum(
                own for region, own in self._own.items() if reach(region, position) > 0
            )
        return self._reached[position]

    def first(self, places: int) -> str:
        """Give the first region whose own bits are among these, in the order of the vocabulary."""
        return next(region for region, own in self._own.items() if own & places)

    def named(self, places: int) -> tuple[str, ...]:
        """Give the regions whose own bits are among these, in the order of the vocabulary."""
        return tuple(region for region, own in self._own.items() if own & places)

    def place(self, region: str, sides: int = BOTH) -> int:
        """Give the bits of a region on the sides named."""
        cells = self._cells[region]
        if sides == BOTH or not self._regions[region].paired:
            return cells
        return cells & (self._left if sides == LEFT else self._left << 1)

    def one_sided(self, place: int) -> bool:
        """Say whether a place lies on the left alone, or on the right alone."""
        return not place & self._left or not place & ~self._left

    def places(self, regions: Iterable[str], sides: int = BOTH) -> int:
        """Give the bits of several regions."""
        bits = 0
        for region in regions:
            bits |= self.place(region, sides)
        return bits

    def units(self, regions: Iterable[str], sides: int) -> tuple[int, ...]:
        """Give one bit set for each region and side, in the order of the regions."""
        found: dict[int, None] = {}
        for region in regions:
            for side in (LEFT, RIGHT):
                if sides & side:
                    found[self.place(region, side)] = None
        return tuple(found)

    def units_inside(self, regions: tuple[str, ...]) -> frozenset[int]:
        """Give every unit of the body that lies wholly inside some regions."""
        if regions not in self._units_inside:
            inside = self.named(self.inside(regions))
            self._units_inside[regions] = frozenset(self.units(inside, BOTH))
        return self._units_inside[regions]

    def muscles(self, targets: Iterable[str]) -> int:
        """Give the bits of the muscles that targets stand for."""
        bits = 0
        for target in targets:
            for muscle in self._body.expand(target):
                bits |= self._muscle_bit[muscle]
        return bits


@lru_cache(maxsize=4)
def atlas_of(vocabulary: Vocabulary) -> Atlas:
    """Give a vocabulary's atlas, made once."""
    return Atlas(vocabulary)


def sides_of(side: str | None) -> int:
    """Give the bits of a resolved side; what isn't left or right is both."""
    return _BITS.get(side or "", BOTH)

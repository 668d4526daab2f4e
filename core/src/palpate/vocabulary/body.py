"""The body as a tree: what is part of what, what meets, and how it is reached."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence

from palpate.model.anatomy import Muscle
from palpate.model.anatomy import Region


class Body:
    """Questions about regions and muscles, answered from dictionaries made once.

    An id that the vocabulary doesn't hold raises KeyError: readers check ids before they ask.
    """

    __slots__ = (
        "_expanded",
        "_holders",
        "_leaves",
        "_lineages",
        "_muscles",
        "_overlaps",
        "_parts",
        "_regions",
        "_zones",
    )

    def __init__(self, regions: Mapping[str, Region], muscles: Mapping[str, Muscle]) -> None:
        self._regions = regions
        self._muscles = muscles
        self._lineages = {region: tuple(_upward(region, regions)) for region in regions}
        self._holders = {region: frozenset(line) for region, line in self._lineages.items()}
        self._overlaps: dict[tuple[str, str], bool] = {}
        self._parts: dict[str, list[str]] = {}
        for region in regions.values():
            if region.part_of is not None:
                self._parts.setdefault(region.part_of, []).append(region.id)
        self._leaves: dict[str, list[str]] = {}
        self._expanded: dict[str, frozenset[str]] = {}
        self._zones: dict[tuple[str, str], frozenset[str]] = {}
        for muscle in muscles.values():
            if muscle.part_of is not None:
                self._leaves.setdefault(muscle.part_of, []).append(muscle.id)

    def lineage(self, region: str) -> tuple[str, ...]:
        """Give the region itself, then what it is part of, up to its main region."""
        return self._lineages[region]

    def parts(self, region: str) -> Sequence[str]:
        """Give what a region is parted into, without the parts of those."""
        return self._parts.get(region, ())

    def within(self, part: str, whole: str) -> bool:
        """Say whether a region is another one, or part of it."""
        return whole in self._holders[part]

    def overlap(self, one: str, other: str) -> bool:
        """Say whether one of two regions is the other, or part of it."""
        pair = (one, other)
        if pair not in self._overlaps:
            self._overlaps[pair] = other in self._holders[one] or one in self._holders[other]
        return self._overlaps[pair]

    def main(self, region: str) -> str:
        """Give the main region that a region belongs to."""
        return self._lineages[region][-1]

    def limb_regions(self, region: str) -> frozenset[str]:
        """Give every region of the same limb; its main region and parts where it is of no limb."""
        return self._zone("limb", region)

    def quadrant_regions(self, region: str) -> frozenset[str]:
        """Give every region of the same lymph quadrant; likewise where it is of none."""
        return self._zone("quadrant", region)

    def expand(self, target: str) -> frozenset[str]:
        """Give the leaf muscles that a target stands for; a leaf stands for itself."""
        if target not in self._expanded:
            self._expanded[target] = frozenset(self._leaves_of(target, set()))
        return self._expanded[target]

    def regions_of(self, targets: Iterable[str]) -> tuple[str, ...]:
        """Give the regions of targets in their order; a group without its own has its parts'."""
        found: dict[str, None] = {}
        for target in targets:
            own = self._muscles[target].regions
            found.update(dict.fromkeys(own or self._regions_of_parts(target)))
        return tuple(found)

    def reach(self, region: str, position: str) -> float:
        """Say how well a region is reached in a position: 1 good, 0.5 partly, 0 not at all."""
        for holder in self._lineages[region]:
            access = self._regions[holder].access
            if position in access:
                return access[position]
        return 0

    def is_paired(self, region: str) -> bool:
        """Say whether there is a left and a right one."""
        return self._regions[region].paired

    def _zone(self, kind: str, region: str) -> frozenset[str]:
        key = (kind, region)
        if key not in self._zones:
            zone = getattr(self._regions[region], kind)
            if zone is None:
                found = (r for r in self._regions if self.main(r) == self.main(region))
            else:
                found = (r.id for r in self._regions.values() if getattr(r, kind) == zone)
            self._zones[key] = frozenset(found)
        return self._zones[key]

    def _leaves_of(self, target: str, seen: set[str]) -> Iterator[str]:
        parts = self._leaves.get(self._muscles[target].id, ())
        if not parts:
            yield target
        for part in parts:
            if part not in seen:
                seen.add(part)
                yield from self._leaves_of(part, seen)

    def _regions_of_parts(self, target: str) -> Iterator[str]:
        for leaf in sorted(self.expand(target)):
            yield from self._muscles[leaf].regions


def _upward(region: str, regions: Mapping[str, Region]) -> Iterator[str]:
    """Walk up the tree; a circle, which only a broken vocabulary has, ends where it began."""
    seen: set[str] = set()
    here: str | None = region
    while here is not None and here in regions and here not in seen:
        seen.add(here)
        yield here
        here = regions[here].part_of

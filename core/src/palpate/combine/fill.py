"""The minutes of a fixed set of steps: exact, and nothing but numbers.

Worth falls as a step gets longer, and limits on sums are nested where they can be: then filling
greedily, lower bounds first, gives the best there is. Limits that cross others are left aside and
repaired by branching on the minutes of one step. Comparisons between two sums ("a worse grade
gets no more minutes than a better one") are met by trying where the two sums part.
"""

from collections.abc import Sequence

from attrs import define
from attrs import frozen

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


@define
class Filler:
    """Fills one set of steps.

    Attributes:
        chosen: The steps.
        order: (slope, step, minutes up to which the slope holds), best first.
        room: Half minutes to fill.
    """

    chosen: Sequence[int]
    order: list[tuple[int, int, int]]
    room: int
    first: Sequence[int]
    later: Sequence[int]
    typical: Sequence[int]

    def best(
        self,
        low: dict[int, int],
        high: dict[int, int],
        sums: Sequence[Sum],
        less: Sequence[tuple[int, int]],
        floor: int,
    ) -> Filled | None:
        """Give the best minutes worth more than a floor.

        Args:
            low, high: Bounds of each step.
            sums: Bounds of sums of steps.
            less: Pairs of bit sets: the first sum isn't more than the second.
        """
        binding = [s for s in sums if self._binds(s, low, high)]
        nested, crossing = self._nest(binding)
        if nested is None:
            return None
        minutes = self._greedy(low, high, nested)
        if minutes is None:
            return None
        worth = self._worth(minutes)
        if worth <= floor:
            return None
        for one in crossing:
            total = self._total(one.members, minutes)
            if not one.least <= total <= one.most:
                return self._repair(one, total > one.most, minutes, low, high, sums, less, floor)
        for small, large in less:
            if self._total(small, minutes) > self._total(large, minutes):
                return self._part(small, large, minutes, low, high, sums, less, floor)
        return Filled(worth, minutes)

    def _binds(self, one: Sum, low: dict[int, int], high: dict[int, int]) -> bool:
        inside = [i for i in self.chosen if one.members >> i & 1]
        return sum(low[i] for i in inside) < one.least or sum(high[i] for i in inside) > one.most

    def _nest(self, sums: Sequence[Sum]) -> tuple[list[Sum] | None, list[Sum]]:
        """Split sums into a nested family and the rest; merge those over the same steps."""
        merged: dict[int, Sum] = {}
        mask = sum(1 << i for i in self.chosen)
        for one in sums:
            members = one.members & mask
            old = merged.get(members, Sum(0, UNBOUNDED, members))
            merged[members] = Sum(max(old.least, one.least), min(old.most, one.most), members)
        nested: list[Sum] = []
        crossing: list[Sum] = []
        for one in sorted(merged.values(), key=lambda s: (s.members.bit_count(), s.members)):
            if one.least > one.most or (not one.members and one.least > 0):
                return None, []
            fits = all(one.members & s.members in (0, one.members, s.members) for s in nested)
            (nested if fits else crossing).append(one)
        return nested, crossing

    def _greedy(
        self, low: dict[int, int], high: dict[int, int], nested: Sequence[Sum]
    ) -> dict[int, int] | None:
        minutes = dict(low)
        left = self.room - sum(minutes.values())
        spare = [s.most - self._total(s.members, minutes) for s in nested]
        if left < 0 or min(spare, default=0) < 0:
            return None
        inside = {i: [k for k, s in enumerate(nested) if s.members >> i & 1] for i in self.chosen}

        def push(members: int, amount: int) -> int:
            nonlocal left
            for _, i, top in self.order:
                if amount <= 0 or left <= 0:
                    break
                if not members >> i & 1:
                    continue
                more = min(min(high[i], top) - minutes[i], left, amount)
                for k in inside[i]:
                    more = min(more, spare[k])
                if more > 0:
                    minutes[i] += more
                    left -= more
                    amount -= more
                    for k in inside[i]:
                        spare[k] -= more
            return amount

        for one in nested:
            lacking = one.least - self._total(one.members, minutes)
            if lacking > 0 and push(one.members, lacking) > 0:
                return None
        push(-1, UNBOUNDED)
        return minutes

    def _worth(self, minutes: dict[int, int]) -> int:
        return sum(
            self.first[i] * min(d, self.typical[i]) + self.later[i] * max(0, d - self.typical[i])
            for i, d in minutes.items()
        )

    def _total(self, members: int, minutes: dict[int, int]) -> int:
        return sum(d for i, d in minutes.items() if members >> i & 1)

    def _repair(
        self,
        one: Sum,
        over: bool,
        minutes: dict[int, int],
        low: dict[int, int],
        high: dict[int, int],
        sums: Sequence[Sum],
        less: Sequence[tuple[int, int]],
        floor: int,
    ) -> Filled | None:
        """Branch on one step of a sum that is broken: at least as now, or otherwise."""
        inside = [i for i in self.chosen if one.members >> i & 1]
        if over:
            movable = [i for i in inside if minutes[i] > low[i]]
            if not movable:
                return None
            step = min(movable, key=lambda i: (self.first[i], i))
            bounds = [(low, {**high, step: minutes[step] - 1}), ({**low, step: minutes[step]}, high)]
        else:
            movable = [i for i in inside if minutes[i] < high[i]]
            if not movable:
                return None
            step = max(movable, key=lambda i: (self.first[i], -i))
            bounds = [({**low, step: minutes[step] + 1}, high), (low, {**high, step: minutes[step]})]
        found = None
        for lower, upper in bounds:
            better = self.best(lower, upper, sums, less, floor)
            if better is not None:
                found, floor = better, better.worth
        return found

    def _part(
        self,
        small: int,
        large: int,
        minutes: dict[int, int],
        low: dict[int, int],
        high: dict[int, int],
        sums: Sequence[Sum],
        less: Sequence[tuple[int, int]],
        floor: int,
    ) -> Filled | None:
        """Try where two sums part; worth is concave in that point, so a climb finds the top."""
        rest = [pair for pair in less if pair != (small, large)]

        def at(point: int) -> Filled | None:
            bounds = [*sums, Sum(0, point, small), Sum(point, UNBOUNDED, large)]
            return self.best(low, high, bounds, rest, floor)

        found = None
        for point in range(self._total(large, minutes), self._total(small, minutes) + 1):
            better = at(point)
            if better is not None:
                found, floor = better, better.worth
        return found

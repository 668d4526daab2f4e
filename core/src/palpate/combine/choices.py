"""Which techniques to try, the most promising first, without listing every choice there is."""

from collections.abc import Iterable
from collections.abc import Sequence

from attrs import define
from attrs import field

from palpate.combine.bits import each
from palpate.combine.instance import Instance
from palpate.combine.score import Scores
from palpate.record import frozen

Slope = tuple[int, bool, int, int, int]
"""Worth of a half minute, whether beyond the typical dose, step, half minutes, its clique."""


@frozen
class Group:
    """Choices that have some parts, and maybe others.

    Attributes:
        inside: The parts that are in, as a bit set.
        open: Those that may still come in.
    """

    inside: int
    open: int


@define
class Choices:
    """What choices of parts promise: the room filled best first, as if steps could be cut."""

    instance: Instance
    scores: Scores
    _slopes: list[list[Slope]] = field(init=False)
    _helper: int = field(init=False)
    _promised: dict[int, int] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Sort what the steps of each part are worth."""
        instance = self.instance
        cliques = _cliques(instance)
        self._slopes = [
            sorted(self._each(row.treat & ~instance.missing, cliques), reverse=True)
            for row in instance.parts
        ]
        helpers = each(~instance.treats & ((1 << len(instance.candidates)) - 1))
        self._helper = max((self.scores.later[i] for i in helpers), default=0)

    def every(self) -> Group:
        """Give the group of all choices."""
        return Group(0, (1 << len(self.instance.parts)) - 1)

    def split(self, group: Group) -> list[Group]:
        """Split a group by the part that promises most beside those that are in.

        Returns:
            The group without the part, and with it; none where nothing may come in.
        """
        open_parts = self._fitting(group)
        if not open_parts:
            return []
        pick = max(each(open_parts), key=lambda p: (self.promise(group.inside | 1 << p), -p))
        rest = open_parts & ~(1 << pick)
        return [Group(group.inside, rest), Group(group.inside | 1 << pick, rest)]

    def most(self, group: Group) -> int:
        """Give the most that a choice of a group is worth, with at least one part more."""
        open_parts = self._fitting(group)
        inside, names = group.inside, self._techniques(group.inside)
        if self.instance.budget.techniques - len(names) != 1:
            return self.promise(inside | open_parts)
        own, others = 0, dict[str, int]()
        for p in each(open_parts):
            name = self.instance.parts[p].technique
            if name in names:
                own |= 1 << p
            else:
                others[name] = others.get(name, 0) | 1 << p
        promises = [self.promise(inside | own | parts) for parts in others.values()]
        return max(promises, default=self.promise(inside | own))

    def promise(self, parts: int) -> int:
        """Give what the steps of some parts could be worth together."""
        found = self._promised.get(parts)
        if found is None:
            slopes = [slope for p in each(parts) for slope in self._slopes[p]]
            slopes.sort(reverse=True)
            found = self._promised[parts] = _filled(
                slopes, self.instance.budget.hands_on, self._helper
            )
        return found

    def _techniques(self, parts: int) -> set[str]:
        return {self.instance.parts[p].technique for p in each(parts)}

    def _fitting(self, group: Group) -> int:
        """Give the open parts that the session has room for beside those that are in."""
        names = self._techniques(group.inside)
        if len(names) < self.instance.budget.techniques:
            return group.open
        return sum(1 << p for p in each(group.open) if self.instance.parts[p].technique in names)

    def _each(self, steps: int, cliques: dict[int, tuple[int, int, int]]) -> Iterable[Slope]:
        for i in each(steps):
            one, (clique, typical, later) = self.instance.candidates[i], cliques[i]
            slope = self.scores.first[i] - self.scores.cost[i] // one.typical
            if slope > 0:
                yield slope, False, 1 << i, typical, clique
            if self.scores.later[i] > 0 and later:
                yield self.scores.later[i], True, 1 << i, later, clique


def _filled(slopes: Sequence[Slope], room: int, helper: int) -> int:
    worth = typical = beyond = 0
    for slope, late, bit, size, clique in slopes:
        if bit & (beyond if late else typical):
            continue
        if late:
            beyond |= clique
        else:
            typical |= clique
        if size >= room:
            return worth + slope * room
        worth += slope * size
        room -= size
    return worth + (room + 1) * helper


def _cliques(instance: Instance) -> dict[int, tuple[int, int, int]]:
    """Split the treating steps into sets of which one at most is ever in.

    Returns:
        For each step its set, and the longest dose and the longest rest of one of the set.
    """
    cliques: list[int] = []
    steps = each(instance.treats)
    for i in sorted(steps, key=lambda i: (-instance.candidates[i].weight, i)):
        for k, clique in enumerate(cliques):
            if not clique & ~instance.conflicts[i]:
                cliques[k] |= 1 << i
                break
        else:
            cliques.append(1 << i)
    found = {}
    for clique in cliques:
        alike = [instance.candidates[i] for i in each(clique)]
        typical, later = max(c.typical for c in alike), max(c.most - c.typical for c in alike)
        found.update(dict.fromkeys(each(clique), (clique, typical, later)))
    return found

"""The candidates by what they are, so that those a rule speaks of are found without asking each.

Candidates are numbered 0 to n-1; every set of them is an integer whose bit i stands for candidate
i. What is asked for is found once, and kept for as long as the roster is.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence

from palpate.combine.bits import bits
from palpate.combine.bits import each
from palpate.combine.candidate import Candidate
from palpate.combine.facts import Facts
from palpate.combine.frame import FRAME
from palpate.combine.places import Atlas
from palpate.model.technique import CombinationRule
from palpate.model.work import Selector

#: The fields of a selector of which any word is enough.
ANY_OF = ("techniques", "manoeuvres", "families", "elements", "effects", "purposes")


class Roster:
    """Candidates in their order, and the sets of them that share something."""

    def __init__(self, candidates: Sequence[Candidate], atlas: Atlas) -> None:
        self.candidates = candidates
        self.everyone = (1 << len(candidates)) - 1
        self._atlas = atlas
        self._parts: dict[int, int] = {}
        self._words: dict[tuple[str, str], int] = {}
        self._levels: dict[int, int] = {}
        self._places: dict[int, int] = {}
        self._aims: dict[tuple[int, int], int] = {}
        self._chosen: dict[Selector, int] = {}
        self._found_at: dict[int, int] = {}
        for number, candidate in enumerate(candidates):
            self._enter(candidate, 1 << number)

    def _enter(self, candidate: Candidate, bit: int) -> None:
        facts = candidate.facts
        for word in (*_words_of(facts), *(("positions", p) for p in candidate.positions)):
            self._words[word] = self._words.get(word, 0) | bit
        for kept, key in (
            (self._parts, candidate.part),
            (self._levels, facts.pressure),
            (self._places, facts.places),
        ):
            kept[key] = kept.get(key, 0) | bit
        aim = (facts.muscles, candidate.sides)
        self._aims[aim] = self._aims.get(aim, 0) | bit

    @property
    def frame(self) -> int:
        """Give the session pack's own."""
        return self._parts.get(FRAME, 0)

    @property
    def treats(self) -> int:
        """Give those that treat."""
        return self.saying("purposes", ("treat",))

    def of_part(self, part: int) -> int:
        """Give those of one part."""
        return self._parts.get(part, 0)

    def saying(self, field: str, words: Iterable[str]) -> int:
        """Give those of which a selector's field says one of some words."""
        found = 0
        for word in words:
            found |= self._words.get((field, word), 0)
        return found

    def members(self, selector: Selector | None) -> int:
        """Give those that a selector speaks of, in one of their positions at least."""
        if selector is None:
            return self.everyone
        found = self._chosen.get(selector)
        if found is None:
            found = self._chosen[selector] = self._choose(selector)
        return found

    def certain(self, selector: Selector | None) -> int:
        """Give those that a selector speaks of in whichever of their positions they are done."""
        found = self.members(selector)
        if selector is None or not selector.positions:
            return found
        said = frozenset(selector.positions)
        return bits(i for i in each(found) if said.issuperset(self.candidates[i].positions))

    def _choose(self, selector: Selector) -> int:
        found = self.everyone
        for field in ANY_OF:
            words = getattr(selector, field)
            if words:
                found &= self.saying(field, words)
        if selector.group is not None:
            found &= self.saying("group", (selector.group,))
        if selector.without_training:
            found &= ~self.saying("without_training", selector.without_training)
        if selector.regions:
            found &= self.at(self._atlas.places(selector.regions))
        if selector.positions:
            found &= self.saying("positions", selector.positions)
        for level, those in self._levels.items():
            if _outside(level, selector):
                found &= ~those
        return found

    def at(self, places: int) -> int:
        """Give those whose hands are on some of these places."""
        if places not in self._found_at:
            found = 0
            for held, those in self._places.items():
                if held & places:
                    found |= those
            self._found_at[places] = found
        return self._found_at[places]

    def aimed_at(self, muscles: int, sides: int) -> int:
        """Give those that are aimed at some of these muscles, on one of these sides."""
        found = 0
        for (aim, side), those in self._aims.items():
            if aim & muscles and side & sides:
                found |= those
        return found

    def meeting(self, number: int, on: str) -> int:
        """Give those that share the muscle, the region, or only the session with one."""
        if on == "session":
            return self.everyone
        one = self.candidates[number]
        here = self.at(one.facts.places)
        if on != "muscle" or not one.facts.muscles:
            return here
        # Beside a step that is aimed at no muscle, sharing the region is sharing the muscle.
        aimless = self.everyone & ~self.aimed_at(-1, -1)
        return here & aimless | self.aimed_at(one.facts.muscles, one.sides)

    def bound_by(self, rule: CombinationRule) -> Iterator[tuple[int, int]]:
        """Give each that a rule speaks of first, with the set of those that it binds to it."""
        then = self.members(rule.then)
        for first in each(self.members(rule.first)) if then else ():
            yield first, then & self.meeting(first, rule.on) & ~(1 << first)


def _words_of(facts: Facts) -> Iterator[tuple[str, str]]:
    """Give what a step is, each word under the selector's field that asks for it."""
    yield "techniques", facts.technique
    yield "purposes", facts.purpose
    if facts.group is not None:
        yield "group", facts.group
    for field, words in (
        ("manoeuvres", facts.manoeuvres),
        ("families", facts.families),
        ("elements", facts.elements),
        ("effects", facts.effects),
        ("without_training", facts.trainings),
    ):
        for word in words:
            yield field, word


def _outside(level: int, selector: Selector) -> bool:
    """Say whether a pressure isn't what a selector asks for."""
    under = selector.pressure_from is not None and level < selector.pressure_from
    over = selector.pressure_to is not None and level > selector.pressure_to
    return under or over

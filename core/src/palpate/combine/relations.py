"""How candidates get on with each other, read from elements and effects, never from names.

Every relation is a bit set over the candidates: bit i stands for candidate i.
"""

from collections.abc import Iterator
from functools import lru_cache

from palpate.combine.bits import bits
from palpate.combine.bits import each
from palpate.combine.candidate import Candidate
from palpate.combine.facts import KEPT
from palpate.combine.gate import EVERYWHERE
from palpate.combine.places import BOTH
from palpate.combine.places import Atlas
from palpate.combine.roster import Roster
from palpate.model.work import State
from palpate.record import frozen
from palpate.vocabulary import Vocabulary

#: What stands for a side while it isn't known which it is.
UNKNOWN = ("affected", "unaffected")


@frozen
class Need:
    """A state that a candidate needs, and who can bring it about.

    Attributes:
        providers: Bits of the candidates that can.
        before: Whether it must be met before the step; else after it.
        label: The state, as `state(region)`.
    """

    step: int
    providers: int
    before: bool
    label: str
    state: str


def coverage(roster: Roster, vocabulary: Vocabulary, atlas: Atlas) -> tuple[int, ...]:
    """Give for each candidate the steps of other parts for which it does as well.

    Treating steps of one family do on at least half of the smaller set of muscles; steps that
    warm, find or close do on at least half of the smaller set of regions. A step of the frame
    covers a warm-up or a closing wherever it reaches.
    """
    candidates = roster.candidates
    found = []
    for number, one in enumerate(candidates):
        purpose = one.step.purpose
        alike = roster.saying("families", _alike(one.facts.families, vocabulary))
        kind = roster.saying("purposes", (purpose,)) & alike
        others = kind & roster.at(one.facts.places) & ~roster.of_part(one.part)
        framing = roster.everyone if roster.frame >> number & 1 else roster.frame
        covered = 0 if purpose == "treat" else others & framing
        for other in each(others & ~framing):
            if _enough(one, candidates[other], atlas):
                covered |= 1 << other
        found.append(covered)
    return tuple(found)


@lru_cache(maxsize=KEPT)
def _alike(families: frozenset[str], vocabulary: Vocabulary) -> frozenset[str]:
    """Give the families that are alike to some: those named by them, and those that name them."""
    known = vocabulary.families
    alike = {other for family in families for other in known[family].alike}
    back = {name for name, family in known.items() if not families.isdisjoint(family.alike)}
    return families | alike | back


def _enough(a: Candidate, b: Candidate, atlas: Atlas) -> bool:
    """Say whether two steps of one kind share enough: muscles if both treat some, else regions."""
    if a.step.purpose == "treat" and a.facts.muscles and b.facts.muscles:
        return _half(a.facts.muscles, b.facts.muscles)
    few, many = sorted((a.step.regions, b.step.regions), key=len)
    place = atlas.places(many)
    shared = sum(bool(atlas.place(region) & place) for region in few)
    return bool(shared) and 2 * shared >= len(few)


def _half(a: int, b: int) -> bool:
    shared = (a & b).bit_count()
    return bool(shared) and 2 * shared >= min(a.bit_count(), b.bit_count())


def needs_of(roster: Roster, vocabulary: Vocabulary, atlas: Atlas) -> tuple[Need, ...]:
    """Give every need with those who can meet it, be they none."""
    found: dict[Need, None] = {}
    sources = {state.id: _source(state, roster, atlas) for state in vocabulary.states.values()}
    sides = _sides(roster, vocabulary)
    for number in each(roster.everyone & ~roster.frame):
        candidate = roster.candidates[number]
        elsewhere = sides.elsewhere(candidate)
        for source, regions in _needed(number, candidate, sources):
            state = source.state
            for label, place in _places_needed(candidate, state, regions, vocabulary, atlas):
                here = roster.at(place)
                if atlas.one_sided(place):
                    here &= ~elsewhere
                providers = source.providers(number, place, here)
                found[Need(number, providers, state.when == "before", label, state.id)] = None
    return tuple(found)


@frozen
class _Source:
    """Who needs a state, and where it may come from.

    Attributes:
        needed_by: Those whose work needs it.
        by_work: Those whose work brings it about where they are, and for whom.
        by_word: Those who say that they bring it about, and in which places; None: where they are.
    """

    state: State
    needed_by: int
    by_work: tuple[tuple[int, int], ...]
    by_word: tuple[tuple[int, int | None], ...]

    def providers(self, number: int, place: int, here: int) -> int:
        """Give those that bring it about for a candidate at a place.

        Args:
            here: Those whose hands are there.
        """
        found = 0
        for those, for_whom in self.by_work:
            if for_whom >> number & 1:
                found |= those & here
        for those, named in self.by_word:
            if named is None:
                found |= those & here
            elif named & place:
                found |= those
        return found & ~(1 << number)


def _source(state: State, roster: Roster, atlas: Atlas) -> _Source:
    needed_by = 0
    for selector in state.needed_by:
        needed_by |= roster.members(selector)
    return _Source(
        state,
        needed_by,
        tuple((roster.members(p.work), roster.members(p.only_for)) for p in state.provided_by),
        tuple(
            (1 << number, atlas.place(said.region) if said.region else None)
            for number, candidate in enumerate(roster.candidates)
            for said in candidate.step.provides
            if said.state == state.id
        ),
    )


def _needed(
    number: int, candidate: Candidate, sources: dict[str, _Source]
) -> Iterator[tuple[_Source, tuple[str, ...] | None]]:
    """Give what a candidate needs by its work, then by its own word, with the regions it names."""
    for source in sources.values():
        if source.needed_by >> number & 1:
            yield source, None
    for said in candidate.step.needs:
        yield sources[said.state], (said.region,) if said.region else None


def _places_needed(
    candidate: Candidate,
    state: State,
    regions: tuple[str, ...] | None,
    vocabulary: Vocabulary,
    atlas: Atlas,
) -> list[tuple[str, int]]:
    """Give each region and side that must be in the state, with its label."""
    if state.on == "session":
        return [(state.id, EVERYWHERE)]
    return [
        (f"{state.id}({region})", unit)
        for region in regions or candidate.step.regions
        if not any(vocabulary.body.within(region, exempt) for exempt in state.not_in)
        for unit in atlas.units((region,), candidate.sides)
    ]


@frozen
class _Sides:
    """Who reaches one side only, though their places are those of both.

    Attributes:
        unknown: For a side that isn't known to be left or right yet, those who work on it.
        turned: Those of the frame for which the patient lies on a side, with their positions.
    """

    unknown: dict[str, int]
    turned: tuple[tuple[int, frozenset[str]], ...]

    def elsewhere(self, needing: Candidate) -> int:
        """Give those who don't reach every side of a candidate's work, though their places meet.

        A side that is affected but not known is one side. The frame's step reaches one side of
        what was worked on both, where the patient lay otherwise for it.
        """
        found = 0
        for side, those in self.unknown.items():
            if side != needing.side:
                found |= those
        if needing.sides == BOTH and needing.side not in self.unknown:
            for one, positions in self.turned:
                if positions.isdisjoint(needing.positions):
                    found |= one
        return found


def _sides(roster: Roster, vocabulary: Vocabulary) -> _Sides:
    unknown = {
        side: bits(i for i, c in enumerate(roster.candidates) if c.side == side and c.sides == BOTH)
        for side in UNKNOWN
    }
    turned = tuple(
        (1 << number, frozenset(roster.candidates[number].positions))
        for number in each(roster.frame)
        if all(vocabulary.positions[p].side_turn for p in roster.candidates[number].positions)
    )
    return _Sides(unknown, turned)

"""How candidates get on with each other, read from elements and effects, never from names.

Every relation is a bit set over the candidates: bit i stands for candidate i.
"""

from collections.abc import Sequence

from palpate.combine.candidate import Candidate
from palpate.combine.facts import matches
from palpate.combine.frame import FRAME
from palpate.combine.places import BOTH
from palpate.combine.places import Atlas
from palpate.model.technique import CombinationRule
from palpate.model.work import Selector
from palpate.model.work import State
from palpate.record import frozen
from palpate.vocabulary import Vocabulary


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


def bits(indices: Sequence[int]) -> int:
    """Give the bit set of some candidates."""
    found = 0
    for index in indices:
        found |= 1 << index
    return found


def members(selector: Selector | None, candidates: Sequence[Candidate]) -> int:
    """Give the candidates that a selector speaks of."""
    return bits([i for i, c in enumerate(candidates) if matches(selector, c.facts)])


def meet(a: Candidate, b: Candidate, on: str) -> bool:
    """Say whether two steps share the muscle, the region, or only the session."""
    if on == "session":
        return True
    if on == "muscle" and a.facts.muscles and b.facts.muscles:
        return bool(a.facts.muscles & b.facts.muscles and a.sides & b.sides)
    return bool(a.facts.places & b.facts.places)


def pairs(rule: CombinationRule, candidates: Sequence[Candidate]) -> list[tuple[int, int]]:
    """Give the pairs (first, then) that a rule binds."""
    first = [i for i, c in enumerate(candidates) if matches(rule.first, c.facts)]
    then = [i for i, c in enumerate(candidates) if matches(rule.then, c.facts)]
    return [
        (a, b)
        for a in first
        for b in then
        if a != b and meet(candidates[a], candidates[b], rule.on)
    ]


def alike(a: Candidate, b: Candidate, vocabulary: Vocabulary) -> bool:
    """Say whether two steps do the same kind of work."""
    for family in a.facts.families:
        for other in b.facts.families:
            same = family == other
            if (
                same
                or other in vocabulary.families[family].alike
                or family in vocabulary.families[other].alike
            ):
                return True
    return False


def covers(a: Candidate, b: Candidate, vocabulary: Vocabulary) -> bool:
    """Say whether one step does for the other as well.

    Treating steps of one family do on at least half of the smaller set of muscles; steps that
    warm, find or close do on at least half of the smaller set of regions. A step of the frame
    covers a warm-up or a closing wherever it reaches.
    """
    if a.step.purpose != b.step.purpose or not alike(a, b, vocabulary):
        return False
    if not a.facts.places & b.facts.places:
        return False
    if FRAME in (a.part, b.part):
        return a.step.purpose != "treat" and a.part != b.part
    if a.step.purpose == "treat" and a.facts.muscles and b.facts.muscles:
        return _half(a.facts.muscles, b.facts.muscles)
    return _half_of_regions(a, b, vocabulary)


def _half(a: int, b: int) -> bool:
    shared = (a & b).bit_count()
    return bool(shared) and 2 * shared >= min(a.bit_count(), b.bit_count())


def _half_of_regions(a: Candidate, b: Candidate, vocabulary: Vocabulary) -> bool:
    few, many = sorted((a.step.regions, b.step.regions), key=len)
    shared = sum(any(vocabulary.body.overlap(x, y) for y in many) for x in few)
    return bool(shared) and 2 * shared >= len(few)


def needs_of(
    candidates: Sequence[Candidate], vocabulary: Vocabulary, atlas: Atlas
) -> tuple[Need, ...]:
    """Give every need with those who can meet it, be they none."""
    found: dict[Need, None] = {}
    for i, candidate in enumerate(candidates):
        if candidate.part == FRAME:
            continue
        for state, regions in _states_needed(candidate, vocabulary):
            for label, place in _places_needed(candidate, state, regions, vocabulary, atlas):
                providers = _providers(i, place, state, candidates, vocabulary, atlas)
                found[Need(i, providers, state.when == "before", label, state.id)] = None
    return tuple(found)


def _states_needed(
    candidate: Candidate, vocabulary: Vocabulary
) -> list[tuple[State, tuple[str, ...] | None]]:
    by_work: list[tuple[State, tuple[str, ...] | None]] = [
        (state, None)
        for state in vocabulary.states.values()
        if any(matches(selector, candidate.facts) for selector in state.needed_by)
    ]
    by_word = [
        (vocabulary.states[need.state], (need.region,) if need.region else None)
        for need in candidate.step.needs
    ]
    return by_work + by_word


def _places_needed(
    candidate: Candidate,
    state: State,
    regions: tuple[str, ...] | None,
    vocabulary: Vocabulary,
    atlas: Atlas,
) -> list[tuple[str, int]]:
    """Give each region and side that must be in the state, with its label."""
    if state.on == "session":
        return [(state.id, -1)]
    return [
        (f"{state.id}({region})", unit)
        for region in regions or candidate.step.regions
        if not any(vocabulary.body.within(region, exempt) for exempt in state.not_in)
        for unit in atlas.units((region,), candidate.sides)
    ]


def _providers(
    i: int,
    place: int,
    state: State,
    candidates: Sequence[Candidate],
    vocabulary: Vocabulary,
    atlas: Atlas,
) -> int:
    """Give the candidates that bring a state about at a place."""
    return bits(
        [
            j
            for j, other in enumerate(candidates)
            if j != i and _provides(other, candidates[i], state, place, vocabulary, atlas)
        ]
    )


def _lies_on_one_side(frame: Candidate, needing: Candidate, vocabulary: Vocabulary) -> bool:
    """Say whether the frame's step reaches one side only of what was worked on both, elsewhere."""
    turned = all(vocabulary.positions[p].side_turn for p in frame.positions)
    both = needing.sides == BOTH and needing.side not in ("affected", "unaffected")
    apart = not set(frame.positions).intersection(needing.positions)
    return frame.part == FRAME and turned and both and apart


def _provides(
    other: Candidate,
    needing: Candidate,
    state: State,
    place: int,
    vocabulary: Vocabulary,
    atlas: Atlas,
) -> bool:
    """Say whether a step brings a state about: by its own word, maybe far away, or by its work there.

    A side that is affected but not known is one side, though its places are those of both.
    """
    unknown = other.side in ("affected", "unaffected") and other.sides == BOTH
    unknown = unknown and needing.side != other.side
    elsewhere = atlas.one_sided(place) and (
        unknown or _lies_on_one_side(other, needing, vocabulary)
    )
    here = bool(other.facts.places & place) and not elsewhere
    for need in other.step.provides:
        if need.state == state.id and (atlas.place(need.region) & place if need.region else here):
            return True
    return here and any(
        matches(provider.work, other.facts) and matches(provider.only_for, needing.facts)
        for provider in state.provided_by
    )

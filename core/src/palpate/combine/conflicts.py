"""What never stands together: repetition, alternatives and contradiction."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence

from palpate.combine.candidate import Candidate
from palpate.combine.facts import matches
from palpate.combine.frame import FRAME
from palpate.combine.places import Atlas
from palpate.combine.precede import ANYONE
from palpate.combine.precede import Rules
from palpate.combine.relations import bits
from palpate.combine.relations import covers
from palpate.combine.relations import meet
from palpate.combine.relations import pairs
from palpate.model.technique import CombinationRule
from palpate.record import frozen
from palpate.vocabulary import Vocabulary

Pair = tuple[int, int]


@frozen
class Conflicts:
    """Pairs that never stand together.

    Attributes:
        always: For each candidate those that never stand beside it.
        while_in: For a technique with rules about the work of others the same, while it is in.
        reasons: For each pair why: `covered`, `alternative` or `contradiction`, and in words.
    """

    always: tuple[int, ...]
    while_in: dict[str, tuple[int, ...]]
    reasons: dict[Pair, tuple[str, str]]


def conflicts_of(
    candidates: Sequence[Candidate], rules: Rules, first_visit: bool, vocabulary: Vocabulary
) -> Conflicts:
    """Find the pairs that never stand together, from what the work is and from rules about it."""
    reasons = _repeats(candidates, vocabulary)
    always = dict.fromkeys(reasons)
    while_in: dict[str, dict[Pair, None]] = {}
    for owner, rule in _binding(rules, first_visit):
        for pair in _forbidden(rule, candidates):
            if rule.rule == "never-together" or pair not in reasons:
                reasons[pair] = ("contradiction", rule.why or rule.id)
            own = owner in (ANYONE, *(candidates[i].technique for i in pair))
            (always if own else while_in.setdefault(owner, {}))[pair] = None
    count = len(candidates)
    return Conflicts(
        _rows(always, count), {o: _rows(found, count) for o, found in while_in.items()}, reasons
    )


def avoided(candidates: Sequence[Candidate], rules: Rules, first_visit: bool) -> dict[int, int]:
    """Give what the frame's steps are kept away from: they are laid on other regions then."""
    found: dict[int, int] = {}
    for _, rule in _binding(rules, first_visit):
        if rule.rule != "never-together" or rule.on == "session":
            continue
        for pair in pairs(rule, candidates):
            for one, other in (pair, pair[::-1]):
                if candidates[one].part == FRAME != candidates[other].part:
                    found[one] = found.get(one, 0) | 1 << other
    return found


def near(candidates: Sequence[Candidate], atlas: Atlas) -> tuple[int, ...]:
    """Give for each candidate those that work in one of its regions, on whichever side."""
    places = [0 if c.part == FRAME else atlas.places(c.step.regions) for c in candidates]
    return tuple(bits([j for j, other in enumerate(places) if place & other]) for place in places)


def _rows(found: Iterable[Pair], count: int) -> tuple[int, ...]:
    masks = [0] * count
    for a, b in found:
        masks[a] |= 1 << b
        masks[b] |= 1 << a
    return tuple(masks)


def _repeats(
    candidates: Sequence[Candidate], vocabulary: Vocabulary
) -> dict[Pair, tuple[str, str]]:
    """Give the treating steps of two parts of which one does for both."""
    found: dict[Pair, tuple[str, str]] = {}
    for a, one in enumerate(candidates):
        for b in range(a + 1, len(candidates)):
            other = candidates[b]
            treat = one.step.purpose == other.step.purpose == "treat"
            if treat and one.part != other.part and covers(one, other, vocabulary):
                same = one.facts.families & other.facts.families
                found[a, b] = ("covered" if same else "alternative", "one does for both")
    return found


def _binding(rules: Rules, first_visit: bool) -> Iterator[tuple[str, CombinationRule]]:
    for owner, rule in rules:
        if rule.strength == "must" and (rule.visit != "first" or first_visit):
            yield owner, rule


def _forbidden(rule: CombinationRule, candidates: Sequence[Candidate]) -> Iterator[Pair]:
    """Give the pairs that a rule keeps apart."""
    if rule.rule == "never-together":
        sides = ((0, rule.first), (1, rule.then))
        for pair in pairs(rule, candidates):
            framing = [said for n, said in sides if candidates[pair[n]].part == FRAME]
            # A step of the frame is laid elsewhere, where a rule speaks of regions.
            if not framing or (
                rule.on == "session" and not any(said and said.regions for said in framing)
            ):
                yield min(pair), max(pair)
    elif rule.rule == "one-technique":
        hits = [(i, c) for i, c in enumerate(candidates) if matches(rule.first, c.facts)]
        for n, (a, one) in enumerate(hits):
            for b, other in hits[n + 1 :]:
                if one.technique != other.technique and meet(one, other, rule.on):
                    yield a, b

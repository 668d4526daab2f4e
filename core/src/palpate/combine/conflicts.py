"""What never stands together: repetition, alternatives and contradiction."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence

from palpate.combine.bits import each
from palpate.combine.places import Atlas
from palpate.combine.precede import ANYONE
from palpate.combine.precede import Rules
from palpate.combine.roster import Roster
from palpate.model.technique import CombinationRule
from palpate.model.work import Selector
from palpate.record import frozen

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
    roster: Roster, rules: Rules, first_visit: bool, covered: Sequence[int]
) -> Conflicts:
    """Find the pairs that never stand together, from what the work is and from rules about it.

    Args:
        covered: For each candidate the steps of other parts for which it does as well.
    """
    candidates = roster.candidates
    reasons = _repeats(roster, covered)
    always = dict.fromkeys(reasons)
    while_in: dict[str, dict[Pair, None]] = {}
    for owner, rule in _binding(rules, first_visit):
        for pair in _forbidden(rule, roster):
            if rule.rule == "never-together" or pair not in reasons:
                reasons[pair] = ("contradiction", rule.why or rule.id)
            own = owner in (ANYONE, *(candidates[i].technique for i in pair))
            (always if own else while_in.setdefault(owner, {}))[pair] = None
    count = len(candidates)
    return Conflicts(
        _rows(always, count), {o: _rows(found, count) for o, found in while_in.items()}, reasons
    )


def avoided(roster: Roster, rules: Rules, first_visit: bool) -> dict[int, int]:
    """Give what the frame's steps are kept away from: they are laid on other regions then."""
    frame = roster.frame
    found: dict[int, int] = {}
    for _, rule in _binding(rules, first_visit):
        if rule.rule != "never-together" or rule.on == "session":
            continue
        for one, others in roster.bound_by(rule):
            if not frame >> one & 1:
                for other in each(others & frame):
                    found[other] = found.get(other, 0) | 1 << one
            elif others & ~frame:
                found[one] = found.get(one, 0) | others & ~frame
    return found


def near(roster: Roster, atlas: Atlas) -> tuple[int, ...]:
    """Give for each candidate those that work in one of its regions, on whichever side."""
    places = [0] * len(roster.candidates)
    for number in each(roster.everyone & ~roster.frame):
        places[number] = atlas.places(roster.candidates[number].step.regions)
    working: dict[int, int] = {}
    for number, place in enumerate(places):
        working[place] = working.get(place, 0) | 1 << number
    beside = {
        place: sum(those for other, those in working.items() if place & other) for place in working
    }
    return tuple(beside[place] for place in places)


def _rows(found: Iterable[Pair], count: int) -> tuple[int, ...]:
    masks = [0] * count
    for a, b in found:
        masks[a] |= 1 << b
        masks[b] |= 1 << a
    return tuple(masks)


def _repeats(roster: Roster, covered: Sequence[int]) -> dict[Pair, tuple[str, str]]:
    """Give the treating steps of two parts of which one does for both."""
    found: dict[Pair, tuple[str, str]] = {}
    for a in each(roster.treats):
        families = roster.candidates[a].facts.families
        for b in each(covered[a] >> a << a):
            same = families & roster.candidates[b].facts.families
            found[a, b] = ("covered" if same else "alternative", "one does for both")
    return found


def _binding(rules: Rules, first_visit: bool) -> Iterator[tuple[str, CombinationRule]]:
    for owner, rule in rules:
        if rule.strength == "must" and (rule.visit != "first" or first_visit):
            yield owner, rule


def _forbidden(rule: CombinationRule, roster: Roster) -> Iterator[Pair]:
    """Give the pairs that a rule keeps apart."""
    if rule.rule == "never-together":
        for one, others in roster.bound_by(rule):
            # A step of the frame is laid elsewhere, where a rule speaks of regions.
            if roster.frame >> one & 1 and not _everywhere(rule, rule.first):
                continue
            beside = others if _everywhere(rule, rule.then) else others & ~roster.frame
            for other in each(beside):
                yield min(one, other), max(one, other)
    elif rule.rule == "one-technique":
        hits = roster.members(rule.first)
        for a in each(hits):
            own = roster.saying("techniques", (roster.candidates[a].technique,))
            for b in each((hits & roster.meeting(a, rule.on) & ~own) >> a << a):
                yield a, b


def _everywhere(rule: CombinationRule, work: Selector | None) -> bool:
    """Say whether a rule speaks of some work wherever it is done."""
    return rule.on == "session" and not (work and work.regions)

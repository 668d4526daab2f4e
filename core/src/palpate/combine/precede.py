"""Who comes before whom, and which needs can be met in that order."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence

from attrs import evolve

from palpate.combine.bits import bits
from palpate.combine.bits import each
from palpate.combine.candidate import Candidate
from palpate.combine.candidate import Part
from palpate.combine.places import Atlas
from palpate.combine.relations import Need
from palpate.combine.relations import needs_of
from palpate.combine.roster import Roster
from palpate.model.technique import CombinationRule
from palpate.vocabulary import Vocabulary

ANYONE = ""
Rules = tuple[tuple[str, CombinationRule], ...]
Edge = tuple[str, int, int]
#: Who asks for it, a candidate, and the set of those that come after it.
After = tuple[str, int, int]


def precede(
    roster: Roster,
    rules: Rules,
    parts: Sequence[Part],
    vocabulary: Vocabulary,
    atlas: Atlas,
    avoids: Mapping[int, int],
) -> tuple[tuple[Edge, ...], tuple[Need, ...], tuple[str, ...]]:
    """Give the edges of order, the needs with those who can meet them, and what nobody can meet.

    An edge (owner, first, then) binds while the owner's technique is in; two steps of which each
    must come before the other never stand together. A step of another pack
    meets a need only where the order between the two is settled: by a rule, or, for steps that
    only prepare, find or close, by the need itself.

    Args:
        avoids: For steps of the frame those that they are never laid on.

    Returns:
        Edges, needs, and for each candidate the label of a need that nobody can meet, or ''.
    """
    count = len(roster.candidates)
    later: dict[str, list[int]] = {ANYONE: [0] * count}
    for owner, i, those in (*_by_rules(roster, rules), *_by_sequences(roster, parts, vocabulary)):
        later.setdefault(owner, [0] * count)[i] |= those
    always = tuple(later[ANYONE])
    earlier = _turned(always)
    met, lacking = [], [""] * count
    for need in needs_of(roster, vocabulary, atlas) + _followed_by(rules, roster):
        step = need.step
        before, after = (earlier, always) if need.before else (always, earlier)
        free = _free(step, roster) & ~after[step]
        laid_elsewhere = bits(i for i, avoided in avoids.items() if avoided >> step & 1)
        providers = need.providers & (before[step] | free) & ~laid_elsewhere
        if need.before:
            for i in each(providers):
                later[ANYONE][i] |= 1 << step
        else:
            later[ANYONE][step] |= providers
        if providers:
            same = providers == need.providers
            met.append(need if same else evolve(need, providers=providers))
        else:
            lacking[step] = lacking[step] or need.label
    return tuple(_edges(later)), tuple(dict.fromkeys(met)), tuple(lacking)


def _turned(later: Sequence[int]) -> tuple[int, ...]:
    """Give for each candidate those that come before it, from those that come after each."""
    earlier = [0] * len(later)
    for i, those in enumerate(later):
        for other in each(those):
            earlier[other] |= 1 << i
    return tuple(earlier)


def _edges(later: Mapping[str, Sequence[int]]) -> Iterator[Edge]:
    """Give the edges, sorted."""
    for owner in sorted(later):
        for first, those in enumerate(later[owner]):
            for then in each(those):
                yield owner, first, then


def _free(needing: int, roster: Roster) -> int:
    """Give those whose order beside a step may be settled by the need itself."""
    own = roster.of_part(roster.candidates[needing].part) & ~roster.frame
    return roster.everyone & ~roster.treats & ~own


def _by_rules(roster: Roster, rules: Rules) -> Iterator[After]:
    for owner, rule in rules:
        if rule.rule == "before" and rule.strength == "must":
            # What is both is in no order with its like.
            both = roster.members(rule.first) & roster.members(rule.then)
            for i, bound in roster.bound_by(rule):
                own = bound & roster.of_part(roster.candidates[i].part) & ~roster.frame
                alike = both if both >> i & 1 else 0
                yield owner, i, bound & ~own | _later(i, own & ~alike, roster)


def _later(number: int, own: int, roster: Roster) -> int:
    """Give those of a sequence that stand after one of its steps: no rule turns two of them round."""
    order = roster.candidates[number].order
    return bits(i for i in each(own) if roster.candidates[i].order > order)


def _by_sequences(roster: Roster, parts: Sequence[Part], vocabulary: Vocabulary) -> Iterator[After]:
    for part in parts:
        own = [(i, roster.candidates[i]) for i in each(roster.of_part(part.index))]
        for i, one in own:
            later = ((j, other) for j, other in own if one.order < other.order)
            yield ANYONE, i, bits(j for j, o in later if _ordered(one, o, part, vocabulary))


def _ordered(one: Candidate, other: Candidate, part: Part, vocabulary: Vocabulary) -> bool:
    """Say whether a sequence's own order binds two of its steps."""
    group = one.step.group
    if (
        group
        and group == other.step.group
        and any(g.id == group and g.any_order for g in part.groups)
    ):
        return False
    kept = any(vocabulary.families[f].keeps_order for c in (one, other) for f in c.facts.families)
    return kept or bool(one.facts.places & other.facts.places)


def _followed_by(rules: Rules, roster: Roster) -> tuple[Need, ...]:
    """Turn `followed-by` rules into needs that are met after a step of the rule's own technique."""
    found = []
    for owner, rule in rules:
        if rule.rule != "followed-by" or rule.strength != "must":
            continue
        own = roster.everyone if owner == ANYONE else roster.saying("techniques", (owner,))
        own &= ~roster.frame
        certain = roster.certain(rule.then)
        for i, bound in roster.bound_by(rule):
            later = bound & certain
            if own >> i & 1:
                found.append(Need(i, later, before=False, label=rule.id, state=rule.id))
    return tuple(found)

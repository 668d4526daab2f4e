"""Who comes before whom, and which needs can be met in that order."""

from collections.abc import Mapping
from collections.abc import Sequence

from attrs import evolve

from palpate.combine.candidate import Candidate
from palpate.combine.candidate import Part
from palpate.combine.facts import matches
from palpate.combine.frame import FRAME
from palpate.combine.places import Atlas
from palpate.combine.relations import Need
from palpate.combine.relations import needs_of
from palpate.combine.relations import pairs
from palpate.model.technique import CombinationRule
from palpate.vocabulary import Vocabulary

ANYONE = ""
Rules = tuple[tuple[str, CombinationRule], ...]
Edge = tuple[str, int, int]


def precede(
    candidates: Sequence[Candidate],
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
    edges = dict.fromkeys(
        _rule_edges(candidates, rules) + _sequence_edges(candidates, parts, vocabulary)
    )
    always = {(a, b) for owner, a, b in edges if owner == ANYONE}
    needs = needs_of(candidates, vocabulary, atlas) + _followed_by(rules, candidates)
    met, lacking = [], [""] * len(candidates)
    for need in needs:
        providers = 0
        for i in range(len(candidates)):
            if not need.providers >> i & 1 or avoids.get(i, 0) >> need.step & 1:
                continue
            edge = (i, need.step) if need.before else (need.step, i)
            if edge not in always:
                if edge[::-1] in always or not _free(candidates[i], candidates[need.step]):
                    continue
                edges[ANYONE, edge[0], edge[1]] = None
            providers |= 1 << i
        if providers:
            met.append(evolve(need, providers=providers))
        else:
            lacking[need.step] = lacking[need.step] or need.label
    return tuple(sorted(edges)), tuple(dict.fromkeys(met)), tuple(lacking)


def _free(provider: Candidate, needing: Candidate) -> bool:
    """Say whether a need itself may settle the order of two steps."""
    return provider.step.purpose != "treat" and (
        provider.part != needing.part or provider.part == FRAME
    )


def _rule_edges(candidates: Sequence[Candidate], rules: Rules) -> list[Edge]:
    found = []
    for owner, rule in rules:
        if rule.rule != "before" or rule.strength != "must":
            continue
        for a, b in pairs(rule, candidates):
            own = candidates[a].part == candidates[b].part != FRAME
            if not own:
                found.append((owner, a, b))
    return found


def _sequence_edges(
    candidates: Sequence[Candidate], parts: Sequence[Part], vocabulary: Vocabulary
) -> list[Edge]:
    return [
        (ANYONE, a, b)
        for a, one in enumerate(candidates)
        for b, other in enumerate(candidates)
        if one.part == other.part != FRAME
        and one.order < other.order
        and _ordered(one, other, parts[one.part], vocabulary)
    ]


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


def _followed_by(rules: Rules, candidates: Sequence[Candidate]) -> tuple[Need, ...]:
    """Turn `followed-by` rules into needs that are met after a step of the rule's own technique."""
    found = []
    for owner, rule in rules:
        if rule.rule != "followed-by" or rule.strength != "must":
            continue
        for i, candidate in enumerate(candidates):
            own = owner in (ANYONE, candidate.technique)
            if candidate.part == FRAME or not own or not matches(rule.first, candidate.facts):
                continue
            later = [b for a, b in pairs(rule, candidates) if a == i]
            found.append(
                Need(i, sum(1 << b for b in later), before=False, label=rule.id, state=rule.id)
            )
    return tuple(found)

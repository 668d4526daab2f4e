"""Sums over candidates that stay under a limit: loads, points, groups to choose from."""

from collections.abc import Sequence

from palpate.combine.candidate import Candidate
from palpate.combine.candidate import Part
from palpate.combine.frame import FRAME
from palpate.combine.gate import Restriction
from palpate.combine.places import Atlas
from palpate.combine.precede import ANYONE
from palpate.combine.relations import bits
from palpate.combine.relations import members
from palpate.combine.settings import HALF_MINUTES
from palpate.combine.settings import Budget
from palpate.model.technique import Cap
from palpate.model.technique import CombinationRule
from palpate.record import frozen
from palpate.registry.content import PackContent
from palpate.vocabulary import Vocabulary


@frozen
class CapRow:
    """A sum over candidates that stays under a limit.

    Attributes:
        owner: The technique that asks for it while it is in; ANYONE: always.
        amounts: What each counts, where it isn't its minutes.
    """

    label: str
    members: int
    limit: int
    owner: str = ANYONE
    amounts: tuple[int, ...] | None = None


def caps_of(
    candidates: Sequence[Candidate],
    contents: tuple[PackContent, ...],
    parts: Sequence[Part],
    limits: Sequence[Restriction],
    budget: Budget,
    vocabulary: Vocabulary,
    atlas: Atlas,
) -> tuple[CapRow, ...]:
    """Give the caps that can bind: the packs' own, and the sums that screening limits."""
    found = [row for limit in limits for row in _limited(limit, candidates)]
    for content in contents:
        owner = ANYONE if content.technique.frame else content.technique.id
        for cap in content.technique.caps:
            found += _cap_rows(cap, owner, candidates, content.rules, budget, vocabulary, atlas)
    for part in parts:
        extra = part.sequence.caps + (part.timing.caps if part.timing else ())
        for cap in extra:
            found += _cap_rows(cap, part.technique, candidates, (), budget, vocabulary, atlas)
        found += _menus(part, candidates)
    return tuple(dict.fromkeys(row for row in found if _can_bind(row, candidates)))


def _menus(part: Part, candidates: Sequence[Candidate]) -> list[CapRow]:
    """Give the groups of a sequence of which no more than some steps are done."""
    one_each = (1,) * len(candidates)
    return [
        CapRow(
            f"choose from {group.id}",
            bits(
                [
                    i
                    for i, c in enumerate(candidates)
                    if c.part == part.index and c.step.group == group.id
                ]
            ),
            int(group.choose.most),
            part.technique,
            one_each,
        )
        for group in part.groups
        if group.choose is not None
    ]


def _limited(limit: Restriction, candidates: Sequence[Candidate]) -> list[CapRow]:
    """Give what screening allows in all, of points and of minutes."""
    bound = bits(
        [
            i
            for i, c in enumerate(candidates)
            if limit.touches(c.facts.places) and limit.binds(c.facts)
        ]
    )
    found = []
    if limit.limit.max_points is not None:
        points = _points(candidates)
        found.append(
            CapRow(f"points: {limit.source}", bound, limit.limit.max_points, ANYONE, points)
        )
    if limit.limit.max_minutes is not None:
        most = HALF_MINUTES * limit.limit.max_minutes
        found.append(CapRow(f"minutes: {limit.source}", bound, most))
    return found


def _points(candidates: Sequence[Candidate]) -> tuple[int, ...]:
    return tuple(int(c.step.points.typical) if c.step.points else 0 for c in candidates)


def _can_bind(row: CapRow, candidates: Sequence[Candidate]) -> bool:
    chosen = [i for i in range(len(candidates)) if row.members >> i & 1]
    most = sum(row.amounts[i] if row.amounts else candidates[i].most for i in chosen)
    return most > row.limit


def _cap_rows(
    cap: Cap,
    owner: str,
    candidates: Sequence[Candidate],
    rules: tuple[CombinationRule, ...],
    budget: Budget,
    vocabulary: Vocabulary,
    atlas: Atlas,
) -> list[CapRow]:
    counted = members(cap.of, candidates)
    for rule in rules:
        if rule.rule == "counts-together" and counted & members(rule.first, candidates):
            counted |= members(rule.then, candidates)
    amounts = None
    if cap.what == "points":
        amounts = _points(candidates)
        limit = int(cap.most)
    elif cap.what == "share-percent":
        limit = int(cap.most * budget.hands_on // 100)
    else:
        limit = int(HALF_MINUTES * cap.most)
    return [
        CapRow(f"{cap.id} {name}".strip(), counted & mask, limit, owner, amounts)
        for name, mask in _cells(cap, candidates, vocabulary, atlas)
    ]


def _cells(
    cap: Cap, candidates: Sequence[Candidate], vocabulary: Vocabulary, atlas: Atlas
) -> list[tuple[str, int]]:
    """Split the candidates by what a cap counts per."""
    if cap.per == "session":
        return [("", -1)]
    if cap.per == "region":
        regions = sorted(
            {vocabulary.body.main(r) for c in candidates if c.part != FRAME for r in c.step.regions}
        )
        places = [(r, atlas.place(r)) for r in regions]
        return [
            (r, bits([i for i, c in enumerate(candidates) if c.facts.places & p]))
            for r, p in places
        ]
    muscles = sorted(
        {m for c in candidates for t in c.step.targets for m in vocabulary.body.expand(t)}
    )
    found = [(m, atlas.muscles((m,))) for m in muscles]
    return [
        (m, bits([i for i, c in enumerate(candidates) if c.facts.muscles & b])) for m, b in found
    ]

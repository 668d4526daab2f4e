"""Sums over candidates that stay under a limit: loads, points, groups to choose from."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence

from palpate.combine.bits import each
from palpate.combine.candidate import Candidate
from palpate.combine.candidate import Part
from palpate.combine.gate import EVERYWHERE
from palpate.combine.gate import Restriction
from palpate.combine.places import BOTH
from palpate.combine.places import Atlas
from palpate.combine.precede import ANYONE
from palpate.combine.roster import Roster
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
    roster: Roster,
    contents: tuple[PackContent, ...],
    parts: Sequence[Part],
    limits: Sequence[Restriction],
    budget: Budget,
    vocabulary: Vocabulary,
    atlas: Atlas,
) -> tuple[CapRow, ...]:
    """Give the caps that can bind: the packs' own, and the sums that screening limits."""
    counting = _Counting(
        roster,
        budget,
        tuple(int(c.step.points.typical) if c.step.points else 0 for c in roster.candidates),
        {
            "session": (("", roster.everyone),),
            "region": tuple(_by_region(roster, vocabulary, atlas)),
            "muscle": tuple(_by_muscle(roster, vocabulary, atlas)),
        },
    )
    found = [row for limit in limits for row in counting.limited(limit)]
    for content in contents:
        owner = ANYONE if content.technique.frame else content.technique.id
        for cap in content.technique.caps:
            found += counting.rows(cap, owner, content.rules)
    for part in parts:
        extra = part.sequence.caps + (part.timing.caps if part.timing else ())
        for cap in extra:
            found += counting.rows(cap, part.technique, ())
        found += _menus(part, roster)
    return tuple(dict.fromkeys(row for row in found if _can_bind(row, roster.candidates)))


def _by_region(roster: Roster, vocabulary: Vocabulary, atlas: Atlas) -> Iterator[tuple[str, int]]:
    """Give the main regions that packs work in, with those whose hands are there."""
    main = vocabulary.body.main
    packs = (roster.candidates[i] for i in each(roster.everyone & ~roster.frame))
    for region in sorted({main(r) for c in packs for r in c.step.regions}):
        yield region, roster.at(atlas.place(region))


def _by_muscle(roster: Roster, vocabulary: Vocabulary, atlas: Atlas) -> Iterator[tuple[str, int]]:
    """Give the muscles that are aimed at, with those that aim at them."""
    targets = {target for c in roster.candidates for target in c.step.targets}
    for muscle in sorted({m for target in targets for m in vocabulary.body.expand(target)}):
        yield muscle, roster.aimed_at(atlas.muscles((muscle,)), BOTH)


def _menus(part: Part, roster: Roster) -> Iterator[CapRow]:
    """Give the groups of a sequence of which no more than some steps are done."""
    for group in part.groups:
        if group.choose is not None:
            own = roster.of_part(part.index) & roster.saying("group", (group.id,))
            one_each = (1,) * len(roster.candidates)
            label = f"choose from {group.id}"
            yield CapRow(label, own, int(group.choose.most), part.technique, one_each)


def _can_bind(row: CapRow, candidates: Sequence[Candidate]) -> bool:
    return _most(row.members, row.amounts, candidates) > row.limit


def _most(members: int, amounts: tuple[int, ...] | None, candidates: Sequence[Candidate]) -> int:
    """Give the most that some candidates can count together."""
    return sum(amounts[i] if amounts else candidates[i].most for i in each(members))


@frozen
class _Counting:
    """What is counted of candidates, and per what.

    Attributes:
        points: The points that each works on.
        cells: The candidates by the session, by main region, by muscle, each with its name.
    """

    roster: Roster
    budget: Budget
    points: tuple[int, ...]
    cells: Mapping[str, tuple[tuple[str, int], ...]]

    def limited(self, limit: Restriction) -> Iterator[CapRow]:
        """Give what screening allows in all, of points and of minutes."""
        roster, most = self.roster, limit.limit
        bound = roster.members(limit.work)
        if limit.places != EVERYWHERE:
            bound &= roster.at(limit.places)
        if limit.technique is not None:
            bound &= roster.saying("techniques", (limit.technique,))
        if most.max_points is not None:
            label = f"points: {limit.source}"
            yield CapRow(label, bound, most.max_points, ANYONE, self.points)
        if most.max_minutes is not None:
            yield CapRow(f"minutes: {limit.source}", bound, HALF_MINUTES * most.max_minutes)

    def rows(self, cap: Cap, owner: str, rules: tuple[CombinationRule, ...]) -> Iterator[CapRow]:
        """Give what a pack caps, and counts together by its rules."""
        roster = self.roster
        counted = roster.members(cap.of)
        for rule in rules:
            if rule.rule == "counts-together" and counted & roster.members(rule.first):
                counted |= roster.members(rule.then)
        amounts = None
        if cap.what == "points":
            amounts = self.points
            limit = int(cap.most)
        elif cap.what == "share-percent":
            limit = int(cap.most * self.budget.hands_on // 100)
        else:
            limit = int(HALF_MINUTES * cap.most)
        if _most(counted, amounts, roster.candidates) <= limit:
            return
        for name, those in self.cells[cap.per]:
            yield CapRow(f"{cap.id} {name}".strip(), counted & those, limit, owner, amounts)

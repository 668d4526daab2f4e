"""The choice as numbers: sets, values and constraints, and nothing of massage.

Candidates are numbered 0 to n-1; every set of them is an integer whose bit i stands for
candidate i. Time is counted in half minutes.
"""

from collections.abc import Sequence
from zlib import crc32

from palpate.combine.candidate import Candidate
from palpate.combine.candidate import Gathered
from palpate.combine.candidate import Part
from palpate.combine.facts import matches
from palpate.combine.frame import FRAME
from palpate.combine.places import Atlas
from palpate.combine.precede import ANYONE
from palpate.combine.precede import Rules
from palpate.combine.precede import precede
from palpate.combine.relations import Need
from palpate.combine.relations import bits
from palpate.combine.relations import covers
from palpate.combine.relations import meet
from palpate.combine.relations import members
from palpate.combine.relations import pairs
from palpate.combine.settings import HALF_MINUTES
from palpate.combine.settings import Budget
from palpate.combine.settings import Settings
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


@frozen
class PartRow:
    """A part in numbers.

    Attributes:
        core: Core steps of any purpose; each is in, or one that covers it.
        own: Core treating steps; at least half of them are in.
    """

    technique: str
    diagnosis: str
    grade: str
    steps: int
    treat: int
    core: int
    own: int
    least: int
    most: int
    alone_most: int


@frozen
class Row:
    """A row of positions to pass through."""

    positions: tuple[str, ...]
    side_turn: bool


@frozen
class Instance:
    """Everything that the search reads.

    Attributes:
        conflicts: For each candidate those that never stand beside it.
        reasons: For a pair in conflict, why: `covered`, `alternative` or `contradiction`.
        before: Pairs (owner, first, then).
        calm: What a session may end on, where nothing in the plan has to follow it.
        frame, treats: The session pack's own candidates; those that earn something.
        missing: Candidates with a need that nobody can meet.
        standing: For each position the candidates that may be done in it.
        ties: For each candidate a number below 2 ** 32 that settles what nothing else does.
    """

    candidates: tuple[Candidate, ...]
    parts: tuple[PartRow, ...]
    conflicts: tuple[int, ...]
    reasons: dict[tuple[int, int], tuple[str, str]]
    before: tuple[tuple[str, int, int], ...]
    needs: tuple[Need, ...]
    lacking: tuple[str, ...]
    frame: int
    treats: int
    missing: int
    standing: dict[str, int]
    covered_by: tuple[int, ...]
    caps: tuple[CapRow, ...]
    rows: tuple[Row, ...]
    strong: int
    closing: int
    calm: int
    two_sided: int
    side_turn_positions: frozenset[str]
    keep: int
    ties: tuple[int, ...]
    budget: Budget
    least_block: int
    turn: int
    half_percent: int
    rest_weight: int


def build(
    gathered: Gathered,
    contents: tuple[PackContent, ...],
    budget: Budget,
    keep: Sequence[str],
    first_visit: bool,
    vocabulary: Vocabulary,
    settings: Settings,
    atlas: Atlas,
) -> Instance:
    """Put the choice into numbers."""
    candidates = gathered.candidates
    rules = tuple(
        (c.technique.id if not c.technique.frame else ANYONE, r) for c in contents for r in c.rules
    )
    before, needs, lacking = precede(candidates, rules, gathered.parts, vocabulary, atlas)
    reasons = _conflicts(candidates, rules, first_visit, vocabulary)
    conflicts = [0] * len(candidates)
    for a, b in reasons:
        conflicts[a] |= 1 << b
        conflicts[b] |= 1 << a
    return Instance(
        candidates=candidates,
        parts=tuple(_part_row(part, candidates) for part in gathered.parts),
        conflicts=tuple(conflicts),
        reasons=reasons,
        before=before,
        needs=needs,
        lacking=lacking,
        frame=bits([i for i, c in enumerate(candidates) if c.part == FRAME]),
        treats=bits([i for i, c in enumerate(candidates) if c.step.purpose == "treat"]),
        missing=bits([i for i, label in enumerate(lacking) if label]),
        standing=_standing(candidates),
        covered_by=_covered_by(candidates, vocabulary),
        caps=_caps(candidates, contents, gathered.parts, budget, vocabulary, atlas),
        rows=_rows(candidates, budget, vocabulary),
        strong=members(settings.strong, candidates),
        closing=members(settings.closing, candidates),
        calm=members(settings.calm, candidates) & ~members(settings.strong, candidates),
        two_sided=bits([i for i, c in enumerate(candidates) if c.two_sided]),
        side_turn_positions=frozenset(p.id for p in vocabulary.positions.values() if p.side_turn),
        keep=bits([i for i, c in enumerate(candidates) if c.key in keep]),
        ties=tuple(crc32(c.key.encode()) for c in candidates),
        budget=budget,
        least_block=HALF_MINUTES * settings.least_block_minutes,
        turn=HALF_MINUTES * settings.turn_minutes,
        half_percent=settings.half_of_core_percent,
        rest_weight=settings.rest_weight,
    )


def _standing(candidates: Sequence[Candidate]) -> dict[str, int]:
    found: dict[str, int] = {}
    for i, candidate in enumerate(candidates):
        for position in candidate.positions:
            found[position] = found.get(position, 0) | 1 << i
    return found


def _part_row(part: Part, candidates: Sequence[Candidate]) -> PartRow:
    own = [(i, c) for i, c in enumerate(candidates) if c.part == part.index]
    core = [i for i, c in own if c.step.importance == "core"]
    treat = [i for i, c in own if c.step.purpose == "treat"]
    return PartRow(
        technique=part.technique,
        diagnosis=part.diagnosis.condition,
        grade=part.grade,
        steps=bits([i for i, _ in own]),
        treat=bits(treat),
        core=bits(core),
        own=bits([i for i in core if i in treat]),
        least=part.least,
        most=part.most,
        alone_most=part.alone_most,
    )


def _conflicts(
    candidates: Sequence[Candidate],
    rules: Rules,
    first_visit: bool,
    vocabulary: Vocabulary,
) -> dict[tuple[int, int], tuple[str, str]]:
    """Give the pairs that never stand together, with the reason."""
    found: dict[tuple[int, int], tuple[str, str]] = {}
    for a, one in enumerate(candidates):
        for b in range(a + 1, len(candidates)):
            other = candidates[b]
            treat = one.step.purpose == other.step.purpose == "treat"
            if treat and one.part != other.part and covers(one, other, vocabulary):
                same = one.facts.families & other.facts.families
                found[a, b] = ("covered" if same else "alternative", "one does for both")
    for _, rule in rules:
        if rule.strength != "must" or (rule.visit == "first" and not first_visit):
            continue
        if rule.rule == "never-together":
            for a, b in pairs(rule, candidates):
                if FRAME not in (candidates[a].part, candidates[b].part):
                    found[min(a, b), max(a, b)] = ("contradiction", rule.why or rule.id)
        elif rule.rule == "one-technique":
            _one_technique(rule, candidates, found)
    return found


def _one_technique(
    rule: CombinationRule,
    candidates: Sequence[Candidate],
    found: dict[tuple[int, int], tuple[str, str]],
) -> None:
    hits = [(i, c) for i, c in enumerate(candidates) if matches(rule.first, c.facts)]
    for n, (a, one) in enumerate(hits):
        for b, other in hits[n + 1 :]:
            if one.technique != other.technique and meet(one, other, rule.on):
                found.setdefault((a, b), ("contradiction", rule.why or rule.id))


def _covered_by(candidates: Sequence[Candidate], vocabulary: Vocabulary) -> tuple[int, ...]:
    """Give for each candidate the steps of other parts that do for it."""
    return tuple(
        bits(
            [
                j
                for j, other in enumerate(candidates)
                if other.part != one.part and covers(one, other, vocabulary)
            ]
        )
        for one in candidates
    )


def _caps(
    candidates: Sequence[Candidate],
    contents: tuple[PackContent, ...],
    parts: Sequence[Part],
    budget: Budget,
    vocabulary: Vocabulary,
    atlas: Atlas,
) -> tuple[CapRow, ...]:
    """Give the caps that can bind."""
    found: list[CapRow] = []
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
        amounts = tuple(int(c.step.points.typical) if c.step.points else 0 for c in candidates)
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


def _rows(
    candidates: Sequence[Candidate], budget: Budget, vocabulary: Vocabulary
) -> tuple[Row, ...]:
    """Give the rows of positions: in rising or falling order, none twice, some only at an end."""
    from itertools import permutations  # noqa: PLC0415

    known = vocabulary.positions
    used = sorted({p for c in candidates for p in c.positions})
    found = []
    for length in range(1, budget.turns + 2):
        for row in permutations(used, length):
            if any(known[p].ends_only for p in row[1:-1]):
                continue
            order = [known[p].order for p in row if not known[p].ends_only]
            if order not in (sorted(order), sorted(order, reverse=True)) or len(set(order)) < len(
                order
            ):
                continue
            found.append(Row(row, side_turn=False))
            if any(known[p].side_turn for p in row):
                found.append(Row(row, side_turn=True))
    return tuple(found)

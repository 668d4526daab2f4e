"""The choice as numbers: sets, values and constraints, and nothing of massage.

Candidates are numbered 0 to n-1; every set of them is an integer whose bit i stands for
candidate i. Time is counted in half minutes.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from zlib import crc32

from palpate.combine.bits import bits
from palpate.combine.bits import each
from palpate.combine.candidate import Candidate
from palpate.combine.candidate import Gathered
from palpate.combine.candidate import Part
from palpate.combine.caps import CapRow
from palpate.combine.caps import caps_of
from palpate.combine.conflicts import avoided
from palpate.combine.conflicts import conflicts_of
from palpate.combine.conflicts import near
from palpate.combine.places import Atlas
from palpate.combine.precede import ANYONE
from palpate.combine.precede import precede
from palpate.combine.relations import Need
from palpate.combine.relations import coverage
from palpate.combine.roster import Roster
from palpate.combine.rows import PAIRS
from palpate.combine.rows import Row
from palpate.combine.rows import rows_of
from palpate.combine.settings import HALF_MINUTES
from palpate.combine.settings import Budget
from palpate.combine.settings import Settings
from palpate.record import frozen
from palpate.registry.content import PackContent
from palpate.vocabulary import Vocabulary


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
class Instance:
    """Everything that the search reads.

    Attributes:
        conflicts: For each candidate those that never stand beside it.
        clashes: The same by a technique's rules about the work of others: they bind while it is in.
        reasons: For a pair in conflict, why: `covered`, `alternative` or `contradiction`.
        before: Pairs (owner, first, then).
        calm: What a session may end on, where nothing in the plan has to follow it.
        two_sided: What is done on both sides, one after the other where the patient lies on one.
        sided: For each side the candidates that are done on it alone.
        avoids: For a step of the frame the candidates beside which it isn't laid, where there are any.
        near: For each candidate those that work where it works; empty where nothing avoids.
        frame, treats: The session pack's own candidates; those that earn something.
        missing: Candidates with a need that nobody can meet.
        standing: For each position the candidates that may be done in it.
        ties: For each candidate a number below 2 ** 32 that settles what nothing else does.
    """

    candidates: tuple[Candidate, ...]
    parts: tuple[PartRow, ...]
    conflicts: tuple[int, ...]
    clashes: dict[str, tuple[int, ...]]
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
    sided: dict[str, int]
    avoids: dict[int, int]
    near: tuple[int, ...]
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
    roster = Roster(candidates, atlas)
    rules = tuple(
        (c.technique.id if not c.technique.frame else ANYONE, r) for c in contents for r in c.rules
    )
    avoids = avoided(roster, rules, first_visit)
    before, needs, lacking = precede(roster, rules, gathered.parts, vocabulary, atlas, avoids)
    covered_by = coverage(roster, vocabulary, atlas)
    apart = conflicts_of(roster, rules, first_visit, covered_by)
    strong = roster.members(settings.strong)
    return Instance(
        candidates=candidates,
        parts=tuple(_part_row(part, roster) for part in gathered.parts),
        conflicts=apart.always,
        clashes=apart.while_in,
        reasons=apart.reasons,
        before=before,
        needs=needs,
        lacking=lacking,
        frame=roster.frame,
        treats=roster.treats,
        missing=bits(i for i, label in enumerate(lacking) if label),
        standing=_standing(candidates),
        covered_by=covered_by,
        caps=caps_of(roster, contents, gathered.parts, gathered.limits, budget, vocabulary, atlas),
        rows=rows_of(candidates, budget, vocabulary),
        strong=strong,
        closing=roster.members(settings.closing),
        calm=roster.members(settings.calm) & ~strong,
        two_sided=bits(i for i, c in enumerate(candidates) if c.two_sided),
        sided={
            side: bits(i for i, c in enumerate(candidates) if c.side == side)
            for pair in PAIRS
            for side in pair
        },
        avoids=avoids,
        near=near(roster, atlas) if avoids else (),
        side_turn_positions=frozenset(p.id for p in vocabulary.positions.values() if p.side_turn),
        keep=bits(i for i, c in enumerate(candidates) if c.key in keep),
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


def _part_row(part: Part, roster: Roster) -> PartRow:
    steps = roster.of_part(part.index)
    treat = steps & roster.treats
    core = bits(i for i in each(steps) if roster.candidates[i].step.importance == "core")
    return PartRow(
        technique=part.technique,
        diagnosis=part.diagnosis.condition,
        grade=part.grade,
        steps=steps,
        treat=treat,
        core=core,
        own=core & treat,
        least=part.least,
        most=part.most,
        alone_most=part.alone_most,
    )


def conflicts_among(instance: Instance, techniques: AbstractSet[str]) -> tuple[int, ...]:
    """Give for each candidate those that never stand beside it while some techniques are in."""
    found = instance.conflicts
    for owner, clashes in instance.clashes.items():
        if owner in techniques:
            found = tuple(a | b for a, b in zip(found, clashes, strict=True))
    return found

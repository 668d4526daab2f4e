"""The choice as numbers: sets, values and constraints, and nothing of massage.

Candidates are numbered 0 to n-1; every set of them is an integer whose bit i stands for
candidate i. Time is counted in half minutes.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from zlib import crc32

from palpate.combine.candidate import Candidate
from palpate.combine.candidate import Gathered
from palpate.combine.candidate import Part
from palpate.combine.caps import CapRow
from palpate.combine.caps import caps_of
from palpate.combine.conflicts import avoided
from palpate.combine.conflicts import conflicts_of
from palpate.combine.conflicts import near
from palpate.combine.frame import FRAME
from palpate.combine.places import Atlas
from palpate.combine.precede import ANYONE
from palpate.combine.precede import precede
from palpate.combine.relations import Need
from palpate.combine.relations import bits
from palpate.combine.relations import covers
from palpate.combine.relations import members
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
    rules = tuple(
        (c.technique.id if not c.technique.frame else ANYONE, r) for c in contents for r in c.rules
    )
    avoids = avoided(candidates, rules, first_visit)
    before, needs, lacking = precede(candidates, rules, gathered.parts, vocabulary, atlas, avoids)
    apart = conflicts_of(candidates, rules, first_visit, vocabulary)
    return Instance(
        candidates=candidates,
        parts=tuple(_part_row(part, candidates) for part in gathered.parts),
        conflicts=apart.always,
        clashes=apart.while_in,
        reasons=apart.reasons,
        before=before,
        needs=needs,
        lacking=lacking,
        frame=bits([i for i, c in enumerate(candidates) if c.part == FRAME]),
        treats=bits([i for i, c in enumerate(candidates) if c.step.purpose == "treat"]),
        missing=bits([i for i, label in enumerate(lacking) if label]),
        standing=_standing(candidates),
        covered_by=_covered_by(candidates, vocabulary),
        caps=caps_of(
            candidates, contents, gathered.parts, gathered.limits, budget, vocabulary, atlas
        ),
        rows=rows_of(candidates, budget, vocabulary),
        strong=members(settings.strong, candidates),
        closing=members(settings.closing, candidates),
        calm=members(settings.calm, candidates) & ~members(settings.strong, candidates),
        two_sided=bits([i for i, c in enumerate(candidates) if c.two_sided]),
        sided={
            side: bits([i for i, c in enumerate(candidates) if c.side == side])
            for pair in PAIRS
            for side in pair
        },
        avoids=avoids,
        near=near(candidates, atlas) if avoids else (),
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


def conflicts_among(instance: Instance, techniques: AbstractSet[str]) -> tuple[int, ...]:
    """Give for each candidate those that never stand beside it while some techniques are in."""
    found = instance.conflicts
    for owner, clashes in instance.clashes.items():
        if owner in techniques:
            found = tuple(a | b for a, b in zip(found, clashes, strict=True))
    return found

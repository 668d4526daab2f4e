"""The choice as numbers: sets, values and constraints, and nothing of massage.

Candidates are numbered 0 to n-1; every set of them is an integer whose bit i stands for
candidate i. Time is counted in half minutes.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from zlib import crc32

from palpate.combine.candidate import Candidate
from palpate.combine.candidate import Gathered
from palpate.combine.candidate import Part
from palpate.combine.caps import CapRow
from palpate.combine.caps import caps_of
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
from palpate.combine.rows import PAIRS
from palpate.combine.rows import Row
from palpate.combine.rows import rows_of
from palpate.combine.settings import HALF_MINUTES
from palpate.combine.settings import Budget
from palpate.combine.settings import Settings
from palpate.model.technique import CombinationRule
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
    avoids = _avoided(candidates, rules, first_visit)
    before, needs, lacking = precede(candidates, rules, gathered.parts, vocabulary, atlas, avoids)
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
        near=_near(candidates, atlas) if avoids else (),
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
    for rule in _binding(rules, first_visit):
        if rule.rule == "never-together":
            for a, b in pairs(rule, candidates):
                frame = FRAME in (candidates[a].part, candidates[b].part)
                if not frame or rule.on == "session":
                    found[min(a, b), max(a, b)] = ("contradiction", rule.why or rule.id)
        elif rule.rule == "one-technique":
            _one_technique(rule, candidates, found)
    return found


def _binding(rules: Rules, first_visit: bool) -> Iterator[CombinationRule]:
    for _, rule in rules:
        if rule.strength == "must" and (rule.visit != "first" or first_visit):
            yield rule


def _avoided(candidates: Sequence[Candidate], rules: Rules, first_visit: bool) -> dict[int, int]:
    """Give what the frame's steps are kept away from: they are laid on other regions then."""
    found: dict[int, int] = {}
    for rule in _binding(rules, first_visit):
        if rule.rule != "never-together" or rule.on == "session":
            continue
        for pair in pairs(rule, candidates):
            for one, other in (pair, pair[::-1]):
                if candidates[one].part == FRAME != candidates[other].part:
                    found[one] = found.get(one, 0) | 1 << other
    return found


def _near(candidates: Sequence[Candidate], atlas: Atlas) -> tuple[int, ...]:
    """Give for each candidate those that work in one of its regions, on whichever side."""
    places = [0 if c.part == FRAME else atlas.places(c.step.regions) for c in candidates]
    return tuple(bits([j for j, other in enumerate(places) if place & other]) for place in places)


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

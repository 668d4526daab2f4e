"""Candidates found by what they are are those that the plain definitions find one by one."""

from collections.abc import Sequence
from itertools import permutations

from hand_screened import ATLAS
from hand_screened import VOCABULARY
from hand_screened import work
from hypothesis import given
from hypothesis import strategies as st

from palpate.combine.candidate import Candidate
from palpate.combine.facts import matches
from palpate.combine.frame import FRAME
from palpate.combine.places import BOTH
from palpate.combine.places import LEFT
from palpate.combine.places import RIGHT
from palpate.combine.relations import coverage
from palpate.combine.roster import Roster
from palpate.combine.roster import bits
from palpate.combine.roster import each
from palpate.model.sequence import Step
from palpate.model.technique import CombinationRule
from palpate.model.technique import Range
from palpate.model.work import Selector

TECHNIQUES = ("one", "other")
FAMILIES = ("stroke", "drag", "strip", "compress")
ELEMENTS = ("skin-traction", "compression", "stretch")
EFFECTS = ("warms", "loads-tissue")
PURPOSES = ("treat", "prepare", "integrate")
REGIONS = ("thigh", "posterior-thigh", "leg", "calf", "lateral-calf", "foot")
MUSCLES = ("masseter", "masseter-deep", "masseter-superficial", "splenius")
TRAININGS = ("licensed-massage", "intraoral")
GROUPS = ("a", "b")
AREAS = ("session", "region", "muscle")


def some(words: Sequence[str]) -> st.SearchStrategy[frozenset[str]]:
    """Draw some of these words, or none."""
    return st.frozensets(st.sampled_from(words))


def row(words: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Draw a few of these words, in an order, or none."""
    return st.lists(st.sampled_from(words), max_size=2, unique=True).map(tuple)


@st.composite
def candidates(draw: st.DrawFn) -> Candidate:
    """Draw a step of a pack, or of the frame."""
    purpose = draw(st.sampled_from(PURPOSES))
    sides = draw(st.sampled_from((LEFT, RIGHT, BOTH)))
    regions, targets = draw(row(REGIONS)), draw(row(MUSCLES))
    facts = work(
        "calf",
        technique=draw(st.sampled_from(TECHNIQUES)),
        families=draw(some(FAMILIES)),
        elements=draw(some(ELEMENTS)),
        effects=draw(some(EFFECTS)),
        purpose=purpose,
        pressure=draw(st.integers(0, 5)),
        places=ATLAS.places(regions, sides),
        muscles=ATLAS.muscles(targets),
        group=draw(st.sampled_from((None, *GROUPS))),
        trainings=draw(some(TRAININGS)),
    )
    step = Step(
        id="step",
        instruction="Do it.",
        manoeuvres=(),
        purpose=purpose,
        importance="core",
        minutes=Range(1, 2, 3),
        positions=("prone",),
        side="both",
        regions=regions,
        pressure=facts.pressure,
        lowest_pressure=0,
        basis="editorial",
        targets=targets,
    )
    part = draw(st.sampled_from((FRAME, 0, 1)))
    return Candidate(
        "key", step, part, 0, facts, sides, "both", (), ("prone",), "", 1, 2, 3, 0, two_sided=False
    )


def selectors() -> st.SearchStrategy[Selector]:
    """Draw what a rule may speak of."""
    level = st.none() | st.integers(0, 5)
    return st.builds(
        Selector,
        techniques=row(TECHNIQUES),
        families=row(FAMILIES),
        elements=row(ELEMENTS),
        effects=row(EFFECTS),
        purposes=row(PURPOSES),
        regions=row(REGIONS),
        without_training=row(TRAININGS),
        group=st.none() | st.sampled_from(GROUPS),
        pressure_from=level,
        pressure_to=level,
    )


ROSTERS = st.lists(candidates(), max_size=6).map(lambda found: Roster(found, ATLAS))


def share(a: Candidate, b: Candidate, on: str) -> bool:
    """Say whether two steps share the muscle, the region, or only the session."""
    if on == "session":
        return True
    if on == "muscle" and a.facts.muscles and b.facts.muscles:
        return bool(a.facts.muscles & b.facts.muscles and a.sides & b.sides)
    return bool(a.facts.places & b.facts.places)


def alike(a: Candidate, b: Candidate) -> bool:
    """Say whether two steps do the same kind of work."""
    known = VOCABULARY.families
    return any(
        one == other or other in known[one].alike or one in known[other].alike
        for one in a.facts.families
        for other in b.facts.families
    )


def covers(a: Candidate, b: Candidate) -> bool:
    """Say whether a step does for another part's as well."""
    if a.part == b.part or a.step.purpose != b.step.purpose or not alike(a, b):
        return False
    if not a.facts.places & b.facts.places:
        return False
    if FRAME in (a.part, b.part):
        return a.step.purpose != "treat"
    if a.step.purpose == "treat" and a.facts.muscles and b.facts.muscles:
        counts = [aim.bit_count() for aim in (a.facts.muscles, b.facts.muscles)]
        shared = (a.facts.muscles & b.facts.muscles).bit_count()
        return shared > 0 and 2 * shared >= min(counts)
    few, many = sorted((a.step.regions, b.step.regions), key=len)
    shared = sum(any(VOCABULARY.body.overlap(x, y) for y in many) for x in few)
    return shared > 0 and 2 * shared >= len(few)


@given(st.sets(st.integers(0, 500)))
def test_set_of_numbers(numbers: set[int]) -> None:
    """A set gives the numbers that it was made of, lowest first."""
    assert list(each(bits(numbers))) == sorted(numbers)


@given(ROSTERS, st.none() | selectors())
def test_members_are_those_that_match(roster: Roster, selector: Selector | None) -> None:
    """A selector finds each candidate that it matches, asked for the first time or again."""
    expected = bits(i for i, c in enumerate(roster.candidates) if matches(selector, c.facts))
    assert roster.members(selector) == expected
    assert roster.members(selector) == expected


@given(ROSTERS, selectors(), st.none() | selectors(), st.sampled_from(AREAS))
def test_rule_binds_who_shares(
    roster: Roster, first: Selector, then: Selector | None, on: str
) -> None:
    """A rule binds two steps, one of each kind of work that it names, that share what it binds on."""
    rule = CombinationRule("rule", "before", first, then, on)  # type: ignore[arg-type]
    bound = {(a, b) for a, those in roster.bound_by(rule) for b in each(those)}
    assert bound == {
        (a, b)
        for (a, one), (b, other) in permutations(enumerate(roster.candidates), 2)
        if matches(first, one.facts) and matches(then, other.facts) and share(one, other, on)
    }


@given(ROSTERS)
def test_covers_on_half_of_the_smaller(roster: Roster) -> None:
    """A step does for another of its kind on half of its muscles or regions; the frame's anywhere."""
    found = coverage(roster, VOCABULARY, ATLAS)
    assert found == tuple(
        bits(i for i, other in enumerate(roster.candidates) if covers(one, other))
        for one in roster.candidates
    )

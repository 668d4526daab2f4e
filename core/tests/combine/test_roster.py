"""Candidates found by what they are are those that the plain definitions find one by one."""

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest
from hand_screened import ATLAS
from hand_screened import VOCABULARY
from hand_screened import work
from hypothesis import given
from hypothesis import strategies as st

from palpate.combine.bits import bits
from palpate.combine.bits import each
from palpate.combine.candidate import Candidate
from palpate.combine.facts import matches
from palpate.combine.frame import FRAME
from palpate.combine.places import BOTH
from palpate.combine.places import LEFT
from palpate.combine.places import RIGHT
from palpate.combine.relations import coverage
from palpate.combine.roster import Roster
from palpate.model.scales import Area
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
AREAS: tuple[Area, ...] = ("session", "region", "muscle")


def some(words: Sequence[str]) -> st.SearchStrategy[frozenset[str]]:
    """Draw some of these words, or none."""
    return st.frozensets(st.sampled_from(words))


def row(words: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Draw a few of these words, in an order, or none."""
    return st.lists(st.sampled_from(words), max_size=2, unique=True).map(tuple)


def candidate(regions: tuple[str, ...], sides: int = BOTH, **said: Any) -> Candidate:
    """Give a step of a pack, or of the frame, that treats by stroking unless said."""
    part, targets = said.pop("part", 0), said.pop("targets", ())
    usual = {"families": frozenset({"stroke"}), "muscles": ATLAS.muscles(targets)}
    facts = work("calf", places=ATLAS.places(regions, sides), **{**usual, **said})
    step = Step(
        id="step",
        instruction="Do it.",
        manoeuvres=(),
        purpose=facts.purpose,  # type: ignore[arg-type]
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
    return Candidate(
        "key", step, part, 0, facts, sides, "both", (), ("prone",), "", 1, 2, 3, 0, two_sided=False
    )


def candidates() -> st.SearchStrategy[Candidate]:
    """Draw steps of packs and of the frame."""
    return st.builds(
        candidate,
        regions=row(REGIONS),
        sides=st.sampled_from((LEFT, RIGHT, BOTH)),
        part=st.sampled_from((FRAME, 0, 1)),
        targets=row(MUSCLES),
        technique=st.sampled_from(TECHNIQUES),
        families=some(FAMILIES),
        elements=some(ELEMENTS),
        effects=some(EFFECTS),
        purpose=st.sampled_from(PURPOSES),
        pressure=st.integers(0, 5),
        group=st.none() | st.sampled_from(GROUPS),
        trainings=some(TRAININGS),
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


def kind(family: str, **said: Any) -> Candidate:
    """Give work of one family on the calf."""
    return candidate(("calf",), families=frozenset({family}), **said)


def aimed(*muscles: str, **said: Any) -> Candidate:
    """Give work on the calf that is aimed at some muscles."""
    return candidate(("calf",), targets=muscles, **said)


ROSTERS = st.lists(candidates(), max_size=6).map(lambda found: Roster(found, ATLAS))


def share(a: Candidate, b: Candidate, on: Area) -> bool:
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
    roster: Roster, first: Selector, then: Selector | None, on: Area
) -> None:
    """A rule binds two steps, one of each kind of work that it names, that share what it binds on."""
    assert bound(roster, CombinationRule("rule", "before", first, then, on)) == {
        (a, b)
        for (a, one), (b, other) in permutations(enumerate(roster.candidates), 2)
        if matches(first, one.facts) and matches(then, other.facts) and share(one, other, on)
    }


JAW = candidate(("calf",), LEFT, targets=("masseter",))


@pytest.mark.parametrize(
    ("other", "on", "shared"),
    [
        (candidate(("calf",), LEFT, targets=("masseter-deep",)), "muscle", True),
        (candidate(("calf",), LEFT, targets=("splenius",)), "muscle", False),
        (candidate(("calf",), RIGHT, targets=("masseter",)), "muscle", False),
        (candidate(("foot",), LEFT, targets=("masseter",)), "muscle", True),
        (candidate(("leg",)), "muscle", True),
        (candidate(("foot",)), "muscle", False),
        (candidate(("leg",)), "region", True),
        (candidate(("calf",), RIGHT), "region", False),
        (candidate(("foot",)), "session", True),
    ],
)
def test_what_two_steps_share(other: Candidate, on: Area, shared: bool) -> None:
    """Beside a step that is aimed at no muscle, sharing the region is sharing the muscle."""
    rule = CombinationRule("rule", "before", Selector(), on=on)
    assert share(JAW, other, on) is shared
    assert bound(Roster((JAW, other), ATLAS), rule) == ({(0, 1), (1, 0)} if shared else set())


def bound(roster: Roster, rule: CombinationRule) -> set[tuple[int, int]]:
    """Give the pairs that a rule binds."""
    return {(a, b) for a, those in roster.bound_by(rule) for b in each(those)}


@given(ROSTERS)
def test_covers_on_half_of_the_smaller(roster: Roster) -> None:
    """A step does for another of its kind on half of its muscles or regions; the frame's anywhere."""
    found = coverage(roster, VOCABULARY, ATLAS)
    assert found == tuple(
        bits(i for i, other in enumerate(roster.candidates) if covers(one, other))
        for one in roster.candidates
    )


WARMS = {"purpose": "prepare", "part": 1}


@pytest.mark.parametrize(
    ("one", "other", "covered"),
    [
        (candidate(("calf",)), candidate(("calf",), part=1), True),
        (candidate(("calf",)), candidate(("calf",)), False),
        (candidate(("calf",)), candidate(("calf",), **WARMS), False),
        (candidate(("calf",)), candidate(("foot",), part=1), False),
        (candidate(("calf",), LEFT), candidate(("calf",), RIGHT, part=1), False),
        (kind("strip"), kind("drag", part=1), True),
        (kind("drag"), kind("strip", part=1), True),
        (kind("strip"), kind("compress", part=1), False),
        (aimed("masseter"), aimed("masseter-deep", part=1), True),
        (aimed("masseter", "splenius"), aimed("deltoid", "splenius-capitis", part=1), False),
        (aimed("splenius", "masseter"), aimed("splenius", "trapezius", part=1), False),
        (aimed("splenius", "masseter-deep"), aimed("splenius", part=1), True),
        (candidate(("calf",)), candidate(("calf", "foot"), part=1), True),
        (
            candidate(("calf", "thigh", "foot")),
            candidate(("calf", "neck", "jaw-joint"), part=1),
            False,
        ),
        (candidate(("calf",), part=FRAME), candidate(("calf",), part=1), False),
        (candidate(REGIONS, part=FRAME, purpose="prepare"), candidate(("calf",), **WARMS), True),
    ],
)
def test_what_does_for_another(one: Candidate, other: Candidate, covered: bool) -> None:
    """Two parts' steps of one purpose and kind that meet do for each other on half of the smaller."""
    assert covers(one, other) is covered
    assert coverage(Roster((one, other), ATLAS), VOCABULARY, ATLAS) == (
        (2, 1) if covered else (0, 0)
    )

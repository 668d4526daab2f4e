"""The sums over candidates that stay under a limit: packs' caps, screening's limits, groups."""

import pytest
from attrs import evolve
from hand_screened import ATLAS
from hand_screened import DAY
from hand_screened import SETTINGS
from hand_screened import VOCABULARY
from hand_screened import pack

from palpate.combine.candidate import Candidate
from palpate.combine.candidate import Part
from palpate.combine.caps import CapRow
from palpate.combine.caps import caps_of
from palpate.combine.facts import facts_of
from palpate.combine.frame import FRAME
from palpate.combine.gate import Restriction
from palpate.combine.places import BOTH
from palpate.combine.places import LEFT
from palpate.combine.places import RIGHT
from palpate.combine.precede import ANYONE
from palpate.combine.resolve import resolve
from palpate.combine.roster import Roster
from palpate.model.patient import Patient
from palpate.model.patient import Request
from palpate.model.safety import Limit
from palpate.model.sequence import Group
from palpate.model.sequence import Step
from palpate.model.sequence import StepSequence
from palpate.model.sequence import Timing
from palpate.model.technique import Cap
from palpate.model.technique import CombinationRule
from palpate.model.technique import Range
from palpate.model.work import Selector
from palpate.registry.content import PackContent

BUDGET = SETTINGS.budget(30, first_visit=False)
PRESSING = Selector(elements=("compression",))
STROKING = Selector(elements=("stroking",))
CASE = resolve(Request(("sciatica",), DAY, Patient(stage="chronic")), VOCABULARY, SETTINGS)


def candidate(
    manoeuvre: str = "pressure-release",
    region: str = "calf",
    sides: int = LEFT,
    part: int = 0,
    most: int = 20,
    technique: str = "one",
    **said: object,
) -> Candidate:
    """Give a step that may enter: it presses the soleus in the left calf unless said."""
    usual: dict[str, object] = {"targets": ("soleus",), "points": Range(1, 2, 4)}
    step = Step(
        id=manoeuvre,
        instruction="",
        manoeuvres=(manoeuvre,),
        purpose="treat",
        importance="core",
        minutes=Range(1, 2, 3),
        positions=("prone",),
        side="left",
        regions=(region,),
        pressure=3,
        lowest_pressure=1,
        basis="editorial",
        **{**usual, **said},  # type: ignore[arg-type]
    )
    facts = facts_of(pack(technique).technique, step, sides, VOCABULARY, ATLAS)
    units = ATLAS.units((region,), sides)
    return Candidate(
        "", step, part, 0, facts, sides, "left", units, ("prone",), "", 2, 4, most, 1, False
    )


def part(*groups: Group, caps: tuple[Cap, ...] = (), timing: tuple[Cap, ...] | None = None) -> Part:
    """Give a part of the technique called one."""
    sequence = StepSequence("sciatica", "sciatica", (), caps=caps)
    timed = None if timing is None else Timing("sciatica", Range(5, 10, 20), caps=timing)
    diagnosis = CASE.complaints[0].diagnosis
    return Part(pack("one"), diagnosis, sequence, timed, "C", "primary", 1, 10, 40, 60, groups, 0)


def rows(
    *candidates: Candidate,
    contents: tuple[PackContent, ...] = (),
    parts: tuple[Part, ...] = (),
    limits: tuple[Restriction, ...] = (),
) -> tuple[CapRow, ...]:
    """Give the caps that can bind."""
    return caps_of(Roster(candidates, ATLAS), contents, parts, limits, BUDGET, VOCABULARY, ATLAS)


def capped(*caps: Cap, frame: bool = False, rules: tuple[CombinationRule, ...] = ()) -> PackContent:
    """Give a pack called one with these caps."""
    return evolve(pack("one", caps=caps, frame=frame), rules=rules)


def cap(
    what: str = "minutes", per: str = "session", most: float = 5, of: Selector = PRESSING
) -> Cap:
    """Give a cap on pressing."""
    return Cap("firm", what, of, per, most)  # type: ignore[arg-type]


def test_a_cap_counts_the_work_that_it_is_about() -> None:
    """In half minutes, for its technique while that is in; the session's own always."""
    press, stroke = candidate(), candidate("effleurage")
    assert rows(stroke, press, contents=(capped(cap()),)) == (CapRow("firm", 0b10, 10, "one"),)
    assert rows(press, contents=(capped(cap(), frame=True),)) == (CapRow("firm", 0b1, 10, ANYONE),)
    assert rows(press, contents=(capped(cap(most=2.5)),))[0].limit == 5


@pytest.mark.parametrize(("most", "binds"), [(20, False), (21, True)])
def test_a_cap_that_cannot_bind_is_no_row(most: int, binds: bool) -> None:
    """The most minutes of all that it counts stay under it."""
    found = rows(candidate(most=most), candidate("effleurage"), contents=(capped(cap(most=10)),))
    assert bool(found) == binds
    two = rows(candidate(most=most - 10), candidate(most=10), contents=(capped(cap(most=10)),))
    assert bool(two) == binds


def test_a_cap_of_points_looks_at_points_and_not_at_minutes() -> None:
    """A step of half a minute may work on more points than are allowed."""
    found = rows(candidate(most=1), contents=(capped(cap("points", most=1)),))
    assert found == (CapRow("firm", 0b1, 1, "one", (2,)),)


def test_what_screening_limits_of_some_work_somewhere() -> None:
    """Its kind, its technique and its place must all be those that the limit speaks of."""
    press, stroke = candidate(), candidate("effleurage")
    elsewhere, other = candidate(sides=RIGHT), candidate(technique="two")
    here = ATLAS.place("calf", LEFT)
    some = Restriction(Limit(max_minutes=2), "a rule", "one", PRESSING, here)
    (row,) = rows(elsewhere, stroke, press, other, limits=(some,))
    assert row.members == 0b0100


def test_caps_of_points_and_shares() -> None:
    """Points as they are typical, none where there are none; a share of the minutes for hands."""
    press, none = candidate(), candidate(points=None)
    (row,) = rows(press, none, press, contents=(capped(cap("points", most=3)),))
    assert row == CapRow("firm", 0b111, 3, "one", (2, 0, 2))
    assert not rows(press, none, press, contents=(capped(cap("points", most=4)),))
    (row,) = rows(candidate(most=60), contents=(capped(cap("share-percent", most=50)),))
    assert BUDGET.hands_on == 44
    assert row == CapRow("firm", 0b1, 22, "one")
    (row,) = rows(candidate(most=60), contents=(capped(cap("share-percent", most=30)),))
    assert row.limit == 13


def test_what_counts_together() -> None:
    """A rule adds its other work where some of the first is counted already, and only such a rule."""
    press, stroke = candidate(), candidate("effleurage")
    rule = CombinationRule("with", "counts-together", PRESSING, STROKING)
    (row,) = rows(press, stroke, contents=(capped(cap(), rules=(rule,)),))
    assert row.members == 0b11
    other = evolve(rule, rule="before")
    (row,) = rows(press, stroke, contents=(capped(cap(), rules=(other,)),))
    assert row.members == 0b01
    turned = evolve(rule, first=STROKING, then=PRESSING)
    (row,) = rows(press, stroke, contents=(capped(cap(), rules=(turned,)),))
    assert row.members == 0b01
    knock = candidate("tapotement")
    (row,) = rows(press, stroke, knock, contents=(capped(cap(), rules=(rule,)),))
    assert row.members == 0b011
    others = evolve(rule, first=STROKING, then=Selector(elements=("percussion",)))
    (row,) = rows(press, stroke, knock, contents=(capped(cap(), rules=(others,)),))
    assert row.members == 0b001
    part_of = part(caps=(cap(),))
    (row,) = rows(press, stroke, contents=(capped(rules=(rule,)),), parts=(part_of,))
    assert row.members == 0b01


def test_caps_of_a_sequence_and_its_timing() -> None:
    """They bind for their technique, beside those of the pack; one that is there twice is one row."""
    press = candidate()
    own, timed = part(caps=(cap(most=3),)), part(caps=(cap(most=3),), timing=(cap(most=2),))
    assert rows(press, parts=(own,)) == (CapRow("firm", 0b1, 6, "one"),)
    found = rows(press, contents=(capped(cap(most=4)),), parts=(timed, own))
    assert [row.limit for row in found] == [8, 6, 4]
    share, places = cap("share-percent", most=50), cap(per="region")
    muscles = cap(per="muscle")
    found = rows(candidate(most=60), parts=(part(caps=(share, places), timing=(muscles,)),))
    assert [(row.label, row.limit) for row in found] == [
        ("firm", 22),
        ("firm leg", 10),
        ("firm soleus", 10),
    ]


def test_a_cap_for_each_region() -> None:
    """Main regions of the packs' steps; whatever touches one is counted for it."""
    press = candidate()
    back = candidate(region="lower-back", most=30)
    found = rows(press, back, contents=(capped(cap(per="region")),))
    assert found == (
        CapRow("firm leg", 0b01, 10, "one"),
        CapRow("firm lower-back", 0b10, 10, "one"),
    )
    warm = candidate(part=FRAME)
    assert [r.members for r in rows(press, warm, contents=(capped(cap(per="region")),))] == [0b11]
    assert not rows(warm, contents=(capped(cap(per="region")),))
    right = candidate(sides=RIGHT)
    assert rows(press, right, contents=(capped(cap(per="region")),))[0].members == 0b11


def test_a_cap_for_each_muscle() -> None:
    """Leaf muscles that are aimed at."""
    both, soleus = candidate(targets=("calf-muscles",)), candidate()
    found = rows(both, soleus, contents=(capped(cap(per="muscle")),))
    members = {row.label: row.members for row in found}
    assert members["firm soleus"] == 0b11
    assert members["firm plantaris"] == 0b01
    assert list(members) == sorted(members)
    points = rows(soleus, contents=(capped(cap("points", "muscle", most=1)),))
    assert points == (CapRow("firm soleus", 0b1, 1, "one", (2,)),)


def group(most: float | None, name: str = "some") -> Group:
    """Give a group of which at most some are done."""
    return Group(name, choose=None if most is None else Range(1, 1, most))


def test_a_group_to_choose_from() -> None:
    """No more of its steps than it says, of that part; each counts as one."""
    mine = candidate(group="some")
    others = (candidate(group="other"), candidate(), candidate(group="some", part=1))
    found = rows(mine, *others, mine, parts=(part(group(1)),))
    assert found == (CapRow("choose from some", 0b10001, 1, "one", (1, 1, 1, 1, 1)),)
    assert not rows(mine, mine, parts=(part(group(2)),))
    assert not rows(mine, mine, parts=(part(group(None)),))
    found = rows(mine, mine, mine, parts=(part(group(None, "none"), group(2)),))
    assert [(row.members, row.limit) for row in found] == [(0b111, 2)]


def test_what_screening_limits_in_all() -> None:
    """Points and minutes of the work that it binds, where it binds, whoever brings them."""
    left, right = candidate(), candidate(sides=RIGHT)
    stroke = candidate("effleurage", sides=BOTH)
    here = ATLAS.place("calf", LEFT)
    minutes = Restriction(Limit(max_minutes=4), "a rule", places=here)
    assert rows(right, left, stroke, limits=(minutes,)) == (
        CapRow("minutes: a rule", 0b110, 8, ANYONE),
    )
    points = Restriction(Limit(max_points=1), "a rule", work=PRESSING)
    assert rows(right, left, stroke, limits=(points,)) == (
        CapRow("points: a rule", 0b011, 1, ANYONE, (2, 2, 2)),
    )
    found = rows(left, limits=(points,), contents=(capped(cap(), cap(most=4)),))
    assert [row.limit for row in found] == [1, 10, 8]
    both = Restriction(Limit(max_points=1, max_minutes=4), "a rule", "one")
    labels = [row.label for row in rows(left, limits=(both,))]
    assert labels == ["points: a rule", "minutes: a rule"]
    assert not rows(left, limits=(evolve(both, technique="two"),))
    assert not rows(left, limits=(Restriction(Limit(max_pressure=1), "a rule"),))

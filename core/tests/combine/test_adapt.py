"""How one step is fitted to one patient: sides, places, pressure, positions, contacts, dose."""

import pytest
from attrs import evolve
from hand_screened import ATLAS
from hand_screened import BRUISE
from hand_screened import DAY
from hand_screened import SETTINGS
from hand_screened import THINNER
from hand_screened import VOCABULARY
from hand_screened import bruise
from hand_screened import own
from hand_screened import pack
from hand_screened import rule

from palpate.combine.adapt import Adapted
from palpate.combine.adapt import Why
from palpate.combine.adapt import adapt
from palpate.combine.clearance import valid_clearances
from palpate.combine.facts import facts_of
from palpate.combine.places import BOTH
from palpate.combine.places import LEFT
from palpate.combine.places import RIGHT
from palpate.combine.resolve import resolve
from palpate.combine.screen import screen
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.model.patient import Request
from palpate.model.patient import Therapist
from palpate.model.safety import Contraindication
from palpate.model.safety import Limit
from palpate.model.sequence import IfNone
from palpate.model.sequence import Step
from palpate.model.technique import Range
from palpate.model.work import Selector

STEP = Step(
    id="press",
    instruction="Press.",
    manoeuvres=("pressure-release",),
    purpose="treat",
    importance="core",
    minutes=Range(2, 3, 4),
    positions=("prone", "side-lying"),
    side="affected",
    regions=("calf",),
    pressure=3,
    lowest_pressure=2,
    basis="editorial",
    targets=("soleus",),
    minutes_for_both=False,
    pressure_mmhg=Range(20, 30, 40),
    pressure_said="firm",
    contacts=("palm", "thumb"),
    hold_seconds=Range(20, 40, 90),
    repetitions=Range(1, 2, 3),
    points=Range(1, 2, 4),
    pain_out_of_10=Range(4, 5, 6),
)
ONE = pack("one").technique
KEEP_OFF = rule("regional", BRUISE, limits=(Limit(at=("site",), keep_off=True),))


def fitted(
    step: Step = STEP,
    *rules: Contraindication,
    given: tuple[GivenFactor, ...] = (GivenFactor(THINNER),),
    therapist: Therapist | None = None,
    complaints: bool = True,
    **patient: object,
) -> Adapted | Why:
    """Fit a step to a patient with sciatica on the left, screened by these rules."""
    usual: dict[str, object] = {"stage": "chronic", "side": "left", "factors": given}
    who = Patient(**{**usual, **patient})  # type: ignore[arg-type]
    request = Request(("sciatica",), DAY, who, therapist or Therapist())
    case = resolve(request, VOCABULARY, SETTINGS)
    found = screen(
        case, (pack("one", *rules),), VOCABULARY, valid_clearances(case, SETTINGS), ATLAS
    )
    complaint = case.complaints[0]
    if not complaints:
        case = evolve(case, complaints=())
    return adapt(step, complaint, ONE, case, found, VOCABULARY, ATLAS)


def done(*asked: object, **said: object) -> Adapted:
    """Give a step as the patient gets it."""
    found = fitted(*asked, **said)  # type: ignore[arg-type]
    assert isinstance(found, Adapted), found
    return found


def refused(*asked: object, **said: object) -> Why:
    """Give why a step can't be done."""
    found = fitted(*asked, **said)  # type: ignore[arg-type]
    assert isinstance(found, tuple), found
    return found


def test_where_nothing_is_said_a_step_is_done_as_written() -> None:
    """On the affected side, with its best contact, in every position that reaches the region."""
    found = done()
    assert found == Adapted(
        step=STEP,
        facts=facts_of(ONE, STEP, LEFT, VOCABULARY, ATLAS),
        sides=LEFT,
        side="left",
        units=ATLAS.units(("calf",), LEFT),
        positions=("prone", "side-lying"),
        contact="palm",
    )
    assert found.facts.places == ATLAS.place("calf", LEFT)


AT_SCAR = evolve(STEP, at_site=BRUISE, regions=())


def test_a_step_for_a_factor_is_done_at_its_site() -> None:
    """In the site's region, on its side; at the first region of the complaint where none is named."""
    for side, bit in (("left", LEFT), ("right", RIGHT)):
        found = done(AT_SCAR, given=(bruise("calf", side),))
        assert (found.step.regions, found.side, found.sides) == (("calf",), side, bit)
    elsewhere = GivenFactor("varicose-veins", Place("foot", "right"))
    found = done(AT_SCAR, given=(elsewhere, bruise("calf")))
    assert (found.step.regions, found.side) == (("calf",), "left")
    found = done(evolve(AT_SCAR, at_site=THINNER))
    complaint = resolve(
        Request(("sciatica",), DAY, Patient(stage="chronic", side="left")), VOCABULARY, SETTINGS
    ).complaints[0]
    assert found.step.regions == complaint.diagnosis.regions[:1]
    assert len(complaint.diagnosis.regions) > 1


def test_several_sites_of_a_factor_are_worked_together() -> None:
    """Each region once; on their side where it is one, else on the side of the step."""
    one, other = bruise("calf", "right"), bruise("posterior-thigh", "right")
    again = bruise("calf", "right", days=3)
    found = done(AT_SCAR, given=(one, other, again))
    assert (sorted(found.step.regions), found.side) == (["calf", "posterior-thigh"], "right")
    found = done(AT_SCAR, given=(one, bruise("posterior-thigh", "left")))
    assert (len(found.step.regions), found.side) == (2, "left")
    two = (bruise("calf", "left"), bruise("calf", "right"))
    assert done(evolve(AT_SCAR, side="midline"), given=two).side == "midline"
    assert done(evolve(AT_SCAR, side="right"), given=(bruise("calf", None),)).side == "right"


def test_a_step_with_regions_of_its_own_stays_there() -> None:
    """Whatever factor it names; so does one that names none."""
    found = done(evolve(STEP, at_site=BRUISE), given=(bruise("posterior-thigh", "right"),))
    assert (found.step.regions, found.side) == (("calf",), "left")
    assert done(evolve(STEP, regions=()), given=(bruise(),)).step.regions == ()


def test_a_site_that_nobody_knows_is_asked_for() -> None:
    """With the words to give it in."""
    reason = refused(AT_SCAR, complaints=False)
    assert reason == ("screening", "say where it is: --factor bruise-hematoma@REGION")


@pytest.mark.parametrize(
    ("written", "patient", "side", "sides"),
    [
        ("left", "right", "left", LEFT),
        ("right", "left", "right", RIGHT),
        ("both", "left", "both", BOTH),
        ("each", "left", "both", BOTH),
        ("midline", "left", "midline", BOTH),
        ("affected", "left", "left", LEFT),
        ("affected", "right", "right", RIGHT),
        ("unaffected", "left", "right", RIGHT),
        ("unaffected", "right", "left", LEFT),
        ("affected", "both", "both", BOTH),
        ("unaffected", "both", "both", BOTH),
        ("affected", None, "affected", BOTH),
        ("unaffected", None, "unaffected", BOTH),
    ],
)
def test_the_side_that_a_step_is_done_on(
    written: str, patient: str | None, side: str, sides: int
) -> None:
    """As written; affected and unaffected by the patient's side, once it is known."""
    found = done(evolve(STEP, side=written), side=patient)
    assert (found.side, found.sides) == (side, sides)


@pytest.mark.parametrize(
    ("order", "side"),
    [(("left", "right"), "both"), (("right",), "right"), (("left",), "left")],
)
def test_sides_in_an_order_are_all_done(order: tuple[str, ...], side: str) -> None:
    """The sides that are listed, whatever else is said of the side."""
    assert done(evolve(STEP, sides_in_order=order)).side == side


@pytest.mark.parametrize(("kept", "left"), [("left", "right"), ("right", "left")])
def test_the_side_that_is_kept_off_is_left_out(kept: str, left: str) -> None:
    """What is for both sides of a pair is done on the other one."""
    both = evolve(STEP, side="both")
    found = done(both, KEEP_OFF, given=(bruise("calf", kept),))
    assert found.side == left
    assert found.facts.places == ATLAS.place("calf", found.sides)
    assert done(both, KEEP_OFF, given=(bruise("foot", kept),)).side == "both"


def test_what_has_no_free_side_is_out() -> None:
    """One side that is kept off, both, the midline, or a region that is no pair."""
    left = (bruise("calf", "left"),)
    reasons = [
        refused(STEP, KEEP_OFF, given=left),
        refused(evolve(STEP, side="both"), KEEP_OFF, given=(bruise("calf", None),)),
        refused(evolve(STEP, side="midline"), KEEP_OFF, given=left),
        refused(evolve(STEP, side="both", regions=("calf", "lower-back")), KEEP_OFF, given=left),
    ]
    source = reasons[0][1].removeprefix("kept off: ")
    assert "bruise" in source.lower()
    assert reasons == [("screening", f"kept off: {source}")] * 4


def test_what_waits_for_a_clearance_says_so() -> None:
    """It isn't kept off for good."""
    waits = own("clearance", THINNER, work=Selector(elements=("compression",)))
    reason, detail = refused(STEP, waits)
    assert reason == "screening"
    assert detail.startswith("clearance first: ")


@pytest.mark.parametrize(
    ("said", "patient", "minutes"),
    [
        ({}, "left", (2, 3, 4)),
        ({"minutes_for_both": True}, "left", (1, 1.5, 2)),
        ({"minutes_for_both": True, "minutes": Range(1.5, 2.5, 4.5)}, "left", (1, 1.5, 2.5)),
        ({"minutes_for_both": True, "minutes": Range(0.5, 0.5, 1)}, "left", (0.5, 0.5, 0.5)),
        ({"minutes_for_both": True, "minutes": Range(0, 0, 1)}, "left", (0.5, 0.5, 0.5)),
        ({"side": "both"}, "left", (4, 6, 8)),
        ({"side": "both", "minutes": Range(0.5, 1, 1.5)}, "left", (1, 2, 3)),
        ({"side": "both", "minutes_for_both": True}, "left", (2, 3, 4)),
        ({"side": "left"}, "left", (2, 3, 4)),
        ({"side": "left", "minutes_for_both": True}, "left", (2, 3, 4)),
        ({"side": "right", "minutes_for_both": True}, "left", (2, 3, 4)),
        ({"side": "midline"}, "left", (2, 3, 4)),
        ({"side": "midline", "minutes_for_both": True}, "left", (2, 3, 4)),
        ({}, None, (2, 3, 4)),
        ({"minutes_for_both": True}, None, (1, 1.5, 2)),
        ({"side": "unaffected", "minutes_for_both": True}, None, (1, 1.5, 2)),
        ({"side": "unaffected"}, None, (2, 3, 4)),
        ({}, "both", (4, 6, 8)),
        ({"minutes_for_both": True}, "both", (2, 3, 4)),
        ({"sides_in_order": ("left", "right")}, "left", (4, 6, 8)),
    ],
)
def test_minutes_follow_the_sides(
    said: dict[str, object], patient: str | None, minutes: tuple[float, ...]
) -> None:
    """Twice for two sides, half for one of two, in half minutes; as written where it says one side."""
    assert done(evolve(STEP, **said), side=patient).step.minutes == Range(*minutes)


def test_minutes_follow_the_side_that_is_left() -> None:
    """A step for both sides that is done on one takes the minutes of one."""
    both = evolve(STEP, side="both")
    given = (bruise("calf", "left"),)
    assert done(both, KEEP_OFF, given=given).step.minutes == STEP.minutes
    shared = evolve(both, minutes_for_both=True)
    assert done(shared, KEEP_OFF, given=given).step.minutes == Range(1, 1.5, 2)
    plain = evolve(shared, side="left", sides_in_order=("left", "right"))
    assert done(plain, KEEP_OFF, given=given).step.minutes == Range(1, 1.5, 2)


def limited(**limit: object) -> Contraindication:
    """Give a rule that lowers something everywhere."""
    return rule(limits=(Limit(**limit),))  # type: ignore[arg-type]


def test_pressure_is_lowered_to_what_is_allowed() -> None:
    """With what rules see of it; the source's own scale spoke of the pressure that it wanted."""
    found = done(STEP, limited(max_pressure=2))
    assert (found.step.pressure, found.facts.pressure) == (2, 2)
    assert (found.step.pressure_mmhg, found.step.pressure_said) == (None, "")
    found = done(STEP, limited(max_pressure=3))
    assert (found.step, found.facts.pressure) == (STEP, 3)
    reason, detail = refused(STEP, limited(max_pressure=1))
    assert reason == "screening"
    assert detail.startswith("pressure 2 is the least that helps, 1 the most allowed: ")
    assert not detail.endswith(": ")


def test_pressure_on_an_endangerment_site_is_under_its_cap() -> None:
    """Whichever side it is worked on."""
    knee = evolve(STEP, regions=("popliteal-fossa",), lowest_pressure=1)
    assert done(knee).step.pressure == 1
    two = evolve(knee, regions=("calf", "popliteal-fossa"))
    assert done(two).step.pressure == 1
    assert done(evolve(STEP, regions=("deep-buttock",), pressure=4)).step.pressure == 3


def test_positions_that_reach_and_are_possible() -> None:
    """In the order of the file; of two in one place of the row, the one named first."""
    every = ("seated", "side-lying", "supine", "prone")
    assert done(evolve(STEP, positions=every)).positions == ("side-lying", "prone")
    assert done(STEP, no_positions=("prone",)).positions == ("side-lying",)
    assert done(STEP, limited(bar_positions=("side-lying",))).positions == ("prone",)
    neck = evolve(STEP, regions=("neck",), side="midline", pressure=2)
    lying = evolve(neck, positions=("semi-reclined", "supine", "prone"))
    assert done(lying).positions == ("semi-reclined", "prone")
    back = evolve(STEP, regions=("lower-back", "calf"), side="midline", positions=every)
    assert done(back).positions == ("side-lying", "prone")


def test_where_no_position_is_left() -> None:
    """None that reaches every region, or each barred, with who bars it."""
    reason = refused(evolve(STEP, positions=("supine", "seated")))
    assert reason == ("position", "none of its positions reaches the region")
    reason = refused(evolve(STEP, positions=("supine", "prone")), no_positions=("prone",))
    assert reason == ("position", "prone isn't possible: not possible for the patient")
    reason = refused(STEP, no_positions=("prone", "side-lying"))
    assert reason == ("position", "prone, side-lying isn't possible: not possible for the patient")


def test_the_best_contact_that_is_left() -> None:
    """Not one that is barred, nor one that the therapist hasn't; any where none is named."""
    assert done(STEP, limited(bar_contacts=("palm",))).contact == "thumb"
    assert done(STEP, therapist=Therapist(no_contacts=("palm",))).contact == "thumb"
    assert done(STEP, therapist=Therapist(no_contacts=("thumb",))).contact == "palm"
    assert done(evolve(STEP, contacts=()), limited(bar_contacts=("palm",))).contact == ""
    reason = refused(
        STEP, limited(bar_contacts=("palm",)), therapist=Therapist(no_contacts=("thumb",))
    )
    assert reason == ("training", "none of its contacts may be used or is at hand")


def test_what_a_step_needs_and_the_therapist_hasnt() -> None:
    """It is out, and says what is missing."""
    oiled = evolve(STEP, manoeuvres=("effleurage",))
    reason = refused(oiled, therapist=Therapist(no_elements=("stroking", "lubricant", "heat")))
    assert reason == ("training", "needs what isn't at hand: lubricant, stroking")
    assert done(oiled, therapist=Therapist(no_elements=("heat",)))


def test_doses_are_lowered_to_what_is_allowed() -> None:
    """Each by its own limit, in least, typical and most; one that isn't said stays unsaid."""
    capped = done(
        STEP, limited(max_hold_seconds=30, max_repetitions=1, max_points=2, max_pain=3)
    ).step
    assert capped.hold_seconds == Range(20, 30, 30)
    assert capped.repetitions == Range(1, 1, 1)
    assert capped.points == Range(1, 2, 2)
    assert capped.pain_out_of_10 == Range(3, 3, 3)
    assert capped.minutes == STEP.minutes
    only_holds = done(STEP, limited(max_hold_seconds=30)).step
    assert evolve(only_holds, hold_seconds=STEP.hold_seconds) == STEP
    bare = evolve(STEP, hold_seconds=None)
    assert done(bare, limited(max_hold_seconds=30)).step.hold_seconds is None


def test_what_is_done_where_no_point_is_found() -> None:
    """It is left out where it may not be done; skipping the step may always be done."""
    instead = IfNone("Knock.", None, ("tapotement",))
    step = evolve(STEP, if_none=instead)
    knocks = limited(bar_manoeuvres=("tapotement",))
    assert done(step).step.if_none == instead
    assert done(step, knocks).step.if_none is None
    assert done(step, knocks).step.manoeuvres == STEP.manoeuvres
    skip = evolve(STEP, if_none=IfNone("Skip."))
    assert done(skip, knocks).step.if_none == IfNone("Skip.")
    there = rule("regional", BRUISE, limits=(Limit(at=("site",), bar_manoeuvres=("tapotement",)),))
    assert done(step, there, given=(bruise("calf", "right"),)).step.if_none == instead
    assert done(step, there, given=(bruise("calf", "left"),)).step.if_none is None

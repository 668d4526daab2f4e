"""Smallest examples of what the properties once found, each mended since."""

from typing import Any

from attrs import evolve

from palpate.combine import combine
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.model.patient import Request
from palpate.model.safety import Limit
from palpate.model.sequence import Need
from palpate.model.technique import CombinationRule
from palpate.model.technique import Range
from palpate.model.work import Selector
from palpate.registry import Packs
from palpate.testing.memory import CodePack
from palpate.testing.memory import packs_of
from palpate.testing.strategies import DAY
from palpate.verify import verify

from .examples import pack
from .examples import request
from .examples import rule
from .examples import step

LONG = Range(2, 5, 6)
LONGER = Range(5, 8, 12)
ONE_SIDED = "plantar-fasciitis"


def held(*plugins: CodePack, asked: Request | None = None) -> None:
    """Plan a session in which something is done, and verify it."""
    packs = packs_of(plugins)
    protocol = combine(asked or request(), packs)
    assert any(s.diagnosis for s in protocol.steps)
    assert verify(protocol, packs) == ()


def foot(*diagnoses: str, **patient: Any) -> Request:
    """Ask for 45 minutes for one foot."""
    return Request(diagnoses or (ONE_SIDED,), DAY, Patient(stage="chronic", **patient), minutes=45)


def test_a_session_with_a_turn_from_side_to_side_ends_on_what_calms() -> None:
    """A calm step that could come last does, after the turn from one side to the other too."""
    where: dict[str, Any] = {"positions": ("side-lying",), "minutes": LONG, "pressure": 1}
    calm = step("hold", "cross-hand-release", "treat", side="right", regions=("calf",), **where)
    other = step("both", "reciprocal-inhibition", "treat", side="each", regions=("thigh",), **where)
    held(pack("one", "A", (calm, other), (ONE_SIDED,)), asked=foot(side="right"))


def test_the_frames_strokes_stay_away_from_lymph_work() -> None:
    """A warm-up or closing of the frame doesn't rub a region that is drained in the same session."""
    drained = step(
        "drain", "stationary-circles", "treat", minutes=LONG, regions=("posterior-neck",)
    )
    moved = step("move", "passive-movement", "treat", minutes=LONG, regions=("posterior-neck",))
    held(pack("one", "A", (drained, moved)))


def test_a_left_and_a_right_step_in_side_lying_cost_a_turn() -> None:
    """Work on the left, then on the right, of a patient on the side asks for a turn between."""
    where: dict[str, Any] = {"positions": ("side-lying",), "minutes": LONG, "pressure": 1}
    left = step("left", "cross-hand-release", "treat", side="left", regions=("calf",), **where)
    right = step("right", "leg-pull", "treat", side="right", regions=("thigh",), **where)
    held(pack("one", "A", (left, right), (ONE_SIDED,)), asked=foot())


def test_the_unaffected_side_isnt_called_the_affected_one() -> None:
    """A step for the unaffected side isn't printed as one for the affected side."""
    other = step(
        "other", "cross-hand-release", "treat", side="unaffected", regions=("calf",), minutes=LONGER
    )
    packs = packs_of([pack("one", "A", (other,), (ONE_SIDED,))])
    protocol = combine(foot(), packs)
    assert [s.side for s in protocol.steps if s.diagnosis] == ["unaffected"]


def test_points_are_counted_over_the_session() -> None:
    """`max_points` is the most points pressed in a session, and not in each step."""
    points: dict[str, Any] = {"minutes": LONG, "points": Range(1, 2, 3)}
    one = step("one", "cross-hand-release", "treat", **points)
    two = step("two", "skin-glide", "treat", regions=("upper-back",), **points)
    few = rule("few", "antiplatelet", "caution", (Limit(max_points=1),))
    held(pack("one", "A", (two, one), says_contraindications=(few,)), asked=request("antiplatelet"))


def test_a_need_that_only_a_forbidden_closing_meets_isnt_met() -> None:
    """The frame doesn't close a region with strokes beside lymph work there: the need is unmet."""
    lymph = step("lymph", "stationary-circles", "treat", minutes=LONG, needs=(Need("closed"),))
    held(pack("one", "A", (lymph,)))


def test_the_licence_goes_without_saying() -> None:
    """A step that asks for the licence to massage is for every therapist."""
    plain = step(
        "hold", "cross-hand-release", "treat", minutes=LONG, training=("licensed-massage",)
    )
    held(pack("one", "A", (plain,)))


def test_a_step_done_on_one_side_isnt_lost() -> None:
    """A core step that screening leaves one side of counts as left, for the verifier as well."""
    both: dict[str, Any] = {"side": "each", "importance": "core", "minutes": LONGER}
    calf = step("calf", "cross-hand-release", "treat", regions=("calf",), **both)
    off = step(
        "shin", "cold-pack", "treat", regions=("heel",), pressure=5, lowest_pressure=5, **both
    )
    asked = foot(side="both", avoid=(Place("calf", "left"),), max_pressure=3)
    held(pack("one", "A", (calf, off), (ONE_SIDED,)), asked=asked)


def test_a_warm_up_of_the_affected_side_doesnt_warm_the_other() -> None:
    """Though it isn't known which side that is: what is pressed on each side is warmed on each."""
    leg: dict[str, Any] = {"positions": ("prone",), "minutes": LONG, "regions": ("calf",)}
    warm = step("warm", "effleurage", "prepare", side="affected", **leg)
    strip = step("strip", "longitudinal-stripping", "treat", side="each", pressure=3, **leg)
    held(pack("one", "A", (warm, strip), (ONE_SIDED,)), asked=foot())


def test_a_set_up_is_printed_for_the_position_that_was_chosen() -> None:
    """What a step says for another position isn't the patient's."""
    said = "prone: pillow under the belly; on the side: pillow between the knees; shoes off"
    moved = step(
        "move", "passive-movement", "treat", minutes=LONG, positions=("side-lying",), set_up=said
    )
    packs = packs_of([pack("one", "A", (moved,))])
    (planned,) = (s for s in combine(request(), packs).steps if s.diagnosis)
    assert planned.set_up == "pillow between the knees; shoes off"


def test_what_is_allowed_no_lighter_isnt_done_lighter() -> None:
    """A step that a cap makes lighter is held by the rules about light work as well."""
    light = evolve(
        rule("no-light", "long-covid", "absolute"),
        work=Selector(families=("hold",), pressure_to=1),
    )
    capped = rule("soft", "antiplatelet", "caution", (Limit(max_pressure=1),))
    one = step("hold", "cross-hand-release", "treat", minutes=LONG)
    two = step("move", "passive-movement", "treat", minutes=LONG)
    held(
        pack("one", "A", (one, two), says_contraindications=(light, capped)),
        asked=request("antiplatelet", "long-covid"),
    )


def test_a_rule_about_a_position_bars_no_other() -> None:
    """What isn't done face down may be done on the back."""
    down = evolve(
        rule("down", "hypermobility-eds", "absolute"), work=Selector(positions=("prone",))
    )
    moved = step("move", "passive-movement", "treat", minutes=LONG, positions=("prone", "supine"))
    packs = packs_of([pack("one", "A", (moved,), says_contraindications=(down,))])
    protocol = combine(request("hypermobility-eds"), packs)
    assert {s.position for s in protocol.steps if s.diagnosis} == {"supine"}
    assert verify(protocol, packs) == ()


def test_a_cap_in_a_position_holds_there() -> None:
    """A limit of work in one position is kept in it."""
    soft = evolve(
        rule("soft", "hypermobility-eds", "caution", (Limit(max_pressure=1),)),
        work=Selector(positions=("prone",)),
    )
    moved = step("move", "passive-movement", "treat", minutes=LONG, pressure=3)
    held(
        pack("one", "A", (moved,), says_contraindications=(soft,)),
        asked=request("hypermobility-eds"),
    )


def test_what_must_follow_in_a_position_follows_in_it() -> None:
    """A step that a rule wants afterwards in one position is no answer in another."""
    after = CombinationRule(
        "then-on-the-back",
        "followed-by",
        Selector(families=("compress",)),
        Selector(effects=("lengthens",), positions=("supine",)),
        on="session",
    )
    pressed = step("press", "pressure-release", "treat", minutes=LONG, importance="core")
    found = step("find", "flat-palpation", "assess")
    supine = step("long", "breath-eye-met", "treat", minutes=LONG, positions=("supine",))
    held(pack("one", "A", (found, pressed, supine), says_rules=(after,)))
    # Which of its positions a step is done in is chosen later, so it is no answer for certain.
    either = evolve(supine, positions=("prone", "supine"))
    packs = packs_of([pack("one", "A", (found, pressed, either), says_rules=(after,))])
    assert verify(combine(request(), packs), packs) == ()


def test_what_never_stands_together_in_a_position() -> None:
    """Two kinds of work that a rule keeps apart in one position aren't both done in it."""
    apart = CombinationRule(
        "apart",
        "never-together",
        Selector(families=("hold",), positions=("prone",)),
        Selector(families=("move",), positions=("prone",)),
        on="session",
    )
    both: dict[str, Any] = {"minutes": LONG, "positions": ("prone", "supine")}
    one = step("hold", "cross-hand-release", "treat", **both)
    two = step("move", "passive-movement", "treat", regions=("upper-back",), **both)
    held(pack("one", "A", (one, two), says_rules=(apart,)))


def test_the_frame_does_nothing_lighter_than_is_allowed() -> None:
    """Strokes of the frame that a cap makes light are held by a rule about light strokes."""
    strokes = Selector(families=("stroke",))
    light = evolve(
        rule("no-light", "long-covid", "absolute"),
        applies_to="any-technique",
        work=evolve(strokes, pressure_to=1),
    )
    capped = evolve(
        rule("soft", "long-covid", "caution", (Limit(max_pressure=1),)),
        applies_to="any-technique",
        work=strokes,
    )
    moved = step("move", "passive-movement", "treat", minutes=LONG, pressure=1)
    packs = packs_of([pack("one", "A", (moved,), says_contraindications=(light, capped))])
    protocol = combine(request("long-covid"), packs)
    assert verify(protocol, packs) == ()
    assert not any("effleurage" in s.manoeuvres for s in protocol.steps)
    assert verify(combine(request(), packs), packs) == ()


def test_a_real_plan_in_two_positions_keeps_the_order_of_one_muscle(packs: Packs) -> None:
    """With a lung disease the jaw is treated sitting and half sitting: it is lengthened after it was pressed."""
    patient = Patient(stage="chronic", factors=(GivenFactor("lung-disease"),))
    protocol = combine(Request(("tmj-disorder",), DAY, patient, minutes=45), packs)
    assert protocol.status == "ready"
    assert verify(protocol, packs) == ()


def test_what_screening_took_of_a_technique_that_is_out_anyway_decides_nothing() -> None:
    """A plan that is missing for want of steps isn't forbidden because a technique without training lost a warm-up."""
    short: dict[str, Any] = {
        "minutes": Range(0.5, 0.5, 0.5),
        "regions": ("acromioclavicular-joint",),
        "side": "both",
    }
    breath = step(
        "breathe", "diaphragmatic-breathing", "treat", pressure=0, lowest_pressure=0, **short
    )
    trained = evolve(breath, importance="core", training=("abdominal",))
    firm = step("roll", "skin-rolling", "prepare", lowest_pressure=2, **short)
    asked = Request(("tension-type-headache",), DAY, Patient())
    alone = pack("one", "A", (breath,), asked.diagnoses)
    other = pack("two", "A", (firm, trained), asked.diagnoses)
    with_other = combine(asked, packs_of([alone, other]))
    assert with_other.status == combine(asked, packs_of([alone])).status == "nothing-indicated"

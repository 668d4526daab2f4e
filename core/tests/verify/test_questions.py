"""The verifier's questions about one step: for whom, which ways, how strong, on which side."""

import attrs
import pytest
from hand_made import HandMade
from hand_made import asked
from hand_made import changed
from hand_made import good
from hand_made import hand_made
from hand_made import talk
from hand_made import timed
from test_clock import both_sides

from palpate.model.patient import GivenFactor
from palpate.model.patient import Place
from palpate.model.patient import Therapist
from palpate.model.protocol import Protocol
from palpate.model.safety import Contraindication
from palpate.model.safety import Limit
from palpate.model.sequence import Phase
from palpate.model.technique import Range
from palpate.verify.adjusting import Adjusted
from palpate.verify.candidates import _ways
from palpate.verify.candidates import regions_at_site
from palpate.verify.candidates import side_of
from palpate.verify.candidates import timely
from palpate.verify.case import Case
from palpate.verify.case import Work
from palpate.verify.case import open_case
from palpate.verify.likeness import _main_family
from palpate.verify.likeness import check_repeats
from palpate.verify.limits import _trainings
from palpate.verify.limits import check_limits
from palpate.verify.objections import limited
from palpate.verify.objections import skill_missing
from palpate.verify.refusals import _untimely
from palpate.verify.row import _on_both_sides
from palpate.verify.row import check_row
from palpate.verify.screening import Bound
from palpate.verify.screening import Screened
from palpate.verify.sources import _as_strong
from palpate.verify.sources import _resolved
from palpate.verify.sources import _signature

PRESS = hand_made().pack("pressing").offers[0].sequence.steps[1]


def opened(protocol: Protocol | None = None, packs: HandMade | None = None) -> Case:
    """Open the good protocol, or another."""
    return open_case(protocol or good(packs), packs or hand_made())


def work(case: Case, name: str = "press") -> Work:
    """Give a step by its own name."""
    return next(w for w in case.works if w.planned.id.endswith(f"/{name}"))


@pytest.mark.parametrize(
    ("phases", "days", "fits"),
    [
        (("early",), 0, True),
        (("early",), 9, True),
        (("early",), 10, False),
        (("late",), 9, False),
        (("late",), 10, True),
        (("late", "early"), 3, True),
        (("other",), 3, False),
        ((), 3, True),
        (("early",), None, False),
        ((), None, True),
    ],
)
def test_a_step_is_for_its_phase(phases: tuple[str, ...], days: int | None, fits: bool) -> None:
    """From its first day to before its last; an onset that isn't known is in none."""
    case = opened(asked(good(), onset_days=days))
    sequence = attrs.evolve(
        hand_made().pack("pressing").offers[0].sequence,
        phases=(Phase("early", "E", "onset", 0, 10), Phase("late", "L", "onset", 10)),
    )
    diagnosis = case.protocol.diagnoses[0]
    step = attrs.evolve(PRESS, phases=phases)
    assert timely(step, sequence, diagnosis, case) == fits
    assert timely(attrs.evolve(step, stages=("chronic",)), sequence, diagnosis, case) == fits
    assert not timely(attrs.evolve(step, stages=("acute",)), sequence, diagnosis, case)


@pytest.mark.parametrize(
    ("side", "regions", "sides"),
    [
        ("both", ("deep-buttock",), {"both", "left", "right"}),
        ("both", ("deep-buttock", "lower-back"), {"both"}),
        ("both", ("lower-back",), {"both"}),
        ("left", ("deep-buttock",), {"left"}),
        ("affected", ("deep-buttock",), {"left"}),
        ("unaffected", ("deep-buttock",), {"right"}),
        ("midline", ("deep-buttock",), {"midline"}),
    ],
)
def test_the_ways_to_do_a_step(side: str, regions: tuple[str, ...], sides: set[str]) -> None:
    """Each side, position, contact, and each pressure down to the lowest useful."""
    case = opened()
    step = attrs.evolve(
        PRESS, side=side, regions=regions, pressure=4, lowest_pressure=2, contacts=("thumb", "palm")
    )
    content, diagnosis = case.content_of("pressing"), case.protocol.diagnoses[0]
    assert content is not None
    ways = list(_ways(step, content, diagnosis, case))
    assert {way.side for way in ways} == sides
    assert {way.pressure for way in ways} == {4, 3, 2}
    assert {way.position for way in ways} == {"prone", "side-lying"}
    assert {way.contact for way in ways} == {"thumb", "palm"}
    assert {way.regions for way in ways} == {regions}
    assert len(ways) == len(set(ways)) == len(sides) * 3 * 2 * 2
    bare = attrs.evolve(step, contacts=())
    assert {way.contact for way in _ways(bare, content, diagnosis, case)} == {""}


def test_where_a_step_at_a_site_is() -> None:
    """At the places of that factor; at the complaint where it has none."""
    factors = (
        GivenFactor("bruise-hematoma", Place("calf", "left")),
        GivenFactor("recent-surgery", Place("neck")),
    )
    case = opened(asked(good(), factors=factors))
    diagnosis = case.protocol.diagnoses[0]
    step = attrs.evolve(PRESS, at_site="bruise-hematoma")
    assert regions_at_site(step, diagnosis, case) == ("calf",)
    assert regions_at_site(attrs.evolve(step, at_site="aaa"), diagnosis, case) == diagnosis.regions


@pytest.mark.parametrize(
    ("side", "complaint", "done"),
    [
        ("affected", "left", "left"),
        ("unaffected", "left", "right"),
        ("unaffected", "affected", "unaffected"),
        ("both", "left", "both"),
        ("left", "right", "left"),
        ("midline", "left", "midline"),
    ],
)
def test_the_side_of_a_step(side: str, complaint: str, done: str) -> None:
    """The patient's side put in for affected and unaffected; every other stays."""
    diagnosis = attrs.evolve(good().diagnoses[0], side=complaint)
    assert side_of(attrs.evolve(PRESS, side=side), diagnosis) == done


@pytest.mark.parametrize(
    ("side", "complaint", "sides"),
    [
        ("both", "left", ("both", "left", "right", "affected", "unaffected")),
        ("each", "left", ("both", "left", "right", "affected", "unaffected")),
        ("midline", "left", ("midline", "both")),
        ("left", "right", ("left",)),
        ("right", "left", ("right",)),
        ("affected", "left", ("left",)),
        ("affected", "right", ("right",)),
        ("unaffected", "left", ("right",)),
        ("unaffected", "right", ("left",)),
        ("affected", "affected", ("affected",)),
        ("unaffected", "affected", ("unaffected",)),
        ("affected", "both", ("both", "left", "right", "midline")),
        ("unaffected", "midline", ("both", "left", "right", "midline")),
    ],
)
def test_the_sides_that_a_source_asks_for(
    side: str, complaint: str, sides: tuple[str, ...]
) -> None:
    """By the complaint's side, where it has one."""
    assert tuple(_resolved(side, complaint)) == sides


DOSES = (
    "pressure_mmhg",
    "pain_out_of_10",
    "points",
    "sets",
    "hold_seconds",
    "repetitions",
    "contract_seconds",
    "effort_percent",
)


@pytest.mark.parametrize("name", DOSES)
def test_no_dose_is_more_than_its_source(name: str) -> None:
    """Less and as much is fine; more isn't, nor one that the source doesn't give."""
    press = work(opened())

    def strong(said: tuple[int, ...], source: Range | None) -> list[str]:
        planned = attrs.evolve(press.planned, **{name: said})
        step = attrs.evolve(PRESS, **{name: source})
        return list(_as_strong(attrs.evolve(press, planned=planned), step))

    more = [f"has more {name} than its source"]
    assert strong((2, 5), Range(1, 4, 5)) == []
    assert strong((2, 6), Range(1, 4, 5)) == more
    assert strong((1,), None) == more
    assert strong((), None) == strong((), Range(1, 4, 5)) == []


@pytest.mark.parametrize(
    ("said", "least", "enough"),
    [((5, 9), 5, True), ((4, 9), 5, False), ((), 5, False), ((), None, True), ((1,), None, True)],
)
def test_a_rest_is_no_shorter(said: tuple[int, ...], least: int | None, enough: bool) -> None:
    """The least that is said is held against the source's least."""
    press = work(opened())
    planned = attrs.evolve(press.planned, rest_seconds=said)
    step = attrs.evolve(PRESS, rest_seconds=None if least is None else Range(least, 7, 9))
    found = list(_as_strong(attrs.evolve(press, planned=planned), step))
    assert found == ([] if enough else ["has less rest_seconds than its source"])


@pytest.mark.parametrize(
    ("pressure", "said", "found"),
    [
        (3, {}, []),
        (2, {}, []),
        (4, {}, ["works pressure 4, and its source wants 3"]),
        (1, {}, ["works pressure 1, useless under 2"]),
        (3, {"pressure_said": "firm"}, []),
        (2, {"pressure_said": "firm"}, ["says a pressure of its source that it doesn't work"]),
    ],
)
def test_pressure_keeps_to_its_source(
    pressure: int, said: dict[str, str], found: list[str]
) -> None:
    """From the lowest useful to what is wanted; the source's own words only with its own pressure."""
    press = work(opened())
    planned = attrs.evolve(press.planned, pressure=pressure, **said)
    assert list(_as_strong(attrs.evolve(press, planned=planned), PRESS)) == found


def test_a_step_signs_its_pack() -> None:
    """Its name or its distribution, and its version; where no pack is known, only that it names one."""
    press = work(opened())
    assert press.content is not None

    def signed(made: Work = press, **said: str) -> list[str]:
        return list(_signature(attrs.evolve(made, planned=attrs.evolve(made.planned, **said))))

    assert signed() == signed(pack="palpate-pressing") == []
    assert signed(pack="other") == ["names pack other, and is of pressing"]
    assert signed(version="2") == ["names version 2, and is of 1.0"]
    stranger = attrs.evolve(press, content=None)
    assert signed(stranger, pack="other", version="2") == []
    unsigned = ["doesn't name its pack and sequence"]
    assert signed(stranger, pack="") == signed(stranger, sequence="") == unsigned


def test_trainings_that_are_missing() -> None:
    """Of those asked for, what isn't held; the licence goes without saying."""
    vocabulary = hand_made().vocabulary
    licence = next(iter(vocabulary.trainings))
    asked_for = (licence, "cdt", "mld-basic")
    assert skill_missing(asked_for, frozenset(), vocabulary) == ("cdt", "mld-basic")
    assert skill_missing(asked_for, frozenset({"cdt"}), vocabulary) == ("mld-basic",)
    none = attrs.evolve(vocabulary, trainings={})
    assert skill_missing(("cdt",), frozenset(), none) == ("cdt",)


def test_whose_trainings_are_asked_for() -> None:
    """The technique's, the step's, and what the plan says; each once."""
    packs = hand_made().with_step("pressing", "press", training=("cdt",))
    technique = attrs.evolve(packs.pack("pressing").technique, training=("mld-basic",))
    packs = packs.with_pack("pressing", technique=technique)
    press = work(opened(packs=packs))
    assert _trainings(press) == ("mld-basic", "cdt")
    assert _trainings(attrs.evolve(press, content=None, adjusted=Adjusted(None))) == ("cdt",)
    missing = "1: step pressing/sciatica/press needs the training cdt, which the therapist hasn't"
    assert missing in list(check_limits(opened(packs=packs)))
    request = attrs.evolve(good().request, therapist=Therapist(holds=("cdt",)))
    held = attrs.evolve(good(packs), request=request)
    assert list(check_limits(opened(held, packs))) == []


@pytest.mark.parametrize(
    ("applies_to", "pack", "owed"),
    [
        ("any-technique", "pressing", True),
        ("any-technique", "session", True),
        ("this-technique", "pressing", True),
        ("this-technique", "cupping", False),
        ("any-technique", "cupping", True),
    ],
)
def test_which_findings_are_owed(applies_to: str, pack: str, owed: bool) -> None:
    """A rule for every technique, and one of a technique that is in."""
    rule = Contraindication(
        id="a", factor="osteoporosis", verdict="caution", action="Mind it.", basis="editorial",
        applies_to=applies_to,
    )  # fmt: skip
    packs = hand_made()
    other = packs.pack("holding")
    technique = attrs.evolve(other.technique, id="cupping")
    packs = attrs.evolve(packs, made=(*packs.made, attrs.evolve(other, technique=technique)))
    protocol = asked(good(packs), factors=(GivenFactor("osteoporosis"),))
    found = list(check_limits(opened(protocol, packs.with_rule(pack, rule))))
    assert [what.startswith("1: the findings don't say ") for what in found] == [True] * owed


def test_a_limit_names_the_side_that_is_met() -> None:
    """Of two places of one pair, the one on the step's own side."""
    deed = work(opened()).deed
    places = (Place("buttock", "right"), Place("buttock", "left"))
    everyone = frozenset({"pressing"})
    kinds = (
        (Limit(max_pressure=2), "works pressure 3 on left buttock, capped at 2 by a rule"),
        (
            Limit(bar_positions=("prone",)),
            "uses the position prone on left buttock, barred by a rule",
        ),
        (Limit(max_pressure=3), None),
    )
    for limit, said in kinds:
        screened = Screened((), (), (Bound(limit, everyone, None, places, "by a rule"),), ())
        found = list(limited(deed, screened, hand_made().vocabulary.body))
        assert found == ([] if said is None else [said])


def test_steps_of_no_known_kind_repeat_nothing() -> None:
    """Two steps whose manoeuvres nobody knows aren't of one kind."""
    protocol = changed(changed(good(), "hold", manoeuvres=("x",)), "press", manoeuvres=("y",))
    protocol = changed(protocol, "hold", targets=("piriformis",), side="left")
    case = opened(protocol)
    assert _main_family(work(case), case) == _main_family(work(case, "hold"), case) == ""
    assert list(check_repeats(case)) == []
    known = changed(protocol, "press", manoeuvres=("y", "pressure-release"))
    case = opened(changed(known, "hold", manoeuvres=("pressure-release",)))
    assert list(check_repeats(case)) == [
        "5: step holding/sciatica/hold and step pressing/sciatica/press do one thing to one target"
    ]


def test_a_frame_is_for_any_stage() -> None:
    """A pack's own step isn't, and one that the diagnosis isn't known for isn't asked."""
    late = {"stages": ("acute",)}
    packs = hand_made().with_step("session", "warm", **late)
    assert list(_untimely(opened(packs=packs))) == []
    packs = hand_made().with_step("pressing", "press", **late)
    assert list(_untimely(opened(packs=packs))) == [
        "step pressing/sciatica/press isn't for stage chronic, or its phase isn't open"
    ]
    after = hand_made().with_step("pressing", "press", outside_session=True)
    assert list(_untimely(opened(packs=after))) == [
        "step pressing/sciatica/press is done after the clock stops"
    ]


@pytest.mark.parametrize(
    ("side", "regions", "both"),
    [
        ("both", ("deep-buttock",), True),
        ("both", ("lower-back", "deep-buttock"), True),
        ("both", ("lower-back",), False),
        ("left", ("deep-buttock",), False),
        ("midline", ("deep-buttock",), False),
    ],
)
def test_work_on_both_of_a_pair(side: str, regions: tuple[str, ...], both: bool) -> None:
    """Only where it is on both, and there is a pair."""
    case = opened(changed(good(), "press", side=side, regions=regions))
    assert _on_both_sides(work(case), case) == both


@pytest.mark.parametrize(("side", "turns"), [("left", 0), ("midline", 0), ("both", 1)])
def test_a_step_on_both_sides_asks_for_a_turn(side: str, turns: int) -> None:
    """On the side, what works on both of a pair is turned once, and what is on one isn't."""
    protocol = both_sides(turn=None)
    kept = tuple(s for s in protocol.steps if not s.id.endswith("#2"))
    protocol = changed(attrs.evolve(protocol, steps=kept), "press", side=side)
    found = [what for what in check_row(opened(protocol)) if "side to side" in what]
    wrong = f"4: side-lying asks for {turns} turns from side to side, and has 0"
    assert found == ([wrong] if turns else [])


def test_only_a_turn_is_timed_as_one() -> None:
    """Other talk between steps, and work that calls itself a turn, last what they last."""
    opening = attrs.evolve(good().steps[0], id="session/any/opening#2")
    steps = [*good().steps[:3], opening, *good().steps[3:]]
    assert list(check_row(opened(timed(good(), steps)))) == [
        "4: the session doesn't begin with one opening"
    ]
    assert list(check_row(opened(changed(good(), "press", purpose="turn")))) == []
    turn = talk("turn", "turn", 2)
    twice = [*good().steps[:3], turn, turn, *good().steps[3:]]
    assert list(check_row(opened(timed(good(), twice)))) == [
        "4: step session/any/turn turns a patient who stays prone",
        *[
            "4: step session/any/turn lasts 2 minutes, and a turn lasts 1",
            "4: step session/any/turn doesn't stand between two steps of work",
        ]
        * 2,
    ]

"""The clock's sums by themselves: what is said, word for word, and what is fine at the limit."""

from types import SimpleNamespace

import attrs
import pytest
from hand_made import HandMade
from hand_made import changed
from hand_made import good
from hand_made import hand_made
from hand_made import talk
from hand_made import timed
from test_clock import both_sides

from palpate.model.protocol import Protocol
from palpate.model.safety import Limit
from palpate.model.technique import Range
from palpate.verify.adjusting import Adjusted
from palpate.verify.case import Case
from palpate.verify.case import Work
from palpate.verify.case import open_case
from palpate.verify.clock import _changes
from palpate.verify.clock import _dose
from palpate.verify.clock import _doses
from palpate.verify.clock import _shortened
from palpate.verify.clock import _side_factors
from palpate.verify.clock import _together
from palpate.verify.clock import _upper
from palpate.verify.clock import check_clock
from palpate.verify.screening import Bound
from palpate.verify.screening import Screened

NAMED = "minutes_by_technique of"


def opened(protocol: Protocol | None = None, packs: HandMade | None = None) -> Case:
    """Open the good protocol, or another."""
    return open_case(protocol or good(), packs or hand_made())


def said(protocol: Protocol | None = None, packs: HandMade | None = None) -> list[str]:
    """Give what is said of the clock."""
    return [what.removeprefix("4: ") for what in check_clock(opened(protocol, packs))]


def session(protocol: Protocol | None = None, **numbers: object) -> Protocol:
    """Give a protocol whose session has other numbers."""
    base = protocol or good()
    return attrs.evolve(base, session=attrs.evolve(base.session, **numbers))


def work(name: str = "press", case: Case | None = None) -> Work:
    """Give a step by its own name."""
    return next(w for w in (case or opened()).works if w.planned.id.endswith(f"/{name}"))


def on(side: str, base: Work | None = None, **planned: object) -> Work:
    """Give the press, or another, on a side."""
    made = base or work()
    return attrs.evolve(made, planned=attrs.evolve(made.planned, side=side, **planned))


def test_each_number_is_said_once_and_whole() -> None:
    """Every sentence to its last word; nothing where all is right, or nothing is done."""
    assert said() == []
    assert all(what.startswith("4: ") for what in check_clock(opened(session(turns=1))))
    assert said(session(positions=("supine", "prone"))) == [
        "session.positions are supine, prone, and worked are prone"
    ]
    assert said(session(turns=2)) == ["session.turns is 2, and the position changes 0 times"]
    assert said(session(side_turns=2)) == [
        "session.side_turns is 2, and there are 0 turns in one position"
    ]
    assert said(session(both_sides(), positions=("prone",), turns=0, side_turns=0)) == [
        "session.positions are prone, and worked are prone, side-lying",
        "session.turns is 0, and the position changes 1 times",
        "session.side_turns is 0, and there are 1 turns in one position",
    ]
    nothing = attrs.evolve(good(), steps=(), status="consent-needed")
    assert said(session(nothing, minutes=45, positions=(), unused_minutes=7)) == []


@pytest.mark.parametrize(
    ("asked", "length", "unused", "wrong"),
    [
        (27, 27, 0, []),
        (None, 27, 0, []),
        (None, 90, 63, []),
        (30, 29, 2, []),
        (26, 27, 0, ["the session has 27 minutes, and 26 were asked for"]),
        (27, 26.5, -0.5, ["the steps take 27 minutes of a session of 26.5"]),
    ],
)
def test_a_session_may_be_full(
    asked: int | None, length: float, unused: float, wrong: list[str]
) -> None:
    """Steps may fill it to the last minute; it may be shorter than asked, and no longer."""
    protocol = session(minutes=length, unused_minutes=unused)
    request = attrs.evolve(protocol.request, minutes=asked)
    assert said(attrs.evolve(protocol, request=request)) == wrong


@pytest.mark.parametrize("minutes", [0, -1, 0.25, 0.75])
def test_minutes_are_half_minutes(minutes: float) -> None:
    """More than none, and no other parts; the clock goes on from there."""
    wrong = f"step session/any/opening lasts {minutes:g} minutes, which are no half minutes"
    assert said(changed(good(), "opening", minutes=minutes)) == [wrong]


def test_half_a_minute_is_one() -> None:
    """And the steps after it start half a minute later."""
    assert said(changed(good(), "opening", minutes=0.5)) == []
    moved = [attrs.evolve(s, start=s.start + 0.5) for s in good().steps]
    found = said(attrs.evolve(good(), steps=tuple(moved)))
    assert found[0] == "step session/any/opening starts at 0.5, and not at 0"
    assert found[1] == "step holding/sciatica/hold starts at 4.5, and not at 4"
    assert len(found) == 8


@pytest.mark.parametrize(
    ("minutes", "wrong"), [(19, False), (15, False), (17, True), (27, True), (4, True)]
)
def test_hands_may_be_free_meanwhile(minutes: float, wrong: bool) -> None:
    """Hands-on minutes are those of all work, or without what a machine does."""
    packs = hand_made().with_step("pressing", "press", hands_on=False)
    found = said(session(good(packs), hands_on_minutes=minutes), packs)
    expected = f"hands_on_minutes is {minutes}, and the timeline says 19"
    assert found == ([expected] if wrong else [])


def test_a_step_without_a_source_is_hands_on() -> None:
    """Nobody says that hands are free in it."""
    steps = tuple(
        attrs.evolve(s, sequence="gone") if s.id.endswith("/press") else s for s in good().steps
    )
    protocol = attrs.evolve(good(), steps=steps)
    assert said(protocol) == []
    assert said(session(protocol, hands_on_minutes=15)) == [
        "hands_on_minutes is 15, and the timeline says 19"
    ]


@pytest.mark.parametrize(
    ("row", "positions", "inside"),
    [
        ("ppp", "p", 0),
        ("p.p", "p", 1),
        (".p", "p", 0),
        ("p.", "p", 0),
        ("p.s", "ps", 0),
        ("p.s.s", "ps", 1),
        ("p..p.p", "p", 3),
        ("ps.p", "psp", 0),
        ("p.ss", "ps", 0),
        ("pos", "ps", 0),
        ("pop", "p", 0),
        ("", "", 0),
    ],
)
def test_turns_inside_a_position(row: str, positions: str, inside: int) -> None:
    """A turn (.) between two steps of one position; between two positions it is a change."""
    made = []
    for letter in row:
        if letter in ".o":
            base = work("opening")
            purpose = "turn" if letter == "." else "assess"
            made.append(attrs.evolve(base, planned=attrs.evolve(base.planned, purpose=purpose)))
        else:
            made.append(on("left", position=letter))
    assert _changes(tuple(made)) == (tuple(positions), inside)


@pytest.mark.parametrize(
    ("minutes", "reports", "wrong"),
    [
        ({"holding": 5, "pressing": 8, "session": 14}, {}, []),
        ({"holding": 5, "pressing": 8, "session": 6}, {}, []),
        ({"holding": 5, "pressing": 8}, {}, []),
        (
            {"holding": 5, "pressing": 8, "session": 8},
            {},
            [f"{NAMED} session is 8, and the timeline says 14"],
        ),
        ({"pressing": 8}, {}, [f"{NAMED} holding is 0, and the timeline says 5"]),
        (
            {"holding": 5, "pressing": 8, "cupping": 1},
            {},
            [f"{NAMED} cupping is 1, and the timeline says 0"],
        ),
        ({"holding": 5, "pressing": 8, "cupping": 0}, {}, []),
        (
            {"holding": 5, "pressing": 8},
            {"holding": 4},
            ["the report's minutes of holding is 4, and the timeline says 5"],
        ),
        (
            {"holding": 5, "pressing": 8},
            {"pressing": None},
            ["the report's minutes of pressing is 0, and the timeline says 8"],
        ),
        (
            {"holding": 4, "pressing": 8},
            {"holding": 6},
            [
                f"{NAMED} holding is 4, and the timeline says 5",
                "the report's minutes of holding is 6, and the timeline says 5",
            ],
        ),
    ],
)
def test_minutes_of_techniques(
    minutes: dict[str, float], reports: dict[str, float | None], wrong: list[str]
) -> None:
    """Said and reported for each; the session's own with its talk, without it, or not at all."""
    protocol = session(minutes_by_technique=tuple(minutes.items()))
    techniques = tuple(
        attrs.evolve(each, minutes=reports.get(each.id, each.minutes))
        for each in protocol.techniques
        if reports.get(each.id, 0) is not None
    )
    assert said(attrs.evolve(protocol, techniques=techniques)) == wrong


@pytest.mark.parametrize(
    ("regions", "wrong"),
    [
        ({"lower-back": 5, "pelvis-gluteal": 14, "leg": 4}, []),
        ({"lower-back": 5, "pelvis-gluteal": 14}, []),
        ({"lower-back": 5, "pelvis-gluteal": 10, "leg": 4}, []),
        (
            {"lower-back": 5, "pelvis-gluteal": 9.5, "leg": 4.5},
            ["leg is 4.5, not 4", "pelvis-gluteal is 9.5, not 14"],
        ),
        ({"lower-back": 5, "pelvis-gluteal": 14.5}, ["pelvis-gluteal is 14.5, not 14"]),
        ({"pelvis-gluteal": 14}, ["lower-back is 0, not 5"]),
        ({"lower-back": 5, "pelvis-gluteal": 14, "neck": 0}, ["neck is 0, not 0"]),
        ({"lower-back": 5, "pelvis-gluteal": 14, "neck": 1}, ["neck is 1, not 0"]),
    ],
)
def test_minutes_of_regions(regions: dict[str, float], wrong: list[str]) -> None:
    """A step over two counts for each, or is shared out: between what is theirs alone and all."""
    protocol = changed(good(), "press", regions=("deep-buttock", "calf"))
    found = said(session(protocol, minutes_by_region=tuple(regions.items())))
    assert found == [f"minutes_by_region of {what}" for what in wrong]


def test_a_region_that_shares_a_step_may_have_none_of_it() -> None:
    """Half a minute over two main regions may all be counted for one of them."""
    protocol = changed(good(), "find", regions=("deep-buttock", "calf"), minutes=0.5)
    minutes = dict(protocol.session.minutes_by_region)
    assert minutes["leg"] == 0.5
    del minutes["leg"]
    shared = session(protocol, minutes_by_region=tuple(minutes.items()))
    assert not [what for what in said(shared) if "minutes_by_region" in what]
    more = session(protocol, minutes_by_region=(*minutes.items(), ("leg", 1)))
    assert "minutes_by_region of leg is 1, not 0.5" in said(more)


@pytest.mark.parametrize(
    ("minutes", "parts", "most"),
    [
        (0, 1, 0.5),
        (0.25, 1, 0.5),
        (1, 1, 1),
        (1.25, 1, 1.5),
        (3, 2, 3),
        (2.5, 2, 3),
        (1, 4, 2),
    ],
)
def test_the_most_that_a_dose_may_last(minutes: float, parts: int, most: float) -> None:
    """Half a minute at least; each part rounded up by itself."""
    assert _upper(minutes, parts) == most


@pytest.mark.parametrize(
    ("sides", "wanted", "for_both", "factors"),
    [
        (["left"], "affected", False, [1]),
        (["left"], "both", True, [0.5]),
        (["left"], "both", False, [1]),
        (["both"], "both", True, [1]),
        (["both"], "both", False, [2]),
        (["midline"], "both", False, [2]),
        (["left", "right"], "both", False, [2]),
        (["right", "both"], "both", False, [2]),
        (["left", "midline"], "both", False, [2]),
        (["left", "right", "affected"], "both", False, [2]),
        (["left", "left"], "both", False, [1]),
        (["both"], "left", False, [2, 1]),
        (["left"], "right", True, [0.5, 1]),
        (["both"], "midline", False, [1]),
        (["left"], "midline", True, [1]),
    ],
)
def test_minutes_grow_with_the_sides(
    sides: list[str], wanted: str, for_both: bool, factors: list[float]
) -> None:
    """Two sides take twice the minutes of one; the midline and a plain side may stay as they are."""
    step = attrs.evolve(work().step, side=wanted, minutes_for_both=for_both)
    assert list(_side_factors([on(side) for side in sides], step)) == factors


def test_the_frame_may_take_its_minutes_for_one_side() -> None:
    """Warming one side may take as long as warming both, or half."""
    warm = work("warm")
    assert _side_factors([warm], warm.step) == (0.5, 1)


def test_what_shares_one_dose() -> None:
    """Repeats of a step for one diagnosis; the frame's by position and place as well."""
    press, warm = work(), work("warm")
    again = on("right", id="pressing/sciatica/press#2", position="supine")
    assert _together(press) == _together(again) == ("pressing/sciatica/press", "sciatica")
    assert _together(on("left", diagnosis="whiplash")) != _together(press)
    assert _together(warm) == ("session/any/warm", "prone", "deep-buttock")
    assert _together(on("right", warm, position="supine")) != _together(warm)
    two = on("left", warm, regions=("neck", "calf"))
    assert _together(two) == ("session/any/warm", "prone", "calf", "neck")


@pytest.mark.parametrize(
    ("least", "most", "spent", "wrong"),
    [
        (3, 6, 3, ""),
        (3, 6, 6, ""),
        (3, 6, 2.5, "and its source at least 3"),
        (3, 6, 6.5, "and its source at most 6"),
        (0, 6, 0.5, ""),
        (0, 6, 0, "and its source at least 0"),
        (0, 0, 0.5, ""),
        (0, 0, 1, "and its source at most 0.5"),
    ],
)
def test_a_dose_keeps_to_its_source(least: float, most: float, spent: float, wrong: str) -> None:
    """At its least and its most is fine; half a minute always is, none never."""
    packs = hand_made().with_step("pressing", "press", minutes=Range(least, least, most))
    case = opened(changed(good(packs), "press", minutes=spent), packs)
    expected = [f"step pressing/sciatica/press lasts {spent:g} minutes, {wrong}"] if wrong else []
    assert list(_dose([work(case=case)], case)) == expected
    assert list(_doses(case)) == expected


def test_repeats_are_one_dose() -> None:
    """Together they keep to the source, and are named without their number; one by its own."""
    case = opened()
    again = on("left", id="pressing/sciatica/press#2", minutes=2.5)
    assert list(_dose([work(), again], case)) == [
        "step pressing/sciatica/press lasts 6.5 minutes, and its source at most 6"
    ]
    assert list(_dose([again, work()], case)) == list(_dose([work(), again], case))
    short = on("left", id="pressing/sciatica/press#2", minutes=1)
    assert list(_dose([short], case)) == [
        "step pressing/sciatica/press#2 lasts 1 minutes, and its source at least 3"
    ]
    assert list(_dose([attrs.evolve(work(), adjusted=Adjusted(None))], case)) == []
    assert list(_dose([short, on("left", minutes=2)], case)) == []


def test_every_dose_is_looked_at() -> None:
    """A step without a source stops none after it; repeats are put together."""
    steps = [
        attrs.evolve(s, sequence="gone") if s.id.endswith("/hold") else s for s in good().steps
    ]
    case = opened(changed(attrs.evolve(good(), steps=tuple(steps)), "stretch", minutes=5))
    wrong = "step pressing/sciatica/stretch lasts 5 minutes, and its source at most 4"
    assert list(_doses(case)) == [wrong]
    more = attrs.evolve(steps[5], id=f"{steps[5].id}#2", minutes=2)
    case = opened(timed(good(), [*good().steps[:6], more, *good().steps[6:]]))
    assert list(_doses(case)) == [wrong]


@pytest.mark.parametrize(
    ("limit", "may"),
    [
        ({"max_minutes": 0}, True),
        ({"max_points": 0}, True),
        ({"max_hold_seconds": 0}, True),
        ({"max_repetitions": 0}, True),
        ({"max_pain": 0}, False),
        ({"max_pressure": 1}, False),
        ({}, False),
    ],
)
def test_limits_that_shorten(limit: dict[str, int], may: bool) -> None:
    """One on minutes, points, holds or repetitions, that binds one of the steps, and not everyone."""

    def shortened(*works: Work, **said: object) -> bool:
        usual = {"techniques": frozenset({"pressing"}), "scope": None, "places": None, "why": ""}
        bound = Bound(Limit(**limit), **{**usual, **said})
        unbound = Bound(Limit(max_minutes=1), frozenset(), None, None, "")
        screened = Screened((), (), (unbound, bound), ())
        case = SimpleNamespace(screened=screened, vocabulary=opened().vocabulary)
        return _shortened(list(works), case)

    assert shortened(work()) == may
    assert shortened(work("hold"), work()) == may
    assert not shortened(work("hold"))
    assert not shortened(work(), everyone=True)
    assert not shortened()


def test_a_turn_is_no_work() -> None:
    """Its minutes are the session's, and no hands'."""
    steps = [*good().steps[:3], talk("turn", "turn", 1), *good().steps[3:]]
    assert said(timed(good(), steps)) == []

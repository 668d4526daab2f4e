"""Invariant 4: the clock, the session's numbers, the doses, the turns."""

import attrs
import pytest
from breaches import Breach
from breaches import is_said
from breaches import name
from hand_made import ANYWHERE
from hand_made import HandMade
from hand_made import changed
from hand_made import good
from hand_made import hand_made
from hand_made import planned
from hand_made import talk
from hand_made import timed

from palpate.model.protocol import PlannedStep
from palpate.model.protocol import Protocol
from palpate.model.safety import Limit
from palpate.verify import verify


def session(**said: object) -> tuple[Protocol, HandMade]:
    """Give a protocol whose session has other numbers."""
    protocol = good()
    return attrs.evolve(protocol, session=attrs.evolve(protocol.session, **said)), hand_made()


def raw(index: int, **said: object) -> tuple[Protocol, HandMade]:
    """Give a protocol with one step changed, and the clock left alone."""
    protocol = good()
    steps = list(protocol.steps)
    steps[index] = attrs.evolve(steps[index], **said)
    return attrs.evolve(protocol, steps=tuple(steps)), hand_made()


def sideways(packs: HandMade) -> tuple[list[PlannedStep], list[PlannedStep]]:
    """Give the buttock's steps on the side, for a left and for a right side."""
    rows = (
        ("session", "warm", 2),
        ("pressing", "find", 1),
        ("pressing", "press", 3),
        ("pressing", "stretch", 2),
        ("session", "close", 2),
    )
    made = []
    for side in ("left", "right"):
        number = "" if side == "left" else "#2"
        steps = [
            planned(packs, pack, step, minutes, position="side-lying", side=side)
            for pack, step, minutes in rows
        ]
        made.append([attrs.evolve(s, id=s.id + number) for s in steps])
    return made[0], made[1]


def both_sides(turn: str | None = "side-turn") -> Protocol:
    """Give a protocol for both sides, done on the side, one side after the other."""
    packs = hand_made()
    left, right = sideways(packs)
    hold = planned(packs, "holding", "hold", 5)
    ends = talk("opening", "assess", 6), talk("closing", "integrate", 7)
    between = [talk(turn, "turn", 1)] if turn else []
    rows = [
        ends[0],
        hold,
        attrs.evolve(talk("turn", "turn", 1), id="session/any/turn"),
        *left,
        *between,
        *right,
        ends[1],
    ]
    base = good()
    wider = attrs.evolve(
        base,
        request=attrs.evolve(
            base.request, minutes=60, patient=attrs.evolve(base.request.patient, side="both")
        ),
        diagnoses=(attrs.evolve(base.diagnoses[0], side="both"),),
    )
    return timed(wider, rows)


def gap() -> tuple[Protocol, HandMade]:
    """4: step holding/sciatica/hold starts at 5, and not at 4"""
    return raw(1, start=5.0)


def quarter_minutes() -> tuple[Protocol, HandMade]:
    """4: step pressing/sciatica/press lasts 4.25 minutes, which are no half minutes"""
    return changed(good(), "press", minutes=4.25), hand_made()


def no_minutes() -> tuple[Protocol, HandMade]:
    """4: step pressing/sciatica/press lasts 0 minutes, which are no half minutes"""
    return changed(good(), "press", minutes=0), hand_made()


def too_long() -> tuple[Protocol, HandMade]:
    """4: the steps take 27 minutes of a session of 25"""
    return session(minutes=25, unused_minutes=-2)


def longer_than_asked() -> tuple[Protocol, HandMade]:
    """4: the session has 45 minutes, and 30 were asked for"""
    return session(minutes=45, unused_minutes=18)


def unused() -> tuple[Protocol, HandMade]:
    """4: unused_minutes is 0, and the timeline says 3"""
    return session(unused_minutes=0)


def hands_on() -> tuple[Protocol, HandMade]:
    """4: hands_on_minutes is 20, and the timeline says 19"""
    return session(hands_on_minutes=20)


def positions() -> tuple[Protocol, HandMade]:
    """4: session.positions are supine, and worked are prone"""
    return session(positions=("supine",))


def turns() -> tuple[Protocol, HandMade]:
    """4: session.turns is 1, and the position changes 0 times"""
    return session(turns=1)


def side_turns() -> tuple[Protocol, HandMade]:
    """4: session.side_turns is 2, and there are 1 turns in one position"""
    protocol = both_sides()
    return attrs.evolve(protocol, session=attrs.evolve(protocol.session, side_turns=2)), hand_made()


def by_technique() -> tuple[Protocol, HandMade]:
    """4: minutes_by_technique of pressing is 9, and the timeline says 8"""
    return session(minutes_by_technique=(("holding", 5), ("pressing", 9), ("session", 14)))


def in_the_report() -> tuple[Protocol, HandMade]:
    """4: the report's minutes of pressing is 9, and the timeline says 8"""
    protocol = good()
    reports = tuple(
        attrs.evolve(r, minutes=9) if r.id == "pressing" else r for r in protocol.techniques
    )
    return attrs.evolve(protocol, techniques=reports), hand_made()


def by_region() -> tuple[Protocol, HandMade]:
    """4: minutes_by_region of lower-back is 6, not 5"""
    return session(minutes_by_region=(("lower-back", 6), ("pelvis-gluteal", 14)))


def region_forgotten() -> tuple[Protocol, HandMade]:
    """4: minutes_by_region of lower-back is 0, not 5"""
    return session(minutes_by_region=(("pelvis-gluteal", 14),))


def over_its_most() -> tuple[Protocol, HandMade]:
    """4: step pressing/sciatica/stretch lasts 5 minutes, and its source at most 4"""
    return changed(good(), "stretch", minutes=5), hand_made()


def under_its_least() -> tuple[Protocol, HandMade]:
    """4: step pressing/sciatica/press lasts 2.5 minutes, and its source at least 3"""
    return changed(good(), "press", minutes=2.5), hand_made()


def one_side_of_two() -> tuple[Protocol, HandMade]:
    """4: step pressing/sciatica/press lasts 4 minutes, and its source at most 3"""
    packs = hand_made().with_step("pressing", "press", minutes_for_both=True)
    return good(packs), packs


def sum_of_repeats() -> tuple[Protocol, HandMade]:
    """4: step pressing/sciatica/press lasts 5 minutes, and its source at least 6"""
    protocol = both_sides()
    steps = [attrs.evolve(s, minutes=2) if s.id.endswith("press#2") else s for s in protocol.steps]
    return timed(protocol, steps), hand_made()


def frame_too_long() -> tuple[Protocol, HandMade]:
    """4: step session/any/warm lasts 5 minutes, and its source at most 4"""
    return changed(good(), "warm", minutes=5), hand_made()


def made_shorter_by_a_pack() -> tuple[Protocol, HandMade]:
    """4: step pressing/sciatica/press lasts 4 minutes, and its source at most 3"""

    def shorter(step, _patient):  # noqa: ANN001, ANN202 - a hook
        most = attrs.evolve(step.minutes, most=3, typical=3)
        return attrs.evolve(step, minutes=most) if step.id == "press" else step

    return good(), hand_made().with_pack("holding", adjust=shorter)


def no_opening() -> tuple[Protocol, HandMade]:
    """4: the session doesn't begin with one opening"""
    return timed(good(), list(good().steps[1:])), hand_made()


def no_closing() -> tuple[Protocol, HandMade]:
    """4: the session doesn't end with one closing"""
    return timed(good(), list(good().steps[:-1])), hand_made()


def short_opening() -> tuple[Protocol, HandMade]:
    """4: step session/any/opening lasts 3 minutes, and 4 are set aside for it"""
    return changed(good(), "opening", minutes=3), hand_made()


def first_visit_closing() -> tuple[Protocol, HandMade]:
    """4: step session/any/closing lasts 4 minutes, and 3 are set aside for it"""
    return attrs.evolve(good(), request=attrs.evolve(good().request, visit=1)), hand_made()


def no_turn() -> tuple[Protocol, HandMade]:
    """4: step session/any/warm is done side-lying, and nobody turned the patient"""
    protocol = both_sides()
    return timed(protocol, [s for s in protocol.steps if s.id != "session/any/turn"]), hand_made()


def long_turn() -> tuple[Protocol, HandMade]:
    """4: step session/any/turn lasts 2 minutes, and a turn lasts 1"""
    return changed(both_sides(), "turn", minutes=2), hand_made()


def turn_at_the_end() -> tuple[Protocol, HandMade]:
    """4: step session/any/turn doesn't stand between two steps of work"""
    steps = [*good().steps[:-1], talk("turn", "turn", 1), good().steps[-1]]
    return timed(good(), steps), hand_made()


def turn_for_nothing() -> tuple[Protocol, HandMade]:
    """4: step session/any/turn turns a patient who stays prone"""
    steps = [*good().steps[:3], talk("turn", "turn", 1), *good().steps[3:]]
    return timed(good(), steps), hand_made()


def no_side_turn() -> tuple[Protocol, HandMade]:
    """4: side-lying asks for 1 turns from side to side, and has 0"""
    return both_sides(turn=None), hand_made()


BREACHES = tuple(
    each
    for each in list(globals().values())
    if callable(each) and (getattr(each, "__doc__", None) or "")[:2] == "4:"
)


@pytest.mark.parametrize("breach", BREACHES, ids=name)
def test_breach_is_said(breach: Breach) -> None:
    """What is wrong with the clock is found, and said."""
    assert is_said(breach)


def test_side_by_side_passes() -> None:
    """Both sides one after the other, with a turn between, break nothing."""
    assert verify(both_sides(), hand_made()) == ()


def test_limit_may_shorten_a_step() -> None:
    """A step may be shorter than its source where a limit on its dose binds it."""
    from test_screening import limit  # noqa: PLC0415

    protocol, packs = limit(at=("pelvis-gluteal",), max_minutes=13)
    assert verify(changed(protocol, "press", minutes=2.5), packs) == ()


def test_anywhere_is_where_the_frame_works() -> None:
    """The session pack's steps are offered in every position, so that none is left unclosed."""
    assert set(hand_made().vocabulary.positions) == set(ANYWHERE)
    assert Limit().at == ()

"""The row of positions and the talk: what is fine at the limit, and what is said beyond it."""

import attrs
import pytest
from hand_made import HandMade
from hand_made import changed
from hand_made import good
from hand_made import hand_made
from hand_made import talk
from hand_made import timed

from palpate.model.protocol import Protocol
from palpate.verify.case import open_case
from palpate.verify.likeness import check_repeats
from palpate.verify.row import _row
from palpate.verify.row import check_row
from palpate.verify.settings import load_settings
from palpate.verify.settings import read_written

OPENING = "4: the session doesn't begin with one opening"
CLOSING = "4: the session doesn't end with one closing"


def said(protocol: Protocol, packs: HandMade | None = None) -> list[str]:
    """Give what is said of the row."""
    return list(check_row(open_case(protocol, packs or hand_made())))


@pytest.mark.parametrize(
    ("row", "minutes", "wrong"),
    [
        (["prone"], 30, []),
        (["prone", "side-lying"], 30, []),
        (["prone", "side-lying", "supine"], 60, []),
        (["supine", "side-lying", "prone"], 60, []),
        (["prone", "side-lying", "seated"], 60, []),
        (["seated", "prone", "supine"], 60, []),
        (["prone", "hanging", "supine"], 60, []),
        (["prone", "seated", "supine"], 60, ["seated is neither first nor last"]),
        (
            ["side-lying", "prone", "supine"],
            60,
            ["the positions side-lying, prone, supine aren't in order"],
        ),
        (
            ["prone", "side-lying", "prone"],
            60,
            [
                "the patient returns to prone",
                "the positions prone, side-lying, prone aren't in order",
            ],
        ),
        (
            ["prone", "side-lying", "supine"],
            30,
            ["the patient turns 2 times, at most 1 in 30 minutes"],
        ),
    ],
)
def test_the_row_of_positions(row: list[str], minutes: float, wrong: list[str]) -> None:
    """One way through, a seat at an end, no more turns than the length allows."""
    protocol = good()
    session = attrs.evolve(protocol.session, minutes=minutes)
    case = open_case(attrs.evolve(protocol, session=session), hand_made())
    assert list(_row(row, case)) == wrong


def with_steps(*names: str) -> Protocol:
    """Give a protocol of these steps of the good one, in this order."""
    by_name = {each.id.rpartition("/")[2]: each for each in good().steps}
    return timed(good(), [by_name[name] for name in names])


MIDDLE = ("hold", "warm", "find", "press", "stretch", "close")


@pytest.mark.parametrize(
    ("names", "wrong"),
    [
        (("opening", *MIDDLE, "closing"), []),
        ((*MIDDLE, "closing"), [OPENING]),
        (("opening", *MIDDLE), [CLOSING]),
        (("opening", "opening", *MIDDLE, "closing"), [OPENING]),
        (("opening", *MIDDLE, "closing", "closing"), [CLOSING]),
        ((*MIDDLE[:2], "opening", *MIDDLE[2:], "closing"), [OPENING]),
        (("opening", *MIDDLE[:2], "closing", *MIDDLE[2:]), [CLOSING]),
    ],
)
def test_one_opening_and_one_closing(names: tuple[str, ...], wrong: list[str]) -> None:
    """At their ends; a closing stroke is no closing."""
    found = said(with_steps(*names))
    assert [each for each in found if each in (OPENING, CLOSING)] == wrong


def test_a_session_of_few_steps_is_looked_at() -> None:
    """No turn is looked for where nothing can stand between two others."""
    found = said(with_steps("hold"))
    assert found == [OPENING, CLOSING]
    turn = talk("turn", "turn", 1)
    hold = good().steps[1]
    assert said(timed(good(), [turn, hold])) == [OPENING, CLOSING]


def test_what_is_spent_on_closing_strokes() -> None:
    """Only after strong work, and only what closes counts."""
    short = changed(good(), "close", minutes=1)
    assert said(short) == [
        "5: closing strokes last 1 minutes after strong work, at least 2",
    ]
    assert said(changed(good(), "close", minutes=2)) == []
    assert said(changed(short, "press", pressure=2)) == []


def test_the_last_step_calms() -> None:
    """One that doesn't is named."""
    found = said(with_steps("opening", "close", "hold", "warm", "find", "press", "closing"))
    assert "5: step pressing/sciatica/press ends the session, and doesn't calm" in found


def alike(packs: HandMade, **said: object) -> list[str]:
    """Give what is done twice, where hold and press are of one kind on one muscle."""
    kind = {"manoeuvres": ("pressure-release",), "targets": ("piriformis",)}
    protocol = changed(good(), "hold", **{**kind, "side": "left", **said})
    return list(check_repeats(open_case(protocol, packs)))


def test_what_two_techniques_may_do() -> None:
    """The same on plainly opposite sides, not on one; a side that isn't plain may be the same."""
    wrong = (
        "5: step holding/sciatica/hold and step pressing/sciatica/press do one thing to one target"
    )
    packs = hand_made()
    assert alike(packs) == [wrong]
    assert alike(packs, side="right") == []
    assert alike(packs, side="both") == [wrong]
    assert alike(packs, side="midline") == [wrong]


def test_one_technique_may_do_a_thing_twice() -> None:
    """That stops no pair after it from being looked at."""
    protocol = changed(good(), "stretch", manoeuvres=("pressure-release",))
    assert list(check_repeats(open_case(protocol, hand_made()))) == []
    steps = list(protocol.steps)
    again = attrs.evolve(steps[1], side="left", manoeuvres=("pressure-release",))
    again = attrs.evolve(again, targets=("piriformis",))
    protocol = timed(protocol, [steps[0], *steps[2:6], again, *steps[6:]])
    found = list(check_repeats(open_case(protocol, hand_made())))
    assert found == [
        f"5: step pressing/sciatica/{name} and step holding/sciatica/hold do one thing to one target"
        for name in ("press", "stretch")
    ]


@pytest.mark.parametrize(
    ("minutes", "techniques", "turns"),
    [
        (15, 2, 1),
        (29, 2, 1),
        (30, 2, 1),
        (31, 3, 1),
        (45, 3, 1),
        (46, 4, 2),
        (60, 4, 2),
        (89, 4, 2),
        (90, 5, 3),
        (119.5, 5, 3),
        (120, 6, 4),
    ],
)
def test_the_most_of_a_session(minutes: float, techniques: int, turns: int) -> None:
    """As tabled, the next one's between two; the shortest one's under it; one more each half hour."""
    settings = load_settings()
    assert settings.most("techniques", minutes) == techniques
    assert settings.most("turns", minutes) == turns


def test_the_numbers_of_a_session_are_those_of_its_file() -> None:
    """Read from the file where nothing was kept of it."""
    read, settings = read_written(), load_settings()
    assert read["turn_minutes"] == settings.turn_minutes
    assert read["talk"] == settings.talk
    assert sorted(read["lengths"], key=lambda row: row["minutes"]) == list(settings.lengths)

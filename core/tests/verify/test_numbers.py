"""Numbers of a session by themselves: budgets, shares, rounds, loads."""

from fractions import Fraction

import attrs
import pytest
from hand_made import HandMade
from hand_made import good
from hand_made import hand_made
from hand_made import talk
from hand_made import timed
from hand_made import without

from palpate.model.sequence import Group
from palpate.model.sequence import Timing
from palpate.model.technique import Cap
from palpate.model.technique import CombinationRule
from palpate.model.technique import Range
from palpate.model.work import Selector
from palpate.verify.caps import _load
from palpate.verify.caps import caps_in_force
from palpate.verify.caps import check_caps
from palpate.verify.case import Case
from palpate.verify.case import Work
from palpate.verify.case import open_case
from palpate.verify.order import _next_round
from palpate.verify.portions import _shares
from palpate.verify.settings import half_up
from palpate.verify.settings import load_settings

LENGTHS = (
    {"minutes": 30, "x": 3},
    {"minutes": 60, "x": 4},
    {"minutes": 90, "x": 8},
)
SETTINGS = attrs.evolve(load_settings(), lengths=LENGTHS)


def opened(packs: HandMade | None = None) -> Case:
    """Open the good protocol with other packs."""
    return open_case(good(packs), packs or hand_made())


@pytest.mark.parametrize(
    ("minutes", "budget"),
    [(10, 1), (15, Fraction(3, 2)), (30, 3), (45, Fraction(7, 2)), (60, 4), (75, 6), (90, 8)],
)
def test_a_budget_lies_between_the_tabled_ones(minutes: int, budget: Fraction) -> None:
    """In proportion under the shortest, linear between two, the same over the longest."""
    assert SETTINGS.budget("x", minutes) == budget
    assert SETTINGS.budget("x", 90 + minutes) == 8


@pytest.mark.parametrize(
    ("minutes", "most"),
    [(10, 3), (29, 3), (30, 3), (31, 4), (60, 4), (61, 5), (90, 8), (119, 8), (120, 9), (150, 10)],
)
def test_the_most_grows_with_the_length(minutes: int, most: int) -> None:
    """Never under the shortest session's; rounded up; one more for each half hour over the longest."""
    assert SETTINGS.most("x", minutes) == most


@pytest.mark.parametrize(
    ("minutes", "rounded"),
    [(0, 0), (0.25, 0.5), (0.5, 0.5), (Fraction(1, 3), 0.5), (0.51, 1), (3, 3)],
)
def test_minutes_are_rounded_up(minutes: float, rounded: float) -> None:
    """To the next half minute."""
    assert half_up(minutes) == rounded


@pytest.mark.parametrize(
    ("own", "timing", "beside", "alone"),
    [
        (None, Timing("sciatica", Range(1, 2, 3)), (1, 3), (1, 3)),
        (Range(5, 6, 7), Timing("sciatica", Range(1, 2, 3)), (1, 3), (5, 7)),
        (Range(5, 6, 7), Timing("sciatica", Range(1, 2, 3), Range(8, 8, 9)), (1, 3), (8, 9)),
        (None, None, (5, 20), (5, 20)),
        (Range(6, 6, 7), None, (5, 20), (6, 7)),
    ],
)
def test_the_share_of_a_technique(
    own: Range | None, timing: Timing | None, beside: tuple[int, int], alone: tuple[int, int]
) -> None:
    """By the diagnosis' timing, else its own; alone by what is said for alone, where it is."""
    packs = hand_made()
    content = packs.pack("pressing")
    offers = (attrs.evolve(content.offers[0], timing=timing),)
    technique = attrs.evolve(content.technique, alone_minutes=own)
    case = opened(packs.with_pack("pressing", technique=technique, offers=offers))
    mine = case.content_of("pressing")
    assert mine is not None
    assert [(s.least, s.most) for s in _shares(mine, alone=False, case=case)] == [beside]
    assert [(s.least, s.most) for s in _shares(mine, alone=True, case=case)] == [alone]


def rounds_of(*names: str, most: float = 2, side: str = "left") -> list[Work]:
    """Give steps of one group, in this order."""
    packs = hand_made()
    for name in ("find", "press", "stretch"):
        packs = packs.with_step("pressing", name, group="again")
    packs = packs.with_sequence("pressing", groups=(Group("again", rounds=Range(1, 1, most)),))
    case = opened(packs)
    by_name = {w.key.rpartition("/")[2]: w for w in case.hands}
    made = [attrs.evolve(by_name[name], index=i) for i, name in enumerate(names)]
    last = attrs.evolve(made[-1], planned=attrs.evolve(made[-1].planned, side=side))
    return [*made[:-1], last]


@pytest.mark.parametrize(
    ("names", "early", "late", "said", "again"),
    [
        (("find", "press", "find"), 1, 2, {}, True),
        (("find", "press", "find"), 1, 2, {"most": 1}, False),
        (("find", "press", "find"), 1, 2, {"side": "right"}, False),
        (("press", "find"), 0, 1, {}, False),
        (("press", "press", "find"), 1, 2, {}, False),
        (("find", "press", "press", "find"), 2, 3, {}, True),
        (("find", "find", "press", "press", "stretch"), 3, 4, {}, False),
        (("find", "press", "hold"), 1, 2, {}, False),
    ],
)
def test_a_group_begins_again(
    names: tuple[str, ...], early: int, late: int, said: dict[str, object], again: bool
) -> None:
    """A step stands first because the later one was done before, on its side, in a group with rounds."""
    works = rounds_of(*names, **said)  # type: ignore[arg-type]
    assert _next_round(works[early], works[late], works) == again


def test_turns_are_there_to_be_spent() -> None:
    """A share is one of the minutes for hands and turns, used or not; talk isn't among them."""
    steps = [*good().steps[:3], talk("turn", "turn", 2), *good().steps[3:]]
    case = open_case(timed(good(), steps), hand_made())
    press = next(w for w in case.hands if w.key.endswith("/press"))
    session = case.protocol.session
    assert (session.hands_on_minutes, session.unused_minutes) == (19, 1)
    cap = Cap("c", "share-percent", Selector(), "session", 1)
    assert _load(cap, ("", ""), [press], case) == 400 / 22


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ({}, True),
        ({"strength": "prefer"}, False),
        ({"rule": "before"}, False),
        ({"rule": "before", "strength": "prefer"}, False),
        ({"then": Selector(families=("hold",))}, False),
        ({"then": None}, False),
        ({"first": Selector(families=("friction",))}, False),
    ],
)
def test_what_counts_together(said: dict[str, object], counted: bool) -> None:
    """Only by such a rule, as a must, for this work, as what the cap is about."""
    hold, press = Selector(families=("hold",)), Selector(elements=("compression",))
    usual = {"id": "r", "rule": "counts-together", "first": hold, "then": press, "on": "session"}
    rule = CombinationRule(**{**usual, **said})  # type: ignore[arg-type]
    packs = hand_made().with_pack("session", rules=(rule,))
    packs = packs.with_cap("session", what="minutes", of=press, per="session", most=4)
    found = list(check_caps(opened(packs)))
    expected = "5: the session gets 9 minutes, at most 4: cap a-cap"
    assert found == ([expected] if counted else [])


def test_whose_caps_hold() -> None:
    """The session's always; while it is in a technique's own, its sequence's and its timing's."""
    packs = hand_made().with_cap("session", what="minutes", of=Selector(), per="session", most=1)
    mine = Cap("mine", "minutes", Selector(), "session", 2)
    content = packs.with_cap("pressing", what="minutes", of=Selector(), per="session", most=3).pack(
        "pressing"
    )
    (offer,) = content.offers
    said = attrs.evolve(
        offer,
        sequence=attrs.evolve(offer.sequence, caps=(mine,)),
        timing=attrs.evolve(offer.timing, caps=(attrs.evolve(mine, most=4),)),
    )
    packs = packs.with_pack("pressing", technique=content.technique, offers=(said,))
    (held,) = packs.pack("holding").offers
    packs = packs.with_pack("holding", offers=(attrs.evolve(held, timing=None),))
    case = open_case(good(), packs)
    assert [cap.most for cap in caps_in_force(case)] == [3, 1, 2, 4]
    bare = without(without(without(good(), "press"), "stretch"), "find")
    assert [cap.most for cap in caps_in_force(open_case(bare, packs))] == [1]

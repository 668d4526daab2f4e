"""Combination rules by themselves: when they bind, on what, and what they say, word for word."""

import attrs
import pytest
from hand_made import BUTTOCK
from hand_made import HandMade
from hand_made import changed
from hand_made import good
from hand_made import hand_made
from hand_made import in_order
from hand_made import timed

from palpate.model.protocol import Protocol
from palpate.model.technique import CombinationRule
from palpate.model.work import Selector
from palpate.verify.case import Case
from palpate.verify.case import open_case
from palpate.verify.order import bound_by_order
from palpate.verify.rules import check_rules
from palpate.verify.rules import shares

HOLD = Selector(techniques=("holding",))
FIND = Selector(purposes=("assess",))
WARM = Selector(techniques=("session",), purposes=("prepare",))
PRESS = Selector(manoeuvres=("pressure-release",))
STRETCH = Selector(manoeuvres=("post-isometric-relaxation",))
PRESSING = Selector(techniques=("pressing",))
#: What the rules call the steps, in the order in which they stand.
NAMES = {
    "hold": "step holding/sciatica/hold",
    "warm": "step session/any/warm",
    "find": "step pressing/sciatica/find",
    "press": "step pressing/sciatica/press",
    "stretch": "step pressing/sciatica/stretch",
    "close": "step session/any/close",
}


def opened(protocol: Protocol | None = None, packs: HandMade | None = None) -> Case:
    """Open the good protocol, or another."""
    return open_case(protocol or good(), packs or hand_made())


def broken(
    rule: str,
    first: Selector,
    then: Selector | None = None,
    protocol: Protocol | None = None,
    **said: object,
) -> list[str]:
    """Give what one rule of the session pack says, without its number and its name."""
    made = CombinationRule(**{"id": "r", "rule": rule, "first": first, "then": then, **said})
    case = opened(protocol, hand_made().with_pack("session", rules=(made,)))
    found = list(check_rules(case))
    assert all(what.startswith("5: ") and what.endswith(": rule r") for what in found)
    return [what.removeprefix("5: ").removesuffix(": rule r") for what in found]


def after(late: str, early: str) -> str:
    """Give the sentence on two steps in the wrong order."""
    return f"{NAMES[late]} stands after {NAMES[early]}"


def test_a_rule_on_order() -> None:
    """Every first before every then that it shares a place with; one pair, one sentence."""
    assert broken("before", PRESS, HOLD, on="session") == [after("press", "hold")]
    assert broken("before", HOLD, PRESS, on="session") == []
    assert broken("before", PRESSING, WARM) == [
        after("find", "warm"),
        after("press", "warm"),
        after("stretch", "warm"),
    ]
    assert broken("before", PRESS, PRESS, on="session") == []
    assert broken("before", PRESS, None, on="session") == []
    assert broken("before", PRESS, HOLD, on="session", strength="prefer") == []
    assert broken("counts-together", PRESS, HOLD, on="session") == []


def test_what_is_both_is_no_order() -> None:
    """Two steps of which each is first and then; not where only one of them is."""
    both = Selector(techniques=("holding", "session"))
    assert broken("before", both, both, on="session") == []
    more = Selector(techniques=("holding", "session"), purposes=("treat", "prepare"))
    assert broken("before", both, more, on="session") == [after("close", "hold")]
    ends = ("cross-hand-release", "post-isometric-relaxation")
    firsts = Selector(manoeuvres=ends)
    thens = Selector(manoeuvres=(*ends, "effleurage"), purposes=("treat", "prepare"))
    assert broken("before", firsts, thens, on="session") == [after("stretch", "warm")]


def test_an_own_order_is_not_turned_round() -> None:
    """A sequence that finds before it presses isn't told otherwise; another diagnosis' is."""
    assert broken("before", STRETCH, FIND, on="session") == []
    wrong = in_order(good(), "hold", "warm", "stretch", "find", "press", "close")
    # The sequence's own order is broken, and its own check says so.
    assert broken("before", PRESS, STRETCH, wrong, on="session") == []
    apart = changed(wrong, "stretch", regions=("calf",))
    assert broken("before", PRESS, STRETCH, apart, on="session") == [after("press", "stretch")]
    steps = tuple(
        attrs.evolve(s, diagnosis="whiplash") if s.id.endswith("/find") else s for s in good().steps
    )
    others = attrs.evolve(good(), steps=steps)
    assert broken("before", STRETCH, FIND, others, on="session") == [after("stretch", "find")]


@pytest.mark.parametrize(
    ("on", "then", "wrong"),
    [
        ("session", HOLD, True),
        ("region", HOLD, False),
        ("muscle", HOLD, False),
        ("region", WARM, True),
        ("muscle", WARM, False),
    ],
)
def test_where_a_rule_binds(on: str, then: Selector, wrong: bool) -> None:
    """In the session, in a region, on a muscle: each kind of rule asks for it."""
    early = "hold" if then is HOLD else "warm"
    assert broken("before", PRESS, then, on=on) == ([after("press", early)] if wrong else [])
    together = f"{NAMES['press']} and {NAMES[early]} stand in one session"
    assert broken("never-together", PRESS, then, on=on) == ([together] if wrong else [])
    unfollowed = f"{NAMES[early]} isn't followed by what it asks for"
    assert broken("followed-by", then, PRESS, on=on) == ([] if wrong else [unfollowed])


def test_what_follows_stands_later() -> None:
    """What stands before, and the step itself, follow nothing."""
    unfollowed = f"{NAMES['press']} isn't followed by what it asks for"
    assert broken("followed-by", PRESS, STRETCH) == []
    assert broken("followed-by", PRESS, FIND) == [unfollowed]
    assert broken("followed-by", PRESS, PRESS) == [unfollowed]
    assert broken("followed-by", PRESS, None) == [unfollowed]
    assert broken("followed-by", PRESSING, STRETCH) == [
        f"{NAMES['stretch']} isn't followed by what it asks for"
    ]


def test_what_never_stands_together() -> None:
    """Whichever comes first; a step and its own repeat may."""
    assert broken("never-together", HOLD, PRESS, on="session") == [
        f"{NAMES['hold']} and {NAMES['press']} stand in one session"
    ]
    assert broken("never-together", PRESS, PRESS, on="session") == []
    assert broken("never-together", PRESS, Selector(purposes=("prepare", "assess"))) == [
        f"{NAMES['press']} and {NAMES['warm']} stand in one session",
        f"{NAMES['press']} and {NAMES['find']} stand in one session",
    ]


def test_one_technique_for_one_place() -> None:
    """Each pair of two packs' steps once; a pack's own steps go together."""
    both = Selector(techniques=("holding", "pressing"))
    assert broken("one-technique", PRESSING, on="session") == []
    assert broken("one-technique", both, on="session") == [
        f"{NAMES['hold']} and {NAMES[name]} are of two techniques"
        for name in ("find", "press", "stretch")
    ]
    assert broken("one-technique", both, on="region") == []
    on_buttock = changed(good(), "hold", regions=("buttock",))
    assert len(broken("one-technique", both, protocol=on_buttock, on="region")) == 3


@pytest.mark.parametrize(
    ("visit", "said", "binds"),
    [
        ("first", 1, True),
        ("first", 2, False),
        ("first", None, False),
        ("any", 1, True),
        ("any", 2, True),
        ("any", None, True),
    ],
)
def test_rules_for_a_first_visit(visit: str, said: int | None, binds: bool) -> None:
    """They bind it alone; the others bind every visit."""
    protocol = attrs.evolve(good(), request=attrs.evolve(good().request, visit=said))
    found = broken("before", PRESS, HOLD, protocol, on="session", visit=visit)
    assert bool(found) == binds


def test_whose_rules_hold() -> None:
    """The session pack's always, another's while its technique is in; one soft rule stops none."""
    packs = hand_made()
    soft = CombinationRule("soft", "before", PRESS, HOLD, on="session", strength="prefer")
    odd = CombinationRule("odd", "counts-together", PRESS, HOLD)
    hard = CombinationRule("hard", "before", PRESS, HOLD, on="session")
    packs = packs.with_pack("session", rules=(soft, odd, hard))
    packs = packs.with_pack("holding", rules=(attrs.evolve(hard, id="own"),))
    case = opened(packs=packs)
    assert [rule.id for rule in case.rules] == ["own", "soft", "odd", "hard"]
    sentence = f"5: {after('press', 'hold')}: rule"
    assert list(check_rules(case)) == [f"{sentence} own", f"{sentence} hard"]
    without = in_order(good(), "warm", "find", "press", "stretch", "close")
    assert [rule.id for rule in opened(without, packs).rules] == ["soft", "odd", "hard"]


@pytest.mark.parametrize(
    ("one", "other", "muscle", "region"),
    [
        ("left", "left", True, True),
        ("left", "right", False, False),
        ("right", "left", False, False),
        ("left", "both", True, True),
        ("both", "right", True, True),
        ("affected", "unaffected", False, False),
        ("affected", "left", True, True),
    ],
)
def test_what_two_steps_share(one: str, other: str, muscle: bool, region: bool) -> None:
    """A muscle or a region, where their sides aren't plainly opposite; the session always."""
    protocol = changed(changed(good(), "press", side=one), "stretch", side=other)
    case = opened(protocol)
    press, stretch = case.works[4], case.works[5]
    assert shares(press, stretch, "session", case)
    assert shares(press, stretch, "muscle", case) == muscle
    assert shares(press, stretch, "region", case) == region


def test_a_region_on_its_own_side() -> None:
    """The midline has both sides; of two regions that meet one is enough."""
    protocol = changed(good(), "press", regions=("neck", "calf"))
    protocol = changed(protocol, "stretch", regions=("forearm", "leg"))
    case = opened(protocol)
    assert shares(case.works[4], case.works[5], "region", case)
    elsewhere = opened(changed(protocol, "stretch", regions=("forearm", "thigh")))
    assert not shares(elsewhere.works[4], elsewhere.works[5], "region", elsewhere)


def test_a_step_and_its_repeat_are_in_order() -> None:
    """One place in the sequence: no rule says which of the two comes first."""
    again = attrs.evolve(good().steps[4], id="pressing/sciatica/press#2", side="right", pressure=2)
    steps = [*good().steps[:5], again, *good().steps[5:]]
    lighter = attrs.evolve(PRESS, pressure_to=2)
    firmer = attrs.evolve(PRESS, pressure_from=3)
    protocol = timed(good(), steps)
    assert broken("before", lighter, firmer, protocol, on="session") == []


@pytest.mark.parametrize(
    ("one", "other", "regions", "bound"),
    [
        ("left", "left", BUTTOCK, True),
        ("left", "right", BUTTOCK, False),
        ("right", "left", BUTTOCK, False),
        ("affected", "unaffected", BUTTOCK, False),
        ("both", "right", BUTTOCK, True),
        ("left", "left", ("calf",), False),
    ],
)
def test_which_steps_keep_their_order(
    one: str, other: str, regions: tuple[str, ...], bound: bool
) -> None:
    """Of one sequence, on one region, not on opposite sides."""
    protocol = changed(good(), "press", side=one)
    case = opened(changed(protocol, "stretch", side=other, regions=regions))
    assert bound_by_order(case.works[4], case.works[5], case) == bound


def test_kinds_of_work_may_be_of_a_region() -> None:
    """First and then each in the regions that the rule names."""
    press, hold = attrs.evolve(PRESS, regions=BUTTOCK), attrs.evolve(HOLD, regions=("lower-back",))
    assert broken("before", press, hold, on="session") == [after("press", "hold")]
    assert broken("before", attrs.evolve(PRESS, regions=("neck",)), hold, on="session") == []
    assert broken("before", press, attrs.evolve(HOLD, regions=("neck",)), on="session") == []

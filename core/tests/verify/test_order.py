"""Invariant 5: needs, order, rules, caps."""

import attrs
import pytest
from breaches import Breach
from breaches import is_said
from breaches import name
from hand_made import HandMade
from hand_made import changed
from hand_made import good
from hand_made import hand_made
from hand_made import in_order
from hand_made import planned
from hand_made import step
from hand_made import talk
from hand_made import timed
from hand_made import without
from test_clock import both_sides

from palpate.model.protocol import PlannedStep
from palpate.model.protocol import Protocol
from palpate.model.sequence import Group
from palpate.model.sequence import Need
from palpate.model.technique import Range
from palpate.model.work import Selector
from palpate.verify import verify

COMPRESSION = Selector(elements=("compression",))
HOLDS = Selector(families=("hold",))
STROKES = Selector(families=("stroke",))


def combined(rule: str, first: Selector, then: Selector | None = None, **said: object) -> HandMade:
    """Give packs with a rule of combination more in the session pack."""
    return hand_made().with_combination("session", rule=rule, first=first, then=then, **said)


def capped(what: str, most: float, of: Selector, per: str = "session") -> tuple[Protocol, HandMade]:
    """Give packs with a cap more in the session pack."""
    return good(), hand_made().with_cap("session", what=what, of=of, per=per, most=most)


def held_on_the_buttock() -> tuple[Protocol, HandMade]:
    """Give a protocol whose hold lies on the buttock."""
    said = {"regions": ("buttock",), "targets": ("piriformis",), "side": "both"}
    packs = hand_made().with_step("holding", "hold", minutes_for_both=True, **said)
    return good(packs), packs


# Needs.


def not_warm() -> tuple[Protocol, HandMade]:
    """5: step pressing/sciatica/press needs warm(left deep-buttock) before it"""
    return without(good(), "warm"), hand_made()


def warmed_too_late() -> tuple[Protocol, HandMade]:
    """5: step pressing/sciatica/press needs warm(left deep-buttock) before it"""
    return in_order(good(), "hold", "find", "press", "warm", "stretch", "close"), hand_made()


def warmed_elsewhere() -> tuple[Protocol, HandMade]:
    """5: step pressing/sciatica/press needs warm(left deep-buttock) before it"""
    return changed(good(), "warm", regions=("calf",)), hand_made()


def warmed_on_the_other_side() -> tuple[Protocol, HandMade]:
    """5: step pressing/sciatica/press needs warm(left deep-buttock) before it"""
    return changed(good(), "warm", side="right"), hand_made()


def not_found() -> tuple[Protocol, HandMade]:
    """5: step pressing/sciatica/press needs located(left deep-buttock) before it"""
    return without(good(), "find"), hand_made()


def not_lengthened() -> tuple[Protocol, HandMade]:
    """5: step pressing/sciatica/press needs lengthened(left deep-buttock) after it"""
    return in_order(good(), "hold", "warm", "find", "stretch", "press", "close"), hand_made()


def not_closed() -> tuple[Protocol, HandMade]:
    """5: step pressing/sciatica/press needs closed(left deep-buttock) after it"""
    return without(good(), "close"), hand_made()


def wrong_provider() -> tuple[Protocol, HandMade]:
    """5: step pressing/sciatica/press needs warm(left deep-buttock) before it"""
    # A hold warms for pressing alone; this is stripping.
    packs = hand_made().with_step("pressing", "press", manoeuvres=("longitudinal-stripping",))
    packs = packs.with_step("holding", "hold", regions=("buttock",), side="affected")
    return without(good(packs), "warm"), packs


def asked_by_name() -> tuple[Protocol, HandMade]:
    """5: step pressing/sciatica/stretch needs outflow-open(left groin) before it"""
    needs = (Need("outflow-open", "groin"),)
    packs = hand_made().with_step("pressing", "stretch", needs=needs)
    return good(packs), packs


def half_warm() -> tuple[Protocol, HandMade]:
    """5: step pressing/sciatica/press needs warm(each side of deep-buttock) before it"""
    packs = hand_made().with_step("pressing", "press", side="both", minutes_for_both=True)
    return good(packs), packs


# Order and rules.


def own_order() -> tuple[Protocol, HandMade]:
    """5: step pressing/sciatica/stretch stands before step pressing/sciatica/press"""
    return in_order(good(), "hold", "warm", "find", "stretch", "press", "close"), hand_made()


def own_order_elsewhere() -> tuple[Protocol, HandMade]:
    """5: step holding/sciatica/arm stands before step holding/sciatica/hold"""
    packs = with_lymph(hand_made())
    arm = planned(packs, "holding", "arm", 3)
    steps = good(packs).steps
    return timed(good(packs), [steps[0], arm, *steps[1:]]), packs


def closing_not_last() -> tuple[Protocol, HandMade]:
    """5: step pressing/sciatica/stretch stands after step session/any/close: rule closing-last"""
    return in_order(good(), "hold", "warm", "find", "press", "close", "stretch"), hand_made()


def before_on_a_region() -> tuple[Protocol, HandMade]:
    """5: step holding/sciatica/hold stands after step session/any/warm: rule a-rule"""
    protocol, packs = held_on_the_buttock()
    packs = packs.with_combination("session", rule="before", first=HOLDS, then=STROKES)
    return in_order(protocol, "warm", "hold", "find", "press", "stretch", "close"), packs


def before_in_the_session() -> tuple[Protocol, HandMade]:
    """5: step pressing/sciatica/press stands after step holding/sciatica/hold: rule a-rule"""
    return good(), combined("before", COMPRESSION, HOLDS, on="session")


def followed() -> tuple[Protocol, HandMade]:
    """5: step pressing/sciatica/press isn't followed by what it asks for: rule a-rule"""
    return good(), combined("followed-by", COMPRESSION, HOLDS, on="session")


def never_together() -> tuple[Protocol, HandMade]:
    """5: step pressing/sciatica/press and step holding/sciatica/hold stand in one session"""
    protocol, packs = held_on_the_buttock()
    rule = {"rule": "never-together", "first": COMPRESSION, "then": HOLDS, "on": "muscle"}
    return protocol, packs.with_combination("session", **rule)


def one_technique() -> tuple[Protocol, HandMade]:
    """5: step holding/sciatica/hold and step pressing/sciatica/press are of two techniques"""
    treating = Selector(families=("hold", "compress"))
    return good(), combined("one-technique", treating, on="session")


def first_visit() -> tuple[Protocol, HandMade]:
    """5: step holding/sciatica/hold and step pressing/sciatica/press are of two techniques"""
    treating = Selector(families=("hold", "compress"))
    protocol = attrs.evolve(good(), request=attrs.evolve(good().request, visit=1))
    return protocol, combined("one-technique", treating, on="session", visit="first")


def rule_of_a_pack_that_is_in() -> tuple[Protocol, HandMade]:
    """5: step pressing/sciatica/press stands after step holding/sciatica/hold: rule a-rule"""
    said = {"rule": "before", "first": COMPRESSION, "then": HOLDS, "on": "session"}
    return good(), hand_made().with_combination("holding", **said)


# Caps.


def cap_of_a_session() -> tuple[Protocol, HandMade]:
    """5: the session gets 4 minutes, at most 3.5: cap a-cap"""
    return capped("minutes", 3.5, COMPRESSION)


def cap_of_a_region() -> tuple[Protocol, HandMade]:
    """5: left pelvis-gluteal gets 7 minutes, at most 6: cap a-cap"""
    return capped("minutes", 6, Selector(purposes=("treat",)), "region")


def cap_of_a_muscle() -> tuple[Protocol, HandMade]:
    """5: left piriformis-sacral-end gets 7 minutes, at most 6: cap a-cap"""
    return capped("minutes", 6, Selector(purposes=("treat",)), "muscle")


def cap_of_points() -> tuple[Protocol, HandMade]:
    """5: the session gets 4 points, at most 3: cap a-cap"""
    protocol, packs = capped("points", 3, COMPRESSION)
    packs = packs.with_step("pressing", "press", points=Range(1, 4, 4))
    return changed(protocol, "press", points=(4,)), packs


def cap_of_a_share() -> tuple[Protocol, HandMade]:
    """5: the session gets 18.1818 share-percent, at most 18: cap a-cap"""
    return capped("share-percent", 18, COMPRESSION)


def cap_of_a_pack_that_is_in() -> tuple[Protocol, HandMade]:
    """5: the session gets 4 minutes, at most 3: cap a-cap"""
    said = {"what": "minutes", "of": COMPRESSION, "per": "session", "most": 3}
    return good(), hand_made().with_cap("holding", **said)


def counted_together() -> tuple[Protocol, HandMade]:
    """5: the session gets 9 minutes, at most 8: cap a-cap"""
    packs = combined("counts-together", HOLDS, COMPRESSION)
    cap = {"what": "minutes", "of": COMPRESSION, "per": "session", "most": 8}
    return good(), packs.with_cap("session", **cap)


def done_twice() -> tuple[Protocol, HandMade]:
    """5: step holding/sciatica/hold and step pressing/sciatica/press do one thing to one target"""
    protocol, packs = held_on_the_buttock()
    packs = packs.with_step("holding", "hold", manoeuvres=("pressure-release",))
    return changed(protocol, "hold", manoeuvres=("pressure-release",)), packs


BREACHES = tuple(
    each
    for each in list(globals().values())
    if callable(each) and (getattr(each, "__doc__", None) or "")[:2] == "5:"
)


@pytest.mark.parametrize("breach", BREACHES, ids=name)
def test_breach_is_said(breach: Breach) -> None:
    """Whatever stands in the wrong place, or too long, is found and said."""
    assert is_said(breach)


# What is allowed.


def later_visit() -> tuple[Protocol, HandMade]:
    """A rule for first visits binds no later one."""
    treating = Selector(families=("hold", "compress"))
    return good(), combined("one-technique", treating, on="session", visit="first")


def soft() -> tuple[Protocol, HandMade]:
    """A wish isn't a rule."""
    return good(), combined("before", COMPRESSION, HOLDS, on="session", strength="prefer")


def own_order_against_a_rule() -> tuple[Protocol, HandMade]:
    """A rule doesn't turn round a sequence's own order."""
    lengthening = Selector(families=("lengthen",))
    return good(), combined("before", lengthening, COMPRESSION)


def off_the_region() -> tuple[Protocol, HandMade]:
    """A rule for one region doesn't bind two."""
    return good(), combined("never-together", COMPRESSION, HOLDS, on="region")


def group_in_any_order() -> tuple[Protocol, HandMade]:
    """A group whose order is free may stand in any."""
    packs = hand_made()
    for each in ("warm-up", "rub"):
        made = step(each, "effleurage", "prepare", Range(1, 1, 2), group="free")
        packs = packs.with_more("holding", made)
    packs = packs.with_sequence("holding", groups=(Group("free", any_order=True),))
    steps = good(packs).steps
    more = [planned(packs, "holding", each, 1) for each in ("rub", "warm-up")]
    return timed(good(packs), [*steps[:2], *more, *steps[2:]]), packs


def rounds() -> tuple[Protocol, HandMade]:
    """A group that is worked through twice begins again with its first step."""
    packs = hand_made()
    for each in ("warm-up", "rub"):
        made = step(each, "effleurage", "prepare", Range(1, 1, 2), group="twice")
        packs = packs.with_more("holding", made)
    packs = packs.with_sequence("holding", groups=(Group("twice", rounds=Range(1, 2, 2)),))
    steps = good(packs).steps
    once = [planned(packs, "holding", each, 0.5) for each in ("warm-up", "rub")]
    again = [attrs.evolve(each, id=f"{each.id}#2") for each in once]
    return timed(good(packs), [*steps[:2], *once, *again, *steps[2:]]), packs


def side_by_side() -> tuple[Protocol, HandMade]:
    """In a block that is done side by side the order holds within each side."""
    packs = with_lymph(hand_made()).with_step("holding", "hold", positions=("side-lying",))
    packs = packs.with_step("holding", "arm", minutes_for_both=True, side="both")
    protocol = both_sides()
    used = tuple(r for r in protocol.techniques if r.id == "holding")

    def done(name: str, minutes: float, side: str) -> PlannedStep:
        return planned(packs, "holding", name, minutes, position="side-lying", side=side)

    steps = [
        protocol.steps[0],
        done("arm", 1, "left"),
        talk("side-turn", "turn", 1),
        done("hold", 5, "midline"),
        attrs.evolve(done("arm", 1, "right"), id="holding/sciatica/arm#2"),
        planned(packs, "session", "close", 2, position="side-lying", side="both"),
        protocol.steps[-1],
    ]
    return timed(attrs.evolve(protocol, techniques=used), steps), packs


ALLOWED = (
    side_by_side,
    later_visit,
    soft,
    own_order_against_a_rule,
    off_the_region,
    group_in_any_order,
    rounds,
)


@pytest.mark.parametrize("allowed", ALLOWED, ids=name)
def test_what_is_allowed_passes(allowed: Breach) -> None:
    """What rules leave is found to break nothing."""
    protocol, packs = allowed()
    assert verify(protocol, packs) == ()


def with_lymph(packs: HandMade) -> HandMade:
    """Give packs whose holding is lymph work, with a step elsewhere after it."""
    arm = step(
        "arm",
        "stationary-circles",
        "treat",
        Range(2, 3, 4),
        regions=("forearm",),
        targets=(),
        importance="optional",
    )
    return packs.with_step("holding", "hold", manoeuvres=("stationary-circles",)).with_more(
        "holding", arm
    )

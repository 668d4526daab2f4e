"""Invariant 5: nothing by halves, shares, grades, positions, the end."""

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
from hand_made import in_order
from hand_made import left_out
from hand_made import pack
from hand_made import planned
from hand_made import step
from hand_made import talk
from hand_made import timed
from hand_made import without
from test_clock import both_sides

from palpate.model.protocol import Protocol
from palpate.model.protocol import TechniqueReport
from palpate.model.sequence import Step
from palpate.model.sequence import Timing
from palpate.model.technique import Range
from palpate.model.technique import StageGrade
from palpate.verify import verify


def core(name: str, **said: object) -> Step:
    """Give a core treating step for the thigh."""
    usual = {"regions": ("posterior-thigh",), "targets": ("hamstrings",)}
    return step(name, "direct-myofascial-stroke", "treat", Range(2, 3, 4), **{**usual, **said})


def owing(*names: str) -> tuple[Protocol, HandMade]:
    """Give packs whose holding has core steps more that the protocol leaves out."""
    packs = hand_made()
    protocol = good()
    for each in names:
        packs = packs.with_more("holding", core(each))
        told = (*protocol.omitted, left_out(f"holding/sciatica/{each}"))
        protocol = attrs.evolve(protocol, omitted=told)
    return protocol, packs


def shared(**said: object) -> tuple[Protocol, HandMade]:
    """Give packs whose holding has another share."""
    packs = hand_made()
    offer = packs.pack("holding").offers[0]
    timing = attrs.evolve(Timing("sciatica", Range(5, 10, 20)), **said)
    return good(), packs.with_pack("holding", offers=(attrs.evolve(offer, timing=timing),))


def with_third(third: str, fourth: str = "") -> tuple[Protocol, HandMade]:
    """Give the protocol with techniques more, each with one hold of five minutes."""
    packs = hand_made()
    protocol = good()
    steps = list(protocol.steps)
    for each, region in ((third, "forearm"), (fourth, "upper-arm")):
        if not each:
            continue
        made = step(
            "hold", "cross-hand-release", "treat", Range(3, 5, 6), regions=(region,), targets=()
        )
        packs = attrs.evolve(packs, made=(*packs.made, pack(each, (made,))))
        steps.insert(1, planned(packs, each, "hold", 5))
        report = TechniqueReport(each, each, each, "1.0", "used")
        protocol = attrs.evolve(protocol, techniques=(*protocol.techniques, report))
    length = attrs.evolve(protocol.request, minutes=45 if fourth else 30)
    return timed(attrs.evolve(protocol, request=length), steps), packs


def in_positions(*row: str) -> tuple[Protocol, HandMade]:
    """Give a protocol whose last steps are done in other positions, five minutes each."""
    packs = hand_made().with_step("holding", "hold", positions=ANYWHERE)
    protocol = good(packs)
    steps = list(protocol.steps[:-1])
    for number, position in enumerate(row):
        turn = attrs.evolve(talk("turn", "turn", 1), id=f"session/any/turn#{number}")
        held = planned(packs, "holding", "hold", 5, position=position)
        steps += [turn, attrs.evolve(held, id=f"{held.id}#{number + 2}")]
    longer = attrs.evolve(protocol, request=attrs.evolve(protocol.request, minutes=60))
    return timed(longer, [*steps, protocol.steps[-1]]), packs


def owed() -> tuple[Protocol, HandMade]:
    """5: core step holding/sciatica/stroke isn't in, and nothing covers it"""
    return owing("stroke")


def owed_warmth() -> tuple[Protocol, HandMade]:
    """5: core step holding/sciatica/warm-thigh isn't in, and nothing covers it"""
    made = step("warm-thigh", "effleurage", "prepare", Range(2, 3, 4), regions=("posterior-thigh",))
    protocol = attrs.evolve(
        good(), omitted=(*good().omitted, left_out("holding/sciatica/warm-thigh"))
    )
    return protocol, hand_made().with_more("holding", made)


def by_halves() -> tuple[Protocol, HandMade]:
    """5: holding/sciatica is in with 1 of 3 core treating steps of its own"""
    return owing("stroke", "glide")


def crumbs() -> tuple[Protocol, HandMade]:
    """5: holding has 4 treating minutes, at least 5"""
    return changed(good(), "hold", minutes=4), hand_made()


def under_its_share() -> tuple[Protocol, HandMade]:
    """5: holding has 5 minutes, and its share is 10 to 20"""
    return shared(share_minutes=Range(10, 15, 20))


def over_its_share() -> tuple[Protocol, HandMade]:
    """5: holding has 5 minutes, and its share is 2 to 4"""
    return shared(share_minutes=Range(2, 3, 4))


def alone() -> tuple[Protocol, HandMade]:
    """5: pressing has 8 minutes, and its share is 2 to 4"""
    packs = hand_made()
    technique = attrs.evolve(packs.pack("pressing").technique, alone_minutes=Range(2, 3, 4))
    return without(good(), "hold"), packs.with_pack("pressing", technique=technique)


def too_many_techniques() -> tuple[Protocol, HandMade]:
    """5: 4 techniques are in, at most 3 in 45 minutes"""
    return with_third("third", "fourth")


def out_of_grade() -> tuple[Protocol, HandMade]:
    """5: pressing (grade C) has 7 treating minutes for sciatica, and holding (grade B) only 5"""
    packs = hand_made()
    indication = packs.pack("holding").indications[0]
    better = attrs.evolve(indication, grades=(StageGrade("chronic", "B"),))
    return good(), packs.with_pack("holding", indications=(better,))


def back_again() -> tuple[Protocol, HandMade]:
    """5: the patient returns to prone"""
    return in_positions("supine", "prone")


def out_of_order() -> tuple[Protocol, HandMade]:
    """5: the positions prone, supine, side-lying aren't in order"""
    return in_positions("supine", "side-lying")


def seated_between() -> tuple[Protocol, HandMade]:
    """5: seated is neither first nor last"""
    return in_positions("seated", "supine")


def too_many_turns() -> tuple[Protocol, HandMade]:
    """5: the patient turns 3 times, at most 2 in 60 minutes"""
    return in_positions("side-lying", "supine", "seated")


def short_block() -> tuple[Protocol, HandMade]:
    """5: supine lasts 3 minutes, at least 5"""
    protocol, packs = in_positions("supine")
    steps = [attrs.evolve(s, minutes=3) if s.position == "supine" else s for s in protocol.steps]
    return timed(protocol, steps), packs


def no_calm_end() -> tuple[Protocol, HandMade]:
    """5: step pressing/sciatica/stretch ends the session, and doesn't calm"""
    return in_order(good(), "hold", "warm", "find", "press", "close", "stretch"), hand_made()


def hardly_closed() -> tuple[Protocol, HandMade]:
    """5: closing strokes last 3 minutes after strong work, at least 4"""
    protocol = both_sides()
    steps = [attrs.evolve(s, minutes=1.5) if "/close" in s.id else s for s in protocol.steps]
    return timed(protocol, steps), hand_made()


BREACHES = tuple(
    each
    for each in list(globals().values())
    if callable(each) and (getattr(each, "__doc__", None) or "")[:2] == "5:"
)


@pytest.mark.parametrize("breach", BREACHES, ids=name)
def test_breach_is_said(breach: Breach) -> None:
    """Whatever is done by halves, or too much, is found and said."""
    assert is_said(breach)


def test_covered_core_step_passes() -> None:
    """A core step that another pack's equal step covers isn't owed."""
    made = step("stroke", "reciprocal-inhibition", "treat", Range(2, 3, 4))
    told = (*good().omitted, left_out("holding/sciatica/stroke", "covered"))
    protocol = attrs.evolve(good(), omitted=told)
    assert verify(protocol, hand_made().with_more("holding", made)) == ()


def test_core_step_for_another_stage_passes() -> None:
    """A core step that stage, need or training takes out isn't owed."""
    for changes, reason in (
        ({"stages": ("acute",)}, "stage"),
        ({"phases": ("later",)}, "phase"),
        ({"training": ("cdt",)}, "training"),
        ({}, "need-unmet"),
    ):
        told = (*good().omitted, left_out("holding/sciatica/stroke", reason))
        protocol = attrs.evolve(good(), omitted=told)
        packs = hand_made().with_more("holding", core("stroke", **changes))
        assert verify(protocol, packs) == (), reason


def test_third_technique_passes_in_a_longer_session() -> None:
    """Three techniques fit 45 minutes."""
    protocol, packs = with_third("third")
    longer = attrs.evolve(protocol, request=attrs.evolve(protocol.request, minutes=45))
    steps = [talk("opening", "assess", 5), *protocol.steps[1:-1], talk("closing", "integrate", 5)]
    assert verify(timed(longer, steps), packs) == ()

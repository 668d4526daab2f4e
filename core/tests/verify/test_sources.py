"""Invariant 8: every step is a pack's own, and whatever isn't in has its reason."""

import attrs
import pytest
from breaches import Breach
from breaches import is_said
from breaches import name
from hand_made import HandMade
from hand_made import changed
from hand_made import good
from hand_made import hand_made
from hand_made import left_out

from palpate.model.patient import GivenFactor
from palpate.model.patient import Place
from palpate.model.protocol import Protocol
from palpate.verify import verify


def press(**said: object) -> tuple[Protocol, HandMade]:
    """Give a protocol whose pressing step is another."""
    return changed(good(), "press", **said), hand_made()


def adjusted(**said: object) -> tuple[Protocol, HandMade]:
    """Give packs of which one changes the pressing step."""

    def change(step, _patient):  # noqa: ANN001, ANN202 - a hook
        return attrs.evolve(step, **said) if step.id == "press" else step

    return good(), hand_made().with_pack("holding", adjust=change)


def instruction() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/press has another instruction than its source"""
    return press(instruction="Press harder.")


def frame_instruction() -> tuple[Protocol, HandMade]:
    """8: step session/any/warm has another instruction than its source"""
    return changed(good(), "warm", instruction="Do the warm. On the"), hand_made()


def manoeuvres() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/press has other manoeuvres than its source"""
    return press(manoeuvres=("static-compression",))


def targets() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/press has other targets than its source"""
    return press(targets=("gluteus-medius",))


def purpose() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/press has other purpose than its source"""
    return press(purpose="assess")


def importance() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/press has other importance than its source"""
    return press(importance="optional")


def regions() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/press works on other regions than its source"""
    return press(regions=("buttock",))


def no_region() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/press works on no known region: elsewhere"""
    protocol, packs = press()
    steps = tuple(
        attrs.evolve(s, regions=("elsewhere",)) if s.id.endswith("press") else s
        for s in protocol.steps
    )
    return attrs.evolve(protocol, steps=steps), packs


def side() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/press is on the right side, which its source doesn't ask for"""
    return press(side="right")


def position() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/press is done supine, which its source doesn't offer"""
    return press(position="supine")


def contact() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/press uses elbow, which its source doesn't offer"""
    packs = hand_made().with_step("pressing", "press", contacts=("thumb",))
    return changed(good(packs), "press", contact="elbow"), packs


def pressure() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/press works pressure 4, and its source wants 3"""
    return press(pressure=4)


def useless() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/press works pressure 1, useless under 2"""
    return press(pressure=1)


def dose() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/press has more hold_seconds than its source"""
    return press(hold_seconds=(90,))


def consent() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/press has lost consent of its source"""
    packs = hand_made().with_step("pressing", "press", consent=("gluteal-cleft",))
    return changed(good(packs), "press", consent=()), packs


def cautions() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/press has lost cautions of its source"""
    return good(), hand_made().with_step("pressing", "press", cautions=("Mind the nerve.",))


def unknown_step() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/knead is in no sequence that pressing has for sciatica"""
    return press(id="pressing/sciatica/knead")


def unknown_technique() -> tuple[Protocol, HandMade]:
    """8: step other/sciatica/press is of technique other, which no pack has"""
    return press(id="other/sciatica/press", technique="other")


def pack() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/press names pack holding, and is of pressing"""
    return press(pack="holding")


def version() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/press names version 2.0, and is of 1.0"""
    return press(version="2.0")


def goal() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/press names no goal"""
    return press(goal="")


def references() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/press names no reference"""
    return press(references=())


def twice() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/find stands twice under one id"""
    return press(id="pressing/sciatica/find")


def talk() -> tuple[Protocol, HandMade]:
    """8: step session/any/opening opens, turns or closes in other words than the session's"""
    return changed(good(), "opening", instruction="Chat."), hand_made()


def made_gentler() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/press works pressure 3, and its source wants 2"""
    return adjusted(pressure=2)


def taken_out() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/press is left out by adjust_step of holding"""

    def drop(step, _patient):  # noqa: ANN001, ANN202 - a hook
        return None if step.id == "press" else step

    return good(), hand_made().with_pack("holding", adjust=drop)


def made_stronger() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/press works pressure 4, and its source wants 3"""
    _, packs = adjusted(pressure=4)
    return changed(good(), "press", pressure=4), packs


def not_told() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/shake is neither in nor among those left out"""
    return attrs.evolve(good(), omitted=()), hand_made()


def told_without_a_reason() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/shake is left out without a reason"""
    omitted = tuple(attrs.evolve(each, detail="") for each in good().omitted)
    return attrs.evolve(good(), omitted=omitted), hand_made()


def in_and_out() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/press is in, and among those left out"""
    omitted = (*good().omitted, left_out("pressing/sciatica/press"))
    return attrs.evolve(good(), omitted=omitted), hand_made()


def technique_without_a_reason() -> tuple[Protocol, HandMade]:
    """8: technique fourth is no-room without a reason"""
    report = attrs.evolve(good().techniques[0], id="fourth", status="no-room", minutes=0)
    return attrs.evolve(good(), techniques=(*good().techniques, report)), hand_made()


def off_the_scar() -> tuple[Protocol, HandMade]:
    """8: step pressing/sciatica/press isn't at the site of scar-immature"""
    return scarred("calf")


BREACHES = tuple(
    each
    for each in list(globals().values())
    if callable(each) and (getattr(each, "__doc__", None) or "")[:2] == "8:"
)


@pytest.mark.parametrize("breach", BREACHES, ids=name)
def test_breach_is_said(breach: Breach) -> None:
    """Whatever isn't the packs' own is found, and said."""
    assert is_said(breach)


def test_refused_answer_passes() -> None:
    """A pack that makes a step stronger, or raises, changes nothing."""

    def fail(_step, _patient):  # noqa: ANN001, ANN202 - a hook
        raise RuntimeError

    assert verify(*adjusted(pressure=4)) == ()
    assert verify(good(), hand_made().with_pack("holding", adjust=fail)) == ()


def test_step_at_the_scar_passes() -> None:
    """A step at a factor's own site is where the factor is."""
    assert verify(*scarred("buttock")) == ()


def scarred(where: str) -> tuple[Protocol, HandMade]:
    """Give a protocol whose pressing step is at the site of a scar."""
    packs = hand_made().with_step("pressing", "press", at_site="scar-immature", regions=())
    protocol = good(packs)
    given = GivenFactor("scar-immature", Place(where, "left"))
    patient = attrs.evolve(protocol.request.patient, factors=(given,))
    return attrs.evolve(protocol, request=attrs.evolve(protocol.request, patient=patient)), packs

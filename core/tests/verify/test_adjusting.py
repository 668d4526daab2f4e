"""What packs make of a step, run again; and how what is found is put together."""

import sys
from collections.abc import Iterator

import attrs
import pytest
from hand_made import HandMade
from hand_made import good
from hand_made import hand_made

from palpate.model.patient import Patient
from palpate.model.sequence import Step
from palpate.registry.content import Adjust
from palpate.verify import verify
from palpate.verify.adjusting import adjust
from palpate.verify.case import Case

PATIENT = Patient(age=50)


def adjusted_by(**packs: Adjust | None) -> HandMade:
    """Give the packs with what they do to steps."""
    made = hand_made()
    for name, hook in packs.items():
        made = made.with_pack(name, adjust=hook)
    return made


def gentler(step: Step, _patient: Patient) -> Step:
    """Press a level less."""
    return attrs.evolve(step, pressure=step.pressure - 1)


def stronger(step: Step, _patient: Patient) -> Step:
    """Press a level more, which isn't allowed."""
    return attrs.evolve(step, pressure=step.pressure + 1)


def broken(_step: Step, _patient: Patient) -> Step:
    """Fail."""
    raise ValueError


def without(_step: Step, _patient: Patient) -> None:
    """Leave it out."""


def nothing_said(_step: Step, _patient: Patient) -> str:
    """Answer with what is no step."""
    return "gentler"


PRESS = hand_made().pack("pressing").offers[0].sequence.steps[1]


@pytest.mark.parametrize(
    ("packs", "pressure"),
    [
        ({}, 3),
        ({"pressing": gentler}, 2),
        ({"holding": gentler, "pressing": gentler, "session": gentler}, 0),
        ({"holding": None, "session": gentler}, 2),
        ({"holding": broken, "session": gentler}, 2),
        ({"holding": nothing_said, "session": gentler}, 2),
        ({"holding": stronger, "session": gentler}, 2),
        ({"holding": gentler, "pressing": broken, "session": gentler}, 1),
        ({"holding": gentler, "session": stronger}, 2),
    ],
)
def test_each_pack_is_asked_in_turn(packs: dict[str, Adjust | None], pressure: int) -> None:
    """One that says nothing, fails, or asks for more, costs its own answer and no other's."""
    made = adjusted_by(**packs).made
    found = adjust(PRESS, PATIENT, made)
    assert found.step is not None
    assert (found.step.pressure, found.left_out_by) == (pressure, "")


def test_who_leaves_a_step_out_is_named() -> None:
    """The first in the order of the packs' names, after those that made it gentler."""
    found = adjust(PRESS, PATIENT, adjusted_by(holding=gentler, pressing=without).made)
    assert (found.step, found.left_out_by) == (None, "pressing")
    found = adjust(PRESS, PATIENT, adjusted_by(session=without, holding=without).made)
    assert found.left_out_by == "holding"


def test_packs_are_told_of_the_patient() -> None:
    """And are shown the step as those before have left it."""
    heard: list[tuple[int, Patient]] = []

    def hear(step: Step, patient: Patient) -> Step:
        heard.append((step.pressure, patient))
        return gentler(step, patient)

    adjust(PRESS, PATIENT, adjusted_by(session=hear, holding=hear).made)
    assert heard == [(3, PATIENT), (2, PATIENT)]


def test_what_is_found_stands_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each sentence once; those of one invariant in the order in which they were found."""

    def one(case: Case) -> Iterator[str]:
        assert case.protocol == good()
        yield from ("8: b", "4: z", "10: x")

    def other(_case: Case) -> Iterator[str]:
        yield from ("4: a", "8: b")

    monkeypatch.setattr(sys.modules["palpate.verify"], "_CHECKS", (one, other))
    assert verify(good(), hand_made()) == ("4: z", "4: a", "8: b", "10: x")

"""What a therapist holds without saying so."""

from hand_screened import DAY
from hand_screened import SETTINGS
from hand_screened import VOCABULARY

from palpate.combine.resolve import resolve
from palpate.combine.screen import held_trainings
from palpate.model.patient import Patient
from palpate.model.patient import Request
from palpate.model.patient import Therapist


def held(*said: str) -> frozenset[str]:
    """Give the trainings of a therapist who says so."""
    request = Request(("sciatica",), DAY, Patient(stage="chronic"), Therapist(holds=said))
    return held_trainings(resolve(request, VOCABULARY, SETTINGS), VOCABULARY)


def test_a_therapist_holds_the_licence_and_what_is_said() -> None:
    """The first training goes without saying; every other is held where it is said."""
    licence, *others = VOCABULARY.trainings
    assert held() == {licence, *VOCABULARY.trainings[licence].implies}
    for other in others:
        assert held(other) >= {licence, other, *VOCABULARY.trainings[other].implies}
        assert other not in held()

"""ICD-10-CM codes that raise nothing by themselves: they put a question, wherever they stand."""

import pytest
from engine import TODAY
from engine import Engine

from palpate.combine.inquire import Inquiry
from palpate.combine.inquire import inquire
from palpate.combine.pipeline import understand
from palpate.combine.words import asked_by
from palpate.errors import RequestError
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Request

SWELLING = {"dvt-suspected", "edema-unknown", "lipedema"}


def screened(engine: Engine, *words: str, codes: tuple[str, ...] = (), **said: object) -> Inquiry:
    """Screen a patient whose form has some codes."""
    factors = tuple(GivenFactor(code) for code in codes)
    patient = Patient(stage="chronic", factors=factors, **said)  # type: ignore[arg-type]
    return inquire(Request(words, TODAY, patient), engine.packs)


def asked(found: Inquiry) -> set[str]:
    """Give the factors that are asked about."""
    return {ask.factor for ask in found.screening.ask}


@pytest.mark.parametrize("place", ["factor", "diagnosis", "alone"])
def test_a_code_that_only_asks_puts_its_questions(engine: Engine, place: str) -> None:
    """Among the factors, among the diagnoses, or alone: each possible factor is asked about, none raised."""
    words = {"factor": ("neck-pain",), "diagnosis": ("neck-pain", "R60.0"), "alone": ("R60.0",)}
    found = screened(engine, *words[place], codes=("R60.0",) if place == "factor" else ())
    assert asked(found) >= SWELLING
    assert found.given == ()
    assert not found.screening.findings


def test_what_is_answered_is_not_asked_again(engine: Engine) -> None:
    """A denied factor is off the list, one that is given is screened."""
    denied = screened(engine, "neck-pain", codes=("R60.0",), denied=("dvt-suspected",))
    assert SWELLING - asked(denied) == {"dvt-suspected"}
    given = screened(engine, "neck-pain", codes=("R60.0", "dvt-suspected"))
    assert SWELLING - asked(given) == {"dvt-suspected"}
    assert given.status == "do-not-treat"


def test_an_injurys_late_effect_only_asks(engine: Engine) -> None:
    """The seventh character S says that the injury is over: a fracture is asked about, not kept off."""
    vocabulary = engine.packs.vocabulary
    assert "fracture" in asked_by("S82.101S", vocabulary)
    assert asked_by("S82.101A", vocabulary) == ()
    late = screened(engine, "neck-pain", codes=("S82.101S",))
    assert "fracture" in asked(late)
    assert not late.screening.findings


def test_a_diagnosis_asks_what_its_own_code_asks(engine: Engine) -> None:
    """A strain coded at the neck asks about whiplash."""
    request = Request(("S16.1XXA",), TODAY, Patient(stage="chronic"))
    assert "whiplash" in understand(request, engine.packs).asked


def test_a_request_keeps_its_questions(engine: Engine) -> None:
    """The request as it is understood asks the same when it is screened again."""
    first = screened(engine, "neck-pain", codes=("R60.0",))
    assert first.request.patient.factors == ()
    assert inquire(first.request, engine.packs).screening == first.screening


def test_such_a_code_alone_is_nothing_to_plan_for(engine: Engine) -> None:
    """A plan needs a diagnosis; the refusal names every factor in question."""
    with pytest.raises(RequestError) as error:
        understand(Request(("R60.0",), TODAY), engine.packs)
    assert all(factor in str(error.value) for factor in SWELLING)
    with pytest.raises(RequestError):
        understand(Request(("R60.0", "M79.661"), TODAY), engine.packs)


def test_a_question_is_denied_by_name(engine: Engine) -> None:
    """To deny a code that asks about three factors would leave open which."""
    with pytest.raises(RequestError) as error:
        screened(engine, "neck-pain", denied=("R60.0",))
    assert set(error.value.nearest) == SWELLING


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("fibromyalgia",), {"denied": ("fibromyalgia",)}),
        (("neck-pain",), {"age": 17, "denied": ("child",)}),
        (("neck-pain",), {"codes": ("fibromyalgia",), "denied": ("M79.7",)}),
    ],
)
def test_what_is_raised_can_not_be_denied(
    engine: Engine, words: tuple[str, ...], said: dict[str, object]
) -> None:
    """By the diagnosis, by age, or by another name: a contradiction is refused."""
    with pytest.raises(RequestError, match="given and denied"):
        screened(engine, *words, **said)  # type: ignore[arg-type]

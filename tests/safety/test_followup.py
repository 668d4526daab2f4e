"""A visit after another: what changed, what is asked again, and the file that carries it."""

import json
import re
from datetime import date
from datetime import timedelta
from pathlib import Path

import pytest
from attrs import evolve
from engine import ROOT
from engine import TODAY
from engine import Engine
from test_screen_command import DAY
from test_screen_command import Run
from test_screen_command import run  # noqa: F401 - a fixture

from palpate.cli import patient_file
from palpate.cli.patient_write import patient_file as written
from palpate.cli.schema_patient import patient_schema
from palpate.combine.inquire import inquire
from palpate.errors import ContentError
from palpate.interview import Answer
from palpate.interview import Interview
from palpate.interview import at_next_visit
from palpate.interview import still_questions
from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.model.patient import Request
from palpate.model.patient import Visit
from palpate.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
THEN = TODAY - timedelta(28)
THINNER = GivenFactor("anticoagulant")
BRUISE = GivenFactor("bruise-hematoma", Place("calf", "left"), 30)
HEART = Clearance("heart-failure", THEN - timedelta(10))
PAGE = (ROOT / "docs" / "patient-files.md").read_text(encoding="utf-8")
LAST = date(2026, 6, 9)


def changes(engine: Engine, patient: Patient) -> list[tuple[str, str]]:
    """Give what changed for a patient with neck pain, by kind and what it is about."""
    request = Request(("neck-pain",), TODAY, evolve(patient, stage="chronic"))
    since = inquire(request, engine.packs).screening.since
    assert since is not None
    assert since.on == THEN
    return [(change.kind, change.what) for change in since.changes]


def test_without_a_last_visit_nothing_is_compared(engine: Engine) -> None:
    """A first visit has no last time."""
    found = inquire(Request(("neck-pain",), TODAY, Patient(stage="chronic")), engine.packs)
    assert found.screening.since is None


@pytest.mark.parametrize(
    ("then", "now", "kinds"),
    [
        ({}, {}, []),
        ({"factors": (THINNER,)}, {"factors": (THINNER,)}, []),
        ({}, {"factors": (THINNER,)}, [("new", "anticoagulant")]),
        ({"factors": (THINNER,)}, {}, [("gone", "anticoagulant")]),
        (
            {"factors": (BRUISE,)},
            {"factors": (evolve(BRUISE, days=3),)},
            [("changed", "bruise-hematoma")],
        ),
        (
            {"factors": (BRUISE,)},
            {"factors": (evolve(BRUISE, site=Place("calf", "right")),)},
            [("new", "bruise-hematoma"), ("gone", "bruise-hematoma")],
        ),
        ({"denied": ("aaa",)}, {"denied": ("aaa",)}, []),
        ({"denied": ("aaa",)}, {}, [("open", "aaa")]),
        ({"denied": ("anticoagulant",)}, {"factors": (THINNER,)}, [("new", "anticoagulant")]),
        ({}, {"denied": ("aaa",)}, []),
    ],
)
def test_what_is_new_gone_or_open(
    engine: Engine, then: dict[str, object], now: dict[str, object], kinds: list[tuple[str, str]]
) -> None:
    """Factors by their place, dates, and answers that are lacking now."""
    last = Visit(THEN, **then)  # type: ignore[arg-type]
    assert changes(engine, Patient(last_visit=last, **now)) == kinds  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("then", "now", "kind"),
    [
        ((HEART,), (HEART,), None),
        ((), (HEART,), "cleared"),
        ((HEART,), (), "withdrawn"),
        (
            (evolve(HEART, valid_until=TODAY - timedelta(1)),),
            (evolve(HEART, valid_until=TODAY - timedelta(1)),),
            "expired",
        ),
        ((evolve(HEART, valid_until=TODAY),), (evolve(HEART, valid_until=TODAY),), None),
        (
            (evolve(HEART, on=TODAY - timedelta(90)),),
            (evolve(HEART, on=TODAY - timedelta(90)),),
            None,
        ),
        ((evolve(HEART, on=TODAY - timedelta(91)),), (), "expired"),
        ((evolve(HEART, on=TODAY - timedelta(300)),), (), None),
    ],
)
def test_what_became_of_clearances(
    engine: Engine,
    then: tuple[Clearance, ...],
    now: tuple[Clearance, ...],
    kind: str | None,
) -> None:
    """New, withdrawn, or run out between the two days."""
    factors = (GivenFactor("heart-failure"),)
    last = Visit(THEN, factors=factors, cleared=then)
    found = changes(engine, Patient(factors=factors, cleared=now, last_visit=last))
    assert found == ([(kind, "heart-failure")] if kind else [])


@pytest.mark.parametrize(("age", "stands"), [(0, True), (1, False), (None, True)])
def test_answers_of_an_earlier_day_are_asked_again(
    engine: Engine, age: int | None, stands: bool
) -> None:
    """What is asked at every visit is open again the day after; what lasts stays answered."""
    every = "dvt-suspected"
    lasting = "aaa"
    assert "every-visit" in VOCABULARY.factors[every].ask_at
    assert "every-visit" not in VOCABULARY.factors[lasting].ask_at
    as_of = None if age is None else TODAY - timedelta(age)
    patient = Patient(stage="chronic", as_of=as_of, denied=(every, lasting))
    asks = inquire(Request(("neck-pain",), TODAY, patient), engine.packs).screening.ask
    assert (every in {ask.factor for ask in asks}) != stands
    assert lasting not in {ask.factor for ask in asks}


def test_the_interview_asks_whether_it_is_still_so() -> None:
    """One question for each factor of last time; a no takes it out, silence and a yes leave it."""
    before = Patient(factors=(THINNER, BRUISE), as_of=THEN)
    questions = still_questions(before, TODAY, VOCABULARY)
    assert [q.id for q in questions] == ["anticoagulant", "bruise-hematoma"]
    assert "left calf" in questions[1].text
    no, yes = Answer(worrying=True), Answer(worrying=False)
    assert Interview(questions, (yes, no)).patient(before).factors == (THINNER,)
    assert Interview(questions, (no,)).patient(before).factors == (BRUISE,)
    assert Interview(questions, (Answer(), Answer())).patient(before).factors == before.factors
    cleared = evolve(before, cleared=(Clearance("anticoagulant", THEN), Clearance("aaa", THEN)))
    assert Interview(questions, (no, yes)).patient(cleared).cleared == cleared.cleared[1:]
    assert still_questions(before, THEN, VOCABULARY) == ()
    assert still_questions(evolve(before, as_of=None), TODAY, VOCABULARY) == ()


def test_what_was_said_becomes_the_last_visit() -> None:
    """On a later day only; on the same day the last visit stays what it was."""
    before = Patient(factors=(THINNER,), denied=("aaa",), cleared=(HEART,), as_of=THEN)
    now = at_next_visit(before, Patient(), TODAY)
    assert now.as_of == TODAY
    assert now.last_visit == Visit(THEN, "", (THINNER,), ("aaa",), (HEART,))
    again = at_next_visit(now, now, TODAY)
    assert again == now


def test_a_second_interview_writes_what_changed(run: Run, tmp_path: Path) -> None:  # noqa: F811
    """The file of last time goes in; each factor is asked about; the new file has both visits."""
    old, new = tmp_path / "old.toml", tmp_path / "new.toml"
    old.write_text(
        written(Patient(factors=(THINNER, BRUISE), denied=("dvt-suspected",), as_of=THEN), TODAY)
    )
    said = ["y", "n", *["n"] * 16]
    ran = run(
        "--patient", str(old), "--interview", "-o", str(new), DAY, said="\n".join(said) + "\n"
    )
    assert ran.code == 0, ran.err
    assert "Is it still so?" in ran.err
    patient = patient_file.read(str(new), TODAY, VOCABULARY)
    assert patient.as_of == TODAY
    assert patient.factors == (THINNER,)
    assert patient.last_visit is not None
    assert patient.last_visit.factors == (THINNER, BRUISE)
    assert patient.last_visit.denied == ("dvt-suspected",)
    assert "SINCE LAST TIME" in ran.out
    assert re.search(r"no longer +Bruise", ran.out)
    data = json.loads(run("--patient", str(new), "--json", DAY).out)
    assert data["since"]["on"] == THEN.isoformat()
    said_of = {c["what"]: c["kind"] for c in data["since"]["changes"]}
    # No general question is about a suspected clot alone: it isn't denied by them.
    assert said_of == {"bruise-hematoma": "gone", "dvt-suspected": "open"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('as_of = "2026-04-01"', "lies after the session"),
        ('as_of = "yesterday"', "as_of"),
        ('[last_visit]\non = "2026-04-01"', "lies after the session"),
        ('as_of = "2026-03-03"\n[last_visit]\non = "2026-03-03"', "isn't before as_of"),
        ('[last_visit]\nnote = "x"', "on"),
        ('[last_visit]\non = "2026-03-03"\nnonsense = 1', "nonsense"),
        ('[last_visit]\non = "2026-03-03"\ndenied = ["nonsense"]', "nonsense"),
        ('[last_visit]\non = "2026-03-03"\n[[last_visit.factor]]\nid = "nonsense"', "nonsense"),
        ('[last_visit]\non = "2026-03-03"\n[[last_visit.cleared]]\nwhat = "aaa"', "on"),
    ],
)
def test_the_last_visit_is_read_strictly(tmp_path: Path, line: str, said: str) -> None:
    """Dates in the future, unknown keys and words: each at its line."""
    place = tmp_path / "patient.toml"
    place.write_text(f"version = 1\n{line}\n", encoding="utf-8")
    with pytest.raises(ContentError) as error:
        patient_file.read(str(place), TODAY, VOCABULARY)
    assert said in str(error.value)
    assert all(problem.line > 1 for problem in error.value.problems)


# The page about patient files.


def blocks(language: str) -> list[str]:
    """Give the page's blocks in a language."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("block", [*blocks("toml"), *blocks("json")])
def test_the_pages_examples_are_read(tmp_path: Path, block: str) -> None:
    """Each example is a patient's file, and fits the schema."""
    jsonschema = pytest.importorskip("jsonschema")
    import tomllib  # noqa: PLC0415

    place = tmp_path / "patient"
    place.write_text(block, encoding="utf-8")
    assert patient_file.read(str(place), LAST, VOCABULARY).factors
    data = json.loads(block) if block.startswith("{") else tomllib.loads(block)
    jsonschema.validate(data, patient_schema(VOCABULARY))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**data, "nonsense": 1}, patient_schema(VOCABULARY))


def test_the_pages_second_visit_says_what_changed(run: Run, tmp_path: Path) -> None:  # noqa: F811
    """The block of text is what the program prints of the second example."""
    place = tmp_path / "patient.toml"
    place.write_text(blocks("toml")[1], encoding="utf-8")
    out = run("neck-pain", "--patient", str(place), f"--date={LAST}").out
    assert blocks("text")[0].strip() in out


def test_the_pages_table_names_every_key() -> None:
    """No key of a patient's file is left unsaid."""
    import attrs  # noqa: PLC0415

    for each in attrs.fields(patient_file.PatientFile):
        assert (
            f"`{each.name}`" in PAGE or f"`[[{each.name}]]`" in PAGE or f"`[{each.name}]`" in PAGE
        )

"""`palpate screen`: findings, questions, the interview, and what it writes."""

import io
import json
import sys
import tomllib
from collections.abc import Callable
from contextlib import redirect_stderr
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path

import pytest
from attrs import frozen
from engine import Engine
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from palpate import cli as command
from palpate.cli import packs as cli_packs
from palpate.cli.patient_file import read
from palpate.cli.patient_write import patient_file
from palpate.interview import Answer
from palpate.interview import Interview
from palpate.interview import questions_for
from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.model.scales import VERDICTS
from palpate.vocabulary import load_vocabulary

DAY = "--date=2026-03-31"


@frozen
class Ran:
    """What came of a command."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give the command over the five packs."""
    monkeypatch.setattr(cli_packs, "load_packs", lambda *_, **__: engine.packs)

    def ran(*words: str, said: str = "") -> Ran:
        out, err = io.StringIO(), io.StringIO()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(said.encode())))
        with redirect_stdout(out), redirect_stderr(err):
            code = command.run(["screen", *words])
        return Ran(code, out.getvalue(), err.getvalue())

    return ran


def test_factors_alone_are_screened_by_every_pack(run: Run) -> None:
    """Without a diagnosis every technique's rules speak, worst first."""
    ran = run("--factor", "bakers-cyst", "--factor", "antiplatelet", "--json", DAY)
    data = json.loads(ran.out)
    assert (ran.code, data["status"]) == (0, "ready")
    verdicts = [VERDICTS.index(f["verdict"]) for f in data["findings"]]
    assert verdicts == sorted(verdicts, reverse=True)
    cyst = next(f for f in data["findings"] if f["factor"] == "bakers-cyst")
    assert cyst["regions"] == ["popliteal-fossa"]
    speaking = {t for f in data["findings"] for t in f["techniques"]}
    assert {"deep-tissue", "trigger-point"} <= speaking
    assert data["questions"] == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--factor", "cauda-equina"), 3),
        (("sciatica", "--factor", "fever-systemic-infection"), 3),
        (("I82.4",), 4),
        (("--factor", "heart-failure"), 4),
        (("neck-pain", "--factor", "psychosis-mania"), 4),
        (("neck-pain", "--factor", "psychosis-mania", "--cleared", "psychosis-mania"), 0),
        (("neck-pain", "--factor", "nonsense"), 2),
        (("neck-pain", "--factor", "open-wound"), 2),
        (("neck-pain", "--factor", "aaa", "--denied", "aaa"), 2),
        (("no-such-thing",), 2),
        (("headache",), 2),
        (("neck-pain",), 0),
        ((), 0),
    ],
)
def test_exit_codes_are_those_of_plan(run: Run, words: tuple[str, ...], code: int) -> None:
    """0 goes on, 2 the request is wrong, 3 do not treat, 4 clearance first."""
    ran = run(*words, DAY)
    assert ran.code == code, ran.err
    assert (ran.out == "") == (code == 2)


def test_without_factors_the_questions_are_put(run: Run) -> None:
    """General questions for anyone; with a diagnosis its own, and each of its red flags."""
    general = json.loads(run("--json", DAY).out)["questions"]
    assert len(general) == 16
    own = json.loads(run("migraine", "--json", DAY).out)["questions"]
    assert own[:16] == general
    raised = {r["factor"] for q in own for r in q["raises"]}
    assert {"thunderclap-headache", "giant-cell-arteritis", "stroke-tia-signs"} <= raised


@pytest.mark.parametrize("condition", load_vocabulary().conditions)
def test_every_red_flag_has_a_question_of_its_own(condition: str) -> None:
    """What a condition asks about can be denied: some question is about nothing else."""
    vocabulary = load_vocabulary()
    questions = questions_for([vocabulary.conditions[condition]], vocabulary)
    direct = {q.raises[0] for q in questions if len(q.raises) == 1}
    assert set(vocabulary.conditions[condition].asks) <= direct


def test_a_place_that_is_not_named_yet_leaves_the_questions(run: Run) -> None:
    """A sprain's questions can be asked before it is said which joint it is."""
    ran = run("joint-sprain", "--json", DAY)
    assert ran.code == 0
    assert json.loads(ran.out)["questions"]


def test_an_interview_writes_a_patient_file(run: Run, tmp_path: Path) -> None:
    """Yes, pick, place, date, back and skip; the file reads back, and the findings follow."""
    place = tmp_path / "patient.toml"
    said = [
        "n",  # a doctor's care
        "y",  # medicines
        "1 5",
        "nowhere",  # a patch needs a place
        "left-upper-arm",
        "b",  # back to medicines
        "y",
        "1",
        "y",  # the last three months
        "1",
        "right-knee",
        "2026-02-17",
        "what?",
        *["n"] * 12,
        "s",  # new nerve signs
    ]
    ran = run("--interview", "-o", str(place), DAY, said="\n".join(said) + "\n")
    assert ran.code == 4, ran.err
    data = tomllib.loads(place.read_text(encoding="utf-8"))
    assert data["factor"] == [
        {"id": "anticoagulant"},
        {"id": "recent-surgery", "site": "right-knee", "since": "2026-02-17"},
    ]
    assert "intoxication" in data["denied"]
    assert "cauda-equina" not in data["denied"]
    assert "nearest" in ran.err
    assert "Blood thinner" in ran.out
    again = run("--patient", str(place), DAY)
    assert (again.code, again.out) == (ran.code, ran.out)


def test_an_interview_without_a_file_prints_it(run: Run) -> None:
    """Standard output holds the patient's file and nothing else."""
    ran = run("--interview", DAY, said="n\n" * 16)
    assert ran.code == 0
    assert tomllib.loads(ran.out)["version"] == 1


def test_an_interview_that_breaks_off_writes_nothing(run: Run, tmp_path: Path) -> None:
    """Half the answers are no file."""
    place = tmp_path / "patient.toml"
    ran = run("--interview", "-o", str(place), said="n\ny\n")
    assert ran.code == 2
    assert not place.exists()


def test_a_question_read_the_other_way_raises_on_no() -> None:
    """The steps of the neck rule that a healthy patient answers with yes raise nothing then."""
    vocabulary = load_vocabulary()
    questions = questions_for([vocabulary.conditions["neck-pain"]], vocabulary)
    turned = [q for q in questions if q.reads == "any-no"]
    assert turned
    for question in turned:
        interview = Interview((question,))
        assert interview.worries(yes=False)
        assert not interview.worries(yes=True)


def test_one_worrying_answer_of_several_is_no_denial() -> None:
    """A factor is denied only where every question about it alone was answered, and clears it."""
    vocabulary = load_vocabulary()
    questions = questions_for([vocabulary.conditions["sciatica"]], vocabulary)
    own = tuple(q for q in questions if q.raises == ("cauda-equina",))
    clear = Answer(worrying=False)
    said = Answer(worrying=True, raised=(GivenFactor("cauda-equina"),))
    all_clear = Interview(own, (clear,) * len(own)).patient(Patient())
    assert all_clear.denied == ("cauda-equina",)
    assert Interview(own, (clear,) * (len(own) - 1)).patient(Patient()).denied == ()
    assert Interview(own, (*[clear] * (len(own) - 1), Answer())).patient(Patient()).denied == ()
    raised = Interview(own, (said, *[clear] * (len(own) - 1))).patient(Patient())
    assert raised.denied == ()
    assert raised.factors == said.raised


FACTORS = st.builds(
    GivenFactor,
    st.sampled_from(sorted(load_vocabulary().factors)),
    st.none()
    | st.builds(Place, st.sampled_from(["knee", "neck"]), st.sampled_from([None, "left"])),
    st.none() | st.integers(0, 4000),
)
DAYS = st.dates(date(2020, 1, 1), date(2026, 3, 31))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
RECORDS = st.builds(
    Clearance,
    st.sampled_from(["aaa", "lymphedema"]),
    DAYS,
    TEXTS,
    st.lists(st.sampled_from(["lymphatic", "myofascial"]), max_size=2).map(tuple),
    st.none() | DAYS,
)
PATIENTS = st.builds(
    Patient,
    age=st.none() | st.integers(0, 120),
    sex=st.sampled_from([None, "female"]),
    factors=st.lists(FACTORS, max_size=4).map(tuple),
    cleared=st.lists(RECORDS, max_size=2).map(tuple),
    onset_days=st.none() | st.integers(0, 4000),
    severity=st.sampled_from([None, "severe"]),
    side=st.sampled_from([None, "left"]),
    max_pressure=st.none() | st.integers(0, 5),
    no_positions=st.sampled_from([(), ("prone",)]),
    avoid=st.sampled_from([(), (Place("knee", "right"), Place("jaw"))]),
)


@settings(deadline=None, max_examples=100)
@given(patient=PATIENTS)
def test_a_patient_file_reads_back(
    tmp_path_factory: pytest.TempPathFactory, patient: Patient
) -> None:
    """What is written of any patient is read as the same patient."""
    place = tmp_path_factory.mktemp("patient") / "patient.toml"
    place.write_text(patient_file(patient, date(2026, 3, 31)), encoding="utf-8", newline="\n")
    assert read(str(place), date(2026, 3, 31), load_vocabulary()) == patient


def test_only_a_missing_place_is_passed_over(run: Run) -> None:
    """Questions can be had before the place is known; any other mistake is an error all the same."""
    assert run("joint-sprain", "--age", "10", "--denied", "child", DAY).code == 2
    assert run("fibromyalgia", "--denied", "fibromyalgia", DAY).code == 2


def test_the_interview_asks_what_a_code_makes_possible(run: Run) -> None:
    """A code that only asks has its questions among the others."""
    questions = json.loads(run("R60.0", "--json", DAY).out)["questions"]
    assert {"dvt-suspected", "lipedema"} <= {q["id"] for q in questions}
    ran = run("--factor", "R60.0", "--interview", DAY, said="n\n" * 19)
    assert ran.code == 0, ran.err
    data = tomllib.loads(ran.out)
    assert {"dvt-suspected", "edema-unknown", "lipedema"} <= set(data["denied"])

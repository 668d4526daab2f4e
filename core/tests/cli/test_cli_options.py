"""Every option of `plan` says one thing of the request."""

from datetime import date
from typing import Any

import pytest
from command_run import Cli

from palpate.cli import planning
from palpate.combine import understand
from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor
from palpate.model.patient import Place
from palpate.model.patient import Request
from palpate.registry import Packs

TODAY = date(2026, 3, 31)
OPTIONS = [
    (
        ["--region", "buttock", "--region", "lower-back"],
        "patient.regions",
        ("buttock", "lower-back"),
    ),
    (["--side", "right"], "patient.side", "right"),
    (["--stage", "acute"], "patient.stage", "acute"),
    (["--stage", "subacute"], "patient.stage", "early-subacute"),
    (["--onset", "10"], "patient.onset_days", 10),
    (["--onset", "6w"], "patient.onset_days", 42),
    (["--onset", "2026-03-01"], "patient.onset_days", 30),
    (["--severity", "severe"], "patient.severity", "severe"),
    (["--goal", "relieve-pain"], "patient.goals", ("relieve-pain",)),
    (["--age", "52"], "patient.age", 52),
    (["--sex", "female"], "patient.sex", "female"),
    (["--factor", "fever"], "patient.factors", (GivenFactor("fever"),)),
    (
        ["--factor", "joint-replacement@left-knee:6w"],
        "patient.factors",
        (GivenFactor("joint-replacement", Place("knee", "left"), 42),),
    ),
    (
        ["--factor", "joint-replacement@both-knee:2026-03-30"],
        "patient.factors",
        (GivenFactor("joint-replacement", Place("knee"), 1),),
    ),
    (["--denied", "fever"], "patient.denied", ("fever",)),
    (["--cleared", "sciatica"], "patient.cleared", (Clearance("sciatica", TODAY),)),
    (
        ["--cleared", "myofascial/sciatica:2026-03-01"],
        "patient.cleared",
        (Clearance("myofascial/sciatica", date(2026, 3, 1)),),
    ),
    (["--max-pressure", "2"], "patient.max_pressure", 2),
    (["--no-position", "prone"], "patient.no_positions", ("prone",)),
    (["--avoid", "left-knee"], "patient.avoid", (Place("knee", "left"),)),
    (["--no-consent", "abdomen"], "patient.no_consent", ("abdomen",)),
    (["--minutes", "45"], "minutes", 45),
    (["--date", "2026-04-01"], "date", date(2026, 4, 1)),
    (["--visit", "1"], "visit", 1),
    (["--holds", "anterior-neck"], "therapist.holds", ("anterior-neck",)),
    (["--no-contact", "elbow"], "therapist.no_contacts", ("elbow",)),
    (["--no-element", "heat"], "therapist.no_elements", ("heat",)),
    (["--technique", "myofascial"], "techniques", ("myofascial",)),
    (["--without", "myofascial"], "without", ("myofascial",)),
    (["--drop", "a/b/c"], "drop", ("a/b/c",)),
    (["--keep", "a/b/c"], "keep", ("a/b/c",)),
]


@pytest.fixture
def asked(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give the request that options make, without planning it."""

    def of(*words: str) -> Request:
        seen: list[Request] = []

        def stop(request: Request, _: Packs) -> None:
            seen.append(request)
            raise SystemExit(0)

        monkeypatch.setattr(planning, "planned", stop)
        ran = cli("plan", *words)
        assert seen, ran.err
        return seen[0]

    return of


@pytest.mark.parametrize(("words", "name", "value"), OPTIONS, ids=lambda value: str(value)[:40])
def test_option(asked: Any, packs: Packs, words: list[str], name: str, value: object) -> None:
    """The option stands in the request, and the engine understands it."""
    dated = words if "--date" in words else [*words, "--date", TODAY.isoformat()]
    request = asked("sciatica", *dated)
    found: Any = request
    for part in name.split("."):
        found = getattr(found, part)
    assert found == value
    assert understand(request, packs).complaints


def test_nothing_said(asked: Any) -> None:
    """Without options the request holds the diagnoses in their order, and the local day."""
    assert asked("migraine", "neck pain") == Request(("migraine", "neck pain"), date.today())  # noqa: DTZ011


def test_options_have_help(cli: Cli) -> None:
    """The help names every option and shows an example."""
    said = cli("plan", "--help")
    assert said.code == 0
    assert "Example: palpate plan" in said.out
    for words, _, _ in OPTIONS:
        assert words[0] in said.out
    assert max(map(len, said.out.splitlines())) <= 80

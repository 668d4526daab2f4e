"""Real plans through the command: several packs under one clock, each minute accounted for."""

import json
from itertools import pairwise
from typing import Any

import pytest
from command_run import Cli
from command_run import Ran

from palpate.model.protocol import Protocol
from palpate.registry import Packs
from palpate.render import json as json_format
from palpate.render import text as text_format

DATE = ("--date", "2026-03-31")
PLANS = {
    "sciatica": ["sciatica"],
    "code": ["M54.31", "--minutes", "45"],
    "headaches": ["tension headache", "migraine", "--age", "52"],
}


@pytest.fixture(scope="module", params=PLANS)
def planned(request: pytest.FixtureRequest, cli: Cli) -> Ran:
    """A plan as JSON."""
    ran = cli("plan", *PLANS[request.param], *DATE, "--format", "json")
    assert ran.code == 0, ran.err
    return ran


@pytest.fixture(scope="module")
def protocol(planned: Ran) -> Protocol:
    """The same, read back."""
    return json_format.read(planned.out)


def test_reads_back_equal(planned: Ran, protocol: Protocol) -> None:
    """What was written reads back to a protocol that is written the same."""
    assert json_format.render(protocol) == planned.out
    assert json_format.read(json_format.render(protocol)) == protocol
    assert protocol.status == "ready"


def test_at_least_two_packs_under_one_clock(protocol: Protocol) -> None:
    """Steps of at least two techniques stand one after the other without a gap."""
    assert len({step.technique for step in protocol.steps} - {"session"}) >= 2
    assert protocol.steps[0].start == 0
    for step, after in pairwise(protocol.steps):
        assert step.start + step.minutes == after.start


def test_every_minute_is_accounted_for(protocol: Protocol) -> None:
    """The steps, and what is unused, are the session's minutes; the techniques' are those hands-on."""
    session = protocol.session
    used = sum(step.minutes for step in protocol.steps)
    assert used + session.unused_minutes == session.minutes
    assert sum(minutes for _, minutes in session.minutes_by_technique) == session.hands_on_minutes


def test_the_own_region_and_side(protocol: Protocol, packs: Packs) -> None:
    """Treating steps are on or beside a region of the complaint, on its side."""
    body = packs.vocabulary.body
    regions = {region for diagnosis in protocol.diagnoses for region in diagnosis.regions}
    treating = [step for step in protocol.steps if step.purpose == "treat"]
    assert any(body.overlap(a, b) for step in treating for a in step.regions for b in regions)
    sides = {diagnosis.side for diagnosis in protocol.diagnoses}
    if sides <= {"left", "right", "affected"}:
        assert {step.side for step in treating} <= {*sides, "midline", "both"}
        assert any(step.side in sides for step in treating)


def test_no_warm_up_twice(protocol: Protocol, packs: Packs) -> None:
    """No region and side is warmed by two preparing steps."""
    manoeuvres = packs.vocabulary.manoeuvres
    body = packs.vocabulary.body
    warmed: list[tuple[str, str]] = []
    for step in protocol.steps:
        effects = {effect for name in step.manoeuvres for effect in manoeuvres[name].effects}
        if step.purpose != "prepare" or "warms" not in effects:
            continue
        for region in step.regions:
            again = [w for w in warmed if body.overlap(w[0], region) and w[1] == step.side]
            assert not again, (step.id, again)
        warmed += [(region, step.side) for region in step.regions]


def test_each_step_says_where_it_is_from(protocol: Protocol) -> None:
    """Pack, version, sequence and instruction stand with every step; sources are all listed."""
    listed = {reference.id for reference in protocol.references}
    for step in protocol.steps:
        assert step.instruction
        assert step.pack
        assert step.sequence
        assert set(step.references) <= listed


def test_page_fits(protocol: Protocol, packs: Packs) -> None:
    """The page is 80 columns wide, plain unless colour is asked for, and shows every step's minute."""
    page = text_format.render(protocol, packs.vocabulary)
    assert max(map(len, page.splitlines())) <= 80
    assert "\x1b" not in page
    for step in protocol.steps:
        whole = int(step.start)
        assert f"{whole}:{'30' if step.start - whole else '00'}" in page
    assert "No clinician has reviewed this content" in page
    coloured = text_format.render(protocol, packs.vocabulary, colour=True)
    assert "\x1b[1m" in coloured
    plain = coloured.replace("\x1b[1m", "").replace("\x1b[31m", "").replace("\x1b[0m", "")
    assert plain == page


def test_code_gives_the_side(cli: Cli) -> None:
    """An ICD-10-CM code with a side is a plan for that side."""
    ran = cli("plan", "M54.31", "--minutes", "20", *DATE, "--format", "json")
    data: dict[str, Any] = json.loads(ran.out)
    assert data["diagnoses"][0]["side"] == "right"
    assert {step["side"] for step in data["steps"]} & {"right"}


def test_emergency(cli: Cli) -> None:
    """Cauda equina: exit 3, the advice and where to send the patient, and no steps."""
    words = ("plan", "sciatica", "--factor", "cauda-equina", *DATE)
    page = cli(*words)
    assert page.code == 3
    assert "DO NOT TREAT" in page.out
    assert "hospital" in page.out
    assert "0:00" not in page.out
    data = json.loads(cli(*words, "--format", "json").out)
    assert (data["status"], data["steps"]) == ("do-not-treat", [])
    assert data["screening"]["findings"][0]["verdict"] == "emergency"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["sciatica", "--factor", "dvt-recent@left-calf:3w"], 4, "CLEARANCE NEEDED FIRST"),
        (["sciatica", "--technique", "lymphatic"], 5, "NOTHING INDICATED"),
        (["sciatica", "--minutes", "20"], 0, "Sciatica"),
    ],
    ids=["clearance", "nothing", "ready"],
)
def test_exit_codes(cli: Cli, words: list[str], code: int, said: str) -> None:
    """The exit code tells what the page says."""
    ran = cli("plan", *words, *DATE)
    assert ran.code == code
    assert said in ran.out
    assert ("0:00" in ran.out) is (code == 0)


def test_explain(cli: Cli) -> None:
    """With --explain each step has its reason, and the value of the choice is said."""
    ran = cli("plan", "sciatica", "--minutes", "20", *DATE, "--explain")
    assert "WHY EACH STEP IS IN" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


@pytest.mark.parametrize("option", ["--drop", "--without", "--technique"])
def test_leaving_out(cli: Cli, option: str) -> None:
    """What is dropped or left out isn't in; what alone is asked for is alone in."""
    base = ("plan", "sciatica", "--minutes", "30", *DATE, "--format", "json")
    before = [step for step in json.loads(cli(*base).out)["steps"] if step["diagnosis"]]
    first = before[0]
    word = first["id"].partition("#")[0] if option == "--drop" else first["technique"]
    after = json.loads(cli(*base, option, word).out)["steps"]
    if option == "--drop":
        assert word not in {step["id"].partition("#")[0] for step in after}
    elif option == "--without":
        assert word not in {step["technique"] for step in after}
    else:
        assert {step["technique"] for step in after} <= {word, "session"}

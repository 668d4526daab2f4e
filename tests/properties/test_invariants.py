"""What always holds, over random patients, packs and session lengths: the design's ten sentences."""

import subprocess
import sys
from pathlib import Path

import attrs
import pytest
from hypothesis import assume
from hypothesis import event
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from palpate.model.patient import Request
from palpate.registry import Packs
from palpate.registry import load_packs
from palpate.testing.invariants import admitted
from palpate.testing.invariants import broken
from palpate.testing.invariants import changed_beyond
from palpate.testing.invariants import planned
from palpate.testing.invariants import reads_back
from palpate.testing.invariants import same_bytes
from palpate.testing.looser import looser
from palpate.testing.memory import name_of
from palpate.testing.memory import packs_of
from palpate.testing.strategies import DAY
from palpate.testing.strategies import given_factors
from palpate.testing.strategies import ids_of
from palpate.testing.strategies import requests
from palpate.testing.strategies import words

from .faulty_packs import FAULTY
from .pack_strategies import Scenario
from .pack_strategies import scenarios

ROOT = Path(__file__).parents[2]
#: Examples of the properties that need more, and of those that cost more, in each profile.
LONGER = settings().max_examples * 3 // 2
SHORTER = LONGER // 10
SHORT = st.integers(10, 25)


def holds(number: int, request: Request, packs: Packs) -> None:
    """Plan, and hold the plan against one invariant by its own check and by the verifier."""
    protocol = planned(request, packs)
    if protocol is not None:
        event(protocol.status)
        assert tuple(broken(number, protocol, packs)) == ()


@settings(max_examples=LONGER)
@given(scenarios())
def test_1_no_step_goes_where_screening_forbids(scenario: Scenario) -> None:
    """No step touches a region that screening keeps off, exceeds a pressure cap, uses a barred element, manoeuvre or position."""
    holds(1, scenario.request, packs_of(scenario.plugins))


@given(scenarios())
def test_2_nothing_of_what_is_withheld(scenario: Scenario) -> None:
    """No step of a withheld technique appears. `do-not-treat` has no steps at all."""
    holds(2, scenario.request, packs_of(scenario.plugins))


@settings(max_examples=LONGER)
@given(scenarios(), st.data())
def test_3_a_factor_more_lifts_nothing(scenario: Scenario, data: st.DataObject) -> None:
    """Adding a factor never raises a cap, lifts a keep-off, or admits a step or technique that was not admitted without it."""
    packs = packs_of(scenario.plugins)
    patient = scenario.request.patient
    raised = {f for d in scenario.request.diagnoses for f in words().conditions[d].raises}
    near = patient.regions or words().conditions[scenario.request.diagnoses[0]].regions
    rules = {r.factor for p in scenario.plugins for r in p.says_contraindications}
    more = data.draw(given_factors(near, tuple(rules)) if rules else given_factors(near))
    assume(more.factor not in raised | {f.factor for f in patient.factors} | set(patient.denied))
    asked = attrs.evolve(patient, factors=(*patient.factors, more))
    before = admitted(scenario.request, packs)
    after = admitted(attrs.evolve(scenario.request, patient=asked), packs)
    assume(before is not None and after is not None)
    assert before is not None
    assert after is not None
    event(f"admitted before: {min(1, len(before.gathered.parts))}")
    assert tuple(looser(before, after)) == ()


@given(requests(factors=ids_of("factors"), minutes=SHORT), st.data())
def test_3_a_factor_more_lifts_nothing_of_the_real_packs(
    packs: Packs, request_: Request, data: st.DataObject
) -> None:
    """Adding a factor never admits a step of the five packs that was not admitted without it."""
    conditions = [words().conditions[d] for d in request_.diagnoses]
    raised = {f for c in conditions for f in c.raises}
    patient = request_.patient
    more = data.draw(given_factors(patient.regions or conditions[0].regions))
    assume(more.factor not in raised | {f.factor for f in patient.factors} | set(patient.denied))
    before = admitted(request_, packs)
    asked = attrs.evolve(patient, factors=(*patient.factors, more))
    after = admitted(attrs.evolve(request_, patient=asked), packs)
    if before is not None and after is not None:
        assert tuple(looser(before, after)) == ()


@settings(max_examples=LONGER)
@given(scenarios())
def test_4_the_minutes_add_up(scenario: Scenario) -> None:
    """The minutes add up: start times are contiguous, the session fits its length, each step is within its least and most."""
    holds(4, scenario.request, packs_of(scenario.plugins))


@settings(max_examples=LONGER)
@given(scenarios(most_steps=5))
def test_5_needs_orders_and_rules_hold(scenario: Scenario) -> None:
    """Every need is met where it is needed; each sequence keeps its order within a region; each combination rule holds."""
    holds(5, scenario.request, packs_of(scenario.plugins))


@given(scenarios(), st.randoms(use_true_random=False))
def test_6_the_order_of_packs_doesnt_matter(scenario: Scenario, random: st.DataObject) -> None:
    """The result doesn't depend on the order in which packs were installed or registered."""
    plugins = list(scenario.plugins)
    one = planned(scenario.request, packs_of(plugins))
    random.shuffle(plugins)  # type: ignore[attr-defined]
    other = planned(scenario.request, packs_of(plugins))
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert tuple(same_bytes(one, other)) == ()


@given(scenarios())
def test_6_what_was_planned_before_doesnt_matter(scenario: Scenario) -> None:
    """The same request on the same packs gives the same bytes, whatever was asked in between."""
    packs = packs_of(scenario.plugins)
    one = planned(scenario.request, packs)
    planned(Request(("neck-pain",), scenario.request.date, minutes=10), packs)
    other = planned(scenario.request, packs)
    if one is not None and other is not None:
        assert tuple(same_bytes(one, other)) == ()


PLAN = """
import sys
from datetime import date
from pathlib import Path
from palpate.combine import combine
from palpate.model.patient import GivenFactor, Patient, Request
from palpate.registry import load_packs
from palpate.render.json import render

packs = load_packs(sys.argv[1:], entry_points=False)
patient = Patient(age=71, factors=(GivenFactor("antiplatelet"), GivenFactor("hypermobility-eds")))
for diagnosis in ("sciatica", "neck-pain"):
    print(render(combine(Request((diagnosis,), date(2025, 3, 1), patient, minutes=20), packs)))
"""


def test_6_hash_seeds_and_folders_dont_matter() -> None:
    """The result doesn't depend on hash seeds, nor on the order in which packs were found."""
    folders = [str(p) for p in sorted((ROOT / "plugins").iterdir())]
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", PLAN, *order],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "core" / "src")},
            stdout=subprocess.PIPE,
        )
        for seed, order in (("1", folders), ("2", folders[::-1]))
    ]
    said = [run.communicate()[0] for run in runs]
    assert all(run.returncode == 0 for run in runs)
    assert b'"status": "ready"' in said[0]
    assert said[0] == said[1]


@settings(max_examples=LONGER)
@given(scenarios())
def test_7_an_unused_pack_changes_nothing(scenario: Scenario) -> None:
    """Removing a pack whose technique isn't used and which gave no finding changes nothing but `techniques`, `omitted`, `warnings` and `provenance`.

    Where nothing is planned, the status says what the withheld techniques wait for: they stay.
    """
    whole = planned(scenario.request, packs_of(scenario.plugins))
    assume(whole is not None)
    assert whole is not None
    busy = {r.id for r in whole.techniques if r.status == "used"}
    if whole.status != "ready":
        busy |= {r.id for r in whole.techniques if r.status in ("withheld", "no-room")}
    busy |= {f.pack for f in whole.screening.findings} | set(scenario.request.without)
    for plugin in scenario.plugins:
        if plugin.says_technique.id not in busy:
            event("a pack is removed")
            fewer = [p for p in scenario.plugins if p is not plugin]
            less = planned(scenario.request, packs_of(fewer))
            assert less is not None
            assert tuple(changed_beyond(whole, less)) == ()


@given(scenarios())
def test_8_everything_says_where_it_comes_from(scenario: Scenario) -> None:
    """Every step names its pack, version, sequence, goal and references; every candidate that isn't in has its reason."""
    holds(8, scenario.request, packs_of(scenario.plugins))


@pytest.mark.parametrize("name", sorted(FAULTY))
@settings(max_examples=SHORTER)
@given(scenarios(most_packs=2))
def test_9_a_faulty_pack_costs_only_itself(name: str, scenario: Scenario) -> None:
    """A pack that raises, answers wrongly or lies about its API version costs its own contribution and a warning that names it, never the program, and never safety."""
    alone = planned(scenario.request, packs_of(scenario.plugins))
    assume(alone is not None)
    assert alone is not None
    condition = scenario.request.diagnoses[0]
    packs = packs_of([*scenario.plugins, FAULTY[name](condition)])
    beside = planned(scenario.request, packs)
    assert beside is not None
    assert tuple(changed_beyond(alone, beside)) == ()
    warned = "\n".join(beside.warnings)
    assert name_of(FAULTY[name](condition)) in warned or f"pack-{len(scenario.plugins)}" in warned


def test_9_a_broken_folder_costs_only_itself(tmp_path: Path) -> None:
    """Folders that hold broken, huge or no files cost a warning each, and nothing of the others."""
    texts = {"syntax": "[[[", "huge": "#" * 3_000_000, "empty": "", "binary": "\0\ud7ff" * 50}
    for name, text in texts.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "technique.toml").write_text(text, encoding="utf-8")
    (tmp_path / "nothing").mkdir()
    good = ROOT / "plugins" / "myofascial"
    request = Request(("neck-pain",), DAY, minutes=20)
    alone = planned(request, load_packs([good], entry_points=False))
    beside = planned(request, load_packs([*sorted(tmp_path.iterdir()), good], entry_points=False))
    assert alone is not None
    assert beside is not None
    assert alone.status == "ready"
    assert tuple(changed_beyond(alone, beside)) == ()
    for name in (*texts, "nothing"):
        assert any(warning.startswith(f"{name}") for warning in beside.warnings)


@given(scenarios())
def test_10_the_json_reads_back(scenario: Scenario) -> None:
    """The JSON reads back to an equal protocol; the same request on the same packs gives the same bytes."""
    packs = packs_of(scenario.plugins)
    one, other = planned(scenario.request, packs), planned(scenario.request, packs)
    if one is not None and other is not None:
        assert tuple(reads_back(one, packs)) == ()
        assert tuple(same_bytes(one, other)) == ()

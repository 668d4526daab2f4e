"""Packs written for a hook API work for as long as that API does, and mean the same."""

import importlib.util
import tomllib
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from palpate.combine import combine
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Request
from palpate.packs import check_folder
from palpate.registry import Packs
from palpate.registry import load_packs
from palpate.testing import conformance
from palpate.testing import packs_of
from palpate.verify import verify
from palpate.vocabulary import load_vocabulary

HERE = Path(__file__).parent
DATA = HERE / "api_1_data"
EXPECTED: list[dict[str, Any]] = tomllib.loads((HERE / "expected.toml").read_text())["case"]


def first_code() -> ModuleType:
    """Import the pack in code from where it lies."""
    place = HERE / "api_1_code" / "palpate_first_code.py"
    spec = importlib.util.spec_from_file_location(place.stem, place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def packs() -> dict[str, Packs]:
    """Give each frozen pack as the only one."""
    return {
        "data": load_packs([DATA], entry_points=False),
        "code": packs_of([first_code()]),
    }


def request_of(case: dict[str, Any]) -> Request:
    """Give the request of a case."""
    patient = Patient(
        age=case.get("age"),
        stage=case.get("stage", "chronic"),
        factors=tuple(GivenFactor(factor) for factor in case.get("factors", ())),
    )
    return Request((case["diagnosis"],), date(2026, 3, 31), patient, minutes=case["minutes"])


@pytest.mark.parametrize("case", EXPECTED, ids=lambda case: case["name"])
def test_what_a_pack_said_it_still_says(packs: dict[str, Packs], case: dict[str, Any]) -> None:
    """The same status, and the pack's own steps in the same order with the same minutes."""
    own = packs[case["pack"]]
    protocol = combine(request_of(case), own)
    steps = [
        f"{s.id.rpartition('/')[2]} {s.minutes:g} pressure {s.pressure}"
        for s in protocol.steps
        if s.diagnosis
    ]
    wanted = case.get("steps", [])
    assert (protocol.status, len(steps)) == (case["status"], len(wanted))
    # What the built-in pack makes gentler may be tuned anew; then only the step itself is named.
    assert all(step.startswith(said) for step, said in zip(steps, wanted, strict=True)), steps
    assert verify(protocol, own) == ()


def test_no_file_of_the_frozen_pack_is_wrong() -> None:
    """What was right when it was written is right for ever; a new warning may be added."""
    problems = check_folder(DATA, load_vocabulary())
    assert [str(p) for p in problems if p.level == "error"] == []


def test_every_hook_of_the_api_is_in_the_frozen_pack_in_code(packs: dict[str, Packs]) -> None:
    """No hook of API 1 is left untried, and each answers."""
    pack = next(p for p in packs["code"].packs if p.technique.id == "first-code")
    assert all(pack.hooks.values())
    assert "first-lines" in {f.name for f in packs["code"].output_formats()}
    assert "cold-shoulder" in packs["code"].vocabulary.conditions
    assert packs["code"].warnings == ()


test_data_conformance = conformance(DATA)
test_code_conformance = conformance(first_code())

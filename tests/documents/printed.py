"""The eight protocols of the documentation, and two refusals, as requests."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Final

from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.model.patient import Request

SCRIPT: Final = Path(__file__).parents[2] / "docs" / "make_content.py"


def script() -> ModuleType:
    """Load the script that writes the documentation's protocols."""
    spec = importlib.util.spec_from_file_location("make_content", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


DOCS: Final = script()
EIGHT: Final[dict[str, Request]] = DOCS.PROTOCOLS

REFUSED: Final = {
    "clot": Request(
        ("sciatica",), DOCS.DAY, Patient(factors=(GivenFactor("dvt-suspected"),), stage="chronic")
    ),
    "new-knee": Request(
        ("chronic-low-back-pain",),
        DOCS.DAY,
        Patient(
            stage="chronic",
            factors=(GivenFactor("joint-replacement", Place("knee", "left"), 42),),
            avoid=(Place("calf", "left"),),
        ),
    ),
}

"""The page for every condition fits 80 columns; the choice is cut short, since only the page counts."""

from datetime import date

import pytest
from attrs import evolve

from palpate.combine import combine
from palpate.combine import pipeline
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.model.patient import Request
from palpate.registry import Packs
from palpate.render import json as json_format
from palpate.render import text as text_format
from palpate.vocabulary import load_vocabulary

CONDITIONS = sorted(load_vocabulary().conditions)


@pytest.fixture(autouse=True)
def short_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the engine stop early."""
    settings = evolve(pipeline.load_settings(), search_nodes=200)
    monkeypatch.setattr(pipeline, "load_settings", lambda: settings)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_page_fits(packs: Packs, condition: str) -> None:
    """Whatever the condition, stage and findings, no line is longer than 80 columns."""
    entry = packs.vocabulary.conditions[condition]
    needed = entry.place == "needed"
    places = entry.places if needed else ("",)
    for place in (places[0], places[-1]):
        patient = Patient(
            age=80,
            factors=(GivenFactor("joint-replacement", Place("knee", "left"), 42),),
            stage="chronic",
            side="left" if entry.sided else None,
            regions=(place,) if place else (),
        )
        request = Request((condition,), date(2026, 3, 31), patient, minutes=30)
        protocol = combine(request, packs)
        for explain in (False, True):
            page = text_format.render(protocol, packs.vocabulary, explain=explain)
            assert max(map(len, page.splitlines())) <= 80
        assert json_format.read(json_format.render(protocol)) == protocol

"""Patients as they come: what must be refused, what must wait, and what must not be turned away."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from engine import TODAY
from engine import Engine

from palpate.cli import values
from palpate.combine import combine
from palpate.combine.inquire import Inquiry
from palpate.combine.inquire import inquire
from palpate.combine.pipeline import admit
from palpate.combine.places import sides_of
from palpate.model.patient import Patient
from palpate.model.patient import Request
from palpate.model.scales import VERDICTS
from palpate.verify import verify

STORIES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "stories.toml").read_text(encoding="utf-8")
)["story"]
NOT_TO_BE_REFUSED = 15
AT_LEAST = 60


def request_of(story: dict[str, Any]) -> Request:
    """Make the request of a story."""
    patient = Patient(
        age=story.get("age"),
        factors=tuple(values.factor(text, TODAY) for text in story.get("factors", ())),
        cleared=tuple(values.clearance(text, TODAY) for text in story.get("cleared", ())),
        stage=story.get("stage") or (None if "onset" in story else "chronic"),
        onset_days=story.get("onset"),
    )
    return Request((story["asked"],), TODAY, patient)


def test_there_are_enough_of_both_kinds() -> None:
    """A gate that refuses everything is as broken as one that refuses nothing."""
    assert len(STORIES) >= AT_LEAST
    assert len({story["who"] for story in STORIES}) == len(STORIES)
    assert sum(story["status"] == "ready" for story in STORIES) >= NOT_TO_BE_REFUSED
    assert sum(story["status"] == "do-not-treat" for story in STORIES) >= NOT_TO_BE_REFUSED


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["who"])
def test_a_story_comes_out_as_written(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, story: dict[str, Any]
) -> None:
    """Status, worst verdict, places kept off, caps, and techniques are as the source says."""
    # The session pack's own steps take their time, and are looked at in the whole plan.
    monkeypatch.setattr("palpate.combine.gather.frame_candidates", lambda *_: ())
    found = inquire(request_of(story), engine.packs)
    assert found.status == story["status"], [(t.id, t.status, t.reason) for t in found.techniques]
    if "verdict" in story:
        any_work = (f for f in found.screening.findings if not f.techniques)
        worst = max(VERDICTS.index(f.verdict) for f in any_work)
        assert VERDICTS[worst] == story["verdict"]
    open_ = {t.id for t in found.techniques if t.status == "open"}
    assert set(story.get("techniques_in", ())) <= open_
    assert not open_ & set(story.get("out", ()))
    _steps_hold(engine, story, found)


def _steps_hold(engine: Engine, story: dict[str, Any], found: Inquiry) -> None:
    """Check every step that could be planned."""
    candidates = admit(request_of(story), engine.packs, engine.atlas).gathered.candidates
    assert bool(candidates) == (found.status == "ready")
    off = 0
    for text in story.get("off", ()):
        place = values.place(text)
        off |= engine.atlas.place(place.region, sides_of(place.side))
    caps = {engine.atlas.place(region): cap for region, cap in story.get("caps", {}).items()} | {
        -1: story.get("cap", 5)
    }
    for candidate in candidates:
        step = candidate.step
        for places, cap in caps.items():
            assert not candidate.facts.places & places or step.pressure <= cap, candidate.key
        if candidate.part >= 0 and step.hands_on:
            assert not candidate.facts.places & off, candidate.key
        assert not set(candidate.positions) & set(story.get("positions_out", ())), candidate.key
        assert not candidate.facts.elements & set(story.get("elements_out", ())), candidate.key
    if "minutes" in story:
        assert found.session_cap is not None
        assert found.session_cap <= story["minutes"]


@pytest.mark.parametrize(
    "story",
    [
        pytest.param(
            story,
            id=story["who"],
            marks=[pytest.mark.xfail(reason=story["broken"], strict=True)]
            if "broken" in story
            else [],
        )
        for story in STORIES
    ],
)
def test_the_whole_plan_agrees(engine: Engine, story: dict[str, Any]) -> None:
    """The plan itself has the story's status, and the verifier finds nothing against it."""
    protocol = combine(request_of(story), engine.packs)
    assert protocol.status == story.get("plan", story["status"])
    assert verify(protocol, engine.packs) == ()
    off = {values.place(text).region for text in story.get("off", ()) if "left" not in text}
    for step in protocol.steps:
        assert step.pressure <= story.get("cap", 5)
        assert not off & set(step.regions) or step.technique == "session"

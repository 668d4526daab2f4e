"""The session pack's own steps are laid exactly where screening lets them be, region by region."""

import pytest
from attrs import evolve
from hypothesis import assume
from hypothesis import event
from hypothesis import given

from palpate.combine import Admission
from palpate.combine import admit
from palpate.combine.candidate import Candidate
from palpate.combine.frame import FRAME
from palpate.combine.frame import frame_steps
from palpate.combine.places import BOTH
from palpate.combine.places import atlas_of
from palpate.errors import RequestError
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.model.patient import Request
from palpate.model.safety import Limit
from palpate.model.sequence import Step
from palpate.model.work import Selector
from palpate.registry import Packs
from palpate.testing.memory import CodePack
from palpate.testing.memory import packs_of

from .examples import holding
from .examples import pack
from .examples import pressing
from .examples import request
from .examples import rule
from .examples import step
from .pack_strategies import Scenario
from .pack_strategies import scenarios

BRUISE = GivenFactor("bruise-hematoma", Place("calf", "left"))


def guarding() -> CodePack:
    """Give a technique whose rule binds everyone's work on some regions."""
    light = rule("light", "antiplatelet", "caution", (Limit(max_pressure=1),))
    on_the_back = Selector(regions=("lower-back", "upper-back"))
    not_prone = (Limit(at=("calf",), bar_positions=("prone",)),)
    turned = rule("turned", "antiplatelet", "caution", not_prone)
    return pack(
        "guarding",
        "A",
        (step("hold", "cross-hand-release", "treat"),),
        says_contraindications=(
            evolve(light, applies_to="any-technique", work=on_the_back),
            evolve(turned, applies_to="any-technique"),
        ),
    )


def borne(step: Step, laid: Candidate, found: Admission, packs: Packs) -> dict[str, int]:
    """Give how hard a frame step may be in each region of a position, asking one by one."""
    vocabulary, gate = packs.vocabulary, found.screened.gate
    atlas, position = atlas_of(vocabulary), laid.positions[0]
    work = evolve(laid.facts, pressure=step.pressure)
    levels = {}
    for region in vocabulary.regions:
        facts = work.at(atlas.place(region))
        cap, _ = gate.pressure_cap(facts, atlas.units((region,), BOTH))
        reached = vocabulary.body.reach(region, position) > 0
        barred = gate.kept_off(facts) or position in gate.barred(facts, "bar_positions")
        if reached and not barred and cap >= step.lowest_pressure:
            levels[region] = min(cap, step.pressure)
    return levels


def laid_rightly(request: Request, packs: Packs) -> int:
    """Hold each frame step that is offered against what is borne; give how many there are."""
    found = admit(request, packs)
    steps = {step.id: step for _, _, step in frame_steps(found.contents)}
    laid = [c for c in found.gathered.candidates if c.part == FRAME]
    for candidate in laid:
        levels = borne(steps[candidate.step.id], candidate, found, packs)
        most = max(levels.values())
        assert candidate.step.pressure == candidate.facts.pressure == most
        assert candidate.step.regions == tuple(r for r, level in levels.items() if level == most)
    return len(laid)


@given(scenarios())
def test_the_frame_is_laid_where_screening_lets_it(scenario: Scenario) -> None:
    """A frame step is on all regions that bear the most, reached there and kept off by nothing."""
    try:
        count = laid_rightly(scenario.request, packs_of(scenario.plugins))
    except RequestError:
        assume(False)
    event(f"laid: {count > 0}")


@pytest.mark.parametrize(
    "asked",
    [
        request(),
        request("long-covid", "antiplatelet"),
        request(avoid=(Place("calf", "left"), Place("lower-back"))),
        request(max_pressure=1),
        request(no_positions=("seated",)),
        evolve(request(), patient=Patient(stage="chronic", factors=(BRUISE,))),
    ],
)
def test_the_frame_is_laid_rightly_for_some_patients(asked: Request) -> None:
    """The same with a factor of the whole body, one with a place, and the patient's own wishes."""
    assert laid_rightly(asked, packs_of([pressing(), holding(), guarding()]))

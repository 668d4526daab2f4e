"""The pack's content is sound, and no cell of it is silent."""

from pathlib import Path

import pytest

import palpate_lymphatic
from palpate.model.patient import Patient
from palpate.model.scales import STAGES
from palpate.packs import open_pack
from palpate.testing import conformance
from palpate.vocabulary import load_vocabulary
from palpate_lymphatic.hooks import adjust_step

FOLDER = Path(palpate_lymphatic.__file__).parent


test_conformance = conformance("palpate_lymphatic", sample=2)
test_conformance_whole = pytest.mark.slow(conformance("palpate_lymphatic"))


def test_every_condition_and_stage_has_an_answer() -> None:
    """For each condition and stage there are steps, or a reason why there are none."""
    pack = open_pack(FOLDER, load_vocabulary())
    said: dict[str, set[str]] = {}
    for name in pack.sequence_names:
        indication = pack.sequence(name).indication
        answered = said.setdefault(indication.condition, set())
        answered |= {grade.stage for grade in indication.grades}
        for reason in indication.stage_reasons:
            stage = reason.partition(":")[0]
            answered |= {each for each in STAGES if each == stage or each.endswith("-" + stage)}
    for indication in pack.not_indicated:
        stages = [grade.stage for grade in indication.grades] or list(STAGES)
        said.setdefault(indication.condition, set()).update(stages)
    silent = {
        condition: sorted(set(STAGES) - said.get(condition, set()))
        for condition in load_vocabulary().conditions
        if set(STAGES) - said.get(condition, set())
    }
    assert silent == {}


def test_nobody_has_signed_the_content() -> None:
    """The review says so, and the protocol prints it."""
    assert open_pack(FOLDER, load_vocabulary()).technique.review.status == "unsigned"


def test_the_sound_leg_is_left_alone() -> None:
    """With one side affected, the drainage steps of the other side are left out."""
    pack = open_pack(FOLDER, load_vocabulary())
    steps = pack.sequence("chronic-venous-insufficiency").sequence.steps
    for patient, gone in ((Patient(side="left"), "right"), (Patient(side="right"), "left")):
        left = [s for s in steps if adjust_step(s, patient) is None]
        assert left
        assert {s.side for s in left} == {gone}
    assert all(adjust_step(s, Patient(side="both")) is s for s in steps)

"""The pack's content is sound, and no cell of it is silent."""

from pathlib import Path

import pytest

import palpate_trigger_point
from palpate.model.scales import STAGES
from palpate.packs import open_pack
from palpate.testing import conformance
from palpate.vocabulary import load_vocabulary

FOLDER = Path(palpate_trigger_point.__file__).parent


test_conformance = conformance("palpate_trigger_point", sample=2)
test_conformance_whole = pytest.mark.slow(conformance("palpate_trigger_point"))


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

"""Borrowed steps: what is wrong is said where it can be mended, once."""

from pathlib import Path

import pytest
from flawless_pack import BACK_FILE
from flawless_pack import SPASM_FILE
from flawless_pack import TECHNIQUE_FILE
from flawless_pack import AuthoredPack
from flawless_pack import flawless_pack


@pytest.fixture
def pack(tmp_path: Path) -> AuthoredPack:
    """Give a pack that breaks no rule."""
    return flawless_pack(tmp_path / "warm_stones")


def test_a_mistake_of_the_lender_is_said_there_and_once(pack: AuthoredPack) -> None:
    """The file that borrows isn't blamed for what it was lent."""
    pack.swap(BACK_FILE, '["prone", "side-lying"]', '["prone", "supine"]')
    assert {line.split(":")[0] for line in pack.said()} == {BACK_FILE}
    assert len(pack.said()) == 3


def test_a_weakness_of_the_lender_is_said_there_and_once(pack: AuthoredPack) -> None:
    """Rules about content, too."""
    pack.swap(BACK_FILE, "Glide the stones", "The stones glide")
    (said,) = pack.said()
    assert said.startswith(f"{BACK_FILE}:28:1: error: instruction: step glide: ")


def test_a_changed_step_is_wrong_where_it_is_changed(pack: AuthoredPack) -> None:
    """What a change makes wrong of lent values is said at the change."""
    pack.swap(SPASM_FILE, "pressure = [1, 1]", 'regions = ["chest"]')
    assert [line.split(": ")[:3] for line in pack.said()] == [
        [f"{SPASM_FILE}:24:1", "error", "no-reach"],
        [f"{SPASM_FILE}:24:1", "error", "target-elsewhere"],
    ]


def test_a_change_that_makes_a_lent_value_wrong(pack: AuthoredPack) -> None:
    """The lender's positions are right for its own region: the change is named, not the lender."""
    pack.swap(SPASM_FILE, "pressure = [1, 1]", 'regions = ["lower-abdomen"]\ntargets = []')
    found = [line for line in pack.said() if "no-reach" in line]
    assert len(found) == 1
    assert found[0].startswith(f"{SPASM_FILE}:24:1: error: no-reach: step glide of {BACK_FILE}: ")


def test_a_change_of_every_step_is_named(pack: AuthoredPack) -> None:
    """What is wrong through [change.every_step] is said at its own line."""
    pack.swap(
        SPASM_FILE,
        'stages = ["chronic"]\n\n[change.step',
        'positions = ["supine"]\nstages = ["chronic"]\n\n[change.step',
    )
    assert {line.split(":")[1] for line in pack.said()} == {"22"}
    assert {line.split(":")[0] for line in pack.said()} == {SPASM_FILE}


def test_a_borrowed_step_that_is_never_used(pack: AuthoredPack) -> None:
    """A step that is right where it stands and idle here is said at steps_from."""
    pack.swap(BACK_FILE, 'id = "finish"', 'id = "finish"\nstages = ["subacute"]')
    pack.swap(SPASM_FILE, '[change.every_step]\nstages = ["chronic"]\n\n', "")
    (said,) = pack.said()
    assert said == (
        f"{SPASM_FILE}:1:1: warning: never-used: step finish of {BACK_FILE}: is for "
        "early-subacute, late-subacute, which isn't indicated"
    )


def test_a_group_that_only_the_lender_fills(pack: AuthoredPack) -> None:
    """Leaving a group's steps out isn't the lender's mistake."""
    pack.swap(SPASM_FILE, "[sequence]", 'without = ["press-buttock"]\n\n[sequence]')
    assert [line for line in pack.said() if "stage-empty" not in line] == []


def test_a_pattern_of_the_technique(pack: AuthoredPack) -> None:
    """A pattern's mistake is said once, in technique.toml, however many files use it."""
    pack.swap(TECHNIQUE_FILE, 'purpose = "integrate"', 'purpose = "integrated"')
    found = {line.split(":")[0] for line in pack.said()}
    assert found == {TECHNIQUE_FILE}
    assert len(pack.said()) == 1

"""Which installed packs are loaded: what is blocked, and what `PALPATE_PACKS` leaves in."""

from pathlib import Path

import pytest

from palpate.registry import Packs
from palpate.registry import load_packs
from palpate.registry.discover import Found
from palpate.registry.wanted import wanted

PLUGINS = Path(__file__).parents[3] / "plugins"
A = Found("one", "palpate-one", "1", "installed")
B = Found("two", "Palpate_Two", "1", "installed")


def ids(packs: Packs) -> set[str]:
    """Give the techniques that are in, but for the frame."""
    return {pack.technique.id for pack in packs.packs if not pack.technique.frame}


def test_all_are_wanted_unless_said() -> None:
    """Nothing set, nothing left out."""
    assert wanted().against(A) == ""
    assert list(wanted().strangers([A, B])) == []


@pytest.mark.parametrize("name", ["two", "palpate-two", "Palpate.Two", "PALPATE_TWO"])
def test_a_pack_is_known_by_any_spelling(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Names are compared as installers compare them."""
    assert "blocked" in wanted([name]).against(B)
    monkeypatch.setenv("PALPATE_PACKS", name)
    assert wanted().against(B) == ""
    assert "PALPATE_PACKS" in wanted().against(A)


def test_an_empty_list_of_packs_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """`PALPATE_PACKS=` leaves the built-in pack alone in."""
    monkeypatch.setenv("PALPATE_PACKS", "")
    assert ids(load_packs()) == set()


def test_what_is_left_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pack that stays out is named with its version, and its safety rules with it."""
    monkeypatch.setenv("PALPATE_BLOCKED", "lymphatic")
    packs = load_packs()
    if not {"lymphatic"} <= {p.pack.rpartition("-")[2] for p in packs.problems}:
        pytest.skip("the packs of this checkout aren't installed")
    assert "lymphatic" not in ids(packs)
    (said,) = [w for w in packs.warnings if "lymphatic" in w]
    assert "its safety rules are left out" in said


def test_a_word_that_names_no_pack_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt name blocks nothing, and isn't passed over."""
    assert list(wanted(["tow"]).strangers([A, B])) == [
        ("tow", "is blocked, and no installed pack is called that; nearest: two")
    ]
    monkeypatch.setenv("PALPATE_PACKS", "one, three")
    assert [word for word, _ in wanted().strangers([A, B])] == ["three"]
    assert any("three" in w for w in load_packs().warnings)


def test_a_folder_beats_what_is_blocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is named for this run is in, whatever stands in the settings."""
    monkeypatch.setenv("PALPATE_PACKS", "")
    folder = PLUGINS / "deep_tissue"
    assert ids(load_packs([folder], ["deep_tissue", "deep-tissue"])) == {"deep-tissue"}

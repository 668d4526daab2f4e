"""What makes content wrong: the rules of `palpate check`, held to every pack of this repository."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from palpate.authoring.check import Checked
from palpate.authoring.check import check_pack
from palpate.authoring.rules_words import unknown_codes
from palpate.packs import open_pack
from palpate.registry.discover import in_folder
from palpate.vocabulary import load_vocabulary

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(p.parent for p in ROOT.glob("plugins/*/src/*/technique.toml"))
DAY = date(2026, 11, 22)
#: Warnings that no pack of this repository may have.
NOT_HERE = {"uncited", "stray-file", "never-used", "group-unused", "group-split", "typical-dose"}


@cache
def checked(folder: Path) -> Checked:
    """Check a pack once."""
    return check_pack(in_folder(folder), load_vocabulary(), DAY)


def test_there_are_five_packs_and_hundreds_of_steps() -> None:
    """A check over nothing would pass."""
    packs = [open_pack(folder, load_vocabulary()) for folder in FOLDERS]
    steps = [
        step
        for pack in packs
        for name in pack.sequence_names
        for step in pack.sequence(name).sequence.steps
    ]
    assert len(packs) == 5
    assert len(steps) > 600


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_no_error(folder: Path) -> None:
    """No rule of level error is broken, nor one of those that only careless work breaks."""
    found = checked(folder)
    wrong = [p for p in found.problems if p.level == "error" or p.code in NOT_HERE]
    assert [f"{p.code}: {p}" for p in wrong] == []
    assert found.tier != "unsound"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_nobody_has_signed_it(folder: Path) -> None:
    """The program says that the content is unsigned, so no pack reaches the last tier."""
    assert [p.code for p in checked(folder).problems].count("unreviewed") == 1
    assert checked(folder).tier != "reviewed"


def test_every_code_is_in_the_current_release() -> None:
    """Every ICD-10-CM prefix of conditions and factors names at least one code."""
    pytest.importorskip("simple_icd_10_cm")
    vocabulary = load_vocabulary()
    prefixes = [p for c in vocabulary.conditions.values() for p in c.icd10]
    prefixes += [p.code for c in vocabulary.conditions.values() for p in c.icd10_place]
    prefixes += [p for f in vocabulary.factors.values() for p in (*f.icd10, *f.icd10_asks)]
    assert unknown_codes(prefixes) == ()
    assert unknown_codes(("M54.5", "M54.ZZ")) == ("M54.ZZ",)

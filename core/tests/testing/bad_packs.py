"""For each check of the kit a pack that breaks its promise: a check that can't fail is a defect."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from lying_packs import Changing
from lying_packs import Counting
from lying_packs import Groundless
from lying_packs import Lenient
from lying_packs import Listing
from lying_packs import Loosening
from lying_packs import Meddling
from lying_packs import Misspelt
from lying_packs import Raising
from lying_packs import Reordering
from lying_packs import Shrinking
from lying_packs import Stronger
from lying_packs import Unpicklable
from lying_packs import Withholding

from palpate.registry import Packs
from palpate.registry import load_packs
from palpate.testing import check_invariants
from palpate.testing import invariants
from palpate.testing import written_out
from palpate.testing.subject import Subject
from palpate.testing.subject import open_subject

FROZEN = Path(__file__).parents[3] / "tests" / "frozen" / "api_1_data"
Maker = Callable[[Path, pytest.MonkeyPatch], Subject]


def code(plugin: type, *, company: bool = False) -> Maker:
    """Give a maker of a pack in code."""
    return lambda *_: open_subject(plugin(), company=company)


def files(path: Path, name: str = "seeded") -> Path:
    """Copy the frozen pack."""
    return Path(shutil.copytree(FROZEN, path / name))


def edited(file: str, old: str, new: str) -> Maker:
    """Give a maker of a pack of which one file has something else."""

    def make(path: Path, _: pytest.MonkeyPatch) -> Subject:
        place = files(path) / file
        text = place.read_text()
        assert old in text
        place.write_text(text.replace(old, new))
        return open_subject(path / "seeded", company=False)

    return make


def package(path: Path, name: str, body: str) -> Path:
    """Make a package of data files and code."""
    folder = files(path, name)
    (folder / "__init__.py").write_text('"""Made up."""\n')
    (folder / "hooks.py").write_text(body)
    technique = folder / "technique.toml"
    said = technique.read_text()
    technique.write_text(
        said.replace('id = "first-data"', f'id = "first-data"\ncode = "{name}.hooks"')
    )
    return folder


def importing(name: str, body: str) -> Maker:
    """Give a maker of a package whose import does something."""
    return lambda path, _: open_subject(package(path, name, body), sample=1, company=False)


def claims_no_code(path: Path, _: pytest.MonkeyPatch) -> Subject:
    """Make a pack with code that is taken for one of data alone."""
    subject = open_subject(package(path, "palpate_silent", "X = 1\n"), sample=1, company=False)
    identity = attrs.evolve(subject.here.identity, has_code=False)
    return attrs.evolve(subject, pack=attrs.evolve(subject.here, identity=identity))


def loses_words(path: Path, patch: pytest.MonkeyPatch) -> Subject:
    """Lose the cautions when the files are written."""
    whole = written_out._step
    patch.setattr(written_out, "_step", lambda *a: {**whole(*a), "cautions": None})
    return open_subject(files(path), company=False)


def hides_problems(path: Path, patch: pytest.MonkeyPatch) -> Subject:
    """Load packs without a word on what is wrong with them."""

    def silently(*arguments: Any, **named: Any) -> Packs:
        found = load_packs(*arguments, **named)
        return Packs(found.packs, found.vocabulary)

    patch.setattr(check_invariants, "load_packs", silently)
    return open_subject(files(path), company=False)


def reads_wrongly(path: Path, patch: pytest.MonkeyPatch) -> Subject:
    """Read another protocol than was written."""
    whole = invariants.read
    patch.setattr(invariants, "read", lambda text: attrs.evolve(whole(text), steps=()))
    return open_subject(files(path), company=False)


LOUD = "print('hello')\nopen(__import__('os').devnull, 'w').close()\n"
HEAVY = "import asyncio, email.mime.text, unittest.mock, xmlrpc.client\n"

BAD: dict[str, Maker] = {
    "files-are-sound": edited("sequences/neck-pain.toml", '"upper-trapezius"', '"trapezoid"'),
    "loads": code(Misspelt),
    "every-hook-answers": code(Raising),
    "answers-are-equal": code(Counting),
    "answers-pickle": code(Unpicklable),
    "arguments-are-left-alone": code(Changing),
    "steps-get-gentler": code(Stronger),
    "import-is-quiet": importing("palpate_loud", LOUD),
    "import-is-light": importing("palpate_heavy", HEAVY),
    "data-imports-nothing": claims_no_code,
    "survives-toml": loses_words,
    "survives-json": code(Listing),
    "can-be-planned": edited(
        "sequences/neck-pain.toml", '"flat-palpation"', '"cross-hand-release"'
    ),
    "limits-are-kept": code(Lenient),
    "withheld-stays-out": code(Withholding),
    "minutes-add-up": code(Shrinking),
    "order-is-kept": code(Reordering),
    "everything-is-accounted-for": code(Groundless),
    "a-factor-more-lifts-nothing": code(Loosening),
    "nothing-else-decides": code(Counting),
    "unused-changes-nothing": code(Meddling, company=True),
    "a-fault-costs-only-itself": hides_problems,
    "plans-read-back": reads_wrongly,
}

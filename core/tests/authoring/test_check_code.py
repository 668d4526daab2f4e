"""A pack with code is checked by what its hooks answer; there is no line where there is none."""

import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from flawless_pack import DAY
from flawless_pack import TECHNIQUE_FILE
from flawless_pack import AuthoredPack
from flawless_pack import flawless_pack

from palpate.authoring import check as checking
from palpate.authoring.check import Checked
from palpate.authoring.check import check_pack
from palpate.hooks import hookimpl
from palpate.model.patient import Patient
from palpate.model.safety import Contraindication
from palpate.model.sequence import Step
from palpate.model.sequence import StepSequence
from palpate.model.technique import Indication
from palpate.model.technique import Range
from palpate.model.technique import StageGrade
from palpate.model.technique import Technique
from palpate.registry.discover import Found
from palpate.registry.load import pack_from_plugin
from palpate.registry.load import together
from palpate.vocabulary import load_vocabulary

HEAD = "from palpate.hooks import hookimpl\n"
#: Hooks that spoil a sound pack of files, and what is then said.
WRONG_HOOKS = {
    "raises": (
        "@hookimpl\ndef adjust_step(step, patient):\n    raise OSError('no')\n",
        "adjust_step: raised OSError: no",
    ),
    "misspelt": ("@hookimpl\ndef adjust_steps(step):\n    return step\n", "adjust_steps"),
    "unmarked": ("def adjust_step(step, patient):\n    return step\n", "isn't marked"),
    "wrong-type": (
        "@hookimpl\ndef combination_rules():\n    return [1]\n",
        "combination_rules: answered int, CombinationRule was due",
    ),
    "leaves": ("import sys\nsys.exit(3)\n", "doesn't import: raised SystemExit: 3"),
}


@pytest.fixture
def pack(tmp_path: Path) -> Iterator[AuthoredPack]:
    """Give a flawless pack that says that it has code."""
    made = flawless_pack(tmp_path / "warm_stones_in_code")
    made.write("__init__.py", "")
    made.swap(TECHNIQUE_FILE, "[technique]", '[technique]\ncode = "warm_stones_in_code.hooks"')
    yield made
    for name in ("warm_stones_in_code", "warm_stones_in_code.hooks"):
        sys.modules.pop(name, None)


@pytest.mark.parametrize("case", WRONG_HOOKS)
def test_a_wrong_hook(case: str, pack: AuthoredPack) -> None:
    """Whatever a hook does wrong is one error, without a line, beside the files' own."""
    code, said = WRONG_HOOKS[case]
    pack.write("hooks.py", HEAD + code)
    (problem,) = pack.check().problems
    assert (problem.code, problem.level, problem.line) == ("hook", "error", 0)
    assert said in problem.what


def test_a_sound_hook(pack: AuthoredPack) -> None:
    """What the files answered isn't said again for the hooks."""
    pack.write("hooks.py", HEAD + "@hookimpl\ndef adjust_step(step, patient):\n    return step\n")
    assert pack.said() == []


def test_code_is_not_run_while_files_are_wrong(pack: AuthoredPack) -> None:
    """Mistakes in files come first; the same mistake isn't told by the hooks as well."""
    pack.write("hooks.py", "raise RuntimeError\n")
    pack.swap(TECHNIQUE_FILE, "highest_pressure = 4", "highest_pressure = 9")
    assert {problem.code for problem in pack.check().problems} == {"range"}


class StoneCode:
    """A pack without files."""

    step = Step(
        id="press",
        instruction="This is pressed. Then it is detoxified.",
        manoeuvres=("pressure-release",),
        purpose="treat",
        importance="core",
        minutes=Range(2, 3, 4),
        positions=("prone",),
        side="both",
        regions=("popliteal-fossa",),
        pressure=4,
        lowest_pressure=2,
        basis="editorial",
        stages=("chronic",),
        goal="relieve-pain",
    )

    @hookimpl
    def technique(self) -> Technique:
        """Say who it is."""
        return Technique("stone-code", "Stones", "Stones.", 1, 4, Range(5, 10, 15), "editorial")

    @hookimpl
    def indications(self, conditions: tuple[str, ...] | None) -> list[Indication]:  # noqa: ARG002
        """Say what it is for."""
        grades = (StageGrade("chronic", "D"),)
        return [Indication("sciatica", grades=grades, goals=("relieve-pain",), rationale="Stones.")]

    @hookimpl
    def contraindications(self) -> list[Contraindication]:
        """Say whom it could harm."""
        return [Contraindication("c", "osteoporosis", "absolute", "No stones.", "editorial")]

    @hookimpl
    def step_sequence(self, condition: str, patient: Patient) -> StepSequence | None:  # noqa: ARG002
        """Give the steps."""
        return StepSequence("sciatica", condition, (self.step,))


def checked(plugin: object, monkeypatch: pytest.MonkeyPatch) -> Checked:
    """Check a pack in code as if it were installed."""
    vocabulary = load_vocabulary()
    loaded = pack_from_plugin(plugin, "stone-dist", "1", vocabulary)
    packs = together((loaded,), vocabulary)
    monkeypatch.setattr(checking, "load_packs", lambda: packs)
    found = Found("stone", "stone-dist", "1", "installed", "stone:Stone")
    return check_pack(found, vocabulary, DAY)


def test_a_pack_of_code_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules about content hold for its answers; hook and step stand for the line."""
    found = checked(StoneCode(), monkeypatch)
    said = {(p.code, p.entry) for p in found.problems}
    step = "step_sequence sciatica: press"
    for rule in ("instruction", "site-pressure", "deep-first", "deep-last"):
        assert (rule, step) in said
    assert ("claim", "StepSequence steps.0.instruction") in said
    assert ("no-reference", "indications sciatica") in said
    assert ("no-reference", "contraindications c") in said
    assert ("strict-m", "step_sequence sciatica") in said
    assert {p.line for p in found.problems} == {0}
    assert {p.file for p in found.problems} == {"stone-dist"}
    assert found.tier == "unsound"


def test_a_pack_of_code_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sequence that can't be had is an error that names the hook."""

    class Broken(StoneCode):
        step = attrs.evolve(StoneCode.step, regions=("popliteal-fosa",))

    codes = {p.code: p.what for p in checked(Broken(), monkeypatch).problems}
    assert codes["hook"].startswith("step_sequence: ")
    assert "popliteal-fosa" in codes["hook"]

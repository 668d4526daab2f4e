"""What makes content wrong, checked on every step of every pack."""

import tomllib
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from palpate.model.sequence import Step
from palpate.model.sequence import StepSequence
from palpate.packs import PackFiles
from palpate.packs import check_folder
from palpate.packs import open_pack
from palpate.vocabulary import Vocabulary
from palpate.vocabulary import load_vocabulary

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(p.parent for p in ROOT.glob("plugins/*/src/*/technique.toml"))
CLAIMS = tomllib.loads((Path(__file__).parent / "claims.toml").read_text(encoding="utf-8"))
DEEP = {"strip", "compress", "friction"}
#: Words that begin a sentence which tells nobody what to do.
NOT_IMPERATIVE = {
    "the",
    "a",
    "an",
    "this",
    "that",
    "it",
    "they",
    "therapist",
    "patient",
    "you",
    "your",
    "should",
}


@cache
def vocabulary() -> Vocabulary:
    """Read the shared vocabulary once."""
    return load_vocabulary()


@cache
def pack(folder: Path) -> PackFiles:
    """Open a pack once."""
    return open_pack(folder, vocabulary())


def sequences() -> Iterator[tuple[str, StepSequence]]:
    """Give every sequence with its name."""
    for folder in FOLDERS:
        files = pack(folder)
        for name in files.sequence_names:
            yield f"{files.technique.id}/{name}", files.sequence(name).sequence


def steps() -> Iterator[tuple[str, Step]]:
    """Give every step with its name."""
    for name, sequence in sequences():
        for step in sequence.steps:
            yield f"{name}/{step.id}", step


def families(step: Step) -> set[str]:
    """Give the families of a step's manoeuvres."""
    return {vocabulary().manoeuvres[m].family for m in step.manoeuvres}


def effects(step: Step) -> set[str]:
    """Give the effects of a step's manoeuvres."""
    return {effect for m in step.manoeuvres for effect in vocabulary().manoeuvres[m].effects}


def test_there_are_five_packs_and_hundreds_of_steps() -> None:
    """A check over nothing would pass."""
    assert len(FOLDERS) == 5
    assert len(list(steps())) > 600


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_no_error_and_no_uncited_reference(folder: Path) -> None:
    """Unknown words, ids twice, doses, reach, dangling citations, and sources nobody cites."""
    problems = check_folder(folder, vocabulary())
    wrong = [
        p for p in problems if p.level == "error" or "nobody cites" in p.what or p.code == "uncited"
    ]
    assert [str(p) for p in wrong] == []


def test_no_pressure_above_an_endangerment_site() -> None:
    """A step inside a site wants no more than its cap, unless a training that it asks for allows it."""
    wrong = []
    for name, step in steps():
        for site in vocabulary().endangerment_sites.values():
            trained = [t.max_pressure for t in site.with_training if t.training in step.training]
            cap = max([site.max_pressure, *trained])
            inside = any(vocabulary().body.within(r, s) for r in step.regions for s in site.regions)
            if inside and not site.only_with_factors and step.pressure > cap:
                wrong.append(f"{name}: pressure {step.pressure} inside {site.id} (cap {cap})")
    assert wrong == []


def test_no_friction_and_no_heat_in_an_acute_stage() -> None:
    """Fresh tissue is neither rubbed nor warmed."""
    wrong = [
        name
        for name, step in steps()
        if "acute" in step.stages and families(step) & {"friction", "heat"}
    ]
    assert wrong == []


def test_a_sequence_warms_before_it_works_deep() -> None:
    """Warm, light or searching work stands before the first deep step, or the step begins lightly.

    Region by region the engine sees to it: it is a need of every deep step.
    """
    wrong = []
    for name, sequence in sequences():
        for index, step in enumerate(sequence.steps):
            if families(step) & DEEP and step.pressure >= 3 and step.purpose == "treat":
                light = [
                    s
                    for s in sequence.steps[:index]
                    if s.pressure <= 2 or s.purpose == "assess" or "warms" in effects(s)
                ]
                if not light and "light" not in step.instruction:
                    wrong.append(f"{name}/{step.id}")
                break
    assert wrong == []


def test_no_sequence_ends_on_deep_work() -> None:
    """The last step of a sequence in each stage is light, lengthening or closing work."""
    wrong = []
    for name, sequence in sequences():
        last = sequence.steps[-1]
        if families(last) & DEEP and last.pressure >= 3:
            wrong.append(f"{name}/{last.id}")
    assert wrong == []


def test_instructions_are_one_imperative_sentence() -> None:
    """An instruction is one sentence that begins with what to do and ends with a full stop."""
    wrong = []
    for name, step in steps():
        text = step.instruction
        first = text.split()[0].lower().strip(",")
        inner = text[:-1].replace("e.g.", "").replace("i.e.", "")
        one = text.endswith(".") and ". " not in inner and "! " not in inner and "? " not in inner
        if not one or first in NOT_IMPERATIVE or not text[0].isupper() or len(text) > 140:
            wrong.append(f"{name}: {text}")
    assert wrong == []


def test_no_text_makes_a_rejected_claim() -> None:
    """Cures, toxins, flushed water and broken scars are nowhere in a pack's own words."""
    wrong = []
    for folder in FOLDERS:
        for path in sorted(folder.rglob("*.toml")):
            if path.name == "references.toml":
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                text = line.lower()
                for denial in CLAIMS["denials"]:
                    text = text.replace(denial, "")
                wrong += [f"{path.name}:{number}: {w}" for w in CLAIMS["rejected"] if _has(text, w)]
    assert wrong == []


def _has(text: str, word: str) -> bool:
    at = text.find(word)
    while at >= 0:
        before = text[at - 1 : at]
        after = text[at + len(word) : at + len(word) + 1]
        whole = not before.isalpha() and (word in ("detox", "toxin") or not after.isalpha())
        if whole:
            return True
        at = text.find(word, at + 1)
    return False


def test_every_code_is_in_the_current_release() -> None:
    """Every ICD-10-CM prefix of conditions and factors names at least one code."""
    icd = pytest.importorskip("simple_icd_10_cm")
    codes = [code.replace(".", "") for code in icd.get_all_codes(with_dots=True)]
    known = sorted(codes)
    prefixes = [p for c in vocabulary().conditions.values() for p in c.icd10]
    prefixes += [p.code for c in vocabulary().conditions.values() for p in c.icd10_place]
    prefixes += [p for f in vocabulary().factors.values() for p in (*f.icd10, *f.icd10_asks)]

    def names_one(prefix: str) -> bool:
        bare = prefix.replace(".", "")
        at = bisect_left(known, bare)
        return at < len(known) and known[at].startswith(bare)

    assert [p for p in prefixes if not names_one(p)] == []


def test_the_minutes_of_every_sequence_can_be_kept() -> None:
    """The core of each sequence fits a 60-minute session in some stage."""
    wrong = []
    for name, sequence in sequences():
        core = sum(
            s.minutes.least
            for s in sequence.steps
            if s.importance == "core" and not s.outside_session
        )
        if core > 47:
            wrong.append(f"{name}: {core:g} min of core work")
    assert wrong == []

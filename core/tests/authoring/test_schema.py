"""The schemas: whole, described, valid for every pack, and of one mind with the strict reader."""

import json
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import attrs
import pytest
from author_run import run
from flawless_pack import CONDITIONS_FILE
from flawless_pack import REFERENCES_FILE
from flawless_pack import RULES_FILE
from flawless_pack import TECHNIQUE_FILE
from flawless_pack import AuthoredPack
from jsonschema import Draft202012Validator
from rich_pack import CORPUS
from rich_pack import rich_pack
from spoilt_values import as_toml
from spoilt_values import spoilt

from palpate.authoring.schema_words import field_texts
from palpate.cli import patient_file
from palpate.cli.schema import ENDING
from palpate.cli.schema import KINDS
from palpate.errors import ContentError
from palpate.errors import Problem
from palpate.packs import check_folder
from palpate.registry import Packs
from palpate.vocabulary import Vocabulary
from palpate.vocabulary import load_vocabulary

ROOT = Path(__file__).parents[3]
FOLDERS = [
    ROOT / "core" / "src" / "palpate" / "builtin",
    *sorted(p.parent for p in ROOT.glob("plugins/*/src/*/technique.toml")),
]
FILES = {
    TECHNIQUE_FILE: "technique",
    RULES_FILE: "contraindications",
    REFERENCES_FILE: "references",
    CONDITIONS_FILE: "conditions",
}


@cache
def validator(kind: str) -> Draft202012Validator:
    """Make the validator of a kind of file, with the vocabulary that comes with the program."""
    return Draft202012Validator(KINDS[kind](load_vocabulary()))


def kind_of(path: Path) -> str | None:
    """Give the kind of a file of a pack; None for what only the built-in pack has."""
    if path.parent.name in {"sequences", "contraindications"}:
        return {"sequences": "sequence"}.get(path.parent.name, path.parent.name)
    return FILES.get(path.name)


def files() -> Iterator[tuple[Path, str]]:
    """Give every file of every pack, with its kind."""
    for folder in FOLDERS:
        for path in sorted(folder.rglob("*.toml")):
            kind = kind_of(path)
            if kind is not None:
                yield path, kind


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_one(kind: str) -> None:
    """Each is valid by the draft that it names, and every reference in it leads somewhere."""
    made = KINDS[kind](load_vocabulary())
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(made)
    text = json.dumps(made)
    named = {part.split('"')[0] for part in text.split('"#/$defs/')[1:]}
    assert named <= set(made["$defs"])


def properties(schema: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every property of a schema, with its name."""
    if isinstance(schema, dict):
        for name, held in schema.get("properties", {}).items():
            if isinstance(held, dict):
                yield name, held
        for held in schema.values():
            yield from properties(held)
    elif isinstance(schema, list):
        for held in schema:
            yield from properties(held)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "protocol"])
def test_every_field_is_described(kind: str) -> None:
    """An editor shows a sentence beside each key."""
    found = [pair for pair in properties(KINDS[kind](load_vocabulary())) if len(pair[0]) > 1]
    stages = {"acute", "early-subacute", "late-subacute", "chronic", "subacute"}
    assert [name for name, held in found if name not in stages and "description" not in held] == []
    assert len(found) > 5


def test_no_description_is_left_over() -> None:
    """Every sentence of the table stands in some schema: none outlives its field."""
    said = {
        held.get("description")
        for kind in KINDS
        for _, held in properties(KINDS[kind](load_vocabulary()))
    }
    left = [
        f"{table}.{name}"
        for table, fields in field_texts().items()
        for name, text in fields.items()
        if text not in said
    ]
    assert left == []


def test_every_file_of_every_pack_is_valid() -> None:
    """What the reader takes, the schema takes."""
    found = list(files())
    wrong = [
        f"{path.relative_to(ROOT)}: {list(error.absolute_path)}: {error.message[:200]}"
        for path, kind in found
        for error in validator(kind).iter_errors(tomllib.loads(path.read_text(encoding="utf-8")))
    ]
    assert wrong == []
    assert len(found) > 100
    assert {kind for _, kind in found} == set(KINDS) - {"patient", "protocol"}


def test_the_installed_vocabulary_is_enumerated(packs: Packs, tmp_path: Path) -> None:
    """The words of the schemas are those of the vocabulary, with what installed packs add."""
    assert run("schema", "--dir", str(tmp_path)).code == 0
    written = {path.name.removesuffix(ENDING) for path in tmp_path.iterdir()}
    assert written == set(KINDS)
    made = json.loads((tmp_path / f"technique{ENDING}").read_text(encoding="utf-8"))
    assert made["$defs"]["muscles"]["enum"] == list(packs.vocabulary.muscles)
    assert made["$defs"]["conditions"]["enum"] == list(packs.vocabulary.conditions)
    assert set(packs.vocabulary.conditions) > set(load_vocabulary().conditions)
    named = made["$defs"]["muscles"]["x-taplo"]["docs"]["enumValues"]
    assert len(named) == len(packs.vocabulary.muscles)
    sequence = (tmp_path / f"sequence{ENDING}").read_text(encoding="utf-8")
    assert sequence == run("schema", "sequence").out


def test_wrong_words() -> None:
    """A kind that isn't one is exit 2 with the nearest; without a kind they are listed."""
    assert run("schema").out.split() == list(KINDS)
    ran = run("schema", "sequense")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error: sequense: no kind of file; nearest: sequence\n"
    assert run("schema", "sequence", "--dir", "x").code == 2


#: Of these rules the schema sees each breach; the others compare fields, files or words of a list.
SEEN = {"type", "unknown-key", "unknown-word", "unreadable", "duration", "pressure", "range"}


def errors_of(pack: AuthoredPack, vocabulary: Vocabulary) -> list[Problem]:
    """Give the reader's errors."""
    return [p for p in check_folder(pack.folder, vocabulary) if p.level == "error"]


def blind(problem: Problem) -> bool:
    """Say whether a schema can't see a breach: it compares no two numbers, and no name."""
    falls = "must not fall" in problem.what or "is over" in problem.what
    named_file = "the file's name" in problem.what
    ends = problem.what.endswith("before it begins")
    return falls or named_file or ends


@pytest.mark.parametrize("step", [8, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", CORPUS)
def test_reader_and_schema_agree(name: str, step: int, tmp_path: Path) -> None:
    """A file spoilt in one place is wrong for both or for neither.

    What the schema underlines, the reader refuses; what the reader refuses by shape or by word, the
    schema underlines. Each file is spoilt at every value, in every way of `spoilt_values`; by default
    every eighth of these is tried.
    """
    vocabulary = load_vocabulary()
    pack = rich_pack(tmp_path / "warm_stones")
    sound = tomllib.loads(pack.text(name))
    pack.write(name, as_toml(sound))
    assert [str(p) for p in errors_of(pack, vocabulary)] == []
    schema = validator(kind_of(pack.folder / name) or "")
    disagreements, refused, count = [], 0, 0
    for case in islice(spoilt(sound), 0, None, step):
        pack.write(name, as_toml(case.data))
        errors = errors_of(pack, vocabulary)
        underlined = [e.message[:120] for e in schema.iter_errors(case.data)]
        seen = [str(p) for p in errors if p.file == name and p.code in SEEN and not blind(p)]
        count += 1
        refused += bool(errors)
        if underlined and not errors:
            disagreements.append(f"{case.how}: only the schema: {underlined[0]}")
        if seen and not underlined:
            disagreements.append(f"{case.how}: only the reader: {seen[0]}")
    assert disagreements == []
    assert refused > count / 2
    assert count > 3


PATIENT = """\
version = 1
age = 54
sex = "female"
stage = "chronic"
severity = "moderate"
side = "left"
regions = ["knee"]
max_pressure = 3
no_positions = ["prone"]
avoid = ["left-knee", "abdomen"]
no_consent = ["abdomen"]
goals = ["calm"]
denied = ["fever-systemic-infection"]

[[factor]]
id = "osteoporosis"

[[factor]]
id = "joint-replacement"
site = "left-knee"
since = "6w"

[[factor]]
id = "M81.0"
since = "2026-01-31"

[[cleared]]
what = "osteoporosis"
on = "2026-03-01"
by = "Dr. Example"
allowed = ["light work"]
valid_until = "2026-12-01"
"""


def test_reader_and_schema_agree_on_a_patient(tmp_path: Path) -> None:
    """The same for a patient's file; what is checked against a date or a plan is the reader's alone."""
    vocabulary, day = load_vocabulary(), date(2026, 3, 31)
    path = tmp_path / "patient.toml"
    sound = tomllib.loads(PATIENT)
    schema = validator("patient")
    assert list(schema.iter_errors(sound)) == []

    def read(data: dict[str, Any]) -> list[Problem]:
        path.write_text(as_toml(data), encoding="utf-8")
        try:
            patient_file.read(str(path), day, vocabulary)
        except ContentError as error:
            return list(error.problems)
        return []

    assert read(sound) == []
    disagreements, count = [], 0
    for case in spoilt(sound):
        errors = read(case.data)
        underlined = [e.message[:120] for e in schema.iter_errors(case.data)]
        count += 1
        if underlined and not errors:
            disagreements.append(f"{case.how}: only the schema: {underlined[0]}")
        if errors and not underlined:
            disagreements.append(f"{case.how}: only the reader: {errors[0]}")
    assert disagreements == []
    assert count > 80


def test_attributes_are_all_in_the_schema() -> None:
    """Nothing of a step is left out: the schema is made from the class that steps are read as."""
    from palpate.packs.written import WrittenStep  # noqa: PLC0415

    step = KINDS["sequence"](load_vocabulary())["$defs"]["Step"]["properties"]
    assert set(step) == {each.name for each in attrs.fields(WrittenStep)}

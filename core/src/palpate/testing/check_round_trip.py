"""Whether what was read of a pack can be written and read again."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cattrs

from palpate.errors import ContentError
from palpate.packs import PackFiles
from palpate.packs import open_pack
from palpate.render.json import to_data
from palpate.testing.check import Check
from palpate.testing.check_answers import questions
from palpate.testing.subject import Subject
from palpate.testing.written_out import write_pack
from palpate.vocabulary import load_vocabulary

COMMON = ("contraindications", "references", "rules", "not_indicated", "added_conditions")
OF_A_SEQUENCE = ("indication", "sequence", "timing")


def through_toml(subject: Subject) -> Iterator[str]:
    """Write every file anew from the model, and compare what that is read as."""
    assert subject.folder is not None  # noqa: S101 - the check is for packs with files
    first = open_pack(subject.folder, load_vocabulary())
    with tempfile.TemporaryDirectory() as place:
        try:
            write_pack(first, Path(place))
            second = open_pack(Path(place), load_vocabulary())
            yield from _differences(first, second)
        except ContentError as error:
            yield from (f"written anew, {problem}" for problem in error.problems)


def _differences(first: PackFiles, second: PackFiles) -> Iterator[str]:
    for name in COMMON:
        if getattr(first, name) != getattr(second, name):
            yield f"{name} come back different"
    if first.technique != second.technique:
        yield "technique.toml comes back different"
    for name in first.sequence_names:
        one, other = first.sequence(name), second.sequence(name)
        for part in OF_A_SEQUENCE:
            if getattr(one, part) != getattr(other, part):
                yield f"sequences/{name}.toml: its {part} comes back different"


def through_json(subject: Subject) -> Iterator[str]:
    """Write every answer as JSON, and compare what that reads back to."""
    converter = cattrs.Converter(forbid_extra_keys=True)
    for question in questions(subject):
        if question.hook == "adjust_step":
            continue
        answer, _ = question.ask()
        for item in answer if isinstance(answer, tuple) else (answer,):
            if item is not None and _structured(item, converter) != item:
                yield f"{question}: {getattr(item, 'id', item)!s:.80} comes back different"


def _structured(item: Any, converter: cattrs.Converter) -> Any:
    try:
        return converter.structure(json.loads(json.dumps(to_data(item))), type(item))
    except Exception as error:  # noqa: BLE001 - whatever a class of the pack's own raises
        return error


ROUND_TRIPS = (
    Check(
        "survives-toml",
        "What is read of the files can be written as files again, and is read as the same.",
        through_toml,
        files=True,
    ),
    Check(
        "survives-json",
        "Every answer can be written as JSON, and reads back equal.",
        through_json,
    ),
)

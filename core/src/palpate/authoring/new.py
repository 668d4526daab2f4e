"""A new pack: made whole beside its place, and put there in one move."""

import json
import os
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template
from typing import Any

from palpate.authoring.new_names import NewPack
from palpate.authoring.new_sequence import one_line
from palpate.authoring.new_sequence import toml
from palpate.authoring.new_sequence import values_of
from palpate.authoring.schema import FILES
from palpate.authoring.schema import file_schema
from palpate.errors import RequestError
from palpate.vocabulary import Vocabulary

#: Of the templates, so that no tool takes them for what they become.
_SUFFIX = ".txt"
_PACKAGE = "PACKAGE"

#: The folder of the schemas; the line `#:schema` of each template points into it.
SCHEMAS = ".palpate"

#: The text of files by their path.
Files = Mapping[str, str]


def make_pack(pack: NewPack, parent: Path, sequences: Files, others: Files | None = None) -> Path:
    """Write a new pack into a folder that bears its name.

    Args:
        parent: The folder that it is made in.
        sequences: The texts of its sequences, by the name of the file without its ending.
        others: Further files, by their path from the pack's folder.

    Returns:
        The pack's folder.

    Raises:
        RequestError: Something is there already, or the place can't be written.
    """
    place = parent / pack.name.distribution
    refuse_taken(place)
    made = {**_files_of(pack, sequences), **(others or {})}
    try:
        beside = Path(tempfile.mkdtemp(dir=parent, prefix=".palpate-new-"))
        try:
            _write(made, beside)
            beside.chmod(0o777 & ~_mask())
            refuse_taken(place)
            beside.rename(place)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise RequestError(str(place), f"can't be written: {error.strerror or error}") from None
    return place


def refuse_taken(place: Path) -> None:
    """Refuse a place where something is, or that has no folder to be in.

    Raises:
        RequestError: It is one.
    """
    if not place.parent.is_dir():
        raise RequestError(str(place.parent), "isn't a folder")
    if place.exists() or place.is_symlink():
        what = "is there already, and nothing is overwritten; give another name, or move it away"
        raise RequestError(str(place), what)


def example_sequences(pack: NewPack, vocabulary: Vocabulary) -> Files:
    """Give one worked sequence for each condition of a pack, with everything to decide."""
    head, steps = _template("sequence.toml"), _template("steps.toml")
    found = {}
    for place in pack.places:
        values = values_of(place, vocabulary)
        found[place.file] = head.substitute(values) + steps.substitute(values)
    return found


def schemas(vocabulary: Vocabulary) -> Files:
    """Give what lets an editor complete the words of each kind of file, and underline mistakes."""
    return {
        f"{SCHEMAS}/{kind}.schema.json": json.dumps(file_schema(kind, vocabulary)) + "\n"
        for kind in FILES
    }


def _files_of(pack: NewPack, sequences: Files) -> Files:
    values = _values(pack, sequences)
    folders = ["pack", "python"] if pack.python else ["pack"]
    made = {
        path.replace(_PACKAGE, pack.name.package): text.substitute(values)
        for folder in folders
        for path, text in _templates(_home() / folder)
    }
    data = f"src/{pack.name.package}/sequences"
    return made | {f"{data}/{name}.toml": text for name, text in sequences.items()}


def _values(pack: NewPack, sequences: Files) -> dict[str, str]:
    name = pack.name
    steps = [step for text in sequences.values() for step in _steps_of(text)]
    return {
        "distribution": name.distribution,
        "package": name.package,
        "id": name.id,
        "technique": one_line(name.technique),
        "name": toml(name.technique),
        "author": toml(pack.author),
        "author_plain": pack.author,
        "description": toml(f"{name.technique} as a technique pack for palpate."),
        "added": "\n".join(f"- A first sequence, not reviewed: {each}." for each in sequences),
        "manoeuvres": toml(tuple(sorted({m for step in steps for m in step["manoeuvres"]}))),
        "highest_pressure": str(max((_pressure(step) for step in steps), default=0)),
        "code": f'code = "{name.package}.hooks"\n' if pack.python else "",
    }


def _steps_of(sequence: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(sequence).get("step", [])
    return found


def _pressure(step: Mapping[str, Any]) -> int:
    said = step.get("pressure", 0)
    return int(said[-1] if isinstance(said, list) else said)


def _home() -> Traversable:
    return files(__package__) / "template"


def _template(name: str) -> Template:
    return Template((_home() / f"{name}{_SUFFIX}").read_text(encoding="utf-8"))


def _templates(folder: Traversable, above: str = "") -> Iterator[tuple[str, Template]]:
    for each in folder.iterdir():
        if each.is_dir():
            yield from _templates(each, f"{above}{each.name}/")
        else:
            text = each.read_text(encoding="utf-8")
            yield above + each.name.removesuffix(_SUFFIX), Template(text)


def _write(made: Files, folder: Path) -> None:
    for name, text in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

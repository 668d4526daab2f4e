"""Reads the vocabulary's TOML files."""

from pathlib import Path
from typing import Any

from palpate.errors import ContentError
from palpate.errors import Problem
from palpate.reading import Entry
from palpate.reading import Reader
from palpate.reading import read_document
from palpate.vocabulary.kinds import KINDS
from palpate.vocabulary.kinds import singular
from palpate.vocabulary.words import Vocabulary


def read_vocabulary(folder: Path) -> Vocabulary:
    """Read a vocabulary from a folder; which of its files an entry stands in doesn't matter.

    Raises:
        ContentError: With every problem of every file.
    """
    found: dict[str, dict[str, object]] = {kind: {} for kind in KINDS}
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*.toml")):
        try:
            reader = Reader(read_document(path, path.relative_to(folder).as_posix()))
        except ContentError as error:
            problems.extend(error.problems)
            continue
        _read_entries(reader, found)
        problems.extend(reader.problems)
    if problems:
        raise ContentError(tuple(problems))
    # The classes of the entries are those of KINDS, which a type checker can't follow.
    return Vocabulary(**found)  # type: ignore[arg-type]


def _read_entries(reader: Reader, found: dict[str, dict[str, object]]) -> None:
    reader.only(singular(kind) for kind in KINDS)
    for kind, made_of in KINDS.items():
        entries: tuple[Entry[Any], ...] = reader.each(singular(kind), made_of)
        for entry in entries:
            if entry.value is None:
                continue
            key = entry.value.id
            if key in found[kind]:
                reader.wrong(entry.path, f'"{key}" is there twice', "id-twice")
            found[kind][key] = entry.value

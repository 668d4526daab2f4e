"""Everything that is wrong with a pack's folder."""

import re
from collections.abc import Iterator
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from palpate.errors import ContentError
from palpate.errors import Problem
from palpate.packs.context import CONDITIONS
from palpate.packs.context import CONTRAINDICATIONS
from palpate.packs.context import REFERENCES
from palpate.packs.context import SEQUENCES
from palpate.packs.context import TECHNIQUE
from palpate.packs.folder import PackFolder
from palpate.packs.read import Common
from palpate.packs.read import in_order
from palpate.packs.read import read_common
from palpate.packs.read import read_tables
from palpate.packs.sequence import SequenceTables
from palpate.reading.words import with_nearest
from palpate.vocabulary import Vocabulary

KNOWN = (TECHNIQUE, REFERENCES, CONDITIONS, f"{CONTRAINDICATIONS}.toml")
#: For packaging tools and for the kit.
OTHERS = ("pyproject.toml", "expected-failures.toml")

#: An ending that is added, and not shown, on some systems.
_HIDDEN = "txt"
_NAME = re.compile(r"[a-z0-9-]+(@[a-z0-9-]+)?")


@frozen(eq=False)
class Inspected:
    """All of a pack's files, read as far as they can be.

    Attributes:
        sequences: The tables of each sequence's file that is TOML, by its name.
        problems: Every error and warning, by file and line.
    """

    common: Common
    sequences: Mapping[str, SequenceTables]
    problems: tuple[Problem, ...]


def check_folder(folder: Path, vocabulary: Vocabulary) -> tuple[Problem, ...]:
    """Read every file of a pack.

    Args:
        folder: The folder that holds technique.toml.
        vocabulary: The shared vocabulary.

    Returns:
        Every error and warning, by file and line; empty for a sound pack.
    """
    return inspect_folder(folder, vocabulary).problems


def inspect_folder(folder: Path, vocabulary: Vocabulary) -> Inspected:
    """Read every file of a pack; see `check_folder`."""
    common = read_common(folder, vocabulary)
    problems = list(common.problems)
    sequences: dict[str, SequenceTables] = {}
    for name in common.folder.sequence_names():
        found, tables = read_tables(name, common)
        problems.extend(found)
        problems.extend(_misnamed(name))
        if tables is not None:
            sequences[name] = tables
    problems.extend(_strangers(common.folder))
    problems.extend(_uncited(common.folder))
    return Inspected(common, sequences, in_order(problems))


def _misnamed(name: str) -> Iterator[Problem]:
    if not _NAME.fullmatch(name):
        what = "must be named CONDITION.toml, or CONDITION@PLACE.toml, in lower case"
        yield Problem(f"{SEQUENCES}/{name}.toml", 0, "", what, "file-name")


def _strangers(files: PackFolder) -> Iterator[Problem]:
    """Find TOML files that nobody reads, which may be misspelt ones."""
    for name in files.toml_files():
        if "/" not in name and name not in KNOWN and name not in OTHERS:
            what = with_nearest("is no file of a pack, and isn't read", name, KNOWN)
            yield Problem(name, 0, "", what, "stray-file", "warning")
    # What an editor or a file manager hides of a name.
    places = (files.path, files.path / CONTRAINDICATIONS, files.path / SEQUENCES)
    for path in sorted(p for place in places for p in place.glob(f"*.toml.{_HIDDEN}")):
        name = path.relative_to(files.path).as_posix()
        what = f"isn't read: its name must end in .toml, not in .toml.{_HIDDEN}"
        yield Problem(name, 0, "", what, "stray-file", "warning")


def _uncited(files: PackFolder) -> Iterator[Problem]:
    """Find references that nobody cites; not while a file can't be read, as that one may."""
    cited: set[str] = set()
    for name in files.toml_files():
        try:
            cited |= set(_cited_in(files.open(name).document.data))
        except ContentError:
            return
    if not files.has(REFERENCES):
        return
    reader = files.open(REFERENCES)
    for index, reference in enumerate(_list_of(reader.document.data.get("reference"))):
        key = reference.get("id") if isinstance(reference, dict) else None
        if isinstance(key, str) and key not in cited:
            what = "is cited nowhere in the pack"
            yield reader.document.problem(("reference", index), what, "uncited", "warning")


def _cited_in(value: Any) -> Iterator[str]:
    """Give every word under a key `references`, as it was written."""
    if isinstance(value, dict):
        for key, held in value.items():
            if key == "references":
                yield from (word for word in _list_of(held) if isinstance(word, str))
            else:
                yield from _cited_in(held)
    elif isinstance(value, list):
        for item in value:
            yield from _cited_in(item)


def _list_of(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []

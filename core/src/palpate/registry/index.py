"""What is installed, as it was found and summed up before; nothing is opened that wasn't touched."""

import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from palpate.compiled import Stamp
from palpate.compiled import names_below
from palpate.compiled import note
from palpate.compiled import recalled
from palpate.compiled import stamp_of_all
from palpate.packs.brief import Brief
from palpate.present import is_metadata
from palpate.present import kept_otherwise
from palpate.present import listing
from palpate.present import metadata_file
from palpate.present import present
from palpate.record import frozen
from palpate.registry.discover import Found
from palpate.registry.discover import data_folder

POINTS = "entry_points.txt"


@frozen
class Row:
    """An installed pack.

    Attributes:
        value: The entry point's `module:attribute`.
        folder: The folder of its data files; empty where it has none.
        metadata: The file that says its distribution's name and version.
        files: The names, from the folder, of all below it that decides what it says; None where they
            can't be listed.
        brief: None where it must be opened each time, or wasn't opened yet.
        tried: Whether it was opened, or can't be.
    """

    distribution: str
    version: str
    name: str
    value: str
    folder: str
    metadata: str
    files: tuple[str, ...] | None = ()
    brief: Brief | None = None
    tried: bool = False

    @property
    def found(self) -> Found:
        """Give the pack as one that isn't read yet."""
        folder = Path(self.folder) if self.folder else None
        return Found(self.name, self.distribution, self.version, "installed", self.value, folder)


@frozen
class Index:
    """Every installed pack, sorted by distribution.

    Attributes:
        path: Where was looked, as `sys.path` had it.
    """

    path: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def stamp(self) -> Stamp:
        """The state of all that the rows were made of, now."""
        packages = {row.value.partition(":")[0].partition(".")[0] for row in self.rows}
        names = listing(self.path, packages)
        return stamp_of_all(self._looked_at(names), names)

    def _looked_at(self, names: tuple[tuple[str, ...], ...]) -> Iterator[str]:
        for path in (path for folder in names for path in folder):
            yield f"{path}/{POINTS}" if is_metadata(path) else path
        for row in self.rows:
            yield row.metadata
            yield row.folder
            yield from (f"{row.folder}/{name}" for name in row.files or ())


def index() -> Index:
    """Give what is installed, as it was noted where nothing was touched since."""
    path = tuple(sys.path)
    if kept_otherwise(path):
        return _found(path)
    return recalled(_name(path), Index, lambda noted: noted.stamp.text) or _found(path)


def keep(made: Index, before: Stamp) -> None:
    """Note what is installed, if none of it was touched since it was in some state, or just before."""
    seen = not kept_otherwise(made.path) and all(row.files is not None for row in made.rows)
    if seen and before.settled and made.stamp == before:
        note(_name(made.path), made, before.text)


def _name(path: tuple[str, ...]) -> str:
    return f"installed-{sha256(repr(path).encode()).hexdigest()[:12]}"


def _found(path: tuple[str, ...]) -> Index:
    return Index(path, tuple(_rows()))


def _rows() -> Iterator[Row]:
    for pack in present():
        folder = data_folder(pack.value)
        yield Row(
            distribution=pack.distribution,
            version=pack.version,
            name=pack.name,
            value=pack.value,
            folder=str(folder or ""),
            metadata=metadata_file(pack.record),
            files=_files(folder) if folder else (),
        )


def _files(folder: Path) -> tuple[str, ...] | None:
    try:
        return tuple(names_below(str(folder)))
    except OSError:
        return None

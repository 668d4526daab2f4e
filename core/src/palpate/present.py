"""What is installed, read from files alone: nothing of a pack is imported, and little else.

`palpate --version` and completion run on this, so it imports only what Python starts with.
"""

import os
import re
import sys
from collections.abc import Container
from collections.abc import Iterable
from collections.abc import Iterator
from typing import Any
from typing import NamedTuple

GROUP = "palpate"
CORE = "palpate"
_SUFFIXES = (".dist-info", ".egg-info")
_METADATA = ("METADATA", "PKG-INFO")


class Present(NamedTuple):
    """An installed pack.

    Attributes:
        name: The entry point's name.
        value: Its `module:attribute`.
        place: The folder of its data files; empty where it has none.
        record: The folder of the distribution's metadata.
    """

    distribution: str
    version: str
    name: str
    value: str
    place: str
    record: str

    @property
    def conditions(self) -> tuple[str, ...]:
        """Give the conditions that it has a sequence file for; of a pack in code, none is known."""
        names = (n for n in _listed(os.path.join(self.place, "sequences")) if n.endswith(".toml"))
        return tuple(sorted({n.removesuffix(".toml").partition("@")[0] for n in names}))

    @property
    def technique(self) -> str:
        """Give the id in its technique.toml, or the entry point's name."""
        found = re.search(
            r'^id\s*=\s*"([^"]*)"', text_of(self.place, "technique.toml"), re.MULTILINE
        )
        return found[1] if found else self.name


def present(path: Iterable[str] | None = None) -> tuple[Present, ...]:
    """Give the installed packs, sorted; of a distribution that is there twice, what Python takes.

    Args:
        path: Where to look; None: `sys.path`.
    """
    folders = tuple(sys.path if path is None else path)
    if kept_otherwise(folders):
        return tuple(sorted(_asked(folders)))
    first: dict[str, str] = {}
    for record in _records(folders):
        first.setdefault(_called(record), record)
    return tuple(sorted(p for record in first.values() for p in _of_record(record, folders)))


def listing(folders: Iterable[str], packages: Container[str]) -> tuple[tuple[str, ...], ...]:
    """Give the names, folder by folder, that decide what is found: of metadata, and of some packages."""
    return tuple(
        tuple(
            f"{folder}/{name}"
            for name in sorted(_listed(folder))
            if name.endswith(_SUFFIXES) or name.partition(".")[0] in packages
        )
        for folder in _places(folders)
    )


def is_metadata(path: str) -> bool:
    """Say whether a path is that of a distribution's metadata."""
    return path.endswith(_SUFFIXES)


def every(folders: Iterable[str]) -> Iterator[Present]:
    """Give every installed pack in the order of the path, also those that are there twice."""
    folders = tuple(folders)
    for record in _records(folders):
        yield from _of_record(record, folders)


def _records(folders: Iterable[str]) -> Iterator[str]:
    """Give the folders of metadata in the order in which Python takes them."""
    for folder in _places(folders):
        for record in _listed(folder):
            if record.endswith(_SUFFIXES):
                yield os.path.join(folder, record)


def _places(folders: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(os.path.realpath(folder or ".") for folder in folders)


def _called(record: str) -> str:
    """Give the name that a folder of metadata stands for, as Python compares it."""
    stem = os.path.basename(record).rpartition(".")[0].partition("-")[0]
    return canonical(stem or named(record)[0])


def kept_otherwise(folders: Iterable[str]) -> bool:
    """Say whether distributions may be kept in other ways than in folders."""
    from importlib.machinery import PathFinder  # noqa: PLC0415 - Python holds it already

    foreign = (f for f in sys.meta_path if f is not PathFinder)
    return any(hasattr(finder, "find_distributions") for finder in foreign) or any(
        folder.lower().endswith(".egg") or os.path.isfile(folder) for folder in folders
    )


def _asked(folders: tuple[str, ...]) -> Iterator[Present]:
    """Ask `importlib.metadata`, which takes longer to import than all else here."""
    from importlib.metadata import distributions

    first: dict[str, Any] = {}
    for found in distributions(path=list(folders)):
        first.setdefault(canonical(found.metadata["Name"] or ""), found)
    for found in first.values():
        for name, value in _points(found.read_text("entry_points.txt") or ""):
            place, record = data_place(value, folders), str(found.locate_file(""))
            yield Present(found.metadata["Name"], found.version, name, value, place, record)


def _of_record(record: str, folders: tuple[str, ...]) -> Iterator[Present]:
    points = tuple(_points(text_of(record, "entry_points.txt")))
    if points:
        name, version = named(record)
        for entry, value in points:
            yield Present(name, version, entry, value, data_place(value, folders), record)


def _points(text: str) -> Iterator[tuple[str, str]]:
    """Give names and values of this program's group."""
    section = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("[") and line.endswith("]"):
            section = line.strip("[]")
        elif section == GROUP and "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            yield name.strip(), value.partition("[")[0].strip()


def named(record: str) -> tuple[str, str]:
    """Give name and version of a distribution from its metadata's head."""
    text = next((t for t in (text_of(record, name) for name in _METADATA) if t), "")
    head = text.partition("\n\n")[0]
    found = dict(re.findall(r"^(Name|Version):\s*(.*?)\s*$", head, re.MULTILINE))
    return found.get("Name", ""), found.get("Version", "")


def metadata_file(record: str) -> str:
    """Give the file that `named` reads."""
    files = [os.path.join(record, name) for name in _METADATA]
    return next(filter(os.path.isfile, files), files[0])


def data_place(value: str, folders: Iterable[str]) -> str:
    """Give the folder of a package that holds data files; empty where there is none."""
    package = value.partition(":")[0].partition(".")[0]
    for folder in folders:
        place = os.path.join(folder or ".", package)
        if os.path.isfile(os.path.join(place, "technique.toml")):
            return os.path.realpath(place)
    return ""


def text_of(folder: str, name: str) -> str:
    """Give the text of a file; empty where it can't be read."""
    try:
        with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
            return file.read()
    except (OSError, ValueError):
        return ""


def _listed(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except (OSError, ValueError):
        return []


def canonical(name: str) -> str:
    """Give a distribution's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def core_version(folders: Iterable[str] | None = None) -> str:
    """Give the version of the core that is installed; empty where it isn't."""
    for folder in tuple(sys.path if folders is None else folders):
        for record in _listed(folder or "."):
            if record.endswith(_SUFFIXES) and record.lower().startswith(f"{CORE}-"):
                name, version = named(os.path.join(folder or ".", record))
                if canonical(name) == CORE:
                    return version
    return ""


def as_data() -> dict[str, Any]:
    """Give what is installed as JSON can hold it: for the look of a fresh interpreter."""
    packs = [{**pack._asdict(), "conditions": pack.conditions} for pack in present()]
    return {"core": core_version(), "packs": packs}


def main() -> None:
    """Write what is installed as JSON."""
    import json  # noqa: PLC0415 - only here

    sys.stdout.write(json.dumps(as_data()))

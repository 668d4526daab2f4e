"""Where packs are: entry points of installed distributions, and folders named on the way."""

from collections.abc import Iterator
from importlib.machinery import PathFinder
from pathlib import Path

from palpate.errors import RequestError
from palpate.present import present
from palpate.record import frozen

GROUP = "palpate"
MANIFEST = "technique.toml"
#: A project's own files, beside which its pack stands in a folder.
PROJECT = ("pyproject.toml", "expected-failures.toml")


@frozen
class Found:
    """A pack that was found and not yet read.

    Attributes:
        name: The entry point's name, or the folder's.
        value: The entry point's `module:attribute`; empty for a folder.
        folder: The folder of its data files; None where it has none.
    """

    name: str
    distribution: str
    version: str
    origin: str
    value: str = ""
    folder: Path | None = None


def installed() -> Iterator[Found]:
    """Give every installed pack, sorted by distribution; nothing of a pack is imported."""
    for pack in present():
        yield Found(
            name=pack.name,
            distribution=pack.distribution,
            version=pack.version,
            origin="installed",
            value=pack.value,
            folder=data_folder(pack.value),
        )


def find_installed(word: str) -> Found | None:
    """Give the installed pack of a name: its distribution's, its entry point's or its technique's."""
    plain = word.lower().replace("_", "-")
    return next((each for each in installed() if plain in names_of(each)), None)


def names_of(found: Found) -> tuple[str, ...]:
    """Give the names by which a pack may be called; nothing of it is imported."""
    names = (found.distribution, found.name, _technique_id(found.folder))
    return tuple(name.lower().replace("_", "-") for name in names if name)


def _technique_id(folder: Path | None) -> str:
    """Give the id in a folder's technique.toml; empty where it can't be read."""
    if folder is None:
        return ""
    from palpate.errors import ContentError  # noqa: PLC0415 - only where a pack is named
    from palpate.reading import read_document  # noqa: PLC0415

    try:
        table = read_document(folder / MANIFEST).data.get("technique")
    except ContentError:
        return ""
    return str(table.get("id", "")) if isinstance(table, dict) else ""


def data_folder(value: str) -> Path | None:
    """Give the folder of a package that holds data files, without importing it."""
    package = value.partition(":")[0].partition(".")[0]
    spec = PathFinder.find_spec(package)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place)
        if (folder / MANIFEST).is_file():
            return folder
    return None


def in_folder(folder: Path) -> Found:
    """Give the pack of a folder: the folder itself, or the package of data files under it."""
    # "." has no name of its own.
    name = folder.name or folder.resolve().name
    return Found(name, name, "", "folder", folder=data_below(folder) or folder)


def refuse_no_pack(folder: Path) -> None:
    """Refuse a folder in which nobody would look for a pack's files.

    Raises:
        RequestError: It is a file, isn't there, or holds nothing of a pack.
    """
    if folder.is_file():
        raise RequestError(str(folder), "is a file; name the folder of the pack")
    if not folder.is_dir():
        raise RequestError(str(folder), "isn't a folder")
    other = (path for path in folder.glob("*.toml") if path.name not in PROJECT)
    if data_below(folder) is None and not any(other):
        what = f"holds no pack: no {MANIFEST} in it, in its src, or in a folder there"
        raise RequestError(str(folder), what)


def data_below(folder: Path) -> Path | None:
    """Find the data files of a pack in a folder, its `src` or a package in either."""
    for place in (folder, folder / "src"):
        inside = sorted(place.iterdir()) if place.is_dir() else []
        for candidate in (place, *inside):
            if (candidate / MANIFEST).is_file():
                return candidate
    return None

"""Stamps of files: two are the same only where no file was touched between them."""

import os
import time
from collections.abc import Iterable
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from palpate.record import frozen
from palpate.version import VERSION

PROGRAM = Path(__file__).parent.parent
#: What is read for every pack, and what reads it, under the folder of the program.
READERS = ("compiled", "model", "packs", "reading", "vocabulary")
#: What finds packs, and sums them up.
FINDERS = (*READERS, "registry", "present.py")
SUFFIXES = (".toml", ".py")
#: Within this time some file systems don't tell one touch from the next.
SETTLED_NS = 2_000_000_000


@frozen
class Stamp:
    """The state of some files.

    Attributes:
        text: The same for the same state, in hex.
        newest_ns: When one of them was last touched.
    """

    text: str
    newest_ns: int

    @property
    def settled(self) -> bool:
        """Whether the last touch is so long ago that the next one must show."""
        return self.newest_ns < time.time_ns() - SETTLED_NS


def stamp_of(place: Path) -> Stamp:
    """Give the stamp of a file, or of every TOML file and module below a folder.

    Size, inode and times of each are in it, and those of the program's own readers. The time of
    change can't be set back as that of writing can: an edit shows even where a tool restores that.
    """
    files = files_of(place)
    text = sha256(repr((os.fspath(place), files, _program())).encode()).hexdigest()
    return Stamp(text, max((max(times) for _, _, _, *times in files), default=0))


#: Path, size, inode, and the times of writing and of change.
File = tuple[str, int, int, int, int]


def files_of(place: Path) -> list[File]:
    """Give the state of a file, or of every TOML file and module below a folder, sorted."""
    return sorted(_below(os.fspath(place))) if place.is_dir() else [_file(place)]


def stamp_of_all(paths: Iterable[str], names: object = ()) -> Stamp:
    """Give the stamp of files and folders, each of which may be missing.

    Args:
        paths: A folder's state is another when something in it comes, goes or is renamed.
        names: What else tells one state from another.
    """
    states = [_state_if_there(path) for path in paths]
    text = sha256(repr((names, states)).encode()).hexdigest()
    return Stamp(text, max((max(state[2:]) for state in states if state), default=0))


def names_below(folder: str) -> Iterator[str]:
    """Give the names, from a folder, of the files that `files_of` gives, and of the folders below."""
    for entry, is_file in _entries(folder):
        yield entry.name
        if not is_file:
            yield from (f"{entry.name}/{name}" for name in names_below(entry.path))


def _below(folder: str) -> Iterator[File]:
    for entry, is_file in _entries(folder):
        if is_file:
            yield _state(entry.path, entry.stat())
        else:
            yield from _below(entry.path)


def _entries(folder: str) -> Iterator[tuple[os.DirEntry[str], bool]]:
    """Give the TOML files, modules and folders of a folder, and whether each is a file."""
    with os.scandir(folder) as found:
        for entry in found:
            if entry.name.endswith(SUFFIXES):
                yield entry, True
            elif not entry.name.startswith(("_", ".")) and entry.is_dir():
                yield entry, False


def _file(path: Path) -> File:
    return _state(os.fspath(path), path.stat())


def _state_if_there(path: str) -> tuple[int, int, int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - of thousands of files, each time
    except (OSError, ValueError):
        return None
    return found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns


def _state(path: str, found: os.stat_result) -> File:
    return path, found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns


@cache
def _program() -> str:
    """Give the state of what every reading depends on."""
    return _of_program(READERS)


@cache
def finders() -> str:
    """Give the state of what every search for packs depends on."""
    return _of_program(FINDERS)


def _of_program(names: Iterable[str]) -> str:
    files = [file for name in names for file in _of_part(name)]
    return sha256(repr((VERSION, files)).encode()).hexdigest()


@cache
def _of_part(name: str) -> list[File]:
    return files_of(PROGRAM / name)

"""Stamps of files: two are the same only where no file was touched between them."""

import os
import time
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from palpate.record import frozen
from palpate.version import VERSION

PROGRAM = Path(__file__).parent.parent
#: What is read for every pack, and what reads it, under the folder of the program.
READERS = ("compiled", "model", "packs", "reading", "vocabulary")
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


def _below(folder: str) -> Iterator[File]:
    with os.scandir(folder) as found:
        for entry in found:
            if entry.name.endswith(SUFFIXES):
                yield _state(entry.path, entry.stat())
            elif not entry.name.startswith(("_", ".")) and entry.is_dir():
                yield from _below(entry.path)


def _file(path: Path) -> File:
    return _state(os.fspath(path), path.stat())


def _state(path: str, found: os.stat_result) -> File:
    return path, found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns


@cache
def _program() -> str:
    """Give the state of what every reading depends on."""
    files = [file for name in READERS for file in files_of(PROGRAM / name)]
    return sha256(repr((VERSION, files)).encode()).hexdigest()

"""What a wheel carries: the entries that a cache would hold, made when the wheel was built.

They stand beside the TOML files that they were made of, under the sum of those files' content and of
all that reads them: one is believed only where neither has changed since.
"""

import stat
from functools import cache
from hashlib import sha256
from pathlib import Path

from palpate.compiled.stamp import PROGRAM
from palpate.compiled.stamp import READERS
from palpate.compiled.stamp import files_of
from palpate.version import VERSION

#: The folder beside the TOML files; its name keeps it out of their stamp.
FOLDER = "_compiled"
#: No pack's files are larger together, and no entry; what is, is left to those who read TOML.
MOST_BYTES = 20_000_000


def read(place: Path, name: str) -> str:
    """Give what a wheel carries of a file or a folder under a name, sealed; empty: nothing.

    Args:
        place: The TOML file, or the folder of them.
        name: What tells apart the things that are made of the same files.
    """
    path = place_of(place, name)
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > MOST_BYTES:
            return ""
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def place_of(place: Path, name: str) -> Path:
    """Give the file in which a wheel carries what is made of a file or a folder."""
    return _home(place) / FOLDER / f"{name}.json"


def content_of(place: Path) -> str:
    """Give the sum of the names and the content of some files, and of what reads them.

    Raises:
        OSError: One can't be read.
        ValueError: They are larger than any pack's.
    """
    return sha256(_program() + _sum(place)).hexdigest()


def _home(place: Path) -> Path:
    return place if place.is_dir() else place.parent


@cache
def _program() -> bytes:
    """Give the sum of what every reading depends on."""
    total = sha256(VERSION.encode())
    for name in READERS:
        total.update(_sum(PROGRAM / name))
    return total.digest()


def _sum(place: Path) -> bytes:
    home = _home(place)
    files = sorted(
        (Path(path).relative_to(home).as_posix(), size) for path, size, *_ in files_of(place)
    )
    if sum(size for _, size in files) > MOST_BYTES:
        raise ValueError(f"{place} holds too much")
    total = sha256()
    for name, _ in files:
        content = (home / name).read_bytes()
        # The lengths keep a byte from moving from a name to a content unnoticed.
        for part in (name.encode(), content):
            total.update(len(part).to_bytes(8, "big"))
            total.update(part)
    return total.digest()

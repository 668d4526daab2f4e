"""A shelf holds what was made of some files, for as long as they stay as they are."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any
from typing import TypeVar
from typing import cast

from palpate.compiled import folder
from palpate.compiled.shapes import maker
from palpate.compiled.shapes import plain
from palpate.compiled.stamp import Stamp
from palpate.compiled.stamp import stamp_of
from palpate.record import frozen

T = TypeVar("T")


@frozen
class Shelf:
    """What was made of a file, or of all files of a folder.

    Attributes:
        stamp: The files' state; None where it can't be had, and nothing is kept.
    """

    place: Path
    stamp: Stamp | None

    def get(self, name: str, kind: type[T], make: Callable[[], T]) -> T:
        """Give what is made of the files: as it was kept, else made now and kept.

        Args:
            name: What tells apart the things that are made of the same files.
            kind: The attrs class of what is made; `dict` for what is plain data.
            make: Reads the files; what it raises is raised, and nothing is kept.
        """
        if self.stamp is None:
            return make()
        full = f"{self._folder()}/{name}"
        found = _made(folder.read(full, self.stamp.text), kind)
        if found is not None:
            return cast("T", found)
        value = make()
        # Files that were touched while they were read, or just before, are read again next time.
        if self.stamp.settled and shelf(self.place).stamp == self.stamp:
            text = json.dumps(plain(value), separators=(",", ":"))
            folder.write(full, self.stamp.text, text)
        return value

    def _folder(self) -> str:
        return f"{self.place.stem}-{sha256(str(self.place).encode()).hexdigest()[:12]}"


def shelf(place: Path) -> Shelf:
    """Give the shelf of a file or a folder, as it is now."""
    place = place.absolute()
    try:
        return Shelf(place, stamp_of(place))
    except OSError:
        return Shelf(place, None)


def _made(text: str | None, kind: type) -> Any:
    """Make a value of what was kept; None where that isn't possible."""
    if text is None:
        return None
    make = maker(kind)
    try:
        written = json.loads(text)
        return make(written) if make else written
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None

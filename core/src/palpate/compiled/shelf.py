"""A shelf holds what was made of some files, for as long as they stay as they are."""

import json
from collections.abc import Callable
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any
from typing import TypeVar
from typing import cast

from palpate.compiled import carried
from palpate.compiled import folder
from palpate.compiled.entry import opened
from palpate.compiled.entry import sealed
from palpate.compiled.shapes import maker
from palpate.compiled.shapes import plain
from palpate.compiled.stamp import Stamp
from palpate.compiled.stamp import stamp_of
from palpate.record import frozen

T = TypeVar("T")
Sound = Callable[[Any], bool]


@frozen
class Shelf:
    """What was made of a file, or of all files of a folder.

    Attributes:
        stamp: The files' state; None where it can't be had, and nothing is kept.
    """

    place: Path
    stamp: Stamp | None

    def get(
        self, name: str, kind: type[T], make: Callable[[], T], sound: Sound = lambda _: True
    ) -> T:
        """Give what is made of the files: as it was kept or is carried, else made now; and keep it.

        Args:
            name: What tells apart the things that are made of the same files.
            kind: The attrs class of what is made; `dict` for what is plain data.
            make: Reads the files; what it raises is raised, and nothing is kept.
            sound: Whether what a wheel carries may be taken for what would be made. The user's own
                cache holds only what passed here.
        """
        if self.stamp is None:
            return make()
        full = f"{self._folder()}/{name}"
        found = _made(folder.read(full, self.stamp.text), kind)
        if found is not None:
            return cast("T", found)
        text = self._carried(name)
        value = _made(text, kind)
        if text is None or value is None or not sound(value):
            value = make()
            text = _text_of(value)
        # Files that were touched while they were read, or just before, are read again next time.
        if self.stamp.settled and shelf(self.place).stamp == self.stamp:
            folder.write(full, self.stamp.text, text)
        return cast("T", value)

    def _carried(self, name: str) -> str | None:
        """Give what a wheel carries of the files; their content is summed up once, where it does."""
        written = carried.read(self.place, name)
        return opened(self._content, written) if written and self._content else None

    @cached_property
    def _content(self) -> str | None:
        """The sum of what stands in the files; None where it can't be had."""
        try:
            return carried.content_of(self.place)
        except (OSError, ValueError):
            return None

    def _folder(self) -> str:
        return f"{self.place.stem}-{sha256(str(self.place).encode()).hexdigest()[:12]}"


def shelf(place: Path) -> Shelf:
    """Give the shelf of a file or a folder, as it is now."""
    place = place.absolute()
    try:
        return Shelf(place, stamp_of(place))
    except OSError:
        return Shelf(place, None)


def carried_file(place: Path, name: str, value: object) -> tuple[Path, str]:
    """Give the file in which a wheel carries what was made of a file or a folder, and its text."""
    text = sealed(carried.content_of(place), _text_of(value))
    return carried.place_of(place, name), text


def _text_of(value: object) -> str:
    return json.dumps(plain(value), separators=(",", ":"))


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

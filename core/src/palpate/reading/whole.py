"""Reading a whole file as one object."""

from pathlib import Path
from typing import TypeVar

from palpate.errors import ContentError
from palpate.reading.reader import Reader
from palpate.reading.toml import read_document

T = TypeVar("T")


def read_as(path: Path, kind: type[T], name: str = "") -> T:
    """Read a whole file as one attrs class.

    Args:
        path: The file.
        kind: The class whose fields are the file's keys.
        name: What to call the file in messages.

    Raises:
        ContentError: With every problem of the file.
    """
    reader = Reader(read_document(path, name))
    entry = reader.entry((), kind)
    if entry.value is None or reader.problems:
        raise ContentError(tuple(reader.problems))
    return entry.value

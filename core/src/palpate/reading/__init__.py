"""Reading TOML files strictly: every problem of a file at once, at the line where it was written.

The only package that knows TOML; the vocabulary and the packs are read through it.
"""

from pathlib import Path
from typing import TypeVar

from palpate.errors import ContentError
from palpate.reading.reader import Entry as Entry
from palpate.reading.reader import Reader as Reader
from palpate.reading.toml import Document as Document
from palpate.reading.toml import read_document as read_document
from palpate.reading.words import nearest as nearest

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

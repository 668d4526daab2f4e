"""Reading TOML files strictly: every problem of a file at once, at the line where it was written.

The only package that knows TOML; the vocabulary and the packs are read through it. What reads is
imported when it is asked for: most runs only need the words for what is wrong, or nothing at all.
"""

from typing import TYPE_CHECKING
from typing import Any

if TYPE_CHECKING:
    from palpate.reading.reader import Entry as Entry
    from palpate.reading.reader import Reader as Reader
    from palpate.reading.toml import Document as Document
    from palpate.reading.toml import read_document as read_document
    from palpate.reading.whole import read_as as read_as
    from palpate.reading.words import nearest as nearest

_HOMES = {
    "Document": "palpate.reading.toml",
    "Entry": "palpate.reading.reader",
    "Reader": "palpate.reading.reader",
    "nearest": "palpate.reading.words",
    "read_as": "palpate.reading.whole",
    "read_document": "palpate.reading.toml",
}


def __getattr__(name: str) -> Any:
    """Import what reads when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'palpate.reading' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - a name costs what it needs, when it does

    return getattr(import_module(_HOMES[name]), name)

"""The vocabulary that comes with the program."""

from functools import cache
from pathlib import Path

from palpate.compiled import shelf
from palpate.vocabulary.words import Vocabulary

FOLDER = Path(__file__).parent
#: The name under which what was read of it is kept.
NAME = "vocabulary"


@cache
def load_vocabulary() -> Vocabulary:
    """Read the shared vocabulary that comes with the program.

    Raises:
        ContentError: With every problem of every file.
    """
    return shelf(FOLDER).get(NAME, Vocabulary, _read)


def _read() -> Vocabulary:
    from palpate.vocabulary.read import read_vocabulary  # noqa: PLC0415 - not where it was read before

    return read_vocabulary(FOLDER)

"""What is known to fail: a file of it, in which nothing may stand that holds."""

from pathlib import Path

from attrs import frozen

from palpate.errors import ContentError
from palpate.errors import PalpateError
from palpate.errors import Problem
from palpate.reading import Reader
from palpate.reading import read_document
from palpate.reading.words import quoted
from palpate.reading.words import with_nearest


class ExpectedError(PalpateError):
    """The file of expected failures can't be used."""


@frozen
class Written:
    """One [[expected]] entry.

    Attributes:
        says: A part of the sentence that is expected; empty: any.
        why: The reason, and what would end it.
    """

    check: str
    why: str
    says: str = ""


@frozen
class Expected:
    """A failure that is expected, and where that is written."""

    check: str
    says: str
    file: str
    line: int


def read_expected(path: Path, known: tuple[str, ...]) -> tuple[Expected, ...]:
    """Read a file of expected failures.

    Args:
        known: The names of the checks.

    Raises:
        ExpectedError: With every problem of the file.
    """
    try:
        reader = Reader(read_document(path, path.name))
        reader.only(("expected",))
        entries = reader.each("expected", Written)
        for entry in entries:
            name = entry.get("check")
            if name is not None and name not in known:
                what = with_nearest(f"no check {quoted(name)}", name, known)
                reader.wrong((*entry.path, "check"), what, "unknown-word")
            if entry.get("why") == "":
                reader.wrong((*entry.path, "why"), "says nothing", "missing")
    except ContentError as error:
        raise ExpectedError(_lines(error.problems)) from None
    if reader.problems:
        raise ExpectedError(_lines(tuple(reader.problems)))
    return tuple(
        Expected(e.value.check, e.value.says, path.name, e.document.line(e.path))
        for e in entries
        if e.value is not None
    )


def _lines(problems: tuple[Problem, ...]) -> str:
    return "\n".join(str(problem) for problem in problems)

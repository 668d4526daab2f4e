"""The checks of the kit, run one by one under pytest."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from palpate.testing.check import Check
from palpate.testing.check_answers import ANSWERS
from palpate.testing.check_imports import IMPORTS
from palpate.testing.check_invariants import INVARIANTS
from palpate.testing.check_round_trip import ROUND_TRIPS
from palpate.testing.expected import Expected
from palpate.testing.expected import ExpectedError
from palpate.testing.expected import read_expected
from palpate.testing.subject import Subject
from palpate.testing.subject import open_subject

MOST_SHOWN = 10
EXPECTED = "expected-failures.toml"


def checks() -> tuple[Check, ...]:
    """Give every check, in the order in which a mistake is best mended."""
    return (*ANSWERS, *IMPORTS, *ROUND_TRIPS, *INVARIANTS)


@cache
def _opened(pack: object, sample: int | None) -> Subject:
    return open_subject(pack, sample)


@cache
def _expected(path: Path | None) -> tuple[Expected, ...]:
    return read_expected(path, tuple(check.name for check in checks())) if path else ()


def breaches(check: Check, subject: Subject, expected: Iterable[Expected] = ()) -> tuple[str, ...]:
    """Give what breaks a promise and isn't expected, and what is expected and doesn't.

    Args:
        expected: What is known to fail; what holds all the same is a breach, too.
    """
    own = [each for each in expected if each.check == check.name]
    found = tuple(dict.fromkeys(check.find(subject)))
    unexpected = tuple(said for said in found if not any(e.says in said for e in own))
    passing = (
        f"expected to fail, and holds: take it out of {each.file} (line {each.line})"
        for each in own
        if not any(each.says in said for said in found)
    )
    return (*unexpected, *passing)


def judge(check: Check, pack: object, sample: int | None, expected: Path | None) -> None:
    """Run a check as a test of pytest: it passes, fails with its sentences, or is skipped."""
    try:
        subject = _opened(pack, sample)
        known = _expected(expected or _beside(subject))
    except (LookupError, ExpectedError) as error:
        pytest.fail(str(error), pytrace=False)
    idle = check.idle(subject)
    if idle:
        pytest.skip(idle)
    found = breaches(check, subject, known)
    if found:
        pytest.fail(_said(check, found), pytrace=False)


def _beside(subject: Subject) -> Path | None:
    """Give the file of expected failures that lies in a pack's folder or in its project."""
    if subject.folder is None:
        return None
    places = (subject.folder, *subject.folder.resolve().parents[:2])
    return next((place / EXPECTED for place in places if (place / EXPECTED).is_file()), None)


def _said(check: Check, found: tuple[str, ...]) -> str:
    more = len(found) - MOST_SHOWN
    lines = [check.promise, *(f"  - {said}" for said in found[:MOST_SHOWN])]
    return "\n".join([*lines, f"  and {more} more"] if more > 0 else lines)


def conformance(
    pack: object, *, expected: Path | str | None = None, sample: int | None = None
) -> Any:
    """Make the test of a pack: every promise is one case of it.

    Args:
        pack: A folder; the name of an installed package, distribution or technique; or an object
            with hooks.
        expected: The file of expected failures; None: `expected-failures.toml` in the pack's folder
            or in its project, if there is one.
        sample: Look at so many of the pack's conditions only; None: at all.
    """
    file = Path(expected) if expected is not None else None

    @pytest.mark.parametrize("check", checks(), ids=lambda check: str(check.name))
    def test_conformance(check: Check) -> None:
        judge(check, pack, sample, file)

    test_conformance.__doc__ = "The pack keeps what every pack promises."
    return test_conformance

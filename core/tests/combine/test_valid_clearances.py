"""Records of clearance by themselves: what they cover, for whom, and on which days."""

from datetime import timedelta

import pytest
from hand_screened import DAY
from hand_screened import SETTINGS
from hand_screened import VOCABULARY

from palpate.combine.clearance import Clearances
from palpate.combine.clearance import valid_clearances
from palpate.combine.resolve import resolve
from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Request

FACTOR = "anticoagulant"


def clearances(*records: Clearance, word: str = "lymphedema") -> Clearances:
    """Sort some records for a patient with a factor and a diagnosis."""
    patient = Patient(
        stage="chronic", regions=("forearm",), factors=(GivenFactor(FACTOR),), cleared=records
    )
    return valid_clearances(resolve(Request((word,), DAY, patient), VOCABULARY, SETTINGS), SETTINGS)


@pytest.mark.parametrize(
    ("age", "until", "holds"),
    [
        (0, None, True),
        (90, None, True),
        (91, None, False),
        (-1, None, False),
        (200, 0, True),
        (1, -1, False),
        (0, 0, True),
    ],
)
def test_a_record_holds_from_its_day_to_its_last(age: int, until: int | None, holds: bool) -> None:
    """90 days unless it says so itself, both ends included; never before it was given."""
    last = None if until is None else DAY + timedelta(until)
    record = Clearance(FACTOR, DAY - timedelta(age), valid_until=last)
    found = clearances(record)
    assert found.valid == ((record,) if holds else ())
    assert bool(found.warnings) != holds
    assert found.today == DAY


def test_a_warning_says_which_record_and_which_day() -> None:
    """The record, the day, and that it counts for nothing."""
    early, late = Clearance(FACTOR, DAY + timedelta(1)), Clearance(FACTOR, DAY - timedelta(91))
    assert clearances(early).warnings == (
        f"The clearance for {FACTOR} is dated 2026-04-01, after this session; it doesn't count.",
    )
    assert clearances(late).warnings == (
        f"The clearance for {FACTOR} ran out on 2026-03-30; it doesn't count.",
    )


@pytest.mark.parametrize(
    ("allowed", "technique", "covered"),
    [
        ((), None, True),
        ((), "one", True),
        (("one",), "one", True),
        (("one",), "two", False),
        (("one",), None, False),
    ],
)
def test_a_record_covers_its_factor_for_what_it_allows(
    allowed: tuple[str, ...], technique: str | None, covered: bool
) -> None:
    """Without a word on what is allowed for all, else for the techniques named and no rule for any."""
    found = clearances(Clearance(FACTOR, DAY, allowed=allowed))
    assert found.covers(GivenFactor(FACTOR), technique) == covered
    assert not found.covers(GivenFactor("other"), technique)


def test_a_cleared_diagnosis_covers_what_it_raised_itself() -> None:
    """The diagnosis's own factor, and not the same factor named on the form."""
    found = clearances(Clearance("lymphedema", DAY))
    assert found.covers(GivenFactor("lymphedema", origin="diagnosis"), None)
    raised = VOCABULARY.conditions["lymphedema"].raises
    assert {factor for _, factor in found.own_factors} == set(raised)
    assert not found.covers(GivenFactor(FACTOR, origin="diagnosis"), None)
    limited = clearances(Clearance("lymphedema", DAY, allowed=("lymphatic",)))
    assert limited.own_factors == ()


def test_a_cleared_diagnosis_covers_a_factor_of_another_name() -> None:
    """A cleared swelling after surgery covers its own operation; one on the form needs its own record."""
    word = "post-surgical-swelling"
    patient = Patient(stage="chronic", regions=("knee",), cleared=(Clearance(word, DAY),))
    found = valid_clearances(
        resolve(Request((word,), DAY, patient), VOCABULARY, SETTINGS), SETTINGS
    )
    assert found.covers(GivenFactor("recent-surgery", origin="diagnosis"), None)
    assert not found.covers(GivenFactor("recent-surgery"), None)
    assert not found.covers(GivenFactor("other", origin="diagnosis"), None)
    own = clearances(Clearance(FACTOR, DAY))
    assert own.covers(GivenFactor(FACTOR, origin="diagnosis"), None)


@pytest.mark.parametrize(
    ("what", "technique", "permitted"),
    [
        ("lymphedema", "lymphatic", True),
        ("lymphedema", None, True),
        ("lymphatic/lymphedema", "lymphatic", True),
        ("lymphatic/lymphedema", "one", False),
        ("lymphatic/lymphedema", None, False),
        (FACTOR, "lymphatic", False),
    ],
)
def test_a_permission_is_for_a_diagnosis_or_a_technique_for_it(
    what: str, technique: str | None, permitted: bool
) -> None:
    """A diagnosis opens every technique for it, TECHNIQUE/DIAGNOSIS that one."""
    assert clearances(Clearance(what, DAY)).permits("lymphedema", technique) == permitted


def test_a_permission_may_name_techniques() -> None:
    """`allowed` binds permissions too."""
    found = clearances(Clearance("lymphedema", DAY, allowed=("lymphatic",)))
    assert found.permits("lymphedema", "lymphatic")
    assert not found.permits("lymphedema", "one")


@pytest.mark.parametrize(
    ("began", "age", "before"), [(None, 50, False), (5, 5, False), (5, 6, True)]
)
def test_a_record_may_be_of_the_day_it_began(began: int | None, age: int, before: bool) -> None:
    """Of that day or later; without a date nobody can say."""
    record = Clearance(FACTOR, DAY - timedelta(age))
    found = clearances(record)
    assert found.before(record, began) == before
    assert found.covers(GivenFactor(FACTOR), None, began) != before

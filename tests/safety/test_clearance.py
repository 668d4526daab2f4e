"""Records of clearance: which count, what they open, and what is said of those that don't."""

from datetime import date
from datetime import timedelta

import pytest
from engine import TODAY
from engine import Engine

from palpate.combine.inquire import Inquiry
from palpate.combine.inquire import inquire
from palpate.errors import RequestError
from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Request

FACTOR = "heart-failure"


def screened(
    engine: Engine,
    *records: Clearance,
    factors: tuple[str, ...] = (FACTOR,),
    asked: str = "neck-pain",
) -> Inquiry:
    """Screen a patient with a factor that waits for clearance, and some records."""
    given = tuple(GivenFactor(factor) for factor in factors)
    patient = Patient(stage="chronic", factors=given, cleared=records)
    return inquire(Request((asked,), TODAY, patient), engine.packs)


@pytest.mark.parametrize("days", [0, 1, 90])
def test_a_record_holds_for_ninety_days(engine: Engine, days: int) -> None:
    """Without a last day a record counts for 90 days, the ninetieth included."""
    found = screened(engine, Clearance(FACTOR, TODAY - timedelta(days), by="Dr. A"))
    assert found.status == "ready"
    assert not found.warnings
    assert next(f for f in found.screening.findings if not f.techniques).cleared


@pytest.mark.parametrize(
    ("on", "until", "said"),
    [
        (TODAY - timedelta(91), None, "ran out on 2026-03-30"),
        (TODAY - timedelta(5), TODAY - timedelta(1), "ran out on 2026-03-30"),
        (TODAY + timedelta(1), None, "after this session"),
        (date(1950, 1, 1), None, "ran out"),
    ],
)
def test_a_record_that_does_not_hold_counts_as_none(
    engine: Engine, on: date, until: date | None, said: str
) -> None:
    """Run out or not begun: as if there were none, and it says so."""
    found = screened(engine, Clearance(FACTOR, on, valid_until=until))
    assert found.status == "needs-clearance"
    assert any(FACTOR in w and said in w and "doesn't count" in w for w in found.warnings)


def test_a_record_that_says_how_long_holds_so_long(engine: Engine) -> None:
    """A last day beats the 90 days."""
    record = Clearance(FACTOR, TODAY - timedelta(200), valid_until=TODAY)
    assert screened(engine, record).status == "ready"


def test_a_record_for_another_factor_opens_nothing(engine: Engine) -> None:
    """One of two factors cleared leaves the other waiting; nothing is said twice over."""
    record = Clearance("arrhythmia", TODAY)
    found = screened(engine, record, factors=(FACTOR, "arrhythmia"))
    assert found.status == "needs-clearance"


def test_a_record_for_what_was_not_given_is_an_error(engine: Engine) -> None:
    """A clearance for something that the patient doesn't have is a slip, and is said to be one."""
    with pytest.raises(RequestError) as error:
        screened(engine, Clearance("aaa", TODAY))
    assert FACTOR in error.value.nearest


def test_a_record_for_some_techniques_opens_only_those(engine: Engine) -> None:
    """`allowed` names techniques: the others keep waiting."""
    factor = "anticoagulant"
    without = screened(engine, factors=(factor,))
    waiting = {t.id for t in without.techniques if t.status == "waits"}
    assert {"deep-tissue", "myofascial"} <= waiting
    record = Clearance(factor, TODAY, allowed=("myofascial",))
    opened = {t.id: t.status for t in screened(engine, record, factors=(factor,)).techniques}
    assert opened["myofascial"] == "open"
    assert all(opened[t] == "waits" for t in waiting - {"myofascial"})


def test_words_instead_of_techniques_open_nothing_silently(engine: Engine) -> None:
    """What is allowed in words only ("light work") can't be checked, so it opens no technique."""
    record = Clearance(FACTOR, TODAY, allowed=("light work",))
    found = screened(engine, record)
    assert found.status == "needs-clearance"
    assert any("light work" in w for w in found.warnings)


@pytest.mark.parametrize("factor", ["fever-systemic-infection", "cauda-equina", "intoxication"])
def test_no_record_lifts_what_is_barred(engine: Engine, factor: str) -> None:
    """An absolute bar or an emergency stays one, whoever signed what."""
    found = screened(engine, Clearance(factor, TODAY), factors=(factor,))
    assert found.status == "do-not-treat"


def test_a_cleared_factor_keeps_its_limits(engine: Engine) -> None:
    """With clearance the limits that remain hold: light, half an hour, not flat."""
    steps = engine.run_request(
        Request(
            ("neck-pain",),
            TODAY,
            Patient(
                stage="chronic",
                factors=(GivenFactor(FACTOR),),
                cleared=(Clearance(FACTOR, TODAY),),
            ),
        )
    )
    assert steps
    assert all(step.step.pressure <= 2 for step in steps)
    assert not any({"prone", "supine"} & set(step.positions) for step in steps)


@pytest.mark.parametrize(
    ("factor", "given", "opens"),
    [
        ("recent-mi", 40, True),
        ("recent-mi", 41, False),
        ("chemo-or-radiation", 41, True),
    ],
)
def test_a_record_from_before_it_began_is_about_something_else(
    engine: Engine, factor: str, given: int, opens: bool
) -> None:
    """A permission is older than the event it would clear: it counts as none, and says so.

    Where the date is that of the last time (an infusion), the permission may be older.
    """
    days = 40
    patient = Patient(
        stage="chronic",
        factors=(GivenFactor(factor, days=days),),
        cleared=(Clearance(factor, TODAY - timedelta(given)),),
    )
    found = inquire(Request(("neck-pain",), TODAY, patient), engine.packs)
    any_work = [
        f for f in found.screening.findings if not f.techniques and f.verdict == "clearance"
    ]
    assert any_work
    assert all(f.cleared == opens for f in any_work)
    said = [w for w in found.warnings if "before it began (2026-02-19)" in w]
    assert bool(said) != opens

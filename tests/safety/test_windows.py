"""Rules that depend on a date: on the days that a row is about its cells hold, undated on all of them."""

import pytest
from attrs import evolve
from engine import Complaint
from engine import Engine
from engine import Outcome
from test_table import given
from test_table import rows
from test_table import undercut

from palpate.errors import RequestError
from palpate.model.patient import GivenFactor

#: Days since the factor's date on which the table's row must hold.
DAYS = {
    "acute-injury-0-72h": (0, 1, 2),
    "bruise-hematoma": (0, 10),
    "chemo-or-radiation": (0, 2, 60),
    "concussion": (1, 10, 100),
    "disc-herniation-acute": (3, 40),
    "doms-severe": (0, 1),
    "dvt-recent": (0, 10, 100, 181),
    "fever-systemic-infection": (0,),
    "fracture": (1, 20, 41),
    "glaucoma-eye-surgery": (1, 30),
    "implants-hardware": (3, 900),
    "injection-recent": (0, 1, 10, 13),
    "joint-replacement": (10, 60, 90),
    "pacemaker-icd": (3, 100, 4000),
    "postpartum": (1, 30, 80),
    "pregnancy-high-risk": (140,),
    "pregnancy-t1": (56,),
    "pregnancy-t2-t3": (140,),
    "recent-mi": (3, 80),
    "recent-surgery": (1, 10, 30, 60, 80),
    "scar-immature": (5, 30, 60, 100, 300),
    "subacute-injury": (4, 12, 20),
    "whiplash": (1, 10, 40, 84),
}
COMPLAINTS = (
    Complaint("neck-pain", None, "chronic"),
    Complaint("post-surgical-swelling", "knee", "chronic"),
)
TECHNIQUES = ("deep-tissue", "trigger-point", "myofascial", "lymphatic", "neuromuscular")


@pytest.mark.parametrize(("factor", "day"), [(f, d) for f, days in DAYS.items() for d in days])
def test_no_cell_is_undercut_on_a_day(engine: Engine, factor: str, day: int) -> None:
    """On every day that a row is about, a dated factor is held as the row says."""
    wrong = undercut(engine, COMPLAINTS, factor, day)
    assert not wrong, "\n".join(wrong)


def test_every_dated_factor_is_here(engine: Engine) -> None:
    """No factor with a date is forgotten."""
    dated = {f.id for f in engine.packs.vocabulary.factors.values() if f.dated}
    assert dated == set(DAYS)


@pytest.mark.parametrize("factor", DAYS)
def test_without_a_date_every_window_holds(engine: Engine, factor: str) -> None:
    """A date that isn't known allows nothing that some date forbids."""
    for turn, complaint in enumerate(COMPLAINTS):
        item = given(rows()[factor], engine.baseline(complaint), turn, engine)
        undated = engine.run(complaint, (item,))
        for day in days_inside(factor, engine):
            dated = engine.run(complaint, (evolve(item, days=day),))
            assert no_looser(undated, dated), f"{complaint}, day {day}"


def days_inside(factor: str, engine: Engine) -> list[int]:
    """Give some days on which a factor can be that one: no week 20 of a first trimester."""
    known = engine.packs.vocabulary.factors[factor]
    first = known.first_day or 0
    last = 5000 if known.last_day is None else known.last_day
    return sorted({min(max(day, first), last) for day in (0, 15, 50, 100, 5000)})


def no_looser(strict: Outcome, loose: Outcome) -> bool:
    """Say whether one outcome allows nothing that the other doesn't."""
    if strict.screened.stop:
        return True
    for technique in TECHNIQUES:
        left = loose.steps(technique)
        for key, step in strict.steps(technique).items():
            if key not in left or step.step.pressure > left[key].step.pressure:
                return False
    return True


@pytest.mark.parametrize(
    ("factor", "inside", "after"),
    [
        ("recent-surgery", 83, 84),
        ("whiplash", 84, 85),
        ("joint-replacement", 90, 91),
        ("postpartum", 83, 84),
    ],
)
def test_a_window_ends(engine: Engine, factor: str, inside: int, after: int) -> None:
    """The day after a window nothing of it holds back a technique any more."""
    complaint = COMPLAINTS[0]
    item = given(rows()[factor], engine.baseline(complaint), 0, engine)
    last = engine.run(complaint, (evolve(item, days=inside),))
    free = engine.run(complaint, (evolve(item, days=after),))
    assert len(last.screened.screening.findings) > len(free.screened.screening.findings)


def test_without_a_date_surgery_is_in_its_first_weeks(engine: Engine) -> None:
    """An operation without a date lets no technique but lymph drainage near, and that only cleared."""
    complaint = Complaint("post-surgical-swelling", "knee", "chronic")
    item = given(rows()["recent-surgery"], engine.baseline(complaint), 0, engine)
    outcome = engine.run(complaint, (item,))
    assert not any(outcome.steps(technique) for technique in TECHNIQUES)


@pytest.mark.parametrize(
    ("factor", "days", "right"),
    [
        ("pregnancy-t1", 90, None),
        ("pregnancy-t1", 91, "pregnancy-t2-t3"),
        ("pregnancy-t2-t3", 91, None),
        ("pregnancy-t2-t3", 90, "pregnancy-t1"),
        ("pregnancy-t2-t3", 308, None),
        ("pregnancy-high-risk", 309, ""),
    ],
)
def test_a_week_of_pregnancy_is_of_its_trimester(
    engine: Engine, factor: str, days: int, right: str | None
) -> None:
    """The first trimester ends after 13 weeks: a date that says otherwise is refused, not screened too mildly."""
    item = GivenFactor(factor, days=days)
    if right is None:
        assert engine.run(COMPLAINTS[0], (item,)).screened.screening.findings
        return
    with pytest.raises(RequestError) as error:
        engine.run(COMPLAINTS[0], (item,))
    assert (right in error.value.nearest) or not right

"""Random patients, requests and packs, in the words of the real vocabulary."""

from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st

from palpate.model.condition import Condition
from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.model.patient import Request
from palpate.model.patient import Therapist
from palpate.model.scales import SEVERITIES
from palpate.model.scales import STAGES
from palpate.model.scales import VERDICTS
from palpate.testing.memory import session_pack
from palpate.vocabulary import Vocabulary
from palpate.vocabulary import load_vocabulary

DAY = date(2025, 3, 1)
OFTEN = 3  # Hypothesis draws small numbers more often, so the last of four is the rare one
MOST = 7
LENGTHS = (None, 45, 60, 60, 90, 120)
Draw = Any


@cache
def words() -> Vocabulary:
    """Give the shared vocabulary."""
    return load_vocabulary()


@cache
def ids_of(kind: str) -> tuple[str, ...]:
    """Give the ids of one kind of the vocabulary, sorted."""
    return tuple(sorted(getattr(words(), kind)))


@cache
def near_regions(main: str) -> tuple[str, ...]:
    """Give a main region and its parts."""
    body = words().body
    return tuple(sorted(r for r in words().regions if body.main(r) == main))


@cache
def targets_in(region: str) -> tuple[str, ...]:
    """Give the muscles that are worked in a region."""
    return tuple(sorted(m.id for m in words().muscles.values() if region in m.regions))


@cache
def one_of(values: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    """Draw a value; strategies are made once, which is most of the time of drawing."""
    return st.sampled_from(values)


@cache
def _lists(values: tuple[Any, ...], most: int, least: int) -> st.SearchStrategy[tuple[Any, ...]]:
    if (least, most) == (1, 1):
        return one_of(values).map(lambda value: (value,))
    return st.lists(one_of(values), min_size=least, max_size=most, unique=True).map(tuple)


def some(values: Sequence[Any], most: int, least: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    """Draw a few different values, in any order."""
    return _lists(tuple(values), min(most, len(values)), least)


@cache
def seldom(value: st.SearchStrategy[Any], otherwise: Any) -> st.SearchStrategy[Any]:
    """Draw a value one time in four."""
    return st.integers(0, OFTEN).flatmap(lambda n: value if n == OFTEN else st.just(otherwise))


@cache
def milder_factors() -> tuple[str, ...]:
    """Give the factors for which the built-in pack leaves something to do."""
    rules = session_pack().hooks["contraindications"][0].function()
    stops = {
        rule.factor
        for rule in rules
        if VERDICTS.index(rule.verdict) >= VERDICTS.index("clearance") and rule.work is None
    }
    return tuple(sorted(set(words().factors) - stops))


@cache
def factor_ids() -> st.SearchStrategy[str]:
    """Draw a factor; one in eight is of any kind, the others don't end the session at once."""
    every = st.sampled_from(ids_of("factors"))
    mild = st.sampled_from(milder_factors())
    return st.integers(0, MOST).flatmap(lambda n: every if n == MOST else mild)


@st.composite
def given_factors(draw: Draw, near: Sequence[str] = (), ids: Sequence[str] = ()) -> GivenFactor:
    """Draw a factor as an intake form gives it, with the site that it needs.

    Args:
        near: Regions where sites are likely.
        ids: Factors to choose from; empty: all.
    """
    factor = words().factors[draw(one_of(tuple(sorted(ids))) if ids else factor_ids())]
    site = None
    if factor.site == "needed" or (factor.site == "optional" and draw(st.booleans())):
        site = draw(places(near))
    days = draw(st.none() | st.integers(0, 400)) if factor.dated else None
    return GivenFactor(factor.id, site, days)


@st.composite
def places(draw: Draw, near: Sequence[str] = ()) -> Place:
    """Draw a place, more often than not in or around the regions named."""
    body = words().body
    around = near_regions(body.main(draw(one_of(tuple(near))))) if near else ()
    use = around if around and draw(st.integers(0, OFTEN)) < OFTEN else ids_of("regions")
    region = draw(one_of(use))
    side = draw(one_of((None, "left", "right"))) if body.is_paired(region) else None
    return Place(region, side)


@st.composite
def patients(draw: Draw, conditions: Sequence[Condition], factors: Sequence[str] = ()) -> Patient:
    """Draw a patient with complaints; the first complaint's place is named where it must be.

    Args:
        factors: Those that are likely; empty: any.
    """
    first = conditions[0]
    regions = (draw(one_of(first.places)),) if first.place == "needed" else ()
    near = regions or first.regions
    given = draw(st.lists(given_factors(near, factors), max_size=2, unique_by=lambda g: g.factor))
    known = {g.factor for g in given} | {f for c in conditions for f in c.raises}
    asks = sorted({f for c in conditions for f in c.asks} - known)
    clearable = [g.factor for g in given] + [c.id for c in conditions if c.permission]
    sided = any(c.sided for c in conditions)
    return Patient(
        age=draw(st.none() | st.sampled_from((6, 30, 52, 85))),
        factors=tuple(given),
        denied=draw(some(asks, 2)) if asks else (),
        cleared=tuple(draw(clearances(what)) for what in clearable if draw(st.booleans())),
        stage=draw(st.none() | st.sampled_from(STAGES)),
        onset_days=draw(st.none() | st.integers(0, 200)),
        severity=draw(st.none() | st.sampled_from(SEVERITIES)),
        side=draw(one_of((None, "left", "right", "both"))) if sided else None,
        regions=regions,
        max_pressure=draw(seldom(st.integers(0, 5), None)),
        no_positions=draw(seldom(some(ids_of("positions"), 2), ())),
        avoid=draw(seldom(st.tuples(places(near)), ())),
        no_consent=draw(seldom(some(ids_of("consents"), 2), ())),
    )


@st.composite
def clearances(draw: Draw, what: str) -> Clearance:
    """Draw a record of permission around the day of the session."""
    on = DAY - timedelta(days=draw(seldom(st.integers(-20, 150), 10)))
    return Clearance(what, on, "Dr A", valid_until=draw(seldom(st.just(on + timedelta(30)), None)))


@st.composite
def requests(
    draw: Draw,
    techniques: Sequence[str] = (),
    factors: Sequence[str] = (),
    conditions: Sequence[str] = (),
    minutes: st.SearchStrategy[int] | None = None,
    vocabulary: Vocabulary | None = None,
) -> Request:
    """Draw a request for one or two diagnoses.

    Args:
        techniques: What may be left out.
        factors: Those that are likely; empty: any.
        conditions: Diagnoses to choose from; empty: all of the vocabulary.
        minutes: Length of the session; None: 10 to 180.
        vocabulary: Where conditions are looked up; None: the shared one, without what packs add.
    """
    known = (vocabulary or words()).conditions
    pool = sorted(conditions or known)
    first = known[draw(one_of(tuple(pool)))]
    fixed = [c for c in pool if known[c].place == "fixed" and c != first.id]
    second = draw(seldom(some(fixed, 1), ())) if fixed else ()
    complaints = [first, *(known[c] for c in second)]
    return Request(
        diagnoses=tuple(c.id for c in complaints),
        date=DAY + timedelta(days=draw(st.integers(0, 30))),
        patient=draw(patients(complaints, factors)),
        therapist=Therapist(
            holds=draw(some(ids_of("trainings"), 3)),
            no_contacts=draw(seldom(some(ids_of("contacts"), 3), ())),
            no_elements=draw(seldom(some(ids_of("elements"), 2), ())),
        ),
        minutes=draw(one_of(LENGTHS) | st.integers(10, 180) if minutes is None else minutes),
        visit=draw(one_of((None, 1, 3))),
        without=draw(seldom(some(techniques, 1), ())) if techniques else (),
    )

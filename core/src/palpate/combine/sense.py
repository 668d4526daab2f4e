"""Refuses a request that contradicts itself, or leaves open what rules speak of."""

from palpate.errors import RequestError
from palpate.model.condition import Condition
from palpate.model.patient import GivenFactor
from palpate.model.patient import Request
from palpate.model.protocol import Diagnosis
from palpate.model.safety import Factor
from palpate.vocabulary import Vocabulary

DAYS_IN_WEEK = 7
#: The diagnoses, each with its condition.
Named = tuple[tuple[Diagnosis, Condition], ...]


def check_sense(
    request: Request,
    factors: tuple[GivenFactor, ...],
    diagnoses: Named,
    vocabulary: Vocabulary,
) -> None:
    """Check a request that is understood.

    Raises:
        RequestError: Two things contradict, a place must be named, or something would be passed over.
    """
    _check_factors(request, factors, diagnoses, vocabulary)
    _check_regions(request.patient.regions, factors, diagnoses, vocabulary)


def _check_factors(
    request: Request,
    factors: tuple[GivenFactor, ...],
    diagnoses: Named,
    vocabulary: Vocabulary,
) -> None:
    """Refuse what contradicts itself, and ask for a place that rules speak of."""
    for denied in request.patient.denied:
        if any(item.factor == denied for item in factors):
            raise RequestError(denied, "is given and denied; say one of them")
    for item in factors:
        factor = vocabulary.factors[item.factor]
        _check_day(item, factor, vocabulary)
        # Where nothing is to be treated, a verdict for the whole body needs no place.
        asked = item.origin == "given" or diagnoses
        if asked and factor.site == "needed" and item.site is None and not factor.regions:
            raise RequestError(
                item.factor,
                f"say where, as {item.factor}@REGION or {item.factor}@left-REGION",
            )
        if item.site is not None and factor.site == "none":
            raise RequestError(item.factor, "has no place; leave out what follows the @")
    given = {item.factor for item in factors}
    conditions = {condition.id for _, condition in diagnoses}
    for clearance in request.patient.cleared:
        technique, _, condition = clearance.what.rpartition("/")
        if technique and condition in conditions:
            continue
        if clearance.what in given or clearance.what in conditions:
            continue
        raise RequestError(
            clearance.what,
            "is cleared but wasn't given; clear a given factor, a diagnosis, or TECHNIQUE/DIAGNOSIS",
            tuple(sorted(given | conditions)),
        )


def _check_day(item: GivenFactor, factor: Factor, vocabulary: Vocabulary) -> None:
    """Refuse a date on which a factor is another one: week 20 is no first trimester."""
    if item.days is None or _can_be(factor, item.days):
        return
    others = tuple(
        other.id
        for other in vocabulary.factors.values()
        if other.date_means == factor.date_means and _can_be(other, item.days)
    )
    weeks, days = divmod(item.days, DAYS_IN_WEEK)
    raise RequestError(
        item.factor, f"can't be in week {weeks} and day {days} ({factor.date_means})", others
    )


def _can_be(factor: Factor, days: int) -> bool:
    after = factor.first_day is None or days >= factor.first_day
    return after and (factor.last_day is None or days <= factor.last_day)


def _check_regions(
    regions: tuple[str, ...],
    factors: tuple[GivenFactor, ...],
    diagnoses: Named,
    vocabulary: Vocabulary,
) -> None:
    """Refuse a region that no diagnosis is planned for: it would be passed over in silence."""
    body = vocabulary.body
    known = {r for d, c in diagnoses for r in (*d.regions, *c.regions)}
    known |= {item.site.region for item in factors if item.site and item.origin == "diagnosis"}
    for region in regions:
        if not any(body.overlap(region, other) for other in known):
            places = [r for _, c in diagnoses for r in c.places or c.regions]
            what = "none of the diagnoses is planned for this region"
            raise RequestError(region, what, tuple(dict.fromkeys(places)))

"""Which factors a patient has: given, named by a code, raised by a diagnosis or by age, implied."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping

import attrs

from palpate.model.condition import Condition
from palpate.model.patient import GivenFactor
from palpate.model.patient import Place
from palpate.model.patient import Request
from palpate.model.protocol import Diagnosis
from palpate.model.safety import Factor
from palpate.record import frozen
from palpate.verify.places import one_side
from palpate.vocabulary import Vocabulary

_SHORTEST_CODE = 3


@frozen
class Days:
    """The days since an event that are possible.

    Attributes:
        until: First day that isn't possible; None: there is none.
        known: Whether anything is known of them.
    """

    first: int = 0
    until: int | None = None
    known: bool = False

    def meets(self, begin: int | None, end: int | None) -> bool:
        """Say whether one of them is in a window; where nothing is known, each window may hold."""
        if not self.known:
            return True
        begun = self.until is None or self.until > (begin or 0)
        return begun and (end is None or self.first < end)

    def inside(self, begin: int, end: int | None) -> bool:
        """Say whether something is known of them, and all are in a window."""
        if not self.known or self.first < begin:
            return False
        return end is None or (self.until is not None and self.until <= end)


def exact(day: int | None) -> Days:
    """Give the one day that is possible; None: any."""
    return Days() if day is None else Days(day, day + 1, known=True)


@frozen
class Raised:
    """A factor that the patient has.

    Attributes:
        covered_by: Ids whose clearance also clears it.
        days: The days since it that are possible.
    """

    given: GivenFactor
    covered_by: frozenset[str]
    days: Days

    @property
    def factor(self) -> str:
        """The factor's id."""
        return self.given.factor


def raised_factors(
    request: Request, diagnoses: tuple[Diagnosis, ...], vocabulary: Vocabulary
) -> tuple[Raised, ...]:
    """Give every factor of the patient, by the verifier's own reading of the rules."""
    conditions = {
        d.condition: vocabulary.conditions[d.condition]
        for d in diagnoses
        if d.condition in vocabulary.conditions
    }
    found = [
        Raised(
            given,
            frozenset({given.factor, *_raisers(given, diagnoses, conditions, vocabulary)}),
            exact(given.days),
        )
        for given in (*_given(request, vocabulary), *_named(request, diagnoses, vocabulary))
    ]
    onset = request.patient.onset_days
    placed = tuple(_by_diagnosis(tuple(found), diagnoses, onset, vocabulary))
    at_complaint = {raised.factor for raised in placed}
    found = [r for r in found if r.given.site or r.factor not in at_complaint]
    found.extend(placed)
    found.extend(_by_age(request.patient.age, vocabulary))
    return tuple(dict.fromkeys((*found, *_implied(found, vocabulary))))


def factor_meant(word: str, vocabulary: Vocabulary) -> str | None:
    """Give the factor that an id, a name, a synonym or a code means; None where it means none."""
    lower = word.lower()
    if lower in vocabulary.factors:
        return lower
    for factor in vocabulary.factors.values():
        if lower == factor.name.lower() or lower in factor.synonyms:
            return factor.id
    return _by_code(word, vocabulary.factors.values())


def _by_code(word: str, factors: Iterable[Factor]) -> str | None:
    code = _bare(word)
    if len(code) < _SHORTEST_CODE or not code[1].isdigit():
        return None
    fitting = [(len(p), f.id) for f in factors for p in f.icd10 if code.startswith(_bare(p))]
    return max(fitting)[1] if fitting else None


def _bare(code: str) -> str:
    return code.replace(".", "").upper()


def _given(request: Request, vocabulary: Vocabulary) -> Iterator[GivenFactor]:
    for given in request.patient.factors:
        meant = factor_meant(given.factor, vocabulary)
        yield attrs.evolve(given, factor=meant or given.factor)


def _named(
    request: Request, diagnoses: tuple[Diagnosis, ...], vocabulary: Vocabulary
) -> Iterator[GivenFactor]:
    """Words among the diagnoses that are factors and no conditions are screened as factors."""
    understood = {d.asked for d in diagnoses}
    for word in request.diagnoses:
        factor = None if word in understood else factor_meant(word, vocabulary)
        if factor is not None:
            yield GivenFactor(factor, origin="code")


def _raisers(
    given: GivenFactor,
    diagnoses: tuple[Diagnosis, ...],
    conditions: Mapping[str, Condition],
    vocabulary: Vocabulary,
) -> Iterator[str]:
    """Diagnoses that raise a given factor themselves, at the place that was given."""
    for diagnosis in diagnoses:
        condition = conditions.get(diagnosis.condition)
        if condition and given.factor in condition.raises and _here(given, diagnosis, vocabulary):
            yield condition.id


def _here(given: GivenFactor, diagnosis: Diagnosis, vocabulary: Vocabulary) -> bool:
    if given.site is None or given.site.region not in vocabulary.regions:
        return True
    site = given.site.region
    return any(vocabulary.body.overlap(site, region) for region in diagnosis.regions)


def _by_diagnosis(
    already: tuple[Raised, ...],
    diagnoses: tuple[Diagnosis, ...],
    onset_days: int | None,
    vocabulary: Vocabulary,
) -> Iterator[Raised]:
    """Give what a diagnosis raises at the complaint, unless the form says more of it."""
    for diagnosis in diagnoses:
        condition = vocabulary.conditions.get(diagnosis.condition)
        for factor in condition.raises if condition else ():
            told = [
                r for r in already if r.factor == factor and diagnosis.condition in r.covered_by
            ]
            placed = vocabulary.factors[factor].site != "none"
            if told and (not placed or any(r.given.site for r in told)):
                continue
            day = told[0].given.days if told else onset_days
            since = exact(day) if told or day is not None else _days_of_stage(diagnosis, vocabulary)
            for site in _complaint(diagnosis) if placed else (None,):
                given = GivenFactor(factor, site, day, origin="diagnosis")
                yield Raised(given, frozenset({factor, diagnosis.condition}), since)


def _days_of_stage(diagnosis: Diagnosis, vocabulary: Vocabulary) -> Days:
    """Give the days that a stage leaves possible where it was given; an assumed one says nothing."""
    condition = vocabulary.conditions[diagnosis.condition]
    calendar = vocabulary.calendars.get(condition.calendar)
    if diagnosis.stage_from != "given" or calendar is None:
        return Days()
    first = 0
    for row in calendar.stages:
        if row.stage == diagnosis.stage:
            return Days(first, row.until_day, known=True)
        first = row.until_day or first
    return Days()


def _complaint(diagnosis: Diagnosis) -> tuple[Place, ...]:
    side = one_side(diagnosis.side)
    return tuple(Place(region, side) for region in diagnosis.regions)


def _by_age(age: int | None, vocabulary: Vocabulary) -> Iterator[Raised]:
    for factor in vocabulary.factors.values():
        rule = factor.raised_by_age
        if rule is None or age is None:
            continue
        young = rule.below is not None and age < rule.below
        old = rule.above is not None and age > rule.above
        if young or old:
            yield Raised(GivenFactor(factor.id, origin="age"), frozenset({factor.id}), Days())


def _implied(found: list[Raised], vocabulary: Vocabulary) -> Iterator[Raised]:
    left = list(found)
    seen = {raised.given for raised in left}
    while left:
        raised = left.pop()
        known = vocabulary.factors.get(raised.factor)
        for factor in known.implies if known else ():
            given = attrs.evolve(raised.given, factor=factor)
            if given not in seen:
                seen.add(given)
                more = Raised(given, raised.covered_by | {factor}, raised.days)
                left.append(more)
                yield more

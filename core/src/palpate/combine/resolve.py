"""The first stage: from what was typed to conditions, places, stages and factors."""

from attrs import evolve

from palpate.combine import words
from palpate.combine.followup import asked_anew
from palpate.combine.naming import named
from palpate.combine.sense import check_sense
from palpate.combine.settings import Budget
from palpate.combine.settings import Settings
from palpate.errors import PlaceNeeded
from palpate.errors import RequestError
from palpate.model.condition import Condition
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.model.patient import Request
from palpate.model.protocol import Diagnosis
from palpate.model.safety import Factor
from palpate.model.scales import STAGES
from palpate.model.scales import Side
from palpate.model.scales import Stage
from palpate.record import frozen
from palpate.vocabulary import Vocabulary

#: A day that lies before every window's end.
LONG_AGO = 100_000


@frozen
class Complaint:
    """A diagnosis with the patient as seen from it."""

    diagnosis: Diagnosis
    condition: Condition
    patient: Patient


@frozen
class Case:
    """A request understood.

    Attributes:
        complaints: In order of priority; empty where every word was a factor.
        factors: All that are given or raised, sorted.
        asked: Factors that a code or a diagnosis only makes the program ask about.
        factor_words: Words that named a factor and no condition.
    """

    request: Request
    complaints: tuple[Complaint, ...]
    factors: tuple[GivenFactor, ...]
    asked: tuple[str, ...]
    budget: Budget
    factor_words: tuple[str, ...] = ()

    @property
    def first_visit(self) -> bool:
        """Say whether this is the first visit."""
        return self.request.visit == 1


def resolve(
    request: Request, vocabulary: Vocabulary, settings: Settings, *, to_treat: bool = True
) -> Case:
    """Understand a request.

    Args:
        to_treat: Whether a diagnosis is needed; to be screened, factors are enough.

    Raises:
        RequestError: A word isn't known, a region must be named, or two things contradict.
    """
    if not request.diagnoses and to_treat:
        raise RequestError("DIAGNOSIS", "name at least one diagnosis, or its ICD-10-CM code")
    patient = asked_anew(named(request.patient, vocabulary), request.date, vocabulary)
    request = evolve(request, patient=patient)
    complaints: list[Complaint] = []
    raised: list[GivenFactor] = list(request.patient.factors)
    asked: dict[str, None] = {}
    only_factors: list[str] = []
    asked.update(dict.fromkeys(request.patient.in_question))
    for word in request.diagnoses:
        questions = questions_of(word, vocabulary)
        asked.update(dict.fromkeys(questions))
        if questions and (len(request.diagnoses) > 1 or not to_treat):
            continue
        found = named_condition(word, vocabulary)
        if found is None:
            only_factors.append(word)
            raised += _typed(_factors(word, vocabulary), request.patient)
            continue
        condition, code = found
        weight = 100 if not complaints else settings.later_diagnosis_percent
        complaint = _complaint(word, code, condition, weight, request.patient, vocabulary)
        if any(other.condition.id == condition.id for other in complaints):
            raise RequestError(word, f"names {condition.id} a second time; say it once")
        complaints.append(complaint)
        raised += _raised(complaint, vocabulary)
        asked.update(dict.fromkeys((*condition.asks_only, *words.asked_by(code, vocabulary))))
    if to_treat and not complaints and not only_factors:
        raise RequestError(request.diagnoses[0], "only raises questions; name the diagnosis")
    raised += _by_age(request.patient.age, vocabulary)
    factors = _merge(raised, vocabulary)
    diagnoses = tuple((c.diagnosis, c.condition) for c in complaints)
    check_sense(request, factors, diagnoses, vocabulary)
    severity = request.patient.severity or "moderate"
    minutes = request.minutes or settings.minutes_by_severity[severity]
    return Case(
        request=request,
        complaints=tuple(evolve(c, patient=evolve(c.patient, factors=factors)) for c in complaints),
        factors=factors,
        asked=tuple(sorted(asked)),
        budget=settings.budget(minutes, request.visit == 1),
        factor_words=tuple(only_factors),
    )


def questions_of(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Give the factors that a word asks about, where it is a code that names no condition."""
    named = words.find(word, vocabulary.conditions) or not words.looks_like_code(word)
    if named or words.condition_of_code(word, vocabulary):
        return ()
    return words.asked_by(word, vocabulary)


def named_condition(word: str, vocabulary: Vocabulary) -> tuple[Condition, str] | None:
    """Give the condition and the code typed, None for a factor; refuse what is neither."""
    named = words.find(word, vocabulary.conditions)
    if named:
        return vocabulary.conditions[named], ""
    if words.looks_like_code(word):
        by_code = words.condition_of_code(word, vocabulary)
        if by_code:
            return by_code, _written(word)
        if words.factors_of_code(word, vocabulary):
            return None
        asks = words.factors_to_ask(word, vocabulary)
        about = ", ".join(factor.id for factor in asks)
        hint = f"; it would only raise a question about {about}" if asks else ""
        raise RequestError(
            word, f"no condition has this ICD-10-CM code{hint}", _near_codes(word, vocabulary)
        )
    umbrella = words.umbrella_of(word, vocabulary)
    if umbrella:
        raise RequestError(word, "names several conditions; choose one", umbrella.conditions)
    if words.find(word, vocabulary.factors):
        return None
    known = {**vocabulary.umbrellas, **vocabulary.conditions}
    words.require(word, known, "condition")
    return None


def condition_of(word: str, vocabulary: Vocabulary) -> Condition | None:
    """Give the condition that a word names; None where it names a factor.

    Raises:
        RequestError: It names neither.
    """
    found = named_condition(word, vocabulary)
    return found[0] if found else None


def _written(code: str) -> str:
    bare = words.bare_code(code)
    category, rest = bare[: words.CATEGORY], bare[words.CATEGORY :]
    return f"{category}.{rest}" if rest else category


def _near_codes(code: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    known = [prefix for c in vocabulary.conditions.values() for prefix in c.icd10]
    return words.near(_written(code), known)


def _factors(word: str, vocabulary: Vocabulary) -> tuple[Factor, ...]:
    named = words.find(word, vocabulary.factors)
    if named:
        return (vocabulary.factors[named],)
    return words.factors_of_code(word, vocabulary)


def _typed(factors: tuple[Factor, ...], patient: Patient) -> list[GivenFactor]:
    """Give the factors that were typed as a diagnosis, at the region that was named for it."""
    side = patient.side if patient.side in ("left", "right") else None
    here = Place(patient.regions[0], side) if patient.regions else None
    return [
        GivenFactor(f.id, here if f.site != "none" else None, patient.onset_days, "diagnosis")
        for f in factors
    ]


def _complaint(
    word: str,
    code: str,
    condition: Condition,
    weight: int,
    patient: Patient,
    vocabulary: Vocabulary,
) -> Complaint:
    side, code_region = _code_place(code, condition)
    if patient.side and side and patient.side != side:
        raise RequestError(word, f"this code says {side}, the side given is {patient.side}")
    side = patient.side or side or (condition.default_side if condition.sided else "midline")
    regions = _regions(word, condition, code_region, patient, vocabulary)
    stage, stage_from = _stage(condition, patient, vocabulary)
    note = ""
    if stage_from == "assumed":
        note = f"stage not given: planned as {stage}; give the day it began"
    diagnosis = Diagnosis(
        condition=condition.id,
        name=condition.name,
        asked=word,
        code=code or words.usual_code(condition, regions, vocabulary),
        regions=regions,
        side=side,
        stage=stage,
        stage_from=stage_from,
        severity=patient.severity or "moderate",
        goals=condition.goals,
        outcome_measures=condition.outcome_measures,
        weight=weight,
        note=note,
    )
    seen = evolve(patient, stage=stage, side=side, regions=regions)
    return Complaint(diagnosis, condition, seen)


def _code_place(code: str, condition: Condition) -> tuple[Side | None, str | None]:
    best = max(
        (
            entry
            for entry in condition.icd10_place
            if code and words.longest_prefix(code, (entry.code,))
        ),
        key=lambda entry: len(entry.code),
        default=None,
    )
    return (best.side, best.region) if best else (None, None)


def _regions(
    word: str,
    condition: Condition,
    code_region: str | None,
    patient: Patient,
    vocabulary: Vocabulary,
) -> tuple[str, ...]:
    """Give the complaint's regions; a condition that can sit in several needs one named."""
    body = vocabulary.body
    if condition.place == "fixed" and not condition.places:
        return condition.regions
    fitting = tuple(r for r in patient.regions if any(body.overlap(r, p) for p in condition.places))
    if fitting:
        return fitting
    if patient.regions and condition.place != "fixed":
        raise RequestError(
            patient.regions[0], f"{condition.id} isn't planned for this region", condition.places
        )
    if code_region:
        return (code_region,)
    if condition.place == "fixed":
        return condition.regions
    raise PlaceNeeded(word, "say where, with --region REGION", condition.places)


def _stage(condition: Condition, patient: Patient, vocabulary: Vocabulary) -> tuple[Stage, str]:
    if patient.stage:
        return patient.stage, "given"
    if patient.onset_days is not None:
        calendar = vocabulary.calendars[condition.calendar]
        for entry in calendar.stages:
            if entry.until_day is None or patient.onset_days < entry.until_day:
                return entry.stage, "onset"
    if condition.unknown_stage:
        return condition.unknown_stage, "assumed"
    return (STAGES[0] if condition.split_by_phase else STAGES[-1]), "assumed"


def _raised(complaint: Complaint, vocabulary: Vocabulary) -> list[GivenFactor]:
    """Give the factors that the diagnosis itself raises, at the complaint's own place."""
    side = complaint.patient.side if complaint.patient.side in ("left", "right") else None
    days, days_to = _days(complaint, vocabulary)
    found: list[GivenFactor] = []
    for factor in complaint.condition.raises:
        with_site = vocabulary.factors[factor].site != "none"
        regions = complaint.diagnosis.regions if with_site else ()
        sites: list[Place | None] = [Place(region, side) for region in regions]
        found += [GivenFactor(factor, site, days, "diagnosis", days_to) for site in sites or [None]]
    return found


def _days(complaint: Complaint, vocabulary: Vocabulary) -> tuple[int | None, int | None]:
    """Give the first and last day since a complaint began: its onset, else those of a given stage.

    A stage that is only assumed says nothing of days: then every window holds.
    """
    onset = complaint.patient.onset_days
    if onset is not None or complaint.diagnosis.stage_from != "given":
        return onset, None
    first = 0
    for entry in vocabulary.calendars[complaint.condition.calendar].stages:
        if entry.stage == complaint.diagnosis.stage:
            return first, LONG_AGO if entry.until_day is None else entry.until_day - 1
        first = entry.until_day or first
    return None, None


def _by_age(age: int | None, vocabulary: Vocabulary) -> list[GivenFactor]:
    found = []
    for factor in vocabulary.factors.values():
        rule = factor.raised_by_age
        if age is None or rule is None:
            continue
        if (rule.below is not None and age < rule.below) or (
            rule.above is not None and age > rule.above
        ):
            found.append(GivenFactor(factor.id, origin="age"))
    return found


def _merge(raised: list[GivenFactor], vocabulary: Vocabulary) -> tuple[GivenFactor, ...]:
    """Add what is implied, and drop what the diagnosis says again of a factor that was given."""
    pending = list(raised)
    found: dict[tuple[str, Place | None, int | None], GivenFactor] = {}
    given = {(item.factor, item.site) for item in raised if item.origin == "given"}
    spoken_of = {item.factor for item in raised if item.origin == "given"}
    while pending:
        item = pending.pop()
        if (
            item.origin == "diagnosis"
            and item.factor in spoken_of
            and ((item.factor, item.site) in given or item.site is None)
        ):
            continue
        key = (item.factor, item.site, item.days)
        if key in found:
            continue
        found[key] = item
        pending += [
            GivenFactor(other, item.site, item.days, item.origin, item.days_to)
            for other in vocabulary.factors[item.factor].implies
        ]
    return tuple(sorted(found.values(), key=_factor_order))


def _factor_order(item: GivenFactor) -> tuple[str, str, str, int]:
    site = item.site
    return (
        item.factor,
        site.region if site else "",
        (site.side or "") if site else "",
        item.days or 0,
    )

"""Whether a record of permission counts on the day of the session."""

from datetime import timedelta

from palpate.model.patient import Clearance
from palpate.model.patient import Request
from palpate.model.technique import Technique
from palpate.verify.factors import Days
from palpate.verify.factors import factor_meant
from palpate.vocabulary import Vocabulary

_DAYS_IN_WEEK = 7


def is_cleared(
    whats: frozenset[str],
    technique: Technique,
    request: Request,
    vocabulary: Vocabulary,
    days: int,
    since: Days | None = None,
) -> bool:
    """Say whether a record for any of some ids permits a technique on the day of the session.

    Args:
        whats: Factor ids, condition ids, or `TECHNIQUE/CONDITION`.
        technique: The technique whose work waits.
        request: With its records and its day.
        vocabulary: To understand the words of a record.
        days: How long a record holds that doesn't say so itself.
        since: The days since it began; a record from before all of them doesn't count.
    """
    return any(
        _meant(record, vocabulary) & whats
        and _in_time(record, request, days)
        and not (since and _too_old(record, request, since))
        and _allows(record, technique)
        for record in request.patient.cleared
    )


def days_of(weeks: int | None, otherwise: int) -> int:
    """Give the days that a permission holds."""
    return otherwise if weeks is None else weeks * _DAYS_IN_WEEK


def _meant(record: Clearance, vocabulary: Vocabulary) -> frozenset[str]:
    word = record.what
    lower = word.lower()
    found = {word, factor_meant(word, vocabulary) or word}
    found.update(
        c.id
        for c in vocabulary.conditions.values()
        if lower in (c.id, c.name.lower()) or lower in c.synonyms
    )
    return frozenset(found)


def _in_time(record: Clearance, request: Request, days: int) -> bool:
    last = record.valid_until or record.on + timedelta(days=days)
    return record.on <= request.date <= last


def _too_old(record: Clearance, request: Request, since: Days) -> bool:
    age = (request.date - record.on).days
    return since.known and since.until is not None and age >= since.until


def _allows(record: Clearance, technique: Technique) -> bool:
    return not record.allowed or bool({technique.id, technique.name} & set(record.allowed))

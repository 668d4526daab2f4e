"""What changed since the last visit: compared from what the patient's file says of then and of now."""

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from datetime import timedelta

from attrs import evolve

from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Visit
from palpate.model.protocol import Change
from palpate.model.protocol import Since
from palpate.vocabulary import Vocabulary

#: What a factor's `ask_at` says where an answer is good for one visit.
EVERY_VISIT = "every-visit"


def asked_anew(patient: Patient, today: date, vocabulary: Vocabulary) -> Patient:
    """Turn answers of an earlier day that are good for one visit into questions again.

    Source: rule S-R8 of the safety research: medicines, falls, operations, infection, pregnancy, calf
    pain and nerve signs are asked about at every visit.
    """
    if patient.as_of is None or patient.as_of >= today:
        return patient
    old = [f for f in patient.denied if EVERY_VISIT in vocabulary.factors[f].ask_at]
    return evolve(
        patient,
        denied=tuple(f for f in patient.denied if f not in old),
        in_question=tuple(dict.fromkeys((*patient.in_question, *old))),
    )


def changes_since(
    patient: Patient, today: date, clearance_days: int, vocabulary: Vocabulary
) -> Since | None:
    """Say what is new, gone, different, open again or expired; None where no last visit is known."""
    then = patient.last_visit
    if then is None:
        return None
    changes = (
        *_factors(then, patient, vocabulary),
        *_open_again(then, patient, vocabulary),
        *_clearances(then, patient, today, clearance_days),
    )
    return Since(on=then.on, note=then.note, changes=tuple(dict.fromkeys(changes)))


def _factors(then: Visit, now: Patient, vocabulary: Vocabulary) -> Iterator[Change]:
    before = {(f.factor, f.site): f for f in then.factors}
    after = {(f.factor, f.site): f for f in now.factors}
    for key, given in after.items():
        name = _said(given, vocabulary)
        if key not in before:
            yield Change("new", given.factor, f"{name}{_ago(given)}")
        elif before[key].days != given.days:
            was = _ago(before[key]) or ", without a date"
            yield Change("changed", given.factor, f"{name}{_ago(given)}; last time{was}")
    for key, given in before.items():
        if key not in after:
            why = ": answered no" if given.factor in now.denied else ""
            yield Change("gone", given.factor, f"{_said(given, vocabulary)}{why}")


def _said(given: GivenFactor, vocabulary: Vocabulary) -> str:
    name = vocabulary.factors[given.factor].name
    if given.site is None:
        return name
    region = vocabulary.regions[given.site.region].name
    return f"{name}, {given.site.side or ''} {region}".replace("  ", " ")


def _ago(given: GivenFactor) -> str:
    return "" if given.days is None else f", {given.days} days ago"


def _open_again(then: Visit, now: Patient, vocabulary: Vocabulary) -> Iterator[Change]:
    """Give what was answered no last time and isn't answered now."""
    answered = {*now.denied, *(f.factor for f in now.factors)}
    for factor in then.denied:
        if factor not in answered:
            yield Change("open", factor, vocabulary.factors[factor].name)


def _clearances(then: Visit, now: Patient, today: date, clearance_days: int) -> Iterator[Change]:
    def held(records: Iterable[Clearance], day: date) -> dict[Clearance, date]:
        last = {r: r.valid_until or r.on + timedelta(days=clearance_days) for r in records}
        return {record: end for record, end in last.items() if record.on <= day <= end}

    before, after = held(then.cleared, then.on), held(now.cleared, today)
    for record, end in after.items():
        if record not in before:
            yield Change("cleared", record.what, f"{record.what}, until {end}")
    for record, end in before.items():
        if record in after:
            continue
        if end < today:
            yield Change(
                "expired", record.what, f"the clearance for {record.what} ran out on {end}"
            )
        else:
            yield Change("withdrawn", record.what, f"no clearance for {record.what} any more")

"""A patient as a patient's file, in TOML."""

import json
from collections.abc import Iterable
from datetime import date
from datetime import timedelta

from palpate.cli.patient_file import VERSION
from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.model.patient import Visit


def patient_file(patient: Patient, today: date) -> str:
    """Write a patient so that reading it on the same day gives the same patient.

    What is counted in days is written as a date, so that the file holds on another day as well.
    """
    lines = [f"version = {VERSION}"]
    if patient.as_of is not None:
        lines.append(f"as_of = {_quoted(patient.as_of.isoformat())}")
    lines += _numbers(patient)
    lines += _words(patient)
    if patient.onset_days is not None:
        lines.append(f"onset = {_quoted(_day(patient.onset_days, today))}")
    lines += _lists(patient)
    lines += _held("", patient, today)
    then = patient.last_visit
    if then is not None:
        lines += ["", "[last_visit]", f"on = {_quoted(then.on.isoformat())}"]
        if then.note:
            lines.append(f"note = {_quoted(then.note)}")
        if then.denied:
            lines.append(f"denied = [{', '.join(map(_quoted, then.denied))}]")
        lines += _held("last_visit.", then, today)
    return "\n".join(lines) + "\n"


def _held(under: str, said: Patient | Visit, today: date) -> Iterable[str]:
    """Write factors and records, each a table under a name."""
    for factor in said.factors:
        yield from ("", f"[[{under}factor]]", *_factor(factor, today))
    for record in said.cleared:
        yield from ("", f"[[{under}cleared]]", *_record(record))


def _numbers(patient: Patient) -> Iterable[str]:
    for name in ("age", "max_pressure"):
        if getattr(patient, name) is not None:
            yield f"{name} = {getattr(patient, name)}"


def _words(patient: Patient) -> Iterable[str]:
    for name in ("sex", "stage", "severity", "side"):
        if getattr(patient, name):
            yield f"{name} = {_quoted(getattr(patient, name))}"


def _lists(patient: Patient) -> Iterable[str]:
    lists = {
        name: getattr(patient, name)
        for name in ("regions", "no_positions", "no_consent", "goals", "denied", "in_question")
    }
    lists["avoid"] = tuple(map(_place, patient.avoid))
    for name, held in lists.items():
        if held:
            yield f"{name} = [{', '.join(map(_quoted, held))}]"


def _factor(factor: GivenFactor, today: date) -> Iterable[str]:
    yield f"id = {_quoted(factor.factor)}"
    if factor.site is not None:
        yield f"site = {_quoted(_place(factor.site))}"
    if factor.days is not None:
        yield f"since = {_quoted(_day(factor.days, today))}"


def _record(record: Clearance) -> Iterable[str]:
    yield f"what = {_quoted(record.what)}"
    yield f"on = {_quoted(record.on.isoformat())}"
    if record.by:
        yield f"by = {_quoted(record.by)}"
    if record.allowed:
        yield f"allowed = [{', '.join(map(_quoted, record.allowed))}]"
    if record.valid_until is not None:
        yield f"valid_until = {_quoted(record.valid_until.isoformat())}"


def _place(place: Place) -> str:
    return f"{place.side}-{place.region}" if place.side else place.region


def _day(days: int, today: date) -> str:
    return (today - timedelta(days=days)).isoformat()


def _quoted(text: str) -> str:
    """Write a basic string of TOML: JSON's, with DEL escaped as well."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

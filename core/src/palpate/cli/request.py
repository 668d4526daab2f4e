"""From options to a request: options beat the patient's file."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import evolve

from palpate.cli import patient_file
from palpate.cli import values
from palpate.errors import RequestError
from palpate.model.patient import Patient
from palpate.model.patient import Request
from palpate.model.patient import Therapist
from palpate.model.scales import SEVERITIES
from palpate.model.scales import STAGES
from palpate.model.scales import Stage

SIDES = ("left", "right", "both")
SEXES = ("female", "male", "other")
MINUTES = (10, 180)
AGES = (0, 120)
MOST_VISITS = 1000


def stage(text: str) -> Stage:
    """Read a stage; `subacute` is the early one, which is the stricter.

    Raises:
        RequestError: It isn't one.
    """
    if text == "subacute":
        return "early-subacute"
    return _one_of(text, STAGES, "stage")  # type: ignore[return-value]


def _one_of(text: str, known: tuple[str, ...], kind: str) -> str:
    from palpate.reading.words import nearest  # noqa: PLC0415

    if text not in known:
        raise RequestError(text, f"no {kind} of that name", nearest(text, known) or known)
    return text


def _within(value: int, bounds: tuple[int, int], option: str) -> int:
    if not bounds[0] <= value <= bounds[1]:
        raise RequestError(str(value), f"{option} must be from {bounds[0]} to {bounds[1]}")
    return value


def build(diagnoses: tuple[str, ...], options: Mapping[str, Any]) -> Request:
    """Make a request of what was typed.

    Raises:
        RequestError: A value isn't valid, or two options contradict.
        ContentError: The patient's file isn't valid.
    """
    today = values.day(options["date"], "--date") if options["date"] else date.today()  # noqa: DTZ011
    patient = patient_file.read(options["patient"], today) if options["patient"] else Patient()
    patient = _patient(patient, options, today)
    therapist = Therapist(options["holds"], options["no_contact"], options["no_element"])
    minutes, visit = options["minutes"], options["visit"]
    return Request(
        diagnoses=diagnoses,
        date=today,
        patient=patient,
        therapist=therapist,
        minutes=None if minutes is None else _within(minutes, MINUTES, "--minutes"),
        visit=None if visit is None else _within(visit, (1, MOST_VISITS), "--visit"),
        techniques=options["technique"],
        without=options["without"],
        drop=options["drop"],
        keep=options["keep"],
    )


def _patient(patient: Patient, options: Mapping[str, Any], today: date) -> Patient:
    """Lay the options over the file; lists add up, single values replace."""
    if options["stage"] and options["onset"]:
        raise RequestError("--stage", "contradicts --onset; say one of them")
    changes: dict[str, Any] = {}
    if options["age"] is not None:
        changes["age"] = options["age"]
    if options["sex"]:
        changes["sex"] = _one_of(options["sex"], SEXES, "sex")
    if options["stage"]:
        changes |= {"stage": stage(options["stage"]), "onset_days": None}
    if options["onset"]:
        changes |= {"stage": None, "onset_days": values.days_since(options["onset"], today, "--onset")}
    if options["severity"]:
        changes["severity"] = _one_of(options["severity"], SEVERITIES, "severity")
    if options["side"]:
        changes["side"] = _one_of(options["side"], SIDES, "side")
    if options["max_pressure"] is not None:
        changes["max_pressure"] = options["max_pressure"]
    if options["region"]:
        changes["regions"] = options["region"]
    factors = tuple(values.factor(text, today) for text in options["factor"])
    cleared = tuple(values.clearance(text, today) for text in options["cleared"])
    named = {f.factor for f in factors}
    patient = evolve(
        patient,
        factors=tuple(f for f in patient.factors if f.factor not in named) + factors,
        denied=patient.denied + options["denied"],
        cleared=patient.cleared + cleared,
        no_positions=patient.no_positions + options["no_position"],
        avoid=patient.avoid + tuple(values.place(text) for text in options["avoid"]),
        no_consent=patient.no_consent + options["no_consent"],
        goals=options["goal"] or patient.goals,
        **changes,
    )
    if patient.age is not None:
        _within(patient.age, AGES, "--age")
    if patient.max_pressure is not None:
        _within(patient.max_pressure, (0, 5), "--max-pressure")
    return patient

"""From options to a request: options beat the patient's file."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import evolve

from palpate.cli import values
from palpate.cli.bounds import AGES
from palpate.cli.bounds import MINUTES
from palpate.cli.bounds import PRESSURES
from palpate.cli.bounds import SEXES
from palpate.cli.bounds import SIDES
from palpate.cli.bounds import VISITS
from palpate.combine import words
from palpate.errors import RequestError
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Request
from palpate.model.patient import Therapist
from palpate.model.scales import SEVERITIES
from palpate.vocabulary import Vocabulary


def build(
    diagnoses: tuple[str, ...], options: Mapping[str, Any], vocabulary: Vocabulary
) -> Request:
    """Make a request of what was typed.

    Args:
        vocabulary: The words that a patient's file is checked against.

    Raises:
        RequestError: A value isn't valid, or two options contradict.
        ContentError: The patient's file isn't valid.
    """
    today = values.day_or_today(options["date"], "--date")
    patient = Patient()
    if options["patient"] is not None:
        from palpate.cli import patient_file  # noqa: PLC0415 - only where a file is named

        patient = patient_file.read(options["patient"], today, vocabulary)
    return Request(
        diagnoses=diagnoses,
        date=today,
        patient=_patient(patient, options, today, vocabulary),
        therapist=Therapist(options["holds"], options["no_contact"], options["no_element"]),
        minutes=_number(options, "minutes", MINUTES),
        visit=_number(options, "visit", VISITS),
        first_visit_days=_first_visit(options, today),
        techniques=options["technique"],
        without=options["without"],
        drop=options["drop"],
        keep=options["keep"],
    )


def _first_visit(options: Mapping[str, Any], today: date) -> int | None:
    typed = options["first_visit"]
    return None if typed is None else values.days_since(typed, today, "--first-visit")


def _number(options: Mapping[str, Any], name: str, bounds: tuple[int, int]) -> int | None:
    typed = options[name]
    return None if typed is None else values.within(typed, bounds, f"--{name.replace('_', '-')}")


def _patient(
    patient: Patient, options: Mapping[str, Any], today: date, vocabulary: Vocabulary
) -> Patient:
    """Lay the options over the file; lists add up, single values and a factor's own replace."""

    def known(factor: GivenFactor) -> str:
        return words.find(factor.factor, vocabulary.factors) or factor.factor

    factors = tuple(values.factor(text, today) for text in options["factor"])
    named = set(map(known, factors))
    return evolve(
        patient,
        factors=tuple(f for f in patient.factors if known(f) not in named) + factors,
        denied=patient.denied + options["denied"],
        cleared=patient.cleared
        + tuple(values.clearance(text, today) for text in options["cleared"]),
        no_positions=patient.no_positions + options["no_position"],
        avoid=patient.avoid + tuple(values.place(text) for text in options["avoid"]),
        no_consent=patient.no_consent + options["no_consent"],
        goals=options["goal"] or patient.goals,
        regions=options["region"] or patient.regions,
        **_single(options, today),
    )


def _single(options: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Give what is said once, and was said."""
    if options["stage"] is not None and options["onset"] is not None:
        raise RequestError("--stage", "contradicts --onset; say one of them")
    found: dict[str, Any] = {
        "age": _number(options, "age", AGES),
        "max_pressure": _number(options, "max_pressure", PRESSURES),
    }
    for name, known in (("sex", SEXES), ("severity", SEVERITIES), ("side", SIDES)):
        typed = options[name]
        found[name] = None if typed is None else values.one_of(typed, known, name)
    found = {name: value for name, value in found.items() if value is not None}
    if options["stage"] is not None:
        found |= {"stage": values.stage(options["stage"]), "onset_days": None}
    if options["onset"] is not None:
        days = values.days_since(options["onset"], today, "--onset")
        found |= {"stage": None, "onset_days": days}
    return found

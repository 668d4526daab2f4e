"""`palpate screen`: the findings alone, or the questions to ask."""

import json
from typing import Any

import click
from attrs import evolve

from palpate.cli import completing
from palpate.cli.bounds import EXIT
from palpate.cli.output import check_place
from palpate.cli.output import emit
from palpate.cli.output import wants_colour
from palpate.cli.output import write_whole
from palpate.cli.packs import loaded
from palpate.cli.packs import warn
from palpate.cli.packs import with_packs
from palpate.cli.plan import COMPLAINT
from palpate.cli.plan import PATIENT
from palpate.cli.plan import SESSION
from palpate.cli.request import build
from palpate.cli.standing import filled
from palpate.errors import PlaceNeeded
from palpate.model.condition import Condition
from palpate.model.patient import Request
from palpate.registry import Packs
from palpate.render.safe import escaped
from palpate.render.safe import printable
from palpate.settings import standing

#: Options of a plan that say who is on the table, and on which day.
OF_THE_SESSION = ("date", "holds")
#: What a request asks for that screening has no use for.
NOT_ASKED: dict[str, Any] = {
    "minutes": None,
    "visit": None,
    "first_visit": None,
    "no_contact": (),
    "no_element": (),
    "technique": (),
    "without": (),
    "drop": (),
    "keep": (),
}


def with_patient(command: Any) -> Any:
    """Give a command the options that say who is on the table."""
    for option in reversed([*COMPLAINT, *PATIENT, *SESSION]):
        command = option(command)
    # The session's other options mean nothing here; left in, they would be passed over in silence.
    command.__click_params__ = [
        each for each in command.__click_params__ if each.name not in NOT_ASKED
    ]
    return command


@click.command()
@click.argument("diagnosis", nargs=-1, shell_complete=completing.words)
@with_patient
@click.option("--interview", "interview", is_flag=True, help="Ask the questions one at a time.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option(
    "-o", "output", metavar="FILE", help="Write to a file; with --interview the patient's file."
)
@with_packs
@click.pass_context
def screen(
    ctx: click.Context,
    /,
    diagnosis: tuple[str, ...],
    interview: bool,
    as_json: bool,
    output: str | None,
    pack: tuple[str, ...],
    **options: Any,
) -> int:
    """Say what a patient's factors mean; without any, the questions to ask.

    DIAGNOSIS may be left out: then the rules of every installed technique speak.

    Example: palpate screen sciatica --factor anticoagulant --age 71

    Exit codes: 0 nothing stands in the way; 2 the request is wrong; 3 do not treat; 4 clearance is
    needed first; 5 nothing installed is indicated; 1 anything unexpected.
    """
    packs = loaded(ctx, pack)
    if output is not None:
        check_place(output)
    options, from_settings = filled(options, standing())
    request = build(diagnosis, {**NOT_ASKED, **options}, packs.vocabulary)
    if interview:
        from palpate.cli.ask import interviewed  # noqa: PLC0415 - only where it is asked for

        conditions = conditions_of(request, packs)
        also = in_question(request, packs)
        patient = interviewed(request, conditions, packs.vocabulary, also)
        request = evolve(request, patient=patient)
        _save(request, output)
    code, document = _document(request, packs, as_json, interview)
    if output is not None and not interview:
        write_whole(output, document)
    elif output is not None or not interview:
        # An interview without a file to write gives the patient's file itself, and nothing else.
        emit(document)
    for name in from_settings:
        click.echo(
            printable(f"note: {name} from your settings: {', '.join(options[name])}"), err=True
        )
    warn(packs)
    return code


def _save(request: Request, output: str | None) -> None:
    from palpate.cli.patient_write import patient_file  # noqa: PLC0415

    document = patient_file(request.patient, request.date)
    if output is None:
        emit(document)
    else:
        write_whole(output, document)


def conditions_of(request: Request, packs: Packs) -> tuple[Condition, ...]:
    """Give the conditions that are named; the words that name a factor are left to screening.

    Raises:
        RequestError: A word isn't known.
    """
    from palpate.combine.resolve import condition_of  # noqa: PLC0415
    from palpate.combine.resolve import questions_of  # noqa: PLC0415

    named = [w for w in request.diagnoses if not questions_of(w, packs.vocabulary)]
    found = (condition_of(word, packs.vocabulary) for word in named)
    return tuple(condition for condition in found if condition is not None)


def in_question(request: Request, packs: Packs) -> tuple[str, ...]:
    """Give the factors that codes on the form make possible, without raising them."""
    from palpate.combine.resolve import questions_of  # noqa: PLC0415
    from palpate.combine.words import asked_by  # noqa: PLC0415

    found = [f for word in request.diagnoses for f in questions_of(word, packs.vocabulary)]
    for given in request.patient.factors:
        found += asked_by(given.factor, packs.vocabulary)
    return tuple(dict.fromkeys((*request.patient.in_question, *found)))


def _document(request: Request, packs: Packs, as_json: bool, interviewed: bool) -> tuple[int, str]:
    """Give the exit code and the document: the findings, and the questions still to be put."""
    from palpate.cli.screening_page import as_data  # noqa: PLC0415
    from palpate.cli.screening_page import as_page  # noqa: PLC0415
    from palpate.combine.inquire import inquire  # noqa: PLC0415
    from palpate.interview import questions_for  # noqa: PLC0415

    conditions = conditions_of(request, packs)
    questions = questions_for(conditions, packs.vocabulary, in_question(request, packs))
    if request.patient.factors or interviewed:
        questions = ()
    try:
        inquiry = inquire(request, packs)
    except PlaceNeeded:
        # A diagnosis that can sit in several places has its questions all the same.
        if request.patient.factors or not questions or not conditions or request.patient.regions:
            raise
        inquiry = inquire(evolve(request, diagnoses=()), packs)
    if as_json:
        data = as_data(inquiry, questions, packs.vocabulary)
        return EXIT[inquiry.status], escaped(json.dumps(data, ensure_ascii=False, indent=1)) + "\n"
    return EXIT[inquiry.status], as_page(inquiry, questions, packs.vocabulary, wants_colour())

"""`palpate plan`: the combined protocol."""

from typing import Any

import click

from palpate.cli import completing
from palpate.cli.pack_option import with_packs


def many(name: str, metavar: str, text: str) -> Any:
    """Give an option that may be repeated."""
    return click.option(
        name,
        multiple=True,
        metavar=metavar,
        help=f"{text} Repeatable.",
        shell_complete=completing.words,
    )


def once(name: str, metavar: str, text: str) -> Any:
    """Give an option that is said once; said twice it must be the same."""
    return click.option(
        name,
        metavar=metavar,
        help=text,
        multiple=True,
        callback=_only,
        shell_complete=completing.words,
    )


def _only(_: click.Context, option: click.Parameter, said: tuple[str, ...]) -> str | None:
    different = tuple(dict.fromkeys(said))
    if len(different) > 1:
        from palpate.errors import RequestError  # noqa: PLC0415 - not where a word is completed

        raise RequestError(
            option.opts[0], f"is given as {' and as '.join(different)}; say one of them"
        )
    return different[0] if different else None


COMPLAINT = [
    many("--region", "REGION", "Where the complaint is."),
    once("--side", "SIDE", "left, right or both."),
    once("--stage", "STAGE", "acute, subacute, early-subacute, late-subacute or chronic."),
    once("--onset", "DAYS|DATE", "When it began: 10, 6w or 2026-03-31."),
    once("--severity", "SEVERITY", "mild, moderate or severe."),
    many(
        "--goal", "GOAL", "Leave out steps that serve none of the goals named, core steps excepted."
    ),
]
PATIENT = [
    once("--age", "YEARS", "Age, 0 to 120."),
    once("--sex", "SEX", "female, male or other."),
    many(
        "--factor",
        "ID[@PLACE][:SINCE]",
        "What the intake form says, e.g. joint-replacement@left-knee:6w.",
    ),
    many("--denied", "ID", "A red flag that was asked about and denied."),
    many("--cleared", "ID[:DATE]", "A clearance: a factor, a diagnosis or TECHNIQUE/DIAGNOSIS."),
    once("--max-pressure", "0-5", "The most that the patient likes, on the Walton scale."),
    many("--no-position", "POSITION", "A position that isn't possible."),
    many("--avoid", "PLACE", "A region not to be touched, e.g. left-knee."),
    many("--no-consent", "KIND", "A consent that is withheld."),
    once("--patient", "FILE", "A patient's file, TOML or JSON; - is standard input."),
]
SESSION = [
    once("--minutes", "MINUTES", "Length of the session, 10 to 180."),
    once("--date", "DATE", "Day of the session; the default is today."),
    once("--visit", "N", "Number of the visit; 1 has a longer opening."),
    once(
        "--first-visit", "SINCE", "When the first visit was, as a date or 6w; phases count from it."
    ),
    many("--holds", "TRAINING", "A training that the therapist holds."),
    many("--no-contact", "CONTACT", "A contact not at hand, e.g. elbow."),
    many("--no-element", "ELEMENT", "An element not at hand, e.g. heat."),
    many("--technique", "ID", "Use only this technique."),
    many("--without", "ID", "Leave this technique out."),
    many("--drop", "STEP", "Leave a step out: technique/sequence/step."),
    many("--keep", "STEP", "Put a step in, where screening allows."),
]
OUTPUT = [
    click.option(
        "--format",
        "format_name",
        metavar="FORMAT",
        shell_complete=completing.words,
        help="text, markdown, json, html, fhir, ics or soap; packs may offer more.",
    ),
    click.option("-o", "output", metavar="FILE", help="Write to a file, whole or not at all."),
    click.option(
        "--explain", is_flag=True, help="Say why each step is in, and each candidate that isn't."
    ),
    click.option(
        "--start",
        metavar="DATE[THH:MM]",
        multiple=True,
        callback=_only,
        help="First appointment of the course, for ics and fhir; default: the session's day.",
    ),
]


def with_options(command: Any) -> Any:
    """Give a command all options of a plan."""
    for option in reversed([*COMPLAINT, *PATIENT, *SESSION]):
        command = option(command)
    return command


@click.command()
@click.argument("diagnosis", nargs=-1, required=True, shell_complete=completing.words)
@with_options
@OUTPUT[0]
@OUTPUT[1]
@OUTPUT[2]
@OUTPUT[3]
@with_packs
@click.pass_context
def plan(
    ctx: click.Context,
    /,
    diagnosis: tuple[str, ...],
    format_name: str | None,
    output: str | None,
    explain: bool,
    start: str | None,
    pack: tuple[str, ...],
    **options: Any,
) -> int:
    """Print the combined protocol for one or more diagnoses, in order of priority.

    DIAGNOSIS is an id, a name, a synonym or an ICD-10-CM code; quote it where it has spaces.

    Example: palpate plan "tension headache" migraine --age 52 --minutes 45

    Exit codes: 0 a protocol; 2 the request is wrong; 3 do not treat; 4 clearance is needed first;
    5 nothing installed is indicated; 1 anything unexpected.
    """
    from palpate.cli.planning import run  # noqa: PLC0415 - a shell that completes a word needs none of it

    return run(ctx, diagnosis, options, pack, format_name, output, explain=explain, start=start)

"""`palpate plan`: the combined protocol."""

from typing import Any

import click

from palpate.cli.output import render_to
from palpate.cli.packs import loaded
from palpate.cli.packs import with_packs
from palpate.cli.request import build
from palpate.model.protocol import Protocol
from palpate.registry import Packs

#: Status to exit code.
EXIT = {"ready": 0, "do-not-treat": 3, "needs-clearance": 4, "nothing-indicated": 5}


def many(name: str, metavar: str, text: str) -> Any:  # noqa: ANN401
    """Give an option that may be repeated."""
    return click.option(name, multiple=True, metavar=metavar, help=f"{text} Repeatable.")


def once(name: str, metavar: str, text: str, kind: Any = str) -> Any:  # noqa: ANN401
    """Give an option that is said once."""
    return click.option(name, metavar=metavar, help=text, type=kind)


COMPLAINT = [
    many("--region", "REGION", "Where the complaint is."),
    once("--side", "SIDE", "left, right or both."),
    once("--stage", "STAGE", "acute, subacute, early-subacute, late-subacute or chronic."),
    once("--onset", "DAYS|DATE", "When it began: 10, 6w or 2026-03-31."),
    once("--severity", "SEVERITY", "mild, moderate or severe."),
    many("--goal", "GOAL", "Leave out steps that serve none of the goals named, core steps excepted."),
]
PATIENT = [
    once("--age", "YEARS", "Age, 0 to 120.", int),
    once("--sex", "SEX", "female, male or other."),
    many("--factor", "ID[@PLACE][:SINCE]", "What the intake form says, e.g. joint-replacement@left-knee:6w."),
    many("--denied", "ID", "A red flag that was asked about and denied."),
    many("--cleared", "ID[:DATE]", "A clearance: a factor, a diagnosis or TECHNIQUE/DIAGNOSIS."),
    once("--max-pressure", "0-5", "The most that the patient likes, on the Walton scale.", int),
    many("--no-position", "POSITION", "A position that isn't possible."),
    many("--avoid", "PLACE", "A region not to be touched, e.g. left-knee."),
    many("--no-consent", "KIND", "A consent that is withheld."),
    once("--patient", "FILE", "A patient's file, TOML or JSON; - is standard input."),
]
SESSION = [
    once("--minutes", "MINUTES", "Length of the session, 10 to 180.", int),
    once("--date", "DATE", "Day of the session; the default is today."),
    once("--visit", "N", "Number of the visit; 1 has a longer opening.", int),
    many("--holds", "TRAINING", "A training that the therapist holds."),
    many("--no-contact", "CONTACT", "A contact not at hand, e.g. elbow."),
    many("--no-element", "ELEMENT", "An element not at hand, e.g. heat."),
    many("--technique", "ID", "Use only this technique."),
    many("--without", "ID", "Leave this technique out."),
    many("--drop", "STEP", "Leave a step out: technique/sequence/step."),
    many("--keep", "STEP", "Put a step in, where screening allows."),
]
OUTPUT = [
    click.option("--format", "format_name", default="text", metavar="FORMAT", help="text or json."),
    click.option("-o", "output", metavar="FILE", help="Write to a file, whole or not at all."),
    click.option("--explain", is_flag=True, help="Say why each step is in, and each candidate that isn't."),
]


def with_options(command: Any) -> Any:  # noqa: ANN401
    """Give a command all options of a plan."""
    for option in reversed([*COMPLAINT, *PATIENT, *SESSION]):
        command = option(command)
    return command


@click.command()
@click.argument("diagnosis", nargs=-1, required=True)
@with_options
@OUTPUT[0]
@OUTPUT[1]
@OUTPUT[2]
@with_packs
@click.pass_context
def plan(
    ctx: click.Context,
    diagnosis: tuple[str, ...],
    format_name: str,
    output: str | None,
    explain: bool,
    pack: tuple[str, ...],
    **options: Any,  # noqa: ANN401
) -> int:
    """Print the combined protocol for one or more diagnoses, in order of priority.

    DIAGNOSIS is an id, a name, a synonym or an ICD-10-CM code; quote it where it has spaces.

    Example: palpate plan "tension headache" migraine --age 52 --minutes 45

    Exit codes: 0 a protocol; 2 the request is wrong; 3 do not treat; 4 clearance is needed first;
    5 nothing installed is indicated; 1 anything unexpected.
    """
    packs = loaded(ctx, pack)
    protocol = planned(build(diagnosis, options), packs)
    render_to(protocol, packs, format_name, output, explain=explain)
    return EXIT[protocol.status]


def planned(request: Any, packs: Packs) -> Protocol:  # noqa: ANN401
    """Combine and verify; nothing leaves unverified.

    Raises:
        VerificationError: The protocol breaks an invariant.
    """
    from palpate.combine import combine  # noqa: PLC0415
    from palpate.errors import VerificationError  # noqa: PLC0415
    from palpate.verify import verify  # noqa: PLC0415

    protocol = combine(request, packs)
    broken = verify(protocol, packs)
    if broken:
        raise VerificationError(broken)
    return protocol

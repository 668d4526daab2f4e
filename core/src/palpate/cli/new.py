"""`palpate new`: a pack to begin with, checked, tried and shown before it is handed over."""

import io
import json
import shlex
import sys
from collections.abc import Callable
from contextlib import redirect_stderr
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any
from typing import TypeVar

import click

from palpate.authoring.new import example_sequences
from palpate.authoring.new import make_pack
from palpate.authoring.new import refuse_taken
from palpate.authoring.new import schemas
from palpate.authoring.new_names import ConditionPlace
from palpate.authoring.new_names import NewPack
from palpate.authoring.new_names import PackName
from palpate.authoring.new_names import name_of
from palpate.authoring.new_names import plain_text
from palpate.authoring.new_proof import checked
from palpate.authoring.new_proof import open_questions
from palpate.authoring.new_proof import run_tests
from palpate.authoring.new_sequence import place_of
from palpate.authoring.new_table import files_of_table
from palpate.authoring.preview import look_at
from palpate.cli import values
from palpate.cli.packs import loaded
from palpate.cli.plan import once
from palpate.errors import RequestError
from palpate.registry import Packs
from palpate.render.safe import printable

T = TypeVar("T")

#: The column in which what was run stands.
LABEL = 10


OPTIONS = [
    once("--technique", "TEXT", "The technique's name, as people read it."),
    click.option(
        "--condition",
        multiple=True,
        metavar="CONDITION[@REGION]",
        help="What a first sequence is for. Repeatable.",
    ),
    once("--author", "TEXT", "Who writes it; stands in LICENSE and pyproject.toml."),
    click.option("--python", is_flag=True, help="Add a hook in code, with its test."),
    once("--from", "TABLE", "Make the sequences of a table of steps: CSV or Markdown."),
    once("--in", "DIR", "The folder to make it in; the default is this one."),
    click.option("--no-kit", is_flag=True, help="Don't run the new pack's tests."),
]


def _with_options(command: Any) -> Any:
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@click.command()
@click.argument("name", required=False)
@_with_options
@click.pass_context
def new(
    ctx: click.Context,
    /,
    name: str | None,
    technique: str | None,
    condition: tuple[str, ...],
    author: str | None,
    python: bool,
    no_kit: bool,
    **options: str | None,
) -> int:
    """Make a new pack, and run check, tests and plans on it.

    NAME is what pip installs, with or without palpate- before it. What isn't given is asked for on a
    terminal. Nothing is overwritten, and what can't be made whole isn't made.

    Example: palpate new hot-stone --technique "Hot stone massage" --condition neck-pain --author "Ann
    Example"
    """
    table = options["from"]
    parent = Path(options["in"] or ".")
    packs = loaded(ctx, ())
    titled = _given(technique, "--technique", "Technique, as people read it", _text("--technique"))
    named = _named(name, titled, packs, parent)
    places = _conditions(condition, packs, asks=table is None)
    writer = _given(author, "--author", "Author", _text("--author"))
    pack = NewPack(named, writer, places, python)
    others = dict(schemas(packs.vocabulary))
    if table is None:
        sequences = example_sequences(pack, packs.vocabulary)
    else:
        today = values.day_or_today(None, "--date")
        read = files_of_table(Path(table), pack, places, packs.vocabulary, today)
        sequences = read.sequences
        others |= read.others
        _say("read", f"{table}: steps from {read.steps} rows; {read.comments} kept as comments")
    place = make_pack(pack, parent, sequences, others)
    _say("made", str(place))
    return _proved(ctx, place, packs, kit=not no_kit)


def _text(option: str) -> Callable[[str], str]:
    return lambda said: plain_text(said, option)


def _named(name: str | None, technique: str, packs: Packs, parent: Path) -> PackName:
    def read(said: str) -> PackName:
        found = name_of(technique, said or None)
        if found.id in packs.techniques:
            what = "there is a technique of that id already; two of them would both be withheld"
            raise RequestError(found.id, what)
        refuse_taken(parent / found.distribution)
        return found

    if name is not None or not _asks():
        return read(name or "")
    return _ask(f"Name to install it by (Enter: {_suggested(technique)})", read)


def _suggested(technique: str) -> str:
    try:
        return name_of(technique, None).distribution
    except RequestError:
        return "palpate-my-technique"


def _conditions(typed: tuple[str, ...], packs: Packs, *, asks: bool) -> tuple[ConditionPlace, ...]:
    found = tuple(place_of(word, packs.vocabulary) for word in typed)
    if not found and asks:
        if not _asks():
            raise RequestError("--condition", "is missing; palpate conditions lists them")
        found = _asked_conditions(packs)
    return tuple(dict.fromkeys(found))


def _asked_conditions(packs: Packs) -> tuple[ConditionPlace, ...]:
    first = _ask(
        "Condition, e.g. neck-pain (palpate conditions lists them)",
        lambda said: place_of(said, packs.vocabulary),
    )
    found = [first]
    while True:
        more = _ask(
            "Another condition (Enter: none)",
            lambda said: place_of(said, packs.vocabulary) if said else None,
        )
        if more is None:
            return tuple(found)
        found.append(more)


def _asks() -> bool:
    """Say whether somebody can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def _given(typed: str | None, option: str, question: str, read: Callable[[str], T]) -> T:
    """Read what was typed, or ask for it.

    Raises:
        RequestError: It isn't valid; or it is missing, and nobody can be asked.
    """
    if typed is not None:
        return read(typed)
    if not _asks():
        raise RequestError(option, "is missing, and there is no terminal to ask on")
    return _ask(question, read)


def _ask(question: str, read: Callable[[str], T]) -> T:
    """Ask until the answer is one.

    Raises:
        RequestError: The answers end.
    """
    while True:
        click.echo(f"{question}: ", err=True, nl=False)
        line = sys.stdin.readline()
        if not line:
            click.echo(err=True)
            raise RequestError("palpate new", "the answers end too early; nothing is made")
        try:
            return read(line.strip())
        except RequestError as error:
            click.echo(f"  {printable(str(error))}", err=True)


def _say(label: str, text: str) -> None:
    click.echo(printable(f"{label.ljust(LABEL)}{text}"))


def _proved(ctx: click.Context, place: Path, packs: Packs, *, kit: bool) -> int:
    """Run check, tests and plans on a new pack; give 1 where something isn't as it should be."""
    found = checked(place, packs.vocabulary, values.day_or_today(None, "--date"))
    _say("check", f"{found.errors} errors, {found.warnings} warnings; tier {found.tier}")
    wrong = bool(found.errors)
    if kit:
        ran = run_tests(place)
        _say("tests", ran.said)
        wrong = wrong or ran.passed is False
    wrong = not _previewed(ctx, place, packs) or wrong
    questions = open_questions(place)
    shown = shlex.quote(str(place))
    click.echo(
        f"\nNext:\n"
        f"  1. Answer the {questions} places marked `# decide:` in {printable(shown)}/src;\n"
        f"     palpate vocabulary lists every word.\n"
        f"  2. See what you get, at every change: palpate preview {printable(shown)} --watch\n"
        f"     and what is wrong or weak: palpate check {printable(shown)}\n"
        f"  3. Use it: pip install -e {printable(shown)}; docs/authors/tutorial.md says how to ship it."
    )
    return int(wrong)


def _previewed(ctx: click.Context, place: Path, packs: Packs) -> bool:
    """Plan every sequence, alone and combined, and say in a line what came of it."""
    seen = look_at(place, packs.vocabulary)
    if seen.technique is None:
        return False
    sound = True
    for sequence in seen.sequences:
        told = []
        for technique in (seen.technique, None):
            document = _planned(ctx, sequence.words(str(place), {}, technique))
            sound = sound and document is not None
            told.append(_summed(document, seen.technique, alone=technique is not None))
        _say("preview", f"{sequence.name}: {'; '.join(told)}")
    return sound


def _planned(ctx: click.Context, words: tuple[str, ...]) -> dict[str, Any] | None:
    """Run a plan as JSON; None where it comes to nothing."""
    from palpate.cli import run  # noqa: PLC0415 - the command that this is part of

    folders = [word for pack in ctx.obj or () for word in ("--pack", pack)]
    buffer = io.BytesIO()
    out = io.TextIOWrapper(buffer, encoding="utf-8")
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        run([*folders, *words, "--format", "json"])
    out.flush()
    written = buffer.getvalue()
    document: dict[str, Any] | None = json.loads(written) if written else None
    return document


def _summed(document: dict[str, Any] | None, technique: str, *, alone: bool) -> str:
    way = "alone" if alone else "combined"
    if document is None:
        return f"{way} no plan"
    if document["status"] != "ready":
        return f"{way} {document['status']}"
    used = [each for each in document["techniques"] if each["status"] == "used"]
    if alone:
        return f"{way} {sum(each['minutes'] for each in used):g} minutes"
    own = next(each for each in document["techniques"] if each["id"] == technique)
    if own["status"] != "used":
        return f"{way} {own['status']}: {own['reason']}"
    shares = ", ".join(f"{each['name']} {each['minutes']:g}" for each in used)
    return f"{way} {shares} minutes"

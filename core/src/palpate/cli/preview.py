"""`palpate preview`: a pack as its author sees it, alone and beside what is installed."""

import io
import shlex
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

import click

from palpate.authoring.preview import COLUMNS
from palpate.authoring.preview import INHERITED
from palpate.authoring.preview import SequenceSeen
from palpate.authoring.preview import look_at
from palpate.authoring.preview_watch import changes
from palpate.cli.listings.table import write_table
from palpate.cli.output import emit
from palpate.cli.output import wants_colour
from palpate.cli.packs import loaded
from palpate.cli.plan import OUTPUT
from palpate.cli.plan import many
from palpate.cli.plan import with_options
from palpate.errors import ContentError
from palpate.errors import RequestError
from palpate.registry.discover import refuse_no_pack
from palpate.render.page import Page
from palpate.render.safe import printable

#: Formats of which several documents may stand one below the other.
JOINED = ("text", "markdown")
ENDINGS = {"text": "txt", "markdown": "md", "fhir": "json", "soap": "txt"}
WAYS = ("alone", "combined")
#: Exit codes of `plan` that are an answer, if not always a protocol.
ANSWERS = (0, 3, 4, 5)
CLEAR = "\x1b[2J\x1b[H"


OPTIONS = [
    many("--condition", "CONDITION", "Only the sequences for this condition."),
    click.option("--alone", is_flag=True, help="Only the pack alone."),
    click.option("--combined", is_flag=True, help="Only the pack beside what is installed."),
    click.option("--watch", is_flag=True, help="Show it again at every change, until Ctrl-C."),
    OUTPUT[0],
    click.option("-o", "output", metavar="DIR", help="Write the documents to a folder."),
]


def _with_options(command: Any) -> Any:
    command = with_options(command)
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@click.command()
@click.argument("folder", metavar="DIR")
@_with_options
@click.pass_context
def preview(ctx: click.Context, /, folder: str, *, watch: bool, **options: Any) -> int:
    """Show what the pack in a folder plans, for each of its conditions.

    Each sequence is shown as written, then the pack alone, then the pack beside what is installed.
    Every plan is that of the command above it; options of plan, such as --minutes or --factor, are
    handed on.

    Example: palpate preview palpate-hot-stone --condition neck-pain --minutes 30 --watch

    Exit codes: 0 shown; 1 the pack has errors; 2 the request is wrong.
    """
    if not watch:
        return _shown(ctx, folder, **options)
    look_at(Path(folder), loaded(ctx, ()).vocabulary)
    try:
        for _ in changes(Path(folder)):
            _again(ctx, folder, **options)
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
    return 0


def _again(ctx: click.Context, folder: str, **options: Any) -> None:
    """Show it once more; a mistake is said, and waited for to be mended."""
    if wants_colour():
        click.echo(CLEAR, nl=False)
    try:
        _shown(ctx, folder, **options)
    except (RequestError, ContentError) as error:
        click.echo(f"error: {printable(str(error))}", err=True)
    click.echo(f"watching {printable(folder)}; Ctrl-C stops", err=True)


def _shown(
    ctx: click.Context,
    folder: str,
    condition: tuple[str, ...],
    alone: bool,
    combined: bool,
    format_name: str | None,
    output: str | None,
    **options: Any,
) -> int:
    refuse_no_pack(Path(folder))
    vocabulary = loaded(ctx, (folder,)).vocabulary
    seen = look_at(Path(folder), vocabulary)
    for problem in seen.errors:
        click.echo(f"error: {printable(str(problem))}", err=True)
    if seen.technique is None:
        what = "nothing can be planned before that is mended"
        click.echo(printable(f"{folder}: {what}; palpate check {folder} says more"), err=True)
        return 1
    ways = tuple(w for w, said in zip(WAYS, (alone, combined), strict=True) if said) or WAYS
    chosen = seen.chosen(condition, vocabulary)
    documents = _Documents(ctx.obj or [], folder, format_name, output, options)
    documents.refuse_many(len(chosen) * len(ways))
    codes = []
    for sequence in chosen:
        documents.head(sequence)
        codes += [documents.write(sequence, way, seen.technique) for way in ways]
    documents.warn()
    wrong = [code for code in codes if code not in ANSWERS]
    return max(wrong) if wrong else int(bool(seen.errors))


class _Documents:
    """Where the plans of a preview go, and what was said beside them."""

    def __init__(
        self,
        packs: list[str],
        folder: str,
        format_name: str | None,
        output: str | None,
        options: dict[str, Any],
    ) -> None:
        self._packs = packs
        self._folder = folder
        self._format = format_name
        self._output = Path(output) if output is not None else None
        self._options = options
        self._said: dict[str, None] = {}

    def refuse_many(self, count: int) -> None:
        """Refuse documents that can't stand one below the other, and a folder that isn't one."""
        if self._output is not None:
            if self._output.exists() and not self._output.is_dir():
                raise RequestError(str(self._output), "isn't a folder; the documents need one")
            self._output.mkdir(parents=True, exist_ok=True)
        elif self._format not in (None, *JOINED) and count > 1:
            what = (
                f"gives {count} documents; choose one with --condition and --alone or --combined, "
                "or name a folder for them with -o"
            )
            raise RequestError(str(self._format), what)

    def head(self, sequence: SequenceSeen) -> None:
        """Write a sequence as a table of its steps, for people."""
        if self._format not in (None, "text") or self._output is not None:
            return
        page = Page(wants_colour())
        page.heading(f"SEQUENCE {sequence.name}", f"{INHERITED} from a pattern or [every_step]")
        write_table(page, COLUMNS, sequence.rows, wide=2)
        emit(f"\n{page}")

    def write(self, sequence: SequenceSeen, way: str, technique: str) -> int:
        """Write one plan; give the exit code of its command."""
        from palpate.cli import run  # noqa: PLC0415 - the command that this is part of

        words = sequence.words(self._folder, self._options, technique if way == WAYS[0] else None)
        shown = shlex.join(("palpate", *(w for p in self._packs for w in ("--pack", p)), *words))
        if self._output is not None:
            name = f"{sequence.name}-{way}.{ENDINGS.get(self._format or 'text', self._format)}"
            file = self._output / name
            words = (*words, "-o", str(file))
            click.echo(printable(str(file)), err=True)
        elif self._format in (None, *JOINED):
            self._heading(f"{sequence.name}, {way}", shown)
        if self._format is not None:
            words = (*words, "--format", self._format)
        said = io.StringIO()
        with redirect_stderr(said):
            code = run([*(w for p in self._packs for w in ("--pack", p)), *words])
        self._said |= dict.fromkeys(said.getvalue().splitlines())
        return code

    def _heading(self, title: str, command: str) -> None:
        if self._format == "markdown":
            emit(f"\n## {printable(title)}\n\n`{printable(command)}`\n\n")
            return
        page = Page(wants_colour())
        page.heading(f"== {title}")
        page.line(f"$ {command}")
        emit(f"\n{page}\n")

    def warn(self) -> None:
        """Say once what the commands said on standard error; that a folder shadows is meant so."""
        for line in self._said:
            if "is shadowed by the folder" not in line:
                click.echo(line, err=True)

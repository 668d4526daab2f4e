"""`palpate check`: everything that is wrong or weak in packs."""

from collections.abc import Callable
from collections.abc import Iterable
from pathlib import Path

import click
from attrs import evolve

from palpate.authoring.check import Checked
from palpate.authoring.check import check_pack
from palpate.authoring.check_report import FORMATS
from palpate.authoring.check_report import failed
from palpate.authoring.rules import Rule
from palpate.authoring.rules import rule_text
from palpate.authoring.rules import rules
from palpate.cli import values
from palpate.cli.counting import counted
from palpate.cli.output import check_place
from palpate.cli.output import emit
from palpate.cli.output import write_whole
from palpate.cli.packs import with_packs
from palpate.errors import RequestError
from palpate.reading.words import nearest
from palpate.registry.discover import Found
from palpate.registry.discover import find_installed
from palpate.registry.discover import in_folder
from palpate.registry.discover import installed
from palpate.registry.discover import names_of
from palpate.registry.discover import refuse_no_pack
from palpate.vocabulary import load_vocabulary

FAILED = 1
GCC = "gcc"


@click.command()
@click.argument("words", metavar="DIR|PACK...", nargs=-1)
@click.option(
    "--format",
    "form",
    default=GCC,
    metavar="NAME",
    help=f"One of {', '.join(FORMATS)}; {GCC} is FILE:LINE:COLUMN: LEVEL: RULE: what.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
@click.option("--quiet", "-q", is_flag=True, help="Leave warnings out, but count them.")
@click.option("--rule", metavar="ID", help="Say what a rule is about, and check nothing.")
@click.option("--output", "-o", metavar="FILE", help="Write to a file instead.")
@click.option("--date", "day", metavar="DATE", help="The day that evidence is old on; today.")
@with_packs
@click.pass_context
def check(
    ctx: click.Context,
    words: tuple[str, ...],
    pack: tuple[str, ...],
    form: str,
    as_json: bool,
    strict: bool,
    quiet: bool,
    rule: str | None,
    output: str | None,
    day: str | None,
) -> int:
    """Say everything that is wrong or weak in packs, each with its line and its rule.

    DIR is a folder that holds a pack, PACK the name of an installed one. Exit code 1 where anything
    is an error.

    Example: palpate check ./my-pack
    """
    if rule is not None:
        emit(rule_text(_rule(rule)))
        return 0
    words = (*words, *(ctx.obj or ()), *pack)
    if not words:
        raise RequestError("DIR|PACK", "name a folder or a pack, such as palpate check .")
    write = _format("json" if as_json else form)
    today = values.day_or_today(day, "--date")
    if output is not None:
        check_place(output)
    found = [_found(word) for word in words]
    waited = counted(found, "checking", lambda each: each.name)
    checked = [check_pack(each, load_vocabulary(), today) for each in waited]
    text = write([evolve(each, errors_only=quiet) for each in checked])
    if output is None:
        emit(text)
    else:
        write_whole(output, text)
    return FAILED if failed(checked, strict=strict) else 0


def _rule(word: str) -> Rule:
    if word not in rules():
        raise RequestError(word, "no rule of that name", nearest(word, rules()))
    return rules()[word]


def _format(word: str) -> Callable[[Iterable[Checked]], str]:
    if word not in FORMATS:
        raise RequestError(word, "no format of that name", nearest(word, FORMATS) or tuple(FORMATS))
    return FORMATS[word]


def _found(word: str) -> Found:
    """Find a pack: a folder, or the name of an installed one.

    Raises:
        RequestError: It is neither.
    """
    if Path(word).exists():
        refuse_no_pack(Path(word))
        return in_folder(Path(word))
    found = find_installed(word)
    if found is None:
        names = [name for each in installed() for name in names_of(each)]
        raise RequestError(word, "is no folder and no installed pack", nearest(word, names))
    return found

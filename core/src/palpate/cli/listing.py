"""`palpate techniques`, `conditions`, `factors`, `references`, `vocabulary`: installed and known."""

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import click

from palpate.cli import completing
from palpate.cli.listings.table import Listing
from palpate.cli.output import emit
from palpate.cli.output import wants_colour
from palpate.cli.packs import loaded
from palpate.cli.packs import warn
from palpate.cli.packs import with_packs
from palpate.errors import RequestError
from palpate.render.page import Page
from palpate.render.safe import escaped
from palpate.render.safe import printable


def _options(word: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command what every listing has: a word, a search, JSON and packs from folders."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in (
            click.pass_context,
            with_packs,
            click.option("--json", "as_json", is_flag=True, help="Write JSON instead of a table."),
            click.option(
                "--search", metavar="TEXT", help="Only what has TEXT in id, name or synonyms."
            ),
            click.argument(
                "word", metavar=f"[{word}]", required=False, shell_complete=completing.words
            ),
        ):
            command = option(command)
        return command

    return decorate


def _show(
    ctx: click.Context,
    view: ModuleType,
    word: str | None,
    search: str | None,
    as_json: bool,
    pack: tuple[str, ...],
) -> int:
    """Show many entries or one, and say on standard error what is wrong with packs."""
    if word and search and view.__name__.rpartition(".")[2] not in SEARCHED_WITHIN:
        raise RequestError("--search", f"contradicts {word}; say one of them")
    packs = loaded(ctx, pack)
    page = Page(wants_colour())
    listing: Listing
    if word and search:
        listing = view.one(packs, word, page, search)
    elif word:
        listing = view.one(packs, word, page)
    else:
        listing = view.many(packs, search, page)
    if as_json:
        emit(escaped(json.dumps(listing.data, ensure_ascii=False, indent=1)) + "\n")
    elif listing.page.lines:
        emit(str(listing.page))
    if listing.note:
        click.echo(printable(listing.note), err=True)
    warn(packs)
    return 0


#: Listings whose word may be a kind to search within.
SEARCHED_WITHIN = ("vocabulary",)


@click.command()
@_options("ID")
def techniques(ctx: click.Context, word: str | None, **options: Any) -> int:
    """List the installed techniques, or show one and what it is for.

    ID is an id or a name. A technique shows its pack and version, whether the pack is data or code,
    who has reviewed it, and the grade of evidence by stage of every condition it is for.

    Example: palpate techniques deep-tissue
    """
    from palpate.cli.listings import techniques as view  # noqa: PLC0415 - only what is shown

    return _show(ctx, view, word, **options)


@click.command()
@_options("ID")
def conditions(ctx: click.Context, word: str | None, **options: Any) -> int:
    """List the conditions that can be planned for, or show one.

    ID is an id, a name, a synonym or an ICD-10-CM code. A condition shows its red flags, and which
    installed techniques are indicated, with the grade by stage, or why not.

    Example: palpate conditions --search back
    """
    from palpate.cli.listings import conditions as view  # noqa: PLC0415

    return _show(ctx, view, word, **options)


@click.command()
@_options("ID")
def factors(ctx: click.Context, word: str | None, **options: Any) -> int:
    """List what an intake form can say, or show one factor.

    ID is an id, a name or a synonym. A factor shows the question to ask, and what each installed
    rule makes of it.

    Example: palpate factors "blood thinners"
    """
    from palpate.cli.listings import factors as view  # noqa: PLC0415

    return _show(ctx, view, word, **options)


@click.command()
@_options("ID")
def references(ctx: click.Context, word: str | None, **options: Any) -> int:
    """List the sources of the packs, or show one.

    Each with what it found, and whether it was read.

    Example: palpate references --search headache
    """
    from palpate.cli.listings import references as view  # noqa: PLC0415

    return _show(ctx, view, word, **options)


@click.command()
@_options("KIND|WORD")
def vocabulary(ctx: click.Context, word: str | None, **options: Any) -> int:
    """List the kinds of shared words, the words of one kind, or show a word.

    KIND is regions, muscles, manoeuvres, elements, effects, goals, trainings, contacts and so on;
    --search looks through one kind, or through all.

    Example: palpate vocabulary manoeuvres --search friction
    """
    from palpate.cli.listings import vocabulary as view  # noqa: PLC0415

    return _show(ctx, view, word, **options)

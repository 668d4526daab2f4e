"""`palpate install`, `uninstall` and `upgrade`: no pack is imported, so a broken one can go."""

import re
import sys
from collections.abc import Callable
from collections.abc import Sequence
from typing import Any

import click

from palpate.cli import completing
from palpate.cli.output import emit
from palpate.errors import RequestError
from palpate.installing.changes import Changes
from palpate.installing.changes import changes
from palpate.installing.changes import installed_anew
from palpate.installing.changes import installed_now
from palpate.installing.changes import without
from palpate.installing.commands import Action
from palpate.installing.commands import Recipe
from palpate.installing.commands import recipe
from palpate.installing.commands import spoken
from palpate.installing.environment import Environment
from palpate.installing.environment import here
from palpate.installing.run import run
from palpate.installing.words import newer
from palpate.installing.words import removable
from palpate.installing.words import target
from palpate.present import present
from palpate.render.page import Page
from palpate.render.safe import printable

FAILED = 1


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command what all three have, beside its argument."""
    for option in (
        click.option("-v", "--verbose", is_flag=True, help="Show all that the installer says."),
        click.option("--yes", is_flag=True, help="Change a system's Python without asking."),
        click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing."),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("pack", nargs=-1, required=True)
@_options
def install(pack: tuple[str, ...], **options: bool) -> int:
    """Install packs into this program's environment, and say what changed.

    PACK is a name, a wheel, a folder with a pyproject.toml, or an address.

    Example: palpate install ./palpate_lymphatic-0.1.0-py3-none-any.whl

    Exit codes: 0 done; 2 the request is wrong; 1 it couldn't be done, or you must do it.
    """
    return carry_out("install", tuple(map(target, pack)), **options)


@click.command()
@click.argument("pack", nargs=-1, required=True, shell_complete=completing.words)
@_options
def upgrade(pack: tuple[str, ...], **options: bool) -> int:
    """Bring packs up to their newest version, or to that of a wheel, and say what changed.

    PACK is the name of an installed pack, a wheel, a folder or an address; palpate is the program.

    Example: palpate upgrade palpate-lymphatic

    Exit codes: 0 done; 2 the request is wrong; 1 it couldn't be done, or you must do it.
    """
    return carry_out("upgrade", tuple(map(newer, pack)), **options)


@click.command()
@click.argument("pack", nargs=-1, required=True, shell_complete=completing.words)
@_options
def uninstall(pack: tuple[str, ...], **options: bool) -> int:
    """Take installed packs out, and say what changed; works for a broken one too.

    PACK is the name of its distribution or of its technique.

    Example: palpate uninstall palpate-lymphatic

    Exit codes: 0 done; 2 the request is wrong; 1 it couldn't be done, or you must do it.
    """
    return carry_out("uninstall", tuple(dict.fromkeys(map(removable, pack))), **options)


def carry_out(action: Action, words: Sequence[str], dry_run: bool, yes: bool, verbose: bool) -> int:
    """Do it, or say what to do; give the exit code."""
    environment = here()
    asked = recipe(environment, action, words, present())
    if asked.why:
        emit(f"{asked}\n")
        _say(f"{'note' if dry_run else 'error'}: {asked.why}; run what is printed above")
        return 0 if dry_run else FAILED
    if dry_run:
        return _rehearse(action, words, asked, verbose)
    if environment.kind == "system" and not yes:
        _ask(environment)
    before = installed_now()
    if not _run(asked.commands[0], verbose):
        return FAILED
    emit(_page(changes(before, installed_anew()), action, words))
    return 0


def _run(words: Sequence[str], verbose: bool) -> bool:
    """Run a command; say what went wrong, if anything did."""
    outcome = run(words)
    if verbose:
        _say(outcome.said.rstrip())
    if outcome.why:
        more = "" if verbose else "; --verbose shows all that was said"
        _say(f"error: {outcome.why}{more}")
    return not outcome.code


def _rehearse(action: Action, words: Sequence[str], asked: Recipe, verbose: bool) -> int:
    """Say what would be done; whether it can be got is asked of the installer."""
    command = asked.commands[0]
    emit(f"would run: {printable(spoken(command))}\n")
    if action == "uninstall":
        gone = [pack for pack in present() if pack.distribution in words]
        before = installed_now()
        emit(_page(changes(before, without(before, gone)), action, words))
        return 0
    at = command.index("install") + 1
    outcome = run((*command[:at], "--dry-run", *command[at:]))
    if verbose:
        _say(outcome.said.rstrip())
    if outcome.why:
        _say(f"error: {outcome.why}")
        return FAILED
    found = would_install(outcome.said)
    emit("".join(f"+ {each}\n" for each in found) or "nothing would change\n")
    return 0


def would_install(said: str) -> list[str]:
    """Take names and versions out of what pip or uv says of a rehearsal."""
    uv = re.findall(r"^ [+~] (\S+)==(\S+)", said, re.MULTILINE)
    pip = re.search(r"^Would install (.*-.*)$", said, re.MULTILINE)
    found = uv or [each.rsplit("-", 1) for each in (pip[1].split() if pip else ())]
    return [" ".join(pair) for pair in found]


def _ask(environment: Environment) -> None:
    """Ask before the Python of a whole system is changed.

    Raises:
        RequestError: Nobody is there to answer.
    """
    what = f"{environment.prefix} is the Python of this whole system, not of palpate alone"
    if not sys.stdin or not sys.stdin.isatty():
        raise RequestError("--yes", f"is needed, because {what}")
    click.confirm(printable(f"{what}. Change it?"), abort=True, err=True)


def _page(found: Changes, action: Action, words: Sequence[str]) -> str:
    """Write what changed."""
    page = Page()
    for change in found.packs:
        page.line(str(change))
    if not found.packs:
        page.text(_nothing(action, words))
    for conditions, what in ((found.gained, "gained"), (found.lost, "lost")):
        if conditions:
            page.text(", ".join(conditions), first=f"conditions {what}: ", hang=4)
    if any(change.after for change in found.packs):
        page.text("`palpate doctor` says whether all is well.")
    return str(page)


def _nothing(action: Action, words: Sequence[str]) -> str:
    names = {pack.distribution for pack in present()}
    if action == "install" and not set(words) & names and not any(map(_is_file, words)):
        return "No pack changed: what was installed brings none, or was there already."
    return "Nothing changed: it is there already, in that version."


def _is_file(word: str) -> bool:
    return "/" in word or "\\" in word


def _say(text: str) -> None:
    click.echo(printable(text), err=True)

"""The option that every command has: packs from folders."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from palpate.errors import RequestError
from palpate.registry import Packs
from palpate.registry import load_packs

pack_option = click.option(
    "--pack", "pack", multiple=True, metavar="DIR", help="Use the pack in a folder, uninstalled."
)


def with_packs(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option."""
    return pack_option(command)


def loaded(ctx: click.Context, pack: tuple[str, ...]) -> Packs:
    """Load the packs that a command sees.

    Raises:
        RequestError: A folder isn't one.
    """
    folders = [Path(folder) for folder in (*(ctx.obj or ()), *pack)]
    for folder in folders:
        if not folder.is_dir():
            raise RequestError(str(folder), "isn't a folder")
    return load_packs(folders)


def warn(packs: Packs) -> None:
    """Say on standard error what is wrong with packs."""
    from palpate.render.safe import printable  # noqa: PLC0415

    for warning in packs.warnings:
        click.echo(f"warning: {printable(warning)}", err=True)

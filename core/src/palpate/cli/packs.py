"""The packs that a command sees."""

from collections.abc import Iterator
from collections.abc import Sequence
from pathlib import Path

import click

from palpate.cli.counting import counted
from palpate.cli.pack_option import pack_option
from palpate.cli.pack_option import with_packs
from palpate.errors import RequestError
from palpate.registry import Packs
from palpate.registry import load_packs
from palpate.registry.index import Row
from palpate.settings import standing

__all__ = ["loaded", "pack_option", "warn", "with_packs"]


def loaded(ctx: click.Context, pack: tuple[str, ...]) -> Packs:
    """Load the packs that a command sees: those that the settings don't block, and folders.

    Raises:
        RequestError: A folder isn't one, or the environment holds what it can't.
        ContentError: The settings file can't be read.
    """
    folders = [Path(folder) for folder in (*(ctx.obj or ()), *pack)]
    for folder in folders:
        if not folder.is_dir():
            raise RequestError(str(folder), "isn't a folder")
    return load_packs(folders, standing().blocked.value, watch=_watched)


def _watched(rows: Sequence[Row]) -> Iterator[Row]:
    """Give each installed pack, and a count of them to whoever waits."""
    return counted(rows, "reading", lambda row: row.distribution)


def warn(packs: Packs) -> None:
    """Say on standard error what is wrong with packs."""
    from palpate.render.safe import printable  # noqa: PLC0415

    for warning in packs.warnings:
        click.echo(f"warning: {printable(warning)}", err=True)

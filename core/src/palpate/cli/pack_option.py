"""The option that every command has: packs from folders."""

from collections.abc import Callable
from typing import Any

import click

pack_option = click.option(
    "--pack", "pack", multiple=True, metavar="DIR", help="Use the pack in a folder, uninstalled."
)


def with_packs(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option."""
    return pack_option(command)

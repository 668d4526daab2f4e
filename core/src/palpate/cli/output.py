"""Documents on their way out: to standard output, or to a file that is whole or not there."""

import os
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from palpate.errors import RequestError
from palpate.model.protocol import Protocol
from palpate.registry import Packs


def render_to(
    protocol: Protocol, packs: Packs, name: str, output: str | None, **options: object
) -> None:
    """Render a protocol and write it.

    Raises:
        RequestError: The format isn't known, or the file can't be written.
    """
    render = renderer(packs, name)
    colour = output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    document = render(protocol, packs.vocabulary, colour=colour, **options)
    if output is None:
        click.echo(document, nl=False)
    else:
        write_whole(output, document)


def renderer(packs: Packs, name: str) -> Callable[..., str]:
    """Import the renderer of a format.

    Raises:
        RequestError: No pack offers it.
    """
    from palpate.reading.words import nearest  # noqa: PLC0415

    formats = {each.name: each for each in packs.output_formats()}
    if name not in formats:
        raise RequestError(name, "no format of that name", nearest(name, list(formats)) or tuple(formats))
    module, _, function = formats[name].render.partition(":")
    found: Any = getattr(import_module(module), function)
    return found  # type: ignore[no-any-return]


def write_whole(path: str, text: str) -> None:
    """Write a file beside its place, then put it there in one move.

    Raises:
        RequestError: The place is a link or a folder, or can't be written to.
    """
    place = Path(path)
    if place.is_symlink():
        raise RequestError(path, "is a link; name the file itself")
    if place.is_dir():
        raise RequestError(path, "is a folder")
    try:
        handle, name = tempfile.mkstemp(dir=place.parent or Path(), prefix=".palpate-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            mask = os.umask(0)
            os.umask(mask)
            Path(name).chmod(0o666 & ~mask)
            Path(name).replace(place)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise RequestError(path, f"can't be written: {error.strerror}") from None

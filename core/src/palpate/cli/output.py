"""Documents on their way out: to standard output, or to a file that is whole or not there."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import click

from palpate.errors import RequestError
from palpate.model.protocol import Protocol
from palpate.registry import Packs

STANDARD_OUTPUT = "-"


def write(
    render: Callable[..., str],
    protocol: Protocol,
    packs: Packs,
    output: str | None,
    **options: object,
) -> None:
    """Render a protocol and write it.

    Args:
        output: A file; None or `-` for standard output.

    Raises:
        RequestError: The file can't be written.
    """
    if output is None or output == STANDARD_OUTPUT:
        emit(render(protocol, packs.vocabulary, colour=wants_colour(), **options))
    else:
        write_whole(output, render(protocol, packs.vocabulary, colour=False, **options))


def wants_colour() -> bool:
    """Say whether standard output is a terminal that shows colour, and nobody has asked for none."""
    asked_plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout is not None and sys.stdout.isatty() and not asked_plain


def emit(document: str) -> None:
    """Write a document to standard output; as UTF-8 where its own encoding lacks a character."""
    try:
        document.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        click.echo(document.encode("utf-8", "replace"), nl=False)
    else:
        click.echo(document, nl=False)


def check_place(path: str) -> None:
    """Refuse a place that can't take a file, before any work is done for it.

    Raises:
        RequestError: It is a link, a folder or a device, or its folder isn't there.
    """
    if path == STANDARD_OUTPUT:
        return
    place = Path(path)
    try:
        if place.is_symlink():
            raise RequestError(path, "is a link; name the file itself")
        if place.is_dir():
            raise RequestError(path, "is a folder; name a file in it")
        # A device would be replaced by the file, not written to.
        if place.exists() and not place.is_file():
            raise RequestError(path, "isn't a file")
        if not place.parent.is_dir():
            raise RequestError(path, "its folder isn't there")
    except (OSError, ValueError) as error:
        raise RequestError(path, f"can't be written: {_said(error)}") from None


def write_whole(path: str, text: str) -> None:
    """Write a file beside its place, then put it there in one move.

    Raises:
        RequestError: The place can't be written to.
    """
    import tempfile  # noqa: PLC0415 - standard output needs none

    check_place(path)
    place = Path(path)
    try:
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=".palpate-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            Path(name).chmod(_mode(place))
            Path(name).replace(place)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise RequestError(path, f"can't be written: {_said(error)}") from None


def _mode(place: Path) -> int:
    """Give the mode of the file that is replaced, or of any new one."""
    if place.exists():
        return place.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _said(error: Exception) -> str:
    return getattr(error, "strerror", "") or str(error)

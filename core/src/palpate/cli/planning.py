"""What `palpate plan` does."""

import sys
from collections.abc import Callable
from datetime import date
from datetime import datetime
from datetime import time
from typing import Any

import click
from attrs import evolve

from palpate.cli import values
from palpate.cli.bounds import EXIT
from palpate.cli.output import check_place
from palpate.cli.output import write
from palpate.cli.packs import loaded
from palpate.cli.packs import warn
from palpate.cli.request import build
from palpate.cli.standing import filled
from palpate.documents import renderer
from palpate.errors import RequestError
from palpate.model.protocol import Protocol
from palpate.registry import Packs
from palpate.settings import Setting
from palpate.settings import standing


def run(
    ctx: click.Context,
    diagnosis: tuple[str, ...],
    options: dict[str, Any],
    pack: tuple[str, ...],
    format_name: str | None,
    output: str | None,
    *,
    explain: bool,
    start: str | None,
) -> int:
    """Plan and write the document; give the exit code."""
    settings = standing()
    options, from_settings = filled(options, settings)
    packs = loaded(ctx, pack)
    # What is wrong with the request is said before the work, not after it.
    render = _renderer(packs, format_name, settings.format)
    if output is not None:
        check_place(output)
    first = _moment(start) if start else None
    request = build(diagnosis, options, packs.vocabulary)
    protocol = planned(evolve(request, from_settings=from_settings), packs)
    write(render, protocol, packs, output, explain=explain, start=first)
    # On a terminal the document has said it already, among its notes.
    if output is not None or sys.stdout is None or not sys.stdout.isatty():
        warn(packs)
    return EXIT[protocol.status]


def _renderer(packs: Packs, typed: str | None, setting: Setting) -> Callable[..., str]:
    """Give the renderer of the format that was typed, else of the one that is set.

    Raises:
        RequestError: No pack offers it; says where it is set, if it wasn't typed.
    """
    try:
        return renderer(packs, typed or setting.value)
    except RequestError as error:
        if typed or not setting.is_set:
            raise
        what = f"{error.what} (it is set in {setting.origin})"
        raise RequestError(error.word, what, error.nearest) from None


def _moment(text: str) -> date:
    """Read a day, or a day with a time."""
    day, _, clock = text.partition("T")
    found = values.day(day, "--start")
    if not clock:
        return found
    try:
        return datetime.combine(found, time.fromisoformat(clock).replace(tzinfo=None))
    except ValueError:
        raise RequestError(
            text, "--start needs a day, or a day and time as 2026-03-31T14:30"
        ) from None


def planned(request: Any, packs: Packs) -> Protocol:
    """Combine and verify; nothing leaves unverified.

    Raises:
        VerificationError: The protocol breaks an invariant.
    """
    from palpate.combine import combine  # noqa: PLC0415
    from palpate.errors import VerificationError  # noqa: PLC0415
    from palpate.verify import verify  # noqa: PLC0415

    protocol = combine(request, packs)
    broken = verify(protocol, packs)
    if broken:
        raise VerificationError(broken)
    return protocol

"""A count of what is done, for whoever waits at a terminal for more than a moment."""

import sys
import time
from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterator
from typing import TypeVar

from palpate.render.safe import printable

T = TypeVar("T")

#: Who waits no longer than this is told nothing.
PATIENCE_SECONDS = 1.0
CLEAR_LINE = "\r\x1b[K"


def counted(items: Collection[T], doing: str, name: Callable[[T], str] = str) -> Iterator[T]:
    """Give each item; once that takes over a second, say on a terminal's standard error which it is.

    The line is written over each time and is gone at the end, so that nothing of it stays on the page.

    Args:
        doing: What is done, as `checking`.
        name: Gives what an item is called.
    """
    begun = time.monotonic()
    on_terminal = sys.stderr is not None and sys.stderr.isatty()
    said = False
    try:
        for number, item in enumerate(items, 1):
            if on_terminal and time.monotonic() - begun > PATIENCE_SECONDS:
                said = True
                text = f"{doing} {number} of {len(items)}: {printable(name(item))}"
                _say(CLEAR_LINE + text[: _columns() - 1])
            yield item
    finally:
        if said:
            _say(CLEAR_LINE)


def _columns() -> int:
    """Give how wide a line may be: one that is wrapped couldn't be written over."""
    from shutil import get_terminal_size  # noqa: PLC0415 - only where something is said

    return get_terminal_size().columns


def _say(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()

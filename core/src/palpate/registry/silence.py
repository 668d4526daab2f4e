"""What a pack prints is swallowed, and nobody else's words are: other threads may be writing too."""

import io
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_lock = threading.Lock()
_own = threading.local()
_calls = 0
_before: tuple[Any, Any] = (None, None)


class _Muted:
    """Stands in for a stream: silent for a thread that runs a pack's code, itself for any other.

    A pack gets a stream of its own, so that it finds no way round by the real one's buffer.
    """

    stream: Any = None

    def __getattr__(self, name: str) -> Any:
        muted = _depth() or self.stream is None
        return getattr(io.StringIO() if muted else self.stream, name)


#: Made once and never freed: `print` in another thread holds on to what it found without counting it.
_OUT, _ERROR = _Muted(), _Muted()


def _depth() -> int:
    return getattr(_own, "depth", 0)


@contextmanager
def silence() -> Iterator[None]:
    """Swallow what this thread writes to standard output and standard error meanwhile."""
    _enter()
    _own.depth = _depth() + 1
    try:
        yield
    finally:
        _own.depth -= 1
        _leave()


def _enter() -> None:
    global _calls, _before  # noqa: PLW0603 - the streams are the process's, so is their keeper
    with _lock:
        if not _calls:
            _before = (sys.stdout, sys.stderr)
            _OUT.stream, _ERROR.stream = _before
            sys.stdout, sys.stderr = _OUT, _ERROR
        _calls += 1


def _leave() -> None:
    global _calls  # noqa: PLW0603 - likewise
    with _lock:
        _calls -= 1
        if not _calls:
            sys.stdout, sys.stderr = _before

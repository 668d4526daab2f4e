"""The command as a function: what it wrote, what it said, and its exit code."""

import io
import sys
from collections.abc import Callable
from contextlib import redirect_stderr
from contextlib import redirect_stdout

from attrs import frozen

from palpate import cli as command


@frozen
class Ran:
    """What came of a command."""

    code: int
    out: str
    err: str


Cli = Callable[..., Ran]


def run(*words: str, standard_input: bytes = b"") -> Ran:
    """Run the command in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(standard_input), encoding="utf-8")
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = command.run(list(words))
    finally:
        sys.stdin = before
    out.flush()
    err.flush()
    return Ran(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))  # type: ignore[attr-defined]

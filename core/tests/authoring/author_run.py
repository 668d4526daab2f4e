"""The command as its author types it: what it wrote, what it said, and its exit code."""

import io
import sys
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


def run(*words: str, standard_input: bytes = b"") -> Ran:
    """Run the command in this process, over what is installed."""
    written, said = io.BytesIO(), io.BytesIO()
    out, err = (io.TextIOWrapper(each, encoding="utf-8") for each in (written, said))
    before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(standard_input), encoding="utf-8")
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = command.run(list(words))
    finally:
        sys.stdin = before
    out.flush()
    err.flush()
    return Ran(code, written.getvalue().decode(), said.getvalue().decode())

"""Whole processes, timed in turn: A B A B, so that a machine that slows down slows both."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from collections.abc import Sequence

from attrs import frozen

TRIO = ("-c", "import click, pluggy, attrs")
MEMORY = "VmHWM:"
SAY = f"""\
import atexit, sys
def _say():
    with open("/proc/self/status") as status:
        sys.stderr.write(next(line for line in status if line.startswith("{MEMORY}")))
atexit.register(_say)
"""
BARE = (sys.executable, "-c", "pass")


@frozen
class Command:
    """A command in its own environment."""

    words: tuple[str, ...]
    environment: Mapping[str, str]


@frozen
class Run:
    """What one process took: seconds of processor and of the clock, and MiB at its peak.

    Attributes:
        memory: 0 where the process didn't say; see `saying_memory`.
    """

    cpu: float
    wall: float
    memory: float = 0


@frozen
class Pairing:
    """A command beside its yardstick, run by run."""

    runs: tuple[Run, ...]
    yardsticks: tuple[Run, ...]

    def ratio(self, what: str = "cpu") -> float:
        """Give the median of the ratios, pair by pair."""
        pairs = zip(self.runs, self.yardsticks, strict=True)
        return statistics.median(getattr(a, what) / getattr(b, what) for a, b in pairs)

    def median(self, what: str = "cpu") -> float:
        """Give the command's own median."""
        return statistics.median(getattr(run, what) for run in self.runs)


def command(*words: str, **environment: str) -> Command:
    """Give a command in an environment where nothing of the user's own is set."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PALPATE_", "PYTHON"))}
    return Command(words, kept | environment)


def trio(python: str = sys.executable) -> Command:
    """Give the yardstick, in the environment of an interpreter."""
    return command(python, *TRIO)


def palpate(*words: str, python: str = sys.executable, **environment: str) -> Command:
    """Give a call of the program, as its console script makes it."""
    code = "import sys; from palpate.cli import main; sys.argv[0] = 'palpate'; sys.exit(main())"
    return command(python, "-c", code, *words, **environment)


def saying_memory(one: Command) -> Command:
    """Let a Python command say its own peak at its end: a parent's figure holds its own as well."""
    python, option, code, *rest = one.words
    words = (python, option, f"{SAY}\n{code}", *rest)
    return Command(words, one.environment)


def run(one: Command) -> Run:
    """Run a command to its end.

    Raises:
        RuntimeError: It failed.
    """
    before = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - the commands stand in this folder
        one.words, env=one.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        said = process.stderr.read() if process.stderr else b""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - before
    if process.returncode:
        raise RuntimeError(f"{' '.join(one.words)} left with {process.returncode}: {said.decode()}")
    _, marked, kilobytes = said.decode().rpartition(MEMORY)
    memory = int(kilobytes.split()[0]) / 1024 if marked else 0
    return Run(used.ru_utime + used.ru_stime, wall, memory)


def pair(one: Command, yardstick: Command, times: int, before: Sequence[Command] = ()) -> Pairing:
    """Run two commands in turn, after one turn that doesn't count.

    Args:
        before: Run before each run of the command, and not timed.
    """
    runs, yardsticks = [], []
    for turn in range(times + 1):
        yardsticks.append(run(yardstick))
        for each in before:
            run(each)
        runs.append(run(one))
        if not turn:
            runs.clear()
            yardsticks.clear()
    return Pairing(tuple(runs), tuple(yardsticks))

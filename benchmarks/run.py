"""Measure palpate against its targets: `python benchmarks/run.py`, with `--quick` for a first look.

Every ratio is the median over pairs of processes run in turn, of the processor time that each used,
in units of `python -c "import click, pluggy, attrs"` ("trio") in this environment.
"""

import argparse
import compileall
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC
from datetime import datetime
from pathlib import Path

import library
import pairs
import sites
from attrs import frozen

import palpate

CHECKOUT = Path(__file__).parents[1]
PAGE = CHECKOUT / "docs" / "performance.md"
MARK = ("<!-- made by benchmarks/run.py -->", "<!-- end -->")
CONDITION = "sciatica"
ELSEWHERE = ("plantar-fasciitis", "foot")
CROWDED = "chronic-low-back-pain"
MANY = 1_000
COUNTS = (5, 10, 50)
#: Times that each real choice is solved by the search and by the solver, in turn.
PAIRS = 5
#: Seconds that a choice among many packs is waited for.
PATIENCE = 60


@frozen
class Row:
    """One line of the table."""

    what: str
    target: str
    figure: str
    met: bool | None = None


def say(text: str) -> None:
    """Say how far it is, on one line that is written over."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


class Bench:
    """All measurements, with what they share."""

    def __init__(self, folder: Path, *, quick: bool) -> None:
        self.times = 5 if quick else 21
        self.quick = quick
        self.folder = folder
        self.trio = pairs.trio()
        self.cache = str(folder / "cache")
        self.packs = library.loaded()

    def plan(self, **environment: str) -> pairs.Command:
        """Give the plan that is measured."""
        environment = {"PALPATE_CACHE_DIR": self.cache} | environment
        return pairs.palpate("plan", CONDITION, "--date", "2026-03-31", **environment)

    def rows(self) -> Iterator[Row]:
        """Measure, and give each line of the table when it is there."""
        say("warm up")
        pairs.run(self.plan())
        trio = pairs.pair(self.trio, self.trio, self.times)
        inside = self.inside()
        whole = pairs.pair(self.plan(), self.trio, self.times)
        rest = whole.ratio() - inside / trio.median()
        yield ratio("a plan, five packs, warm, less combining and verifying", rest, 1.2)
        yield Row("the same, all of it", "", f"{whole.ratio():.2f} x trio")
        for name, words in (
            ("`--version`", ("--version",)),
            ("`--help`", ("--help",)),
        ):
            say(name)
            found = pairs.pair(pairs.palpate(*words), self.trio, self.times)
            yield ratio(name, found.ratio(), 0.95)
        say("completion")
        complete = pairs.palpate(
            _PALPATE_COMPLETE="bash_complete", COMP_WORDS="palpate plan scia", COMP_CWORD="2"
        )
        found = pairs.pair(complete, self.trio, self.times)
        yield ratio("completion of a condition", found.ratio(), 0.95)
        yield from self.first(inside / trio.median())
        yield from self.many()
        say("memory")
        bare = pairs.saying_memory(pairs.command(*pairs.BARE))
        if Path("/proc/self/status").exists():
            found = pairs.pair(pairs.saying_memory(self.plan()), bare, self.times)
            yield ratio("peak memory of a plan", found.ratio("memory"), 1.6, "x bare Python")
        yield from self.sweep()
        yield from self.crowds()
        yield from self.duels()

    def inside(self) -> float:
        """Give the seconds that one combine and one verify take in a fresh process."""
        request = library.Request((CONDITION,), library.DAY)
        found = [library.plan(request, self.packs) for _ in range(self.times)]
        return statistics.median(each.whole for each in found if each)

    def yardsticks(self) -> list[float]:
        """Give the seconds of some runs of trio, at this time of the machine."""
        return [pairs.run(self.trio).cpu for _ in range(self.times)]

    def first(self, inside: float) -> Iterator[Row]:
        """Measure the first run of what is built and installed anew: nothing is in the cache."""
        say("first run: build six wheels and install them")
        python = str(sites.installed(self.folder / "installed", CHECKOUT))
        say("first run")
        empty = self.folder / "empty"
        words = ("plan", CONDITION, "--date", "2026-03-31")
        plan = pairs.palpate(*words, python=python, PALPATE_CACHE_DIR=str(empty))
        runs, yardsticks = [], []
        for _ in range(self.times):
            shutil.rmtree(empty, ignore_errors=True)
            yardsticks.append(pairs.run(pairs.trio(python)))
            runs.append(pairs.run(plan))
        found = pairs.Pairing(tuple(runs), tuple(yardsticks)).ratio() - inside
        yield ratio("first run after installing, likewise", found, 1.7)

    def many(self) -> Iterator[Row]:
        """Measure the plan beside many packs, and beside many distributions that are none."""
        count = 50 if self.quick else MANY
        say(f"{count} packs")
        place = sites.many_packs(self.folder / "packs", count, *ELSEWHERE)
        beside = self.plan(PYTHONPATH=str(place))
        # What is just written isn't kept at once.
        for _ in range(2):
            pairs.run(beside)
        found = pairs.pair(beside, self.plan(), max(3, self.times // 3))
        each = 1e3 * found.median() * (1 - 1 / found.ratio()) / count
        yield ratio(f"the same plan with {count:,} packs more", found.ratio(), 1.5, "x its own")
        yield Row("what each of them costs", "", f"{each:.2f} ms")
        count = 100 if self.quick else MANY
        say(f"{count} distributions")
        place = sites.many_distributions(self.folder / "others", count)
        found = pairs.pair(self.plan(PYTHONPATH=str(place)), self.plan(), self.times)
        yield ratio(f"with {count:,} distributions beside", found.ratio(), 1.2, "x its own")

    def sweep(self) -> Iterator[Row]:
        """Plan every condition in every stage at three lengths, with trio before and after."""
        asked = list(library.requests(self.packs))
        asked = asked[:: 11 if self.quick else 1]
        before = self.yardsticks()
        found = library.plans(iter(asked), self.packs, say)
        trio = statistics.median((*before, *self.yardsticks()))
        took = sorted(each.whole for each in found)
        middle, worst = statistics.median(took), took[-1]
        yield Row(f"plans made and verified: {len(found)}", "", f"{len(asked)} asked for")
        yield ratio("combine and verify, median", middle / trio, 0.12, ms=middle)
        yield ratio("combine and verify, worst", worst / trio, 1.7, ms=worst)
        unproven = sum(not each.protocol.provenance.optimal for each in found)
        yield Row("of them not proven best", "0", str(unproven), unproven == 0)
        yield Row("combine alone, median", "", milli([e.seconds for e in found]))
        yield Row("verify alone, median", "", milli([e.checked for e in found]))
        for minutes in library.LENGTHS:
            own = [e.whole for e in found if e.request.minutes == minutes]
            if own:
                yield Row(f"median at {minutes} minutes", "", milli(own))
        for name, seconds in library.stages_of(
            library.Request((CONDITION,), library.DAY), self.packs
        ).items():
            yield Row(f"`{name}` of {CONDITION}", "", f"{1e3 * seconds:.1f} ms")

    def crowds(self) -> Iterator[Row]:
        """Choose among more and more packs that all treat one condition."""
        say(f"the best of any number of packs that treat {CROWDED}, by CP-SAT")
        try:
            best = library.best_of_crowd(self.packs, CROWDED, PATIENCE)
        except ImportError:
            best = None
        for count in COUNTS:
            say(f"{count} packs that treat {CROWDED}")
            wanted = "500 ms, 2 %" if count == COUNTS[-1] else ""
            yield crowd_row(count, wanted, within(PATIENCE, count), best)

    def duels(self) -> Iterator[Row]:
        """Solve real choices with CP-SAT as well."""
        names = sorted(self.packs.vocabulary.conditions)[:: 14 if self.quick else 4]
        try:
            found = library.against_solver(self.packs, names, 1 if self.quick else PAIRS, say)
        except ImportError:
            yield Row("against CP-SAT", "10 x", "ortools isn't installed here")
            return
        faster = statistics.median(duel.solver / duel.here for duel in found)
        all_names = {duel.name for duel in found}
        same = len(all_names - {duel.name for duel in found if not duel.same})
        text = f"{faster:.1f} x as fast, {same} of {len(all_names)} with the same optimum"
        yield Row("against CP-SAT, its import not counted", "10 x", text, faster >= 10)  # noqa: PLR2004


def crowd_row(count: int, wanted: str, one: library.Crowded | None, best: int | None) -> Row:
    """Give the line of a choice among many packs, beside the best that is known."""
    name = f"{count} packs of one condition, {library.STEPS} steps each"
    if one is None:
        return Row(name, wanted, f"not chosen within {PATIENCE} s", False if wanted else None)
    text = f"{1e3 * one.before:.0f} ms before the search, {1e3 * one.choosing:.0f} ms in it; "
    if best is None:
        text += "the best isn't known"
    elif count == COUNTS[0]:
        text += "proven" if one.bound == one.value else "not proven"
    else:
        text += f"{100 * (1 - one.value / best):.1f} % under the best known"
    met = None
    if wanted:
        fast = one.before + one.choosing <= 0.5  # noqa: PLR2004
        met = fast and best is not None and one.value >= 0.98 * best
    return Row(name, wanted, text, met)


def within(seconds: int, count: int) -> library.Crowded | None:
    """Choose among many packs in a process of its own; None where it takes too long."""
    code = (
        "import json, attrs, library; print(json.dumps(attrs.astuple(library.crowded("
        f"library.loaded(), {CROWDED!r}, {count}))))"
    )
    try:
        ran = subprocess.run(  # noqa: S603 - the code stands above
            [sys.executable, "-c", code],
            cwd=Path(__file__).parent,
            timeout=seconds,
            capture_output=True,
            check=True,
        )
    except subprocess.TimeoutExpired:
        return None
    return library.Crowded(*json.loads(ran.stdout))


def ratio(
    what: str, found: float, target: float, of: str = "x trio", ms: float | None = None
) -> Row:
    """Give the line of a ratio that must not be over its target."""
    said = f"{found:.2f} {of}" + (f" ({1e3 * ms:.0f} ms)" if ms is not None else "")
    return Row(what, f"{target:g} {of}", said, found <= target)


def milli(seconds: list[float]) -> str:
    """Give the median of some times."""
    return f"{1e3 * statistics.median(seconds):.1f} ms"


def line(row: Row) -> str:
    """Give a row as a line of a page."""
    met = {True: "yes", False: "no", None: ""}[row.met]
    return f"| {row.what} | {row.target} | {row.figure} | {met} |"


def head(bench: Bench) -> list[str]:
    """Say when and on what it was measured."""
    day = datetime.now(UTC).date()  # noqa: TID251 - when the table was made
    machine = (
        f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores"
    )
    return [
        f"Made on {day} with palpate {palpate.__version__}, {machine}; {bench.times} pairs a line.",
        "",
        "| what | target | figure | met |",
        "|---|---|---|---|",
    ]


def main() -> None:
    """Measure, print the table, and write it into the page where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="fewer pairs, fewer plans: two minutes"
    )
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.name}")
    options = parser.parse_args()
    compileall.compile_dir(Path(palpate.__file__).parent, quiet=2)
    with tempfile.TemporaryDirectory(prefix="palpate-bench-") as folder:
        bench = Bench(Path(folder), quick=options.quick)
        lines = head(bench)
        print("\n".join(lines))
        for row in bench.rows():
            say("")
            lines.append(line(row))
            print(lines[-1], flush=True)
    if options.write:
        text = PAGE.read_text(encoding="utf-8")
        before, _, rest = text.partition(MARK[0])
        after = rest.partition(MARK[1])[2]
        table = "\n".join(lines)
        PAGE.write_text(f"{before}{MARK[0]}\n{table}\n{MARK[1]}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()

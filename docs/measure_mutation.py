"""Measures how many small faults in screening and in the verifier the fast tests find; writes docs/mutation.md.

mutmut plants the faults, one at a time, and runs the tests that reach each. It works on a copy of the
checkout, in one process at a time; all of it takes an hour or two. A folder named with --work keeps the
copy and what was measured: run again after a change, a module whose source is another is measured anew, and
what survived in the others is tried again with the tests as they are now.

    python docs/measure_mutation.py --work /tmp/mutation
    python docs/measure_mutation.py --work /tmp/mutation --only verify/clock verify/row
    python docs/measure_mutation.py --share 0.11 --seed 3

Needs mutmut (requirements-mutation.txt) beside what requirements-dev.txt asks for. What survives is
looked up in docs/mutation.toml: the reason why nobody could tell it from the program.
"""

import argparse
import ast
import difflib
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from collections.abc import Iterator
from math import sqrt
from pathlib import Path

from attrs import field
from attrs import frozen

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "mutation.md"
REASONS = ROOT / "docs" / "mutation.toml"
MODULES = (
    "src/palpate/combine/screen.py",
    "src/palpate/combine/gate.py",
    "src/palpate/combine/clearance.py",
    "src/palpate/combine/adapt.py",
    "src/palpate/combine/caps.py",
    "src/palpate/gentler.py",
    "src/palpate/verify/*",
)
TESTS = ("core/tests/combine", "core/tests/verify", "core/tests/test_no_less_gentle.py")
SETTINGS = f"""\
[tool.mutmut]
source_paths = ["src/"]
only_mutate = {json.dumps(MODULES)}
also_copy = ["core", "plugins"]
pytest_add_cli_args_test_selection = {json.dumps(TESTS)}
pytest_add_cli_args = ["-p", "no:cacheprovider"]
use_git_change_detection = false
track_dependencies = false

[tool.pytest.ini_options]
markers = ["nightly: hours", "slow: minutes"]
"""
#: What mutmut notes of a mutant that no test noticed: passed, no tests, nothing collected.
SURVIVED = (0, 33, 5)
NORMAL = 1.96  # of a 95 % interval


@frozen
class Mutant:
    """One planted fault.

    Attributes:
        change: The lines that differ, with their signs.
    """

    module: str
    function: str
    change: tuple[str, ...]


@frozen
class Module:
    """What came of one module."""

    name: str
    mutants: int
    tried: int
    survivors: tuple[Mutant, ...] = field(factory=tuple)


def main() -> int:
    """Run mutmut where it is asked for, then write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--share", type=float, default=1.0, help="of each module's mutants")
    parser.add_argument("--least", type=int, default=20, help="mutants of each module")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[""], help="modules whose path has one in it")
    parser.add_argument("--work", type=Path, help="keep the copy here, and add to what it has")
    asked = parser.parse_args()
    work = asked.work or Path(tempfile.mkdtemp(prefix="palpate-mutation-"))
    _bring_up_to_date(work, asked.only)
    _mutmut(work, ["palpate.verify.accounts*"])
    names = _sample(work, asked.share, asked.least, asked.seed, asked.only)
    for start in range(0, len(names), 500):
        _mutmut(work, names[start : start + 500])
    modules = tuple(_modules(work))
    PAGE.write_text(page(modules, _reasons(), asked.seed), encoding="utf-8")
    return 0


def _bring_up_to_date(work: Path, only: list[str]) -> None:
    """Lay out a copy in which mutmut finds its way; forget what doesn't hold of this checkout."""
    _forget_changed(work)
    _forget_survivors(work, only)
    work.mkdir(parents=True, exist_ok=True)
    for old in ("core", "plugins", "mutants/core", "mutants/plugins"):
        shutil.rmtree(work / old, ignore_errors=True)
    (work / "mutants/mutmut-stats.json").unlink(missing_ok=True)
    skip = shutil.ignore_patterns("__pycache__", ".*_cache")
    for source, copy in (
        ("core/src/palpate", "src/palpate"),
        ("core/tests", "core/tests"),
        ("plugins", "plugins"),
    ):
        shutil.copytree(ROOT / source, work / copy, ignore=skip, dirs_exist_ok=True)
    (work / "tests").mkdir(exist_ok=True)
    (work / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")


def _forget_changed(work: Path) -> None:
    """Remove the copies of sources that aren't the checkout's, with what was measured of them."""
    for copy in [path for path in (work / "src/palpate").rglob("*") if path.is_file()]:
        part = copy.relative_to(work / "src")
        source = ROOT / "core/src" / part
        if not source.is_file() or source.read_bytes() != copy.read_bytes():
            mutated = work / "mutants/src" / part
            for stale in (copy, mutated, mutated.with_name(f"{mutated.name}.meta")):
                stale.unlink(missing_ok=True)


def _forget_survivors(work: Path, only: list[str]) -> None:
    """Let what no test noticed be tried again, in the modules that are asked for."""
    for path, verdicts in _verdicts(work):
        if not _asked_for(_module_name(path, work), only):
            continue
        meta = path.with_name(f"{path.name}.meta")
        held = json.loads(meta.read_text(encoding="utf-8"))
        held["exit_code_by_key"] = {
            name: None if code in SURVIVED else code for name, code in verdicts.items()
        }
        meta.write_text(json.dumps(held), encoding="utf-8")


def _mutmut(work: Path, names: Iterable[str]) -> None:
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", "1", *names]
    subprocess.run(command, cwd=work, check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def _verdicts(work: Path) -> Iterator[tuple[Path, dict[str, int | None]]]:
    """Give each mutated file with what became of its mutants: an exit code, None where not tried."""
    for path in sorted((work / "mutants/src").rglob("*.meta")):
        found = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        if found:
            yield path.with_suffix(""), found


def _sample(work: Path, share: float, least: int, seed: int, only: list[str]) -> list[str]:
    """Name what is still to be tried of the modules that are asked for."""
    chosen: list[str] = []
    for path, verdicts in _verdicts(work):
        name = _module_name(path, work)
        names = sorted(verdicts)
        random.Random(f"{seed}/{name}").shuffle(names)  # noqa: S311 - a sample, no secret
        if _asked_for(name, only):
            sample = names[: max(least, round(share * len(names)))]
            chosen += [mutant for mutant in sample if verdicts[mutant] is None]
    return chosen


def _asked_for(module: str, only: list[str]) -> bool:
    return any(part in module for part in only)


def _module_name(path: Path, work: Path) -> str:
    return str(path.relative_to(work / "mutants/src"))


def _modules(work: Path) -> Iterator[Module]:
    for path, verdicts in _verdicts(work):
        tried = {name: code for name, code in verdicts.items() if code is not None}
        if tried:
            survivors = [name for name, code in tried.items() if code in SURVIVED]
            name = _module_name(path, work)
            yield Module(name, len(verdicts), len(tried), tuple(_mutants(path, name, survivors)))


def _mutants(path: Path, module: str, names: list[str]) -> Iterator[Mutant]:
    """Read what the mutants changed from the mutated source."""
    if not names:
        return
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    bodies = {
        node.name: lines[node.lineno - 1 : node.end_lineno]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef)
    }
    for name in names:
        own = name.rpartition(".")[2]
        before = bodies[re.sub(r"__mutmut_\d+$", "__mutmut_orig", own)]
        change = tuple(
            f"{line[0]} {line[1:].strip()}"
            for line in difflib.unified_diff(before, bodies[own], n=0, lineterm="")
            if not line.startswith(("---", "+++", "@@")) and "__mutmut_" not in line
        )
        function = re.sub(r"__mutmut_\d+$", "", own).removeprefix("x_").replace("xǁ", "")
        yield Mutant(module, function.replace("ǁ", "."), change)


def _reasons() -> dict[tuple[str, str], str]:
    """Read why survivors are equivalent: by function and by the line that they make."""
    data = tomllib.loads(REASONS.read_text(encoding="utf-8"))
    return {(e["function"], e["becomes"]): e["why"] for e in data.get("equivalent", ())}


def reason_of(mutant: Mutant, reasons: dict[tuple[str, str], str]) -> str:
    """Give why a survivor can't be told from the program; empty where it could be."""
    becomes = " ".join(line[2:] for line in mutant.change if line.startswith("+"))
    return reasons.get((mutant.function, becomes), "")


def interval(hits: int, tried: int) -> tuple[float, float]:
    """Give Wilson's 95 % interval of a share."""
    if not tried:
        return 0.0, 1.0
    share, square = hits / tried, NORMAL**2
    middle = (share + square / (2 * tried)) / (1 + square / tried)
    half = NORMAL * sqrt(share * (1 - share) / tried + square / (4 * tried**2))
    return middle - half / (1 + square / tried), middle + half / (1 + square / tried)


def page(modules: tuple[Module, ...], reasons: dict[tuple[str, str], str], seed: int) -> str:
    """Write the page."""
    lines = [
        "# Mutation testing",
        "",
        "A mutant is the program with one small fault: a `<` made `<=`, a value made `None`, a word changed.",
        "Killed means that a fast test fails with it or never ends. An equivalent mutant does as the program does, for every",
        "patient; the list at the end says why. The mutants are mutmut's.",
        "",
        *_how(modules, seed),
        "",
        "| module | mutants | tried | killed | equivalent | survive | killed of those that could be |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [_row(module.name, (module,), reasons) for module in modules]
    verifier = tuple(m for m in modules if "/verify/" in m.name)
    screening = tuple(m for m in modules if m not in verifier)
    lines.append(_row("screening and limits", screening, reasons))
    lines.append(_row("the verifier", verifier, reasons))
    lines += ["", "## Survivors, each with its reason", ""]
    for module in modules:
        for mutant in module.survivors:
            why = reason_of(mutant, reasons)
            if why:
                lines += [*_shown(mutant), f"  {why}", ""]
    lines += ["## Survivors that a test should find", ""]
    missed = [m for module in modules for m in module.survivors if not reason_of(m, reasons)]
    for mutant in missed:
        lines += [*_shown(mutant), ""]
    return "\n".join(lines if missed else [*lines, "None.", ""])


def _how(modules: tuple[Module, ...], seed: int) -> list[str]:
    """Say how this was measured, and how to do so again."""
    said = [
        "`python docs/measure_mutation.py --work FOLDER` measures and makes this page. Run again with the same",
        "folder it measures a module anew whose source is another, and tries what survived in the others once more",
        "with the tests as they are. Decorated functions and module constants aren't mutated by mutmut.",
    ]
    if any(module.tried < module.mutants for module in modules):
        said += [
            "",
            f"Where fewer are tried than there are, they are a random sample of the module (seed {seed}), and the",
            "last column has its 95 % interval.",
        ]
    return said


def _row(name: str, modules: tuple[Module, ...], reasons: dict[tuple[str, str], str]) -> str:
    tried = sum(module.tried for module in modules)
    survivors = [mutant for module in modules for mutant in module.survivors]
    equivalent = sum(bool(reason_of(mutant, reasons)) for mutant in survivors)
    killed = tried - len(survivors)
    share = killed / (tried - equivalent) if tried > equivalent else 1.0
    said = f"{100 * share:.1f} %"
    mutants = sum(module.mutants for module in modules)
    if tried < mutants:
        low, high = interval(killed, tried - equivalent)
        said += f" ({100 * low:.0f} to {100 * high:.0f})"
    left = len(survivors) - equivalent
    return f"| {name} | {mutants} | {tried} | {killed} | {equivalent} | {left} | {said} |"


def _shown(mutant: Mutant) -> list[str]:
    return [
        f"- `{mutant.module}`, `{mutant.function}`",
        "",
        "  ```diff",
        *(f"  {line}" for line in mutant.change),
        "  ```",
        "",
    ]


if __name__ == "__main__":
    sys.exit(main())

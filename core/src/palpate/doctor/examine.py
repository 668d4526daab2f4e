"""Puts the report together."""

import platform
import re
import sys
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path

from attrs import evolve

from palpate.doctor.advise import finding_of
from palpate.doctor.advise import reinstall
from palpate.doctor.compare import disagreements
from palpate.doctor.compare import overlaps
from palpate.doctor.content import ask
from palpate.doctor.content import of_files
from palpate.doctor.program import about_program
from palpate.doctor.program import about_vocabulary
from palpate.doctor.program import counts
from palpate.doctor.program import formats
from palpate.doctor.report import Finding
from palpate.doctor.report import PackHealth
from palpate.doctor.report import Report
from palpate.doctor.report import State
from palpate.errors import ContentError
from palpate.model.technique import API_VERSION
from palpate.present import text_of
from palpate.registry.content import PackIdentity
from palpate.registry.discover import MANIFEST
from palpate.registry.discover import Found
from palpate.registry.discover import in_folder
from palpate.registry.discover import installed
from palpate.registry.packs import BUILT_IN
from palpate.registry.packs import Pack
from palpate.registry.packs import PackProblem
from palpate.registry.packs import Packs
from palpate.settings import settings_file
from palpate.version import VERSION
from palpate.vocabulary import Vocabulary

MOST_SAID = 5
#: A manifest that is longer is no manifest, and is refused elsewhere.
MOST_READ = 256_000
STATES: Mapping[str, State] = {
    "blocked": "blocked",
    "shadowed": "shadowed",
    "unknown": "unknown",
    "faulty": "loaded",
}


#: Gives each pack when it is asked for: where a count of them is shown.
Watch = Callable[[Sequence[Pack]], Iterable[Pack]]


def examine(load: Callable[[], Packs], folders: Iterable[Path] = (), watch: Watch = iter) -> Report:
    """Look at the program and at every pack; what a pack does costs only that pack.

    Args:
        load: Gives the packs; may raise what is wrong with the program's own files.
        folders: Folders of packs that aren't installed.
        watch: Told of the packs, one by one, as they are asked all that they can answer.
    """
    report = Report(
        palpate=VERSION,
        api=API_VERSION,
        python=platform.python_version(),
        platform=sys.platform,
        program=str(Path(__file__).parents[1]),
        settings=str(settings_file()),
        findings=about_program(),
    )
    found = _found(folders)
    try:
        packs = load()
    except ContentError as error:
        do = reinstall("palpate")
        broken = [Finding("error", f"palpate's own {p}", do) for p in error.problems[:MOST_SAID]]
        unread = tuple(PackHealth(f.distribution, f.version, "broken") for f in found)
        return evolve(report, packs=unread, findings=(*report.findings, *broken))
    return _with_packs(report, packs, found, watch)


def _found(folders: Iterable[Path]) -> tuple[Found, ...]:
    try:
        there = tuple(installed())
    except Exception:  # noqa: BLE001 - metadata that nobody can read is said by whoever loads it
        there = ()
    return (*there, *map(in_folder, folders))


def _with_packs(report: Report, packs: Packs, found: tuple[Found, ...], watch: Watch) -> Report:
    asked = [
        ask(pack, _folder(pack.identity, found), packs.vocabulary) for pack in watch(packs.packs)
    ]
    names, unwritable = formats(packs)
    well = [_with_faults(each.health, packs.faults) for each in asked]
    out = [_ill(problem, found, packs.vocabulary) for problem in packs.problems]
    findings = (*report.findings, *about_vocabulary(packs.vocabulary), *unwritable)
    return evolve(
        report,
        packs=_together([*well, *out]),
        vocabulary=counts(packs.vocabulary),
        formats=names,
        overlaps=overlaps(asked),
        disagreements=disagreements(asked),
        findings=findings,
    )


def _with_faults(health: PackHealth, faults: Iterable[PackProblem]) -> PackHealth:
    """Add what went wrong while all packs were asked together."""
    own = [f for f in faults if (f.pack, f.version) == (health.pack, health.version)]
    said = {finding.what for finding in health.findings}
    more = [finding_of(f, health.origin, health.api) for f in own if f.what not in said]
    return evolve(health, findings=(*health.findings, *more))


def _folder(identity: PackIdentity, found: Iterable[Found]) -> Path | None:
    """Give the folder of a pack's data files, where it was found."""
    for each in found:
        if (each.distribution, each.origin) == (identity.distribution, identity.origin):
            return each.folder
    return None


def _ill(problem: PackProblem, found: Iterable[Found], vocabulary: Vocabulary) -> PackHealth:
    """Make a pack's health of what the registry says of it."""
    same = [f for f in found if problem.pack in (f.distribution or f.name, f.name)]
    # A folder shadows, and is seldom shadowed; else what was named on the way is meant.
    own = next((f for f in same if f.version == problem.version), same[-1] if same else None)
    folder = own.folder if own else None
    api = _number(r"^(?:api|format)\s*=\s*([0-9]+)", folder)
    origin = own.origin if own else ""
    mistakes = _mistakes(problem, folder, origin, vocabulary)
    return PackHealth(
        pack=problem.pack,
        version=problem.version,
        state=STATES.get(problem.state, "broken"),
        origin=origin,
        place=str(folder or ""),
        api=api,
        kind=_kind(own),
        findings=mistakes or (finding_of(problem, origin, api),),
    )


def _mistakes(
    problem: PackProblem, folder: Path | None, origin: str, vocabulary: Vocabulary
) -> tuple[Finding, ...]:
    """Give every mistake of the file that puts a pack out; the registry names only the first.

    What other files then seem to lack may follow from it, and isn't said.
    """
    if folder is None or problem.state != "broken":
        return ()
    file = problem.what.partition(":")[0]
    found = of_files(folder, problem.pack, origin, vocabulary)
    return tuple(f for f in found if f.level == "error" and f.what.startswith(f"{file}:"))


def _kind(found: Found | None) -> str:
    """Say whether a pack that isn't in would run code of its own; empty where nobody can tell."""
    if found is None:
        return ""
    if found.folder is None:
        return "code" if found.value else ""
    return "code" if re.search(r"^code\s*=", _manifest(found.folder), re.MULTILINE) else "data"


def _number(pattern: str, folder: Path | None) -> int | None:
    found = re.search(pattern, _manifest(folder), re.MULTILINE) if folder else None
    return int(found[1][:9]) if found else None


def _manifest(folder: Path) -> str:
    return text_of(str(folder), MANIFEST)[:MOST_READ]


def _together(healths: Iterable[PackHealth]) -> tuple[PackHealth, ...]:
    """Put what is known of one pack into one row, and sort: the core's own first."""
    rows: dict[tuple[str, str, str, str], PackHealth] = {}
    for each in healths:
        key = (each.pack, each.version, each.origin, each.state)
        same = rows.get(key)
        findings = (*same.findings, *each.findings) if same else each.findings
        rows[key] = evolve(each, findings=tuple(dict.fromkeys(findings)))
    return tuple(sorted(rows.values(), key=lambda h: (h.origin != BUILT_IN, h.pack, h.origin)))

"""How the program itself is: Python, settings, extras, vocabulary, formats."""

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import PackageNotFoundError
from importlib.metadata import requires
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Final

from palpate.doctor.advise import reinstall
from palpate.doctor.report import Finding
from palpate.errors import PalpateError
from palpate.present import CORE
from palpate.present import Present
from palpate.present import canonical
from palpate.present import every
from palpate.registry.isolate import Faulty
from palpate.registry.isolate import call
from palpate.registry.packs import Packs
from palpate.settings import standing
from palpate.vocabulary import Vocabulary
from palpate.vocabulary.consistency import check_vocabulary

#: The newest Python that the tests are run with.
NEWEST_TESTED: Final = (3, 13)
#: The kinds of words that the report counts.
COUNTED = ("conditions", "factors", "regions", "muscles", "manoeuvres")
_REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:.*extra\s*==\s*['\"](?P<extra>[^'\"]+))?")


def about_program() -> tuple[Finding, ...]:
    """Look at everything that belongs to no pack."""
    return tuple(chain(_python(), _settings(), _extras(), _twice()))


def _python() -> Iterator[Finding]:
    if sys.version_info[:2] > NEWEST_TESTED:
        newest = ".".join(map(str, NEWEST_TESTED))
        yield Finding("note", f"palpate was tested with Python up to {newest}, not with this one")


def _settings() -> Iterator[Finding]:
    try:
        standing()
    except PalpateError as error:
        yield Finding("error", f"settings: {error}", "mend the line, or palpate config unset KEY")
    except OSError as error:
        yield Finding("error", f"the settings file can't be read: {error.strerror}", "mend it")


def _extras() -> Iterator[Finding]:
    """Name what isn't installed of the core's extras, which only some formats need."""
    try:
        wanted = requires(CORE) or []
    except PackageNotFoundError:
        yield Finding("warning", "palpate runs from files that no installer knows of")
        return
    missing: dict[str, list[str]] = {}
    for line in wanted:
        found = _REQUIREMENT.match(line)
        if found and not _is_installed(found["name"]):
            missing.setdefault(found["extra"] or "", []).append(found["name"])
    for extra, names in sorted(missing.items()):
        what = f"not installed: {', '.join(sorted(names))}"
        if extra:
            do = f'to have it: palpate install "{CORE}[{extra}]"'
            yield Finding("note", f"{what} (the extra {extra})", do)
        else:
            yield Finding("error", what, f"palpate install {' '.join(sorted(names))}")


def _is_installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def _twice() -> Iterator[Finding]:
    """Find packs that are installed in two places, of which Python takes the first."""
    seen: dict[str, list[Present]] = {}
    for pack in every(sys.path):
        held = seen.setdefault(canonical(pack.distribution), [])
        if all(pack.record != other.record for other in held):
            held.append(pack)
    for packs in seen.values():
        for hidden in packs[1:]:
            what = f"{hidden.distribution} {hidden.version} in {Path(hidden.record).parent} is "
            what += f"hidden by {packs[0].version} in {Path(packs[0].record).parent}"
            yield Finding("error", what, reinstall(hidden.distribution))


def about_vocabulary(vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """Check that the words, with those that the packs add, agree with each other."""
    do = "palpate upgrade palpate; where a pack adds the word, palpate block that pack"
    try:
        problems = call(check_vocabulary, {"vocabulary": vocabulary})
    except Faulty as fault:
        return (Finding("error", f"vocabulary: {fault}", do),)
    return tuple(Finding("error", f"vocabulary: {problem}", do) for problem in problems)


def counts(vocabulary: Vocabulary) -> tuple[tuple[str, int], ...]:
    """Count the words of each kind."""
    return tuple((kind, len(getattr(vocabulary, kind))) for kind in COUNTED)


def formats(packs: Packs) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Give the formats that a plan can be printed as, and those whose renderer isn't there."""
    names, findings = [], []
    for offered in packs.output_formats():
        module, _, function = offered.render.partition(":")
        try:
            call(lambda m=module, f=function: getattr(import_module(m), f), {})
            names.append(offered.name)
        except Faulty as fault:
            what = f"the format {offered.name} can't be written: {fault}"
            findings.append(Finding("error", what, "block or upgrade the pack that offers it"))
    return tuple(names), tuple(findings)

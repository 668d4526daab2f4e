"""What an installation changed: packs, versions, and the conditions that a technique is there for."""

import json
import subprocess
import sys
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from attrs import frozen

from palpate.present import Present
from palpate.present import as_data

_LOOK = "from palpate.present import main; main()"
LONGEST_SECONDS = 120


@frozen
class Installed:
    """What is installed at one moment.

    Attributes:
        core: The program's version; empty where it is gone.
        packs: Distribution to its version.
        conditions: Distribution to the conditions that it has sequences for.
    """

    core: str
    packs: Mapping[str, str]
    conditions: Mapping[str, frozenset[str]]

    @property
    def covered(self) -> frozenset[str]:
        """Give every condition that some pack has a sequence for."""
        return frozenset[str]().union(*self.conditions.values())


@frozen
class Change:
    """How one distribution changed.

    Attributes:
        before: Its version before; empty where it wasn't there.
        after: Its version after; empty where it isn't there any more.
        conditions: How many conditions it has sequences for.
    """

    name: str
    before: str
    after: str
    conditions: int

    def __str__(self) -> str:
        """As `+ palpate-lymphatic 0.1.0, for 13 conditions`."""
        plural = "s" if self.conditions > 1 else ""
        many = f", for {self.conditions} condition{plural}" if self.conditions else ""
        if not self.before:
            return f"+ {self.name} {self.after}{many}"
        if not self.after:
            return f"- {self.name} {self.before}{many}"
        if self.before == self.after:
            return f"~ {self.name} {self.after}, other files{many}"
        return f"~ {self.name} {self.before} to {self.after}{many}"


@frozen
class Changes:
    """All that changed.

    Attributes:
        gained: Conditions that no pack had a sequence for before.
        lost: Conditions that none has one for any more.
    """

    packs: tuple[Change, ...] = ()
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def installed_now() -> Installed:
    """Say what is installed, as this process sees it."""
    return _installed(as_data())


def installed_anew(python: str = sys.executable) -> Installed:
    """Say what is installed, as a fresh interpreter sees it: this one read its path at its start."""
    try:
        ran = subprocess.run(  # noqa: S603 - our own interpreter
            [python, "-P", "-c", _LOOK], capture_output=True, check=True, timeout=LONGEST_SECONDS
        )
        return _installed(json.loads(ran.stdout))
    except (OSError, subprocess.SubprocessError, ValueError):
        return Installed("", {}, {})


def _installed(data: Mapping[str, Any]) -> Installed:
    packs: Sequence[Mapping[str, Any]] = data["packs"]
    conditions: dict[str, frozenset[str]] = {}
    for pack in packs:
        name = pack["distribution"]
        conditions[name] = conditions.get(name, frozenset()) | frozenset(pack["conditions"])
    versions = {pack["distribution"]: pack["version"] for pack in packs}
    return Installed(data["core"], versions, conditions)


def changes(before: Installed, after: Installed) -> Changes:
    """Compare two moments."""
    found = [
        Change(
            name,
            before.packs.get(name, ""),
            after.packs.get(name, ""),
            len(after.conditions.get(name) or before.conditions.get(name) or ()),
        )
        for name in sorted(before.packs.keys() | after.packs.keys())
        if before.packs.get(name) != after.packs.get(name)
        or before.conditions.get(name) != after.conditions.get(name)
    ]
    if before.core != after.core:
        found.insert(0, Change("palpate", before.core, after.core, 0))
    return Changes(
        tuple(found),
        tuple(sorted(after.covered - before.covered)),
        tuple(sorted(before.covered - after.covered)),
    )


def without(before: Installed, gone: Sequence[Present]) -> Installed:
    """Give what would be left without some packs."""
    names = {pack.distribution for pack in gone}
    return Installed(
        before.core,
        {n: v for n, v in before.packs.items() if n not in names},
        {n: c for n, c in before.conditions.items() if n not in names},
    )

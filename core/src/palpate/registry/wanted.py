"""Which installed packs are wanted: what is blocked, and what `PALPATE_PACKS` leaves in."""

import os
from collections.abc import Iterable
from collections.abc import Iterator
from typing import Final

from palpate.present import canonical
from palpate.record import frozen
from palpate.registry.discover import Found
from palpate.registry.index import Row

#: Only these installed packs, where it is set; empty: none. Folders named on the way come beside it.
ONLY: Final = "PALPATE_PACKS"
#: Installed packs that stay out.
BLOCKED: Final = "PALPATE_BLOCKED"


@frozen
class Wanted:
    """The wish of whoever runs the program, in names of distributions or entry points.

    Attributes:
        only: None where every pack is wanted.
    """

    blocked: frozenset[str] = frozenset()
    only: frozenset[str] | None = None

    def against(self, found: Found | Row) -> str:
        """Say why a pack stays out; empty where it is wanted."""
        if not self.blocked and self.only is None:
            return ""
        names = {canonical(found.name), canonical(found.distribution)}
        if names & self.blocked:
            return "is blocked: its steps and its safety rules are left out"
        if self.only is not None and not names & self.only:
            return f"isn't among {ONLY}: its steps and its safety rules are left out"
        return ""

    def strangers(self, found: Iterable[Found | Row]) -> Iterator[tuple[str, str]]:
        """Give each word that names no installed pack, and what to say of it."""
        if not self.blocked and not self.only:
            return
        known = {canonical(f.distribution or f.name): f.distribution or f.name for f in found}
        known |= {canonical(f.name): f.name for f in found}
        what = "is blocked, and no installed pack is called that"
        strange = [(word, what) for word in sorted(self.blocked - set(known))]
        what = f"is named in {ONLY}, and no installed pack is called that"
        strange += [(word, what) for word in sorted((self.only or frozenset()) - set(known))]
        if strange:
            from palpate.reading.words import with_nearest  # noqa: PLC0415 - not where all goes well

            yield from ((w, with_nearest(said, w, known.values())) for w, said in strange)


def wanted(blocked: Iterable[str] = ()) -> Wanted:
    """Put together what is blocked here and what the environment says."""
    out = (*os.environ.get(BLOCKED, "").replace(",", " ").split(), *blocked)
    only = os.environ.get(ONLY)
    left = None if only is None else frozenset(map(canonical, only.replace(",", " ").split()))
    return Wanted(frozenset(map(canonical, out)), left)

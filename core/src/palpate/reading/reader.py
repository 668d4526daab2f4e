"""Takes a document apart into entries, and keeps every problem found on the way."""

from collections.abc import Iterable
from collections.abc import Mapping
from typing import Any
from typing import Generic
from typing import TypeVar

from attrs import evolve
from attrs import field

from palpate.errors import Problem
from palpate.reading.keys import KeyPath
from palpate.reading.strict import Fault
from palpate.reading.strict import keys_of
from palpate.reading.strict import structure
from palpate.reading.toml import Document
from palpate.reading.words import nearest
from palpate.reading.words import quoted
from palpate.reading.words import with_nearest
from palpate.record import frozen

T = TypeVar("T")

MOST_PROBLEMS = 500
# Far more than any file of the vocabulary or of a pack has use for.
MOST_ENTRIES = 1_000


@frozen(eq=False)
class Entry(Generic[T]):
    """A table of a document, read.

    Attributes:
        path: Where it stands.
        kind: The class that it is read as.
        value: What it became; None if no whole object could be made of it.
        parts: The fields that were written and are sound, by attribute.
        spoilt: Keys that were written wrongly, or that a misspelt key was probably meant for.
    """

    document: Document
    path: KeyPath
    kind: type[T]
    value: T | None
    parts: Mapping[str, Any]
    spoilt: frozenset[str] = frozenset()

    def get(self, name: str) -> Any:
        """Give a field that was written and is sound; None otherwise."""
        return self.parts.get(name)

    @property
    def key(self) -> str:
        """The entry's id where it has one, else its name in the file."""
        return str(self.parts.get("id", self.path[-1] if self.path else ""))


@frozen(eq=False)
class Reader:
    """Reads the entries of one document.

    Attributes:
        homes: Which table a key belongs under, for keys written under the wrong header.
        problems: Every problem so far.
    """

    document: Document
    homes: Mapping[str, str] = field(factory=dict)
    problems: list[Problem] = field(factory=list, init=False)

    def entry(self, path: KeyPath, kind: type[T]) -> Entry[T]:
        """Read the table at a path as a class; the top of the file is the empty path."""
        return self._entry(path, kind, self._at(path))

    def top(self, kind: type[T]) -> Entry[T]:
        """Read the keys above the first header as a class; the tables of the file are left out."""
        keys = keys_of(kind)
        written = {key: held for key, held in self.document.data.items() if key in keys}
        return self._entry((), kind, written)

    def _entry(self, path: KeyPath, kind: type[T], written: object) -> Entry[T]:
        made = structure(written, kind)
        meant = {key for fault in made.faults for key in _meant(fault, kind)}
        for fault in made.faults:
            # A misspelt key is one mistake, not also a missing one.
            if not (fault.code == "missing" and fault.path[0] in meant):
                self._report(path, fault)
        return Entry(self.document, path, kind, made.value, made.parts, frozenset(meant))

    def optional(self, key: str, kind: type[T]) -> Entry[T] | None:
        """Read the [key] table, if there is one."""
        return self.entry((key,), kind) if key in self.document.data else None

    def each(self, key: str, kind: type[T]) -> tuple[Entry[T], ...]:
        """Read every [[key]] table."""
        written = self.document.data.get(key, [])
        if not isinstance(written, list):
            self.wrong((key,), f"needs [[{key}]], with two brackets, for each of them", "type")
            return ()
        if len(written) > MOST_ENTRIES:
            self.wrong(
                (key,), f"there are more than {MOST_ENTRIES} of them; split the file", "too-large"
            )
            return ()
        return tuple(self.entry((key, index), kind) for index in range(len(written)))

    def named(self, path: KeyPath, kind: type[T]) -> dict[str, Entry[T]]:
        """Read every [path.NAME] table."""
        written = self._at(path)
        if not isinstance(written, dict):
            self.wrong(path, f"needs a table [{'.'.join(map(str, path))}.NAME] for each", "type")
            return {}
        return {name: self.entry((*path, name), kind) for name in written}

    def only(self, known: Iterable[str], path: KeyPath = ()) -> None:
        """Report every key of a table that isn't among the known ones."""
        written = self._at(path)
        known = tuple(known)
        for key in written if isinstance(written, dict) else ():
            if key not in known:
                what = with_nearest(f"{quoted(key)} isn't known here", key, known)
                self._report(path, Fault((key,), what, "unknown-key"))

    def has(self, path: KeyPath) -> bool:
        """Say whether anything is written at a path."""
        return self._at(path) is not None

    def wrong(
        self, path: KeyPath, what: str, code: str, level: str = "error", entry: str = ""
    ) -> None:
        """Report a problem at a path of this document."""
        self.add(self.document.problem(path, what, code, level, entry))

    def add(self, problem: Problem) -> None:
        """Keep a problem, once."""
        if len(self.problems) > MOST_PROBLEMS or problem in self.problems:
            return
        if len(self.problems) == MOST_PROBLEMS:
            what = f"has more than {MOST_PROBLEMS} problems; the others aren't shown"
            problem = Problem(self.document.name, 0, "", what, "too-many")
        self.problems.append(problem)

    def _at(self, path: KeyPath) -> Any:
        written: Any = self.document.data
        for key in path:
            try:
                written = written[key]
            except (KeyError, IndexError, TypeError):
                return None
        return written

    def _report(self, path: KeyPath, fault: Fault) -> None:
        if fault.code == "unknown-key":
            key = str(fault.path[-1])
            what = self._at_home(key, fault.what)
            # The key is named in the message, so the place is the table that holds it.
            problem = self.document.problem((*path, *fault.path[:-1]), what, fault.code)
            places, at = self.document.places, (*path, *fault.path)
            self.add(evolve(problem, line=places.line(at), column=places.column(at)))
        elif fault.code == "missing":
            what = f"{quoted(fault.path[-1])} is missing"
            self.wrong((*path, *fault.path[:-1]), what, "missing")
        else:
            self.wrong((*path, *fault.path), fault.what, fault.code)

    def _at_home(self, key: str, what: str) -> str:
        home = self.homes.get(key)
        if not home:
            return what
        return (
            f"{quoted(key)} isn't known here; it belongs under {home}: in TOML a line belongs to "
            "the nearest [header] above it"
        )


def _meant(fault: Fault, kind: type) -> tuple[str, ...]:
    """Give the key that a fault spoils; of a misspelt one the key that it probably was."""
    if not fault.path:
        return ()
    key = str(fault.path[0])
    if fault.code == "missing":
        return ()
    if fault.code != "unknown-key" or len(fault.path) > 1:
        return (key,)
    return nearest(key, keys_of(kind))[:1]

"""Steps spelled out: what is true of every step, under the pattern, under the step itself."""

from collections.abc import Mapping
from typing import Any

from attrs import evolve
from attrs import frozen

from palpate.errors import Problem
from palpate.packs.checks import check_entry
from palpate.packs.checks import check_twice
from palpate.packs.context import PackContext
from palpate.packs.files import NOT_IN_A_FRAGMENT
from palpate.packs.files import Change
from palpate.packs.written import WrittenStep
from palpate.packs.written import WrittenTop
from palpate.reading import Document
from palpate.reading import Entry
from palpate.reading import Reader
from palpate.reading.keys import KeyPath
from palpate.reading.strict import keys_of
from palpate.reading.words import quoted
from palpate.reading.words import with_nearest

StepEntry = Entry[WrittenStep]

#: No override may lose a warning or a training; every other value replaces a value whole.
ADDING = ("cautions", "training")


@frozen(eq=False)
class SpelledStep:
    """A step with all that it inherits.

    Attributes:
        entry: Where the step itself stands.
        layers: All that it is made of; what comes later replaces what came before.
        said: The outcome.
        whole: Whether its pattern was found.
        lent_to: For a borrowed step, the file that borrows and where it says so: what is wrong with
            the step only there isn't the lender's mistake.
    """

    entry: StepEntry
    layers: tuple[StepEntry, ...]
    said: WrittenStep
    whole: bool = True
    lent_to: tuple[Document, KeyPath] | None = None

    @property
    def key(self) -> str:
        """The step's id, or its number where it has none."""
        index = self.entry.path[-1]
        return self.said.id or str(int(index) + 1)

    def lacks(self, name: str) -> bool:
        """Say whether nobody wrote a field, not even wrongly or in a pattern that isn't there."""
        written = getattr(self.said, name) is not None
        return self.whole and not written and not any(name in layer.spoilt for layer in self.layers)

    def problem(self, name: str, what: str, code: str, level: str = "error") -> Problem:
        """Say that a field is wrong, at the line where its value was written."""
        document, path = self._where(name)
        own = self.entry.document.name
        entry = f"step {self.key}" + ("" if document.name == own else f" of {own}")
        return document.problem(path, what, code, level, entry)

    def _where(self, name: str) -> tuple[Document, KeyPath]:
        """Give the place that decides a field: where it was written, or why it holds here."""
        place = self.entry.document, self.entry.path
        for layer in reversed(self.layers):
            if name in layer.parts:
                place = layer.document, (*layer.path, name)
                break
        if self.lent_to is not None and place[0] is not self.lent_to[0]:
            return self.lent_to
        return place


@frozen(eq=False)
class StepTables:
    """The tables of one file that steps are made of."""

    reader: Reader
    every: tuple[StepEntry, ...]
    patterns: Mapping[str, StepEntry]
    steps: tuple[StepEntry, ...]


def read_step_tables(reader: Reader, context: PackContext) -> StepTables:
    """Read [every_step], patterns and steps of a file, each checked once where it stands."""
    every = reader.optional("every_step", WrittenStep)
    steps = reader.each("step", WrittenStep)
    for step in steps:
        check_entry(reader, step, context)
        _check_pressure(reader, step, context)
    check_twice(reader, steps)
    if every is not None:
        check_fragment(reader, every, context)
    return StepTables(reader, (every,) if every else (), read_patterns(reader, context), steps)


def read_patterns(reader: Reader, context: PackContext) -> dict[str, StepEntry]:
    """Read the [pattern.NAME] tables of a file."""
    patterns = reader.named(("pattern",), WrittenStep) if reader.has(("pattern",)) else {}
    for pattern in patterns.values():
        check_fragment(reader, pattern, context)
    return patterns


def check_fragment(reader: Reader, fragment: StepEntry, context: PackContext) -> None:
    """Check a table that steps start from; it can't name a step or start from another."""
    check_entry(reader, fragment, context)
    _check_pressure(reader, fragment, context)
    for name in NOT_IN_A_FRAGMENT:
        if name in fragment.parts:
            what = f"{quoted(name)} belongs in a [[step]]; patterns don't build on patterns"
            reader.wrong((*fragment.path, name), what, "like-unknown")


def _check_pressure(reader: Reader, entry: StepEntry, context: PackContext) -> None:
    """Report a pressure over the technique's highest, once where it was written."""
    highest, pressure = context.technique_says("highest_pressure"), entry.get("pressure")
    if highest is not None and pressure is not None and pressure.wanted > highest:
        what = f"{pressure.wanted} is over the technique's highest_pressure, {highest}"
        reader.wrong((*entry.path, "pressure"), what, "pressure-over")


def spell_out(tables: StepTables, context: PackContext) -> tuple[SpelledStep, ...]:
    """Give the steps of a file with all that they inherit."""
    return tuple(_spelled(tables, step, (), context) for step in tables.steps)


def spell_out_borrowed(
    top: WrittenTop, own: Reader, lender: StepTables, context: PackContext
) -> tuple[SpelledStep, ...]:
    """Give the steps of another file, fewer or changed.

    Args:
        top: What is borrowed, and without which steps.
        own: The file that borrows.
        lender: The tables of the file that lends.
        context: The pack.
    """
    ids = [step.key for step in lender.steps]
    changes = _changes(own, ids, context)
    for index, name in enumerate(top.without):
        if name not in ids:
            what = f"no step {quoted(name)} in {lender.reader.document.name}"
            own.wrong(("without", index), with_nearest(what, name, ids), "dangling")
    every = tuple(_every_change(own, context))
    changed = StepTables(lender.reader, (*lender.every, *every), lender.patterns, lender.steps)
    return tuple(
        evolve(
            _spelled(changed, step, changes.get(step.key, ()), context),
            lent_to=(own.document, _change_of(step.key, own)),
        )
        for step in lender.steps
        if step.key not in top.without
    )


def _change_of(step: str, own: Reader) -> KeyPath:
    """Give the path at which a file that borrows changes a step, or borrows it as it is."""
    paths: tuple[KeyPath, ...] = (("change", "step", step), ("change", "every_step"))
    return next((path for path in paths if own.has(path)), ("steps_from",))


def _every_change(own: Reader, context: PackContext) -> tuple[StepEntry, ...]:
    if not own.has(("change", "every_step")):
        return ()
    entry = own.entry(("change", "every_step"), WrittenStep)
    check_fragment(own, entry, context)
    return (entry,)


def _changes(own: Reader, ids: list[str], context: PackContext) -> dict[str, tuple[StepEntry, ...]]:
    if own.has(("change",)):
        own.only(keys_of(Change), ("change",))
        if not isinstance(own.document.data["change"], dict):
            own.wrong(("change",), "needs tables, [change.every_step] or [change.step.ID]", "type")
            return {}
    path = ("change", "step")
    entries = own.named(path, WrittenStep) if own.has(path) else {}
    for name, entry in entries.items():
        check_fragment(own, entry, context)
        if name not in ids:
            what = with_nearest(f"no step {quoted(name)} to change", name, ids)
            own.wrong(entry.path, what, "dangling")
    return {name: (entry,) for name, entry in entries.items()}


def _spelled(
    tables: StepTables, step: StepEntry, changes: tuple[StepEntry, ...], context: PackContext
) -> SpelledStep:
    name = step.get("like")
    pattern = _pattern(tables, step, context) if name is not None else None
    whole = (name is None and "like" not in step.spoilt) or pattern is not None
    layers = (*tables.every, *((pattern,) if pattern else ()), step, *changes)
    said: dict[str, Any] = {}
    for layer in layers:
        for name, value in layer.parts.items():
            if name in ADDING:
                said[name] = tuple(dict.fromkeys((*said.get(name, ()), *value)))
            else:
                said[name] = value
    return SpelledStep(step, layers, WrittenStep(**said), whole)


def _pattern(tables: StepTables, step: StepEntry, context: PackContext) -> StepEntry | None:
    name = step.get("like")
    known = {**(context.patterns or {}), **tables.patterns}
    if name not in known and context.patterns is not None:
        what = with_nearest(f"no [pattern.{name}] here or in technique.toml", name, known)
        tables.reader.wrong((*step.path, "like"), what, "like-unknown")
    return known.get(name)

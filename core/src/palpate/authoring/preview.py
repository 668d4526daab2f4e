"""What there is to see of a pack: each sequence as written, and the plans that show it."""

from collections.abc import Iterable
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import evolve
from attrs import frozen

from palpate.errors import Problem
from palpate.errors import RequestError
from palpate.model.condition import Condition
from palpate.model.scales import STAGES
from palpate.model.technique import Range
from palpate.packs.check import Inspected
from palpate.packs.check import inspect_folder
from palpate.packs.indication import indicated_stages
from palpate.packs.sequence import SequenceTables
from palpate.packs.steps import SpelledStep
from palpate.reading.words import nearest
from palpate.registry.discover import data_below
from palpate.registry.discover import refuse_no_pack
from palpate.vocabulary import Vocabulary

#: Behind a value that a step didn't say itself.
INHERITED = "*"
COLUMNS = ("STEP", "MANOEUVRES", "WHERE", "SIDE", "PRESSURE", "MINUTES", "FOR")
#: Given with neither, plan assumes a stage.
SAYS_STAGE = ("stage", "onset")


@frozen
class PackSeen:
    """A pack's folder, as far as it can be shown.

    Attributes:
        technique: Its id; None where that can't be read, and so nothing can be planned.
        errors: What must be mended first, by file and line.
        sequences: Those without an error, by name.
    """

    technique: str | None
    errors: tuple[Problem, ...]
    sequences: tuple["SequenceSeen", ...]

    def chosen(self, words: Iterable[str], vocabulary: Vocabulary) -> tuple["SequenceSeen", ...]:
        """Give the sequences for the conditions named, all where none is.

        Raises:
            RequestError: The pack has none for one of them.
        """
        from palpate.combine.words import find  # noqa: PLC0415 - not when none is named

        asked = []
        names = [each.name for each in self.sequences]
        for word in words:
            condition = find(word, vocabulary.conditions) or word
            found = [each for each in self.sequences if condition in (each.name, each.condition)]
            if not found:
                what = "the pack has no sequence for it that is without errors"
                raise RequestError(word, what, nearest(condition, names) or tuple(names))
            asked += found
        return tuple(dict.fromkeys(asked)) or self.sequences


@frozen
class SequenceSeen:
    """A sequence as written, and what a plan must be told to show it.

    Attributes:
        rows: A row for each step, under COLUMNS.
        assumed: Options of `plan` without which it would be planned elsewhere, or not at all; those
            that are typed take their place.
    """

    name: str
    condition: str
    rows: tuple[tuple[str, ...], ...]
    assumed: tuple[tuple[str, str], ...] = ()

    def words(
        self, folder: str, options: Mapping[str, Any], technique: str | None
    ) -> tuple[str, ...]:
        """Give the words of the command that shows it.

        Args:
            folder: The pack's folder, as it was typed.
            options: The options of `plan` that were typed, by the name of their value.
            technique: The technique that is planned alone; None: with all that is installed.
        """
        typed = [(name, value) for name, said in options.items() for value in _values(said)]
        said = {name for name, _ in typed}
        if said & set(SAYS_STAGE):
            said |= set(SAYS_STAGE)
        more = [(name, value) for name, value in self.assumed if name not in said]
        if technique is not None:
            more.append(("technique", technique))
        pairs = [("pack", folder), *typed, *more]
        spelt = (f"--{name.replace('_', '-')}" for name, _ in pairs)
        told = (word for key, (_, value) in zip(spelt, pairs, strict=True) for word in (key, value))
        return "plan", self.condition, *told


def _values(said: Any) -> tuple[str, ...]:
    if said is None:
        return ()
    return tuple(said) if isinstance(said, tuple) else (str(said),)


def look_at(folder: Path, vocabulary: Vocabulary) -> PackSeen:
    """Read a pack's folder: what is wrong with it, and what is sound enough to be planned.

    Raises:
        RequestError: There is no pack in it.
    """
    refuse_no_pack(folder)
    home = data_below(folder) or folder
    inspected = inspect_folder(home, vocabulary)
    errors = tuple(
        evolve(problem, file=(home / problem.file).as_posix())
        for problem in inspected.problems
        if problem.level == "error"
    )
    technique = inspected.common.tables.technique.get("id") if inspected.common.tables else None
    if any(problem.level == "error" for problem in inspected.common.problems):
        technique = None
    broken = {problem.file for problem in inspected.problems if problem.level == "error"}
    seen = tuple(
        _seen(tables, inspected)
        for name, tables in sorted(inspected.sequences.items())
        if f"sequences/{name}.toml" not in broken and not _lent_by_broken(tables, broken)
    )
    return PackSeen(technique, errors, seen if technique else ())


def _lent_by_broken(tables: SequenceTables, broken: set[str]) -> bool:
    return any(layer.document.name in broken for step in tables.steps for layer in step.layers)


def _seen(tables: SequenceTables, inspected: Inspected) -> SequenceSeen:
    vocabulary = inspected.common.context.vocabulary
    condition = vocabulary.conditions[tables.condition]
    rows = tuple(_row(step) for step in tables.steps)
    return SequenceSeen(
        tables.name, condition.id, rows, tuple(_assumed(tables, condition, inspected))
    )


def _assumed(
    tables: SequenceTables, condition: Condition, inspected: Inspected
) -> Iterable[tuple[str, str]]:
    if condition.place == "needed":
        yield "region", (tables.regions or condition.places)[0]
    stages = indicated_stages(tables.indication) if tables.indication else None
    unsaid = STAGES[0] if condition.split_by_phase else STAGES[-1]
    if stages and (condition.unknown_stage or unsaid) not in stages:
        yield "stage", stages[-1]
    technique = inspected.common.context.technique
    for training in (technique.get("training") if technique else None) or ():
        yield "holds", training


def _row(step: SpelledStep) -> tuple[str, ...]:
    said = step.said
    where = "targets" if said.targets else "regions"
    purpose = f"{said.purpose}, {said.importance}"
    pressure = said.pressure
    levels = (pressure.lowest, pressure.wanted) if pressure else ()
    return (
        step.key,
        _marked(step, "manoeuvres", ", ".join(said.manoeuvres or ())),
        _marked(step, where, ", ".join(getattr(said, where) or ())),
        _marked(step, "side", ", ".join(said.side.sides if said.side else ())),
        _marked(step, "pressure", "-".join(str(n) for n in levels if n is not None)),
        _marked(step, "minutes", _numbers(said.minutes) if said.minutes else "dose"),
        _marked(step, "purpose", purpose),
    )


def _marked(step: SpelledStep, name: str, text: str) -> str:
    own = name in step.entry.parts
    return text if own or getattr(step.said, name) is None else f"{text}{INHERITED}"


def _numbers(minutes: Range) -> str:
    return "-".join(f"{n:g}" for n in dict.fromkeys((minutes.least, minutes.typical, minutes.most)))

"""A sequence's file: indication, timing and steps."""

from collections.abc import Callable
from collections.abc import Mapping
from typing import TypeVar

from attrs import frozen

from palpate.errors import ContentError
from palpate.model.condition import Permission
from palpate.model.sequence import Course
from palpate.model.sequence import Group
from palpate.model.sequence import Phase
from palpate.model.sequence import StepSequence
from palpate.model.sequence import Timing
from palpate.model.technique import Advice
from palpate.model.technique import Cap
from palpate.model.technique import Indication
from palpate.packs.checks import check_entry
from palpate.packs.checks import check_twice
from palpate.packs.content import SequenceFile
from palpate.packs.context import PackContext
from palpate.packs.files import SequenceFileTables
from palpate.packs.indication import build_indication
from palpate.packs.step_build import build_steps
from palpate.packs.step_checks import check_steps
from palpate.packs.steps import SpelledStep
from palpate.packs.steps import StepTables
from palpate.packs.steps import read_step_tables
from palpate.packs.steps import spell_out
from palpate.packs.steps import spell_out_borrowed
from palpate.packs.written import WrittenGroup
from palpate.packs.written import WrittenIndication
from palpate.packs.written import WrittenPhase
from palpate.packs.written import WrittenPlace
from palpate.packs.written import WrittenSession
from palpate.packs.written import WrittenTechnique
from palpate.packs.written import WrittenTop
from palpate.reading import Entry
from palpate.reading import Reader
from palpate.reading.strict import keys_of

T = TypeVar("T")
OpenFile = Callable[[str], Reader]

#: What a file that borrows its steps can't have of its own.
NOT_WHEN_BORROWING = {
    "step": "[change.step.ID] changes a borrowed step",
    "every_step": "[change.every_step] changes all borrowed steps",
    "pattern": "the borrowed steps bring their patterns with them",
}


@frozen(eq=False)
class SequenceTables:
    """The tables of a sequence's file, each checked on its own.

    Attributes:
        steps: Spelled out; for a file that borrows, the borrowed ones as changed.
        lent: For a file that borrows, the steps as they stand in the file that lends them.
    """

    name: str
    reader: Reader
    place: Entry[WrittenPlace] | None
    indication: Entry[WrittenIndication] | None
    permission: Entry[Permission] | None
    session: Entry[WrittenSession] | None
    course: Entry[Course] | None
    advice: Entry[Advice] | None
    groups: Mapping[str, Entry[WrittenGroup]]
    phases: tuple[Entry[WrittenPhase], ...]
    caps: tuple[Entry[Cap], ...]
    steps: tuple[SpelledStep, ...]
    lent: tuple[SpelledStep, ...] = ()

    def saying(self, name: str) -> tuple[SpelledStep, ...]:
        """Give the steps whose field this file itself says; of the others the lender is asked."""
        lent = {step.key: getattr(step.said, name) for step in self.lent}
        return tuple(s for s in self.steps if getattr(s.said, name) != lent.get(s.key))

    @property
    def condition(self) -> str:
        """The condition that the file is for."""
        return self.name.partition("@")[0]

    @property
    def regions(self) -> tuple[str, ...]:
        """The complaint regions that the file is for; empty: all."""
        return (self.place.get("regions") if self.place else None) or ()


def read_sequence_tables(name: str, open_file: OpenFile, context: PackContext) -> SequenceTables:
    """Read a sequence's file, and the one that it borrows from.

    Args:
        name: The file's name without its ending.
        open_file: Opens the file of a name; its reader keeps every problem.
        context: The pack.

    Raises:
        ContentError: If the file can't be read at all.
    """
    reader = open_file(name)
    reader.only(keys_of(SequenceFileTables))
    lender = _lender(reader, open_file, context)
    lent = spell_out(lender, context) if lender else ()
    steps, sources = _steps(reader, lender, lent, context)
    groups: dict[str, Entry[WrittenGroup]] = {}
    phases: tuple[Entry[WrittenPhase], ...] = ()
    for source in sources:
        groups.update(_groups(source, context))
        phases = (*phases, *_list(source, "phase", WrittenPhase, context))
    return SequenceTables(
        name=name,
        reader=reader,
        place=_table(reader, "sequence", WrittenPlace, context),
        indication=reader.optional("indication", WrittenIndication),
        permission=_table(reader, "permission", Permission, context),
        session=_table(reader, "session", WrittenSession, context),
        course=_table(reader, "course", Course, context),
        advice=_table(reader, "advice", Advice, context),
        groups=groups,
        phases=phases,
        caps=_list(reader, "cap", Cap, context),
        steps=steps,
        lent=lent,
    )


def _table(reader: Reader, key: str, kind: type[T], context: PackContext) -> Entry[T] | None:
    entry = reader.optional(key, kind)
    if entry is not None:
        check_entry(reader, entry, context)
    return entry


def _list(reader: Reader, key: str, kind: type[T], context: PackContext) -> tuple[Entry[T], ...]:
    entries = reader.each(key, kind)
    for entry in entries:
        check_entry(reader, entry, context)
    check_twice(reader, entries)
    return entries


def _groups(reader: Reader, context: PackContext) -> dict[str, Entry[WrittenGroup]]:
    groups = reader.named(("group",), WrittenGroup) if reader.has(("group",)) else {}
    for group in groups.values():
        check_entry(reader, group, context)
    return groups


def _lender(reader: Reader, open_file: OpenFile, context: PackContext) -> StepTables | None:
    """Read the file that steps are borrowed from."""
    name = reader.top(WrittenTop).get("steps_from")
    if name is None:
        return None
    try:
        lender = open_file(name)
    except ContentError as error:
        for problem in error.problems:
            if problem.code == "no-file":
                reader.wrong(("steps_from",), problem.what, "dangling")
            else:
                reader.add(problem)
        return None
    further = lender.top(WrittenTop).get("steps_from")
    if further is not None:
        what = f"{name} borrows its steps itself; borrow from {further}"
        reader.wrong(("steps_from",), what, "dangling")
    return read_step_tables(lender, context)


def _steps(
    reader: Reader,
    lender: StepTables | None,
    lent: tuple[SpelledStep, ...],
    context: PackContext,
) -> tuple[tuple[SpelledStep, ...], tuple[Reader, ...]]:
    """Give the steps, and the files whose groups and phases they may name, the lender's first."""
    top = reader.top(WrittenTop)
    if top.get("steps_from") is None:
        for key in ("without", "change"):
            if reader.has((key,)):
                reader.wrong((key,), "only with steps_from, at the top of the file", "dangling")
        return spell_out(read_step_tables(reader, context), context), (reader,)
    for key, instead in NOT_WHEN_BORROWING.items():
        if reader.has((key,)):
            reader.wrong((key,), f"not in a file with steps_from; {instead}", "dangling")
    if lender is None or top.value is None:
        return (), (reader,)
    # What is wrong with a step where it stands is said in the same words as in its own file.
    check_steps(lender.reader, lent, context)
    steps = spell_out_borrowed(top.value, reader, lender, context)
    for problem in lender.reader.problems:
        reader.add(problem)
    return steps, (lender.reader, reader)


def build_sequence(tables: SequenceTables, context: PackContext) -> SequenceFile:
    """Make what the model knows of a file without problems."""
    condition = tables.condition
    regions = tables.regions
    groups = {name: _group(name, entry) for name, entry in tables.groups.items()}
    permission = tables.permission.value if tables.permission else None
    indication = Indication(condition=condition, sequence=tables.name)
    if tables.indication is not None and tables.indication.value is not None:
        written = tables.indication.value
        indication = build_indication(written, condition, tables.name, regions)
    sequence = StepSequence(
        id=tables.name,
        condition=condition,
        steps=build_steps(tables.steps, groups, context),
        regions=regions,
        groups=tuple(groups.values()),
        phases=tuple(_phase(entry.value) for entry in tables.phases if entry.value),
        caps=tuple(entry.value for entry in tables.caps if entry.value),
        permission=permission,
        advice=(tables.advice.value if tables.advice else None) or Advice(),
    )
    warnings = tuple(problem for problem in tables.reader.problems if problem.level != "error")
    return SequenceFile(tables.name, indication, sequence, _timing(tables, context), warnings)


def _timing(tables: SequenceTables, context: PackContext) -> Timing:
    session = (tables.session.value if tables.session else None) or WrittenSession()
    technique = context.technique.value if context.technique else None
    assert isinstance(technique, WrittenTechnique)  # noqa: S101 - the checks before have seen to it
    return Timing(
        condition=tables.condition,
        share_minutes=session.share_minutes or technique.share_minutes,
        alone_minutes=session.alone_minutes or technique.alone_minutes,
        session_minutes=session.minutes,
        first_visit_minutes=session.first_visit_minutes,
        course=tables.course.value if tables.course else None,
    )


def _group(name: str, entry: Entry[WrittenGroup]) -> Group:
    written = entry.value or WrittenGroup()
    return Group(name, written.rounds, written.any_order, written.choose, written.minutes)


def _phase(written: WrittenPhase) -> Phase:
    return Phase(
        id=written.id,
        name=written.name or written.id,
        since=written.since,
        from_days=written.from_ or 0,
        until_days=written.until,
        goals=written.goals,
        visits_per_week=written.visits_per_week,
        session_minutes=written.session_minutes,
        home_care=written.home_care,
    )

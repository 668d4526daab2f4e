"""Checks across the tables of a sequence's file; each looks only at what is sound."""

from collections.abc import Iterator

from palpate.errors import Problem
from palpate.model.scales import STAGES
from palpate.packs.context import PackContext
from palpate.packs.indication import check_indication
from palpate.packs.indication import indicated_stages
from palpate.packs.sequence import SequenceTables
from palpate.packs.step_checks import check_steps
from palpate.packs.step_checks import step_faults
from palpate.packs.steps import SpelledStep
from palpate.reading.words import quoted
from palpate.reading.words import with_nearest
from palpate.vocabulary.links import no_such

#: What phases may count from, beside dated factors.
COUNTED_FROM = ("onset", "first-visit")


def check_sequence(tables: SequenceTables, context: PackContext) -> None:
    """Report what is wrong in a sequence's file; the reader of the tables keeps the problems."""
    reader = tables.reader
    if not context.frame:
        _check_name(tables, context)
    if tables.indication is not None:
        check_indication(reader, tables.indication, context)
    elif not context.frame:
        reader.wrong((), "[indication] is missing", "missing")
    lent = (p for p in reader.problems if p.file != reader.document.name and p.level == "error")
    if not any(lent):
        check_steps(reader, tables.steps, context, step_faults(tables.lent, context))
    if not tables.steps and not reader.problems:
        reader.wrong((), "has no steps", "missing")
    for problem in (*_group_problems(tables), *_phase_problems(tables)):
        reader.add(problem)
    _check_phases(tables, context)
    _check_stages(tables, context)


def _check_name(tables: SequenceTables, context: PackContext) -> None:
    """Check that the file is named for a condition, and for a place where that is due."""
    reader = tables.reader
    condition = context.vocabulary.conditions.get(tables.condition)
    if condition is None:
        what = no_such(tables.condition, "conditions", context.vocabulary)
        reader.add(Problem(reader.document.name, 0, "", f"the file's name: {what}", "unknown-word"))
        return
    path = ("sequence",) if tables.place else ()
    placed = bool(tables.regions)
    # Work at a factor's own site, such as a scar, fits wherever that is.
    anywhere = all(step.said.at_site for step in tables.steps if step.said.purpose == "treat")
    if condition.place == "needed" and not placed and not anywhere:
        what = (
            f"{condition.id} can sit in several places: name the ones these steps are for, "
            "as [sequence] regions = [...]"
        )
        reader.wrong(path, what, "where")
    if condition.place == "fixed" and placed:
        what = f"{condition.id} always sits in the same place; leave regions out"
        reader.wrong((*path, "regions"), what, "where")


def _group_problems(tables: SequenceTables) -> Iterator[Problem]:
    named = [step.said.group for step in tables.steps]
    for step in tables.saying("group"):
        group = step.said.group
        if group is not None and group not in tables.groups:
            what = with_nearest(f"no [group.{group}] in this file", group, tables.groups)
            yield step.problem("group", what, "group-unknown")
    for name, entry in tables.groups.items():
        places = [index for index, group in enumerate(named) if group == name]
        if not places and entry.document is tables.reader.document:
            what = "no step belongs to it"
            yield entry.document.problem(entry.path, what, "group-unused", "warning")
        elif places and places[-1] - places[0] >= len(places):
            what = "its steps don't follow each other"
            yield entry.document.problem(entry.path, what, "group-split", "warning")
    for step in tables.saying("group"):
        group = step.said.group
        held = tables.groups.get(group) if group is not None else None
        timed = step.said.minutes or step.said.hold_seconds or step.said.contract_seconds
        if held is not None and not timed and not held.get("minutes") and step.lacks("minutes"):
            what = f'"minutes" is missing, and [group.{group}] has none to share out'
            yield step.problem("minutes", what, "no-dose")


def _phase_problems(tables: SequenceTables) -> Iterator[Problem]:
    known = [phase.key for phase in tables.phases]
    for step in tables.saying("phases"):
        for phase in step.said.phases or ():
            if phase not in known:
                what = with_nearest(f"no [[phase]] {quoted(phase)} in this file", phase, known)
                yield step.problem("phases", what, "phase-unknown")


def _check_phases(tables: SequenceTables, context: PackContext) -> None:
    factors = context.vocabulary.factors
    for phase in tables.phases:
        # A borrowed phase is reported in the file that lends it.
        reader = tables.reader
        since = phase.get("since")
        factor = factors.get(since or "")
        if since is not None and since not in COUNTED_FROM and not (factor and factor.dated):
            dated = [key for key, each in factors.items() if each.dated]
            what = f"{quoted(since)} has no date; count from onset, first-visit or a dated factor"
            nearest = with_nearest(what, since, dated)
            reader.add(phase.document.problem((*phase.path, "since"), nearest, "no-date"))
        if window_falls(phase.get("from_"), phase.get("until")):
            what = "the phase ends before it begins"
            reader.add(phase.document.problem((*phase.path, "until"), what, "range"))


def window_falls(begin: int | None, end: int | None) -> bool:
    """Say whether a window from one day up to another holds no day at all."""
    return end is not None and end <= (begin or 0)


def _check_stages(tables: SequenceTables, context: PackContext) -> None:
    entry = tables.indication
    indicated = indicated_stages(entry) if entry else None
    if entry is None or indicated is None:
        return
    reader = tables.reader
    _check_clash(tables, indicated, context)
    if any(step.lacks("stages") or step.said.stages is None for step in tables.steps):
        return
    treated = {
        stage
        for step in tables.steps
        if step.said.purpose == "treat"
        for stage in step.said.stages or ()
    }
    for stage in indicated:
        if stage not in treated and tables.steps:
            path = (*entry.path, "stages" if "stages" in entry.parts else "grade")
            reader.wrong(path, f"{stage} is indicated, but no step treats in it", "stage-empty")
    for step in tables.steps:
        reader_problem = _never_used(step, indicated)
        if reader_problem is not None:
            reader.add(reader_problem)


def _never_used(step: SpelledStep, indicated: tuple[str, ...]) -> Problem | None:
    if set(step.said.stages or ()) & set(indicated):
        return None
    stages = ", ".join(step.said.stages or ()) or "no stage"
    what = f"is for {stages}, which isn't indicated"
    return step.problem("stages", what, "never-used", "warning")


def _check_clash(tables: SequenceTables, indicated: tuple[str, ...], context: PackContext) -> None:
    """A technique can't be indicated and not indicated at once."""
    if tables.condition not in context.not_indicated or tables.indication is None:
        return
    stages = context.not_indicated[tables.condition] or STAGES
    both = [stage for stage in stages if stage in indicated]
    if both:
        what = f"technique.toml says that it isn't indicated in {', '.join(both)}"
        tables.reader.wrong(tables.indication.path, what, "not-indicated")

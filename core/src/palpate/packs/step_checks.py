"""Checks across the fields of a spelled-out step; each looks only at fields that are sound."""

from collections.abc import Container
from collections.abc import Iterator

from palpate.errors import Problem
from palpate.packs.context import PackContext
from palpate.packs.dose import dose_minutes
from palpate.packs.steps import SpelledStep
from palpate.reading import Reader
from palpate.reading.words import quoted

#: The key of a step, and the rule and the words of what is wrong with it.
StepFault = tuple[str, str, str]

#: Said by every step, or once in [every_step].
ALWAYS = (
    "id",
    "instruction",
    "manoeuvres",
    "purpose",
    "importance",
    "positions",
    "side",
    "stages",
    "basis",
)
#: Sides whose minutes hold the same, whichever they are for.
ONE_MEANING = ("both", "midline")
#: So many lines of steps are named where a field is missing in all of them.
MOST_LINES = 3


def check_steps(
    reader: Reader,
    steps: tuple[SpelledStep, ...],
    context: PackContext,
    known: frozenset[StepFault] = frozenset(),
) -> None:
    """Report what steps lack, and what is wrong between their fields.

    Args:
        known: Faults that were reported before, in the file that lends the steps.
    """
    _report_missing(reader, steps, context)
    for step in steps:
        for problem in _faults(step, context):
            if (step.key, problem.code, problem.what) not in known:
                reader.add(problem)


def step_faults(steps: tuple[SpelledStep, ...], context: PackContext) -> frozenset[StepFault]:
    """Give what is wrong between the fields of steps."""
    return frozenset((s.key, p.code, p.what) for s in steps for p in _faults(s, context))


def _required(step: SpelledStep, context: PackContext) -> tuple[str, ...]:
    """Give the fields that a step must say; work that only opens or closes may serve any goal."""
    said = step.said
    extra = []
    hands_on = said.hands_on is not False and not said.outside_session
    if hands_on:
        extra.append("pressure")
    if said.purpose == "treat" and not context.frame:
        extra.append("goal")
    if said.side is not None and (
        len(said.side.sides) > 1 or said.side.sides[0] not in ONE_MEANING
    ):
        extra.append("minutes_are_for")
    return (*ALWAYS, *extra)


def _report_missing(reader: Reader, steps: tuple[SpelledStep, ...], context: PackContext) -> None:
    """Report missing fields: once where several steps miss the same one."""
    missing: dict[str, list[SpelledStep]] = {}
    for step in steps:
        for name in _required(step, context):
            if step.lacks(name):
                missing.setdefault(name, []).append(step)
    for name, lacking in missing.items():
        if len(lacking) == 1 or name in {"id", "instruction"}:
            for step in lacking:
                reader.add(step.problem(name, f"{quoted(name)} is missing", "missing"))
        else:
            reader.add(_missing_in_many(name, lacking))


def _missing_in_many(name: str, steps: list[SpelledStep]) -> Problem:
    document = steps[0].entry.document
    lines = [str(document.line(step.entry.path)) for step in steps]
    shown = ", ".join(lines[:MOST_LINES]) + (" ..." if len(lines) > MOST_LINES else "")
    what = (
        f"{quoted(name)} is missing in {len(steps)} steps (lines {shown}); "
        "say it once here, or in each of them"
    )
    every = ("every_step",)
    path = every if every in document.places else steps[0].entry.path
    return document.problem(path, what, "missing", entry="[every_step]")


def _faults(step: SpelledStep, context: PackContext) -> Iterator[Problem]:
    """Give what is wrong between the fields of a step."""
    yield from _where(step, context)
    yield from _reach(step, context)
    yield from _dose(step)
    yield from _site(step, context)
    yield from _sides(step)
    if step.said.manoeuvres == ():
        yield step.problem("manoeuvres", "names none", "missing")
    if step.said.positions == ():
        yield step.problem("positions", "names none", "missing")


def _known(words: tuple[str, ...] | None, known: Container[str]) -> tuple[str, ...]:
    """Give the words that the vocabulary has; the others are reported where they were read."""
    return tuple(word for word in words or () if word in known)


def regions_of(step: SpelledStep, context: PackContext) -> tuple[str, ...]:
    """Give the regions of a step: those it says, else those of its targets.

    A step at a factor's own site has none of its own: they are known when the patient is.
    """
    vocabulary = context.vocabulary
    if step.said.regions is not None:
        return _known(step.said.regions, vocabulary.regions)
    if step.said.at_site:
        return ()
    return vocabulary.body.regions_of(_known(step.said.targets, vocabulary.muscles))


def _where(step: SpelledStep, context: PackContext) -> Iterator[Problem]:
    vocabulary = context.vocabulary
    regions = regions_of(step, context)
    unsaid = step.lacks("regions") and not regions and not step.said.at_site
    if unsaid and (step.lacks("targets") or step.said.targets == ()) and not context.frame:
        yield step.problem("regions", "where? name its regions, or its targets", "where")
    if not regions:
        return
    for target in _known(step.said.targets, vocabulary.muscles):
        own = vocabulary.body.regions_of((target,))
        if own and not any(vocabulary.body.overlap(a, b) for a in own for b in regions):
            what = f"{target} is worked in {', '.join(own)}, not in {', '.join(regions)}"
            yield step.problem("targets", what, "target-elsewhere")


def _reach(step: SpelledStep, context: PackContext) -> Iterator[Problem]:
    vocabulary = context.vocabulary
    for position in _known(step.said.positions, vocabulary.positions):
        for region in regions_of(step, context):
            if vocabulary.body.reach(region, position) <= 0:
                can = [p for p in vocabulary.positions if vocabulary.body.reach(region, p) > 0]
                what = f"{region} can't be reached {position}; it can {', '.join(can)}"
                yield step.problem("positions", what, "no-reach")


def _dose(step: SpelledStep) -> Iterator[Problem]:
    dose = dose_minutes(step.said)
    minutes = step.said.minutes
    if minutes is None:
        if dose is None and step.said.group is None and step.lacks("minutes"):
            what = '"minutes" is missing, and there are no hold_seconds to count them from'
            yield step.problem("minutes", what, "no-dose")
        return
    if minutes.most <= 0:
        yield step.problem("minutes", "a step that lasts no time", "range")
    if dose is None:
        return
    if dose.least > minutes.most:
        what = f"the least dose takes {dose.least:g} minutes and doesn't fit into {minutes.most:g}"
        yield step.problem("minutes", what, "dose-over-minutes")
    elif dose.typical > minutes.most:
        what = f"the typical dose takes {dose.typical:g} minutes, more than {minutes.most:g}"
        yield step.problem("minutes", what, "typical-dose", "warning")


def _site(step: SpelledStep, context: PackContext) -> Iterator[Problem]:
    factor = context.vocabulary.factors.get(step.said.at_site or "")
    if factor is not None and factor.site == "none" and not factor.regions:
        yield step.problem("at_site", f"{factor.id} has no place of its own", "no-site")


def _sides(step: SpelledStep) -> Iterator[Problem]:
    sides = step.said.side.sides if step.said.side else ()
    if step.said.side is not None and not sides:
        yield step.problem("side", "names none", "missing")
    if len(sides) > 1 and not set(sides) <= {"left", "right", "affected", "unaffected"}:
        what = "an order of sides names left and right, or affected and unaffected"
        yield step.problem("side", what, "side")
    if len(set(sides)) < len(sides):
        yield step.problem("side", "names a side twice", "side")

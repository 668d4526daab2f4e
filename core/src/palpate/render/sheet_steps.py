"""The timed steps under their positions, in words."""

from attrs import frozen

from palpate.model.protocol import PlannedStep
from palpate.model.protocol import Protocol
from palpate.model.technique import Range
from palpate.render.documents import Words
from palpate.render.steps import clock_said
from palpate.render.steps import minutes_said
from palpate.render.steps import short
from palpate.render.steps import usual_references
from palpate.vocabulary import Vocabulary


@frozen
class StepLine:
    """A step as it is read at the table.

    Attributes:
        kind: `hands`, `frame` (opening, closing) or `turn`.
        tone: The colour of its technique; 0 for the frame.
        percent: The part of the session that it takes, and where it begins.
    """

    number: int
    kind: str
    start: float
    minutes: float
    clock: str
    letters: str
    technique: str
    tone: int
    instruction: str
    where: str
    pressure: int
    details: tuple[str, ...]
    cautions: tuple[str, ...]
    cited: tuple[int, ...]
    position: str
    percent: float
    percent_before: float

    @property
    def minutes_said(self) -> str:
        """Its minutes, without a needless fraction."""
        return minutes_said(self.minutes)


@frozen
class Block:
    """The steps in one position."""

    position: str
    minutes: float
    steps: tuple[StepLine, ...]
    percent: float

    @property
    def minutes_said(self) -> str:
        """Its minutes, without a needless fraction."""
        return minutes_said(self.minutes)


def blocks(
    protocol: Protocol,
    vocabulary: Vocabulary,
    said: Words,
    numbers: dict[str, int],
    tones: dict[str, int],
) -> tuple[Block, ...]:
    """Give the steps, block by block of one position."""
    total = sum(step.minutes for step in protocol.steps) or 1
    runs: list[list[PlannedStep]] = []
    for step in protocol.steps:
        if not runs or runs[-1][0].position != step.position:
            runs.append([])
        runs[-1].append(step)
    order = {id(step): number for number, step in enumerate(protocol.steps, 1)}
    made = []
    for run in runs:
        minutes = sum(step.minutes for step in run)
        lines = tuple(
            _line(s, order[id(s)], total, protocol, vocabulary, said, numbers, tones) for s in run
        )
        made.append(Block(lines[0].position, minutes, lines, 100 * minutes / total))
    return tuple(made)


def _line(
    step: PlannedStep,
    number: int,
    total: float,
    protocol: Protocol,
    vocabulary: Vocabulary,
    said: Words,
    numbers: dict[str, int],
    tones: dict[str, int],
) -> StepLine:
    hands = bool(step.regions)
    known = {technique.id: technique.name for technique in protocol.techniques}
    return StepLine(
        number=number,
        kind="hands" if hands else "turn" if step.purpose == "turn" else "frame",
        start=step.start,
        minutes=step.minutes,
        clock=clock_said(step.start),
        letters=short(step.technique) if step.technique in tones else "",
        technique=known.get(step.technique, said("said", "frame-step")),
        tone=tones.get(step.technique, 0),
        instruction=step.instruction,
        where=where(step, vocabulary, said) if hands else "",
        pressure=step.pressure,
        details=details(step, protocol, vocabulary, said) if hands else (),
        cautions=step.cautions,
        cited=_cited(step, protocol, numbers),
        position=position_said(step, vocabulary, said),
        percent=100 * step.minutes / total,
        percent_before=100 * step.start / total,
    )


def position_said(step: PlannedStep, vocabulary: Vocabulary, said: Words) -> str:
    """Name the position of a step."""
    if step.position in vocabulary.positions:
        return vocabulary.positions[step.position].name
    return step.position or said("heading", "no-position")


def where(step: PlannedStep, vocabulary: Vocabulary, said: Words) -> str:
    """Say the regions and the side of a step."""
    known = vocabulary.regions
    places = ", ".join(known[r].name if r in known else r for r in step.regions)
    side = said.tables["said"].get(step.side, step.side)
    return f"{places}, {side}" if side else places


def details(
    step: PlannedStep, protocol: Protocol, vocabulary: Vocabulary, said: Words
) -> tuple[str, ...]:
    """Say the contact, the dose, the set-up and what else to mind in a step."""
    parts = [_contact(step, vocabulary), *_dose(step, said), step.set_up]
    if len(protocol.diagnoses) > 1 and step.diagnosis:
        names = {diagnosis.condition: diagnosis.name for diagnosis in protocol.diagnoses}
        parts.append(said("said", "for", diagnosis=names.get(step.diagnosis, step.diagnosis)))
    if step.consent:
        kinds = vocabulary.consents
        named = ", ".join(kinds[k].name if k in kinds else k for k in step.consent)
        parts.append(said("said", "consent", kinds=named))
    if step.stays_on:
        parts.append(said("said", "stays-on", what=step.stays_on))
    if step.if_none:
        parts.append(said("said", "none-found", instruction=step.if_none))
    return tuple(part for part in parts if part)


def _contact(step: PlannedStep, vocabulary: Vocabulary) -> str:
    known = vocabulary.contacts
    return known[step.contact].name if step.contact in known else step.contact


def _dose(step: PlannedStep, said: Words) -> list[str]:
    parts = []
    if step.points:
        one = set(step.points) == {1}
        parts.append(said("said", "point" if one else "points", span=_numbers(step.points)))
    if step.hold_seconds:
        parts.append(said("said", "seconds", span=_numbers(step.hold_seconds)))
    if step.repetitions:
        parts.append(said("said", "times", span=_numbers(step.repetitions)))
    parts += _work_and_rest(step, said)
    if step.pain_out_of_10:
        pain = step.pain_out_of_10
        key = "pain-falling" if pain[0] else "pain-up-to"
        parts.append(said("said", key, span=_numbers(pain), most=f"{pain[-1]:g}"))
    return [*parts, step.pressure_said]


def _work_and_rest(step: PlannedStep, said: Words) -> list[str]:
    """Say contraction, rest, sets and the source's own pressure."""
    spans = (
        ("contract", step.contract_seconds),
        ("effort", step.effort_percent),
        ("rest", step.rest_seconds),
        ("sets", step.sets),
        ("mmhg", step.pressure_mmhg),
    )
    parts = [said("said", key, span=_numbers(numbers)) for key, numbers in spans if numbers]
    return parts if step.hands_on else [said("said", "hands-free"), *parts]


def _numbers(values: tuple[float, ...]) -> str:
    return "-".join(f"{value:g}" for value in values)


def span(value: Range, said: Words) -> str:
    """Say a range; one number where both ends are the same."""
    least, most = f"{value.least:g}", f"{value.most:g}"
    return least if least == most else said("said", "to", least=least, most=most)


def _cited(step: PlannedStep, protocol: Protocol, numbers: dict[str, int]) -> tuple[int, ...]:
    """Give the sources of a step that aren't those of its technique's other steps."""
    usual = usual_references(protocol).get((step.technique, step.sequence), ())
    if step.references == usual:
        return ()
    return tuple(numbers[r] for r in step.references if r in numbers)

"""The timed steps under their positions, as lines of a page."""

from palpate.model.protocol import PlannedStep
from palpate.model.protocol import Protocol
from palpate.model.technique import Reference
from palpate.render.page import WIDTH
from palpate.render.page import Page
from palpate.vocabulary import Vocabulary

HANG = 18


def minutes_said(minutes: float) -> str:
    """Write minutes without a needless fraction."""
    return f"{minutes:g}"


def clock_said(minutes: float) -> str:
    """Write minutes from the start as m:ss."""
    whole = int(minutes)
    return f"{whole}:{'30' if minutes - whole else '00'}"


def numbered(references: tuple[Reference, ...]) -> dict[str, int]:
    """Number the sources."""
    return {reference.id: number for number, reference in enumerate(references, 1)}


def short(technique: str) -> str:
    """Give three letters for a technique: two of its first word and one of its second."""
    words = technique.split("-")
    return (words[0][:3] if len(words) == 1 else words[0][:2] + words[1][:1]).upper()


def write_steps(
    page: Page, protocol: Protocol, numbers: dict[str, int], vocabulary: Vocabulary
) -> None:
    """Write the steps."""
    position = ""
    for step in protocol.steps:
        if step.position != position:
            position = step.position
            page.heading(_position(position, vocabulary), _until(step, protocol))
        _step(page, step, protocol, numbers, vocabulary)


def _position(position: str, vocabulary: Vocabulary) -> str:
    return vocabulary.positions[position].name.upper() if position else "SESSION"


def _until(first: PlannedStep, protocol: Protocol) -> str:
    run = 0.0
    for step in protocol.steps:
        if step.start >= first.start and step.position == first.position:
            run += step.minutes
        elif step.start > first.start:
            break
    return f"{minutes_said(run)} min"


def _step(
    page: Page,
    step: PlannedStep,
    protocol: Protocol,
    numbers: dict[str, int],
    vocabulary: Vocabulary,
) -> None:
    hands = bool(step.regions)
    name = short(step.technique) if hands and step.diagnosis else ""
    lead = f"{clock_said(step.start):>6}  {minutes_said(step.minutes):>4}  {name:<4}"
    page.text(step.instruction, first=lead, hang=HANG)
    if not hands:
        return
    for detail in _details(step, protocol, numbers, vocabulary):
        page.text(detail, indent=HANG)
    for caution in step.cautions:
        page.text(caution, first=" " * HANG + "! ", hang=HANG + 2)


def _details(
    step: PlannedStep, protocol: Protocol, numbers: dict[str, int], vocabulary: Vocabulary
) -> list[str]:
    """Give the lines under a step: place and pressure, dose, what to mind."""
    place = ", ".join(vocabulary.regions[r].name for r in step.regions)
    first = [
        f"pressure {step.pressure}",
        f"{place}, {_side(step)}" if step.side != "midline" else place,
    ]
    dose = [vocabulary.contacts[step.contact].name] if step.contact else []
    dose += _dose(step)
    if step.set_up:
        dose.append(step.set_up)
    if len(protocol.diagnoses) > 1 and step.diagnosis:
        dose.append(f"for {step.diagnosis}")
    if step.consent:
        dose.append(f"consent: {', '.join(step.consent)}")
    cited = ""
    if step.references != _usual(step, protocol):
        cited = " ".join(f"[{numbers[r]}]" for r in step.references if r in numbers)
    if not step.hands_on:
        first[0] = "hands free"
    lines = [" · ".join(first)]
    if dose:
        lines.append(" · ".join(dose))
    if cited:
        if len(lines[-1]) + len(cited) + 2 + HANG <= WIDTH:
            lines[-1] += f"  {cited}"
        else:
            lines.append(cited)
    if step.stays_on:
        lines.append(f"left on: {step.stays_on}")
    if step.if_none:
        lines.append(f"none found: {step.if_none}")
    return lines


def _usual(step: PlannedStep, protocol: Protocol) -> tuple[str, ...]:
    """Give the references that most of a technique's steps share: they stand in the head."""
    return usual_references(protocol).get((step.technique, step.sequence), ())


def usual_references(protocol: Protocol) -> dict[tuple[str, str], tuple[str, ...]]:
    """Give for each technique's sequence the references that most of its steps name."""
    counts: dict[tuple[str, str], dict[tuple[str, ...], int]] = {}
    for step in protocol.steps:
        if step.diagnosis:
            named = counts.setdefault((step.technique, step.sequence), {})
            named[step.references] = named.get(step.references, 0) + 1
    return {key: max(named, key=lambda refs: (named[refs], refs)) for key, named in counts.items()}


def _side(step: PlannedStep) -> str:
    return {"both": "both sides", "affected": "affected side", "unaffected": "unaffected side"}.get(
        step.side, f"{step.side} side"
    )


def _dose(step: PlannedStep) -> list[str]:
    said = []
    if step.points:
        said.append("1 point" if set(step.points) == {1} else f"{_span(step.points)} points")
    if step.hold_seconds:
        said.append(f"{_span(step.hold_seconds)} s")
    if step.repetitions:
        said.append(f"x {_span(step.repetitions)}")
    if step.contract_seconds:
        said.append(f"contract {_span(step.contract_seconds)} s{_effort(step)}")
    if step.rest_seconds:
        said.append(f"rest {_span(step.rest_seconds)} s")
    if step.sets:
        said.append(f"{_span(step.sets)} sets")
    if step.pressure_mmhg:
        said.append(f"{_span(step.pressure_mmhg)} mmHg")
    if step.pain_out_of_10:
        said.append(_pain(step.pain_out_of_10))
    if step.pressure_said:
        said.append(step.pressure_said)
    return said


def _effort(step: PlannedStep) -> str:
    return f" at {_span(step.effort_percent)} % effort" if step.effort_percent else ""


def _pain(values: tuple[float, ...]) -> str:
    if values[0] == 0:
        return f"pain up to {values[-1]:g} of 10"
    return f"pain {_span(values)} of 10, and falling"


def _span(values: tuple[float, ...]) -> str:
    return "-".join(f"{value:g}" for value in values)

"""Slots put on the clock: planned steps with start, minutes, place and words."""

from collections.abc import Sequence

from attrs import define
from attrs import field

from palpate.combine.candidate import Candidate
from palpate.combine.candidate import Part
from palpate.combine.frame import FRAME
from palpate.combine.instance import Instance
from palpate.combine.order import Slot
from palpate.combine.settings import HALF_MINUTES
from palpate.combine.settings import Settings
from palpate.model.protocol import PlannedStep
from palpate.model.technique import Range
from palpate.registry.content import PackContent
from palpate.vocabulary import Vocabulary


@define
class Clock:
    """Puts one step after the other; `start` is minutes from the start of the session."""

    frame: PackContent
    settings: Settings
    first_visit: bool
    start: float = 0
    used: dict[str, int] = field(factory=dict)
    steps: list[PlannedStep] = field(factory=list)

    def talk(self, name: str, minutes: float, purpose: str, position: str = "") -> None:
        """Put an opening, a turn or a closing on the clock."""
        if minutes <= 0:
            return
        instruction = self.settings.talk[name]
        self.add(
            PlannedStep(
                id=f"{self.frame.technique.id}/{self.settings.frame_sequence}/{name}",
                technique=self.frame.technique.id,
                pack=self.frame.identity.distribution,
                version=self.frame.identity.version,
                sequence=self.settings.frame_sequence,
                diagnosis="",
                start=0,
                minutes=minutes,
                purpose=purpose,
                importance="core",
                instruction=instruction,
                position=position,
            )
        )

    def add(self, step: PlannedStep) -> None:
        """Put a step on the clock, with an id of its own."""
        from attrs import evolve  # noqa: PLC0415

        times = self.used[step.id] = self.used.get(step.id, 0) + 1
        name = step.id if times == 1 else f"{step.id}#{times}"
        self.steps.append(evolve(step, id=name, start=self.start))
        self.start += step.minutes


def put_on_clock(
    slots: Sequence[Slot],
    instance: Instance,
    parts: Sequence[Part],
    frame: PackContent,
    first_visit: bool,
    vocabulary: Vocabulary,
    settings: Settings,
) -> tuple[PlannedStep, ...]:
    """Give the whole session, opening and closing included."""
    clock = Clock(frame, settings, first_visit)
    first_position = slots[0].position if slots else ""
    opening = "first-opening" if first_visit else "opening"
    clock.talk(opening, instance.budget.opening / HALF_MINUTES, "assess", first_position)
    for slot in slots:
        minutes = slot.minutes / HALF_MINUTES
        if slot.turn:
            clock.talk(slot.turn, minutes, "turn", slot.position)
        else:
            clock.add(_planned(slot, minutes, instance, parts, frame, slots, vocabulary))
    last_position = slots[-1].position if slots else ""
    clock.talk("closing", instance.budget.closing / HALF_MINUTES, "integrate", last_position)
    return tuple(clock.steps)


def _planned(
    slot: Slot,
    minutes: float,
    instance: Instance,
    parts: Sequence[Part],
    frame: PackContent,
    slots: Sequence[Slot],
    vocabulary: Vocabulary,
) -> PlannedStep:
    candidate = instance.candidates[slot.candidate]
    step = candidate.step
    part = parts[candidate.part] if candidate.part != FRAME else None
    content = part.content if part else frame
    regions = step.regions if part else _serving(slot, instance, slots, vocabulary)
    references = step.references or (_indication_references(part) if part else ())
    return PlannedStep(
        id=candidate.key,
        technique=candidate.technique,
        pack=content.identity.distribution,
        version=content.identity.version,
        sequence=candidate.key.split("/")[1],
        diagnosis=part.diagnosis.condition if part else "",
        start=0,
        minutes=minutes,
        purpose=step.purpose,
        importance=step.importance,
        instruction=_instruction(step.instruction, regions, vocabulary),
        manoeuvres=step.manoeuvres,
        targets=step.targets,
        regions=regions,
        side=slot.side or _side(candidate, regions, vocabulary),
        position=slot.position,
        set_up=step.set_up,
        contact=candidate.contact,
        pressure=step.pressure,
        pressure_said=step.pressure_said,
        pain_out_of_10=_span(step.pain_out_of_10),
        hold_seconds=_span(step.hold_seconds),
        repetitions=_span(step.repetitions),
        points=_span(step.points),
        if_none=step.if_none.instruction if step.if_none else "",
        goal=step.goal or (part.diagnosis.goals[0] if part and part.diagnosis.goals else ""),
        needs=tuple(dict.fromkeys(n.label for n in instance.needs if n.step == slot.candidate)),
        provides=_provides(slot.candidate, instance),
        training=tuple(dict.fromkeys(step.training + content.technique.training)),
        consent=step.consent,
        cautions=step.cautions,
        basis=step.basis,
        references=references,
    )


def _span(value: Range | None) -> tuple[float, ...]:
    """Give least and most, or one number where they are the same."""
    if value is None:
        return ()
    return (value.least,) if value.least == value.most else (value.least, value.most)


def _side(candidate: Candidate, regions: tuple[str, ...], vocabulary: Vocabulary) -> str:
    if candidate.part != FRAME:
        return candidate.side
    return "both" if any(vocabulary.body.is_paired(r) for r in regions) else "midline"


def _provides(i: int, instance: Instance) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n.label for n in instance.needs if n.providers >> i & 1))


def _serving(
    slot: Slot, instance: Instance, slots: Sequence[Slot], vocabulary: Vocabulary
) -> tuple[str, ...]:
    """Narrow a frame step to the main regions that it is there for."""
    frame = instance.candidates[slot.candidate]
    worked = [instance.candidates[s.candidate] for s in slots if s.candidate >= 0]
    served = {n.step for n in instance.needs if n.providers >> slot.candidate & 1}
    needing = [c for i, c in ((s.candidate, instance.candidates[s.candidate]) for s in slots if s.candidate >= 0) if i in served]
    here = [instance.candidates[s.candidate] for s in slots if s.candidate >= 0 and s.position == slot.position]
    found: dict[str, None] = {}
    for group in (needing, here, worked):
        for one in group:
            if one.part == FRAME:
                continue
            for region in one.step.regions:
                main = vocabulary.body.main(region)
                whole = main in frame.step.regions
                name = main if whole else region
                if name in frame.step.regions:
                    found[name] = None
        if found:
            break
    return tuple(found) or frame.step.regions[:1]


def _instruction(text: str, regions: tuple[str, ...], vocabulary: Vocabulary) -> str:
    names = [vocabulary.regions[r].name for r in regions]
    said = " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
    return text.replace("{regions}", said)


def _indication_references(part: Part) -> tuple[str, ...]:
    own = [i for i in part.content.indications if i.condition == part.diagnosis.condition and i.indicated]
    return tuple(dict.fromkeys(r for i in own for r in i.references))

"""Slots put on the clock: planned steps with start, minutes, place and words."""

from collections.abc import Sequence

from attrs import define
from attrs import evolve
from attrs import field

from palpate.combine.candidate import Candidate
from palpate.combine.candidate import Part
from palpate.combine.frame import FRAME
from palpate.combine.instance import Instance
from palpate.combine.order import Slot
from palpate.combine.settings import HALF_MINUTES
from palpate.combine.settings import Settings
from palpate.model.protocol import PlannedStep
from palpate.model.scales import Purpose
from palpate.model.technique import Range
from palpate.registry.content import PackContent
from palpate.vocabulary import Vocabulary

MANY_PARTS = 4


@define
class Clock:
    """Puts one step after the other; `start` is minutes from the start of the session."""

    frame: PackContent
    settings: Settings
    first_visit: bool
    start: float = 0
    used: dict[str, int] = field(factory=dict)
    steps: list[PlannedStep] = field(factory=list)

    def talk(self, name: str, minutes: float, purpose: Purpose, position: str = "") -> None:
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
    name = candidate.key if part else f"{candidate.key.rpartition('/')[0]}/{step.id}"
    return PlannedStep(
        id=name,
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
        side=slot.side or _side(slot.candidate, regions, instance, slots, vocabulary),
        position=slot.position,
        set_up=_set_up(step.set_up, slot.position, vocabulary),
        contact=candidate.contact,
        pressure=step.pressure,
        pressure_said=step.pressure_said,
        pressure_mmhg=_span(step.pressure_mmhg),
        pain_out_of_10=_span(step.pain_out_of_10),
        hold_seconds=_span(step.hold_seconds),
        repetitions=_span(step.repetitions),
        points=_span(step.points),
        sets=_span(step.sets),
        contract_seconds=_span(step.contract_seconds),
        effort_percent=_span(step.effort_percent),
        rest_seconds=_span(step.rest_seconds),
        if_none=step.if_none.instruction if step.if_none else "",
        goal=step.goal or (part.diagnosis.goals[0] if part and part.diagnosis.goals else ""),
        needs=tuple(dict.fromkeys(n.label for n in instance.needs if n.step == slot.candidate)),
        provides=_provides(slot.candidate, instance),
        training=tuple(dict.fromkeys(step.training + content.technique.training)),
        consent=step.consent,
        cautions=step.cautions,
        basis=step.basis,
        hands_on=step.hands_on,
        stays_on=step.stays_on,
        references=references,
    )


def _set_up(said: str, position: str, vocabulary: Vocabulary) -> str:
    """Give what a set-up says for a position: `prone: pillow under the belly; on the side: ...`."""
    kept = []
    for clause in said.split("; "):
        label, colon, rest = clause.partition(": ")
        meant = next((p.id for p in vocabulary.positions.values() if label in (p.id, p.name)), None)
        if not colon or meant is None:
            kept.append(clause)
        elif meant == position:
            kept.append(rest)
    return "; ".join(kept)


def _span(value: Range | None) -> tuple[float, ...]:
    """Give least and most, or one number where they are the same."""
    if value is None:
        return ()
    return (value.least,) if value.least == value.most else (value.least, value.most)


def _side(
    i: int,
    regions: tuple[str, ...],
    instance: Instance,
    slots: Sequence[Slot],
    vocabulary: Vocabulary,
) -> str:
    """Give a step's side; the frame's is that of the steps that it serves, where they agree.

    Where it serves none, it is that of the steps in its own position; so it is where the patient lies
    on one side, and isn't turned for it.
    """
    candidate = instance.candidates[i]
    if candidate.part != FRAME:
        return candidate.side
    if not any(vocabulary.body.is_paired(r) for r in regions):
        return "midline"
    chosen = {s.candidate for s in slots if s.candidate >= 0}
    served = {n.step for n in instance.needs if n.providers >> i & 1} & chosen
    position = candidate.positions[0]
    near = {
        s.candidate
        for s in slots
        if s.position == position
        and s.candidate >= 0
        and instance.candidates[s.candidate].part != FRAME
    }
    one_side = vocabulary.positions[position].side_turn
    sides = {instance.candidates[n].side for n in _first(near, served, swap=not one_side)}
    sides.discard("midline")
    if (served or near) and not sides:
        return "midline"
    return sides.pop() if len(sides) == 1 else "both"


def _first(near: set[int], served: set[int], *, swap: bool) -> set[int]:
    """Give the first of two that isn't empty, the second one first where they are swapped."""
    one, other = (served, near) if swap else (near, served)
    return one or other


def _provides(i: int, instance: Instance) -> tuple[str, ...]:
    # Sorted: the needs' own order follows from candidates that may not be in.
    return tuple(sorted({n.label for n in instance.needs if n.providers >> i & 1}))


def _serving(
    slot: Slot,
    instance: Instance,
    slots: Sequence[Slot],
    vocabulary: Vocabulary,
) -> tuple[str, ...]:
    """Narrow a frame step to the regions that it is there for.

    Those are the regions of the steps whose needs it meets; where it meets none, those worked in
    its own position, else any that are worked. A region that holds work which never stands beside
    strokes is left alone.
    """
    frame = instance.candidates[slot.candidate]
    numbers = [s.candidate for s in slots if s.candidate >= 0]
    needing = {n.step for n in instance.needs if n.providers >> slot.candidate & 1}
    served = (needing & set(numbers)) | _stood_in_for(slot.candidate, numbers, instance)
    here = [s.candidate for s in slots if s.candidate >= 0 and s.position == slot.position]
    avoided = instance.avoids.get(slot.candidate, 0)
    apart = 0
    for i in numbers:
        if avoided >> i & 1:
            apart |= instance.candidates[i].facts.places
    for group in (sorted(served), here, numbers):
        found: dict[str, None] = {}
        for i in group:
            one = instance.candidates[i]
            for region in one.step.regions if one.part != FRAME else ():
                found.update(dict.fromkeys(_layers(region, frame, apart, vocabulary)))
        if found:
            broad = _broad(found, frame, apart, vocabulary)
            return tuple(r for r in broad if not _inside_another(r, broad, vocabulary))
    return frame.step.regions[:1]


def _stood_in_for(frame: int, numbers: Sequence[int], instance: Instance) -> set[int]:
    """Give the core steps of techniques that are in for which only the frame's step does."""
    parts = {instance.candidates[i].part for i in numbers} - {FRAME}
    own = sum(1 << i for i in set(numbers) if instance.candidates[i].part != FRAME)
    return {
        i
        for i, one in enumerate(instance.candidates)
        if one.part in parts
        and one.step.importance == "core"
        and i not in numbers
        and instance.covered_by[i] >> frame & 1
        and not instance.covered_by[i] & own
    }


def _layers(region: str, frame: Candidate, apart: int, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Give a region as broad strokes take it.

    That is the part of its main region that holds it; where some of that is out of reach or left
    alone, the region itself; where some of this is, those of its parts that aren't.
    """
    line = vocabulary.body.lineage(region)

    def whole(name: str) -> bool:
        return _whole(name, frame, apart)

    for name in (line[-2] if len(line) > 1 else line[-1], region):
        if whole(name):
            return (name,)
    parts = [r for r in frame.step.regions if r != region and vocabulary.body.within(r, region)]
    free = region in frame.step.regions and not frame.facts.atlas.place(region) & apart
    return tuple(r for r in parts if whole(r)) or ((region,) if free else ())


def _broad(
    found: dict[str, None], frame: Candidate, apart: int, vocabulary: Vocabulary
) -> dict[str, None]:
    """Name a main region once where all of it may be touched and many of its parts are meant."""
    mains = [vocabulary.body.main(region) for region in found]
    many = {m for m in mains if mains.count(m) >= MANY_PARTS and _whole(m, frame, apart)}
    return dict.fromkeys(
        main if main in many else region for region, main in zip(found, mains, strict=True)
    )


def _whole(name: str, frame: Candidate, apart: int) -> bool:
    """Say whether all of a region is within reach, and none of it left alone."""
    place = frame.facts.atlas.place(name)
    return name in frame.step.regions and not place & ~frame.facts.places and not place & apart


def _inside_another(region: str, found: dict[str, None], vocabulary: Vocabulary) -> bool:
    return any(other != region and vocabulary.body.within(region, other) for other in found)


def _instruction(text: str, regions: tuple[str, ...], vocabulary: Vocabulary) -> str:
    names = [vocabulary.regions[r].name for r in _in_few_words(regions, vocabulary)]
    said = " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
    return text.replace("{regions}", said)


def _in_few_words(regions: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Name a region in place of its parts where all of them are meant."""
    body = vocabulary.body
    held = {above for region in regions for above in body.lineage(region)[1:2]}
    whole = {h for h in held if set(body.parts(h)) <= set(regions)}
    names = (next((h for h in body.lineage(r)[1:] if h in whole), r) for r in regions)
    return tuple(dict.fromkeys(names))


def _indication_references(part: Part) -> tuple[str, ...]:
    own = [
        i
        for i in part.content.indications
        if i.condition == part.diagnosis.condition and i.indicated
    ]
    return tuple(dict.fromkeys(r for i in own for r in i.references))

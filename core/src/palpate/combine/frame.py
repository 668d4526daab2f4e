"""The session pack's own steps: warm-ups and closings that fit any region in any position.

A step of the frame names no region. It is offered once for each position, for all regions that
can be reached there and that nothing keeps off; when the plan stands, it is narrowed to the
regions that it is there for.
"""

from attrs import evolve

from palpate.combine.candidate import Candidate
from palpate.combine.facts import facts_of
from palpate.combine.places import BOTH
from palpate.combine.places import Atlas
from palpate.combine.resolve import Case
from palpate.combine.screen import Screened
from palpate.model.sequence import Step
from palpate.model.technique import Technique
from palpate.registry.content import PackContent
from palpate.vocabulary import Vocabulary

FRAME = -1


def frame_steps(contents: tuple[PackContent, ...]) -> tuple[tuple[Technique, str, Step], ...]:
    """Give technique, sequence and step of everything that the frame offers."""
    found: dict[tuple[str, str, str], tuple[Technique, str, Step]] = {}
    for content in contents:
        if not content.technique.frame:
            continue
        for offer in content.offers:
            for step in offer.sequence.steps if offer.sequence else ():
                name = offer.sequence.id if offer.sequence else ""
                found[content.technique.id, name, step.id] = (content.technique, name, step)
    return tuple(found.values())


def frame_candidates(
    case: Case,
    candidates: tuple[Candidate, ...],
    contents: tuple[PackContent, ...],
    screened: Screened,
    vocabulary: Vocabulary,
    atlas: Atlas,
) -> tuple[Candidate, ...]:
    """Offer the frame's steps in each position that a candidate may use."""
    positions = sorted({p for c in candidates for p in c.positions})
    found: list[Candidate] = []
    for technique, sequence, step in frame_steps(contents):
        for position in positions:
            if position not in step.positions or step.purpose not in ("prepare", "integrate"):
                continue
            one = _bound(technique, step, position, case, screened, vocabulary, atlas)
            if one is not None:
                key = f"{technique.id}/{sequence}/{step.id}-{position}"
                found.append(evolve(one, key=key, order=len(found)))
    return tuple(found)


def _bound(
    technique: Technique,
    step: Step,
    position: str,
    case: Case,
    screened: Screened,
    vocabulary: Vocabulary,
    atlas: Atlas,
) -> Candidate | None:
    """Bind a frame step to a position and to every region it may touch there."""
    absent = set(case.request.therapist.no_elements)
    if any(absent & set(vocabulary.manoeuvres[name].elements) for name in step.manoeuvres):
        return None
    levels: dict[str, int] = {}
    for region in vocabulary.regions.values():
        if vocabulary.body.reach(region.id, position) <= 0:
            continue
        here = evolve(step, regions=(region.id,))
        facts = facts_of(technique, here, BOTH, vocabulary, atlas)
        if screened.gate.kept_off(facts) is not None:
            continue
        if position in screened.gate.barred(facts, "bar_positions"):
            continue
        level, _ = screened.gate.pressure_cap(facts, atlas.units((region.id,), BOTH))
        if level >= step.lowest_pressure:
            levels[region.id] = min(level, step.pressure)
    if not levels:
        return None
    # One pressure for all its regions: those that bear less than the others are left alone.
    pressure = max(levels.values())
    regions = [region for region, level in levels.items() if level == pressure]
    step = evolve(step, pressure=pressure)
    places = 0
    for name in regions:
        places |= atlas.own(name)
    blank = facts_of(technique, evolve(step, regions=()), BOTH, vocabulary, atlas)
    return Candidate(
        key="",
        step=evolve(step, regions=tuple(regions), positions=(position,)),
        part=FRAME,
        order=0,
        facts=evolve(blank, places=places),
        sides=BOTH,
        side="both",
        units=(),
        positions=(position,),
        contact="",
        least=int(2 * step.minutes.least),
        typical=int(2 * step.minutes.typical),
        most=int(2 * step.minutes.most),
        weight=0,
        two_sided=False,
    )

"""The session pack's own steps: warm-ups and closings that fit any region in any position.

A step of the frame names no region. It is offered once for each position, for all regions that
can be reached there and that nothing keeps off; when the plan stands, it is narrowed to the
regions that it is there for.
"""

from collections.abc import Container

from attrs import evolve

from palpate.combine.candidate import Candidate
from palpate.combine.facts import Facts
from palpate.combine.facts import facts_of
from palpate.combine.gate import Gate
from palpate.combine.places import BOTH
from palpate.combine.places import Atlas
from palpate.combine.resolve import Case
from palpate.combine.screen import Screened
from palpate.model.sequence import Step
from palpate.model.technique import Technique
from palpate.record import frozen
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
    absent = set(case.request.therapist.no_elements)
    found: list[Candidate] = []
    for technique, sequence, step in frame_steps(contents):
        if step.purpose not in ("prepare", "integrate"):
            continue
        work = facts_of(technique, evolve(step, regions=()), BOTH, vocabulary, atlas)
        if absent & work.elements:
            continue
        sites = _sites(step, work, screened.gate, atlas)
        for position in positions:
            if position not in step.positions:
                continue
            here = {
                site.region: site.level
                for site in sites
                if vocabulary.body.reach(site.region, position) > 0 and position not in site.barred
            }
            if here:
                key = f"{technique.id}/{sequence}/{step.id}-{position}"
                found.append(_bound(key, len(found), step, work, position, here, atlas))
    return tuple(found)


@frozen
class Site:
    """A region where a frame step may be done.

    Attributes:
        level: The highest Walton level, at most the step's own.
        barred: Positions in which it may not be worked.
    """

    region: str
    level: int
    barred: Container[str]


def _sites(step: Step, work: Facts, gate: Gate, atlas: Atlas) -> tuple[Site, ...]:
    """Give every region of the body that a frame step may touch."""
    gate = gate.narrowed(work)
    found = []
    for region, units in atlas.each_region():
        place = atlas.place(region)
        barred: Container[str] = ()
        if gate.untouched(place):
            guard = gate.guard_of(units)
            level = guard.cap if guard else step.pressure
        else:
            facts = work.at(place)
            if gate.kept_off(facts) is not None:
                continue
            barred = gate.barred(facts, "bar_positions")
            level, _ = gate.pressure_cap(facts, units)
        if level >= step.lowest_pressure:
            found.append(Site(region, min(level, step.pressure), barred))
    return tuple(found)


def _bound(
    key: str,
    order: int,
    step: Step,
    work: Facts,
    position: str,
    levels: dict[str, int],
    atlas: Atlas,
) -> Candidate:
    """Bind a frame step to a position, and to the regions that may be touched there."""
    # One pressure for all its regions: those that bear less than the others are left alone.
    pressure = max(levels.values())
    regions = tuple(region for region, level in levels.items() if level == pressure)
    places = 0
    for name in regions:
        places |= atlas.own(name)
    return Candidate(
        key=key,
        step=evolve(step, pressure=pressure, regions=regions, positions=(position,)),
        part=FRAME,
        order=order,
        facts=evolve(work, pressure=pressure, places=places),
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

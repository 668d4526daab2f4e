"""The session pack's own steps: warm-ups and closings that fit any region in any position.

A step of the frame names no region. It is offered once for each position, for all regions that
can be reached there and that nothing keeps off; when the plan stands, it is narrowed to the
regions that it is there for.
"""

from collections.abc import Container
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping

from attrs import evolve

from palpate.combine.candidate import Candidate
from palpate.combine.facts import Facts
from palpate.combine.facts import facts_of
from palpate.combine.gate import EVERYWHERE
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


def frame_steps(
    contents: tuple[PackContent, ...],
) -> tuple[tuple[Technique, str, Step], ...]:
    """Give technique, sequence and step of everything that the frame offers."""
    found: dict[tuple[str, str, str], tuple[Technique, str, Step]] = {}
    for content in contents:
        if not content.technique.frame:
            continue
        for offer in content.offers:
            for step in offer.sequence.steps if offer.sequence else ():
                name = offer.sequence.id if offer.sequence else ""
                found[content.technique.id, name, step.id] = (
                    content.technique,
                    name,
                    step,
                )
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
    gate = screened.gate
    zones = _zones(gate, atlas)
    found: list[Candidate] = []
    for technique, sequence, step in frame_steps(contents):
        if step.purpose not in ("prepare", "integrate"):
            continue
        work = facts_of(technique, evolve(step, regions=()), BOTH, vocabulary, atlas)
        if absent & work.elements:
            continue
        grounds = tuple(_grounds(zones, step, work, gate, atlas))
        for position in positions:
            if position not in step.positions:
                continue
            levels = _levels(grounds, position, atlas)
            if levels:
                key = f"{technique.id}/{sequence}/{step.id}-{position}"
                found.append(_bound(key, len(found), step, work, position, levels, atlas))
    return tuple(found)


@frozen
class _Ground:
    """Regions where a frame step may be done.

    Attributes:
        level: The highest Walton level, at most the step's own.
        barred: Positions in which they may not be worked.
    """

    regions: int
    level: int
    barred: Container[str]


def _zones(gate: Gate, atlas: Atlas) -> dict[int, str]:
    """Part the body by what screening speaks of: each region is in it, or out of it.

    Returns:
        For each part, as bits, one of its regions: what holds there holds in all of the part.
    """
    zones = [atlas.body]
    for spoken in (*_capped(gate, atlas), *_named(gate, atlas)):
        zones = [part for zone in zones for part in (zone & spoken, zone & ~spoken) if part]
    return {zone: atlas.first(zone) for zone in zones}


def _capped(gate: Gate, atlas: Atlas) -> Iterable[int]:
    """Give for each cap of an endangerment site the regions inside of such sites."""
    inside: dict[int, int] = {}
    for guard in gate.guards:
        inside[guard.cap] = inside.get(guard.cap, 0) | atlas.inside(guard.site.regions)
    return inside.values()


def _named(gate: Gate, atlas: Atlas) -> Iterable[int]:
    """Give the regions that meet the places of a restriction, or of the work that it is about."""
    places = {r.places for r in gate.restrictions if r.places != EVERYWHERE}
    works = (r.work for r in gate.restrictions if r.work is not None)
    places.update(atlas.places(work.regions) for work in works if work.regions)
    return map(atlas.touching, places)


def _grounds(
    zones: Mapping[int, str], step: Step, work: Facts, gate: Gate, atlas: Atlas
) -> Iterator[_Ground]:
    """Give every part of the body that a frame step may touch."""
    for regions, one in zones.items():
        here = work.at(atlas.place(one))
        facts, _ = gate.lightened(here, atlas.units((one,), BOTH))
        if facts.pressure < step.lowest_pressure:
            continue
        if gate.kept_off(here) is None and gate.kept_off(facts) is None:
            yield _Ground(regions, facts.pressure, gate.barred(facts, "bar_positions"))


def _levels(grounds: Iterable[_Ground], position: str, atlas: Atlas) -> dict[int, int]:
    """Give for each pressure the regions that bear it and are reached in a position."""
    reached = atlas.reached(position)
    found: dict[int, int] = {}
    for ground in grounds:
        here = ground.regions & reached
        if here and position not in ground.barred:
            found[ground.level] = found.get(ground.level, 0) | here
    return found


def _bound(
    key: str,
    order: int,
    step: Step,
    work: Facts,
    position: str,
    levels: dict[int, int],
    atlas: Atlas,
) -> Candidate:
    """Bind a frame step to a position, and to the regions that may be touched there."""
    # One pressure for all its regions: those that bear less than the others are left alone.
    pressure = max(levels)
    places = levels[pressure]
    regions = atlas.named(places)
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

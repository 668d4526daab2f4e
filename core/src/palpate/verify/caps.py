"""Invariant 5: loads stay under their caps, whichever pack brings them."""

from collections import defaultdict
from collections.abc import Iterator

from palpate.model.technique import Cap
from palpate.verify.case import Case
from palpate.verify.case import Work
from palpate.verify.limits import fewest_points
from palpate.verify.places import opposite

_Unit = tuple[str, str]
_WHOLE = ""


def check_caps(case: Case) -> Iterator[str]:
    """Say which caps are overstepped."""
    for cap in caps_in_force(case):
        for unit, works in sorted(_units(cap, _counted(cap, case), case).items()):
            load = _load(cap, unit, works, case)
            if load > cap.most:
                where = " ".join(part for part in (unit[1], unit[0]) if part) or "the session"
                yield f"5: {where} gets {load:g} {cap.what}, at most {cap.most:g}: cap {cap.id}"


def caps_in_force(case: Case) -> Iterator[Cap]:
    """Give the session pack's caps always, another pack's while its technique is in."""
    worked = {content.technique.id for content in case.techniques_in}
    for content in case.contents:
        if content.technique.frame or content.technique.id in worked:
            yield from content.technique.caps
    for _content, offer, sequence in case.offers_in():
        yield from sequence.caps
        yield from offer.timing.caps if offer.timing else ()


def _counted(cap: Cap, case: Case) -> list[Work]:
    """Give the steps that a cap is about, and those that rules count as such."""
    alike = (
        rule.first
        for rule in case.rules
        if rule.rule == "counts-together" and rule.strength == "must" and rule.then == cap.of
    )
    counted = {work for kind in (cap.of, *alike) for work in case.doing(kind)}
    return [work for work in case.hands if work in counted]


def _units(cap: Cap, works: list[Work], case: Case) -> dict[_Unit, list[Work]]:
    """Lay steps out over what a cap counts by: muscles or main regions, each side of its own."""
    found: dict[_Unit, list[Work]] = defaultdict(list)
    for work in works:
        for unit in sorted(set(_units_of(cap, work, case))):
            found[unit].append(work)
    return found


def _units_of(cap: Cap, work: Work, case: Case) -> Iterator[_Unit]:
    body = case.vocabulary.body
    if cap.per == "session":
        yield (_WHOLE, _WHOLE)
    elif cap.per == "muscle":
        for muscle in work.deed.muscles:
            yield from ((muscle, side) for side in _sides(work, case))
    else:
        for region in {body.main(r) for r in work.deed.regions}:
            sides = _sides(work, case) if body.is_paired(region) else (_WHOLE,)
            yield from ((region, side) for side in sides)


def _sides(work: Work, case: Case) -> tuple[str, ...]:
    side = work.planned.side
    if opposite(side) != side:
        return (side,)
    unknown = any(w.planned.side in ("affected", "unaffected") for w in case.hands)
    return ("affected", "unaffected") if unknown else ("left", "right")


def _load(cap: Cap, unit: _Unit, works: list[Work], case: Case) -> float:
    if cap.what == "points":
        return fewest_points(works)
    minutes = sum(_minutes(unit, work) for work in works)
    if cap.what == "share-percent":
        session = case.protocol.session
        turns = sum(s.minutes for s in case.protocol.steps if s.purpose == "turn")
        # What there was to spend on hands and turns, filled or not.
        room = session.hands_on_minutes + session.unused_minutes + turns
        return 100 * minutes / room if room else 0
    return minutes


def _minutes(unit: _Unit, work: Work) -> float:
    """Minutes of a step on a unit; where it works on both sides, each side gets half of them."""
    minutes = work.planned.minutes
    split = unit[1] != _WHOLE and work.planned.side == "both"
    return minutes / 2 if split else minutes

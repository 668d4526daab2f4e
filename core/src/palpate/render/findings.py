"""A finding in one paragraph: what it asks for, where, of whom."""

from palpate.model.protocol import Finding
from palpate.model.protocol import Protocol
from palpate.render.documents import Words
from palpate.render.places import largest
from palpate.render.places import place_said
from palpate.render.places import places_kept_off
from palpate.render.places import split_place
from palpate.vocabulary import Vocabulary


def finding_said(finding: Finding, protocol: Protocol, vocabulary: Vocabulary, said: Words) -> str:
    """Say a finding: its verdict, the places to keep off apart from those with limits, what to do."""
    verdict = _verdict(finding, said)
    off, limited = _where(finding, protocol, vocabulary)
    head = [verdict if off or not limited or not verdict else f"{verdict}, {limited}"]
    if off:
        head.append(said("said", "keep-off-at", places=off))
    if limited and (off or not verdict):
        head.append(said("said", "limits-at", places=limited))
    where = "; ".join(part for part in head if part)
    bound = techniques_said(finding, protocol)
    who = said("said", "only-techniques", techniques=bound) if bound else ""
    parts = [", ".join(part for part in (where, who) if part) + ".", finding.action]
    if finding.urgency and not finding.cleared:
        parts.append(said("said", "urgency", urgency=finding.urgency))
    if finding.clearance_from and not finding.cleared:
        parts.append(said("said", "clearance-from", who=finding.clearance_from))
    return " ".join(part for part in parts if part)


def techniques_said(finding: Finding, protocol: Protocol) -> str:
    """Name the techniques that a finding binds; empty: any."""
    names = {technique.id: technique.name for technique in protocol.techniques}
    return ", ".join(names.get(technique, technique) for technique in finding.techniques)


def _verdict(finding: Finding, said: Words) -> str:
    if finding.cleared:
        return said("said", "cleared")
    if finding.verdict != "regional":
        return said("verdict", finding.verdict)
    # A rule for one region may keep hands off it, or only lower or bar something there: with
    # places, the places say which.
    if finding.regions:
        return ""
    off = any(limit.keep_off for limit in finding.limits)
    return said("verdict", "regional") if off else said("said", "limits")


def _where(finding: Finding, protocol: Protocol, vocabulary: Vocabulary) -> tuple[str, str]:
    """Give the places to keep off, and those that only have limits."""
    off = largest(places_kept_off(finding, protocol, vocabulary), vocabulary)
    limited = tuple(
        place
        for place in largest(finding.regions, vocabulary)
        if not any(_holds(whole, place, vocabulary) for whole in off)
    )
    return _listed(off, vocabulary), _listed(limited, vocabulary)


def _listed(places: tuple[str, ...], vocabulary: Vocabulary) -> str:
    return ", ".join(place_said(place, vocabulary) for place in places)


def _holds(whole: str, part: str, vocabulary: Vocabulary) -> bool:
    """Say whether a place lies in another one, on the same side."""
    side, region = split_place(part)
    side_of_whole, holder = split_place(whole)
    known = region in vocabulary.regions and holder in vocabulary.regions
    return part == whole or (
        known and side == side_of_whole and vocabulary.body.within(region, holder)
    )

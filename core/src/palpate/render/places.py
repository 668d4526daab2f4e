"""Places as findings name them: `left knee`, `knee`."""

from collections.abc import Iterator

from palpate.model.patient import Place
from palpate.model.protocol import Finding
from palpate.model.protocol import Protocol
from palpate.vocabulary import Vocabulary


def largest(places: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Leave out the places that lie in another one of the same list, on the same side."""
    split = {place: split_place(place) for place in places}
    return tuple(
        place
        for place, (side, region) in split.items()
        if not any(
            (side, holder) in split.values()
            for holder in (
                vocabulary.body.lineage(region)[1:] if region in vocabulary.regions else ()
            )
        )
    )


def split_place(place: str) -> tuple[str, str]:
    """Split `left knee` into its side, which may be empty, and its region id."""
    side, _, region = place.rpartition(" ")
    return side, region


def place_said(place: str, vocabulary: Vocabulary) -> str:
    """Say a place by the region's name."""
    side, region = split_place(place)
    name = vocabulary.regions[region].name if region in vocabulary.regions else region
    return f"{side} {name}".strip()


def places_kept_off(
    finding: Finding, protocol: Protocol, vocabulary: Vocabulary
) -> tuple[str, ...]:
    """Give the places of a finding that nothing is done in.

    A finding names all the places of its limits; a limit that only lowers the pressure of a limb
    keeps nothing off. Where the site isn't known, all of them count.
    """
    sites = [
        given.site
        for given in protocol.request.patient.factors
        if given.factor == finding.factor and given.site is not None
    ]
    found: dict[str, None] = {}
    for limit in finding.limits:
        if limit.keep_off:
            for at in limit.at or ("",):
                found.update(dict.fromkeys(_places(at, finding, sites, vocabulary)))
    return tuple(found)


def _places(at: str, finding: Finding, sites: list[Place], vocabulary: Vocabulary) -> Iterator[str]:
    """Give those of a finding's places that a limit speaks of."""
    body = vocabulary.body
    known = [site.region for site in sites if site.region in vocabulary.regions]
    for place in finding.regions:
        _, region = split_place(place)
        if at in vocabulary.regions:
            wanted = region in vocabulary.regions and body.within(region, at)
        elif not at or not known:
            wanted = True
        elif at == "site":
            wanted = region in known
        elif at == "site-limb":
            wanted = any(region in body.limb_regions(each) for each in known)
        else:
            wanted = any(region in body.quadrant_regions(each) for each in known)
        if wanted:
            yield place

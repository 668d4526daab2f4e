"""Where a factor sits, and which places the words of a rule stand for."""

from collections.abc import Iterator

from palpate.model.patient import GivenFactor
from palpate.model.patient import Place
from palpate.verify.places import one_side
from palpate.vocabulary import Vocabulary

_OWN = "site"
_LIMB = "site-limb"
_QUADRANT = "site-quadrant"


def site_of(given: GivenFactor, vocabulary: Vocabulary) -> tuple[Place, ...] | None:
    """Give the places of a factor: the one named, else those it always has.

    Returns:
        None where rules need a place and nobody named one: then it may be anywhere.
    """
    if given.site is not None:
        return (given.site,)
    factor = vocabulary.factors.get(given.factor)
    if factor is None or (factor.site == "needed" and not factor.regions):
        return None
    return tuple(Place(region) for region in factor.regions)


def places_meant(
    words: tuple[str, ...], site: tuple[Place, ...] | None, vocabulary: Vocabulary
) -> tuple[Place, ...] | None:
    """Give the places that region ids and words for the site stand for; None: may be anywhere."""
    own = {_OWN, _LIMB, _QUADRANT} & set(words)
    if own and site is None:
        return None
    found = [Place(word) for word in words if word not in own]
    for word in sorted(own):
        found.extend(_around(word, site or (), vocabulary))
    return tuple(dict.fromkeys(found))


def _around(word: str, site: tuple[Place, ...], vocabulary: Vocabulary) -> Iterator[Place]:
    body = vocabulary.body
    for place in site:
        yield place
        if word == _OWN:
            continue
        zone = body.limb_regions if word == _LIMB else body.quadrant_regions
        yield from (Place(region, one_side(place.side)) for region in sorted(zone(place.region)))

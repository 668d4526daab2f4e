"""Why a deed isn't admitted: bars, limits, endangerment sites."""

from collections.abc import Iterable
from collections.abc import Iterator

from palpate.model.patient import Place
from palpate.model.safety import Limit
from palpate.record import frozen
from palpate.verify.deeds import Deed
from palpate.verify.deeds import with_implied
from palpate.verify.places import meets
from palpate.verify.places import place_name
from palpate.verify.screening import Bar
from palpate.verify.screening import Bound
from palpate.verify.screening import Screened
from palpate.vocabulary import Body
from palpate.vocabulary import Vocabulary


@frozen
class SiteCap:
    """The highest pressure on an endangerment site, for one patient and therapist."""

    site: str
    regions: frozenset[str]
    max_pressure: int


def barred(deed: Deed, screened: Screened, body: Body) -> Iterator[str]:
    """Give the reasons for which a deed isn't done at all."""
    yield from (f"isn't allowed: {bar.why}" for bar in screened.bars if _hits(bar, deed, body))


def limited(deed: Deed, screened: Screened, body: Body) -> Iterator[str]:
    """Give the limits that a deed oversteps, but for its dose."""
    for bound in screened.bounds:
        if binds(bound, deed, body):
            yield from (f"{what} {bound.why}" for what in _oversteps(deed, bound, body))


def binds(bound: Bound, deed: Deed, body: Body) -> bool:
    """Say whether a limit is about a deed."""
    if deed.technique not in bound.techniques:
        return False
    if bound.scope is not None and not bound.scope.covers(deed, body):
        return False
    if bound.places is None:
        return True
    return any(meets(body, deed.regions, deed.side, place) for place in bound.places)


def site_caps(
    factors: frozenset[str], holds: frozenset[str], vocabulary: Vocabulary
) -> Iterator[SiteCap]:
    """Give what endangerment sites allow, some only with a factor, more with a training."""
    for site in vocabulary.endangerment_sites.values():
        if site.only_with_factors and not factors & set(site.only_with_factors):
            continue
        held = [t.max_pressure for t in site.with_training if t.training in holds]
        yield SiteCap(site.id, frozenset(site.regions), max((site.max_pressure, *held)))


def over_site(deed: Deed, caps: Iterable[SiteCap], body: Body) -> Iterator[str]:
    """Give the endangerment sites whose highest pressure a deed oversteps."""
    for cap in caps:
        if deed.pressure <= cap.max_pressure:
            continue
        for region in deed.regions:
            if not cap.regions.isdisjoint(body.lineage(region)):
                yield (
                    f"works pressure {deed.pressure} on {region}, "
                    f"capped at {cap.max_pressure} by {cap.site}"
                )


def skill_missing(
    trainings: tuple[str, ...], holds: frozenset[str], vocabulary: Vocabulary
) -> tuple[str, ...]:
    """Give the trainings that are asked for and not held; the licence goes without saying."""
    # The vocabulary's first training is the licence of every therapist.
    licence = next(iter(vocabulary.trainings), "")
    return tuple(t for t in trainings if t != licence and t not in holds)


def trainings_held(holds: tuple[str, ...], vocabulary: Vocabulary) -> frozenset[str]:
    """Give what the therapist holds, with what that implies."""
    return with_implied(holds, vocabulary)


def _hits(bar: Bar, deed: Deed, body: Body) -> bool:
    if deed.technique not in bar.techniques or bar.diagnosis not in (None, deed.diagnosis):
        return False
    return bar.scope is None or bar.scope.covers(deed, body)


def _oversteps(deed: Deed, bound: Bound, body: Body) -> Iterator[str]:
    limit = bound.limit
    where = _where(deed, bound, body)
    if limit.keep_off:
        yield f"touches {where or 'the patient'}, kept off"
    if limit.max_pressure is not None and deed.pressure > limit.max_pressure:
        on = where or "any region"
        yield f"works pressure {deed.pressure} on {on}, capped at {limit.max_pressure}"
    for kind, used, words in _words(deed, limit):
        for word in sorted(used & set(words)):
            yield f"uses the {kind} {word}{f' on {where}' if where else ''}, barred"


def _words(deed: Deed, limit: Limit) -> tuple[tuple[str, frozenset[str], tuple[str, ...]], ...]:
    return (
        ("element", deed.elements, limit.bar_elements),
        ("manoeuvre", deed.manoeuvres, limit.bar_manoeuvres),
        ("contact", frozenset({deed.contact}), limit.bar_contacts),
        ("position", frozenset({deed.position}), limit.bar_positions),
    )


def _where(deed: Deed, bound: Bound, body: Body) -> str:
    places: tuple[Place, ...] = bound.places or ()
    return next((place_name(p) for p in places if meets(body, deed.regions, deed.side, p)), "")

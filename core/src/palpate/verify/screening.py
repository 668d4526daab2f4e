"""What screening forbids, recomputed from the request and the packs' contraindications."""

from collections.abc import Iterable
from collections.abc import Iterator

from palpate.model.patient import Place
from palpate.model.patient import Request
from palpate.model.protocol import Diagnosis
from palpate.model.safety import Contraindication
from palpate.model.safety import Limit
from palpate.model.technique import Technique
from palpate.record import frozen
from palpate.registry.content import PackContent
from palpate.verify.clearances import days_of
from palpate.verify.clearances import is_cleared
from palpate.verify.deeds import Scope
from palpate.verify.deeds import scope_of
from palpate.verify.factors import Raised
from palpate.verify.sites import places_meant
from palpate.verify.sites import site_of
from palpate.vocabulary import Vocabulary


@frozen
class Bar:
    """Work that isn't done at all.

    Attributes:
        techniques: The techniques that it binds.
        scope: The steps that it binds; None: all.
        diagnosis: The diagnosis whose steps it binds; None: every.
    """

    techniques: frozenset[str]
    scope: Scope | None
    why: str
    diagnosis: str | None = None


@frozen
class Bound:
    """A limit that holds.

    Attributes:
        places: Where; None: everywhere.
        everyone: Whether it is about the whole session, and no part of the work.
    """

    limit: Limit
    techniques: frozenset[str]
    scope: Scope | None
    places: tuple[Place, ...] | None
    why: str
    everyone: bool = False


@frozen
class RuleInForce:
    """A contraindication that is about this patient today."""

    rule: Contraindication
    raised: Raised
    content: PackContent
    techniques: frozenset[str]

    @property
    def for_any(self) -> bool:
        """Whether it binds every technique."""
        return self.rule.applies_to == "any-technique"

    @property
    def why(self) -> str:
        """The rule, its pack and its factor, for a message."""
        return f"{self.rule.id} of {self.content.identity.id} for {self.raised.factor}"


@frozen
class Screened:
    """All that screening says.

    Attributes:
        stops: Why nobody treats today; empty where somebody may.
    """

    stops: tuple[str, ...]
    bars: tuple[Bar, ...]
    bounds: tuple[Bound, ...]
    rules: tuple[RuleInForce, ...]


def screen(
    request: Request,
    diagnoses: tuple[Diagnosis, ...],
    raised: tuple[Raised, ...],
    contents: tuple[PackContent, ...],
    vocabulary: Vocabulary,
    clearance_days: int,
) -> Screened:
    """Say what the patient's factors and wishes forbid."""
    rules = tuple(_in_force(raised, contents))
    techniques = tuple(content.technique for content in contents)
    bars = [
        bar
        for rule in rules
        for bar in _rule_bars(rule, techniques, request, vocabulary, clearance_days)
    ]
    bars.extend(_permission_bars(request, diagnoses, contents, vocabulary, clearance_days))
    bounds = [bound for rule in rules for bound in _rule_bounds(rule, vocabulary)]
    bars.extend(_too_light_bars(bounds, techniques))
    everyone = frozenset(technique.id for technique in techniques)
    bounds.extend(_wishes(request, everyone))
    return Screened(tuple(_stops(rules)), tuple(bars), tuple(bounds), rules)


def _in_force(
    raised: tuple[Raised, ...], contents: tuple[PackContent, ...]
) -> Iterator[RuleInForce]:
    everyone = frozenset(content.technique.id for content in contents)
    for content in contents:
        for rule in content.contraindications or ():
            bound = everyone if rule.applies_to == "any-technique" else {content.technique.id}
            for each in raised:
                if each.factor == rule.factor and each.days.meets(rule.from_days, rule.until_days):
                    yield RuleInForce(rule, each, content, frozenset(bound))


def _stops(rules: tuple[RuleInForce, ...]) -> Iterator[str]:
    for each in rules:
        whole = each.rule.verdict == "absolute" and each.rule.work is None and each.for_any
        if each.rule.verdict == "emergency" or whole:
            yield f"{each.rule.verdict} by {each.why}"


def _rule_bars(
    each: RuleInForce,
    techniques: tuple[Technique, ...],
    request: Request,
    vocabulary: Vocabulary,
    days: int,
) -> Iterator[Bar]:
    verdict = each.rule.verdict
    if verdict not in ("clearance", "absolute", "emergency"):
        return
    bound = each.techniques
    if verdict == "clearance":
        covered = each.raised.covered_by
        known = vocabulary.factors.get(each.raised.factor)
        since = each.raised.days if known is None or known.date_of == "start" else None
        bound = frozenset(
            t.id
            for t in techniques
            if t.id in bound and not is_cleared(covered, t, request, vocabulary, days, since)
        )
    if bound:
        yield Bar(bound, _scope(each, vocabulary), f"{verdict} by {each.why}")


def _scope(each: RuleInForce, vocabulary: Vocabulary) -> Scope | None:
    if each.rule.work is None:
        return None
    site = site_of(each.raised.given, vocabulary)
    places = places_meant(each.rule.work.regions, site, vocabulary)
    return scope_of(each.rule.work, places)


def _rule_bounds(each: RuleInForce, vocabulary: Vocabulary) -> Iterator[Bound]:
    site = site_of(each.raised.given, vocabulary)
    scope = _scope(each, vocabulary)
    for limit in each.rule.limits:
        places = places_meant(limit.at, site, vocabulary) if limit.at else None
        if places is None or places:
            whole = places is None and scope is None and each.for_any
            yield Bound(limit, each.techniques, scope, places, f"by {each.why}", whole)


def _too_light_bars(bounds: list[Bound], techniques: tuple[Technique, ...]) -> Iterator[Bar]:
    """A technique that is pointless under a cap on the whole body isn't done."""
    for bound in bounds:
        cap = bound.limit.max_pressure
        if cap is None or bound.places is not None or bound.scope is not None:
            continue
        for technique in techniques:
            if technique.id in bound.techniques and technique.lowest_useful_pressure > cap:
                why = f"pressure {cap} {bound.why} is under its lowest useful"
                yield Bar(frozenset({technique.id}), None, why)


def _permission_bars(
    request: Request,
    diagnoses: tuple[Diagnosis, ...],
    contents: tuple[PackContent, ...],
    vocabulary: Vocabulary,
    clearance_days: int,
) -> Iterator[Bar]:
    """What waits for the permission that a diagnosis, or a technique for it, asks for first."""
    for diagnosis in diagnoses:
        known = vocabulary.conditions.get(diagnosis.condition)
        for content in (c for c in contents if not c.technique.frame):
            technique = content.technique
            own = f"{technique.id}/{diagnosis.condition}"
            asked = [
                (offer.sequence.permission, {own, diagnosis.condition})
                for offer in content.offers
                if offer.sequence and offer.condition == diagnosis.condition
            ]
            asked.append((known.permission if known else None, {diagnosis.condition}))
            for permission, whats in asked:
                if permission is None:
                    continue
                days = days_of(permission.valid_weeks, clearance_days)
                if not is_cleared(frozenset(whats), technique, request, vocabulary, days):
                    why = f"the permission of {permission.who} that {diagnosis.condition} asks for"
                    yield Bar(frozenset({technique.id}), None, why, diagnosis.condition)


def _wishes(request: Request, everyone: frozenset[str]) -> Iterator[Bound]:
    """What the patient doesn't want, and what the therapist hasn't at hand."""
    patient, therapist = request.patient, request.therapist

    def wish(limit: Limit, why: str, places: Iterable[Place] | None = None) -> Bound:
        where = None if places is None else tuple(places)
        return Bound(limit, everyone, None, where, why)

    if patient.max_pressure is not None:
        yield wish(Limit(max_pressure=patient.max_pressure), "by the patient's wish")
    if patient.no_positions:
        yield wish(Limit(bar_positions=patient.no_positions), "for this patient")
    if patient.avoid:
        yield wish(Limit(keep_off=True), "by the patient's wish", patient.avoid)
    if therapist.no_contacts:
        yield wish(Limit(bar_contacts=therapist.no_contacts), "for this therapist")
    if therapist.no_elements:
        yield wish(Limit(bar_elements=therapist.no_elements), "for this therapist")

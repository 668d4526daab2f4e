"""The second stage: from what the intake form says to verdicts, limits and questions.

It fails closed: findings only add up, a date that isn't given is inside every window, and what
can't be screened isn't offered.
"""

from datetime import timedelta

from attrs import evolve

from palpate.combine.clearance import Clearances
from palpate.combine.facts import with_implied
from palpate.combine.followup import changes_since
from palpate.combine.gate import EVERYWHERE
from palpate.combine.gate import Gate
from palpate.combine.gate import Guard
from palpate.combine.gate import Restriction
from palpate.combine.places import Atlas
from palpate.combine.places import sides_of
from palpate.combine.resolve import Case
from palpate.model.patient import GivenFactor
from palpate.model.protocol import Ask
from palpate.model.protocol import Finding
from palpate.model.protocol import Screening
from palpate.model.safety import Contraindication
from palpate.model.safety import Limit
from palpate.model.scales import VERDICTS
from palpate.model.work import Selector
from palpate.record import frozen
from palpate.registry.content import PackContent
from palpate.vocabulary import Vocabulary

CLEARANCE = VERDICTS.index("clearance")
SITE = "site"
SITE_LIMB = "site-limb"
SITE_QUADRANT = "site-quadrant"
#: The words that stand for a factor's own place.
OWN_PLACES = frozenset({SITE, SITE_LIMB, SITE_QUADRANT})


@frozen
class Screened:
    """What screening found, and what is left.

    Attributes:
        locked: Technique id to the finding that withholds it.
        waiting: Technique ids that only a clearance keeps out.
        stop: Whether no massage is given today.
        all_wait: Whether everything waits for a clearance.
        session_cap: Most minutes of the session; None where nothing sets it.
    """

    screening: Screening
    gate: Gate
    locked: tuple[tuple[str, Finding], ...]
    waiting: frozenset[str]
    stop: bool
    all_wait: bool
    session_cap: int | None
    warnings: tuple[str, ...] = ()

    def lock(self, technique: str) -> Finding | None:
        """Give the worst finding that withholds a technique."""
        return next((finding for name, finding in self.locked if name == technique), None)


def screen(
    case: Case,
    contents: tuple[PackContent, ...],
    vocabulary: Vocabulary,
    clearances: Clearances,
    atlas: Atlas,
    *,
    everyone: bool = False,
) -> Screened:
    """Screen a case by every installed rule.

    Args:
        contents: The answers of all packs; those whose rules can't be had are left out later.
        everyone: Whether techniques speak that have nothing to offer for the diagnosis.
    """
    findings: list[Finding] = []
    restrictions: list[Restriction] = list(_wishes(case, atlas))
    mentioned: set[str] = set()
    for content in contents:
        for rule in content.contraindications or ():
            mentioned.add(rule.factor)
            for given in case.factors:
                if (
                    given.factor == rule.factor
                    and _in_window(rule, given)
                    and (_concerns(rule, content) or (everyone and not content.technique.frame))
                ):
                    finding = _finding(rule, given, content, clearances, vocabulary)
                    findings.append(finding)
                    restrictions += _restrictions(rule, given, finding, content, vocabulary, atlas)
    findings.sort(key=lambda f: (-VERDICTS.index(f.verdict), f.factor, f.pack, f.rule))
    whole = [f for f in findings if not f.techniques and _whole(f, contents)]
    locked = _locked(findings, contents)
    caps = [
        r.limit.max_minutes
        for r in restrictions
        if r.limit.max_minutes is not None and r.places == EVERYWHERE and r.technique is None
    ]
    return Screened(
        screening=Screening(
            findings=tuple(findings),
            ask=_asks(case, contents, vocabulary),
            unscreened=tuple(sorted({g.factor for g in case.factors} - mentioned)),
            since=changes_since(
                case.request.patient, case.request.date, clearances.usual_days, vocabulary
            ),
        ),
        gate=Gate(tuple(restrictions), _guards(case, vocabulary, atlas)),
        locked=locked,
        waiting=frozenset(name for name, finding in locked if finding.verdict == "clearance"),
        stop=any(f.verdict == "absolute" for f in whole)
        or any(f.verdict == "emergency" for f in findings),
        all_wait=any(f.verdict == "clearance" and not f.cleared for f in whole),
        session_cap=min(caps, default=None),
        warnings=(
            *clearances.warnings,
            *_from_before(case, clearances, vocabulary),
            *_in_words(clearances, contents),
        ),
    )


def _from_before(case: Case, clearances: Clearances, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Say which records are older than what they would clear: they are about something else."""
    said: dict[str, None] = {}
    for record in clearances.valid:
        for given in case.factors:
            began = _began(given, vocabulary)
            if began is None or record.what != given.factor:
                continue
            if clearances.before(record, began):
                day = clearances.today - timedelta(days=began)
                said[
                    f"The clearance for {record.what} is dated {record.on}, before it began "
                    f"({day}); it doesn't count."
                ] = None
    return tuple(said)


def _began(given: GivenFactor, vocabulary: Vocabulary) -> int | None:
    """Give the days since a factor began; None where its date isn't known, or is another."""
    if vocabulary.factors[given.factor].date_of != "start":
        return None
    return given.days if given.days_to is None else given.days_to


def _in_words(clearances: Clearances, contents: tuple[PackContent, ...]) -> tuple[str, ...]:
    """Say which records allow what nobody can check: they open nothing."""
    known = {content.technique.id for content in contents}
    return tuple(
        f'The clearance for {record.what} allows "{word}", which is no installed technique; '
        "it opens nothing."
        for record in clearances.valid
        for word in record.allowed
        if word not in known
    )


def _in_window(rule: Contraindication, given: GivenFactor) -> bool:
    if given.days is None:
        return True
    last = given.days if given.days_to is None else given.days_to
    after = rule.from_days is None or last >= rule.from_days
    before = rule.until_days is None or given.days < rule.until_days
    return after and before


def _concerns(rule: Contraindication, content: PackContent) -> bool:
    """A technique's own rule speaks only where the technique is offered."""
    if rule.applies_to == "any-technique":
        return True
    return any(i.indicated for i in content.indications) and not content.technique.frame


def _finding(
    rule: Contraindication,
    given: GivenFactor,
    content: PackContent,
    clearances: Clearances,
    vocabulary: Vocabulary,
) -> Finding:
    own = rule.applies_to != "any-technique"
    technique = content.technique.id if own else None
    return Finding(
        factor=rule.factor,
        name=vocabulary.factors[rule.factor].name,
        verdict=rule.verdict,
        pack=content.identity.id,
        rule=rule.id,
        techniques=(content.technique.id,) if own else (),
        regions=_regions_said(rule, given, vocabulary),
        limits=rule.limits,
        action=rule.action,
        urgency=rule.urgency,
        clearance_from=rule.clearance_from,
        cleared=rule.verdict == "clearance"
        and clearances.covers(given, technique, _began(given, vocabulary)),
        basis=rule.basis,
        references=rule.references,
    )


def _regions_said(
    rule: Contraindication, given: GivenFactor, vocabulary: Vocabulary
) -> tuple[str, ...]:
    said: dict[str, None] = {}
    for limit in rule.limits:
        for region, side in _places_of(limit, given, vocabulary):
            said[f"{side} {region}" if side else region] = None
    return tuple(said)


def _places_of(
    limit: Limit, given: GivenFactor, vocabulary: Vocabulary
) -> tuple[tuple[str, str | None], ...]:
    """Give the regions and sides of a limit; empty for a site that isn't known."""
    body = vocabulary.body
    site = given.site
    regions = (site.region,) if site else vocabulary.factors[given.factor].regions
    side = site.side if site else None
    found: list[tuple[str, str | None]] = []
    for at in limit.at:
        if at == SITE:
            found += [(region, side) for region in regions]
        elif at == SITE_LIMB:
            found += [
                (part, side) for region in regions for part in sorted(body.limb_regions(region))
            ]
        elif at == SITE_QUADRANT:
            found += [
                (part, side) for region in regions for part in sorted(body.quadrant_regions(region))
            ]
        else:
            found.append((at, None))
    return tuple(dict.fromkeys(found))


def _restrictions(
    rule: Contraindication,
    given: GivenFactor,
    finding: Finding,
    content: PackContent,
    vocabulary: Vocabulary,
    atlas: Atlas,
) -> list[Restriction]:
    technique = content.technique.id if finding.techniques else None
    source = f"{finding.name} ({finding.pack})"
    work, here = _placed(rule, given, vocabulary, atlas)
    found = []
    if work is not None and not finding.cleared and VERDICTS.index(rule.verdict) >= CLEARANCE:
        waits = rule.verdict == "clearance"
        # What isn't done in some positions may be done in another.
        limit = Limit(bar_positions=work.positions)
        bars = not work.positions
        found.append(Restriction(limit, source, technique, work, here, bars=bars, waits=waits))
    for limit in rule.limits:
        places = here
        if limit.at:
            places = _bits(_places_of(limit, given, vocabulary), atlas)
        found.append(Restriction(limit, source, technique, work, places))
    return found


def _placed(
    rule: Contraindication, given: GivenFactor, vocabulary: Vocabulary, atlas: Atlas
) -> tuple[Selector | None, int]:
    """Give the work a rule speaks of, and the bits of its places where it names the factor's own."""
    if rule.work is None or OWN_PLACES.isdisjoint(rule.work.regions):
        return rule.work, EVERYWHERE
    # Any of the places is enough, the factor's own or a region beside it.
    places = _bits(_places_of(Limit(at=rule.work.regions), given, vocabulary), atlas)
    return evolve(rule.work, regions=()), places


def _bits(places: tuple[tuple[str, str | None], ...], atlas: Atlas) -> int:
    bits = 0
    for region, side in places:
        bits |= atlas.place(region, sides_of(side))
    return bits


def _wishes(case: Case, atlas: Atlas) -> list[Restriction]:
    """Turn the patient's own wishes into limits."""
    patient = case.request.patient
    found = []
    if patient.max_pressure is not None:
        limit = Limit(max_pressure=patient.max_pressure)
        found.append(Restriction(limit, "the patient's own limit"))
    if patient.no_positions:
        limit = Limit(bar_positions=patient.no_positions)
        found.append(Restriction(limit, "not possible for the patient"))
    for place in patient.avoid:
        limit = Limit(keep_off=True)
        found.append(
            Restriction(
                limit, "not to be touched", places=atlas.place(place.region, sides_of(place.side))
            )
        )
    return found


def _guards(case: Case, vocabulary: Vocabulary, atlas: Atlas) -> tuple[Guard, ...]:
    """Give the endangerment sites with the caps that hold for this therapist and patient."""
    held = held_trainings(case, vocabulary)
    factors = {given.factor for given in case.factors}
    found = []
    for site in vocabulary.endangerment_sites.values():
        if site.only_with_factors and not factors.intersection(site.only_with_factors):
            continue
        trained = [t.max_pressure for t in site.with_training if t.training in held]
        inside = atlas.units_inside(site.regions)
        found.append(Guard(site, inside, max([site.max_pressure, *trained])))
    return tuple(found)


def held_trainings(case: Case, vocabulary: Vocabulary) -> frozenset[str]:
    """Give the trainings that the therapist has, with those that they imply.

    The vocabulary's first training is the licence of every therapist: it goes without saying.
    """
    licence = tuple(vocabulary.trainings)[:1]
    return with_implied((*licence, *case.request.therapist.holds), vocabulary)


def _rule_of(finding: Finding, contents: tuple[PackContent, ...]) -> Contraindication:
    rules = next(c.contraindications for c in contents if c.identity.id == finding.pack)
    return next(rule for rule in rules or () if rule.id == finding.rule)


def _whole(finding: Finding, contents: tuple[PackContent, ...]) -> bool:
    return _rule_of(finding, contents).work is None


def _locked(
    findings: list[Finding], contents: tuple[PackContent, ...]
) -> tuple[tuple[str, Finding], ...]:
    """Give the techniques that their own rules withhold, worst finding first."""
    found: dict[str, Finding] = {}
    for finding in findings:
        hard = VERDICTS.index(finding.verdict) >= CLEARANCE and not finding.cleared
        if hard and finding.techniques and _whole(finding, contents):
            found.setdefault(finding.techniques[0], finding)
    return tuple(sorted(found.items()))


def _asks(case: Case, contents: tuple[PackContent, ...], vocabulary: Vocabulary) -> tuple[Ask, ...]:
    """Give the questions that aren't answered, worst first."""
    answered = {given.factor for given in case.factors} | set(case.request.patient.denied)
    wanted: dict[str, str] = {}
    for complaint in case.complaints:
        for factor in complaint.condition.asks:
            wanted.setdefault(factor, f"red flag of {complaint.condition.name}")
    for factor in case.asked:
        wanted.setdefault(factor, "the diagnosis, or a code, makes it possible")
    worst: dict[str, int] = {}
    for content in contents:
        for rule in content.contraindications or ():
            if rule.factor in wanted and _concerns(rule, content):
                worst[rule.factor] = max(worst.get(rule.factor, 0), VERDICTS.index(rule.verdict))
    asks = [
        Ask(factor, vocabulary.factors[factor].question, VERDICTS[worst.get(factor, 0)], why)
        for factor, why in wanted.items()
        if factor not in answered
    ]
    return tuple(sorted(asks, key=lambda ask: -VERDICTS.index(ask.verdict)))

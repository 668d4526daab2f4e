"""Invariant 1: no step oversteps what screening, a site or the therapist's training allows."""

from collections.abc import Callable
from collections.abc import Iterator

from palpate.model.protocol import PlannedStep
from palpate.verify.case import Case
from palpate.verify.case import Work
from palpate.verify.objections import binds
from palpate.verify.objections import limited
from palpate.verify.objections import over_site
from palpate.verify.objections import skill_missing
from palpate.verify.screening import Bound


def check_limits(case: Case) -> Iterator[str]:
    """Say which steps overstep a limit, each with the rule that sets it."""
    body = case.vocabulary.body
    for work in case.hands:
        found = [*limited(work.deed, case.screened, body), *_other(work, case)]
        yield from (f"1: {work.name} {what}" for what in dict.fromkeys(found))
    for bound in case.screened.bounds:
        yield from _over_sum(bound, case)
    yield from _unsaid(case)


def _other(work: Work, case: Case) -> Iterator[str]:
    yield from over_site(work.deed, case.site_caps, case.vocabulary.body)
    for training in skill_missing(_trainings(work), case.holds, case.vocabulary):
        yield f"needs the training {training}, which the therapist hasn't"
    for bound in case.screened.bounds:
        if binds(bound, work.deed, case.vocabulary.body):
            yield from _over_dose(work.planned, bound)


def _trainings(work: Work) -> tuple[str, ...]:
    technique = work.content.technique.training if work.content else ()
    own = work.step.training if work.step else ()
    return tuple(dict.fromkeys((*technique, *own, *work.planned.training)))


def _over_dose(planned: PlannedStep, bound: Bound) -> Iterator[str]:
    limit = bound.limit
    doses = (
        ("pain", planned.pain_out_of_10, limit.max_pain),
        ("hold seconds", planned.hold_seconds, limit.max_hold_seconds),
        ("repetitions", planned.repetitions, limit.max_repetitions),
    )
    for name, said, most in doses:
        if said and most is not None and max(said) > most:
            yield f"has {name} up to {max(said):g}, at most {most} {bound.why}"


def _over_sum(bound: Bound, case: Case) -> Iterator[str]:
    """Minutes and points that only add up to too much over several steps."""
    limit = bound.limit
    if limit.max_minutes is None and limit.max_points is None:
        return
    works = [w for w in case.hands if binds(bound, w.deed, case.vocabulary.body)]
    if limit.max_minutes is not None:
        counted = case.works if bound.everyone else works
        spent = _sum(lambda step: step.minutes, counted)
        if spent > limit.max_minutes:
            where = "the session" if bound.everyone else "the work"
            yield f"1: {where} takes {spent:g} minutes, at most {limit.max_minutes} {bound.why}"
    if limit.max_points is not None:
        pressed = fewest_points(works)
        if pressed > limit.max_points:
            yield f"1: {pressed:g} points are pressed, at most {limit.max_points} {bound.why}"


def _sum(number: Callable[[PlannedStep], float], works: "list[Work] | tuple[Work, ...]") -> float:
    return sum(number(work.planned) for work in works)


def fewest_points(works: list[Work]) -> float:
    """Give the fewest points that steps press; a step with repeats counts once."""
    least: dict[str, float] = {}
    for work in works:
        if work.planned.points:
            least[work.key] = max(least.get(work.key, 0), min(work.planned.points))
    return sum(least.values())


def _unsaid(case: Case) -> Iterator[str]:
    """Every rule that binds what is in is among the findings."""
    worked = {work.planned.technique for work in case.hands}
    said = {(finding.factor, finding.rule) for finding in case.protocol.screening.findings}
    for each in case.screened.rules:
        binding = each.for_any or each.content.technique.id in worked
        if binding and (each.raised.factor, each.rule.id) not in said:
            yield f"1: the findings don't say {each.why}"

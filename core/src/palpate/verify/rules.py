"""Invariant 5: the packs' combination rules hold."""

from collections.abc import Callable
from collections.abc import Iterator
from itertools import combinations
from itertools import product

from palpate.model.scales import Area
from palpate.model.technique import CombinationRule
from palpate.verify.case import Case
from palpate.verify.case import Work
from palpate.verify.order import bound_by_order
from palpate.verify.order import same_sequence
from palpate.verify.places import opposed

_Check = Callable[[CombinationRule, Case], Iterator[str]]


def check_rules(case: Case) -> Iterator[str]:
    """Say which combination rules are broken."""
    for rule in case.rules:
        check = _CHECKS.get(rule.rule)
        if check is not None and rule.strength == "must" and _binds_now(rule, case):
            yield from (f"5: {what}: rule {rule.id}" for what in check(rule, case))


def shares(one: Work, other: Work, on: Area, case: Case) -> bool:
    """Say whether two steps work on one muscle, in one region, or (session) at all together."""
    if on == "session":
        return True
    if opposed(one.planned.side, other.planned.side):
        return False
    if on == "muscle":
        return bool(one.deed.muscles & other.deed.muscles)
    # Sides that aren't plainly opposite may meet.
    body = case.vocabulary.body
    return any(body.overlap(mine, its) for mine in one.deed.regions for its in other.deed.regions)


def _binds_now(rule: CombinationRule, case: Case) -> bool:
    return rule.visit != "first" or case.protocol.request.visit == 1


def _thens(rule: CombinationRule, case: Case) -> tuple[Work, ...]:
    return () if rule.then is None else case.doing(rule.then)


def _before(rule: CombinationRule, case: Case) -> Iterator[str]:
    firsts, thens = case.doing(rule.first), _thens(rule, case)
    # Steps that are both are no order between themselves.
    both = {w.index for w in firsts} & {w.index for w in thens}
    for first in firsts:
        for then in thens:
            if then.index >= first.index or {first.index, then.index} <= both:
                continue
            if shares(first, then, rule.on, case) and not _own_order(then, first, case):
                yield f"{first.name} stands after {then.name}"


def _own_order(early: Work, late: Work, case: Case) -> bool:
    """Say whether two steps stand as their own sequence wants it, which no rule turns round."""
    if not same_sequence(early, late):
        return False
    # Off one region the order isn't owed, yet a rule doesn't turn it round either.
    return early.place <= late.place or bound_by_order(late, early, case)


def _followed(rule: CombinationRule, case: Case) -> Iterator[str]:
    thens = _thens(rule, case)
    for first in case.doing(rule.first):
        if not any(t.index > first.index and shares(first, t, rule.on, case) for t in thens):
            yield f"{first.name} isn't followed by what it asks for"


def _apart(rule: CombinationRule, case: Case) -> Iterator[str]:
    for one, other in product(case.doing(rule.first), _thens(rule, case)):
        if one.key != other.key and shares(one, other, rule.on, case):
            yield f"{one.name} and {other.name} stand in one session"


def _one_technique(rule: CombinationRule, case: Case) -> Iterator[str]:
    for one, other in combinations(case.doing(rule.first), 2):
        differ = one.deed.technique != other.deed.technique
        if differ and shares(one, other, rule.on, case):
            yield f"{one.name} and {other.name} are of two techniques"


_CHECKS: dict[str, _Check] = {
    "before": _before,
    "followed-by": _followed,
    "never-together": _apart,
    "one-technique": _one_technique,
}

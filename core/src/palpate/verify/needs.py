"""Invariant 5: every state that a step needs is brought about where and when it is needed."""

from collections.abc import Iterator

from palpate.model.sequence import Need
from palpate.model.work import State
from palpate.record import frozen
from palpate.verify.case import Case
from palpate.verify.case import Work

_AFTER = "after"
_WHOLES = ({"left", "right"}, {"affected", "unaffected"})
_ALL = frozenset({"left", "right", "affected", "unaffected"})


@frozen(eq=False)
class _Asked:
    """A state, and the places of a step that must be in it."""

    work: Work
    state: State
    regions: tuple[str, ...]


def check_needs(case: Case) -> Iterator[str]:
    """Say which steps need a state that nobody brings about."""
    for work in case.hands:
        for asked in _asked(work, case):
            yield from _unmet(asked, case)


def _asked(work: Work, case: Case) -> Iterator[_Asked]:
    body = case.vocabulary.body
    for state in case.vocabulary.states.values():
        by_kind = any(work in case.doing(kind) for kind in state.needed_by)
        named = list(_named(work.step.needs if work.step else (), state))
        if not by_kind and not named:
            continue
        bare = tuple(
            r for r in work.deed.regions if not any(body.within(r, free) for free in state.not_in)
        )
        if by_kind:
            yield _Asked(work, state, bare)
        for need in named:
            yield _Asked(work, state, bare if need.region is None else (need.region,))


def _named(needs: tuple[Need, ...], state: State) -> Iterator[Need]:
    return (need for need in needs if need.state == state.id)


def _unmet(asked: _Asked, case: Case) -> Iterator[str]:
    after = asked.state.when == _AFTER
    others = [
        other
        for other in case.hands
        if (other.index > asked.work.index if after else other.index < asked.work.index)
        and _reached(other, asked, case) is not None
    ]
    when = "after" if after else "before"
    if asked.state.on != "region":
        if not any(_shares(asked, other) for other in others):
            yield f"5: {asked.work.name} needs {asked.state.id} {when} it, which nothing brings about"
        return
    for region in asked.regions:
        missing = _missing_sides(region, asked, others, case)
        if missing:
            yield (
                f"5: {asked.work.name} needs {asked.state.id}({missing} {region}) {when} it, "
                "which nothing brings about"
            )


def _reached(other: Work, asked: _Asked, case: Case) -> tuple[str, ...] | None:
    """Give the regions that a step brings into a state; None where it doesn't bring it about."""
    named = list(_named(other.step.provides if other.step else (), asked.state))
    by_kind = any(
        other in case.doing(provider.work)
        and (provider.only_for is None or asked.work in case.doing(provider.only_for))
        for provider in asked.state.provided_by
    )
    if not by_kind and not named:
        return None
    everywhere = by_kind or any(need.region is None for need in named)
    own = other.deed.regions if everywhere else ()
    return (*own, *(need.region for need in named if need.region is not None))


def _shares(asked: _Asked, other: Work) -> bool:
    return asked.state.on == "session" or bool(asked.work.deed.muscles & other.deed.muscles)


def _missing_sides(region: str, asked: _Asked, others: list[Work], case: Case) -> str:
    """Name the sides of a region that no provider reaches; empty where all are."""
    body = case.vocabulary.body
    met: set[str] = set()
    for other in others:
        for place in _reached(other, asked, case) or ():
            if body.overlap(place, region):
                met |= _sides(other.planned.side) if body.is_paired(place) else _ALL
    whole = any(sides <= met for sides in _WHOLES)
    side = asked.work.planned.side
    if side == "midline":
        return "" if met else "all of"
    if side not in _ALL:
        return "" if whole else "each side of"
    return "" if whole or side in met else side


def _sides(side: str) -> frozenset[str]:
    return frozenset({side}) if side in _ALL else _ALL

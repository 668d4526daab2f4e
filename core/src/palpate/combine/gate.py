"""What screening leaves of a step: limits add up, and nothing lifts one."""

from collections.abc import Iterable
from functools import cached_property

from attrs import evolve
from attrs import field

from palpate.combine.facts import Facts
from palpate.combine.facts import matches
from palpate.model.anatomy import EndangermentSite
from palpate.model.safety import Limit
from palpate.model.work import Selector
from palpate.record import frozen

EVERYWHERE = -1


@frozen
class Restriction:
    """A limit with the work and the places that it binds.

    Attributes:
        technique: Technique id; None binds any.
        work: The steps it is about; None: all.
        places: Bits of the places; EVERYWHERE for the whole body.
        bars: Whether matching work isn't done at all.
        waits: Whether a clearance would lift that.
        source: Who says so, for the reason that is printed.
    """

    limit: Limit
    source: str
    technique: str | None = None
    work: Selector | None = None
    places: int = EVERYWHERE
    bars: bool = False
    waits: bool = False

    @property
    def adds_up(self) -> bool:
        """Say whether it limits a sum over steps, that of the whole session's minutes left out."""
        whole = self.places == EVERYWHERE and self.technique is None
        minutes = self.limit.max_minutes is not None and not whole
        return self.limit.max_points is not None or minutes

    def binds(self, facts: Facts) -> bool:
        """Say whether the work is of the kind that it speaks of, wherever it is."""
        if self.technique is not None and self.technique != facts.technique:
            return False
        return matches(self.work, facts)

    def touches(self, places: int) -> bool:
        """Say whether these places are among those it speaks of."""
        return self.places == EVERYWHERE or bool(self.places & places)

    def forbids(self, facts: Facts) -> bool:
        """Say whether nothing is left of work that it binds."""
        limit = self.limit
        return (
            self.bars
            or limit.keep_off
            or bool(facts.elements.intersection(limit.bar_elements))
            or bool(facts.manoeuvres.intersection(limit.bar_manoeuvres))
        )


@frozen
class Guard:
    """An endangerment site: work inside it stays under its cap.

    Attributes:
        units: Every region and side that lies inside.
    """

    site: EndangermentSite
    units: frozenset[int]
    cap: int


@frozen
class Gate:
    """Everything that a step must pass."""

    restrictions: tuple[Restriction, ...]
    guards: tuple[Guard, ...]
    _bound: dict[Facts, tuple[Restriction, ...]] = field(factory=dict, init=False, repr=False)

    @cached_property
    def _guarded(self) -> dict[int, tuple[int, int]]:
        """For each unit that lies inside a guarded site the lowest cap, and its guard's number."""
        found: dict[int, tuple[int, int]] = {}
        for number, guard in enumerate(self.guards):
            for unit in guard.units:
                found[unit] = min(found.get(unit, (guard.cap, number)), (guard.cap, number))
        return found

    def binding(self, facts: Facts) -> tuple[Restriction, ...]:
        """Give the restrictions that speak of this work on any of its places."""
        bound = self._bound.get(facts)
        if bound is None:
            bound = self._bound[facts] = tuple(
                r for r in self.restrictions if r.touches(facts.places) and r.binds(facts)
            )
        return bound

    def guard_of(self, units: Iterable[int]) -> Guard | None:
        """Give the guard with the lowest cap that a unit lies inside of."""
        found = [self._guarded[unit] for unit in units if unit in self._guarded]
        return self.guards[min(found)[1]] if found else None

    def kept_off(self, facts: Facts) -> Restriction | None:
        """Give a restriction that forbids the work, or the place to it; one that no clearance lifts first."""
        found = None
        for restriction in self.binding(facts):
            if restriction.forbids(facts):
                if not restriction.waits:
                    return restriction
                found = found or restriction
        return found

    def pressure_cap(self, facts: Facts, units: Iterable[int]) -> tuple[int, str]:
        """Give the highest Walton level, and who set it.

        Args:
            units: One bit set for each region and side of the step; a guard binds where one of
                them lies inside its site.
        """
        cap, source = 5, ""
        for restriction in self.binding(facts):
            level = restriction.limit.max_pressure
            if level is not None and level < cap:
                cap, source = level, restriction.source
        guard = self.guard_of(units)
        if guard is not None and guard.cap < cap:
            cap, source = guard.cap, f"endangerment site: {guard.site.name}"
        return cap, source

    def lightened(self, facts: Facts, units: Iterable[int]) -> tuple[Facts, str]:
        """Give the work at the highest pressure that is allowed, at most its own, and who lowered it.

        Lighter work may be what another restriction speaks of, so it is asked again.
        """
        source = ""
        cap, lowered = self.pressure_cap(facts, units)
        while cap < facts.pressure:
            facts, source = evolve(facts, pressure=cap), lowered
            cap, lowered = self.pressure_cap(facts, units)
        return facts, source

    def barred(self, facts: Facts, name: str) -> dict[str, str]:
        """Give the words barred under a limit field such as `bar_positions`, each with its source."""
        found: dict[str, str] = {}
        for restriction in self.binding(facts):
            for word in getattr(restriction.limit, name):
                found.setdefault(word, restriction.source)
        return found

    def cap_of(self, facts: Facts, name: str) -> float | None:
        """Give the lowest of a limit field such as `max_hold_seconds`; None where none is set."""
        values = [getattr(r.limit, name) for r in self.binding(facts)]
        return min((value for value in values if value is not None), default=None)

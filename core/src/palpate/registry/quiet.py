"""Packs that aren't opened before a request is about something that they speak of."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from attrs import field

from palpate.packs.brief import Brief
from palpate.record import frozen
from palpate.registry.content import PackIdentity

if TYPE_CHECKING:
    from palpate.registry.packs import Pack


@frozen
class Concern:
    """What a request is about beside its diagnoses.

    Attributes:
        factors: The patient's factors, with those that the diagnoses raise and others imply.
        techniques: Techniques that the request names, for whatever reason.
    """

    factors: frozenset[str] = frozenset()
    techniques: frozenset[str] = frozenset()


@frozen
class Quiet:
    """An installed pack of data files, closed; all that is known of it is its brief.

    Attributes:
        open: Loads it; raises `isolate.Faulty` where that can't be done any more.
    """

    identity: PackIdentity
    brief: Brief
    open: Callable[[], "Pack"] = field(eq=False, repr=False)

    @property
    def name(self) -> str:
        """The technique's name."""
        return self.brief.name

    def speaks(self, conditions: AbstractSet[str], concern: Concern) -> bool:
        """Say whether it has anything to say: steps, a reason against them, or a contraindication.

        Where it hasn't, its technique can't be in, and all that its files hold binds only while it is.
        """
        return (
            self.identity.id in concern.techniques
            or not conditions.isdisjoint(self.brief.conditions)
            or not concern.factors.isdisjoint(self.brief.factors)
        )

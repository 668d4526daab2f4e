"""What a pack answered to one request, checked and attributed."""

from collections.abc import Callable

from attrs import field

from palpate.model.patient import Patient
from palpate.model.safety import Contraindication
from palpate.model.sequence import Step
from palpate.model.sequence import StepSequence
from palpate.model.sequence import Timing
from palpate.model.technique import CombinationRule
from palpate.model.technique import Indication
from palpate.model.technique import Technique
from palpate.record import frozen

#: Makes a step gentler; None leaves it out. Raises `isolate.Faulty` where the answer can't be had.
Adjust = Callable[[Step, Patient], Step | None]


@frozen
class PackIdentity:
    """Who a pack is.

    Attributes:
        id: The id of its technique; its distribution's name while the technique isn't known.
        origin: `built-in`, `installed` or `folder`.
        has_code: Whether reading it runs code of its own.
        digest: SHA-256 over its data files; empty for a pack in code.
    """

    id: str
    distribution: str = ""
    version: str = ""
    origin: str = "installed"
    has_code: bool = False
    digest: str = ""

    def __str__(self) -> str:
        """As `distribution 0.1.0`."""
        return f"{self.distribution or self.id} {self.version}".strip()


@frozen
class Offer:
    """A technique's sequence for one diagnosis."""

    condition: str
    sequence: StepSequence | None = None
    timing: Timing | None = None


@frozen
class PackContent:
    """All of a pack's answers to one request.

    Attributes:
        contraindications: None where they couldn't be had: then the pack is withheld whole.
        broken: Why the pack can't take part; empty where it can.
        faults: What went wrong while it answered, as sentences that name it.
    """

    identity: PackIdentity
    technique: Technique
    indications: tuple[Indication, ...] = ()
    contraindications: tuple[Contraindication, ...] | None = ()
    offers: tuple[Offer, ...] = ()
    rules: tuple[CombinationRule, ...] = ()
    adjust: Adjust | None = field(default=None, eq=False)
    broken: str = ""
    faults: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The technique's name."""
        return self.technique.name

"""A step that may enter the plan, as screening, stage and training left it."""

from palpate.combine.facts import Facts
from palpate.combine.gate import Restriction
from palpate.model.protocol import Diagnosis
from palpate.model.scales import Grade
from palpate.model.scales import OmissionReason
from palpate.model.scales import Role
from palpate.model.scales import TechniqueStatus
from palpate.model.sequence import Group
from palpate.model.sequence import Step
from palpate.model.sequence import StepSequence
from palpate.model.sequence import Timing
from palpate.record import frozen
from palpate.registry.content import PackContent


@frozen
class Left:
    """A step that isn't a candidate, and why.

    Attributes:
        key: `technique/sequence/step`.
    """

    key: str
    technique: str
    reason: OmissionReason
    detail: str
    importance: str = "optional"
    purpose: str = "treat"


@frozen
class Candidate:
    """A step that may enter.

    Attributes:
        part: Index of its part; -1 for the session pack's own.
        order: Place in its sequence.
        sides: Bits of the sides that it is done on.
        units: One bit set for each region and side.
        positions: Positions left, best first.
        contact: The contact to use; empty: any.
        least, typical, most: Half minutes.
        weight: Worth of a half minute; 0 for what earns nothing.
        two_sided: Whether side-lying costs it a turn from one side to the other.
    """

    key: str
    step: Step
    part: int
    order: int
    facts: Facts
    sides: int
    side: str
    units: tuple[int, ...]
    positions: tuple[str, ...]
    contact: str
    least: int
    typical: int
    most: int
    weight: int
    two_sided: bool

    @property
    def technique(self) -> str:
        """Give the id of its technique."""
        return self.facts.technique


@frozen
class Part:
    """A technique for one diagnosis, with what is left of its sequence.

    Attributes:
        core: Keys of its core treating steps that screening left.
        least, most: Half minutes of its share.
    """

    content: PackContent
    diagnosis: Diagnosis
    sequence: StepSequence
    timing: Timing | None
    grade: Grade
    role: Role
    weight: int
    least: int
    most: int
    alone_most: int
    groups: tuple[Group, ...]
    index: int

    @property
    def technique(self) -> str:
        """Give the id of its technique."""
        return self.content.technique.id


@frozen
class Refused:
    """A technique that is out before choosing, for one diagnosis."""

    technique: str
    status: TechniqueStatus
    reason: str
    grade: Grade | None = None
    role: Role | None = None


@frozen
class Gathered:
    """All candidates, and all that didn't become one.

    Attributes:
        home: Steps that are done after the clock stops, as sentences.
        limits: What screening limits over several steps: points, minutes.
    """

    parts: tuple[Part, ...]
    candidates: tuple[Candidate, ...]
    left: tuple[Left, ...]
    refused: tuple[Refused, ...]
    home: tuple[str, ...] = ()
    limits: tuple[Restriction, ...] = ()
    warnings: tuple[str, ...] = ()

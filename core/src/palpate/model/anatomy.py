"""The body: regions, what lies in them, and how they are reached."""

from collections.abc import Mapping

from attrs import field

from palpate.model.scales import Basis
from palpate.record import frozen


@frozen
class Position:
    """How the patient lies or sits.

    Attributes:
        order: Place in the order of turning; positions are passed in rising or falling order.
        ends_only: Whether it may only come first or last in a session.
        side_turn: Whether work on both sides costs a turn from one side to the other.
    """

    id: str
    name: str
    summary: str = ""
    order: int = 0
    ends_only: bool = False
    side_turn: bool = False


@frozen
class Region:
    """A part of the body, in a tree.

    Attributes:
        part_of: The region it belongs to; None for a main region.
        paired: Whether the body has a left and a right one.
        access: Position id to 1 (good), 0.5 (partial) or 0 (none).
        nerves: Nerves at risk, in plain words.
        neighbours: Main regions that touch it.
        limb: The limb it belongs to, if any.
        quadrant: The lymph quadrant it drains through, if any.
    """

    id: str
    name: str
    latin: str = ""
    part_of: str | None = None
    paired: bool = False
    synonyms: tuple[str, ...] = ()
    access: Mapping[str, float] = field(factory=dict)
    nerves: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()
    limb: str | None = None
    quadrant: str | None = None


@frozen
class Muscle:
    """A muscle, fascia, ligament, tendon, nerve path or node group that a step may aim at.

    Attributes:
        regions: The finest regions in which it is worked.
        part_of: The group that it belongs to, itself an entry.
    """

    id: str
    name: str
    latin: str = ""
    kind: str = "muscle"
    regions: tuple[str, ...] = ()
    part_of: str | None = None
    synonyms: tuple[str, ...] = ()


@frozen
class Nerve:
    """A nerve at risk, and where."""

    id: str
    name: str
    latin: str = ""
    regions: tuple[str, ...] = ()
    where: str = ""


@frozen
class TrainedPressure:
    """The pressure that trained hands may use at an endangerment site."""

    training: str
    max_pressure: int


@frozen
class EndangermentSite:
    """A place where vessels, nerves or organs lie unprotected.

    Attributes:
        code: The number of the entry in the source table.
        regions: The regions whose work falls under the cap.
        max_pressure: Highest Walton level, 0 to 5.
        with_training: Higher levels for those who hold a training.
        only_with_factors: Factor ids with which it counts; empty: always.
    """

    id: str
    code: str
    name: str
    regions: tuple[str, ...]
    structures: tuple[str, ...]
    max_pressure: int
    with_training: tuple[TrainedPressure, ...] = ()
    only_with_factors: tuple[str, ...] = ()
    note: str = ""
    basis: Basis = "editorial"

"""What hands do: manoeuvres, and the words by which rules speak of work."""

from palpate.model.scales import Area
from palpate.model.scales import Purpose
from palpate.record import frozen


@frozen
class Word:
    """A shared word with its meaning: an element, an effect, a goal, a contact, a consent."""

    id: str
    name: str
    summary: str = ""


@frozen
class Training:
    """A training that a step or a technique may ask for.

    Attributes:
        implies: Trainings that its holder has as well.
    """

    id: str
    name: str
    summary: str = ""
    implies: tuple[str, ...] = ()


@frozen
class Family:
    """Manoeuvres that do the same thing to tissue.

    Attributes:
        order: Usual place in the work on a region, from dry and superficial to closing.
        alike: Families that count as the same when work is compared.
        keeps_order: Whether its steps keep their sequence's order wherever they are.
    """

    id: str
    name: str
    summary: str = ""
    order: int = 0
    alike: tuple[str, ...] = ()
    keeps_order: bool = False


@frozen
class Manoeuvre:
    """A shared word for one thing that hands do.

    Attributes:
        elements: What is done to the body; safety rules bar these.
        effects: What it brings about; needs are met by these.
    """

    id: str
    name: str
    family: str
    elements: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    summary: str = ""


@frozen
class Selector:
    """Says which steps a rule is about; everything that is said must hold.

    Within one list any member is enough. `pressure_from` compares with the planned Walton level.

    Attributes:
        techniques: Technique ids; empty: any.
        regions: A step matches that touches one of them; in a contraindication's work `site`,
            `site-limb` and `site-quadrant` stand for the factor's own place.
        without_training: A step matches that asks for none of these trainings, itself or through its
            technique; one that asks is done only by a therapist who holds it.
        group: The name of a group of steps in the same sequence.
    """

    techniques: tuple[str, ...] = ()
    manoeuvres: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    regions: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
    without_training: tuple[str, ...] = ()
    group: str | None = None
    pressure_from: int | None = None
    pressure_to: int | None = None


@frozen
class Provider:
    """Steps that bring about a state.

    Attributes:
        work: The steps that do.
        only_for: The needing steps it is good for; None: all.
    """

    work: Selector
    only_for: Selector | None = None


@frozen
class State:
    """What tissue must be in before a step, or be brought to after it.

    Attributes:
        when: `before` the step that needs it, or `after` it.
        on: Whether the provider must share the region, the muscle, or only the session.
        not_in: Regions in which it isn't asked for.
    """

    id: str
    name: str
    summary: str = ""
    when: str = "before"
    on: Area = "region"
    not_in: tuple[str, ...] = ()
    needed_by: tuple[Selector, ...] = ()
    provided_by: tuple[Provider, ...] = ()

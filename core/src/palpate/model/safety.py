"""What an intake form can say, and what follows from it."""

from typing import Literal

from palpate.model.scales import Basis
from palpate.model.scales import Verdict
from palpate.model.work import Selector
from palpate.record import frozen


@frozen
class AgeRule:
    """Ages, in years, at which a factor is raised without being named."""

    below: int | None = None
    above: int | None = None


@frozen
class Factor:
    """Something that an intake form can say of a patient.

    Attributes:
        icd10: ICD-10-CM prefixes that raise it.
        icd10_asks: Prefixes that only make the program ask.
        question: The question to ask at intake.
        site: `none`, `optional` or `needed`: whether rules speak of a place.
        regions: The place that it always has, if it has one.
        dated: Whether rules depend on the time since it.
        date_of: `start`, or `latest` where the date moves on while it lasts (the last infusion).
        first_day: First day since its date on which it can be this factor; None: any.
        last_day: Last such day; None: any.
        raised_by_age: Ages that raise it.
        ask_at: `every-visit` where it is asked again each time.
    """

    id: str
    name: str
    synonyms: tuple[str, ...] = ()
    icd10: tuple[str, ...] = ()
    icd10_asks: tuple[str, ...] = ()
    question: str = ""
    site: str = "none"
    regions: tuple[str, ...] = ()
    dated: bool = False
    date_means: str = ""
    date_of: Literal["start", "latest"] = "start"
    first_day: int | None = None
    last_day: int | None = None
    raised_by_age: AgeRule | None = None
    ask_at: tuple[str, ...] = ()
    red_flag: bool = False
    implies: tuple[str, ...] = ()


@frozen
class Question:
    """A screening question, and the factors that an answer raises."""

    id: str
    set: str
    text: str
    raises: tuple[str, ...] = ()
    reads: str = "any-yes"
    note: str = ""
    basis: Basis = "textbook"


@frozen
class Limit:
    """One thing that a finding asks for: what to lower, bar or keep off, and where.

    A cap that is None isn't set. Limits only add up: the lowest cap and the union of bars hold.

    Attributes:
        at: Region ids, or `site`, `site-limb`, `site-quadrant`; empty: everywhere.
        hand_widths: Margin around the site, in hand widths; said to the therapist.
        keep_off: Nothing at all is done there.
        max_pressure: Highest Walton level, 0 to 5.
        max_pain: Highest pain during work, 0 to 10.
        max_points: Most points pressed in a session.
        max_hold_seconds: Longest hold.
        max_repetitions: Most repetitions.
        max_minutes: Most minutes there; everywhere: most minutes of the whole session.
    """

    at: tuple[str, ...] = ()
    hand_widths: int = 0
    keep_off: bool = False
    max_pressure: int | None = None
    max_pain: int | None = None
    max_points: int | None = None
    max_hold_seconds: int | None = None
    max_repetitions: int | None = None
    max_minutes: int | None = None
    bar_elements: tuple[str, ...] = ()
    bar_manoeuvres: tuple[str, ...] = ()
    bar_contacts: tuple[str, ...] = ()
    bar_positions: tuple[str, ...] = ()


@frozen
class Contraindication:
    """What a pack says of a factor.

    Attributes:
        factor: Factor id.
        applies_to: `this-technique`, or `any-technique` for what is true of all work.
        work: The steps it is about; None: all of the technique.
        from_days: First day since the factor's date on which it holds.
        until_days: First day on which it no longer holds; None: for ever.
        clearance_from: Who may permit it, where the verdict is clearance.
        action: What the therapist does, in one or two sentences.
        urgency: How soon the patient needs whom; empty: not urgent.
    """

    id: str
    factor: str
    verdict: Verdict
    action: str
    basis: Basis
    applies_to: str = "this-technique"
    work: Selector | None = None
    limits: tuple[Limit, ...] = ()
    from_days: int | None = None
    until_days: int | None = None
    clearance_from: str = ""
    urgency: str = ""
    references: tuple[str, ...] = ()

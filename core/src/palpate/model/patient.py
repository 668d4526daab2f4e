"""Who is on the table, who stands beside it, and what is asked for."""

from datetime import date

from attrs import field

from palpate.model.scales import Severity
from palpate.model.scales import Side
from palpate.model.scales import Stage
from palpate.record import frozen


@frozen
class Place:
    """A region on a side; side None means all of it."""

    region: str
    side: Side | None = None


@frozen
class GivenFactor:
    """A factor that the intake form names.

    Attributes:
        site: Where; None if not said.
        days: Days since it, on the day of the session; None if not said.
        days_to: Where only a stage is known, the last of the days it may be, `days` the first.
        origin: How it came in: `given`, `code`, `diagnosis` or `age`.
    """

    factor: str
    site: Place | None = None
    days: int | None = None
    origin: str = "given"
    days_to: int | None = None


@frozen
class Clearance:
    """A physician's permission.

    Attributes:
        what: A factor, a condition, or `TECHNIQUE/CONDITION`.
        by: Who gave it.
        on: The day it was given.
        allowed: What it allows, in words or technique ids; empty: what the rules leave.
        valid_until: The last day; None: 90 days after `on`.
    """

    what: str
    on: date
    by: str = ""
    allowed: tuple[str, ...] = ()
    valid_until: date | None = None


@frozen
class Visit:
    """An earlier visit, as the patient's file keeps it.

    Attributes:
        on: Its day.
        note: What was done then and how it went, in words.
        factors: What was given then; days are counted to the day of this session.
    """

    on: date
    note: str = ""
    factors: tuple[GivenFactor, ...] = ()
    denied: tuple[str, ...] = ()
    cleared: tuple[Clearance, ...] = ()


@frozen
class Patient:
    """What the program is told of a patient; no name, and nothing is stored.

    Attributes:
        age: Years; None if not said.
        stage: Stage of the complaint, where it is given rather than counted.
        onset_days: Days since onset, on the day of the session.
        side: The side that is affected.
        regions: The regions of the complaint, where named.
        max_pressure: The most that the patient likes, Walton 0 to 5.
        no_positions: Positions that aren't possible.
        avoid: Places not to be touched.
        no_consent: Kinds of consent that are withheld.
        in_question: Factors that a code on the form makes possible: asked about, until they are
            given or denied.
        as_of: The day on which all of this was said; None: the day of the session.
        last_visit: What was said the time before.
    """

    age: int | None = None
    sex: str | None = None
    factors: tuple[GivenFactor, ...] = ()
    denied: tuple[str, ...] = ()
    cleared: tuple[Clearance, ...] = ()
    stage: Stage | None = None
    onset_days: int | None = None
    severity: Severity | None = None
    side: Side | None = None
    regions: tuple[str, ...] = ()
    max_pressure: int | None = None
    no_positions: tuple[str, ...] = ()
    avoid: tuple[Place, ...] = ()
    no_consent: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    in_question: tuple[str, ...] = ()
    as_of: date | None = None
    last_visit: Visit | None = None


@frozen
class Therapist:
    """What the therapist holds and has at hand.

    Attributes:
        holds: Trainings.
        no_contacts: Contacts not at hand (an elbow, a tool).
        no_elements: Elements not at hand (heat).
    """

    holds: tuple[str, ...] = ()
    no_contacts: tuple[str, ...] = ()
    no_elements: tuple[str, ...] = ()


@frozen
class Request:
    """All that is asked, enough to plan again.

    Attributes:
        diagnoses: Ids, names, synonyms or ICD-10-CM codes, in order of priority.
        date: The day of the session; every window and clearance is reckoned from it.
        minutes: Length of the session; None: by severity.
        visit: Number of the visit; None: a later one is planned.
        first_visit_days: Days since the first visit, from which phases may count; None if not said.
        techniques: Only these; empty: all that are installed.
        without: None of these techniques.
        drop: Steps to leave out, as `technique/sequence/step`.
        keep: Steps to put in where screening allows.
        from_settings: What wasn't said for this session and stands in the therapist's settings:
            `minutes`, `holds`. The protocol says so; the request's digest leaves it out.
    """

    diagnoses: tuple[str, ...]
    date: date
    patient: Patient = Patient()
    therapist: Therapist = Therapist()
    minutes: int | None = None
    visit: int | None = None
    first_visit_days: int | None = None
    techniques: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    from_settings: tuple[str, ...] = field(default=(), repr=False)

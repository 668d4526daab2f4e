"""A diagnosis to plan for."""

from palpate.model.scales import Basis
from palpate.model.scales import Side
from palpate.model.scales import Stage
from palpate.record import frozen


@frozen
class CodePlace:
    """The side or the region that an ICD-10-CM prefix fixes."""

    code: str
    side: Side | None = None
    region: str | None = None


@frozen
class Permission:
    """Who must permit work first, and for what.

    Attributes:
        valid_weeks: How long a record of it holds; None: 90 days.
        also_required: What must be true beside it, in words.
    """

    who: str
    for_what: str
    valid_weeks: int | None = None
    also_required: tuple[str, ...] = ()


@frozen
class Condition:
    """A diagnosis that protocols exist for.

    Attributes:
        icd10: ICD-10-CM prefixes that name it.
        icd10_place: Prefixes that fix a side or a region as well.
        regions: Where the complaint sits, main region first.
        place: `fixed`, or `needed` where the complaint's region must be named.
        places: Regions that may be named.
        default_side: The side when none is given: `both` or `affected`.
        asks: Red flags: factor ids to ask about before starting.
        questions: Question sets that belong to it.
        raises: Factors that the diagnosis itself raises.
        asks_only: Factors that it only makes the program ask about.
        calendar: How days since onset become a stage.
        split_by_phase: Whether the evidence differs by phase, so that an unknown stage is acute.
        unknown_stage: The stage of a complaint that is over before it could be in another.
        permission: What must be permitted before any technique.
    """

    id: str
    name: str
    synonyms: tuple[str, ...] = ()
    icd10: tuple[str, ...] = ()
    icd10_place: tuple[CodePlace, ...] = ()
    regions: tuple[str, ...] = ()
    place: str = "fixed"
    places: tuple[str, ...] = ()
    sided: bool = False
    default_side: Side = "both"
    goals: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    raises: tuple[str, ...] = ()
    asks_only: tuple[str, ...] = ()
    outcome_measures: tuple[str, ...] = ()
    calendar: str = "pain"
    split_by_phase: bool = False
    unknown_stage: Stage | None = None
    permission: Permission | None = None
    note: str = ""


@frozen
class Umbrella:
    """A word that people type and that names several conditions."""

    id: str
    name: str
    synonyms: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()


@frozen
class CalendarStage:
    """A stage, and the first day since onset that no longer belongs to it (None: the last)."""

    stage: Stage
    until_day: int | None = None


@frozen
class Calendar:
    """How days since onset become a stage."""

    id: str
    stages: tuple[CalendarStage, ...]
    name: str = ""
    basis: Basis = "editorial"


@frozen
class OutcomeMeasure:
    """How it is measured whether treatment helps.

    Attributes:
        unit: What it counts in; empty for a questionnaire's own points.
        change: The least change that matters, in words, where a source prints one.
    """

    id: str
    name: str
    summary: str = ""
    unit: str = ""
    change: str = ""
    basis: Basis = "editorial"

"""The tables of a pack's files, as an author writes them."""

from collections.abc import Mapping
from typing import Literal

from attrs import frozen

from palpate.model.safety import Limit
from palpate.model.scales import Basis
from palpate.model.scales import Importance
from palpate.model.scales import Role
from palpate.model.sequence import IfNone
from palpate.model.sequence import Need
from palpate.model.technique import GradeWhen
from palpate.model.technique import Range
from palpate.model.work import Selector
from palpate.reading.shapes import AnyRange
from palpate.reading.shapes import Days
from palpate.reading.shapes import Grades
from palpate.reading.shapes import Pressure
from palpate.reading.shapes import Sides
from palpate.reading.shapes import Stages
from palpate.vocabulary.links import LINKS
from palpate.vocabulary.links import Links

ONCE = Range(1, 1, 1)
#: What an author may say a step is for; turns are the engine's.
WrittenPurpose = Literal["assess", "prepare", "treat", "integrate"]
MinutesAreFor = Literal["both-sides", "one-side"]
WrittenVerdict = Literal["caution", "regional", "clearance", "absolute", "emergency"]
AppliesTo = Literal["this-technique", "any-technique"]


@frozen
class WrittenTop:
    """What stands above the first header of a sequence."""

    steps_from: str | None = None
    without: tuple[str, ...] = ()


@frozen
class WrittenStep:
    """A step, a pattern, or what is true of every step: None is what it doesn't say."""

    id: str | None = None
    like: str | None = None
    instruction: str | None = None
    manoeuvres: tuple[str, ...] | None = None
    targets: tuple[str, ...] | None = None
    regions: tuple[str, ...] | None = None
    remote: bool | None = None
    at_site: str | None = None
    side: Sides | None = None
    minutes_are_for: MinutesAreFor | None = None
    positions: tuple[str, ...] | None = None
    set_up: str | None = None
    purpose: WrittenPurpose | None = None
    importance: Importance | None = None
    stages: Stages | None = None
    goal: str | None = None
    phases: tuple[str, ...] | None = None
    pressure: Pressure | None = None
    pressure_mmhg: Range | None = None
    pain_out_of_10: Range | None = None
    pressure_said: str | None = None
    contacts: tuple[str, ...] | None = None
    minutes: Range | None = None
    hold_seconds: Range | None = None
    contract_seconds: Range | None = None
    rest_seconds: Range | None = None
    effort_percent: Range | None = None
    repetitions: Range | None = None
    sets: Range | None = None
    points: Range | None = None
    if_none: IfNone | None = None
    group: str | None = None
    needs: tuple[Need, ...] | None = None
    provides: tuple[Need, ...] | None = None
    training: tuple[str, ...] | None = None
    consent: tuple[str, ...] | None = None
    cautions: tuple[str, ...] | None = None
    references: tuple[str, ...] | None = None
    basis: Basis | None = None
    hands_on: bool | None = None
    outside_session: bool | None = None
    stays_on: str | None = None


@frozen
class WrittenPlace:
    """[sequence]: the complaint regions that the steps are for."""

    regions: tuple[str, ...] = ()


@frozen
class WrittenIndication:
    """[indication]: what the technique is good for here."""

    role: Role
    grade: Grades
    goals: tuple[str, ...]
    rationale: str
    basis: Basis
    stages: Stages | None = None
    ground: str = ""
    limits_of_evidence: str = ""
    stage_reasons: tuple[str, ...] = ()
    grade_when: tuple[GradeWhen, ...] = ()
    references: tuple[str, ...] = ()


@frozen
class WrittenSession:
    """[session]: lengths, where the sources give one of their own."""

    minutes: Range | None = None
    first_visit_minutes: Range | None = None
    share_minutes: Range | None = None
    alone_minutes: Range | None = None


@frozen
class WrittenGroup:
    """[group.NAME]: steps that belong together."""

    rounds: Range = ONCE
    any_order: bool = False
    choose: Range | None = None
    minutes: Range | None = None


@frozen
class WrittenPhase:
    """[[phase]]: a part of the course."""

    id: str
    since: str
    name: str = ""
    from_: Days | None = None
    until: Days | None = None
    goals: tuple[str, ...] = ()
    visits_per_week: AnyRange | None = None
    session_minutes: Range | None = None
    home_care: tuple[str, ...] = ()


@frozen
class WrittenTechnique:
    """[technique]: who the technique is."""

    id: str
    name: str
    summary: str
    lowest_useful_pressure: int
    highest_pressure: int
    share_minutes: Range
    basis: Basis
    alone_minutes: Range | None = None
    lubricant: str = ""
    training: tuple[str, ...] = ()
    manoeuvres: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    frame: bool = False
    code: str = ""


@frozen
class WrittenNotIndicated:
    """[[not_indicated]]: what the technique is not for."""

    conditions: tuple[str, ...]
    reason: str
    basis: Basis
    stages: Stages | None = None
    references: tuple[str, ...] = ()


@frozen
class WrittenContraindication:
    """[[contraindication]]: what holds for a patient with a factor."""

    id: str
    factor: str
    verdict: WrittenVerdict
    action: str
    basis: Basis
    applies_to: AppliesTo = "this-technique"
    work: Selector | None = None
    limits: tuple[Limit, ...] = ()
    from_: Days | None = None
    until: Days | None = None
    clearance_from: str = ""
    urgency: str = ""
    references: tuple[str, ...] = ()


#: Fields of these tables that hold ids of the vocabulary, beside those of the model.
PACK_LINKS: Links = {
    **LINKS,
    WrittenStep: {
        "manoeuvres": "manoeuvres",
        "targets": "muscles",
        "regions": "regions",
        "at_site": "factors",
        "positions": "positions",
        "goal": "goals",
        "contacts": "contacts",
        "training": "trainings",
        "consent": "consents",
    },
    WrittenPlace: {"regions": "regions"},
    WrittenIndication: {"goals": "goals"},
    WrittenPhase: {"goals": "goals"},
    WrittenTechnique: {"training": "trainings", "manoeuvres": "manoeuvres"},
    WrittenNotIndicated: {"conditions": "conditions"},
    WrittenContraindication: {"factor": "factors"},
}

_STEP_HOME = "a [[step]]"
_INDICATION_HOME = "[indication]"

#: Under which header a key belongs that people write under the wrong one.
HOMES: Mapping[str, str] = {
    "role": _INDICATION_HOME,
    "grade": _INDICATION_HOME,
    "rationale": _INDICATION_HOME,
    "ground": _INDICATION_HOME,
    "limits_of_evidence": _INDICATION_HOME,
    "stage_reasons": _INDICATION_HOME,
    "grade_when": _INDICATION_HOME,
    "visits": "[course]",
    "visits_per_week": "[course]",
    "weeks": "[course]",
    "rest_days": "[course]",
    "reassess_after_visits": "[course]",
    "outcome_measures": "[course]",
    "then": "[course]",
    "share_minutes": "[session], or [technique] in technique.toml",
    "alone_minutes": "[session], or [technique] in technique.toml",
    "first_visit_minutes": "[session]",
    "before": "[advice]",
    "stop_if": "[advice]",
    "aftercare": "[advice]",
    "home_care": "[advice]",
    "steps_from": "no header: it stands at the top of the file",
    "without": "no header: it stands at the top of the file",
    "rounds": "[group.NAME]",
    "any_order": "[group.NAME]",
    "choose": "[group.NAME]",
    "instruction": _STEP_HOME,
    "manoeuvres": _STEP_HOME,
    "like": _STEP_HOME,
    "format": "no header of technique.toml: it stands at the top of that file",
}

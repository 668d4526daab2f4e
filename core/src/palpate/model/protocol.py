"""The finished protocol: what is printed, saved, and verified."""

from datetime import date
from typing import Literal

from palpate.model.patient import Request
from palpate.model.safety import Limit
from palpate.model.scales import Basis
from palpate.model.scales import Grade
from palpate.model.scales import Importance
from palpate.model.scales import OmissionReason
from palpate.model.scales import PhaseState
from palpate.model.scales import Purpose
from palpate.model.scales import Role
from palpate.model.scales import Stage
from palpate.model.scales import Status
from palpate.model.scales import TechniqueStatus
from palpate.model.scales import Verdict
from palpate.model.sequence import Course
from palpate.model.technique import Range
from palpate.model.technique import Reference
from palpate.record import frozen

SCHEMA = "palpate.protocol/1"


@frozen
class Diagnosis:
    """A diagnosis as it was understood.

    Attributes:
        asked: The word that was typed.
        code: The ICD-10-CM code typed, or for information the prefix of the condition at its region.
        side: left, right, both, or affected where the side isn't known.
        stage_from: `given`, `onset`, or `assumed`.
        weight: Percent that it weighs in choosing; 100 for the first.
    """

    condition: str
    name: str
    asked: str
    code: str
    regions: tuple[str, ...]
    side: str
    stage: Stage
    stage_from: str
    severity: str
    goals: tuple[str, ...]
    outcome_measures: tuple[str, ...] = ()
    weight: int = 100
    note: str = ""


@frozen
class Finding:
    """What one rule says of one factor.

    Attributes:
        pack: The pack that says it.
        techniques: The techniques that it binds; empty: any.
        regions: The places that it binds, as `left knee` or `knee`; empty: everywhere.
        cleared: Whether a valid clearance lifts the verdict to its limits.
    """

    factor: str
    name: str
    verdict: Verdict
    pack: str
    rule: str
    techniques: tuple[str, ...]
    regions: tuple[str, ...]
    limits: tuple[Limit, ...]
    action: str
    urgency: str = ""
    clearance_from: str = ""
    cleared: bool = False
    basis: Basis = "editorial"
    references: tuple[str, ...] = ()


@frozen
class Ask:
    """A question to put before starting.

    Attributes:
        verdict: The worst that a yes would mean.
    """

    factor: str
    question: str
    verdict: Verdict
    why: str = ""


@frozen
class Change:
    """Something that isn't as it was at the last visit.

    Attributes:
        kind: A factor is `new`, `gone` or `changed` (its date), a question is `open` again, a
            clearance is new (`cleared`), `expired` or `withdrawn`.
        what: The factor, or what the clearance is for.
        detail: The same in words.
    """

    kind: Literal["new", "gone", "changed", "open", "cleared", "expired", "withdrawn"]
    what: str
    detail: str


@frozen
class Since:
    """What changed since the last visit.

    Attributes:
        on: The day of that visit.
        note: What was done then and how it went.
    """

    on: date
    note: str = ""
    changes: tuple[Change, ...] = ()


@frozen
class Screening:
    """All findings, open questions, what no installed rule mentions, and what changed since last time."""

    findings: tuple[Finding, ...] = ()
    ask: tuple[Ask, ...] = ()
    unscreened: tuple[str, ...] = ()
    since: Since | None = None


@frozen
class Session:
    """The session in numbers; minutes are multiples of 0.5.

    Attributes:
        turns: Changes of position.
        side_turns: Turns from side to side in one position.
    """

    minutes: float = 0
    hands_on_minutes: float = 0
    unused_minutes: float = 0
    turns: int = 0
    side_turns: int = 0
    positions: tuple[str, ...] = ()
    minutes_by_technique: tuple[tuple[str, float], ...] = ()
    minutes_by_region: tuple[tuple[str, float], ...] = ()


@frozen
class TechniqueReport:
    """What became of a technique, and why."""

    id: str
    name: str
    pack: str
    version: str
    status: TechniqueStatus
    reason: str = ""
    evidence: Grade | None = None
    role: Role | None = None
    minutes: float = 0


@frozen
class PlannedStep:
    """A step on the clock.

    Attributes:
        id: `technique/sequence/step`, with `#2` for a repeat; unique in the protocol.
        diagnosis: The condition that it serves.
        start: Minutes from the start of the session.
        side: left, right, both or midline; `affected` where the side isn't known.
        needs: As `state(region)`, likewise provides.
        hands_on: False where hands are free meanwhile (a hot pack, an exercise).
        stays_on: What is left on afterwards (a bandage).
    """

    id: str
    technique: str
    pack: str
    version: str
    sequence: str
    diagnosis: str
    start: float
    minutes: float
    purpose: Purpose
    importance: Importance
    instruction: str
    manoeuvres: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    side: str = "midline"
    position: str = ""
    set_up: str = ""
    contact: str = ""
    pressure: int = 0
    pressure_said: str = ""
    pressure_mmhg: tuple[float, ...] = ()
    pain_out_of_10: tuple[float, ...] = ()
    hold_seconds: tuple[float, ...] = ()
    repetitions: tuple[float, ...] = ()
    points: tuple[float, ...] = ()
    sets: tuple[float, ...] = ()
    contract_seconds: tuple[float, ...] = ()
    effort_percent: tuple[float, ...] = ()
    rest_seconds: tuple[float, ...] = ()
    if_none: str = ""
    goal: str = ""
    needs: tuple[str, ...] = ()
    provides: tuple[str, ...] = ()
    training: tuple[str, ...] = ()
    consent: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    basis: Basis = "editorial"
    references: tuple[str, ...] = ()
    hands_on: bool = True
    stays_on: str = ""


@frozen
class PlannedPhase:
    """A part of a technique's course of treatment.

    Attributes:
        state: `now`, `before` (it begins later), `over`, or `undated` where its date isn't known.
        since: A dated factor, `onset` or `first-visit`.
    """

    technique: str
    id: str
    name: str
    state: PhaseState
    since: str
    from_days: int = 0
    until_days: int | None = None
    goals: tuple[str, ...] = ()
    visits_per_week: Range | None = None
    session_minutes: Range | None = None
    home_care: tuple[str, ...] = ()


@frozen
class Omission:
    """A candidate that isn't in, and why.

    Attributes:
        step: `technique/sequence/step`.
        detail: The reason as a sentence.
    """

    step: str
    technique: str
    reason: OmissionReason
    detail: str


@frozen
class PackReview:
    """Whether a clinician has signed a pack."""

    pack: str
    status: str
    by: str = ""
    on: str = ""


@frozen
class PackStamp:
    """Which pack, in which version, with which content."""

    id: str
    version: str
    digest: str


@frozen
class Provenance:
    """What the protocol was made from.

    Attributes:
        digest: Over the core's content, the packs' and the request.
        optimal: Whether the choice is proven the best.
        bound: The most value any plan could have, where it isn't proven.
    """

    palpate: str = ""
    packs: tuple[PackStamp, ...] = ()
    digest: str = ""
    optimal: bool = True
    bound: int | None = None
    value: int = 0


@frozen
class Explanation:
    """Why a step is in: what it needs and provides, its worth and its minutes."""

    step: str
    detail: str


@frozen
class Protocol:
    """One session for one patient, and why."""

    status: Status
    request: Request
    diagnoses: tuple[Diagnosis, ...] = ()
    goals: tuple[str, ...] = ()
    session: Session = Session()
    screening: Screening = Screening()
    evidence: Grade | None = None
    evidence_note: str = ""
    techniques: tuple[TechniqueReport, ...] = ()
    steps: tuple[PlannedStep, ...] = ()
    omitted: tuple[Omission, ...] = ()
    before: tuple[str, ...] = ()
    stop_if: tuple[str, ...] = ()
    course: Course | None = None
    phases: tuple[PlannedPhase, ...] = ()
    aftercare: tuple[str, ...] = ()
    home_care: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    review: tuple[PackReview, ...] = ()
    warnings: tuple[str, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    provenance: Provenance = Provenance()
    schema: str = SCHEMA

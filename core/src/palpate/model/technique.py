"""A technique, and what its pack says of it."""

from attrs import field

from palpate.model.scales import Area
from palpate.model.scales import Basis
from palpate.model.scales import Grade
from palpate.model.scales import Role
from palpate.model.scales import Stage
from palpate.model.scales import Strength
from palpate.model.work import Selector
from palpate.record import frozen

API_VERSION = 1


@frozen
class Range:
    """Least, typical and most of something; units stand in the name of the field that holds it."""

    least: float
    typical: float
    most: float


@frozen
class Reference:
    """A source that was read, or that is honestly marked as not read.

    Attributes:
        kind: `systematic-review`, `trial`, `case-series`, `case-report`, `guideline`, `survey`,
            `standard`, `book` or `page`.
        found: What it found, in one line.
        read: `page`, `secondary` or `not-read`.
    """

    id: str
    kind: str
    title: str
    authors: str = ""
    year: int | None = None
    source: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""
    found: str = ""
    read: str = "page"


@frozen
class Review:
    """Whether a clinician has signed the content.

    Attributes:
        status: `unsigned` or `signed`.
        by: Who signed.
        on: The day, as YYYY-MM-DD.
    """

    status: str = "unsigned"
    by: str = ""
    on: str = ""


@frozen
class Advice:
    """What is said to the patient, and when work stops."""

    before: tuple[str, ...] = ()
    stop_if: tuple[str, ...] = ()
    aftercare: tuple[str, ...] = ()
    home_care: tuple[str, ...] = ()


@frozen
class Cap:
    """The most there may be of something in a session.

    Attributes:
        what: `minutes`, `points` or `share-percent` (of the hands-on minutes).
        of: The steps that count, whichever pack brings them.
        per: `session`, `region` or `muscle`.
        most: The number.
    """

    id: str
    what: str
    of: Selector
    per: Area
    most: float
    basis: Basis = "editorial"
    why: str = ""


@frozen
class CombinationRule:
    """How two kinds of work get on.

    Attributes:
        rule: `before` (first comes before then), `followed-by` (first asks for a later then),
            `never-together`, `one-technique` (first comes from one technique only),
            `counts-together`, `gap` (days between sessions that hold them).
        on: Where it binds: on one muscle, in one region, or in the session.
        strength: `must`, or `prefer` (a soft wish, used only to break ties of order).
        visit: `first` where it binds at a first visit only; otherwise it is printed as a caution.
        days: Days of the gap.
    """

    id: str
    rule: str
    first: Selector
    then: Selector | None = None
    on: Area = "region"
    strength: Strength = "must"
    visit: str = ""
    days: int = 0
    why: str = ""
    basis: Basis = "editorial"
    references: tuple[str, ...] = ()


@frozen
class Technique:
    """Who a technique is.

    Attributes:
        training: Trainings that every one of its steps needs; `licensed-massage` goes without saying.
        lowest_useful_pressure: Walton level under which its work is pointless, 0 to 5.
        share_minutes: Minutes of a session that it takes when it is in, hands-on.
        alone_minutes: The same where it is the only technique of the session; None: the same.
        manoeuvres: The manoeuvres that it uses.
        code: `module` or `module:object` with hooks in Python; empty for a pack of data alone.
        library: Every source that its pack cites.
        frame: Whether it only opens, warms and closes for others (the built-in session pack).
        api: The hook API that its pack is written for; one that says nothing means the first.
    """

    id: str
    name: str
    summary: str
    lowest_useful_pressure: int
    highest_pressure: int
    share_minutes: Range
    basis: Basis
    lubricant: str = ""
    training: tuple[str, ...] = ()
    manoeuvres: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    advice: Advice = Advice()
    review: Review = Review()
    caps: tuple[Cap, ...] = ()
    frame: bool = False
    api: int = 1
    alone_minutes: Range | None = None
    library: tuple[Reference, ...] = ()
    code: str = ""


@frozen
class GradeWhen:
    """A factor with which the grade is another one."""

    factor: str
    grade: Grade
    why: str
    at: tuple[str, ...] = ()


@frozen
class StageGrade:
    """The grade in one stage."""

    stage: Stage
    grade: Grade


@frozen
class Indication:
    """What a technique is for, or what it is not for.

    Attributes:
        condition: Condition id.
        indicated: False for what the technique is not for; then only `reason` is read.
        reason: Why it isn't indicated, as a sentence.
        grades: Evidence grade by stage; a stage that isn't there isn't indicated.
        regions: The regions it is for, where the condition can sit in several; empty: all.
        stage_reasons: Why the stages left out are left out.
        grade_when: Factors that change the grade.
        ground: What the grade rests on, in one line.
    """

    condition: str
    indicated: bool = True
    reason: str = ""
    role: Role = "adjunct"
    grades: tuple[StageGrade, ...] = ()
    goals: tuple[str, ...] = ()
    rationale: str = ""
    ground: str = ""
    limits_of_evidence: str = ""
    regions: tuple[str, ...] = ()
    stage_reasons: tuple[str, ...] = ()
    grade_when: tuple[GradeWhen, ...] = ()
    references: tuple[str, ...] = ()
    basis: Basis = "editorial"
    sequence: str = field(default="")

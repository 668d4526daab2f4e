"""Steps, their dose, and the sequence that they form."""

from palpate.model.condition import Permission
from palpate.model.scales import Basis
from palpate.model.scales import Importance
from palpate.model.scales import Purpose
from palpate.model.scales import Side
from palpate.model.scales import Stage
from palpate.model.technique import Advice
from palpate.model.technique import Cap
from palpate.model.technique import Range
from palpate.record import frozen


@frozen
class IfNone:
    """What to do where no point is found: `skip`, or something else instead."""

    instruction: str = ""
    minutes: Range | None = None
    manoeuvres: tuple[str, ...] = ()


@frozen
class Need:
    """A state that tissue must be in.

    Attributes:
        state: State id.
        region: The region that must be in it; None: each region of the step.
    """

    state: str
    region: str | None = None


@frozen
class Step:
    """One thing to do, for some minutes.

    Attributes:
        id: Stable within its sequence.
        instruction: One imperative sentence.
        targets: Muscles (or fascia, nerves, nodes) aimed at.
        regions: Where hands are.
        remote: Far from the complaint on purpose.
        at_site: Factor whose own site is the region (a scar).
        side: `each` is one after the other; `both` is together.
        sides_in_order: Sides one after the other, where the file fixed their order.
        minutes_for_both: Whether `minutes` hold both sides; False: one side.
        minutes: Minutes of the step; least, typical, most. Multiples of 0.5.
        positions: In order of preference.
        lowest_pressure: Walton level under which the step is pointless.
        pressure: Walton level wanted.
        pressure_mmhg: The source's own scale, likewise `pain_out_of_10` and `pressure_said`.
        contacts: In order of preference; empty: any.
        hold_seconds: How long one repetition lasts.
        needs: States that it needs beyond those that follow from its manoeuvres.
        provides: States that it brings about beyond those that follow from its manoeuvres.
        hands_on: False where hands are free meanwhile (a machine, an exercise).
        outside_session: Done after the clock stops.
        stays_on: What is left on afterwards (a bandage).
        group: The name of its group in the sequence.
    """

    id: str
    instruction: str
    manoeuvres: tuple[str, ...]
    purpose: Purpose
    importance: Importance
    minutes: Range
    positions: tuple[str, ...]
    side: Side
    regions: tuple[str, ...]
    pressure: int
    lowest_pressure: int
    basis: Basis
    targets: tuple[str, ...] = ()
    remote: bool = False
    at_site: str | None = None
    sides_in_order: tuple[Side, ...] = ()
    minutes_for_both: bool = True
    set_up: str = ""
    stages: tuple[Stage, ...] = ()
    phases: tuple[str, ...] = ()
    goal: str = ""
    pressure_mmhg: Range | None = None
    pain_out_of_10: Range | None = None
    pressure_said: str = ""
    contacts: tuple[str, ...] = ()
    hold_seconds: Range | None = None
    contract_seconds: Range | None = None
    rest_seconds: Range | None = None
    effort_percent: Range | None = None
    repetitions: Range | None = None
    sets: Range | None = None
    points: Range | None = None
    if_none: IfNone | None = None
    group: str | None = None
    needs: tuple[Need, ...] = ()
    provides: tuple[Need, ...] = ()
    training: tuple[str, ...] = ()
    consent: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    hands_on: bool = True
    outside_session: bool = False
    stays_on: str = ""


@frozen
class Group:
    """Steps that belong together.

    Attributes:
        rounds: How often the group is worked through.
        any_order: Whether the steps may be done in any order.
        choose: How many of them are done; None: all that fit.
        minutes: Minutes of the group, where the steps have none of their own.
    """

    id: str
    rounds: Range = Range(1, 1, 1)
    any_order: bool = False
    choose: Range | None = None
    minutes: Range | None = None


@frozen
class Phase:
    """A part of the course, counted from a dated event.

    Attributes:
        since: A dated factor, `onset` or `first-visit`.
        from_days: First day; until_days: first day after it.
    """

    id: str
    name: str
    since: str
    from_days: int = 0
    until_days: int | None = None
    goals: tuple[str, ...] = ()
    visits_per_week: Range | None = None
    session_minutes: Range | None = None
    home_care: tuple[str, ...] = ()


@frozen
class Course:
    """How treatment goes on over weeks.

    Attributes:
        visits: Visits in all, where the source counts them.
        rest_days: Whole days between visits, at least.
        then: What follows, as a sentence (maintenance, referral).
    """

    visits_per_week: Range | None = None
    visits: Range | None = None
    weeks: Range | None = None
    rest_days: float | None = None
    reassess_after_visits: int | None = None
    outcome_measures: tuple[str, ...] = ()
    then: str = ""
    basis: Basis = "editorial"
    references: tuple[str, ...] = ()


@frozen
class Timing:
    """Minutes that a technique takes of a session for a condition, and the course.

    Attributes:
        share_minutes: Minutes of a session when others are in as well.
        alone_minutes: Minutes when it is the only technique.
        first_visit_minutes: Length of a first visit, where the source gives one.
    """

    condition: str
    share_minutes: Range
    alone_minutes: Range | None = None
    session_minutes: Range | None = None
    first_visit_minutes: Range | None = None
    course: Course | None = None
    caps: tuple[Cap, ...] = ()


@frozen
class StepSequence:
    """A technique's ordered steps for a condition.

    Attributes:
        id: The sequence's name: the condition, or the condition and a place.
        regions: The regions it is for, where the condition can sit in several; empty: all.
    """

    id: str
    condition: str
    steps: tuple[Step, ...]
    regions: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    phases: tuple[Phase, ...] = ()
    caps: tuple[Cap, ...] = ()
    permission: Permission | None = None
    advice: Advice = Advice()

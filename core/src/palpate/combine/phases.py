"""Phases of a course: which of them is on, and what that changes."""

from collections.abc import Iterator
from collections.abc import Sequence

from palpate.combine.candidate import Part
from palpate.combine.resolve import Case
from palpate.model.patient import Patient
from palpate.model.protocol import PlannedPhase
from palpate.model.scales import PhaseState
from palpate.model.sequence import Phase

#: What phases may count from, beside dated factors.
ONSET, FIRST_VISIT = "onset", "first-visit"


def state_of(phase: Phase, case: Case, patient: Patient) -> PhaseState:
    """Say whether a phase is on today; without its date a phase isn't."""
    days = _days_since(phase.since, case, patient)
    if days is None:
        return "undated"
    if days < phase.from_days:
        return "before"
    return "now" if phase.until_days is None or days < phase.until_days else "over"


def _days_since(since: str, case: Case, patient: Patient) -> int | None:
    if since == ONSET:
        return patient.onset_days
    if since == FIRST_VISIT:
        return 0 if case.first_visit else case.request.first_visit_days
    days = [g.days for g in case.factors if g.factor == since and g.days is not None]
    return min(days, default=None)


def planned_phases(parts: Sequence[Part], case: Case) -> tuple[PlannedPhase, ...]:
    """Give the phases of the techniques that are in, in the order of their files."""
    return tuple(found for part in parts for _, found in _phases_of(part, case))


def phases_now(part: Part, case: Case) -> tuple[Phase, ...]:
    """Give the phases of a part that are on today."""
    return tuple(phase for phase, found in _phases_of(part, case) if found.state == "now")


def _phases_of(part: Part, case: Case) -> Iterator[tuple[Phase, PlannedPhase]]:
    patients = {c.condition.id: c.patient for c in case.complaints}
    for phase in part.sequence.phases:
        yield (
            phase,
            PlannedPhase(
                technique=part.technique,
                id=phase.id,
                name=phase.name,
                state=state_of(phase, case, patients[part.diagnosis.condition]),
                since=phase.since,
                from_days=phase.from_days,
                until_days=phase.until_days,
                goals=phase.goals,
                visits_per_week=phase.visits_per_week,
                session_minutes=phase.session_minutes,
                home_care=phase.home_care,
            ),
        )

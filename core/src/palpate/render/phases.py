"""The phases of a course of treatment, in words."""

from palpate.model.protocol import PlannedPhase
from palpate.model.protocol import Protocol
from palpate.render.documents import Words
from palpate.render.sheet_steps import span
from palpate.vocabulary import Vocabulary


def phases_said(
    protocol: Protocol, vocabulary: Vocabulary, said: Words
) -> tuple[tuple[str, str], ...]:
    """Give each phase's name, and when it is, how it stands, what for and how often."""
    return tuple((phase.name, _phase(phase, vocabulary, said)) for phase in protocol.phases)


def _phase(phase: PlannedPhase, vocabulary: Vocabulary, said: Words) -> str:
    parts = [said("phase", phase.state), _days(phase, vocabulary, said)]
    if phase.goals:
        known = vocabulary.goals
        goals = ", ".join(known[goal].name if goal in known else goal for goal in phase.goals)
        parts.append(said("phase", "goals", goals=goals))
    if phase.visits_per_week:
        parts.append(said("said", "a-week", span=span(phase.visits_per_week, said)))
    if phase.session_minutes:
        parts.append(said("phase", "minutes", span=span(phase.session_minutes, said)))
    return "; ".join(parts) + "."


def _days(phase: PlannedPhase, vocabulary: Vocabulary, said: Words) -> str:
    factor = vocabulary.factors.get(phase.since)
    since = said.tables["phase"].get(phase.since) or (factor.name if factor else phase.since)
    if phase.until_days is None:
        return said("phase", "from", first=phase.from_days, since=since)
    return said("phase", "days", first=phase.from_days, last=phase.until_days, since=since)

"""One course of treatment from several: the stricter rest, the sooner reassessment."""

from collections.abc import Sequence

from attrs import evolve

from palpate.combine.candidate import Part
from palpate.combine.phases import phases_now
from palpate.combine.resolve import Case
from palpate.model.protocol import Diagnosis
from palpate.model.scales import BASES
from palpate.model.sequence import Course
from palpate.model.technique import Range


def merge_courses(
    parts: Sequence[Part], diagnoses: Sequence[Diagnosis], gap_days: int, case: Case
) -> Course | None:
    """Merge the courses of the parts that are in.

    How often and how long follows the best founded part that says so; the rest between visits is
    the longest that any asks for, the reassessment the soonest.

    Args:
        gap_days: Days that a combination rule asks for between sessions; 0 where none does.
    """
    found = (_course_of(part, case) for part in _best_first(parts))
    courses = [course for course in found if course is not None]
    if not courses:
        return None
    rests = [c.rest_days for c in courses if c.rest_days is not None]
    if gap_days:
        rests.append(gap_days)
    reassess = [c.reassess_after_visits for c in courses if c.reassess_after_visits is not None]
    measures = [m for d in diagnoses for m in d.outcome_measures]
    measures += [m for c in courses for m in c.outcome_measures]
    per_week = _lowest([c.visits_per_week for c in courses])
    return Course(
        visits_per_week=per_week,
        visits=next((c.visits for c in courses if c.visits), None),
        weeks=next((c.weeks for c in courses if c.weeks), None),
        rest_days=max(rests, default=None),
        reassess_after_visits=min(reassess, default=None),
        outcome_measures=tuple(dict.fromkeys(measures)),
        then=next((c.then for c in courses if c.then), ""),
        basis=max((c.basis for c in courses), key=BASES.index),
        references=tuple(dict.fromkeys(r for c in courses for r in c.references)),
    )


def _course_of(part: Part, case: Case) -> Course | None:
    """Give a part's course, met as often as the phase says that is on."""
    course = part.timing.course if part.timing else None
    often = next((p.visits_per_week for p in phases_now(part, case) if p.visits_per_week), None)
    if often is None:
        return course
    return evolve(course or Course(), visits_per_week=often)


def _best_first(parts: Sequence[Part]) -> list[Part]:
    return sorted(parts, key=lambda p: (-p.diagnosis.weight, p.grade, -p.weight, p.technique))


def _lowest(ranges: Sequence[Range | None]) -> Range | None:
    """Give the lowest of each end: no part is met more often than it allows."""
    said = [r for r in ranges if r is not None]
    if not said:
        return None
    return Range(
        min(r.least for r in said), min(r.typical for r in said), min(r.most for r in said)
    )

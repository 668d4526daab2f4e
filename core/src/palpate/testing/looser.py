"""Invariant 3 as a plain check: what a factor more has made looser; nothing where it holds."""

from collections.abc import Iterator

from palpate.combine import Admission
from palpate.combine.candidate import Candidate

DOSES = ("hold_seconds", "repetitions", "points")


def looser(before: Admission, after: Admission) -> Iterator[str]:
    """Say what a factor more has made looser.

    Args:
        before: What may enter without the factor.
        after: What may enter with it.
    """
    had = {(p.technique, p.diagnosis.condition) for p in before.gathered.parts}
    for part in after.gathered.parts:
        if (part.technique, part.diagnosis.condition) not in had:
            yield f"{part.technique} is admitted for {part.diagnosis.condition}"
    for name in ("stop", "all_wait"):
        if getattr(before.screened, name) and not getattr(after.screened, name):
            yield f"{name} is lifted"
    if set(before.screened.screening.findings) - set(after.screened.screening.findings):
        yield "a finding is gone"
    if after.case.budget.minutes > before.case.budget.minutes:
        yield "the session is longer"
    known = _own(before)
    for key, candidate in _own(after).items():
        if key in known:
            yield from _looser_step(known[key], candidate)
        else:
            yield f"{key} is admitted"


def _own(admission: Admission) -> dict[str, Candidate]:
    """Give the candidates of techniques; the frame's come and go with them."""
    return {c.key: c for c in admission.gathered.candidates if c.part >= 0}


def _looser_step(before: Candidate, after: Candidate) -> Iterator[str]:
    if after.step.pressure > before.step.pressure:
        yield f"the pressure of {after.key} rises"
    if after.sides & ~before.sides or not set(after.positions) <= set(before.positions):
        yield f"{after.key} may be done where it wasn't"
    for name in DOSES:
        was, now = getattr(before.step, name), getattr(after.step, name)
        if was is not None and (now is None or now.most > was.most):
            yield f"{name} of {after.key} rise"

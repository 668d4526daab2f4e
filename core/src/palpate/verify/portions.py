"""Invariants 4 and 5: how much of the session each technique gets."""

from collections.abc import Iterator
from itertools import permutations

from palpate.model.technique import Range
from palpate.registry.content import PackContent
from palpate.verify.case import Case
from palpate.verify.case import Work
from palpate.verify.case import indication_for
from palpate.verify.refusals import grade_of


def check_portions(case: Case) -> Iterator[str]:
    """Say which technique gets too little, too much, or more than a better founded one."""
    techniques = case.techniques_in
    most = case.settings.most("techniques", case.protocol.session.minutes)
    if len(techniques) > most:
        length = case.protocol.session.minutes
        yield f"5: {len(techniques)} techniques are in, at most {most} in {length:g} minutes"
    for content in techniques:
        yield from _portion(content, len(techniques) == 1, case)
    for diagnosis in case.protocol.diagnoses:
        yield from _out_of_grade(diagnosis.condition, case)


def _portion(content: PackContent, alone: bool, case: Case) -> Iterator[str]:
    name = content.technique.id
    works = [w for w in case.hands if w.planned.technique == name]
    treating = _treating(works)
    least = case.settings.least_technique_minutes
    if treating < least:
        yield f"5: {name} has {treating:g} treating minutes, at least {least:g}"
    spent = sum(w.planned.minutes for w in works)
    # Alone, a technique may take more than beside others, and need not.
    low = min(s.least for alone_too in {alone, False} for s in _shares(content, alone_too, case))
    high = max(s.most for s in _shares(content, alone, case))
    if not low <= spent <= high:
        yield f"5: {name} has {spent:g} minutes, and its share is {low:g} to {high:g}"


def _shares(content: PackContent, alone: bool, case: Case) -> list[Range]:
    technique = content.technique
    timings = [
        offer.timing
        for each, offer, _sequence in case.offers_in()
        if each is content and offer.timing is not None
    ]
    own = technique.alone_minutes if alone else None
    found = [(t.alone_minutes if alone else None) or own or t.share_minutes for t in timings]
    return found or [own or technique.share_minutes]


def _treating(works: list[Work]) -> float:
    return sum(w.planned.minutes for w in works if w.deed.purpose == "treat")


def _out_of_grade(condition: str, case: Case) -> Iterator[str]:
    diagnosis = case.diagnosis_of(condition)
    if diagnosis is None:
        return
    rows: list[tuple[str, str, float]] = []
    for content in case.techniques_in:
        name = content.technique.id
        works = [
            w
            for w in case.hands
            if w.planned.technique == name and w.planned.diagnosis == condition
        ]
        said = indication_for(content, diagnosis, case.vocabulary)
        grade = grade_of(said, diagnosis, case) if said else None
        if works and grade is not None:
            rows.append((name, grade, _treating(works)))
    for (better, high, less), (worse, low, more) in permutations(rows, 2):
        if high < low and more > less:
            yield (
                f"5: {worse} (grade {low}) has {more:g} treating minutes for {condition}, "
                f"and {better} (grade {high}) only {less:g}"
            )

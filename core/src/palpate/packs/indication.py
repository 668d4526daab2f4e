"""[indication]: what a technique is good for, in which stages, and how well that is founded."""

from palpate.model.scales import GRADES
from palpate.model.scales import STAGES
from palpate.model.scales import Stage
from palpate.model.technique import Indication
from palpate.model.technique import StageGrade
from palpate.packs.checks import check_entry
from palpate.packs.context import PackContext
from palpate.packs.written import WrittenIndication
from palpate.reading import Entry
from palpate.reading import Reader
from palpate.reading.shapes import Grades
from palpate.reading.shapes import stages_of
from palpate.reading.strict import Wrong

#: Evidence against, or better left out.
AGAINST = GRADES[-1]


def check_indication(reader: Reader, entry: Entry[WrittenIndication], context: PackContext) -> None:
    """Report what is wrong in an [indication]."""
    check_entry(reader, entry, context)
    grade: Grades | None = entry.get("grade")
    stages = entry.get("stages")
    if grade is not None:
        _check_grade(reader, entry, grade)
    if entry.get("goals") == ():
        reader.wrong((*entry.path, "goals"), "names none", "missing")
    if grade is not None and grade.by_stage and stages is not None:
        graded = tuple(each.stage for each in grade.by_stage)
        if tuple(stages) != graded:
            what = f"grade speaks of {', '.join(graded)}; leave stages out, or name the same"
            reader.wrong((*entry.path, "stages"), what, "stages")
    indicated = indicated_stages(entry)
    if indicated is not None:
        _check_reasons(reader, entry, indicated)


def _check_grade(reader: Reader, entry: Entry[WrittenIndication], grade: Grades) -> None:
    letters = {grade.letter, *(each.grade for each in grade.by_stage)}
    if AGAINST in letters:
        what = (
            f"{AGAINST} is never indicated: leave the stage out and say why in stage_reasons, "
            "or in [[not_indicated]] of technique.toml"
        )
        reader.wrong((*entry.path, "grade"), what, "grade-against")
    if grade.letter is not None and "stages" not in {*entry.parts, *entry.spoilt}:
        what = '"stages" is missing: with one letter, name the stages that it is for'
        reader.wrong((*entry.path, "grade"), what, "missing")
    if grade.letter is not None and entry.get("stages") == ():
        reader.wrong((*entry.path, "stages"), "names none", "missing")


def indicated_stages(entry: Entry[WrittenIndication]) -> tuple[Stage, ...] | None:
    """Give the stages that an entry indicates; None while that isn't clear."""
    grade: Grades | None = entry.get("grade")
    if grade is None:
        return None
    if grade.by_stage:
        return tuple(each.stage for each in grade.by_stage if each.grade != AGAINST)
    stages: tuple[Stage, ...] | None = entry.get("stages")
    return stages


def _check_reasons(
    reader: Reader, entry: Entry[WrittenIndication], indicated: tuple[Stage, ...]
) -> None:
    explained: set[Stage] = set()
    for index, text in enumerate(entry.get("stage_reasons") or ()):
        path = (*entry.path, "stage_reasons", index)
        stages, said, what = _reason(text)
        if what or not said:
            reader.wrong(
                path, what or 'needs its stage first, as "acute: why not."', "stage-reason"
            )
        for stage in stages:
            if stage in indicated:
                reader.wrong(path, f"{stage} is indicated, and needs no reason", "stage-reason")
        explained.update(stages)
    unsaid = [stage for stage in STAGES if stage not in explained and stage not in indicated]
    if unsaid and "stage_reasons" not in entry.spoilt:
        what = f"no reason for leaving out {', '.join(unsaid)}; say one in stage_reasons"
        reader.wrong(entry.path, what, "stage-unexplained", "warning")


def _reason(text: str) -> tuple[tuple[Stage, ...], str, str]:
    """Give the stages and the sentence of a reason, and what is wrong with it."""
    word, colon, said = text.partition(":")
    if not colon:
        return (), "", 'needs its stage first, as "acute: why not."'
    try:
        return stages_of(word.strip()), said.strip(), ""
    except Wrong as error:
        return (), said, str(error)


def build_indication(
    written: WrittenIndication, condition: str, sequence: str, regions: tuple[str, ...]
) -> Indication:
    """Make the indication of the model; one grade and one reason for each stage."""
    grades = written.grade.by_stage
    if written.grade.letter is not None:
        letter = written.grade.letter
        grades = tuple(StageGrade(stage, letter) for stage in written.stages or ())
    reasons = (_reason(text) for text in written.stage_reasons)
    return Indication(
        condition=condition,
        role=written.role,
        grades=grades,
        goals=written.goals,
        rationale=written.rationale,
        ground=written.ground,
        limits_of_evidence=written.limits_of_evidence,
        regions=regions,
        stage_reasons=tuple(f"{stage}: {said}" for stages, said, _ in reasons for stage in stages),
        grade_when=written.grade_when,
        references=written.references,
        basis=written.basis,
        sequence=sequence,
    )

"""Which techniques are indicated for which diagnosis, and which are out before choosing."""

from collections.abc import Iterable
from collections.abc import Iterator

from palpate.combine.candidate import Refused
from palpate.combine.clearance import Clearances
from palpate.combine.gate import EVERYWHERE
from palpate.combine.resolve import Case
from palpate.combine.resolve import Complaint
from palpate.combine.screen import Screened
from palpate.combine.screen import held_trainings
from palpate.model.scales import GRADES
from palpate.model.scales import Grade
from palpate.model.scales import TechniqueStatus
from palpate.model.sequence import StepSequence
from palpate.model.sequence import Timing
from palpate.model.technique import Indication
from palpate.record import frozen
from palpate.registry.content import PackContent
from palpate.registry.quiet import Concern
from palpate.registry.quiet import Quiet
from palpate.vocabulary import Vocabulary

NOTHING_SAID = "the pack says nothing of this condition"


@frozen
class Admitted:
    """A technique that may treat a diagnosis."""

    content: PackContent
    complaint: Complaint
    indication: Indication
    grade: Grade
    sequence: StepSequence
    timing: Timing | None


def indicate(
    case: Case,
    contents: tuple[PackContent, ...],
    screened: Screened,
    clearances: Clearances,
    vocabulary: Vocabulary,
) -> tuple[tuple[Admitted, ...], tuple[Refused, ...]]:
    """Sort the techniques into those that may treat and those that may not, for each diagnosis."""
    admitted, refused = [], []
    for content in contents:
        if content.technique.frame:
            continue
        for complaint in case.complaints:
            found = _one(case, content, complaint, screened, clearances, vocabulary)
            if isinstance(found, Admitted):
                admitted.append(found)
            else:
                refused.append(found)
    return tuple(admitted), tuple(refused)


def concern_of(case: Case) -> Concern:
    """Give what a request is about beside its diagnoses: by that a pack is heard."""
    request = case.request
    steps = (*request.keep, *request.drop)
    cleared = request.patient.cleared
    named = {
        *request.techniques,
        *request.without,
        *(word.partition("/")[0] for word in (*steps, *(record.what for record in cleared))),
        *(word for record in cleared for word in record.allowed),
    }
    return Concern(frozenset(given.factor for given in case.factors), frozenset(named))


def unheard(case: Case, silent: Iterable[Quiet]) -> Iterator[Refused]:
    """Give the techniques of packs that have nothing to say: no request of theirs is among these."""
    for pack in silent:
        out = _excluded(case, pack.identity.id)
        status: TechniqueStatus = "excluded" if out else "not-indicated"
        for _ in case.complaints:
            yield Refused(pack.identity.id, status, out or NOTHING_SAID)


def _one(
    case: Case,
    content: PackContent,
    complaint: Complaint,
    screened: Screened,
    clearances: Clearances,
    vocabulary: Vocabulary,
) -> Admitted | Refused:
    technique = content.technique
    if content.broken or content.contraindications is None:
        return Refused(
            technique.id, "broken", content.broken or "its contraindications can't be had"
        )
    out = _excluded(case, technique.id)
    if out:
        return Refused(technique.id, "excluded", out)
    found = _indication(case, content, complaint, vocabulary)
    if isinstance(found, str):
        return Refused(technique.id, "not-indicated", found)
    indication, grade = found
    sequence, timing = _offer(content, complaint)
    if sequence is None:
        regions = ", ".join(vocabulary.regions[r].name for r in complaint.diagnosis.regions)
        return Refused(
            technique.id, "not-indicated", f"no sequence for the {regions}", grade, indication.role
        )
    reason = _withheld(content, complaint, sequence, screened, clearances)
    if reason:
        return Refused(technique.id, "withheld", reason, grade, indication.role)
    missing = sorted(set(technique.training) - held_trainings(case, vocabulary))
    if missing:
        names = ", ".join(vocabulary.trainings[t].name for t in missing)
        return Refused(
            technique.id, "needs-training", f"needs training: {names}", grade, indication.role
        )
    return Admitted(content, complaint, indication, grade, sequence, timing)


def _excluded(case: Case, technique: str) -> str:
    request = case.request
    if technique in request.without:
        return "left out by --without"
    if request.techniques and technique not in request.techniques:
        return "left out by --technique"
    return ""


def _indication(
    case: Case, content: PackContent, complaint: Complaint, vocabulary: Vocabulary
) -> tuple[Indication, Grade] | str:
    """Give the indication and its grade for this stage and patient, or the reason against it."""
    diagnosis = complaint.diagnosis
    own = [i for i in content.indications if i.condition == diagnosis.condition]
    fitting = [i for i in own if i.indicated and _fits(i, diagnosis.regions, vocabulary)]
    reasons = [i for i in own if not i.indicated]
    for indication in fitting:
        graded = next((g.grade for g in indication.grades if g.stage == diagnosis.stage), None)
        if graded is None or graded == GRADES[-1]:
            continue
        changed = _grade_when(indication, graded, case, vocabulary)
        if changed is None:
            return indication, graded
        grade, why = changed
        return why if grade == GRADES[-1] else (indication, grade)
    for indication in fitting:
        for reason in indication.stage_reasons:
            stage, _, said = reason.partition(": ")
            if stage == diagnosis.stage or diagnosis.stage.endswith(stage):
                return said
    for indication in reasons:
        stages = [g.stage for g in indication.grades]
        if not stages or diagnosis.stage in stages:
            return indication.reason
    if fitting:
        return f"no sequence for the {diagnosis.stage} stage"
    if any(i.indicated for i in own):
        names = ", ".join(vocabulary.regions[r].name for r in diagnosis.regions)
        return f"no sequence for the {names}"
    return NOTHING_SAID


def _fits(indication: Indication, regions: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    if not indication.regions:
        return True
    return any(vocabulary.body.overlap(a, b) for a in indication.regions for b in regions)


def _grade_when(
    indication: Indication, grade: Grade, case: Case, vocabulary: Vocabulary
) -> tuple[Grade, str] | None:
    """Give the worst grade that a factor brings, with its reason."""
    worst: tuple[Grade, str] | None = None
    for change in indication.grade_when:
        for given in case.factors:
            here = not change.at or (
                given.site is not None
                and any(vocabulary.body.overlap(given.site.region, at) for at in change.at)
            )
            if (
                given.factor == change.factor
                and here
                and GRADES.index(change.grade) > GRADES.index(grade)
            ):
                worst = max(
                    worst or (change.grade, change.why), (change.grade, change.why), key=_rank
                )
    return worst


def _rank(change: tuple[Grade, str]) -> int:
    return GRADES.index(change[0])


def _offer(content: PackContent, complaint: Complaint) -> tuple[StepSequence | None, Timing | None]:
    for offer in content.offers:
        if offer.condition == complaint.diagnosis.condition:
            return offer.sequence, offer.timing
    return None, None


def _withheld(
    content: PackContent,
    complaint: Complaint,
    sequence: StepSequence,
    screened: Screened,
    clearances: Clearances,
) -> str:
    """Say why a technique waits or is barred for this diagnosis; empty where it isn't."""
    condition = complaint.condition
    finding = screened.lock(content.technique.id)
    if finding is not None:
        what = "clearance first" if finding.verdict == "clearance" else "not in this session"
        return f"{finding.name}: {what}. {finding.action}"
    light = _too_light(content, screened)
    if light:
        return light
    if screened.all_wait:
        return "clearance first, for any massage"
    permission = condition.permission
    if permission and not clearances.permits(condition.id, content.technique.id):
        return f"needs the permission of the {permission.who} for {permission.for_what}"
    own = sequence.permission
    if own and not clearances.permits(condition.id, content.technique.id):
        return f"needs the permission of the {own.who} for {own.for_what}"
    return ""


def _too_light(content: PackContent, screened: Screened) -> str:
    """Say so where the whole body bears less than a technique needs to be of use."""
    technique = content.technique
    whole = [
        (r.limit.max_pressure, r.source)
        for r in screened.gate.restrictions
        if r.limit.max_pressure is not None
        and r.places == EVERYWHERE
        and r.work is None
        and r.technique in (None, technique.id)
    ]
    cap, source = min(whole, default=(technique.lowest_useful_pressure, ""))
    if cap >= technique.lowest_useful_pressure:
        return ""
    return (
        f"pressure {cap} is the most allowed ({source}), "
        f"{technique.lowest_useful_pressure} the least that is of use"
    )

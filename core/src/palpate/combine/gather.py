"""The third stage: the steps that may enter, each under the limits, or the reason why not."""

from math import ceil

from palpate.combine.adapt import Adapted
from palpate.combine.adapt import adapt
from palpate.combine.candidate import Candidate
from palpate.combine.candidate import Gathered
from palpate.combine.candidate import Left
from palpate.combine.candidate import Part
from palpate.combine.candidate import Refused
from palpate.combine.frame import frame_candidates
from palpate.combine.indicate import Admitted
from palpate.combine.phases import state_of
from palpate.combine.places import Atlas
from palpate.combine.resolve import Case
from palpate.combine.screen import Screened
from palpate.combine.screen import held_trainings
from palpate.combine.settings import HALF_MINUTES
from palpate.combine.settings import Settings
from palpate.model.scales import OmissionReason
from palpate.model.scales import TechniqueStatus
from palpate.model.sequence import Step
from palpate.registry.content import PackContent
from palpate.registry.isolate import Faulty
from palpate.vocabulary import Vocabulary


def gather(
    case: Case,
    admitted: tuple[Admitted, ...],
    refused: tuple[Refused, ...],
    contents: tuple[PackContent, ...],
    screened: Screened,
    vocabulary: Vocabulary,
    settings: Settings,
    atlas: Atlas,
) -> Gathered:
    """Turn admitted sequences into candidates."""
    parts: list[Part] = []
    candidates: list[Candidate] = []
    left: list[Left] = []
    out = list(refused)
    home: list[str] = []
    warnings: list[str] = []
    held = held_trainings(case, vocabulary)
    for one in admitted:
        part = _part(one, len(parts), settings)
        kept: list[Candidate] = []
        gone: list[Left] = []
        for order, step in enumerate(one.sequence.steps):
            key = f"{part.technique}/{one.sequence.id}/{step.id}"
            found = _step(
                case,
                one,
                part,
                key,
                order,
                step,
                contents,
                screened,
                vocabulary,
                settings,
                atlas,
                held,
                warnings,
            )
            if isinstance(found, Left):
                gone.append(found)
            elif found.step.outside_session:
                home.append(found.step.instruction)
            else:
                kept.append(found)
        left += gone
        reason = _too_little(kept, gone, settings)
        if reason:
            out.append(
                Refused(part.technique, reason[0], reason[1], one.grade, one.indication.role)
            )
            left += [
                Left(
                    c.key,
                    c.technique,
                    "screening" if reason[0] == "withheld" else "stage",
                    reason[1],
                )
                for c in kept
            ]
            continue
        parts.append(part)
        candidates += kept
    frame = frame_candidates(case, tuple(candidates), contents, screened, vocabulary, atlas)
    return Gathered(
        parts=tuple(parts),
        candidates=tuple(candidates) + frame,
        left=tuple(left),
        refused=tuple(out),
        home=tuple(dict.fromkeys(home)),
        limits=tuple(r for r in screened.gate.restrictions if r.adds_up),
        warnings=tuple(warnings),
    )


def half_minutes(value: float) -> int:
    """Turn minutes into half minutes, rounded up."""
    return ceil(HALF_MINUTES * value)


def _part(one: Admitted, index: int, settings: Settings) -> Part:
    technique = one.content.technique
    share = one.timing.share_minutes if one.timing else technique.share_minutes
    alone = (one.timing.alone_minutes if one.timing else None) or technique.alone_minutes or share
    diagnosis = one.complaint.diagnosis
    weight = settings.grade[one.grade] * settings.role[one.indication.role] * diagnosis.weight
    return Part(
        content=one.content,
        diagnosis=diagnosis,
        sequence=one.sequence,
        timing=one.timing,
        grade=one.grade,
        role=one.indication.role,
        weight=weight,
        least=half_minutes(max(share.least, settings.least_technique_minutes)),
        most=half_minutes(share.most),
        alone_most=half_minutes(max(alone.most, share.most)),
        groups=one.sequence.groups,
        index=index,
    )


def _step(
    case: Case,
    one: Admitted,
    part: Part,
    key: str,
    order: int,
    step: Step,
    contents: tuple[PackContent, ...],
    screened: Screened,
    vocabulary: Vocabulary,
    settings: Settings,
    atlas: Atlas,
    held: frozenset[str],
    warnings: list[str],
) -> Candidate | Left:
    early = _wanted(case, one, key, step, held)
    if early:
        return Left(key, part.technique, early[0], early[1], step.importance, step.purpose)
    gentler = _adjusted(step, one, contents, warnings)
    if gentler is None:
        return Left(
            key,
            part.technique,
            "screening",
            "left out for this patient by a cross-cutting pack",
            step.importance,
            step.purpose,
        )
    adapted = adapt(
        gentler, one.complaint, one.content.technique, case, screened, vocabulary, atlas
    )
    if not isinstance(adapted, Adapted):
        return Left(key, part.technique, adapted[0], adapted[1], step.importance, step.purpose)
    return _candidate(key, order, part, adapted, settings)


def _candidate(key: str, order: int, part: Part, adapted: Adapted, settings: Settings) -> Candidate:
    step = adapted.step
    weight = 0
    if step.purpose == "treat":
        weight = settings.importance[step.importance] * part.weight // 1000
    least, typical, most = (
        half_minutes(x) for x in (step.minutes.least, step.minutes.typical, step.minutes.most)
    )
    return Candidate(
        key=key,
        step=step,
        part=part.index,
        order=order,
        facts=adapted.facts,
        sides=adapted.sides,
        side=adapted.side,
        units=adapted.units,
        positions=adapted.positions,
        contact=adapted.contact,
        least=max(1, least),
        typical=max(1, typical),
        most=max(1, most),
        weight=weight,
        two_sided=adapted.side == "both",
    )


def _wanted(
    case: Case, one: Admitted, key: str, step: Step, held: frozenset[str]
) -> tuple[OmissionReason, str] | None:
    """Give the reason that has nothing to do with safety why a step isn't for today."""
    diagnosis = one.complaint.diagnosis
    patient = case.request.patient
    if key in case.request.drop:
        return "excluded", "left out by --drop"
    if step.stages and diagnosis.stage not in step.stages:
        return "stage", f"for the {' and '.join(step.stages)} stage only"
    if step.phases and not _in_phase(case, one, step):
        return "phase", f"for the phase {', '.join(step.phases)} only"
    missing = sorted(set(step.training) - held)
    if missing:
        return "training", f"needs training: {', '.join(missing)}"
    refused = sorted(set(step.consent) & set(patient.no_consent))
    if refused:
        return "consent", f"no consent: {', '.join(refused)}"
    if patient.goals and step.goal and step.goal not in patient.goals and step.importance != "core":
        return "excluded", f"serves {step.goal}, which isn't a goal today"
    return None


def _in_phase(case: Case, one: Admitted, step: Step) -> bool:
    """Say whether one of a step's phases is on."""
    return any(
        state_of(phase, case, one.complaint.patient) == "now"
        for phase in one.sequence.phases
        if phase.id in step.phases
    )


def _adjusted(
    step: Step, one: Admitted, contents: tuple[PackContent, ...], warnings: list[str]
) -> Step | None:
    """Let every pack make the step gentler; an answer that is stronger is refused."""
    from palpate.gentler import stronger_in  # noqa: PLC0415 - shared with the registry

    for content in contents:
        if content.adjust is None:
            continue
        try:
            answer = content.adjust(step, one.complaint.patient)
        except Faulty as fault:
            warnings.append(f"{content.identity}: adjust_step: {fault}")
            continue
        if answer is None:
            return None
        if answer is step:
            continue
        wrong = stronger_in(step, answer)
        if wrong:
            warnings.append(
                f"{content.identity}: adjust_step made {step.id} stronger ({wrong}); refused"
            )
            continue
        step = answer
    return step


def _too_little(
    kept: list[Candidate], gone: list[Left], settings: Settings
) -> tuple[TechniqueStatus, str] | None:
    """Say why a technique is out of which too little is left."""
    core_left = [c for c in kept if c.step.purpose == "treat" and c.step.importance == "core"]
    lost = [
        x for x in gone if x.purpose == "treat" and x.importance == "core" and x.reason != "stage"
    ]
    # Where several reasons took steps, screening is the one that must be known.
    lost.sort(key=lambda left: left.reason != "screening")
    if not any(c.step.purpose == "treat" for c in kept):
        worst = lost[0] if lost else (gone[0] if gone else None)
        why = worst.detail if worst else "no treating step"
        return _status(worst), f"no treating step is left: {why}"
    total = len(core_left) + len(lost)
    if total and 100 * len(core_left) < settings.half_of_core_percent * total:
        return _status(lost[0]), f"too little of it is left: {lost[0].detail}"
    return None


def _status(left: Left | None) -> TechniqueStatus:
    if left is None or left.reason in ("stage", "phase"):
        return "not-indicated"
    if left.reason == "training":
        return "needs-training"
    return "excluded" if left.reason == "excluded" else "withheld"

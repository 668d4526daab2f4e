"""The last stage: everything that the protocol says."""

from collections.abc import Iterable
from collections.abc import Sequence
from functools import cache

from palpate.combine.candidate import Gathered
from palpate.combine.candidate import Part
from palpate.combine.course import merge_courses
from palpate.combine.explain import Why
from palpate.combine.facts import matches
from palpate.combine.instance import Instance
from palpate.combine.phases import phases_now
from palpate.combine.phases import planned_phases
from palpate.combine.resolve import Case
from palpate.combine.screen import Screened
from palpate.combine.search import Choice
from palpate.model.protocol import PackReview
from palpate.model.protocol import PlannedStep
from palpate.model.protocol import Protocol
from palpate.model.protocol import Provenance
from palpate.model.protocol import Session
from palpate.model.protocol import TechniqueReport
from palpate.model.scales import GRADES
from palpate.model.scales import Grade
from palpate.model.scales import Role
from palpate.model.scales import Status
from palpate.model.scales import TechniqueStatus
from palpate.model.technique import Reference
from palpate.registry.content import PackContent
from palpate.registry.quiet import Quiet
from palpate.vocabulary import Vocabulary

STATUS_ORDER = (
    "used",
    "no-room",
    "withheld",
    "needs-training",
    "not-indicated",
    "excluded",
    "broken",
)
UNTESTED = "this combination was not tested"


def session_of(
    case: Case, steps: Sequence[PlannedStep], choice: Choice, vocabulary: Vocabulary
) -> Session:
    """Add the session up."""
    hands = [s for s in steps if s.regions]
    used = sum(s.minutes for s in steps)
    turns = [s for s in steps if s.purpose == "turn"]
    changes = len(choice.row.positions) - 1 if choice.row else 0
    by_technique: dict[str, float] = {}
    by_region: dict[str, float] = {}
    for step in hands:
        by_technique[step.technique] = by_technique.get(step.technique, 0) + step.minutes
        mains = list(dict.fromkeys(vocabulary.body.main(r) for r in step.regions))
        for main in mains:
            by_region[main] = by_region.get(main, 0) + step.minutes / len(mains)
    return Session(
        minutes=case.budget.minutes,
        hands_on_minutes=sum(s.minutes for s in hands),
        unused_minutes=case.budget.minutes - used,
        turns=changes,
        side_turns=len(turns) - changes,
        positions=choice.row.positions if choice.row else (),
        minutes_by_technique=_largest_first(by_technique),
        minutes_by_region=_largest_first({k: round(v, 2) for k, v in by_region.items()}),
    )


def _largest_first(minutes: dict[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(minutes.items(), key=lambda item: (-item[1], item[0])))


def reports(
    gathered: Gathered,
    choice: Choice,
    why: Why | None,
    packs: Iterable[PackContent | Quiet],
    steps: Sequence[PlannedStep],
) -> tuple[TechniqueReport, ...]:
    """Say what became of each technique."""
    found: dict[str, list[TechniqueReport]] = {}
    by_id = {pack.identity.id: pack for pack in packs}
    minutes: dict[str, float] = {}
    for step in steps:
        minutes[step.technique] = minutes.get(step.technique, 0) + step.minutes
    for part in gathered.parts:
        used = part.index in choice.parts
        reason = why.parts[part.index] if why else ""
        found.setdefault(part.technique, []).append(
            _report(
                by_id[part.technique],
                "used" if used else "no-room",
                reason,
                part.grade,
                part.role,
                minutes,
            )
        )
    for out in gathered.refused:
        found.setdefault(out.technique, []).append(
            _report(by_id[out.technique], out.status, out.reason, out.grade, out.role, {})
        )
    best = [min(some, key=lambda r: STATUS_ORDER.index(r.status)) for some in found.values()]
    return tuple(sorted(best, key=lambda r: (STATUS_ORDER.index(r.status), -r.minutes, r.id)))


def _report(
    pack: PackContent | Quiet,
    status: TechniqueStatus,
    reason: str,
    grade: Grade | None,
    role: Role | None,
    minutes: dict[str, float],
) -> TechniqueReport:
    return TechniqueReport(
        id=pack.identity.id,
        name=pack.name,
        pack=pack.identity.distribution,
        version=pack.identity.version,
        status=status,
        reason=reason,
        evidence=grade,
        role=role,
        minutes=minutes.get(pack.identity.id, 0) if status == "used" else 0,
    )


def evidence_of(parts: Sequence[Part]) -> tuple[Grade | None, str]:
    """Give the grade of the plan: one technique's own, or D for a combination nobody tested."""
    if not parts:
        return None, ""
    if len({part.technique for part in parts}) > 1:
        return "D", UNTESTED
    return max((part.grade for part in parts), key=GRADES.index), ""


def status_of(
    screened: Screened, gathered: Gathered, choice: Choice, *, short: bool = False
) -> Status:
    """Give the status: what screening took decides before what was never indicated.

    Args:
        screened: The findings.
        gathered: What screening left.
        choice: The plan, if there is one.
        short: Whether a longer session would hold a plan.
    """
    if screened.stop:
        return "do-not-treat"
    if choice.steps:
        return "ready"
    withheld = [out for out in gathered.refused if out.status == "withheld"]
    # Where nothing is indicated, a clearance would bring nothing back.
    if screened.all_wait and (withheld or not gathered.refused):
        return "needs-clearance"
    waiting = [
        o
        for o in withheld
        if o.technique in screened.waiting or "permission" in o.reason or "clearance" in o.reason
    ]
    if waiting:
        return "needs-clearance"
    if withheld and not gathered.parts:
        return "do-not-treat"
    # What is left would fit any session, and makes no plan: is that for want of what was taken?
    # What screening took of a technique that is out for another reason took nothing from it.
    ours = {part.technique for part in gathered.parts}
    lost = (left for left in gathered.left if left.technique in ours)
    taken = withheld or any(left.reason == "screening" for left in lost)
    return "do-not-treat" if gathered.parts and taken and not short else "nothing-indicated"


def references_of(
    steps: Sequence[PlannedStep],
    screened: Screened,
    parts: Sequence[Part],
    contents: Sequence[PackContent],
) -> tuple[Reference, ...]:
    """Give every source that the protocol names, in the order in which it is first named.

    What stands of it is what the pack says that names it first; another pack may know the same
    source by other words.
    """
    libraries = {c.technique.id: c.technique.library for c in contents}
    named: dict[str, Reference] = {}

    @cache
    def library(technique: str) -> dict[str, Reference]:
        return {reference.id: reference for reference in libraries.get(technique, ())}

    def name(technique: str, references: Sequence[str]) -> None:
        for reference in references:
            if reference in library(technique):
                named.setdefault(reference, library(technique)[reference])

    for step in steps:
        name(step.technique, step.references)
    for part in parts:
        for indication in part.content.indications:
            if indication.condition == part.diagnosis.condition and indication.indicated:
                name(part.technique, indication.references)
        if part.timing and part.timing.course:
            name(part.technique, part.timing.course.references)
    for finding in screened.screening.findings:
        name(finding.pack, finding.references)
    return tuple(named.values())


def binding_packs(
    gathered: Gathered, choice: Choice, contents: Sequence[PackContent]
) -> tuple[PackContent, ...]:
    """Give the packs whose rules bind: the session's, and those whose technique is in."""
    used = [part.content for part in gathered.parts if part.index in choice.parts]
    return tuple(c for c in contents if c.technique.frame or any(c is each for each in used))


def gap_days(instance: Instance, choice: Choice, binding: Sequence[PackContent]) -> int:
    """Give the days that combination rules ask for between sessions with this work."""
    chosen = [instance.candidates[s.candidate].facts for s in choice.steps]
    rules = (rule for content in binding for rule in content.rules if rule.rule == "gap")
    days = [r.days for r in rules if any(matches(r.first, facts) for facts in chosen)]
    return max(days, default=0)


def first_visit_cautions(
    case: Case, instance: Instance, choice: Choice, binding: Sequence[PackContent]
) -> tuple[str, ...]:
    """Give the rules that bind at a first visit only, as cautions at a later one."""
    if case.first_visit:
        return ()
    chosen = [instance.candidates[s.candidate] for s in choice.steps]
    said = []
    for content in binding:
        for rule in content.rules:
            if rule.visit != "first":
                continue
            hits = [c for c in chosen if matches(rule.first, c.facts)]
            clash = any(
                a.technique != b.technique and a.facts.places & b.facts.places
                for a in hits
                for b in hits
            )
            if clash:
                said.append(rule.why)
    return tuple(dict.fromkeys(said))


def advice_of(parts: Sequence[Part], frame: PackContent, name: str) -> tuple[str, ...]:
    """Give one kind of advice: the frame's, the techniques', and what sequences add."""
    said = list(getattr(frame.technique.advice, name))
    for part in parts:
        said += getattr(part.content.technique.advice, name)
        said += getattr(part.sequence.advice, name)
    return tuple(dict.fromkeys(said))


def protocol_of(
    case: Case,
    screened: Screened,
    gathered: Gathered,
    instance: Instance,
    choice: Choice,
    why: Why,
    steps: tuple[PlannedStep, ...],
    contents: tuple[PackContent, ...],
    silent: tuple[Quiet, ...],
    frame: PackContent,
    provenance: Provenance,
    warnings: tuple[str, ...],
    vocabulary: Vocabulary,
    *,
    short: bool,
) -> Protocol:
    """Say everything; `short` is as in `status_of`."""
    parts = [part for part in gathered.parts if part.index in choice.parts]
    binding = binding_packs(gathered, choice, contents)
    diagnoses = tuple(complaint.diagnosis for complaint in case.complaints)
    evidence, note = evidence_of(parts)
    session = session_of(case, steps, choice, vocabulary)
    return Protocol(
        status=status_of(screened, gathered, choice, short=short),
        request=case.request,
        diagnoses=diagnoses,
        goals=tuple(dict.fromkeys(g for d in diagnoses for g in d.goals)),
        session=session,
        screening=screened.screening,
        evidence=evidence,
        evidence_note=note,
        techniques=reports(gathered, choice, why, (*contents, *silent), steps),
        steps=steps,
        omitted=why.omitted,
        before=advice_of(parts, frame, "before"),
        stop_if=advice_of(parts, frame, "stop_if"),
        course=merge_courses(parts, diagnoses, gap_days(instance, choice, binding), case),
        phases=planned_phases(parts, case),
        aftercare=advice_of(parts, frame, "aftercare"),
        home_care=tuple(
            dict.fromkeys(
                advice_of(parts, frame, "home_care")
                + tuple(h for part in parts for p in phases_now(part, case) for h in p.home_care)
                + gathered.home
            )
        ),
        references=references_of(steps, screened, parts, contents),
        review=tuple(
            PackReview(
                c.identity.distribution,
                c.technique.review.status,
                c.technique.review.by,
                c.technique.review.on,
            )
            for c in binding
        ),
        warnings=warnings,
        explanations=why.explanations,
        provenance=provenance,
    )

"""A protocol as FHIR R4 that is also R4B: a CarePlan whose session is a RequestGroup."""

from datetime import date
from math import ceil

from attrs import frozen

from palpate.model.protocol import Diagnosis
from palpate.model.protocol import Finding
from palpate.model.protocol import PlannedStep
from palpate.model.protocol import Protocol
from palpate.model.sequence import Course
from palpate.render.documents import LANGUAGE
from palpate.render.documents import Words
from palpate.render.documents import one_line
from palpate.render.documents import words
from palpate.render.fhir_parts import SEVERITY
from palpate.render.fhir_parts import TERMINOLOGY
from palpate.render.fhir_parts import Resource
from palpate.render.fhir_parts import body_site
from palpate.render.fhir_parts import bundle
from palpate.render.fhir_parts import concept
from palpate.render.fhir_parts import diagnosis_code
from palpate.render.fhir_parts import duration
from palpate.render.fhir_parts import fhir_id
from palpate.render.fhir_parts import filled
from palpate.render.fhir_parts import narrative
from palpate.render.fhir_parts import note
from palpate.render.fhir_parts import reference
from palpate.render.fhir_parts import resource
from palpate.render.fhir_parts import span
from palpate.render.fhir_parts import written
from palpate.render.findings import finding_said
from palpate.render.sheet import course as course_said
from palpate.render.sheet_steps import details
from palpate.render.sheet_steps import position_said
from palpate.vocabulary import Vocabulary

STATUS = {
    "ready": "draft",
    "needs-clearance": "on-hold",
    "do-not-treat": "revoked",
    "nothing-indicated": "revoked",
}
GENDERS = ("female", "male", "other")


@frozen
class _Writing:
    """What every part needs while a protocol is written."""

    protocol: Protocol
    vocabulary: Vocabulary
    said: Words
    patient: Resource
    conditions: dict[str, Resource]

    def id(self, *parts: str) -> str:
        """Make an id that belongs to this protocol."""
        return fhir_id(self.protocol.provenance.digest or "protocol", *parts)

    def subject(self) -> Resource:
        """Refer to the patient."""
        return reference(self.patient)


def render(
    protocol: Protocol,
    vocabulary: Vocabulary,
    *,
    start: date | None = None,
    language: str = LANGUAGE,
    **_options: object,
) -> str:
    """Write a protocol as a bundle.

    Args:
        start: When the course begins; None: the day of the request.

    Returns:
        JSON of a collection: the CarePlan first, then all that it refers to.
    """
    return written(protocol_bundle(protocol, vocabulary, words(language), start))


def protocol_bundle(
    protocol: Protocol, vocabulary: Vocabulary, said: Words, start: date | None = None
) -> Resource:
    """Make the bundle of a protocol."""
    mark = protocol.provenance.digest or "protocol"
    sex = protocol.request.patient.sex
    patient = resource(
        "Patient", fhir_id(mark, "patient"), gender=sex if sex in GENDERS else "unknown"
    )
    conditions = {
        d.condition: _condition(
            d, fhir_id(mark, "condition", d.condition), patient, said, vocabulary
        )
        for d in protocol.diagnoses
    }
    writing = _Writing(protocol, vocabulary, said, patient, conditions)
    goals = [_goal(writing, goal) for goal in dict.fromkeys(protocol.goals)]
    issues = [_issue(writing, number, f) for number, f in enumerate(protocol.screening.findings, 1)]
    orders = [_order(writing, number, step) for number, step in enumerate(protocol.steps, 1)]
    group = _group(writing, orders)
    plan = _care_plan(writing, goals, issues, group, start or protocol.request.date)
    every = [plan, patient, *conditions.values(), *goals, *issues]
    return bundle([*every, group, *orders] if group else every)


def _condition(
    diagnosis: Diagnosis, identifier: str, patient: Resource, said: Words, vocabulary: Vocabulary
) -> Resource:
    side = said.tables["said"].get(diagnosis.side, diagnosis.side)
    active = {"system": TERMINOLOGY + "condition-clinical", "code": "active"}
    return resource(
        "Condition",
        identifier,
        clinicalStatus={"coding": [active]},
        severity=concept(diagnosis.severity),
        code=diagnosis_code(diagnosis),
        bodySite=[body_site(region, side, vocabulary) for region in diagnosis.regions],
        subject=reference(patient),
        stage=[{"summary": concept(diagnosis.stage)}],
    )


def _goal(writing: _Writing, goal: str) -> Resource:
    known = writing.vocabulary.goals
    return resource(
        "Goal",
        writing.id("goal", goal),
        lifecycleStatus="proposed",
        description=concept(known[goal].name if goal in known else goal, "goal", goal),
        subject=writing.subject(),
        addresses=[reference(condition) for condition in writing.conditions.values()],
    )


def _issue(writing: _Writing, number: int, finding: Finding) -> Resource:
    detail = finding_said(finding, writing.protocol, writing.vocabulary, writing.said)
    return resource(
        "DetectedIssue",
        writing.id("finding", str(number)),
        status="final",
        code=concept(finding.name, "factor", finding.factor),
        severity=SEVERITY[finding.verdict],
        patient=writing.subject(),
        detail=one_line(detail),
        mitigation=[{"action": concept(finding.action)}] if finding.action else [],
    )


def _order(writing: _Writing, number: int, step: PlannedStep) -> Resource:
    """Make one step an order: what, where, how hard, how long."""
    side = writing.said.tables["said"].get(step.side, step.side)
    done = [position_said(step, writing.vocabulary, writing.said)]
    if step.regions:
        done.append(writing.said("said", "pressure", pressure=step.pressure))
    done += details(step, writing.protocol, writing.vocabulary, writing.said)
    because = writing.conditions.get(step.diagnosis)
    return resource(
        "ServiceRequest",
        writing.id("step", str(number)),
        status="draft",
        intent="option",
        code=_work(step, writing.vocabulary),
        orderDetail=[concept(text) for text in done if text],
        quantityQuantity=duration(step.minutes),
        subject=writing.subject(),
        occurrenceDateTime=writing.protocol.request.date.isoformat(),
        reasonReference=[reference(because)] if because else [],
        bodySite=[body_site(region, side, writing.vocabulary) for region in step.regions],
        note=[note(caution) for caution in step.cautions],
    )


def _work(step: PlannedStep, vocabulary: Vocabulary) -> Resource:
    known = vocabulary.manoeuvres
    coded = concept(step.instruction)
    coding = [
        concept(known[m].name if m in known else m, "manoeuvre", m)["coding"][0]
        for m in step.manoeuvres
    ]
    return filled(coding=coding, text=coded.get("text"))


def _group(writing: _Writing, orders: list[Resource]) -> Resource | None:
    """Make the session: a group of actions for each position, each step after the one before."""
    if not orders:
        return None
    blocks: list[Resource] = []
    last = ""
    position = None
    for number, (step, order) in enumerate(zip(writing.protocol.steps, orders, strict=True), 1):
        if step.position != position:
            position = step.position
            blocks.append(
                {
                    "id": f"block-{len(blocks) + 1}",
                    "title": one_line(position_said(step, writing.vocabulary, writing.said)),
                    "groupingBehavior": "visual-group",
                    "selectionBehavior": "all",
                    "action": [],
                }
            )
        action = _action(step, order, number, last)
        blocks[-1]["action"].append(action)
        last = action["id"]
    return resource(
        "RequestGroup",
        writing.id("session"),
        status="draft",
        intent="option",
        subject=writing.subject(),
        authoredOn=writing.protocol.request.date.isoformat(),
        reasonReference=[reference(c) for c in writing.conditions.values()],
        action=blocks,
    )


def _action(step: PlannedStep, order: Resource, number: int, last: str) -> Resource:
    after = {"actionId": last, "relationship": "after-end", "offsetDuration": duration(0)}
    return filled(
        id=f"step-{number}",
        prefix=str(number),
        title=one_line(step.instruction),
        textEquivalent=one_line(step.instruction),
        code=[concept(step.id, "step", step.id)],
        relatedAction=[after] if last else [],
        timingDuration=duration(step.minutes),
        requiredBehavior="must" if step.importance == "core" else "could",
        resource=reference(order),
    )


def _care_plan(
    writing: _Writing,
    goals: list[Resource],
    issues: list[Resource],
    group: Resource | None,
    start: date,
) -> Resource:
    protocol = writing.protocol
    title = " + ".join(diagnosis.name for diagnosis in protocol.diagnoses)
    activity: list[Resource] = [{"reference": reference(group)}] if group else []
    if group and protocol.course:
        activity.append({"detail": _course(protocol.course, writing)})
    said = (*protocol.before, *protocol.stop_if, *protocol.aftercare, *protocol.home_care)
    questions = [ask.question for ask in protocol.screening.ask]
    status = writing.said("status", protocol.status)
    return resource(
        "CarePlan",
        writing.id("plan"),
        text=narrative(title, status),
        status=STATUS[protocol.status],
        intent="plan",
        title=one_line(title),
        description=one_line(status),
        subject=writing.subject(),
        period={"start": start.isoformat()[:10]},
        created=protocol.request.date.isoformat(),
        addresses=[reference(condition) for condition in writing.conditions.values()],
        supportingInfo=[reference(issue) for issue in issues],
        goal=[reference(goal) for goal in goals],
        activity=activity,
        note=[note(text) for text in (*questions, *said, *protocol.warnings) if text],
    )


def _course(course: Course, writing: _Writing) -> Resource:
    """Make the visits to come an activity with a timing."""
    lines = course_said(writing.protocol, writing.vocabulary, writing.said)
    return filled(
        kind="ServiceRequest",
        status="not-started",
        code=concept(" + ".join(d.name for d in writing.protocol.diagnoses)),
        scheduledTiming={"repeat": _repeat(course)} if course.visits_per_week else None,
        description=one_line(" ".join(lines)),
    )


def _repeat(course: Course) -> Resource:
    often = course.visits_per_week
    if often is None:
        return {}
    bounds = {"boundsRange": span(course.weeks, "wk")} if course.weeks else {}
    if often.least < 1:
        return {
            **bounds,
            "frequency": 1,
            "period": round(1 / (often.least or 1)),
            "periodUnit": "wk",
        }
    most = ceil(often.most)
    repeat = {**bounds, "frequency": int(often.least), "period": 1, "periodUnit": "wk"}
    return {**repeat, "frequencyMax": most} if most > int(often.least) else repeat

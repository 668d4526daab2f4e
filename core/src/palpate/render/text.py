"""The protocol as a page of text to work from: 80 columns, plain when piped."""

from palpate.model.protocol import Diagnosis
from palpate.model.protocol import Finding
from palpate.model.protocol import PlannedPhase
from palpate.model.protocol import Protocol
from palpate.model.protocol import Since
from palpate.model.protocol import TechniqueReport
from palpate.model.technique import Range
from palpate.model.technique import Reference
from palpate.render.page import Page
from palpate.render.places import largest
from palpate.render.places import place_said
from palpate.render.places import places_kept_off
from palpate.render.steps import minutes_said
from palpate.render.steps import numbered
from palpate.render.steps import short
from palpate.render.steps import usual_references
from palpate.render.steps import write_steps
from palpate.vocabulary import Vocabulary

STATUS_SAID = {
    "needs-clearance": "CLEARANCE NEEDED FIRST: no session until a physician has agreed",
    "do-not-treat": "DO NOT TREAT: no massage in this session",
    "nothing-indicated": "NOTHING INDICATED: none of the installed techniques",
}
VERDICT_SAID = {
    "emergency": "EMERGENCY",
    "absolute": "not today",
    "clearance": "clearance first",
    "regional": "keep off",
    "caution": "with care",
    "proceed": "no limits",
}
CHANGE_SAID = {
    "new": "new",
    "gone": "no longer",
    "changed": "changed",
    "open": "ask again",
    "cleared": "cleared",
    "expired": "expired",
    "withdrawn": "withdrawn",
}
ASKED_AT_MOST = 12
PLACES_SAID = 4

PHASE_SAID = {
    "now": "now",
    "before": "not begun",
    "over": "over",
    "undated": "its date isn't known, so nothing of it is planned",
}


def render(
    protocol: Protocol,
    vocabulary: Vocabulary,
    *,
    explain: bool = False,
    colour: bool = False,
    **_options: object,
) -> str:
    """Write a protocol as a page.

    Args:
        explain: Whether to say why each step is in, and each candidate that isn't.
        colour: Whether to mark headings and warnings for a terminal.
    """
    page = Page(colour)
    numbers = numbered(protocol.references)
    _head(page, protocol, numbers)
    _refusal(page, protocol)
    _before(page, protocol)
    write_since(page, protocol.screening.since)
    _findings(page, protocol, vocabulary)
    write_steps(page, protocol, numbers, vocabulary)
    _left_out(page, protocol, explain)
    if explain:
        _explanations(page, protocol)
    if protocol.status == "ready":
        _course(page, protocol, vocabulary)
        _phases(page, protocol, vocabulary)
        _list(page, "STOP IF", protocol.stop_if)
        _list(page, "AFTERWARDS", protocol.aftercare)
        _list(page, "AT HOME", protocol.home_care)
    _sources(page, protocol, numbers)
    _warnings(page, protocol)
    _foot(page, protocol)
    return str(page)


def _head(page: Page, protocol: Protocol, numbers: dict[str, int]) -> None:
    for diagnosis in protocol.diagnoses:
        page.columns(
            f"{diagnosis.name}  {diagnosis.code}".strip(), _head_right(diagnosis, protocol)
        )
    if protocol.status == "ready":
        for technique in protocol.techniques:
            if technique.status == "used":
                _used(page, technique, protocol, numbers)
        if protocol.evidence_note:
            page.line(f"     the combination itself: {protocol.evidence}, {protocol.evidence_note}")
        session = protocol.session
        if session.unused_minutes:
            used_minutes = minutes_said(session.minutes - session.unused_minutes)
            page.text(
                f"{used_minutes} of {minutes_said(session.minutes)} minutes: nothing more is indicated."
            )
        if not protocol.provenance.optimal:
            page.text("The search was stopped: a better plan may exist.")


def _used(
    page: Page, technique: TechniqueReport, protocol: Protocol, numbers: dict[str, int]
) -> None:
    """Write a technique that is in: its letters, minutes, grade and sources."""
    cited: dict[int, None] = {}
    for (name, _), references in usual_references(protocol).items():
        if name == technique.id:
            cited.update(dict.fromkeys(numbers[r] for r in references if r in numbers))
    sources = " ".join(f"[{number}]" for number in cited)
    said = f"{technique.name}, {minutes_said(technique.minutes)} min, grade {technique.evidence}  {sources}"
    page.text(said, first=f"{short(technique.id)}  ", hang=5)


def _head_right(diagnosis: Diagnosis, protocol: Protocol) -> str:
    side = {
        "left": "left side",
        "right": "right side",
        "both": "both sides",
        "affected": "affected side",
    }
    visit = protocol.request.visit
    said = [
        f"{minutes_said(protocol.session.minutes)} minutes"
        if diagnosis is protocol.diagnoses[0]
        else "",
        diagnosis.stage + (" (assumed)" if diagnosis.stage_from == "assumed" else ""),
        side.get(diagnosis.side, ""),
        ("a first visit" if visit == 1 else "a later visit")
        if diagnosis is protocol.diagnoses[0]
        else "",
    ]
    return " · ".join(word for word in said if word)


def _refusal(page: Page, protocol: Protocol) -> None:
    said = STATUS_SAID.get(protocol.status)
    if said:
        page.blank()
        page.warn(said)


def _before(page: Page, protocol: Protocol) -> None:
    asks = protocol.screening.ask
    if protocol.status != "do-not-treat" and asks:
        page.heading("BEFORE YOU START, ASK", "a yes changes the plan: name it with --factor")
        for ask in asks[:ASKED_AT_MOST]:
            page.text(f"{ask.question}  ({VERDICT_SAID[ask.verdict]})", first="  [ ] ")
        if len(asks) > ASKED_AT_MOST:
            page.line(f"      and {len(asks) - ASKED_AT_MOST} more")
    if protocol.status == "ready":
        _list(page, "BEFORE", protocol.before)


def write_since(page: Page, since: Since | None) -> None:
    """Write what changed since the last visit; nothing where none is known."""
    if since is None:
        return
    page.heading("SINCE LAST TIME", f"{since.on}")
    if since.note:
        page.text(f"Then: {since.note}", indent=2)
    for change in since.changes:
        page.text(change.detail, first=f"  {CHANGE_SAID[change.kind]:<11}", hang=13)
    if not since.changes:
        page.text("Nothing that was said has changed.", indent=2)


def _findings(page: Page, protocol: Protocol, vocabulary: Vocabulary) -> None:
    findings = protocol.screening.findings
    if findings:
        page.heading("SCREENING")
    for finding in findings:
        write = page.warn if finding.verdict in ("emergency", "absolute") else page.text
        write(_finding(finding, protocol, vocabulary), indent=2)
    if protocol.screening.unscreened:
        page.heading("NOT SCREENED", "no installed rule speaks of this")
        page.text(", ".join(protocol.screening.unscreened), indent=2)


def _finding(finding: Finding, protocol: Protocol, vocabulary: Vocabulary) -> str:
    who = f" [{', '.join(finding.techniques)}]" if finding.techniques else ""
    verdict, places = _verdict_said(finding, protocol, vocabulary)
    where = ", ".join(place_said(p, vocabulary) for p in largest(places, vocabulary)[:PLACES_SAID])
    where = f" ({where})" if where else ""
    urgency = f" Urgency: {finding.urgency}." if finding.urgency and not finding.cleared else ""
    by = (
        f" Clearance from: {finding.clearance_from}."
        if finding.clearance_from and not finding.cleared
        else ""
    )
    return f"{finding.name}{who}: {verdict}{where}. {finding.action}{urgency}{by}"


def _verdict_said(
    finding: Finding, protocol: Protocol, vocabulary: Vocabulary
) -> tuple[str, tuple[str, ...]]:
    """Give a verdict in words, and the places that the words are true of."""
    if finding.cleared:
        return "cleared", finding.regions
    if finding.verdict != "regional":
        return VERDICT_SAID[finding.verdict], finding.regions
    kept_off = places_kept_off(finding, protocol, vocabulary)
    # A rule for one region may only lower or bar something there.
    return (VERDICT_SAID["regional"], kept_off) if kept_off else ("limits", finding.regions)


def _left_out(page: Page, protocol: Protocol, explain: bool) -> None:
    out = [t for t in protocol.techniques if t.status != "used"]
    used = {t.id for t in protocol.techniques if t.status == "used"}
    steps = [
        o for o in protocol.omitted if explain or (o.technique in used and o.reason != "stage")
    ]
    if not out and not steps:
        return
    page.heading("LEFT OUT")
    for technique in out:
        status = technique.status.replace("-", " ")
        page.text(f"{status}: {technique.reason}", first=f"  {technique.name:<26}", hang=28)
    for omission in steps:
        page.text(f"{omission.step}: {omission.detail}", first="  ", hang=6)


def _explanations(page: Page, protocol: Protocol) -> None:
    page.heading("WHY EACH STEP IS IN")
    for explanation in protocol.explanations:
        page.text(f"{explanation.step}: {explanation.detail}", first="  ", hang=6)
    proof = (
        "proven the best"
        if protocol.provenance.optimal
        else f"not proven; at most {protocol.provenance.bound}"
    )
    page.text(f"Value {protocol.provenance.value}, {proof}.", indent=2)


def _course(page: Page, protocol: Protocol, vocabulary: Vocabulary) -> None:
    course = protocol.course
    if course is None:
        return
    said = []
    if course.visits_per_week:
        said.append(f"{_range(course.visits_per_week)} a week")
    if course.weeks:
        said.append(f"for {_range(course.weeks)} weeks")
    if course.visits:
        said.append(f"{_range(course.visits)} visits in all")
    if course.rest_days:
        days = "day" if course.rest_days == 1 else "days"
        said.append(f"at least {course.rest_days:g} {days} between")
    if course.reassess_after_visits:
        said.append(f"reassess at visit {course.reassess_after_visits}")
    if course.outcome_measures:
        names = [vocabulary.outcome_measures[m].name for m in course.outcome_measures]
        said.append("measure: " + ", ".join(names))
    page.heading("COURSE")
    page.text("; ".join(said) + ".", indent=2)
    if course.then:
        page.text(course.then, indent=2)


def _phases(page: Page, protocol: Protocol, vocabulary: Vocabulary) -> None:
    """Say the phases of the course, and which of them is on."""
    if not protocol.phases:
        return
    page.heading("PHASES")
    for phase in protocol.phases:
        lead = f"  {'>' if phase.state == 'now' else ' '} "
        page.text(f"{phase.name}: {_phase(phase, vocabulary)}", first=lead, hang=4)


def _phase(phase: PlannedPhase, vocabulary: Vocabulary) -> str:
    factor = vocabulary.factors.get(phase.since)
    since = {"onset": "the onset", "first-visit": "the first visit"}.get(phase.since)
    until = f" to {phase.until_days}" if phase.until_days is not None else ""
    said = [f"from day {phase.from_days}{until} since {since or (factor or phase).name.lower()}"]
    said.append(PHASE_SAID[phase.state])
    if phase.goals:
        said.append("for " + ", ".join(vocabulary.goals[g].name for g in phase.goals))
    if phase.visits_per_week:
        said.append(f"{_range(phase.visits_per_week)} a week")
    if phase.session_minutes:
        said.append(f"{_range(phase.session_minutes)} minutes a session")
    return "; ".join(said) + "."


def _range(value: Range) -> str:
    low, high = f"{value.least:g}", f"{value.most:g}"
    return low if low == high else f"{low} to {high}"


def _list(page: Page, heading: str, items: tuple[str, ...]) -> None:
    if not items:
        return
    page.heading(heading)
    for item in items:
        page.text(item, first="  - ")


def _sources(page: Page, protocol: Protocol, numbers: dict[str, int]) -> None:
    if not protocol.references:
        return
    page.heading("SOURCES")
    for reference in protocol.references:
        page.text(_reference(reference), first=f"  [{numbers[reference.id]}] ", hang=7)


def _reference(reference: Reference) -> str:
    where = (
        f"doi:{reference.doi}"
        if reference.doi
        else f"PMID {reference.pmid}"
        if reference.pmid
        else reference.url
    )
    read = "" if reference.read == "page" else f" ({reference.read.replace('-', ' ')})"
    parts = [reference.authors, str(reference.year or ""), reference.title, reference.source, where]
    return ". ".join(part.rstrip(".") for part in parts if part) + "." + read


def _warnings(page: Page, protocol: Protocol) -> None:
    _list(page, "NOTES", protocol.warnings)


def _foot(page: Page, protocol: Protocol) -> None:
    page.blank()
    unsigned = [review.pack for review in protocol.review if review.status != "signed"]
    if unsigned or not protocol.review:
        page.text(
            "No clinician has reviewed this content. It supports a licensed therapist; it makes no diagnosis."
        )
    for review in protocol.review:
        if review.status == "signed":
            page.text(f"{review.pack}: signed by {review.by} on {review.on}.")
    provenance = protocol.provenance
    page.text(
        f"palpate {provenance.palpate}; {len(provenance.packs)} packs; {protocol.request.date}; "
        f"digest {provenance.digest}."
    )

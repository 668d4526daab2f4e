"""A protocol as the parts of a sheet, in words: what HTML, Markdown and the note share."""

from attrs import frozen

from palpate.model.protocol import Diagnosis
from palpate.model.protocol import PlannedStep
from palpate.model.protocol import Protocol
from palpate.model.protocol import Since
from palpate.model.technique import Reference
from palpate.render.documents import Words
from palpate.render.findings import finding_said
from palpate.render.phases import phases_said
from palpate.render.places import place_said
from palpate.render.sheet_steps import Block
from palpate.render.sheet_steps import blocks
from palpate.render.sheet_steps import span
from palpate.render.steps import minutes_said
from palpate.render.steps import numbered
from palpate.render.steps import short
from palpate.render.steps import usual_references
from palpate.vocabulary import Vocabulary


@frozen
class Row:
    """Two things that belong together, with what distinguishes them.

    Attributes:
        tone: Which colour of the sheet; 0 for none.
    """

    name: str
    text: str
    letters: str = ""
    tone: int = 0


@frozen
class Source:
    """A source and its number; `link` is empty where there is none."""

    number: int
    text: str
    link: str = ""


@frozen
class Sheet:
    """All that a sheet says, in its order.

    Attributes:
        status: The status id; `said` is the sentence for it.
        used: The techniques that are in: name, minutes and grade, letters, colour.
        since: What changed since the last visit, whose day `since_when` says; empty where none is known.
        minutes: Minutes by technique, and by region.
    """

    title: str
    facts: tuple[Row, ...]
    status: str
    said: str
    used: tuple[Row, ...]
    notes_on_plan: tuple[str, ...]
    ask: tuple[Row, ...]
    before: tuple[str, ...]
    since_when: str
    since: tuple[Row, ...]
    findings: tuple[Row, ...]
    unscreened: tuple[str, ...]
    blocks: tuple[Block, ...]
    stop_if: tuple[str, ...]
    out_techniques: tuple[Row, ...]
    out_steps: tuple[Row, ...]
    explanations: tuple[Row, ...]
    course: tuple[str, ...]
    phases: tuple[Row, ...]
    aftercare: tuple[str, ...]
    home_care: tuple[str, ...]
    by_technique: tuple[Row, ...]
    by_region: tuple[Row, ...]
    sources: tuple[Source, ...]
    warnings: tuple[str, ...]
    review: tuple[str, ...]
    provenance: str


def sheet(
    protocol: Protocol, vocabulary: Vocabulary, said: Words, *, explain: bool = False
) -> Sheet:
    """Put a protocol in words.

    Args:
        explain: Whether every candidate that isn't in has its reason, and each step why it is.
    """
    numbers = numbered(protocol.references)
    tones = tones_of(protocol)
    ready = protocol.status == "ready"
    since = protocol.screening.since
    return Sheet(
        title=" + ".join(diagnosis.name for diagnosis in protocol.diagnoses),
        facts=tuple(_facts(diagnosis, protocol, said) for diagnosis in protocol.diagnoses),
        status=protocol.status,
        said=said("status", protocol.status),
        used=tuple(_used(protocol, said, numbers, tones)) if ready else (),
        notes_on_plan=_notes(protocol, said) if ready else (),
        ask=tuple(Row(a.question, said("verdict", a.verdict)) for a in protocol.screening.ask)
        if protocol.status != "do-not-treat"
        else (),
        before=protocol.before if ready else (),
        since_when=said("heading", "since", date=since.on) if since else "",
        since=_since(since, said) if since else (),
        findings=tuple(
            Row(finding.name, finding_said(finding, protocol, vocabulary, said))
            for finding in protocol.screening.findings
        ),
        unscreened=protocol.screening.unscreened,
        blocks=blocks(protocol, vocabulary, said, numbers, tones),
        stop_if=protocol.stop_if if ready else (),
        out_techniques=_out_techniques(protocol, said),
        out_steps=_out_steps(protocol, explain=explain),
        explanations=tuple(Row(e.step, e.detail) for e in protocol.explanations) if explain else (),
        course=course(protocol, vocabulary, said) if ready else (),
        phases=tuple(Row(name, text) for name, text in phases_said(protocol, vocabulary, said))
        if ready
        else (),
        aftercare=protocol.aftercare if ready else (),
        home_care=protocol.home_care if ready else (),
        by_technique=_by_technique(protocol, said, tones),
        by_region=_by_region(protocol, vocabulary, said),
        sources=tuple(source(each, numbers[each.id], said) for each in protocol.references),
        warnings=protocol.warnings,
        review=_review(protocol, said),
        provenance=_provenance(protocol, said),
    )


def tones_of(protocol: Protocol) -> dict[str, int]:
    """Give each technique that is in a colour of its own, from 1; the frame of a session has none."""
    used = sorted({step.technique for step in protocol.steps if step.diagnosis})
    return {technique: number for number, technique in enumerate(used, 1)}


def _facts(diagnosis: Diagnosis, protocol: Protocol, said: Words) -> Row:
    first = diagnosis is protocol.diagnoses[0]
    visit = protocol.request.visit
    stage = diagnosis.stage.replace("-", " ")
    facts = [
        said("said", "session", minutes=minutes_said(protocol.session.minutes)) if first else "",
        said("said", "assumed", stage=stage) if diagnosis.stage_from == "assumed" else stage,
        said.tables["said"].get(diagnosis.side, diagnosis.side),
        _visit(visit, said) if first else "",
    ]
    return Row(
        f"{diagnosis.name}  {diagnosis.code}".strip(), " · ".join(fact for fact in facts if fact)
    )


def _visit(visit: int | None, said: Words) -> str:
    if visit is None:
        return said("said", "later-visit")
    return said("said", "first-visit") if visit == 1 else said("said", "visit", visit=visit)


def _used(
    protocol: Protocol, said: Words, numbers: dict[str, int], tones: dict[str, int]
) -> list[Row]:
    usual = usual_references(protocol)
    rows = []
    for technique in protocol.techniques:
        if technique.status != "used":
            continue
        cited: dict[int, None] = {}
        for (name, _), references in usual.items():
            if name == technique.id:
                cited.update(dict.fromkeys(numbers[r] for r in references if r in numbers))
        text = ", ".join(
            [
                said("said", "minutes", minutes=minutes_said(technique.minutes)),
                said("said", "grade", grade=technique.evidence),
            ]
        )
        marks = " ".join(f"[{number}]" for number in sorted(cited))
        rows.append(
            Row(
                technique.name,
                f"{text}  {marks}".strip(),
                short(technique.id),
                tones.get(technique.id, 0),
            )
        )
    return rows


def _notes(protocol: Protocol, said: Words) -> tuple[str, ...]:
    notes = []
    if protocol.evidence_note:
        notes.append(
            said("said", "combination", grade=protocol.evidence, note=protocol.evidence_note)
        )
    session = protocol.session
    if session.unused_minutes:
        used = minutes_said(session.minutes - session.unused_minutes)
        notes.append(said("said", "unused", used=used, minutes=minutes_said(session.minutes)))
    if not protocol.provenance.optimal:
        notes.append(said("said", "stopped"))
    return tuple(notes)


def _since(since: Since, said: Words) -> tuple[Row, ...]:
    """Say what changed since the last visit, and what was noted then."""
    noted = (Row(said("change", "then"), since.note),) if since.note else ()
    changes = tuple(Row(said("change", change.kind), change.detail) for change in since.changes)
    return (*noted, *(changes or (Row("", said("change", "none")),)))


def _out_techniques(protocol: Protocol, said: Words) -> tuple[Row, ...]:
    return tuple(
        Row(
            t.name,
            said("said", "technique-status", status=t.status.replace("-", " "), reason=t.reason),
        )
        for t in protocol.techniques
        if t.status != "used"
    )


def _out_steps(protocol: Protocol, *, explain: bool) -> tuple[Row, ...]:
    """Say which steps are out and why; those with one reason share a line."""
    used = {t.id for t in protocol.techniques if t.status == "used"}
    grouped: dict[tuple[str, str], list[str]] = {}
    for omission in protocol.omitted:
        if explain or (omission.technique in used and omission.reason != "stage"):
            technique, *_, step = omission.step.split("/")
            grouped.setdefault((technique, omission.detail), []).append(step)
    return tuple(
        Row(", ".join(steps), detail, short(technique))
        for (technique, detail), steps in grouped.items()
    )


def course(protocol: Protocol, vocabulary: Vocabulary, said: Words) -> tuple[str, ...]:
    """Say the course of treatment, in one or two sentences."""
    planned = protocol.course
    if planned is None:
        return ()
    parts = []
    if planned.visits_per_week:
        parts.append(said("said", "a-week", span=span(planned.visits_per_week, said)))
    if planned.weeks:
        parts.append(said("said", "weeks", span=span(planned.weeks, said)))
    if planned.visits:
        parts.append(said("said", "visits", span=span(planned.visits, said)))
    if planned.rest_days:
        days = minutes_said(planned.rest_days)
        parts.append(said("said", "rest-day" if days == "1" else "rest-days", days=days))
    if planned.reassess_after_visits:
        parts.append(said("said", "reassess-at", visit=planned.reassess_after_visits))
    measures = measures_said(protocol, vocabulary)
    if measures:
        parts.append(said("said", "measure", measures=measures))
    sentence = "; ".join(parts) + "." if parts else ""
    return tuple(text for text in (sentence, planned.then) if text)


def measures_said(protocol: Protocol, vocabulary: Vocabulary) -> str:
    """Name the outcome measures of the course."""
    measures = protocol.course.outcome_measures if protocol.course else ()
    known = vocabulary.outcome_measures
    return ", ".join(known[m].name if m in known else m for m in measures)


def _by_technique(protocol: Protocol, said: Words, tones: dict[str, int]) -> tuple[Row, ...]:
    names = {t.id: t.name for t in protocol.techniques}
    return tuple(
        Row(
            names.get(technique, said("said", "frame-step")),
            minutes_said(minutes),
            short(technique) if technique in tones else "",
            tones.get(technique, 0),
        )
        for technique, minutes in protocol.session.minutes_by_technique
    )


def _by_region(protocol: Protocol, vocabulary: Vocabulary, said: Words) -> tuple[Row, ...]:  # noqa: ARG001
    return tuple(
        Row(place_said(region, vocabulary), minutes_said(round(minutes, 1)))
        for region, minutes in protocol.session.minutes_by_region
    )


def source(reference: Reference, number: int, said: Words) -> Source:
    """Write a source, with an address where it has one."""
    where, link = "", ""
    if reference.doi:
        where, link = f"doi:{reference.doi}", f"https://doi.org/{reference.doi}"
    elif reference.pmid:
        where, link = f"PMID {reference.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/"
    elif reference.url:
        where = reference.url
        link = reference.url if reference.url.startswith(("https://", "http://")) else ""
    parts = [reference.authors, str(reference.year or ""), reference.title, reference.source, where]
    text = ". ".join(part.rstrip(".") for part in parts if part) + "."
    read = (
        ""
        if reference.read == "page"
        else f" ({said.tables['said'].get(reference.read, reference.read)})"
    )
    return Source(number, text + read, link)


def _review(protocol: Protocol, said: Words) -> tuple[str, ...]:
    signed = [r for r in protocol.review if r.status == "signed"]
    lines = [said("said", "signed", pack=r.pack, by=r.by, on=r.on) for r in signed]
    if len(signed) < len(protocol.review) or not protocol.review:
        lines.insert(0, said("said", "unsigned"))
    return tuple(lines)


def _provenance(protocol: Protocol, said: Words) -> str:
    made = protocol.provenance
    return said(
        "said",
        "provenance",
        version=made.palpate,
        packs=len(made.packs),
        date=protocol.request.date,
        digest=made.digest,
    )


def hands_on(step: PlannedStep) -> bool:
    """Say whether hands work in a step."""
    return bool(step.regions)

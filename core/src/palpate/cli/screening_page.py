"""Findings and questions, as a page and as JSON."""

from typing import Any

from palpate.combine.inquire import Inquiry
from palpate.interview import RED_FLAG
from palpate.model.protocol import Finding
from palpate.model.safety import Question
from palpate.render.json import to_data
from palpate.render.page import Page
from palpate.render.text import STATUS_SAID
from palpate.render.text import VERDICT_SAID
from palpate.render.text import write_since
from palpate.vocabulary import Vocabulary

SCHEMA = "palpate.screening/1"
#: Verdicts after which nobody reads on without having seen them.
GRAVE = ("emergency", "absolute")
HANG = 15


def as_data(
    inquiry: Inquiry, questions: tuple[Question, ...], vocabulary: Vocabulary
) -> dict[str, Any]:
    """Give what `--json` writes."""
    return {
        "schema": SCHEMA,
        "status": inquiry.status,
        "date": inquiry.request.date.isoformat(),
        "diagnoses": [d.condition for d in inquiry.diagnoses],
        "given": list(inquiry.given),
        "findings": [_finding_data(f) for f in inquiry.screening.findings],
        "ask": to_data(inquiry.screening.ask),
        "since": to_data(inquiry.screening.since),
        "unscreened": list(inquiry.screening.unscreened),
        "session_cap_minutes": inquiry.session_cap,
        "techniques": to_data(inquiry.techniques),
        "questions": [_question_data(q, vocabulary) for q in questions],
        "warnings": list(inquiry.warnings),
    }


def _finding_data(finding: Finding) -> dict[str, Any]:
    data: dict[str, Any] = to_data(finding)
    data["limits"] = [
        {name: value for name, value in limit.items() if value not in (None, [], 0, False)}
        for limit in data["limits"]
    ]
    return data


def _question_data(question: Question, vocabulary: Vocabulary) -> dict[str, Any]:
    return {
        "id": question.id,
        "set": question.set,
        "text": question.text,
        "raises_on": "no" if question.reads == "any-no" else "yes",
        "raises": [
            {
                "factor": factor,
                "name": vocabulary.factors[factor].name,
                "site": vocabulary.factors[factor].site,
                "dated": vocabulary.factors[factor].dated,
            }
            for factor in question.raises
        ],
        "note": question.note,
        "basis": question.basis,
    }


def as_page(
    inquiry: Inquiry, questions: tuple[Question, ...], vocabulary: Vocabulary, colour: bool
) -> str:
    """Give the page for people: worst first."""
    page = Page(colour)
    if inquiry.status in STATUS_SAID and (inquiry.given or inquiry.diagnoses):
        page.warn(STATUS_SAID[inquiry.status])
    write_since(page, inquiry.screening.since)
    _findings(page, inquiry, vocabulary)
    _techniques(page, inquiry)
    _questions(page, questions)
    if not questions and inquiry.screening.ask:
        page.heading("ASK BEFORE YOU START")
        for ask in inquiry.screening.ask:
            page.text(f"{ask.question} ({VERDICT_SAID[ask.verdict]})", first="  [ ] ", hang=6)
    for warning in inquiry.warnings:
        page.text(f"Note: {warning}")
    page.blank()
    page.text("No clinician has reviewed these rules. In doubt, don't treat; refer.")
    return str(page)


def _findings(page: Page, inquiry: Inquiry, vocabulary: Vocabulary) -> None:
    found = inquiry.screening.findings
    if inquiry.given and not found:
        page.text("No installed rule limits anything.")
    for finding in found:
        who = ", ".join(finding.techniques) or "any technique"
        verdict = "cleared" if finding.cleared else VERDICT_SAID[finding.verdict]
        page.heading(f"{finding.name}: {verdict}", who)
        write = page.warn if finding.verdict in GRAVE else page.text
        write(finding.action, indent=2)
        for name, said in _facts(finding, vocabulary):
            page.text(said, first=f"  {name}".ljust(HANG), hang=HANG)
    if inquiry.screening.unscreened:
        page.heading("NOT SCREENED", "no installed rule speaks of this")
        page.text(", ".join(inquiry.screening.unscreened), indent=2)


def _facts(finding: Finding, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    facts = []
    if finding.urgency and not finding.cleared:
        facts.append(("how soon", finding.urgency))
    if finding.clearance_from and not finding.cleared:
        facts.append(("clearance", f"from {finding.clearance_from}"))
    places = [_region(said, vocabulary) for said in _outermost(finding.regions, vocabulary)]
    if places:
        facts.append(("where", ", ".join(places)))
    limits = limits_said(finding, vocabulary)
    if limits:
        facts.append(("limits", "; ".join(limits)))
    facts.append(("basis", finding.basis.replace("-", " ")))
    return facts


def _outermost(said: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Leave out each place that is part of another one."""

    def within(one: str, other: str) -> bool:
        side, _, region = one.rpartition(" ")
        other_side, _, whole = other.rpartition(" ")
        known = region in vocabulary.regions and whole in vocabulary.regions
        return known and other_side in ("", side) and vocabulary.body.within(region, whole)

    return tuple(one for one in said if not any(within(one, o) for o in said if o != one))


def _region(said: str, vocabulary: Vocabulary) -> str:
    side, _, region = said.rpartition(" ")
    name = vocabulary.regions[region].name if region in vocabulary.regions else region
    return f"{side} {name}".strip()


def limits_said(finding: Finding, vocabulary: Vocabulary) -> list[str]:
    """Give a finding's limits in words."""
    said = []
    for limit in finding.limits:
        parts = []
        if limit.keep_off:
            parts.append("keep off")
        for number, words in (
            (limit.max_pressure, "pressure {} at most"),
            (limit.max_pain, "pain {} of 10 at most"),
            (limit.max_points, "{} points at most"),
            (limit.max_hold_seconds, "holds of {} s at most"),
            (limit.max_repetitions, "{} repetitions at most"),
            (limit.max_minutes, "{} min at most"),
        ):
            if number is not None:
                parts.append(words.format(number))
        for barred, kind in (
            (limit.bar_elements, vocabulary.elements),
            (limit.bar_manoeuvres, vocabulary.manoeuvres),
            (limit.bar_contacts, vocabulary.contacts),
            (limit.bar_positions, vocabulary.positions),
        ):
            if barred:
                parts.append("no " + ", ".join(kind[word].name.lower() for word in barred))
        if limit.hand_widths:
            parts.append(f"and {limit.hand_widths} hand width round it")
        where = [
            _region(word.replace("-", " ") if word.startswith("site") else word, vocabulary)
            for word in limit.at
        ]
        said.append(", ".join(parts) + (f" ({', '.join(where)})" if where else ""))
    return said


def _techniques(page: Page, inquiry: Inquiry) -> None:
    if not inquiry.given and not inquiry.diagnoses:
        return
    page.heading("TECHNIQUES")
    for verdict in inquiry.techniques:
        status = verdict.status.replace("-", " ")
        said = f"{status}: {verdict.reason}" if verdict.reason else status
        page.text(said, first=f"  {verdict.name:<26}", hang=28)
    if inquiry.session_cap is not None:
        page.text(f"The whole session: {inquiry.session_cap} minutes at most.", indent=2)


def _questions(page: Page, questions: tuple[Question, ...]) -> None:
    last = ""
    for question in questions:
        if question.set != last:
            title = "red flags" if question.set == RED_FLAG else question.set.replace("-", " ")
            page.heading(f"ASK: {title}")
            last = question.set
        page.text(question.text, first="  [ ] ", hang=6)
        worry = "a no" if question.reads == "any-no" else "a yes"
        if question.raises:
            page.text(f"{worry}: {', '.join(question.raises)}", indent=6)
        if question.note:
            page.text(question.note, indent=6)

"""The protocol as a SOAP note: what is planned is filled in, what only the therapist knows is left open."""

from palpate.model.protocol import PlannedStep
from palpate.model.protocol import Protocol
from palpate.render.documents import LANGUAGE
from palpate.render.documents import Words
from palpate.render.documents import words
from palpate.render.page import Page
from palpate.render.sheet import Row
from palpate.render.sheet import Sheet
from palpate.render.sheet import hands_on
from palpate.render.sheet import sheet
from palpate.render.steps import minutes_said
from palpate.vocabulary import Vocabulary

#: A unit is 15 minutes; the last one counts from 8 minutes on.
UNIT_MINUTES = 15
LEAST_OF_A_UNIT = 8
LINE = "_" * 30
#: Characters that some readers take for the end of a line.
SEPARATORS = dict.fromkeys((0x0B, 0x0C, 0x85, 0x2028, 0x2029), " ")


def render(
    protocol: Protocol, vocabulary: Vocabulary, *, language: str = LANGUAGE, **_options: object
) -> str:
    """Write a note as text, 80 columns wide."""
    said = words(language)
    content = sheet(protocol, vocabulary, said)
    page = Page()
    page.columns(f"{said('soap', 'title')}: {content.title}", str(protocol.request.date))
    for fact in content.facts:
        page.text(fact.text)
    if protocol.status != "ready":
        page.blank()
        page.warn(content.said)
    _subjective(page, protocol, content, said)
    _objective(page, protocol, content, vocabulary, said)
    _assessment(page, protocol, vocabulary, said)
    _plan(page, content, said)
    page.blank()
    for line in (*content.review, content.provenance):
        page.text(line)
    page.blank()
    _open(page, said("soap", "signature"))
    return str(page).translate(SEPARATORS)


def units(minutes: float) -> int:
    """Count the 15-minute units of a time by the 8-minute rule."""
    whole = int(minutes)
    return whole // UNIT_MINUTES + (whole % UNIT_MINUTES >= LEAST_OF_A_UNIT)


def _open(page: Page, what: str) -> None:
    page.text(f"{what}: {LINE}", indent=2)


def _subjective(page: Page, protocol: Protocol, content: Sheet, said: Words) -> None:
    page.heading(said("soap", "subjective"), said("soap", "to-fill"))
    for key in ("in-their-words", "changed", "pain-before"):
        _open(page, said("soap", key))
    if content.since:
        page.text(f"{content.since_when}:", indent=2)
        for row in content.since:
            page.text(
                ": ".join(part for part in (row.name, row.text) if part), first="    - ", hang=6
            )
    if content.ask:
        page.text(f"{said('soap', 'red-flags')}:", indent=2)
        for row in content.ask:
            page.text(row.name, first="    [ ] ", hang=8)
    if content.findings:
        page.text(f"{said('soap', 'findings')}:", indent=2)
        for name in dict.fromkeys(finding.name for finding in protocol.screening.findings):
            page.text(name, first="    - ", hang=6)


def _objective(
    page: Page, protocol: Protocol, content: Sheet, vocabulary: Vocabulary, said: Words
) -> None:
    page.heading(said("soap", "objective"))
    for key in ("tested", "observed"):
        _open(page, said("soap", key))
    if protocol.steps:
        page.text(f"{said('soap', 'work')}:", indent=2)
        _work(page, content, said)
        _table(page, said("heading", "by-technique"), content.by_technique, said)
        _table(page, said("heading", "by-region"), content.by_region, said)
        minutes = sum(step.minutes for step in protocol.steps if hands_on(step))
        counted = said("soap", "units", units=units(minutes), minutes=minutes_said(minutes))
        page.text(counted, indent=2)
        asked = _consents(protocol.steps, vocabulary)
        if asked:
            page.text(f"{said('soap', 'consent')}: {asked}", indent=2)
    _open(page, said("soap", "response"))
    _open(page, said("soap", "pain-after"))


def _work(page: Page, content: Sheet, said: Words) -> None:
    for block in content.blocks:
        page.text(f"{block.position}:", indent=4)
        for line in block.steps:
            if line.kind != "hands":
                continue
            pressure = said("said", "pressure", pressure=line.pressure)
            dose = " · ".join((f"{line.instruction} {line.where}", pressure, *line.details))
            page.text(dose, first=f"    [ ] {line.minutes_said:>4}  {line.letters:<4}", hang=18)


def _table(page: Page, heading: str, rows: tuple[Row, ...], said: Words) -> None:
    if rows:
        text = "; ".join(f"{row.name} {said('said', 'minutes', minutes=row.text)}" for row in rows)
        page.text(f"{heading}: {text}", indent=2, hang=4)


def _consents(steps: tuple[PlannedStep, ...], vocabulary: Vocabulary) -> str:
    kinds = dict.fromkeys(kind for step in steps for kind in step.consent)
    known = vocabulary.consents
    return ", ".join(known[kind].name if kind in known else kind for kind in kinds)


def _assessment(page: Page, protocol: Protocol, vocabulary: Vocabulary, said: Words) -> None:
    page.heading(said("soap", "assessment"), said("soap", "to-fill"))
    for diagnosis in protocol.diagnoses:
        page.text(
            f"{said('soap', 'complaint')}: {diagnosis.name} {diagnosis.code}".rstrip(), indent=2
        )
    goals = ", ".join(
        vocabulary.goals[goal].name if goal in vocabulary.goals else goal for goal in protocol.goals
    )
    if goals:
        page.text(f"{said('soap', 'goals')}: {goals}", indent=2)
    _open(page, said("soap", "progress"))


def _plan(page: Page, content: Sheet, said: Words) -> None:
    page.heading(said("soap", "plan"))
    for key, lines in (
        ("next", (*content.course, *(f"{row.name}: {row.text}" for row in content.phases))),
        ("advice", content.aftercare),
        ("home", content.home_care),
    ):
        if lines:
            page.text(f"{said('soap', key)}:", indent=2)
            for line in lines:
                page.text(line, first="    - ", hang=6)
    if not content.course:
        _open(page, said("soap", "next"))

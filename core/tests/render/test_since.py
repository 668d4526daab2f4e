"""What changed since the last visit, and the phases of a course, stand on every page that people read."""

from collections.abc import Callable
from datetime import date

import attrs
import pytest

from palpate.combine import combine
from palpate.model.patient import Patient
from palpate.model.patient import Request
from palpate.model.protocol import Change
from palpate.model.protocol import PlannedPhase
from palpate.model.protocol import Protocol
from palpate.model.protocol import Since
from palpate.model.technique import Range
from palpate.registry import Packs
from palpate.render import html
from palpate.render import markdown
from palpate.render import soap

SINCE = Since(
    date(2026, 11, 8),
    "Neck worked, less pain",
    (
        Change("new", "anticoagulant", "Blood thinner"),
        Change("gone", "fever", "Fever"),
        Change("expired", "whiplash", "Clearance for whiplash"),
    ),
)


PHASES = (
    PlannedPhase("myofascial", "a", "Quiet", "over", "onset", 0, 10),
    PlannedPhase(
        "myofascial", "b", "Loading", "now", "first-visit", 11,
        visits_per_week=Range(1, 1, 2), session_minutes=Range(30, 30, 30),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def plan(packs: Packs) -> Protocol:
    """A short plan."""
    request = Request(("carpal-tunnel-syndrome",), date(2026, 11, 22), Patient(), minutes=30)
    return combine(request, packs)


def read(write: Callable[..., str], plan: Protocol, packs: Packs) -> str:
    """Give the words of a document in one line, without marks of Markdown and HTML."""
    text = write(plan, packs.vocabulary)
    for mark in ("**", "<b>", "</b>"):
        text = text.replace(mark, "")
    return " ".join(text.split())


@pytest.mark.parametrize(
    "write", [html.render, markdown.render, soap.render], ids=["html", "markdown", "soap"]
)
def test_changes_are_on_the_page(write: Callable[..., str], plan: Protocol, packs: Packs) -> None:
    """Each change with its kind, the note, the day; nothing of it where no visit is known."""
    later = attrs.evolve(plan, screening=attrs.evolve(plan.screening, since=SINCE))
    text = read(write, later, packs)
    for line in (
        "Since the visit on 2026-11-08",
        "then: Neck worked, less pain",
        "new: Blood thinner",
        "no longer: Fever",
        "expired: Clearance for whiplash",
    ):
        assert line in text, line
    assert "Since the visit" not in read(write, plan, packs)


def test_no_change_is_said(plan: Protocol, packs: Packs) -> None:
    """A known visit since which nothing changed isn't passed over."""
    quiet = attrs.evolve(SINCE, note="", changes=())
    later = attrs.evolve(plan, screening=attrs.evolve(plan.screening, since=quiet))
    assert "nothing that was said has changed" in read(html.render, later, packs)


@pytest.mark.parametrize(
    "write", [html.render, markdown.render, soap.render], ids=["html", "markdown", "soap"]
)
def test_phases_are_on_the_page(write: Callable[..., str], plan: Protocol, packs: Packs) -> None:
    """Each phase: how it stands, its days, how often and how long."""
    text = read(write, attrs.evolve(plan, phases=PHASES), packs)
    assert "Quiet: over; day 0 to 10 since the onset." in text
    wanted = "now; from day 11 since the first visit; 1 to 2 a week; 30 minutes a session."
    assert f"Loading: {wanted}" in text

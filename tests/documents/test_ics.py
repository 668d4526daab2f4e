"""The calendar, read back by a second library."""

import itertools
import re
from datetime import date
from datetime import datetime
from datetime import timedelta

import attrs
import pytest
from tools import tool

from palpate.model.protocol import Protocol
from palpate.model.sequence import Course
from palpate.model.technique import Range
from palpate.render.ics import appointments
from palpate.render.ics import reassessed
from palpate.render.ics import render
from palpate.vocabulary import Vocabulary

ics = tool("ics")
START = date(2026, 11, 30)


def test_a_second_library_reads_the_course(
    protocols: dict[str, Protocol], vocabulary: Vocabulary
) -> None:
    """As many appointments as the course has visits, from the start date, in order."""
    for name, protocol in protocols.items():
        found = sorted(ics.Calendar(render(protocol, vocabulary, start=START)).events)
        wanted = appointments(protocol.course, START)
        assert [event.begin.date() for event in found] == [day for _, day in wanted], name
        assert found[0].begin.date() == START
        assert all(event.all_day for event in found)
        assert len({event.uid for event in found}) == len(found)


def test_reassessment_is_marked(protocols: dict[str, Protocol], vocabulary: Vocabulary) -> None:
    """Each visit at which it is due says so, in its name, its category and its description."""
    protocol = protocols["chronic-low-back-pain"]
    assert protocol.course
    events = sorted(ics.Calendar(render(protocol, vocabulary)).events)
    due = [n for n, event in enumerate(events, 1) if "reassess" in event.name]
    every = protocol.course.reassess_after_visits
    assert every
    assert due == [n for n in range(1, len(events) + 1) if n % every == 0]
    assert due
    for number, event in enumerate(events, 1):
        assert ("reassessment" in event.categories) == (number in due)
        assert ("Reassess today" in event.description) == (number in due)


def test_a_start_with_a_time_gives_hours(
    protocols: dict[str, Protocol], vocabulary: Vocabulary
) -> None:
    """The appointment is as long as the session."""
    start = datetime(2026, 11, 30, 14, 30)  # noqa: DTZ001 - the hour of the clinic's own wall
    protocol = protocols["anxiety"]
    first = min(ics.Calendar(render(protocol, vocabulary, start=start)).events)
    assert (first.begin.hour, first.begin.minute) == (14, 30)
    assert first.duration == timedelta(minutes=protocol.session.minutes)


@pytest.mark.parametrize("a_week", [0.5, 1, 1.5, 2, 3, 5, 7])
@pytest.mark.parametrize("rest", [None, 0, 1, 2, 6])
def test_visits_keep_their_rest_and_their_number(a_week: float, rest: float | None) -> None:
    """Whole days of rest lie between two visits; the number of visits is the course's."""
    course = Course(Range(a_week, a_week, a_week), None, Range(4, 4, 4), rest, 2)
    found = appointments(course, START)
    assert len(found) == max(1, round(4 * a_week))
    assert [number for number, _ in found] == list(range(1, len(found) + 1))
    for (_, one), (_, other) in itertools.pairwise(found):
        assert (other - one).days >= 1 + (rest or 0)
    if not rest:
        assert (found[-1][1] - START).days < 28
    assert [n for n, _ in found if reassessed(course, n)] == list(range(2, len(found) + 1, 2))


def test_a_later_visit_goes_on_counting(
    protocols: dict[str, Protocol], vocabulary: Vocabulary
) -> None:
    """With visit 3 planned, the appointments begin at the third."""
    protocol = protocols["sciatica"]
    later = attrs.evolve(protocol, request=attrs.evolve(protocol.request, visit=3))
    names = [event.name for event in sorted(ics.Calendar(render(later, vocabulary)).events)]
    assert names[0].startswith("Sciatica: visit 3 of")
    assert re.fullmatch(r"Sciatica: visit (\d+) of \1.*", names[-1])


def test_hostile_text_stays_text(every: dict[str, Protocol], vocabulary: Vocabulary) -> None:
    """No text ends an event or begins one; lines are folded at 75 bytes, and end as they must."""
    text = render(every["hostile"], vocabulary)
    usual = render(every["tension-type-headache"], vocabulary)
    for line in ("BEGIN:VEVENT\r\n", "END:VEVENT\r\n", "BEGIN:VCALENDAR\r\n", "UID:"):
        assert text.count(line) == usual.count(line)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b\x00]", text)
    assert len(ics.Calendar(text).events) == len(ics.Calendar(usual).events)


def test_a_refusal_is_a_task_and_no_appointment(
    refusals: dict[str, Protocol], vocabulary: Vocabulary
) -> None:
    """Nothing is booked; what is to be done first stands there."""
    for protocol in refusals.values():
        found = ics.Calendar(render(protocol, vocabulary))
        assert not found.events
        assert len(found.todos) == 1

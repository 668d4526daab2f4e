"""The course of treatment as appointments in a calendar file.

Days carry no time unless a start with a time is given: a course says how often, never at what hour.
"""

from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

from palpate.model.protocol import Protocol
from palpate.model.sequence import Course
from palpate.render.documents import LANGUAGE
from palpate.render.documents import MissingExtraError
from palpate.render.documents import Words
from palpate.render.documents import one_line
from palpate.render.documents import words
from palpate.render.sheet import course as course_said
from palpate.render.sheet import measures_said
from palpate.render.sheet import sheet
from palpate.vocabulary import Vocabulary

if TYPE_CHECKING:
    from icalendar import Event
    from icalendar import Todo

DAYS_A_WEEK = 7
MOST_VISITS = 120


def render(
    protocol: Protocol,
    vocabulary: Vocabulary,
    *,
    start: date | None = None,
    language: str = LANGUAGE,
    **_options: object,
) -> str:
    """Write the course as an iCalendar file.

    Args:
        start: The day of the first appointment, or its day and time; None: the day of the request.

    Returns:
        A calendar of appointments; where the protocol has no session, a task that says why.

    Raises:
        MissingExtraError: icalendar isn't installed.
    """
    try:
        import icalendar
    except ImportError:
        raise MissingExtraError("ics", "icalendar") from None
    said = words(language)
    name = one_line(" + ".join(diagnosis.name for diagnosis in protocol.diagnoses))
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//palpate//palpate {one_line(protocol.provenance.palpate)}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", said("ics", "calendar", name=name))
    if protocol.status != "ready":
        calendar.add_component(_refusal(protocol, said, name))
        refused: str = calendar.to_ical().decode("utf-8")
        return refused
    days = appointments(
        protocol.course, start or protocol.request.date, protocol.request.visit or 1
    )
    for visit, day in days:
        calendar.add_component(_event(protocol, vocabulary, said, name, visit, day, days[-1][0]))
    text: str = calendar.to_ical().decode("utf-8")
    return text


def appointments(
    course: Course | None, start: date, first_visit: int = 1
) -> tuple[tuple[int, date], ...]:
    """Spread the visits of a course over its weeks.

    Args:
        start: The day of the first appointment here.
        first_visit: The number of that visit.

    Returns:
        The number of each visit, and its day; the rest days of the course lie between two of them.
    """
    if course is None:
        return ((first_visit, start),)
    a_week = course.visits_per_week.typical if course.visits_per_week else 1.0
    weeks = course.weeks.typical if course.weeks else 1.0
    visits = course.visits.typical if course.visits else max(1, round(a_week * weeks))
    least_gap = 1 + ceil(course.rest_days or 0)
    found: list[tuple[int, date]] = []
    for number in range(max(1, min(int(visits), MOST_VISITS) - first_visit + 1)):
        day = start + timedelta(days=int(number * DAYS_A_WEEK / a_week))
        if found:
            day = max(day, found[-1][1] + timedelta(days=least_gap))
        found.append((first_visit + number, day))
    return tuple(found)


def reassessed(course: Course | None, visit: int) -> bool:
    """Say whether it is time to measure at this visit: at each multiple of the course's number."""
    every = course.reassess_after_visits if course else None
    return bool(every) and visit % int(every or 1) == 0


def _event(
    protocol: Protocol,
    vocabulary: Vocabulary,
    said: Words,
    name: str,
    visit: int,
    day: date,
    visits: int,
) -> "Event":
    import icalendar

    reassess = reassessed(protocol.course, visit)
    event = icalendar.Event()
    event.add("uid", f"{one_line(protocol.provenance.digest)}-{visit}@palpate.invalid")
    event.add("dtstamp", datetime.combine(protocol.request.date, time(), tzinfo=UTC))
    event.add(
        "summary",
        said("ics", "reassess" if reassess else "visit-of", name=name, visit=visit, visits=visits),
    )
    minutes = timedelta(minutes=protocol.session.minutes)
    event.add("dtstart", day)
    event.add("dtend", day + (minutes if isinstance(day, datetime) else timedelta(days=1)))
    event.add("categories", ["reassessment", "massage"] if reassess else ["massage"])
    event.add("transp", "OPAQUE" if isinstance(day, datetime) else "TRANSPARENT")
    event.add("description", _description(protocol, vocabulary, said, reassess=reassess))
    return event


def _refusal(protocol: Protocol, said: Words, name: str) -> "Todo":
    """Make a task of what is to be done before there can be a session."""
    import icalendar

    todo = icalendar.Todo()
    todo.add("uid", f"{one_line(protocol.provenance.digest)}@palpate.invalid")
    todo.add("dtstamp", datetime.combine(protocol.request.date, time(), tzinfo=UTC))
    todo.add("dtstart", protocol.request.date)
    todo.add("summary", f"{name}: {said('status', protocol.status)}")
    actions = [f"{finding.name}: {finding.action}" for finding in protocol.screening.findings]
    actions += [f"{t.name}: {t.reason}" for t in protocol.techniques if t.reason]
    todo.add("description", "\n".join(one_line(action) for action in dict.fromkeys(actions)))
    return todo


def _description(protocol: Protocol, vocabulary: Vocabulary, said: Words, *, reassess: bool) -> str:
    content = sheet(protocol, vocabulary, said)
    lines = [said("ics", "length", minutes=f"{protocol.session.minutes:g}")]
    measures = measures_said(protocol, vocabulary)
    if reassess and measures:
        lines.append(said("ics", "reassess-measure", measures=measures))
    lines += [
        f"{row.name}: {said('said', 'minutes', minutes=row.text)}." for row in content.by_technique
    ]
    lines += course_said(protocol, vocabulary, said)
    lines += content.review[:1]
    return "\n".join(one_line(line) for line in lines)

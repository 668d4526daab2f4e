"""Values as they are typed: places, dates, days, factors, clearances."""

import re
from datetime import date
from datetime import timedelta

from palpate.errors import RequestError
from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor
from palpate.model.patient import Place
from palpate.model.scales import Side

DAYS = {"d": 1.0, "w": 7.0, "h": 1 / 24}
LONGEST_DAYS = 40_000


def place(text: str) -> Place:
    """Read `REGION`, `left-REGION`, `right-REGION` or `both-REGION`."""
    for side in ("left", "right", "both"):
        lead, sep, region = text.partition("-")
        if lead == side and sep and region:
            return Place(region, None if side == "both" else _side(side))
    return Place(text)


def _side(word: str) -> Side:
    return "left" if word == "left" else "right"


def day(text: str, option: str) -> date:
    """Read a date as YYYY-MM-DD.

    Raises:
        RequestError: It isn't one.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RequestError(text, f"{option} needs a date such as 2026-03-31") from None


def days_since(text: str, today: date, option: str) -> int:
    """Read days, `3d`, `6w`, `72h` or a date, as whole days before the session.

    Raises:
        RequestError: It is none of these, or lies after the session.
    """
    found = re.fullmatch(r"(\d{1,5})([dwh]?)", text.strip())
    if found:
        days = int(int(found[1]) * DAYS[found[2] or "d"])
    else:
        days = (today - day(text, f"{option}: write 3d, 6w or a date;")).days
    if days < 0:
        raise RequestError(text, f"{option} lies after the session on {today}")
    if days > LONGEST_DAYS:
        raise RequestError(text, f"{option} lies too far back")
    return days


def factor(text: str, today: date) -> GivenFactor:
    """Read `ID[@[SIDE-]REGION][:SINCE]`."""
    head, _, since = text.partition(":")
    name, at, where = head.partition("@")
    if not name.strip() or (at and not where):
        raise RequestError(text, "write a factor as ID, ID@REGION or ID@left-REGION:6w")
    return GivenFactor(
        name.strip(),
        place(where.strip()) if where else None,
        days_since(since, today, "the time since it") if since else None,
    )


def clearance(text: str, today: date) -> Clearance:
    """Read `ID[:DATE]`."""
    what, _, when = text.partition(":")
    if not what:
        raise RequestError(text, "write a clearance as ID or ID:2026-03-31")
    return Clearance(what.strip(), day(when, "--cleared") if when else today)

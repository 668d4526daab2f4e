"""Values as they are typed: words of a fixed list, numbers, places, dates, factors, clearances."""

import re
from collections.abc import Sequence
from datetime import date

from palpate.errors import RequestError
from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor
from palpate.model.patient import Place
from palpate.model.scales import STAGES
from palpate.model.scales import Side
from palpate.model.scales import Stage

DAYS = {"d": 1.0, "w": 7.0, "h": 1 / 24}
LONGEST_DAYS = 40_000
#: Years that a date may lie in; beyond them it is a slip of the finger.
YEARS = (1900, 2200)
LONGEST_NUMBER = 6


def one_of(text: str, known: Sequence[str], kind: str) -> str:
    """Give a word back if it is one of a fixed list.

    Raises:
        RequestError: It isn't one.
    """
    from palpate.reading.words import nearest  # noqa: PLC0415 - difflib only where it is needed

    if text not in known:
        raise RequestError(text, f"no {kind} of that name", nearest(text, known) or tuple(known))
    return text


def stage(text: str) -> Stage:
    """Read a stage; `subacute` is the early one, which is the stricter.

    Raises:
        RequestError: It isn't one.
    """
    if text == "subacute":
        return "early-subacute"
    return one_of(text, STAGES, "stage")  # type: ignore[return-value]


def within(value: int | str, bounds: tuple[int, int], option: str) -> int:
    """Read a whole number between bounds, both allowed.

    Raises:
        RequestError: It is no whole number, or out of bounds.
    """
    written = str(value).strip()
    said = f"{option} needs a whole number from {bounds[0]} to {bounds[1]}"
    if not re.fullmatch(r"[+-]?[0-9]+", written):
        raise RequestError(str(value), said)
    if len(written) > LONGEST_NUMBER or not bounds[0] <= int(written) <= bounds[1]:
        raise RequestError(str(value), said)
    return int(written)


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
        RequestError: It isn't one, or lies in another age.
    """
    what = f"{option} needs a date such as 2026-03-31"
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
        raise RequestError(text, what)
    try:
        found = date.fromisoformat(text.strip())
    except ValueError as error:
        raise RequestError(text, f"{what}: {error}") from None
    if not YEARS[0] <= found.year <= YEARS[1]:
        raise RequestError(text, f"{what}, between {YEARS[0]} and {YEARS[1]}")
    return found


def day_or_today(text: str | None, option: str) -> date:
    """Read a date; without one it is the local day, which is read here and nowhere else.

    Raises:
        RequestError: It isn't a date.
    """
    return date.today() if text is None else day(text, option)  # noqa: DTZ011 - a person's own day


def days_since(text: str, today: date, option: str) -> int:
    """Read days, `3d`, `6w`, `72h` or a date, as whole days before the session.

    Raises:
        RequestError: It is none of these, or lies after the session.
    """
    found = re.fullmatch(r"([0-9]{1,5})([dwh]?)", text.strip())
    if found:
        days = int(int(found[1]) * DAYS[found[2] or "d"])
    else:
        days = (today - day(text, f"{option}: write 3d, 6w or a date; it")).days
    if days < 0:
        raise RequestError(text, f"{option} lies after the session on {today}")
    if days > LONGEST_DAYS:
        raise RequestError(text, f"{option} lies too far back")
    return days


def factor(text: str, today: date) -> GivenFactor:
    """Read `ID[@[SIDE-]REGION][:SINCE]`."""
    head, _, since = text.partition(":")
    name, at, where = head.partition("@")
    if not name.strip() or (at and not where.strip()) or text.rstrip().endswith(":"):
        raise RequestError(text, "write a factor as ID, ID@REGION or ID@left-REGION:6w")
    return GivenFactor(
        name.strip(),
        place(where.strip()) if where else None,
        days_since(since, today, "the time since it") if since else None,
    )


def clearance(text: str, today: date) -> Clearance:
    """Read `ID[:DATE]`.

    Raises:
        RequestError: It is neither, or the day lies after the session.
    """
    what, colon, when = text.partition(":")
    if not what.strip() or (colon and not when.strip()):
        raise RequestError(text, "write a clearance as ID or ID:2026-03-31")
    on = day(when, "--cleared") if when else today
    if on > today:
        raise RequestError(text, f"--cleared is dated after the session on {today}")
    return Clearance(what.strip(), on)

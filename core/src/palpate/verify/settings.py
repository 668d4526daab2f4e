"""The session's numbers, read from the built-in pack's file by the verifier itself."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import ceil
from math import floor
from pathlib import Path
from typing import Any

from palpate.compiled import shelf
from palpate.model.work import Selector
from palpate.record import frozen

FILE = Path(__file__).parent.parent / "builtin" / "session.toml"
#: The name under which what was read of it is kept.
NAME = "verified"
_MINUTES_OF_ONE_MORE = 30


@frozen
class Settings:
    """The numbers and words of `session.toml` that a timeline can be held against.

    Attributes:
        talk: What is said on the clock while no hands work.
        lengths: The tabled lengths of a session, shortest first.
        severities: Severity to the length of a session, in minutes.
    """

    least_technique_minutes: float
    least_block_minutes: float
    half_of_core_percent: float
    turn_minutes: float
    clearance_days: int
    strong: Selector
    closing: Selector
    calm: Selector
    talk: Mapping[str, str]
    lengths: tuple[Mapping[str, float], ...]
    severities: Mapping[str, int]

    def budget(self, name: str, minutes: float) -> Fraction:
        """Give a budget of a session's length: linear between the tabled lengths.

        Under the shortest it keeps its share of it; over the longest it stays.
        """
        rows = self.lengths
        length = Fraction(minutes)
        if length <= rows[0]["minutes"]:
            return Fraction(rows[0][name]) * length / Fraction(rows[0]["minutes"])
        for low, high in pairwise(rows):
            if length <= high["minutes"]:
                part = (length - Fraction(low["minutes"])) / Fraction(
                    high["minutes"] - low["minutes"]
                )
                return Fraction(low[name]) + part * Fraction(high[name] - low[name])
        return Fraction(rows[-1][name])

    def most(self, name: str, minutes: float) -> int:
        """Give the most turns or techniques of a session: one more for each 30 minutes over.

        A session shorter than the shortest tabled has as many as that one.
        """
        tabled = max(self.lengths[0]["minutes"], minutes)
        over = tabled - self.lengths[-1]["minutes"]
        return ceil(self.budget(name, tabled)) + max(0, floor(over / _MINUTES_OF_ONE_MORE))


def half_up(minutes: Fraction | float) -> float:
    """Round minutes up to half minutes."""
    return ceil(2 * minutes) / 2


@cache
def load_settings() -> Settings:
    """Read the numbers of a session."""
    said: dict[str, Any] = shelf(FILE).get(NAME, dict, read_written)
    return Settings(
        least_technique_minutes=said["least_technique_minutes"],
        least_block_minutes=said["least_block_minutes"],
        half_of_core_percent=said["half_of_core_percent"],
        turn_minutes=said["turn_minutes"],
        clearance_days=said["clearance_days"],
        strong=_selector(said["strong"]),
        closing=_selector(said["closing"]),
        calm=_selector(said["calm"]),
        talk=said["talk"],
        lengths=tuple(sorted(said["lengths"], key=lambda row: float(row["minutes"]))),
        severities=said["minutes_by_severity"],
    )


def read_written() -> dict[str, Any]:
    """Read `session.toml` as it is written."""
    import tomllib

    return tomllib.loads(FILE.read_text("utf-8"))


def _selector(said: Mapping[str, Any]) -> Selector:
    words: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in said.items()}
    return Selector(**words)

"""The numbers of the model: budgets of a session and weights, read from the built-in pack's data."""

from collections.abc import Mapping
from functools import cache
from math import ceil
from pathlib import Path

from palpate.compiled import shelf
from palpate.model.work import Selector
from palpate.record import frozen

HALF_MINUTES = 2
FILE = Path(__file__).parent.parent / "builtin" / "session.toml"
#: The name under which what was read of it is kept.
NAME = "settings"


@frozen
class Length:
    """The budget of one tabled session length, in minutes.

    Attributes:
        opening: Check-in, consent, short assessment, positioning at a later visit.
        first_opening: The same at a first visit.
        closing: Re-test, aftercare, documentation.
        closing_strokes: Least minutes of closing where strong work was done.
        turns: Most changes of position.
        techniques: Most techniques.
    """

    minutes: int
    opening: int
    first_opening: int
    closing: int
    first_closing: int
    closing_strokes: int
    turns: int
    techniques: int


@frozen
class Budget:
    """What one session has to spend, in half minutes."""

    minutes: float
    opening: int
    closing: int
    hands_on: int
    closing_strokes: int
    turns: int
    techniques: int


@frozen
class Settings:
    """Every constant that the engine reads; each is named in `builtin/session.toml`."""

    lengths: tuple[Length, ...]
    minutes_by_severity: Mapping[str, int]
    importance: Mapping[str, int]
    grade: Mapping[str, int]
    role: Mapping[str, int]
    later_diagnosis_percent: int
    least_technique_minutes: int
    least_block_minutes: int
    least_treating_minutes: int
    half_of_core_percent: int
    turn_minutes: int
    rest_weight: int
    clearance_days: int
    search_nodes: int
    strong: Selector
    closing: Selector
    calm: Selector
    talk: Mapping[str, str]
    frame_sequence: str

    def budget(self, minutes: int, first_visit: bool) -> Budget:
        """Work out what a session of this length has to spend.

        Between the tabled lengths every number is linear, rounded up to half minutes; under the
        shortest, opening and closing keep their share of it; over the longest they stay, with one
        more turn and technique for each 30 minutes.

        Args:
            minutes: Length of the session.
            first_visit: Whether the opening is the longer one.
        """
        shortest, longest = self.lengths[0], self.lengths[-1]
        upper = next((x for x in self.lengths if x.minutes >= minutes), longest)
        lower = next((x for x in reversed(self.lengths) if x.minutes <= minutes), shortest)

        def between(name: str) -> int:
            low, high = int(getattr(lower, name)), int(getattr(upper, name))
            if minutes < shortest.minutes:
                return ceil(HALF_MINUTES * low * minutes / shortest.minutes)
            if lower is upper:
                return HALF_MINUTES * low
            part = (minutes - lower.minutes) / (upper.minutes - lower.minutes)
            return ceil(HALF_MINUTES * (low + part * (high - low)))

        opening = between("first_opening" if first_visit else "opening")
        closing = between("first_closing" if first_visit else "closing")
        more = max(0, minutes - longest.minutes) // 30
        return Budget(
            minutes=minutes,
            opening=opening,
            closing=closing,
            hands_on=HALF_MINUTES * minutes - opening - closing,
            closing_strokes=between("closing_strokes"),
            turns=lower.turns + more,
            techniques=lower.techniques + more,
        )


@cache
def load_settings() -> Settings:
    """Read the built-in settings."""
    return shelf(FILE).get(NAME, Settings, read_settings)


def read_settings() -> Settings:
    """Read `session.toml`."""
    from palpate.reading import read_as  # noqa: PLC0415 - not where the file was read before

    return read_as(FILE, Settings)

"""Makes a step gentler for those who bear less; what and for whom stands in `gentle.toml`."""

from functools import cache
from pathlib import Path

from attrs import evolve

from palpate.compiled import shelf
from palpate.model.patient import Patient
from palpate.model.sequence import Step
from palpate.model.technique import Range
from palpate.record import frozen

FILE = Path(__file__).parent / "gentle.toml"
#: The name under which what was read of it is kept.
NAME = "gentle"


@frozen
class Gentle:
    """How work is made gentler with some factors."""

    factors: tuple[str, ...]
    hold_percent: int
    repetitions_percent: int
    caution: str


@frozen
class Gentles:
    """The file `gentle.toml`."""

    gentle: tuple[Gentle, ...]


@cache
def load() -> tuple[Gentle, ...]:
    """Read the file."""
    return shelf(FILE).get(NAME, Gentles, read_gentles).gentle


def read_gentles() -> Gentles:
    """Read `gentle.toml`."""
    from palpate.reading import read_as  # noqa: PLC0415 - not where the file was read before

    return read_as(FILE, Gentles)


def gentle(step: Step, patient: Patient) -> Step:
    """Shorten holds and repetitions, and add the caution, for each that applies."""
    given = {item.factor for item in patient.factors}
    for rule in load():
        if given.intersection(rule.factors) and step.purpose == "treat":
            step = evolve(
                step,
                hold_seconds=_part(step.hold_seconds, rule.hold_percent),
                repetitions=_part(step.repetitions, rule.repetitions_percent),
                cautions=(*step.cautions, rule.caution),
            )
    return step


def _part(value: Range | None, percent: int) -> Range | None:
    """Take a part of a range, in whole numbers, never under one."""
    if value is None:
        return None
    least, typical, most = (
        max(min(1, x), x * percent // 100) for x in (value.least, value.typical, value.most)
    )
    return Range(least, typical, most)

"""A patient's file: TOML or JSON, read strictly; no name is asked for and nothing is stored."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from attrs import frozen

from palpate.cli import values
from palpate.errors import ContentError
from palpate.errors import Problem
from palpate.errors import RequestError
from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.scales import Severity
from palpate.model.scales import Side
from palpate.model.scales import Stage
from palpate.reading import read_as

VERSION = 1
LARGEST = 256 * 1024


@frozen
class FileFactor:
    """A factor in a patient's file; `since` is `6w`, `3d` or a date."""

    id: str
    site: str | None = None
    since: str | None = None


@frozen
class FileClearance:
    """A record of clearance in a patient's file; dates as text."""

    what: str
    on: str
    by: str = ""
    allowed: tuple[str, ...] = ()
    valid_until: str | None = None


@frozen
class PatientFile:
    """A patient's file.

    Attributes:
        version: 1.
        onset: Days, `6w` or a date.
        avoid: Regions, with a side in front where it is one side.
    """

    version: int
    age: int | None = None
    sex: str | None = None
    stage: str | None = None
    onset: str | None = None
    severity: Severity | None = None
    side: Side | None = None
    regions: tuple[str, ...] = ()
    max_pressure: int | None = None
    no_positions: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    no_consent: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    factor: tuple[FileFactor, ...] = ()
    cleared: tuple[FileClearance, ...] = ()

    def patient(self, today: date) -> Patient:
        """Make it a patient on the day of the session."""
        return Patient(
            age=self.age,
            sex=self.sex,
            stage=_stage(self.stage),
            onset_days=values.days_since(self.onset, today, "onset") if self.onset else None,
            severity=self.severity,
            side=self.side,
            regions=self.regions,
            max_pressure=self.max_pressure,
            no_positions=self.no_positions,
            avoid=tuple(values.place(text) for text in self.avoid),
            no_consent=self.no_consent,
            goals=self.goals,
            denied=self.denied,
            factors=tuple(_factor(f, today) for f in self.factor),
            cleared=tuple(_clearance(c) for c in self.cleared),
        )


def _stage(text: str | None) -> Stage | None:
    from palpate.cli.request import stage  # noqa: PLC0415

    return stage(text) if text else None


def _factor(given: FileFactor, today: date) -> GivenFactor:
    site = values.place(given.site) if given.site else None
    days = values.days_since(given.since, today, "since") if given.since else None
    return GivenFactor(given.id, site, days)


def _clearance(given: FileClearance) -> Clearance:
    until = values.day(given.valid_until, "valid_until") if given.valid_until else None
    return Clearance(given.what, values.day(given.on, "on"), given.by, given.allowed, until)


def read(path: str, today: date) -> Patient:
    """Read a patient's file; `-` is standard input.

    Raises:
        ContentError: It isn't TOML or JSON, or holds what a patient's file doesn't; with lines.
    """
    name, text = _text(path)
    if text.lstrip().startswith("{"):
        return _from_json(name, text, today)
    return _checked(name, _from_toml(name, text)).patient(today)


def _text(path: str) -> tuple[str, str]:
    if path == "-":
        return "standard input", sys.stdin.read(LARGEST)
    try:
        with Path(path).open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise RequestError(path, "is larger than 256 kB")
        return path, data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RequestError(path, "isn't UTF-8 text") from None
    except OSError as error:
        raise RequestError(path, f"can't be read: {error.strerror}") from None


def _from_toml(name: str, text: str) -> PatientFile:
    import tempfile  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "patient.toml"
        place.write_text(text, encoding="utf-8")
        return read_as(place, PatientFile, name)


def _from_json(name: str, text: str, today: date) -> Patient:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise ContentError((Problem(name, error.lineno, "", f"not JSON: {error.msg}"),)) from None
    except RecursionError:
        raise ContentError((Problem(name, 1, "", "nested too deeply"),)) from None
    import cattrs  # noqa: PLC0415 - only reading needs it

    converter = cattrs.Converter(forbid_extra_keys=True)
    for kind in (int, str):
        converter.register_structure_hook(kind, _exactly)
    try:
        return _checked(name, converter.structure(data, PatientFile)).patient(today)
    except (ContentError, RequestError):
        raise
    except Exception as error:  # noqa: BLE001 - cattrs raises groups of many kinds
        found = cattrs.transform_error(error)
        raise ContentError(tuple(Problem(name, _line(text, what), "", what) for what in found)) from None


def _exactly(value: Any, kind: type) -> Any:  # noqa: ANN401
    if type(value) is not kind:
        raise TypeError(f"needs {kind.__name__}, not {value!r:.40}")
    return value


def _line(text: str, what: str) -> int:
    """Find the line of the key that a message names, as well as can be."""
    for word in what.replace("'", " ").replace(".", " ").replace("@", " ").split():
        at = text.find(f'"{word.strip(",:")}"')
        if at >= 0:
            return text.count("\n", 0, at) + 1
    return 1


def _checked(name: str, found: PatientFile) -> PatientFile:
    if found.version != VERSION:
        raise ContentError((Problem(name, 1, "", f"version {found.version} isn't known; this is version 1"),))
    return found

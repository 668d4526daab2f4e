"""A patient's file: TOML or JSON, read strictly; no name is asked for and nothing is stored."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from typing import TypeVar

from attrs import frozen

from palpate.cli import bounds
from palpate.cli import values
from palpate.cli.json_document import parse_json
from palpate.combine import words
from palpate.errors import ContentError
from palpate.errors import RequestError
from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.model.patient import Visit
from palpate.model.scales import Severity
from palpate.model.scales import Side
from palpate.reading import Reader
from palpate.reading.keys import KeyPath
from palpate.reading.toml import Document
from palpate.reading.toml import parse_document
from palpate.vocabulary import Vocabulary

T = TypeVar("T")

VERSION = 1
LARGEST = 256_000
STANDARD_INPUT = "-"


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
class FileVisit:
    """The visit before, in a patient's file.

    Attributes:
        on: Its day.
        note: What was done then and how it went; no name.
    """

    on: str
    note: str = ""
    denied: tuple[str, ...] = ()
    factor: tuple[FileFactor, ...] = ()
    cleared: tuple[FileClearance, ...] = ()


@frozen
class PatientFile:
    """A patient's file.

    Attributes:
        version: 1.
        as_of: The day on which all of this was said.
        onset: Days, `6w` or a date.
        in_question: Factors that are asked about until they are given or denied.
        avoid: Regions, with a side in front where it is one side.
    """

    version: int
    as_of: str | None = None
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
    in_question: tuple[str, ...] = ()
    factor: tuple[FileFactor, ...] = ()
    cleared: tuple[FileClearance, ...] = ()
    last_visit: FileVisit | None = None


#: Lists of words: the kind of the vocabulary, and what one of it is called.
LISTS = {
    "regions": ("regions", "region"),
    "no_positions": ("positions", "position"),
    "no_consent": ("consents", "kind of consent"),
    "goals": ("goals", "goal"),
    "denied": ("factors", "factor"),
    "in_question": ("factors", "factor"),
}


def read(path: str, today: date, vocabulary: Vocabulary) -> Patient:
    """Read a patient's file; `-` is standard input.

    Args:
        today: The day of the session.
        vocabulary: The words that it may use.

    Raises:
        RequestError: It can't be read at all.
        ContentError: It isn't TOML or JSON, or holds what a patient's file doesn't; with lines.
    """
    name = "standard input" if path == STANDARD_INPUT else path
    reader = Reader(_document(_bytes(path, name), name))
    entry = reader.entry((), PatientFile)
    patient = None
    if entry.value is not None:
        patient = _Making(reader, today, vocabulary).patient(entry.value)
    if patient is None or reader.problems:
        raise ContentError(tuple(sorted(reader.problems, key=lambda problem: problem.line)))
    return patient


def _bytes(path: str, name: str) -> bytes:
    try:
        if path == STANDARD_INPUT:
            content = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(path).open("rb") as file:
                content = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise RequestError(
            name, f"can't be read: {getattr(error, 'strerror', '') or error}"
        ) from None
    if len(content) > LARGEST:
        raise RequestError(name, f"is larger than {LARGEST // 1000} kB")
    return content


def _document(content: bytes, name: str) -> Document:
    """Read TOML, or JSON where the text begins as JSON does."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{":
        return parse_document(content, name)
    try:
        return parse_json(content.decode("utf-8-sig"), name)
    except UnicodeDecodeError:
        raise RequestError(name, "isn't UTF-8 text") from None


class _Making:
    """Makes a patient of what a file says, and keeps what is wrong with its line."""

    def __init__(self, reader: Reader, today: date, vocabulary: Vocabulary) -> None:
        self._reader = reader
        self._today = today
        self._vocabulary = vocabulary

    def patient(self, file: PatientFile) -> Patient:
        """Make the patient; what can't be made is None, and reported."""
        if file.version != VERSION:
            self._reader.wrong(("version",), f"isn't known; this is version {VERSION}", "version")
        if file.stage is not None and file.onset is not None:
            self._reader.wrong(("stage",), "contradicts onset; say one of them", "contradiction")
        for name, (kind, said) in LISTS.items():
            for index, word in enumerate(getattr(file, name)):
                self._try((name, index), self._known, word, kind, said)
        return Patient(
            age=self._said("age", file.age, values.within, bounds.AGES, "age"),
            sex=self._said("sex", file.sex, values.one_of, bounds.SEXES, "sex"),
            stage=self._said("stage", file.stage, values.stage),
            onset_days=self._said("onset", file.onset, values.days_since, self._today, "it"),
            severity=file.severity,
            side=self._said("side", file.side, values.one_of, bounds.SIDES, "side"),  # type: ignore[arg-type]
            regions=file.regions,
            max_pressure=self._said(
                "max_pressure", file.max_pressure, values.within, bounds.PRESSURES, "max_pressure"
            ),
            no_positions=file.no_positions,
            avoid=tuple(
                place
                for index, text in enumerate(file.avoid)
                if (place := self._try(("avoid", index), self._place, text))
            ),
            no_consent=file.no_consent,
            goals=file.goals,
            denied=file.denied,
            in_question=file.in_question,
            factors=self._factors((), file.factor),
            cleared=self._clearances((), file.cleared),
            as_of=self._said("as_of", file.as_of, self._past, self._today),
            last_visit=self._visit(file),
        )

    def _visit(self, file: PatientFile) -> Visit | None:
        """Make the visit before; it lies before the day on which the rest was said."""
        then = file.last_visit
        if then is None:
            return None
        at: KeyPath = ("last_visit",)
        for index, word in enumerate(then.denied):
            self._try((*at, "denied", index), self._known, word, *LISTS["denied"])
        on = self._try((*at, "on"), self._past, then.on, self._today)
        factors = self._factors(at, then.factor)
        cleared = self._clearances(at, then.cleared)
        if on is None:
            return None
        said = self._said("as_of", file.as_of, values.day, "it") if file.as_of else None
        if said and on >= said:
            self._reader.wrong((*at, "on"), f"isn't before as_of, {said}", "value")
        return Visit(on, then.note, factors, then.denied, cleared)

    def _past(self, text: str, today: date) -> date:
        found = values.day(text, "it")
        if found > today:
            raise RequestError(text, f"lies after the session on {today}")
        return found

    def _try(self, path: KeyPath, make: Callable[..., T], *arguments: Any) -> T | None:
        """Make a value; report what is wrong at the line where it was written."""
        try:
            return make(*arguments)
        except RequestError as error:
            self._reader.wrong(path, str(error), "value")
            return None

    def _said(self, name: str, value: Any, make: Callable[..., T], *arguments: Any) -> T | None:
        return None if value is None else self._try((name,), make, value, *arguments)

    def _known(self, word: str, kind: str, said: str) -> None:
        """Check a word; a factor may be an ICD-10-CM code."""
        by_code = kind == LISTS["denied"][0] and words.looks_like_code(word)
        if by_code and words.factors_of_code(word, self._vocabulary):
            return
        words.require(word, getattr(self._vocabulary, kind), said)

    def _place(self, text: str) -> Place:
        place = values.place(text)
        self._known(place.region, *LISTS["regions"])
        return place

    def _factors(self, at: KeyPath, given: tuple[FileFactor, ...]) -> tuple[GivenFactor, ...]:
        return tuple(self._factor((*at, "factor", i), each) for i, each in enumerate(given))

    def _factor(self, at: KeyPath, given: FileFactor) -> GivenFactor:
        # A code that only raises questions is a way to say so; what is denied is named.
        if not words.asked_by(given.id, self._vocabulary):
            self._try((*at, "id"), self._known, given.id, *LISTS["denied"])
        site = self._try((*at, "site"), self._place, given.site) if given.site is not None else None
        days = None
        if given.since is not None:
            days = self._try((*at, "since"), values.days_since, given.since, self._today, "it")
        return GivenFactor(given.id, site, days)

    def _clearances(self, at: KeyPath, given: tuple[FileClearance, ...]) -> tuple[Clearance, ...]:
        made = (self._clearance((*at, "cleared", i), each) for i, each in enumerate(given))
        return tuple(record for record in made if record)

    def _clearance(self, at: KeyPath, given: FileClearance) -> Clearance | None:
        on = self._try((*at, "on"), values.day, given.on, "it")
        until = None
        if given.valid_until is not None:
            until = self._try((*at, "valid_until"), values.day, given.valid_until, "it")
        return Clearance(given.what, on, given.by, given.allowed, until) if on else None

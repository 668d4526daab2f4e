"""Readers fed with anything: only the program's own errors come out, and never a traceback."""

import json
import os
import string
import tempfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from palpate.authoring.table import read_table
from palpate.cli import patient_file
from palpate.combine import combine
from palpate.combine.pipeline import understand
from palpate.errors import PalpateError
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Request
from palpate.reading.toml import parse_document
from palpate.registry import Packs
from palpate.registry import load_packs
from palpate.render.json import read as read_protocol
from palpate.render.json import render
from palpate.verify import verify
from palpate.vocabulary import load_vocabulary

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 3, 31)
VOCABULARY = load_vocabulary()
#: Words and marks that readers know, so that what is drawn comes far.
TOKENS = st.sampled_from(
    [
        *"[]{}=.,#\"'\n\r\t\\:+-_0123456789",
        '"""',
        "'''",
        "[[",
        "]]",
        "version",
        "version = 1\n",
        "factor",
        "[[factor]]\n",
        "cleared",
        "last_visit",
        "id",
        "since",
        "site",
        "on",
        "true",
        "inf",
        "nan",
        "1e999",
        "0x",
        "2026-03-31",
        "2026-02-30",
        "1979-05-27T07:32:00Z",
        "\\u0000",
        "\\ud800",
        "\u2028",
        "\u202e",
        "\x00",
        "\x1b[2J",
        "é",
        "\U0001f600",
        "anticoagulant",
        "left-calf",
        "6w",
        "99999999d",
        "9" * 400,
        "[" * 60,
    ]
)
TEXTS = st.lists(TOKENS | st.text(max_size=4), max_size=40).map("".join)
BYTES = st.binary(max_size=200) | TEXTS.map(lambda t: t.encode("utf-8", "surrogatepass"))
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["2026-03-31", "6w", "left-calf", "anticoagulant", "R60.0", "M54.31"])
)
KEYS = st.sampled_from(
    [
        "version",
        "age",
        "factor",
        "cleared",
        "id",
        "since",
        "site",
        "on",
        "what",
        "denied",
        "last_visit",
        "as_of",
        "schema",
        "steps",
        "request",
        "screening",
        "onset",
        "x",
    ]
)
JSONS = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)
NUMBERS = st.sampled_from([-1, 0, 0.5, 1e308, 10**30, float("nan"), float("inf"), 99])
DATES = st.sampled_from(["2026-03-31", "0001-01-01", "9999-12-31", "2026-13-01", "x"])
FAST: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def cut(words: bytes, start: int, length: int, instead: bytes, twice: bool) -> bytes:
    """Spoil a text: leave a piece out, put another in, or say a piece twice."""
    start %= len(words) + 1
    piece = words[start : start + length]
    return words[:start] + instead + (piece * 2 if twice else b"") + words[start + length :]


def spoilt(originals: list[bytes]) -> st.SearchStrategy[bytes]:
    """Give real files with one place or several spoilt."""
    one = st.builds(
        lambda start, length, instead, twice: lambda text: cut(text, start, length, instead, twice),
        st.integers(0, 20_000),
        st.sampled_from([0, 1, 2, 5, 20, 200]),
        BYTES.map(lambda b: b[:20]),
        st.booleans(),
    )

    def apply(original: bytes, changes: list[Callable[[bytes], bytes]]) -> bytes:
        for change in changes:
            original = change(original)
        return original

    return st.builds(apply, st.sampled_from(originals), st.lists(one, min_size=1, max_size=3))


def in_a_file(content: bytes, read: Callable[[Path], Any], name: str = "file") -> None:
    """Write a file, read it; an error of the program's own is an answer."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / name
        place.write_bytes(content)
        try:
            read(place)
        except PalpateError as error:
            assert str(error)


def a_patient(content: bytes) -> None:
    """Read a patient's file."""
    in_a_file(content, lambda place: patient_file.read(str(place), TODAY, VOCABULARY))


def a_pack(content: bytes, where: str) -> None:
    """Load a pack of which one file holds these bytes; the others are as they are."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "pack"
        sequences = folder / "sequences"
        sequences.mkdir(parents=True)
        for name in ("technique.toml", "references.toml", "contraindications.toml"):
            (folder / name).write_bytes(PACK[name])
        (sequences / "sciatica.toml").write_bytes(PACK["sequences/sciatica.toml"])
        (folder / where).write_bytes(content)
        packs = load_packs([folder], entry_points=False)
        assert all(str(problem) for problem in packs.problems)
        packs.contents({})


def _pack() -> dict[str, bytes]:
    folder = ROOT / "plugins/myofascial/src/palpate_myofascial"
    names = (
        "technique.toml",
        "references.toml",
        "contraindications.toml",
        "sequences/sciatica.toml",
    )
    return {name: (folder / name).read_bytes() for name in names}


PACK = _pack()
PATIENTS = [
    block.encode()
    for part in (ROOT / "docs/patient-files.md").read_text(encoding="utf-8").split("```")[1::2]
    for language, _, block in [part.partition("\n")]
    if language in ("toml", "json")
]


@cache
def made() -> tuple[Packs, str]:
    """Give a protocol that was really made, and the packs that it was made from."""
    folders = sorted(p for p in (ROOT / "plugins").iterdir() if p.is_dir())
    packs = load_packs(folders, entry_points=False)
    patient = Patient(stage="chronic", age=30, factors=(GivenFactor("anticoagulant"),))
    request = Request(("sciatica",), TODAY, patient, techniques=("myofascial",))
    return packs, render(combine(request, packs))


@st.composite
def changed_protocols(draw: st.DrawFn) -> str:
    """Give a real protocol with some of its values changed, dropped or said twice."""
    data = json.loads(made()[1])
    for _ in range(draw(st.integers(1, 3))):
        here: Any = data
        while True:
            keys = list(here) if isinstance(here, dict) else list(range(len(here)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            if isinstance(here[key], (dict, list)) and here[key] and draw(st.integers(0, 3)):
                here = here[key]
                continue
            how = draw(st.sampled_from(["other", "drop", "number", "date"]))
            if how == "drop":
                del here[key]
            else:
                others = {"other": JSONS, "number": NUMBERS, "date": DATES}
                here[key] = draw(others[how])
            break
    return json.dumps(data)


def as_protocol(content: bytes) -> None:
    """Read a protocol from bytes, as `verify` does."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return
    try:
        read_protocol(text)
    except PalpateError as error:
        assert str(error)


def as_document(content: bytes) -> None:
    """Read TOML with its places."""
    try:
        parse_document(content, "file.toml")
    except PalpateError as error:
        assert str(error)


def as_table(content: bytes) -> None:
    """Read a table of steps."""
    in_a_file(content, read_table, "table.csv")


TABLE = b"sequence,step,instruction,manoeuvres,minutes,regions\nsciatica,warm,Stroke.,effleurage,3,calf\n"
#: What is read, from what, and how many cases by day and by night.
READERS: dict[str, tuple[Callable[[bytes], None], st.SearchStrategy[bytes], int]] = {
    "toml": (as_document, BYTES, 300),
    "patient": (a_patient, BYTES, 200),
    "patient-json": (a_patient, JSONS.map(lambda d: json.dumps(d).encode()), 200),
    "patient-spoilt": (a_patient, spoilt(PATIENTS), 150),
    "protocol": (as_protocol, JSONS.map(lambda d: json.dumps(d).encode()), 100),
    "table": (as_table, BYTES | spoilt([TABLE]), 150),
    **{
        f"pack-{name}": ((lambda content, name=name: a_pack(content, name)), spoilt([text]), 8)
        for name, text in PACK.items()
    },
}


def tried(name: str, cases: int) -> None:
    """Feed a reader."""
    read, contents, _ = READERS[name]

    @settings(max_examples=cases, **FAST)
    @given(content=contents)
    @example(content=b"")
    @example(content=b"\xff\xfe")
    @example(content=b"{")
    @example(content=b"\xef\xbb\xbf{}")
    @example(content=b"[" * 5000)
    @example(content=b'{"a":' * 5000)
    @example(content=b"a = " + b"[" * 5000)
    @example(content=b"a = " + b"{a=" * 2000)
    @example(content=b"a" + b".a" * 5000 + b" = 1")
    @example(content=b"version = 1\nage = " + b"9" * 5000)
    @example(content=b"x" * 300_000)
    def feed(content: bytes) -> None:
        read(content)

    feed()


@pytest.mark.parametrize("name", READERS)
def test_a_reader_takes_anything(name: str) -> None:
    """Bytes, words, nested values, real files with a piece spoilt: read, or refused in words."""
    tried(name, READERS[name][2])


@pytest.mark.nightly
@pytest.mark.parametrize("name", READERS)
def test_a_reader_takes_anything_for_long(name: str) -> None:
    """The same with many times the cases; FUZZ_TIMES says how many."""
    tried(name, READERS[name][2] * int(os.environ.get("FUZZ_TIMES", "50")))


def checked(text: str) -> None:
    """Read a protocol, hold it to every invariant and plan it again, as `palpate verify` does."""
    packs = made()[0]
    try:
        saved = read_protocol(text)
        assert all(isinstance(sentence, str) for sentence in verify(saved, packs))
        understand(saved.request, packs)
    except PalpateError as error:
        assert str(error)


@settings(max_examples=50, **FAST)
@given(text=changed_protocols())
def test_a_changed_protocol_is_refused_in_words(text: str) -> None:
    """Values of other kinds, dates out of reach, numbers that are none: a sentence, never a traceback."""
    checked(text)


@pytest.mark.nightly
@settings(max_examples=5000, **FAST)
@given(text=changed_protocols())
def test_a_changed_protocol_is_refused_for_long(text: str) -> None:
    """The same, longer."""
    checked(text)


def test_the_oracle_speaks() -> None:
    """A reader that raises anything else is found out."""

    def raising(_: Path) -> None:
        raise KeyError(string.digits)

    with pytest.raises(KeyError):
        in_a_file(b"", raising)

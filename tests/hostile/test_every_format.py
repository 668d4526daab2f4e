"""No format lets through a character that steers a terminal, turns a line round, or forges one."""

import importlib.util
import json
import tomllib
from datetime import date
from importlib import import_module
from pathlib import Path
from types import ModuleType
from unicodedata import category

import pytest
from attrs import evolve
from hostile_session import REQUEST

from palpate.cli.patient_write import patient_file
from palpate.combine import combine
from palpate.model.patient import Clearance
from palpate.model.patient import Patient
from palpate.model.patient import Visit
from palpate.model.protocol import Protocol
from palpate.registry import Packs
from palpate.render.json import read
from palpate.render.safe import escaped
from palpate.render.safe import printable

#: Every control, format and direction character, the separators, surrogates, private and unassigned ones.
UNSAFE = [
    chr(code)
    for code in (*range(0x2100), *range(0xFE00, 0xFE10), 0xFEFF, *range(0xFFF0, 0x10000), 0xE0001)
    if category(chr(code))[0] == "C" or category(chr(code)) in ("Zl", "Zp")
]
LINE_ENDS = {"text": "\n", "ics": "\r\n"}


def worst_text() -> ModuleType:
    """Import the protocol of worst texts that the documents are tried with."""
    place = Path(__file__).parents[1] / "documents" / "worst_text.py"
    spec = importlib.util.spec_from_file_location("worst_text", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def worst(five: Packs) -> Protocol:
    """Give a protocol in whose every text the worst stands, every unsafe character included."""
    module = worst_text()
    module.WORST += "".join(c for c in UNSAFE if not "\ud800" <= c <= "\udfff")
    protocol = module.hostile(combine(REQUEST, five))
    # Contacts and measures are words of the vocabulary; no other is read or planned.
    steps = tuple(evolve(step, contact="") for step in protocol.steps)
    course = evolve(protocol.course, outcome_measures=())
    return evolve(protocol, steps=steps, course=course)  # type: ignore[no-any-return]


FORMATS = ("text", "markdown", "json", "html", "fhir", "ics", "soap")


def test_every_format_is_here(five: Packs) -> None:
    """A format that is added is tried too."""
    assert {each.name for each in five.output_formats()} == set(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_no_unsafe_character_gets_out(five: Packs, worst: Protocol, name: str) -> None:
    """Of the characters that steer, turn or separate none stands in any document but as its line end."""
    found = next(each for each in five.output_formats() if each.name == name)
    module, _, function = found.render.partition(":")
    for options in ({}, {"explain": True, "colour": False}):
        document = getattr(import_module(module), function)(worst, five.vocabulary, **options)
        left = set(UNSAFE) & set(document.replace("\r\n", "\n") if name == "ics" else document)
        assert left <= {"\n"}, {f"{ord(c):04x}" for c in left}
        assert len(document) > 1000


def test_a_documents_json_reads_back_as_it_was(worst: Protocol) -> None:
    """What is escaped is the same text to whoever reads the JSON."""
    from palpate.render.json import render  # noqa: PLC0415

    assert read(render(worst)) == worst


def test_each_unsafe_character() -> None:
    """Replaced on a page, escaped in JSON; a line feed is left alone."""
    assert printable("a\nb") == "a\nb"
    for character in UNSAFE:
        if character != "\n":
            assert printable(f"a{character}b") == "a\N{REPLACEMENT CHARACTER}b"
            document = json.dumps({"a": f"x{character}y"}, ensure_ascii=False)
            assert character not in escaped(document)
            assert json.loads(escaped(document)) == {"a": f"x{character}y"}


def test_plain_text_is_left_alone() -> None:
    """Letters of any script, marks and signs pass as they are."""
    plain = "Größe 5-6 °, naïve, 中文, ไทย, עברית, العربية, 😀"
    assert printable(plain) == plain
    assert escaped(plain) == plain


def test_a_patients_file_holds_any_text() -> None:
    """What is written of a note or a name of any characters is a TOML file that reads back."""
    nasty = "".join(c for c in UNSAFE if not "\ud800" <= c <= "\udfff") + '"\\\'""" \n[[factor]]\n'
    record = Clearance("aaa", date(2026, 3, 1), by=nasty)
    then = Visit(date(2026, 3, 1), note=nasty)
    text = patient_file(Patient(cleared=(record,), last_visit=then), date(2026, 3, 31))
    data = tomllib.loads(text)
    assert data["cleared"][0]["by"] == nasty
    assert data["last_visit"]["note"] == nasty
    assert "factor" not in data

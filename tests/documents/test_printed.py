"""Each of the eight printed protocols exists in each format that the program offers."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from printed import DOCS
from printed import EIGHT
from printed import SCRIPT
from tools import tool

from palpate.model.protocol import Protocol
from palpate.registry import Packs
from palpate.render.json import to_data
from palpate.render.json_schema import protocol_schema
from palpate.verify import verify

PROTOCOLS = SCRIPT.parent / "protocols"


@pytest.mark.parametrize("name", EIGHT)
def test_it_has_a_session_and_is_verified(
    name: str, eight: dict[str, Protocol], packs: Packs
) -> None:
    """Status ready, and no invariant is broken."""
    assert eight[name].status == "ready", eight[name].warnings
    assert verify(eight[name], packs) == ()


@pytest.mark.parametrize("name", EIGHT)
def test_it_is_written_in_each_format(name: str, eight: dict[str, Protocol], packs: Packs) -> None:
    """Each format gives a document that ends with a line feed; docs/protocols holds it, as it is today."""
    written = dict(DOCS.documents(eight[name], packs))
    assert {"txt", "md", "html", "soap.txt", "ics", "fhir.json", "json"} <= set(written)
    assert len(written) == len(packs.output_formats())
    for suffix, document in written.items():
        assert document.endswith("\n")
        kept = PROTOCOLS / f"{name}.{suffix}"
        assert kept.read_bytes().decode() == document, f"run docs/make_content.py: {kept.name}"


def test_no_other_protocol_lies_there(packs: Packs) -> None:
    """docs/protocols holds the eight, each in each format, and nothing else."""
    assert len(EIGHT) == 8
    assert len(list(PROTOCOLS.iterdir())) == 8 * len(packs.output_formats())


def test_each_shows_the_code_of_its_region(eight: dict[str, Protocol], packs: Packs) -> None:
    """An ankle's sprain shows S93.4 wherever a code is read, and FHIR codes no prefix."""
    written = dict(DOCS.documents(eight["ankle-sprain-at-two-weeks"], packs))
    for suffix in ("txt", "md", "html", "soap.txt", "json"):
        assert "S93.4-" in written[suffix], suffix
    assert not any("S03.4" in document for document in written.values())
    assert "hl7.org/fhir/sid/icd-10-cm" not in written["fhir.json"]


def test_json_keeps_to_its_schema(every: dict[str, Protocol]) -> None:
    """By `jsonschema`; and the schema refuses what isn't so."""
    jsonschema = tool("jsonschema")
    schema = protocol_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    for name, protocol in every.items():
        assert [e.message for e in check.iter_errors(to_data(protocol))] == [], name
    good = to_data(every["sciatica"])
    bad: list[Mapping[str, Any]] = [
        {**good, "status": "nope"},
        {**good, "extra": 1},
        {**good, "steps": [{**good["steps"][0], "minutes": "4"}]},
        {key: value for key, value in good.items() if key != "screening"},
    ]
    assert not any(check.is_valid(each) for each in bad)


@pytest.mark.parametrize(
    ("name", "package"), [("html", "jinja2"), ("markdown", "jinja2"), ("ics", "icalendar")]
)
def test_a_missing_extra_is_one_clear_line(name: str, package: str, tmp_path: Path) -> None:
    """The command says what to install, and exits with 2."""
    code = (
        f"import sys; sys.modules['{package}'] = None\n"
        "from palpate.cli import main\n"
        f"main(['plan', 'sciatica', '--date', '2026-11-22', '--format', '{name}'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines()[0] == (
        f"error: {name}: needs {package}; install it with: pip install 'palpate[documents]'"
    )


def test_a_plain_plan_imports_none_of_them(tmp_path: Path) -> None:
    """The extras cost a plain `plan` nothing."""
    code = (
        "import sys\nfrom palpate.cli import run\n"
        "run(['plan', 'sciatica', '--date', '2026-11-22'])\n"
        "heavy = {'jinja2', 'icalendar', 'markupsafe', 'palpate.render.html', 'palpate.render.fhir'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (0, "")

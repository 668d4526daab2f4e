"""Each of the eight printed protocols exists in each format that the program offers."""

import subprocess
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from conftest import ARTEFACTS
from printed import EIGHT

from palpate.model.protocol import Protocol
from palpate.registry import Packs
from palpate.render.json import to_data
from palpate.render.json_schema import protocol_schema
from palpate.verify import verify

SUFFIX = {"markdown": "md", "text": "txt", "soap": "txt", "fhir": "json"}


@pytest.mark.parametrize("name", EIGHT)
def test_it_has_a_session_and_is_verified(
    name: str, eight: dict[str, Protocol], packs: Packs
) -> None:
    """Status ready, and no invariant is broken."""
    assert eight[name].status == "ready", eight[name].warnings
    assert verify(eight[name], packs) == ()


@pytest.mark.parametrize("name", EIGHT)
def test_it_is_written_in_each_format(name: str, eight: dict[str, Protocol], packs: Packs) -> None:
    """Each format of the hook gives a document that ends with a line feed; all are kept."""
    formats = packs.output_formats()
    assert {f.name for f in formats} >= {"text", "markdown", "json", "html", "fhir", "ics", "soap"}
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    for each in formats:
        module, _, function = each.render.partition(":")
        document = getattr(import_module(module), function)(eight[name], packs.vocabulary)
        assert document.endswith("\n")
        path = ARTEFACTS / f"{name}-{each.name}.{SUFFIX.get(each.name, each.name)}"
        path.write_text(document, encoding="utf-8", newline="")


def test_json_keeps_to_its_schema(every: dict[str, Protocol]) -> None:
    """By `jsonschema`; and the schema refuses what isn't so."""
    jsonschema = pytest.importorskip("jsonschema")
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

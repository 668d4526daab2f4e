"""The site has every page, its reference is what the code says, and nothing in it comes from elsewhere."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from click import Context
from click import Group

import palpate
from palpate.cli import palpate as program

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SETTINGS = ROOT / "mkdocs.yml"


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    """The script that makes the reference."""
    spec = importlib.util.spec_from_file_location("make_program", DOCS / "make_program.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_current(reference: ModuleType) -> None:
    """docs/reference is what docs/make_program.py writes today."""
    stale = [
        path.name for path, text in reference.pages().items() if path.read_text("utf-8") != text
    ]
    assert stale == [], "run docs/make_program.py"


def test_every_command_and_option_is_in_the_reference() -> None:
    """Read apart from the script: each command has a heading, each option a row below it."""
    page = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    parts = dict(
        re.findall(r"^## (palpate[^\n]*)\n(.*?)(?=^## |\Z)", page, re.DOTALL | re.MULTILINE)
    )

    def look(command: Group, name: str) -> None:
        for each in command.list_commands(Context(command)):
            found = command.get_command(Context(command), each)
            assert found is not None
            for parameter in found.params:
                if parameter.param_type_name == "option" and not getattr(
                    parameter, "hidden", False
                ):
                    assert max(parameter.opts, key=len) in parts[f"{name} {each}"]
            if isinstance(found, Group):
                look(found, f"{name} {each}")

    look(program, "palpate")


def test_every_public_name_is_in_the_reference() -> None:
    """What may be imported from `palpate` has a heading."""
    page = (DOCS / "reference" / "python.md").read_text(encoding="utf-8")
    headings = set(re.findall(r"^### (\w+)$", page, re.MULTILINE))
    assert {name for name in palpate.__all__ if not name.startswith("__")} <= headings


def test_every_page_is_in_the_navigation() -> None:
    """No page is forgotten, and none is named that isn't there; the build says the same, later."""
    named = set(re.findall(r"[\w/-]+\.md\b", SETTINGS.read_text(encoding="utf-8")))
    assert named == {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}


def test_nothing_is_fetched() -> None:
    """Letters and scripts are the site's own."""
    settings = SETTINGS.read_text(encoding="utf-8")
    assert re.search(r"^  font: false\b", settings, re.MULTILINE)
    assert "http" not in settings
    for path in (DOCS / "assets").iterdir():
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?:|@import|url\((?!#)", text), path.name


def test_the_picture_can_be_read_in_the_dark_and_by_ear() -> None:
    """It has a ground of its own, colours for both schemes, a title and a description."""
    picture = (DOCS / "assets" / "architecture.svg").read_text(encoding="utf-8")
    assert 'class="ground"' in picture
    assert "prefers-color-scheme: dark" in picture
    assert "<title" in picture
    assert "<desc" in picture

"""The README is true: its examples are what the program prints, its commands are one line each."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from palpate.cli import packs as cli_packs
from palpate.registry import Packs

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"


@pytest.fixture
def examples(packs: Packs, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script that makes the examples, over the packs of this checkout."""
    monkeypatch.setattr(cli_packs, "load_packs", lambda *_, **__: packs)
    spec = importlib.util.spec_from_file_location(
        "make_examples", ROOT / "docs" / "make_examples.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_examples_are_current(examples: ModuleType) -> None:
    """Every example is what its command prints today; python docs/make_examples.py makes them again."""
    stale = []
    for name in examples.PAGES:
        page = (ROOT / name).read_text(encoding="utf-8")
        assert examples.EXAMPLE.search(page), name
        stale += [name] if examples.made(page) != page else []
    assert stale == [], "run docs/make_examples.py"


@pytest.mark.parametrize("name", ["first", "test"])
def test_commands_are_one_line(name: str) -> None:
    """Each of the two commands is one line of pip and venv."""
    page = README.read_text(encoding="utf-8")
    found = re.search(rf"<!-- command: {name} -->\n```sh\n(.*)\n```\n", page)
    assert found is not None
    assert found[1].startswith("python3 -m venv .venv && .venv/bin/pip install")


def test_no_line_of_the_pages_is_too_long() -> None:
    """An example's lines fit 80 columns as they do on a terminal."""
    page = README.read_text(encoding="utf-8")
    for block in re.findall(r"```text\n(.*?)```", page, re.DOTALL):
        shown = block.splitlines()[1:]
        assert max(map(len, shown)) <= 80

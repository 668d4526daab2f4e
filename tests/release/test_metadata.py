"""What the six distributions say of themselves, before any is built."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from palpate.model.technique import API_VERSION
from palpate.version import VERSION

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT / "core", *sorted(p for p in (ROOT / "plugins").iterdir() if (p / "src").is_dir())]
PACKS = FOLDERS[1:]
#: Versions of Python that the program is for; the workflow runs its tests with each.
PYTHONS = ("3.11", "3.12", "3.13")


def project(folder: Path) -> dict[str, Any]:
    """Give the [project] table of a distribution."""
    found: dict[str, Any] = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
    return found


def test_there_are_six() -> None:
    """The core and five packs."""
    assert len(FOLDERS) == 6


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_licence_authors_and_description(folder: Path) -> None:
    """Each says whose it is and under which licence, and carries the licence's text."""
    said = project(folder)
    assert said["license"] == "MIT"
    assert said["license-files"] == ["LICENSE"]
    assert said["authors"] == [{"name": "The palpate authors"}]
    assert said["description"]
    assert said["requires-python"] == ">=3.11"
    licence = (folder / "LICENSE").read_text(encoding="utf-8")
    assert licence == (ROOT / "LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_the_version_stands_in_one_place(folder: Path) -> None:
    """The core's is in version.py, a pack's in its pyproject.toml; nothing else repeats it."""
    said = project(folder)
    version = VERSION if folder.name == "core" else said["version"]
    assert ("version" in said) != ("version" in said.get("dynamic", ()))
    places = [
        path.relative_to(folder).as_posix()
        for path in (*folder.glob("*.toml"), *(folder / "src").rglob("*.py"))
        if f'"{version}"' in path.read_text(encoding="utf-8")
    ]
    assert places == ["src/palpate/version.py" if folder.name == "core" else "pyproject.toml"]


@pytest.mark.parametrize("folder", PACKS, ids=lambda p: p.name)
def test_packs_pin_the_api_and_no_patch_version(folder: Path) -> None:
    """A pack works with any core whose hook API it is written for: it says which, and no patch version."""
    said = project(folder)
    assert said["dependencies"] == ["palpate>=0.1,<1"]
    assert not re.search(r"\d+\.\d+\.\d+", " ".join(said["dependencies"]))
    (manifest,) = (folder / "src").glob("*/technique.toml")
    assert tomllib.loads(manifest.read_text("utf-8"))["format"] == API_VERSION == 1
    assert said["name"] == f"palpate-{folder.name.replace('_', '-')}"
    assert list(said["entry-points"]["palpate"]) == [folder.name.replace("_", "-")]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_each_has_a_changelog(folder: Path) -> None:
    """The core's stands at the top of the repository, a pack's beside it."""
    place = (ROOT if folder.name == "core" else folder) / "CHANGELOG.md"
    assert place.read_text(encoding="utf-8").startswith("# Changelog\n")


def test_every_dependency_has_its_reason() -> None:
    """A line of run-time dependencies says what it is for."""
    text = (ROOT / "core" / "pyproject.toml").read_text(encoding="utf-8")
    block = text.partition("\ndependencies = [")[2].partition("]")[0]
    lines = [line for line in block.splitlines() if line.strip()]
    assert lines
    assert all(re.search(r'",\s+# \S', line) for line in lines)


def test_the_same_pythons_everywhere() -> None:
    """Classifiers, workflow and the script of checks name the same versions of Python."""
    said = project(ROOT / "core")["classifiers"]
    python = "Programming Language :: Python :: "
    assert tuple(c.removeprefix(python) for c in said if c.startswith(python)) == PYTHONS
    workflow = (ROOT / ".github" / "workflows" / "checks.yml").read_text(encoding="utf-8")
    named = re.search(r"python: \[(.*)\]", workflow)
    assert named is not None
    assert tuple(re.findall(r"[\d.]+", named[1])) == PYTHONS
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert f"for python in {' '.join(PYTHONS)}; do" in script

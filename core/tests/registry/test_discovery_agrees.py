"""What is found installed is what `importlib.metadata` says, over odd ways to be installed."""

import sys
import zipfile
from collections.abc import Callable
from importlib.metadata import distributions
from pathlib import Path

import pytest

from palpate.present import GROUP
from palpate.present import canonical
from palpate.present import present

Found = tuple[str, str, str, str]


def metadata(folder: Path, name: str, version: str, points: str | None, kind: str = "dist") -> Path:
    """Write a distribution's metadata, as an installer leaves it."""
    info = folder / f"{name.replace('-', '_')}-{version}.{kind}-info"
    info.mkdir(parents=True)
    head = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n\nVersion: 99 of the text\n"
    (info / ("METADATA" if kind == "dist" else "PKG-INFO")).write_text(head, encoding="utf-8")
    if points is not None:
        (info / "entry_points.txt").write_text(points, encoding="utf-8")
    return info


ONE = "[console_scripts]\nx = y:z\n\n[palpate]\n# a comment\nstones = palpate_stones\n"


def nothing(folder: Path) -> None:
    """An empty folder."""


def plain(folder: Path) -> None:
    """One pack beside a package that is none."""
    metadata(folder, "palpate-stones", "1.0", ONE)
    metadata(folder, "click", "8.2", "[console_scripts]\na = b:c\n")
    metadata(folder, "attrs", "25.3", None)


def egg_info(folder: Path) -> None:
    """A pack as setuptools' develop mode leaves it."""
    metadata(folder, "palpate-stones", "1.0", ONE, "egg")


def egg_file(folder: Path) -> None:
    """An egg-info that is a file, and so has no entry points."""
    (folder / "old-1.0.egg-info").write_text("Name: old\nVersion: 1.0\n", encoding="utf-8")
    metadata(folder, "palpate-stones", "1.0", ONE)


def two_points(folder: Path) -> None:
    """One distribution with two packs; blanks where an installer leaves some."""
    text = "  [palpate]  \n  a  =  mod_a : Pack \nb=mod_b\n[palpate.other]\nc = mod_c\n"
    metadata(folder, "palpate-many", "2.0", text)


def spelling(folder: Path) -> None:
    """Names with dots, capitals and underscores."""
    metadata(folder, "Palpate.Stones_Hot", "1.0+local.1", ONE)


def no_metadata(folder: Path) -> None:
    """Entry points alone: what an uninstall that was broken off leaves of others."""
    (folder / "palpate_gone-1.0.dist-info").mkdir()
    metadata(folder, "palpate-stones", "1.0", ONE)


def other_files(folder: Path) -> None:
    """Folders that only look like metadata."""
    (folder / "palpate_x.dist-info.bak").mkdir()
    (folder / "dist-info").mkdir()
    metadata(folder, "palpate-stones", "1.0", ONE)


CASES = [
    nothing,
    plain,
    egg_info,
    egg_file,
    two_points,
    spelling,
    no_metadata,
    other_files,
]


def said_by_python(path: list[str]) -> list[Found]:
    """Give what `importlib.metadata` says: of two of one name the first."""
    first = {}
    for each in distributions(path=path):
        first.setdefault(canonical(each.metadata["Name"] or str(each.locate_file(""))), each)
    return sorted(
        (each.metadata["Name"], each.version, point.name, point.value.replace(" ", ""))
        for each in first.values()
        for point in each.entry_points
        if point.group == GROUP
    )


def said_here(path: list[str]) -> list[Found]:
    """Give what this program says."""
    return sorted(
        (each.distribution, each.version, each.name, each.value.replace(" ", ""))
        for each in present(path)
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
@pytest.mark.filterwarnings("ignore:Implicit None:DeprecationWarning")  # Python 3.12, of no Name
def test_agrees(case: Callable[[Path], None], tmp_path: Path) -> None:
    """Each way to be installed gives the same name, version and entry point."""
    case(tmp_path)
    path = [str(tmp_path), str(tmp_path / "missing")]
    assert said_here(path) == said_by_python(path)


def test_first_of_the_path(tmp_path: Path) -> None:
    """A distribution that comes earlier on the path hides a later one, also where it has no pack."""
    early, late = tmp_path / "early", tmp_path / "late"
    metadata(early, "palpate-stones", "2.0", None)
    metadata(late, "palpate_stones", "1.0", ONE)
    metadata(late, "palpate-cups", "1.0", ONE)
    for path in ([str(early), str(late)], [str(late), str(early)]):
        assert said_here(path) == said_by_python(path)
    assert [each[0] for each in said_here([str(early), str(late)])] == ["palpate-cups"]


def test_a_zip(tmp_path: Path) -> None:
    """A pack in a zip file is found as Python finds it."""
    info = metadata(tmp_path / "plain", "palpate-stones", "1.0", ONE)
    archive = tmp_path / "packs.zip"
    with zipfile.ZipFile(archive, "w") as written:
        for path in info.iterdir():
            written.write(path, f"{info.name}/{path.name}")
    path = [str(archive)]
    assert (
        said_here(path)
        == said_by_python(path)
        == [("palpate-stones", "1.0", "stones", "palpate_stones")]
    )


def test_a_finder_of_another_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where something else than a folder holds distributions, Python is asked."""
    metadata(tmp_path, "palpate-stones", "1.0", ONE)

    class Finder:
        """Knows of no distribution, but might."""

        @staticmethod
        def find_distributions(_context: object) -> tuple[()]:
            """Give none."""
            return ()

        @staticmethod
        def find_spec(*_: object) -> None:
            """Give none."""

    monkeypatch.setattr(sys, "meta_path", [Finder, *sys.meta_path])
    path = [str(tmp_path)]
    assert said_here(path) == said_by_python(path) != []


def test_this_environment() -> None:
    """Here and now the two agree as well."""
    assert said_here(sys.path) == said_by_python(sys.path)


@pytest.mark.parametrize(
    "text", ["no section\n", "[palpate]\nno equals sign\n", "[palpate\na = b\n"]
)
def test_spoilt_files_cost_themselves(text: str, tmp_path: Path) -> None:
    """A file at which `importlib.metadata` may raise costs its own pack, and no other."""
    metadata(tmp_path, "palpate-spoilt", "1.0", text)
    metadata(tmp_path, "palpate-stones", "1.0", ONE)
    assert [each.distribution for each in present([str(tmp_path)])] == ["palpate-stones"]


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    """So does one that isn't UTF-8."""
    info = metadata(tmp_path, "palpate-spoilt", "1.0", "")
    (info / "entry_points.txt").write_bytes(b"[other]\n\xff\xfe = a\n")
    metadata(tmp_path, "palpate-stones", "1.0", ONE)
    assert [each.distribution for each in present([str(tmp_path)])] == ["palpate-stones"]

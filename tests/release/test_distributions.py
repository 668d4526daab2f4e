"""Wheels and sdists of all six: sound, whole, and the same whichever way they are built."""

import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from palpate.compiled.carried import FOLDER

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT / "core", *sorted(p for p in (ROOT / "plugins").iterdir() if (p / "src").is_dir())]
#: Plan with nothing in the cache, and say whether TOML was read for it.
FIRST_RUN = """
import os, sys
os.environ["PALPATE_CACHE_DIR"] = "/dev/null"
from palpate.cli import run
assert run(["plan", "sciatica"]) == 0
print(any(name in sys.modules for name in ("tomllib", "cattrs", "palpate.packs.read")))
"""

pytestmark = pytest.mark.slow


def ran(*words: str | Path, folder: Path | None = None) -> str:
    """Run a command that must go well; give what it wrote."""
    done = subprocess.run(
        list(map(str, words)),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def build(folder: Path, out: Path, *kinds: str) -> None:
    """Build a distribution with the tools of this environment; nothing is fetched."""
    ran(sys.executable, "-m", "build", "--no-isolation", *kinds, "--outdir", out, folder)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheels and sdists of all six, each built from the checkout."""
    out = tmp_path_factory.mktemp("dist")
    for folder in FOLDERS:
        build(folder, out, "--wheel")
        build(folder, out, "--sdist")
    return out


def wheel_of(built: Path, folder: Path) -> Path:
    """Give the wheel of a distribution."""
    name = "palpate" if folder.name == "core" else f"palpate_{folder.name}"
    (found,) = built.glob(f"{name}-*.whl")
    return found


def contents(wheel: Path) -> dict[str, bytes]:
    """Give every file of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_twine_finds_nothing(built: Path) -> None:
    """Twelve files, each of which an index would take."""
    files = sorted(built.iterdir())
    assert len(files) == 12
    said = ran(sys.executable, "-m", "twine", "--no-color", "check", "--strict", *files)
    assert said.count("PASSED") == 12


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_the_wheel_is_whole(built: Path, folder: Path) -> None:
    """Every file of the source is in the wheel, with licence, changelog and authors."""
    files = contents(wheel_of(built, folder))
    source = {
        path.relative_to(folder / "src").as_posix(): path.read_bytes()
        for path in (folder / "src").rglob("*")
        if path.is_file() and not {"__pycache__", ".mypy_cache"} & set(path.parts)
    }
    missing = {name for name in source if files.get(name) != source[name]}
    assert not missing
    (metadata,) = [name for name in files if name.endswith(".dist-info/METADATA")]
    said = files[metadata].decode()
    assert "\nLicense-Expression: MIT\n" in said
    assert "\nAuthor: The palpate authors\n" in said
    where = metadata.removesuffix("METADATA")
    assert files[f"{where}licenses/LICENSE"] == (folder / "LICENSE").read_bytes()
    changelog = (ROOT if folder.name == "core" else folder) / "CHANGELOG.md"
    assert files[f"{where}extra_metadata/CHANGELOG.md"] == changelog.read_bytes()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_the_sdist_builds_the_same_wheel(built: Path, folder: Path, tmp_path: Path) -> None:
    """A wheel built from the sdist alone holds the same files with the same bytes."""
    wheel = wheel_of(built, folder)
    (sdist,) = built.glob(f"{wheel.name.partition('-py3')[0]}.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (inside,) = tmp_path.iterdir()
    for name in ("LICENSE", "README.md", "CHANGELOG.md", "pyproject.toml", "PKG-INFO"):
        assert (inside / name).is_file()
    build(inside, tmp_path / "again", "--wheel")
    assert contents(wheel_of(tmp_path / "again", folder)) == contents(wheel)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_the_wheel_carries_what_was_read(built: Path, folder: Path) -> None:
    """An entry for the pack, and one for each sequence; none is in the sdist."""
    carried = {name for name in contents(wheel_of(built, folder)) if f"/{FOLDER}/" in name}
    (manifest,) = (folder / "src").rglob("technique.toml")
    package = manifest.parent.relative_to(folder / "src").as_posix()
    sequences = [path.stem for path in manifest.parent.glob("sequences/*.toml")]
    expected = {f"{package}/{FOLDER}/sequences/{name}.json" for name in sequences}
    assert {f"{package}/{FOLDER}/pack.json", *expected} <= carried
    name = wheel_of(built, folder).name.partition("-py3")[0]
    with tarfile.open(built / f"{name}.tar.gz") as archive:
        assert not [path for path in archive.getnames() if f"/{FOLDER}/" in path]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_built_twice_the_same(built: Path, folder: Path, tmp_path: Path) -> None:
    """The same source gives the same wheel, to the byte."""
    build(folder, tmp_path, "--wheel")
    assert wheel_of(tmp_path, folder).read_bytes() == wheel_of(built, folder).read_bytes()


def test_a_pack_is_built_without_the_core(tmp_path: Path) -> None:
    """Where `palpate` isn't at hand the wheel is built without what is read, and says so."""
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    ran(python, "-m", "pip", "install", "-q", "build", "hatchling")
    shutil.copytree(FOLDERS[1], tmp_path / "pack")
    said = ran(
        *(python, "-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path / "dist"),
        tmp_path / "pack",
    )
    assert "goes without what is read of the pack" in said
    assert not [
        name for name in contents(wheel_of(tmp_path / "dist", FOLDERS[1])) if FOLDER in name
    ]


def test_the_wheels_alone_are_enough(built: Path, tmp_path: Path) -> None:
    """Six wheels, and wheels of what they need: nothing is built, and a plan comes out."""
    venv.create(tmp_path / "env", with_pip=True)
    programs = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    pip = (programs / "python", "-m", "pip", "install", "-q", "--only-binary", ":all:")
    ran(*pip, *sorted(built.glob("*.whl")), folder=tmp_path)
    assert "Sciatica" in ran(programs / "palpate", "plan", "sciatica", folder=tmp_path)
    assert "False" in ran(programs / "python", "-c", FIRST_RUN, folder=tmp_path)
    said = ran(programs / "palpate", "doctor", folder=tmp_path)
    assert said.endswith("Nothing needs doing.\n")
    assert str(ROOT) not in said

"""What is installed is read from files alone, whatever state they are in."""

import shutil
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

from site_on_disk import distribution

from palpate.present import core_version
from palpate.present import every
from palpate.present import present


def test_as_pythons_own_reader_says() -> None:
    """The packs of this environment are those that importlib.metadata gives."""
    found = {(p.distribution, p.version, p.name, p.value) for p in present()}
    same = {
        (p.dist.name, p.dist.version, p.name, p.value)
        for p in entry_points(group="palpate")
        if p.dist
    }
    assert found == same


def test_a_pack_is_read_without_being_run(tmp_path: Path) -> None:
    """Name, version, technique and conditions come from files; no code and no TOML is run or parsed."""
    distribution(
        tmp_path, "palpate-one", "2.0", "one = palpate_one", ["migraine", "scar@limb", "scar"]
    )
    distribution(tmp_path, "other", entry="x = y_package", group="console_scripts")
    (pack,) = present([str(tmp_path)])
    assert (pack.distribution, pack.version, pack.name) == ("palpate-one", "2.0", "one")
    assert pack.technique == "one"
    assert pack.conditions == ("migraine", "scar")


def test_the_first_on_the_path_counts(tmp_path: Path) -> None:
    """Of a distribution that is there twice, Python takes the first; both can be seen."""
    for number in ("1", "2"):
        distribution(tmp_path / number, "Palpate_One", number, "one = palpate_one")
    path = [str(tmp_path / "2"), str(tmp_path / "1")]
    assert [p.version for p in present(path)] == ["2"]
    assert [p.version for p in every(path)] == ["2", "1"]


def test_what_cannot_be_read_costs_itself(tmp_path: Path) -> None:
    """Empty, binary and half-deleted metadata are passed over; the others are still found."""
    distribution(tmp_path, "palpate-one", entry="one = palpate_one")
    spoilt = distribution(tmp_path, "palpate-two", entry="two = palpate_two")
    (spoilt / "METADATA").write_bytes(bytes(range(256)))
    shutil.rmtree(tmp_path / "palpate_two")
    (tmp_path / "empty-1.dist-info").mkdir()
    (tmp_path / "file-1.dist-info").write_text("a file")
    (tmp_path / "odd-1.dist-info").mkdir()
    (tmp_path / "odd-1.dist-info" / "entry_points.txt").mkdir()
    found = {pack.name: pack for pack in present([str(tmp_path), str(tmp_path / "none")])}
    assert set(found) == {"one", "two"}
    assert (found["two"].place, found["two"].conditions, found["two"].technique) == ("", (), "two")


def test_versions_are_listed_without_importing_a_pack(tmp_path: Path) -> None:
    """`palpate --version` names the core and every pack, also one whose import ends the program."""
    distribution(tmp_path, "palpate-bad", "6.6", "bad = palpate_bad")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from palpate.cli import run\n"
        "code = run(['--version'])\n"
        "assert 'palpate_bad' not in sys.modules\n"
        "sys.exit(code)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("palpate ")
    assert "\npalpate-bad 6.6\n" in ran.stdout


def test_the_core_is_found() -> None:
    """The core's version is that of the program where it is installed; nowhere else is any."""
    assert core_version(["/nonexistent"]) == ""

"""The pytest plugin, run as an author runs it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bad_packs import FROZEN

LINE = "from palpate.testing import conformance\n\ntest_conformance = conformance({pack!r})\n"


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run pytest in a folder of its own."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Give a project with a pack that has one mistake."""
    shutil.copytree(FROZEN, tmp_path / "pack")
    place = tmp_path / "pack" / "sequences" / "neck-pain.toml"
    place.write_text(place.read_text().replace('"upper-trapezius"', '"upper-trapezeus"'))
    return tmp_path


def test_one_option_runs_the_kit(project: Path) -> None:
    """`pytest --palpate-pack DIR -k NAME` needs no test file; a failure is sentences, no traceback."""
    ran = run(project, "--palpate-pack", "pack", "-k", "files-are-sound")
    assert ran.returncode == 1, ran.stdout
    assert "neck-pain.toml:79" in ran.stdout or "neck-pain.toml:" in ran.stdout
    assert "nearest: upper-trapezius" in ran.stdout
    assert "Traceback" not in ran.stdout
    assert "1 failed" in ran.stdout


def test_one_setting_runs_the_kit(project: Path) -> None:
    """`palpate_pack` in a project's settings makes `pytest` run the kit."""
    (project / "pyproject.toml").write_text('[tool.pytest.ini_options]\npalpate_pack = ["pack"]\n')
    ran = run(project, "-k", "files-are-sound")
    assert (ran.returncode, "1 failed" in ran.stdout) == (1, True), ran.stdout


def test_one_line_runs_the_kit(project: Path) -> None:
    """A test file with one line does the same, and an expected failure is excused."""
    (project / "test_pack.py").write_text(LINE.format(pack="pack"))
    assert run(project, "-k", "files-are-sound").returncode == 1
    why = 'check = "files-are-sound"\nsays = "trapezeus"\nwhy = "Being mended."\n'
    (project / "expected-failures.toml").write_text(f"[[expected]]\n{why}")
    ran = run(project, "-k", "files-are-sound")
    assert ran.returncode == 0, ran.stdout


def test_a_run_without_a_pack_is_left_alone(project: Path) -> None:
    """Where no pack is named the plugin adds no test, and imports neither Hypothesis nor the engine."""
    (project / "test_other.py").write_text(
        "import sys\n\n\ndef test_other():\n"
        "    assert 'palpate.combine' not in sys.modules\n"
        "    assert 'palpate.testing.suite' not in sys.modules\n"
    )
    ran = run(project)
    assert (ran.returncode, "1 passed" in ran.stdout) == (0, True), ran.stdout

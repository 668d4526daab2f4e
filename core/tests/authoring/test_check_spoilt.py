"""However a pack is spoilt, the check ends, and each problem has a rule and a place."""

import tomllib
from itertools import islice
from pathlib import Path

import pytest
from rich_pack import CORPUS
from rich_pack import rich_pack
from spoilt_values import as_toml
from spoilt_values import spoilt

from palpate.authoring.check_report import FORMATS
from palpate.authoring.rules import rules


@pytest.mark.parametrize("step", [29, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", CORPUS)
def test_the_check_ends(name: str, step: int, tmp_path: Path) -> None:
    """One value spoilt, in every way: no exception, known rules, lines of files that are there."""
    pack = rich_pack(tmp_path / "warm_stones")
    sound = tomllib.loads(pack.text(name))
    for case in islice(spoilt(sound), 0, None, step):
        pack.write(name, as_toml(case.data))
        checked = pack.check()
        for problem in checked.problems:
            assert problem.code in rules(), (case.how, problem)
            assert problem.level == rules()[problem.code].level, (case.how, problem)
            lines = pack.text(problem.file).count("\n") + 1 if problem.line else 0
            assert 0 <= problem.line <= lines, (case.how, problem)
        for write in FORMATS.values():
            assert write([checked])


@pytest.mark.parametrize("name", CORPUS)
def test_a_file_of_another_kind(name: str, tmp_path: Path) -> None:
    """An empty file, a broken one, a folder in its place: the check ends, and says so."""
    contents = ("", "\x00", "[[", 'a = "', "step = 1\n[indication]\n", "change = 1\n")
    for number, content in enumerate(contents):
        pack = rich_pack(tmp_path / f"pack_{number}")
        pack.write(name, content)
        assert all(problem.code in rules() for problem in pack.check().problems)
    pack = rich_pack(tmp_path / "folder")
    (pack.folder / name).unlink()
    (pack.folder / name).mkdir()
    assert any(problem.file == name for problem in pack.check().problems)

"""The packs' grades against the source's table: no cell is silent, and none is better than its source."""

import tomllib
from functools import cache
from pathlib import Path

import pytest

from palpate.model.scales import GRADES
from palpate.model.scales import STAGES
from palpate.packs import PackFiles
from palpate.packs import open_pack
from palpate.vocabulary import load_vocabulary

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(p.parent for p in ROOT.glob("plugins/*/src/*/technique.toml"))
ROWS = tomllib.loads((Path(__file__).parent / "grades.toml").read_text(encoding="utf-8"))["row"]


@cache
def pack(folder: Path) -> PackFiles:
    """Open a pack once."""
    return open_pack(folder, load_vocabulary())


def source_grade(condition: str, stage: str, technique: str) -> str:
    """Give the source's cell; '' where it is blank or the condition isn't in the table."""
    for row in ROWS:
        if row["condition"] == condition and stage in row["stages"]:
            return str(row[technique])
    return ""


def test_the_table_has_every_condition() -> None:
    """26 conditions in 30 rows, every stage of each once."""
    cells = [(row["condition"], stage) for row in ROWS for stage in row["stages"]]
    assert len(ROWS) == 30
    assert len(cells) == len(set(cells)) == len(load_vocabulary().conditions) * len(STAGES)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_no_grade_is_better_than_its_source(folder: Path) -> None:
    """Where a pack indicates, the source's cell is filled, isn't X, and isn't worse than the pack says."""
    files = pack(folder)
    added = {condition.id for condition in files.added_conditions}
    wrong = []
    for name in files.sequence_names:
        indication = files.sequence(name).indication
        if indication.condition in added:
            continue
        for graded in indication.grades:
            source = source_grade(indication.condition, graded.stage, files.technique.id)
            if source in ("", "X") or GRADES.index(graded.grade) < GRADES.index(source):
                wrong.append(
                    f"{name} {graded.stage}: {graded.grade}, the source has {source or 'a blank'}"
                )
    assert wrong == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_every_graded_cell_has_a_sequence_or_a_reason(folder: Path) -> None:
    """A graded cell is planned for, or the pack says why it isn't."""
    files = pack(folder)
    answered = set()
    for name in files.sequence_names:
        indication = files.sequence(name).indication
        answered |= {(indication.condition, g.stage) for g in indication.grades}
        for reason in indication.stage_reasons:
            stage = reason.partition(":")[0]
            answered |= {
                (indication.condition, s) for s in STAGES if s == stage or s.endswith("-" + stage)
            }
    for indication in files.not_indicated:
        stages = [g.stage for g in indication.grades] or STAGES
        answered |= {(indication.condition, stage) for stage in stages}
    graded = {
        (row["condition"], stage)
        for row in ROWS
        for stage in row["stages"]
        if row[files.technique.id] not in ("", "X")
    }
    assert sorted(graded - answered) == []

"""The sequences of a table, as far as they are sound: what isn't stays beside them as a comment."""

import re
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from attrs import evolve
from attrs import frozen

from palpate.authoring.new import make_pack
from palpate.authoring.new_names import ConditionPlace
from palpate.authoring.new_names import NewPack
from palpate.authoring.new_proof import checked
from palpate.authoring.table import read_table
from palpate.authoring.table_pack import TablePack
from palpate.authoring.table_pack import not_placed
from palpate.authoring.table_pack import pack_of_table
from palpate.authoring.table_pack import written
from palpate.errors import ContentError
from palpate.errors import Problem
from palpate.vocabulary import Vocabulary

_ROW = re.compile(r"# ((?:row|line) \d+)")
_FILE = re.compile(r"sequences/(.+)\.toml")


@frozen
class TableFiles:
    """What a table became, as files.

    Attributes:
        sequences: The texts of the sequences, by the name of the file without its ending.
        others: Further files, by their path.
        steps: How many rows became steps.
        comments: How many stay as comments.
    """

    sequences: Mapping[str, str]
    others: Mapping[str, str]
    steps: int
    comments: int


def files_of_table(
    path: Path,
    pack: NewPack,
    places: tuple[ConditionPlace, ...],
    vocabulary: Vocabulary,
    today: date,
) -> TableFiles:
    """Read a table into the sequences of a pack.

    Args:
        pack: The pack that they are for.
        places: The conditions that the author named.
        today: The day of the check.

    Raises:
        RequestError: The table can't be read, or no row of it can become a step.
        ContentError: What was made isn't sound, and no row is to blame.
    """
    table = pack_of_table(read_table(path), places, vocabulary)
    table = _sound(table, path.name, pack, vocabulary, today)
    return TableFiles(
        written(table, path.name, vocabulary),
        not_placed(table, path.name),
        table.steps,
        table.comments,
    )


def _sound(
    table: TablePack, source: str, pack: NewPack, vocabulary: Vocabulary, today: date
) -> TablePack:
    """Turn every row whose step isn't sound into a comment that says why."""
    for _ in range(table.steps + 1):
        texts = written(table, source, vocabulary)
        with tempfile.TemporaryDirectory() as folder:
            home = make_pack(pack, Path(folder), texts)
            found = checked(home, vocabulary, today)
        errors = [problem for problem in found.problems if problem.level == "error"]
        if not errors:
            return table
        blamed = {row: p.what for p in errors if (row := _row_of(p, texts)) is not None}
        if not blamed:
            raise ContentError(tuple(errors))
        table = _without(table, blamed)
    return table


def _row_of(problem: Problem, texts: Mapping[str, str]) -> tuple[str, str] | None:
    """Give the sequence and the row that a problem lies in; None where it lies in no step."""
    name = _FILE.fullmatch(problem.file)
    if name is None or name[1] not in texts or not problem.line:
        return None
    above = texts[name[1]].split("\n")[: problem.line]
    for line in reversed(above):
        row = _ROW.fullmatch(line)
        if row:
            return name[1], row[1]
    return None


def _without(table: TablePack, blamed: Mapping[tuple[str, str], str]) -> TablePack:
    sequences = tuple(
        evolve(
            each,
            steps=tuple(
                evolve(step, unplaced=blamed.get((each.place.file, step.row.where), step.unplaced))
                for step in each.steps
            ),
        )
        for each in table.sequences
    )
    kept = tuple(s for s in sequences if any(not step.unplaced for step in s.steps))
    lost = (step for s in sequences if s not in kept for step in s.steps)
    return TablePack(kept, (*table.strays, *lost))

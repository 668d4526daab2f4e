"""A pack's folder, read: what stands in its files, and everything that is wrong with them."""

from collections.abc import Iterable
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from attrs import evolve
from attrs import frozen

from palpate.errors import ContentError
from palpate.errors import Problem
from palpate.model.condition import Condition
from palpate.model.technique import Reference
from palpate.packs.checks import check_entry
from palpate.packs.checks import check_twice
from palpate.packs.content import PackFiles
from palpate.packs.content import PackHead
from palpate.packs.content import SequenceFile
from palpate.packs.context import CONDITIONS
from palpate.packs.context import CONTRAINDICATIONS
from palpate.packs.context import REFERENCES
from palpate.packs.context import TECHNIQUE
from palpate.packs.context import PackContext
from palpate.packs.files import ConditionFile
from palpate.packs.folder import PackFolder
from palpate.packs.safety import RuleEntry
from palpate.packs.safety import build_contraindications
from palpate.packs.safety import read_contraindications
from palpate.packs.sequence import SequenceTables
from palpate.packs.sequence import build_sequence
from palpate.packs.sequence import read_sequence_tables
from palpate.packs.sequence_checks import check_sequence
from palpate.packs.technique import TechniqueTables
from palpate.packs.technique import build_not_indicated
from palpate.packs.technique import build_technique
from palpate.packs.technique import not_indicated_stages
from palpate.packs.technique import read_references
from palpate.packs.technique import read_technique
from palpate.packs.technique import values
from palpate.reading import Entry
from palpate.reading import Reader
from palpate.reading.strict import keys_of
from palpate.vocabulary import Vocabulary
from palpate.vocabulary.kinds import singular


@frozen(eq=False)
class Common:
    """What is read of a pack at once, checked: all but its sequences.

    Attributes:
        tables: None if technique.toml can't be read at all.
        problems: Errors and warnings.
    """

    folder: PackFolder
    context: PackContext
    tables: TechniqueTables | None
    contraindications: tuple[RuleEntry, ...]
    conditions: tuple[Condition, ...]
    problems: tuple[Problem, ...]


def open_pack(folder: Path, vocabulary: Vocabulary) -> PackFiles:
    """Read a pack's folder: technique, contraindications and references now, sequences later.

    Raises:
        ContentError: With every problem of these files.
    """
    common = read_common(folder, vocabulary)
    technique = build_technique(common.tables) if common.tables else None
    if technique is None or common.tables is None or _errors(common.problems):
        raise ContentError(common.problems)
    head = PackHead(
        technique=technique,
        contraindications=build_contraindications(common.contraindications),
        references=tuple((common.context.references or {}).values()),
        rules=values(common.tables.rules),
        not_indicated=build_not_indicated(common.tables),
        added_conditions=common.conditions,
        sequence_names=common.folder.sequence_names(),
        warnings=common.problems,
        digest=common.folder.digest(),
    )
    return PackFiles(folder, common.context.vocabulary, head, partial(_sound_sequence, common))


def _sound_sequence(common: Common, name: str) -> SequenceFile:
    """Read a sequence's file.

    Raises:
        ContentError: With every problem of the file, and of the one it borrows from.
    """
    problems, file = read_sequence(name, common)
    if file is None:
        raise ContentError(problems)
    return file


def read_common(folder: Path, vocabulary: Vocabulary) -> Common:
    """Read and check all of a pack but its sequences; what is wrong stands in `problems`."""
    files = PackFolder(folder)
    problems: list[Problem] = []
    vocabulary, conditions = _read_conditions(files, vocabulary, problems)
    context = PackContext(folder, vocabulary)
    context = evolve(context, references=_read_references(files, context, problems))
    tables = None
    reader = _opened(files, TECHNIQUE, problems)
    if reader is not None:
        tables = read_technique(reader, context)
        problems.extend(reader.problems)
        context = evolve(
            context,
            technique=tables.technique,
            patterns=tables.patterns,
            not_indicated=not_indicated_stages(tables),
        )
        problems.extend(_clashes(files, reader, tables))
    rules = _read_contraindications(files, context, problems)
    return Common(files, context, tables, rules, conditions, in_order(problems))


def read_sequence(name: str, common: Common) -> tuple[tuple[Problem, ...], SequenceFile | None]:
    """Read and check a sequence's file.

    Returns:
        Its problems, and what it holds where none of them is an error.
    """
    problems, tables = read_tables(name, common)
    # A step may stand on a pattern of technique.toml that isn't sound.
    if tables is None or _errors(problems) or _errors(common.problems):
        return problems, None
    return problems, build_sequence(tables, common.context)


def read_tables(name: str, common: Common) -> tuple[tuple[Problem, ...], SequenceTables | None]:
    """Read and check a sequence's file.

    Returns:
        Its problems, and its tables where it can be read at all.
    """
    try:
        tables = read_sequence_tables(name, common.folder.open_sequence, common.context)
    except ContentError as error:
        return error.problems, None
    check_sequence(tables, common.context)
    return in_order(tables.reader.problems), tables


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Give problems by file and line, each once."""
    once = dict.fromkeys(problems)
    return tuple(sorted(once, key=lambda each: (each.file, each.line, each.entry, each.what)))


def _errors(problems: tuple[Problem, ...]) -> bool:
    return any(problem.level == "error" for problem in problems)


def _opened(files: PackFolder, name: str, problems: list[Problem]) -> Reader | None:
    try:
        return files.open(name)
    except ContentError as error:
        problems.extend(error.problems)
        return None


def _read_conditions(
    files: PackFolder, vocabulary: Vocabulary, problems: list[Problem]
) -> tuple[Vocabulary, tuple[Condition, ...]]:
    """Read the pack's own conditions, and add them to the vocabulary."""
    reader = _opened(files, CONDITIONS, problems) if files.has(CONDITIONS) else None
    if reader is None:
        return vocabulary, ()
    table = singular("conditions")
    reader.only(keys_of(ConditionFile))
    entries = reader.each(table, Condition)
    check_twice(reader, entries)
    for entry in entries:
        check_entry(reader, entry, PackContext(files.path, vocabulary))
    problems.extend(reader.problems)
    conditions = values(entries)
    if reader.problems:
        return vocabulary, conditions
    try:
        return vocabulary.with_conditions(conditions), conditions
    except ContentError as error:
        problems.extend(_placed(problem, entries) for problem in error.problems)
        return vocabulary, conditions


def _placed(problem: Problem, entries: Iterable[Entry[Condition]]) -> Problem:
    """Give a problem of the vocabulary with the line of the condition that it is about."""
    for entry in entries:
        if problem.entry == f"condition {entry.key}":
            return entry.document.problem(entry.path, problem.what, problem.code)
    return evolve(problem, file=CONDITIONS)


def _read_references(
    files: PackFolder, context: PackContext, problems: list[Problem]
) -> dict[str, Reference] | None:
    """Give the references; None if the file isn't sound, so that no citation is reported for it."""
    if not files.has(REFERENCES):
        return {}
    reader = _opened(files, REFERENCES, problems)
    if reader is None:
        return None
    references = read_references(reader, context)
    problems.extend(reader.problems)
    return references


def _read_contraindications(
    files: PackFolder, context: PackContext, problems: list[Problem]
) -> tuple[RuleEntry, ...]:
    rules: tuple[RuleEntry, ...] = ()
    if not any(files.has(name) for name in files.contraindication_files()):
        what = 'there is no such file; a pack says whom it could harm, or  none = "reason"'
        problems.append(Problem(f"{CONTRAINDICATIONS}.toml", 0, "", what, "no-file"))
        return ()
    for name in files.contraindication_files():
        reader = _opened(files, name, problems)
        if reader is not None:
            own = read_contraindications(reader, context)
            check_twice(reader, (*rules, *own))
            rules = (*rules, *own)
            problems.extend(reader.problems)
    return rules


def _clashes(files: PackFolder, reader: Reader, tables: TechniqueTables) -> Iterator[Problem]:
    """Find what is not indicated in any stage, and has a sequence all the same."""
    for entry in tables.not_indicated:
        for index, condition in enumerate(entry.get("conditions") or ()):
            names = [n for n in files.sequence_names() if n.partition("@")[0] == condition]
            if names and entry.get("stages") is None:
                what = f"{condition} isn't indicated, and has a sequence: {names[0]}.toml"
                path = (*entry.path, "conditions", index)
                yield reader.document.problem(path, what, "not-indicated")

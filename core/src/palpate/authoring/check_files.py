"""A pack's files as the rules see them: whatever is sound of each entry, with its line."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from palpate.authoring.check_views import PackView
from palpate.authoring.check_views import Place
from palpate.authoring.check_views import Said
from palpate.authoring.check_views import SequenceView
from palpate.authoring.check_views import Text
from palpate.errors import ContentError
from palpate.errors import Problem
from palpate.model.condition import Condition
from palpate.packs.check import Inspected
from palpate.packs.context import CONDITIONS
from palpate.packs.context import REFERENCES
from palpate.packs.context import PackContext
from palpate.packs.dose import dose_minutes
from palpate.packs.read import Common
from palpate.packs.sequence import SequenceTables
from palpate.packs.step_checks import regions_of
from palpate.packs.steps import SpelledStep
from palpate.reading import Document
from palpate.reading import Entry
from palpate.reading import Reader
from palpate.reading.keys import KeyPath
from palpate.reading.keys import file_key
from palpate.vocabulary import Vocabulary
from palpate.vocabulary.kinds import singular


def view_of_files(found: Inspected, vocabulary: Vocabulary, today: date) -> PackView:
    """Give what the rules look at.

    Args:
        found: The pack's files, read.
        vocabulary: The shared one, without what the pack adds.
        today: The day on which it is checked.
    """
    common = found.common
    tables = common.tables
    others: tuple[Entry[Any], ...] = (
        (*tables.caps, *tables.rules, *tables.not_indicated) if tables else ()
    )
    return PackView(
        vocabulary=vocabulary,
        today=today,
        technique=_said(tables.technique) if tables else None,
        review=_said(tables.review) if tables and tables.review else None,
        sequences=tuple(_sequence(each, common.context) for each in found.sequences.values()),
        contraindications=tuple(_said(entry) for entry in common.contraindications),
        others=tuple(_said(entry) for entry in others),
        references=common.context.references,
        texts=_texts(common),
        conditions=tuple(_conditions(common)),
        spoilt=frozenset(p.file for p in found.problems if p.level == "error"),
    )


def _said(entry: Entry[Any]) -> Said:
    def place(name: str, what: str, code: str, level: str) -> Problem:
        written = name in entry.parts or name in entry.spoilt
        path = (*entry.path, file_key(name)) if written else entry.path
        return entry.document.problem(path, what, code, level)

    return Said(entry.key, entry.parts, place, entry.spoilt)


def _at(document: Document, path: KeyPath) -> Place:
    """Give the place of one path, whatever the field."""

    def place(name: str, what: str, code: str, level: str) -> Problem:  # noqa: ARG001
        return document.problem(path, what, code, level)

    return place


def _sequence(tables: SequenceTables, context: PackContext) -> SequenceView:
    head = Said(tables.name, {}, _at(tables.reader.document, ()))
    course, session = tables.course, tables.session
    shared = {name for name, group in tables.groups.items() if group.get("minutes")}
    return SequenceView(
        name=tables.name,
        head=head,
        indication=_said(tables.indication) if tables.indication else None,
        course=_said(course) if course else None,
        session=_said(session) if session else None,
        steps=tuple(_step(step, shared, context) for step in tables.steps),
        lent=tuple(_step(step, shared, context) for step in tables.lent),
        files=frozenset(_files(tables)),
    )


def _files(tables: SequenceTables) -> Iterator[str]:
    yield tables.reader.document.name
    for step in tables.steps:
        yield from (layer.document.name for layer in step.layers)


def _step(step: SpelledStep, shared: set[str], context: PackContext) -> Said:
    names = {name for layer in step.layers for name in layer.parts}
    parts: dict[str, Any] = {name: getattr(step.said, name) for name in names}
    parts["regions"] = regions_of(step, context)
    minutes = step.said.minutes or dose_minutes(step.said)
    if minutes is not None:
        parts["minutes"] = minutes
    if step.said.pressure is not None:
        parts["pressure"] = step.said.pressure.wanted
    spoilt = {name for layer in step.layers for name in layer.spoilt}
    if step.said.group in shared or not step.whole:
        spoilt.add("minutes")
    return Said(step.key, parts, step.problem, frozenset(spoilt))


def _conditions(common: Common) -> Iterator[tuple[Condition, Said]]:
    try:
        reader = common.folder.open(CONDITIONS) if common.folder.has(CONDITIONS) else None
    except ContentError:
        return
    for entry in reader.each(singular("conditions"), Condition) if reader else ():
        if entry.value is not None:
            yield entry.value, _said(entry)


def _texts(common: Common) -> Iterator[Text]:
    """Give every text of the pack's own words; a source's title may say what it likes."""
    for name in common.folder.toml_files():
        if name == REFERENCES:
            continue
        try:
            reader: Reader = common.folder.open(name)
        except ContentError:
            continue
        for path, text in _below((), reader.document.data):
            yield Text(text, _at(reader.document, path))


def _below(path: KeyPath, value: Any) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _below((*path, index), item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _below((*path, key), item)

"""technique.toml: who a technique is, its caps and rules, and what it is not for."""

from collections.abc import Iterator
from typing import Any
from typing import Final
from typing import get_args

from attrs import evolve
from attrs import frozen

from palpate.model.scales import GRADES
from palpate.model.scales import STAGES
from palpate.model.scales import Stage
from palpate.model.technique import Advice
from palpate.model.technique import Cap
from palpate.model.technique import CombinationRule
from palpate.model.technique import Indication
from palpate.model.technique import Reference
from palpate.model.technique import Review
from palpate.model.technique import StageGrade
from palpate.model.technique import Technique
from palpate.packs.checks import check_entry
from palpate.packs.checks import check_twice
from palpate.packs.context import PackContext
from palpate.packs.files import FormatVersion
from palpate.packs.files import ReferenceFile
from palpate.packs.files import TechniqueFile
from palpate.packs.steps import StepEntry
from palpate.packs.steps import read_patterns
from palpate.packs.written import WrittenNotIndicated
from palpate.packs.written import WrittenTechnique
from palpate.reading import Entry
from palpate.reading import Reader
from palpate.reading.strict import keys_of

FORMAT: Final[int] = get_args(FormatVersion)[0]
#: Rules about one kind of work alone; every other rule sets a second kind against the first.
ALONE = ("one-technique", "gap")

_LOCATORS = ("doi", "pmid", "url")


@frozen(eq=False)
class TechniqueTables:
    """The tables of technique.toml, each checked."""

    technique: Entry[WrittenTechnique]
    review: Entry[Review] | None
    advice: Entry[Advice] | None
    patterns: dict[str, StepEntry]
    caps: tuple[Entry[Cap], ...]
    rules: tuple[Entry[CombinationRule], ...]
    not_indicated: tuple[Entry[WrittenNotIndicated], ...]


def read_technique(reader: Reader, context: PackContext) -> TechniqueTables:
    """Read and check technique.toml; the reader keeps the problems."""
    reader.only(keys_of(TechniqueFile))
    _check_format(reader)
    technique = reader.entry(("technique",), WrittenTechnique)
    context = evolve(context, technique=technique)
    tables = TechniqueTables(
        technique=technique,
        review=reader.optional("review", Review),
        advice=reader.optional("advice", Advice),
        patterns=read_patterns(reader, context),
        caps=reader.each("cap", Cap),
        rules=reader.each("combination_rule", CombinationRule),
        not_indicated=reader.each("not_indicated", WrittenNotIndicated),
    )
    singles: tuple[Entry[Any] | None, ...] = (tables.technique, tables.review, tables.advice)
    entries: tuple[Entry[Any], ...] = (*tables.caps, *tables.rules, *tables.not_indicated)
    for entry in (*singles, *entries):
        if entry is not None:
            check_entry(reader, entry, context)
    _check_technique(reader, tables.technique)
    check_twice(reader, tables.caps)
    check_twice(reader, tables.rules)
    for rule in tables.rules:
        _check_rule(reader, rule)
    _check_not_indicated(reader, tables)
    _check_review(reader, tables.review)
    return tables


def _check_format(reader: Reader) -> None:
    written = reader.document.data.get("format")
    if written is None:
        reader.wrong((), f"begins with  format = {FORMAT}", "format")
    elif written is not FORMAT and (type(written) is not int or written != FORMAT):
        what = f"this version of palpate reads format = {FORMAT}, not {str(written)[:20]}"
        reader.wrong(("format",), what, "format")


def _check_technique(reader: Reader, entry: Entry[WrittenTechnique]) -> None:
    lowest, highest = entry.get("lowest_useful_pressure"), entry.get("highest_pressure")
    if lowest is not None and highest is not None and lowest > highest:
        what = f"{lowest} is over highest_pressure, {highest}"
        reader.wrong((*entry.path, "lowest_useful_pressure"), what, "range")


def _check_rule(reader: Reader, entry: Entry[CombinationRule]) -> None:
    rule = entry.get("rule")
    if rule is None:
        return
    if "then" not in {*entry.parts, *entry.spoilt} and rule not in ALONE:
        reader.wrong(entry.path, f'"then" is missing: {rule} is about two kinds of work', "missing")
    if (rule == "gap") != bool(entry.get("days")) and "days" not in entry.spoilt:
        reader.wrong((*entry.path, "days"), "days belong to gap, and gap needs them", "gap")


def _check_not_indicated(reader: Reader, tables: TechniqueTables) -> None:
    seen: set[tuple[str, Stage]] = set()
    for entry in tables.not_indicated:
        stages = entry.get("stages") or STAGES
        for index, condition in enumerate(entry.get("conditions") or ()):
            pairs = {(condition, stage) for stage in stages}
            if pairs & seen:
                path = (*entry.path, "conditions", index)
                reader.wrong(path, f"{condition} is there twice", "id-twice")
            seen |= pairs


def _check_review(reader: Reader, entry: Entry[Review] | None) -> None:
    if entry is None:
        return
    if entry.get("status") == "signed" and not (entry.get("by") and entry.get("on")):
        reader.wrong(entry.path, "signed needs by whom, and on which day", "missing")


def build_technique(tables: TechniqueTables) -> Technique | None:
    """Make the technique of the model; None where its table isn't whole."""
    written = tables.technique.value
    if written is None:
        return None
    return Technique(
        id=written.id,
        name=written.name,
        summary=written.summary,
        lowest_useful_pressure=written.lowest_useful_pressure,
        highest_pressure=written.highest_pressure,
        share_minutes=written.share_minutes,
        alone_minutes=written.alone_minutes,
        basis=written.basis,
        lubricant=written.lubricant,
        training=written.training,
        manoeuvres=written.manoeuvres,
        references=written.references,
        frame=written.frame,
        code=written.code,
        advice=(tables.advice.value if tables.advice else None) or Advice(),
        review=(tables.review.value if tables.review else None) or Review(),
        caps=values(tables.caps),
    )


def values(entries: tuple[Entry[Any], ...]) -> tuple[Any, ...]:
    """Give what whole entries became."""
    return tuple(entry.value for entry in entries if entry.value is not None)


def build_not_indicated(tables: TechniqueTables) -> tuple[Indication, ...]:
    """Make an indication for everything that the technique is not for.

    Its grades name the stages that it isn't for, all with the last grade; none of them: all stages.
    """
    made: list[Indication] = []
    for entry in tables.not_indicated:
        written = entry.value
        if written is not None:
            grades = tuple(StageGrade(stage, GRADES[-1]) for stage in written.stages or ())
            made += [
                Indication(
                    condition=condition,
                    indicated=False,
                    reason=written.reason,
                    grades=grades,
                    references=written.references,
                    basis=written.basis,
                )
                for condition in written.conditions
            ]
    return tuple(made)


def not_indicated_stages(tables: TechniqueTables) -> dict[str, tuple[Stage, ...]]:
    """Give the stages that each condition isn't indicated in; empty: all."""
    found: dict[str, tuple[Stage, ...]] = {}
    for entry in tables.not_indicated:
        for condition in entry.get("conditions") or ():
            stages = entry.get("stages") or STAGES
            found[condition] = (*found.get(condition, ()), *stages)
    return found


def read_references(reader: Reader, context: PackContext) -> dict[str, Reference] | None:
    """Read references.toml; None if it isn't sound enough to say which references there are."""
    reader.only(keys_of(ReferenceFile))
    entries = reader.each("reference", Reference)
    check_twice(reader, entries)
    for entry in entries:
        check_entry(reader, entry, context)
        for path, what in _locator_faults(entry):
            reader.wrong((*entry.path, *path), what, "locator")
        if not _can_be_found(entry):
            # An honest gap: a locator made up to fill it would be worse.
            what = "has no doi, pmid or url, so nobody can look it up; only a book goes without"
            reader.wrong(entry.path, what, "no-locator", "warning")
    if any("id" in entry.spoilt for entry in entries):
        return None
    # One that is spoilt in another place is there all the same.
    return {e.key: e.value or Reference(e.key, "", "") for e in entries if e.get("id")}


def _can_be_found(entry: Entry[Reference]) -> bool:
    located = any(entry.get(name) or name in entry.spoilt for name in _LOCATORS)
    return located or entry.get("kind") in {"book", None}


def _locator_faults(entry: Entry[Reference]) -> Iterator[tuple[tuple[str, ...], str]]:
    written = {name: entry.get(name) for name in _LOCATORS if entry.get(name)}
    if not written.get("doi", "10.").startswith("10."):
        yield ("doi",), "a doi begins with 10."
    if not written.get("pmid", "1").isdigit():
        yield ("pmid",), "a pmid is digits only"
    if not written.get("url", "https://").startswith(("https://", "http://")):
        yield ("url",), "a url begins with https://"

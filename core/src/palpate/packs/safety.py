"""contraindications.toml: whom the technique could harm, and what then holds."""

from collections.abc import Iterator

import attrs

from palpate.model.safety import Contraindication
from palpate.model.safety import Factor
from palpate.model.safety import Limit
from palpate.model.work import Selector
from palpate.packs.checks import check_entry
from palpate.packs.context import PackContext
from palpate.packs.files import ContraindicationFile
from palpate.packs.sequence_checks import window_falls
from palpate.packs.written import WrittenContraindication
from palpate.reading import Entry
from palpate.reading import Reader
from palpate.reading.keys import KeyPath
from palpate.reading.strict import keys_of
from palpate.vocabulary.links import SITES

RuleEntry = Entry[WrittenContraindication]
Fault = tuple[KeyPath, str, str]

_TABLE = "contraindication"


def read_contraindications(reader: Reader, context: PackContext) -> tuple[RuleEntry, ...]:
    """Read and check one file of contraindications; the reader keeps the problems."""
    reader.only(keys_of(ContraindicationFile))
    entries = reader.each(_TABLE, WrittenContraindication)
    for entry in entries:
        check_entry(reader, entry, context)
        for path, what, code in _faults(entry, context):
            reader.wrong((*entry.path, *path), what, code)
        if entry.get("verdict") == "caution" and _unlimited(entry):
            what = "a caution without limits is only said: nothing is lowered, barred or kept off"
            reader.wrong(entry.path, what, "caution-unlimited", "warning")
    none = reader.document.data.get("none")
    if none is not None and (entries or not isinstance(none, str) or not none.strip()):
        what = 'none = "reason" stands alone, in a pack without any contraindication'
        reader.wrong(("none",), what, "none")
    if none is None and not entries:
        what = 'has no [[contraindication]]; if there truly is none, say  none = "reason"'
        reader.wrong((), what, "none")
    return entries


def _unlimited(entry: RuleEntry) -> bool:
    return not entry.get("limits") and "limits" not in entry.spoilt


def _faults(entry: RuleEntry, context: PackContext) -> Iterator[Fault]:
    verdict = entry.get("verdict")
    limits: tuple[Limit, ...] = entry.get("limits") or ()
    if verdict == "regional" and _unlimited(entry):
        yield (), "regional needs limits: what is lowered, barred or kept off there", "no-limits"
    if verdict == "clearance" and "clearance_from" not in {*entry.parts, *entry.spoilt}:
        yield (), "clearance needs clearance_from: who may permit it", "no-clearer"
    if window_falls(entry.get("from_"), entry.get("until")):
        yield ("until",), "the window ends before it begins", "range"
    for index, limit in enumerate(limits):
        if attrs.evolve(limit, at=(), hand_widths=0) == Limit():
            yield ("limits", index), "limits nothing", "no-limits"
    factor = context.vocabulary.factors.get(entry.get("factor") or "")
    if factor is not None:
        yield from _against_factor(entry, limits, factor)


def _against_factor(entry: RuleEntry, limits: tuple[Limit, ...], factor: Factor) -> Iterator[Fault]:
    """Find what speaks of a date or a place that the factor doesn't have."""
    for name in ("from_", "until"):
        if entry.get(name) is not None and not factor.dated:
            what = f"{factor.id} has no date, so nobody could say when the window is"
            yield (name.rstrip("_"),), what, "no-date"
    work: Selector | None = entry.get("work")
    places: list[tuple[KeyPath, tuple[str, ...]]] = [
        (("limits", index, "at"), limit.at) for index, limit in enumerate(limits)
    ]
    for path, regions in (*places, (("work", "regions"), work.regions if work else ())):
        sites = [word for word in regions if word in SITES]
        if sites and factor.site == "none" and not factor.regions:
            what = f"{factor.id} has no place; name regions instead of {sites[0]}"
            yield path, what, "no-site"


def build_contraindications(entries: tuple[RuleEntry, ...]) -> tuple[Contraindication, ...]:
    """Make the contraindications of the model."""
    return tuple(_build(entry.value) for entry in entries if entry.value is not None)


def _build(written: WrittenContraindication) -> Contraindication:
    return Contraindication(
        id=written.id,
        factor=written.factor,
        verdict=written.verdict,
        action=written.action,
        basis=written.basis,
        applies_to=written.applies_to,
        work=written.work,
        limits=written.limits,
        from_days=written.from_,
        until_days=written.until,
        clearance_from=written.clearance_from,
        urgency=written.urgency,
        references=written.references,
    )

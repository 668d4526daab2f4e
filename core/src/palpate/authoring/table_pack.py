"""From a table of steps to the sequences of a pack, once; nothing that stands in it is lost."""

import textwrap
from collections.abc import Iterable
from collections.abc import Mapping
from importlib.resources import files
from string import Template
from typing import Any

from attrs import evolve
from attrs import frozen

from palpate.authoring.new_names import ConditionPlace
from palpate.authoring.new_sequence import condition_of
from palpate.authoring.new_sequence import default_stages
from palpate.authoring.new_sequence import fitting_regions
from palpate.authoring.new_sequence import stage_reasons
from palpate.authoring.new_sequence import toml
from palpate.authoring.new_sequence import values_of
from palpate.authoring.table import Row
from palpate.authoring.table_steps import Draft
from palpate.authoring.table_steps import drafted
from palpate.authoring.table_steps import key_of
from palpate.authoring.table_words import field_of
from palpate.authoring.table_words import quoted
from palpate.errors import RequestError
from palpate.model.scales import STAGES
from palpate.reading.shapes import stages_of
from palpate.vocabulary import Vocabulary

WIDTH = 100
#: The rows that no sequence could be found for.
NOT_PLACED = "not-placed.md"
#: Said once in [every_step] where all steps agree.
_SHARED = ("stages", "positions", "side", "minutes_are_for", "goal", "basis")
_ORDER = (
    "id",
    "instruction",
    "manoeuvres",
    "targets",
    "regions",
    "side",
    "minutes_are_for",
    "positions",
    "set_up",
    "purpose",
    "importance",
    "stages",
    "goal",
    "pressure",
    "pressure_mmhg",
    "pain_out_of_10",
    "pressure_said",
    "contacts",
    "minutes",
    "points",
    "sets",
    "repetitions",
    "hold_seconds",
    "contract_seconds",
    "rest_seconds",
    "training",
    "consent",
    "cautions",
    "basis",
)


@frozen
class TableSequence:
    """The steps that a table has for one condition, in its order."""

    place: ConditionPlace
    steps: tuple[Draft, ...]


@frozen
class TablePack:
    """What a table became.

    Attributes:
        sequences: The rows by condition.
        strays: Rows whose condition isn't known, with the reason.
    """

    sequences: tuple[TableSequence, ...]
    strays: tuple[Draft, ...] = ()

    @property
    def steps(self) -> int:
        """How many rows became steps."""
        return sum(not step.unplaced for each in self.sequences for step in each.steps)

    @property
    def comments(self) -> int:
        """How many rows stay as comments."""
        commented = sum(bool(step.unplaced) for each in self.sequences for step in each.steps)
        return commented + len(self.strays)


def pack_of_table(
    rows: Iterable[Row], places: tuple[ConditionPlace, ...], vocabulary: Vocabulary
) -> TablePack:
    """Sort the rows of a table by condition, and make a step of each that can be one.

    Args:
        places: The conditions that the author named; the only one is that of rows without any.

    Raises:
        RequestError: No row has a condition that is known.
    """
    by_condition: dict[str, list[Row]] = {}
    strays: list[Draft] = []
    first: RequestError | None = None
    for row in rows:
        try:
            condition = _condition(row, places, vocabulary)
        except RequestError as error:
            first = first or error
            strays.append(Draft(row, unplaced=str(error)))
        else:
            by_condition.setdefault(condition, []).append(row)
    if not by_condition and first is not None:
        raise first
    sequences = []
    for condition, own in by_condition.items():
        entry = vocabulary.conditions[condition]
        drafts = tuple(drafted(row, entry, vocabulary) for row in own)
        place = _place(condition, drafts, places, vocabulary)
        if place is None or all(draft.unplaced for draft in drafts):
            why = "no row of this condition says where it sits, or what is done"
            strays += [evolve(d, unplaced=d.unplaced or why) for d in drafts]
        else:
            sequences.append(TableSequence(place, _treating(drafts)))
    if not sequences:
        raise RequestError("the table", f"no row of it can become a step: {strays[0].unplaced}")
    return TablePack(tuple(sequences), tuple(strays))


def _condition(row: Row, places: tuple[ConditionPlace, ...], vocabulary: Vocabulary) -> str:
    """Give the condition of a row: its cell's, its title's, or the only one that was named.

    Raises:
        RequestError: None of them is known.
    """
    for heading, text in row.cells.items():
        if field_of(heading)[0] == "condition":
            return condition_of(text.partition("@")[0].strip(), vocabulary).id
    if row.title:
        try:
            return condition_of(row.title, vocabulary).id
        except RequestError:
            if len(places) != 1:
                raise
    if len(places) == 1:
        return places[0].condition
    what = "the table has no column of conditions; name one with --condition"
    raise RequestError(row.where, what)


def _place(
    condition: str,
    drafts: tuple[Draft, ...],
    places: tuple[ConditionPlace, ...],
    vocabulary: Vocabulary,
) -> ConditionPlace | None:
    """Give the condition with the place that the author named, or that most steps are worked in."""
    entry = vocabulary.conditions[condition]
    if entry.place != "needed":
        return ConditionPlace(condition)
    for place in places:
        if place.condition == condition:
            return place
    fitting = fitting_regions(entry, vocabulary)
    worked = [r for d in drafts for r in _regions(d, vocabulary) if r in fitting]
    if not worked:
        return None
    return ConditionPlace(condition, max(sorted(set(worked)), key=worked.count))


def _regions(draft: Draft, vocabulary: Vocabulary) -> tuple[str, ...]:
    own: tuple[str, ...] = draft.said.get("regions", ())
    return own or vocabulary.body.regions_of(draft.said.get("targets", ()))


def _treating(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Let one step treat where none does: a sequence that only prepares would never be planned."""
    able = [draft for draft in drafts if not draft.unplaced]
    if any(draft.said["purpose"] == "treat" for draft in able):
        return drafts
    middle = able[len(able) // 2]
    treats = middle.having("no row says that it treats; this one?", purpose="treat")
    return tuple(treats if draft is middle else draft for draft in drafts)


def written(pack: TablePack, source: str, vocabulary: Vocabulary) -> Mapping[str, str]:
    """Give the texts of the sequences, by the name of the file without its ending."""
    return {each.place.file: _sequence(each, source, vocabulary) for each in pack.sequences}


def not_placed(pack: TablePack, source: str) -> Mapping[str, str]:
    """Give the file of the rows that no sequence could be found for; none where there are none."""
    if not pack.strays:
        return {}
    lines = [f"# Rows of {source} that are in no sequence", ""]
    for draft in pack.strays:
        lines += [f"- {draft.row.where}: {_flat(draft.unplaced)}"]
        lines += [f"  - {heading}: {_flat(text)}" for heading, text in draft.row.cells.items()]
    return {NOT_PLACED: "\n".join(lines) + "\n"}


def _sequence(sequence: TableSequence, source: str, vocabulary: Vocabulary) -> str:
    condition = vocabulary.conditions[sequence.place.condition]
    steps = _whole(sequence.steps, default_stages(condition))
    able = [step.said for step in steps if not step.unplaced]
    treated = {s for said in able if said["purpose"] == "treat" for s in _each(said["stages"])}
    indicated = tuple(stage for stage in STAGES if stage in treated)
    values = {
        **values_of(sequence.place, vocabulary),
        "stages": toml(indicated),
        "stage_reasons": stage_reasons(indicated),
    }
    template = (files(__package__) / "template" / "sequence.toml.txt").read_text(encoding="utf-8")
    shared = {
        key: able[0][key]
        for key in _SHARED
        if key in able[0] and all(said.get(key) == able[0][key] for said in able)
    }
    lines = [f"# Made of {source}, once: the table isn't read again.", "", "[every_step]"]
    lines += _keys(shared)
    for step in steps:
        lines += ["", *(_comment(step) if step.unplaced else _step(step, shared))]
    return Template(template).substitute(values) + "\n".join(lines) + "\n"


def _whole(drafts: tuple[Draft, ...], stages: tuple[str, ...]) -> tuple[Draft, ...]:
    """Give every draft that can be a step its id, its stages and its basis."""
    taken: set[str] = set()
    whole = []
    for draft in drafts:
        if not draft.unplaced:
            key = key_of(draft, taken)
            own = draft.said.get("stages", stages)
            written = draft.said.get("id", key)
            remark = "" if written == key else f"id: {quoted(written)} is spelt {key}"
            draft = draft.having(remark, id=key, stages=own, basis="editorial")  # noqa: PLW2901 - the same row, whole
        whole.append(draft)
    return tuple(whole)


def _each(stages: tuple[str, ...]) -> Iterable[str]:
    return (each for stage in stages for each in stages_of(stage))


def _step(draft: Draft, shared: Mapping[str, Any]) -> list[str]:
    own = {key: draft.said[key] for key in _ORDER if key in draft.said and key not in shared}
    remarks = [line for remark in draft.remarks for line in _wrapped(f"decide: {remark}")]
    return [f"# {draft.row.where}", *remarks, "[[step]]", *_keys(own)]


def _keys(said: Mapping[str, Any]) -> list[str]:
    return [f"{key} = {toml(value)}" for key, value in said.items()]


def _comment(draft: Draft) -> list[str]:
    """Keep a row that isn't a step: why, and all that stands in it."""
    cells = [f"  {heading}: {text}" for heading, text in draft.row.cells.items()]
    said = [
        f"decide: {draft.row.where} isn't a step yet: {draft.unplaced}",
        *(f"decide: {remark}" for remark in draft.remarks),
        *cells,
    ]
    return [line for text in said for line in _wrapped(text)]


def _wrapped(text: str) -> list[str]:
    """Give a text as lines of comment, each short enough to be read."""
    indent = " " * (len(text) - len(text.lstrip()))
    return textwrap.wrap(
        _flat(text),
        WIDTH,
        initial_indent=f"# {indent}",
        subsequent_indent=f"#   {indent}",
        break_on_hyphens=False,
    )


def _flat(text: str) -> str:
    """Give a text on one line, without what no TOML comment may hold."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())

"""From a row of a table to a step, with a question to the author wherever the row leaves one."""

from collections.abc import Mapping
from typing import Any

from attrs import evolve
from attrs import field
from attrs import frozen

from palpate.authoring.new_names import slug
from palpate.authoring.new_sequence import positions_for
from palpate.authoring.table import Row
from palpate.authoring.table_cells import read_cell
from palpate.authoring.table_words import field_of
from palpate.authoring.table_words import fixed
from palpate.authoring.table_words import found_in
from palpate.authoring.table_words import quoted
from palpate.model.condition import Condition
from palpate.model.technique import Range
from palpate.packs.dose import dose_minutes
from palpate.packs.written import WrittenStep
from palpate.reading.shapes import Sides
from palpate.vocabulary import Vocabulary

#: Where a table says nothing: the least that a step can ask for.
UNSAID_PRESSURE = 1
UNSAID_MINUTES = (1, 2, 3)
LONGEST_ID = 40
#: Words of an instruction that its id is made of.
WORDS_OF_ID = 3
DOSE = ("hold_seconds", "contract_seconds", "rest_seconds", "repetitions", "sets", "points")
_ONE_MEANING = ("both", "midline")


@frozen
class Draft:
    """A row on its way to a step.

    Attributes:
        said: The fields of the step.
        remarks: What the author must decide.
        unplaced: Why it can't be a step; empty where it can.
    """

    row: Row
    said: Mapping[str, Any] = field(factory=dict)
    remarks: tuple[str, ...] = ()
    unplaced: str = ""

    def having(self, remark: str = "", **fields: Any) -> "Draft":
        """Give the draft with more fields, and with a remark."""
        more = (remark,) if remark else ()
        return evolve(self, said={**self.said, **fields}, remarks=(*self.remarks, *more))

    def without(self, names: tuple[str, ...], why: str) -> "Draft":
        """Give the draft without some fields; what they said stays in a remark."""
        gone = [f"{name} {self.said[name]}" for name in names if name in self.said]
        kept = {name: value for name, value in self.said.items() if name not in names}
        return evolve(self, said=kept, remarks=(*self.remarks, f"{why}: {', '.join(gone)}"))


def drafted(row: Row, condition: Condition, vocabulary: Vocabulary) -> Draft:
    """Make a draft of a row: what it says, and what follows from that."""
    draft = _as_written(row, vocabulary)
    for complete in (_worked, _where, _when, _how_much):
        draft = complete(draft, condition, vocabulary)
    return draft


def _as_written(row: Row, vocabulary: Vocabulary) -> Draft:
    said: dict[str, Any] = {}
    remarks: list[str] = []
    for heading, text in row.cells.items():
        name, unit = field_of(heading)
        if name == "condition":
            continue
        numbered = name == "instruction" and text.strip().rstrip(".").isdigit()
        if not name or numbered:
            remarks.append(f"{heading}: {text}")
            continue
        read = read_cell(name, text, unit, vocabulary)
        remarks += [f"{heading}: {remark}" for remark in read.remarks]
        for key, value in read.fields.items():
            if key in said and said[key] != value:
                if isinstance(value, tuple) and isinstance(said[key], tuple) and key in _ADDING:
                    said[key] = tuple(dict.fromkeys((*said[key], *value)))
                else:
                    remarks.append(f"{heading}: {text} (another column says {key} too)")
            else:
                said[key] = value
    return Draft(row, said, tuple(remarks))


_ADDING = ("regions", "targets", "manoeuvres", "cautions", "positions", "contacts", "training")


def _worked(draft: Draft, _: Condition, vocabulary: Vocabulary) -> Draft:
    """Settle what the hands do: manoeuvres, instruction, and what the step is for."""
    said = draft.said
    sentence = _ended(said.get("instruction", ""))
    draft = draft.having(instruction=sentence) if sentence else draft
    if "manoeuvres" not in said:
        found = found_in(sentence, vocabulary.manoeuvres)
        if not found:
            return evolve(
                draft, unplaced="no manoeuvre is named in it; palpate vocabulary manoeuvres"
            )
        draft = draft.having("the manoeuvre is read from the instruction", manoeuvres=found)
    if not sentence:
        names = " and ".join(vocabulary.manoeuvres[m].name for m in draft.said["manoeuvres"])
        made = f"{names[:1].upper()}{names[1:]}."
        draft = draft.having("write one sentence that tells the hands what to do", instruction=made)
    if "purpose" not in said:
        draft = draft.having(purpose=_purpose(draft, vocabulary))
    if "importance" not in said:
        core = draft.said["purpose"] == "treat"
        draft = draft.having(importance="core" if core else "recommended")
    unsaid = [name for name in ("purpose", "importance") if name not in said]
    return draft.having(f"{' and '.join(unsaid)}: not in the table") if unsaid else draft


def _ended(sentence: str) -> str:
    """Give a sentence its full stop."""
    return f"{sentence}." if sentence and sentence[-1] not in ".!?" else sentence


def _purpose(draft: Draft, vocabulary: Vocabulary) -> str:
    """Guess what a step is for: by the first word of its instruction, else by its manoeuvres."""
    first = draft.said["instruction"].split(" ")[0]
    by_word = fixed(first, "purpose")
    if by_word.id and not by_word.remark:
        return by_word.id
    elements = {e for m in draft.said["manoeuvres"] for e in vocabulary.manoeuvres[m].elements}
    searches = {fixed(element, "purpose").id for element in elements} == {"assess"}
    return "assess" if searches else "treat"


def _where(draft: Draft, condition: Condition, vocabulary: Vocabulary) -> Draft:
    """Settle regions, targets, positions and side."""
    if draft.unplaced:
        return draft
    body = vocabulary.body
    if "regions" not in draft.said and "targets" not in draft.said:
        sentence = draft.said["instruction"]
        for name, entries in (("regions", vocabulary.regions), ("targets", vocabulary.muscles)):
            found = found_in(sentence, entries)
            if found:
                draft = draft.having(f"{name} are read from the instruction", **{name: found})
                break
        else:
            return evolve(draft, unplaced="no region or muscle is named in it; palpate vocabulary")
    targets = draft.said.get("targets", ())
    regions = draft.said.get("regions") or body.regions_of(targets)
    astray = tuple(
        target
        for target in targets
        if not any(body.overlap(a, b) for a in body.regions_of((target,)) for b in regions)
    )
    if astray:
        draft = draft.having(f"{', '.join(astray)} doesn't lie in {', '.join(regions)}")
        rest = tuple(target for target in targets if target not in astray)
        draft = draft.having(targets=rest) if rest else draft.without(("targets",), "left out")
    return _side(_positions(draft, regions, vocabulary), condition)


def _positions(draft: Draft, regions: tuple[str, ...], vocabulary: Vocabulary) -> Draft:
    able = positions_for(regions, vocabulary)
    wanted = draft.said.get("positions")
    if wanted is None and able:
        return draft.having("positions: not in the table", positions=able)
    reach = vocabulary.body.reach
    kept = tuple(p for p in wanted or () if all(reach(region, p) > 0 for region in regions))
    if kept == wanted:
        return draft
    lost = ", ".join(p for p in wanted or () if p not in kept)
    remark = f"not all of {', '.join(regions)} can be reached {lost}"
    if kept or able:
        return draft.having(remark, positions=kept or able)
    return evolve(draft, unplaced=f"no position reaches all of {', '.join(regions)}; split the row")


def _side(draft: Draft, condition: Condition) -> Draft:
    if "side" not in draft.said:
        draft = draft.having("side: not in the table", side=condition.default_side)
    if draft.said["side"] in _ONE_MEANING:
        return draft.having(minutes_are_for="both-sides")
    if draft.said["side"] == "each":
        return draft.having("minutes are for both sides together?", minutes_are_for="both-sides")
    return draft.having(minutes_are_for="one-side")


def _when(draft: Draft, condition: Condition, _: Vocabulary) -> Draft:
    """Settle the goal; stages are settled for the whole sequence."""
    if draft.unplaced or "goal" in draft.said:
        return draft
    return draft.having(goal=condition.goals[0])


def _how_much(draft: Draft, _: Condition, __: Vocabulary) -> Draft:
    """Settle pressure and dose; where the dose doesn't fit into the minutes, the minutes hold."""
    if draft.unplaced:
        return draft
    if "pressure" not in draft.said:
        text = draft.said.get("pressure_said")
        remark = f"pressure: which number from 0 to 5 is {quoted(text)}" if text else ""
        draft = draft.having(remark or "pressure: not in the table", pressure=UNSAID_PRESSURE)
    dose = dose_minutes(_written(draft))
    if "minutes" not in draft.said:
        if dose is None:
            draft = draft.having("minutes: not in the table", minutes=UNSAID_MINUTES)
        return draft
    minutes = as_range(draft.said["minutes"])
    if minutes.most <= 0:
        return draft.without(("minutes",), "no time").having(minutes=UNSAID_MINUTES)
    if dose is not None and dose.typical > minutes.most:
        why = f"takes {dose.least:g} to {dose.most:g} minutes, more than the table gives"
        return draft.without(DOSE, why)
    return draft


def as_range(value: int | tuple[int, ...]) -> Range:
    """Give least, typical and most, as the files are read."""
    numbers = value if isinstance(value, tuple) else (value,)
    typical = numbers[1] if len(numbers) > 2 else (numbers[0] + numbers[-1]) // 2  # noqa: PLR2004
    return Range(numbers[0], typical, numbers[-1])


def _written(draft: Draft) -> WrittenStep:
    said = draft.said
    dose: dict[str, Any] = {name: as_range(said[name]) for name in DOSE if name in said}
    return WrittenStep(side=Sides((said["side"],)), minutes_are_for=said["minutes_are_for"], **dose)


def key_of(draft: Draft, taken: set[str]) -> str:
    """Give a step an id that no other step of its sequence has."""
    wanted = draft.said.get("id") or " ".join(draft.said["instruction"].split()[:WORDS_OF_ID])
    base = slug(wanted)[:LONGEST_ID].strip("-") or "step"
    found, number = base, 2
    while found in taken:
        found, number = f"{base}-{number}", number + 1
    taken.add(found)
    return found

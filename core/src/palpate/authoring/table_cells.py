"""What a cell of a table says, as the fields of a step; what can't be read is never dropped."""

import re
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from math import ceil
from typing import Any

from attrs import field
from attrs import frozen

from palpate.authoring.table_words import Named
from palpate.authoring.table_words import fixed
from palpate.authoring.table_words import named
from palpate.authoring.table_words import parts_of
from palpate.authoring.table_words import quoted
from palpate.authoring.table_words import word_lists
from palpate.vocabulary import Vocabulary

WALTON = 5
SECONDS = 60
#: A Walton pressure is the lowest useful and the wanted level; other numbers have a typical one too.
LEVELS = 2

_NUMBER = r"\d{1,4}(?:[.,]5)?"
_RANGE = re.compile(rf"({_NUMBER})(?:\s*-\s*({_NUMBER}))?(?:\s*-\s*({_NUMBER}))?")
_TIMES = re.compile(r"(\d{1,3}(?:\s*-\s*\d{1,3})?)\s*(?:x|\u00d7|\*|times)\s*(.+)")
_SIDED = re.compile(r"(left|right|both|l\.|r\.)\s+(.+)", re.IGNORECASE)

Fields = Mapping[str, Any]


@frozen
class CellRead:
    """What a cell was read as.

    Attributes:
        fields: The fields of a step that follow from it.
        remarks: What the author must look at; what couldn't be read stands in it word for word.
    """

    fields: Fields = field(factory=dict)
    remarks: tuple[str, ...] = ()


def read_cell(name: str, text: str, unit: str, vocabulary: Vocabulary) -> CellRead:
    """Read a cell.

    Args:
        name: The field that its column holds.
        unit: The unit in the column's heading; empty where there is none.
    """
    if name in _TEXTS:
        return CellRead({name: " ".join(text.split())})
    if name in _SENTENCES:
        return CellRead({name: tuple(_sentences(text))})
    if name in _FIXED:
        return _fixed_word(name, text)
    if name in _LISTS:
        return _LISTS[name](text, vocabulary)
    return _numbers(name, text, unit)


def _sentences(text: str) -> Iterable[str]:
    return (
        part.strip() for part in re.split(r"[;\n]", " \n ".join(text.split("\n"))) if part.strip()
    )


def _fixed_word(name: str, text: str) -> CellRead:
    found = fixed(text, name)
    if found.id is None:
        return CellRead({}, (f"{quoted(text)} is none of {', '.join(word_lists()[name])}",))
    return CellRead({name: found.id}, (found.remark,) if found.remark else ())


def _many(name: str, kind: str, singular: str) -> Callable[[str, Vocabulary], CellRead]:
    """Give a reader of a list of words of the vocabulary."""

    def read(text: str, vocabulary: Vocabulary) -> CellRead:
        entries = getattr(vocabulary, kind)
        return _collected(name, text, lambda part: named(part, entries, singular))

    return read


def _collected(name: str, text: str, find: Callable[[str], Named]) -> CellRead:
    """Read the whole of a cell as one word, else each of its parts."""
    whole = find(text)
    if whole.id is not None and not whole.remark:
        return CellRead({name: (whole.id,)})
    found, remarks = [], []
    for part in parts_of(text):
        read = find(part)
        if read.id is not None:
            found.append(read.id)
        if read.remark or read.id is None:
            remarks.append(read.remark or f"{quoted(part)} isn't known")
    fields = {name: tuple(dict.fromkeys(found))} if found else {}
    return CellRead(
        fields, tuple(remarks) if found or remarks else (f"{quoted(text)} isn't known",)
    )


def _places(text: str, vocabulary: Vocabulary) -> CellRead:
    """Read regions, with a side before one where that is said; a muscle among them is a target."""
    sides: dict[str, None] = {}
    regions: list[str] = []
    targets: list[str] = []
    remarks: list[str] = []
    exact = named(text, vocabulary.regions, "region")
    parts = (text,) if exact.id and not exact.remark else parts_of(text)
    for part in parts:
        sided = _SIDED.fullmatch(part.strip())
        found = named(part, vocabulary.regions, "region")
        if sided and (found.id is None or found.remark):
            side = fixed(sided[1].rstrip("."), "side").id
            sides.update({side: None} if side else {})
            found = named(sided[2], vocabulary.regions, "region")
        muscle = named(sided[2] if sided else part, vocabulary.muscles, "muscle")
        if (found.id is None or found.remark) and muscle.id and not muscle.remark:
            targets.append(muscle.id)
            continue
        if found.id is not None:
            regions.append(found.id)
        if found.remark:
            remarks.append(found.remark)
    fields: dict[str, Any] = {}
    for name, values in (("regions", regions), ("targets", targets)):
        fields |= {name: tuple(dict.fromkeys(values))} if values else {}
    if len(sides) == 1:
        fields["side"] = next(iter(sides))
    elif sides or not (regions or targets or remarks):
        remarks.append(f"{quoted(text)} isn't one place on one side")
    return CellRead(fields, tuple(remarks))


def _stages(text: str, _: Vocabulary) -> CellRead:
    return _collected("stages", text, lambda part: fixed(part, "stages"))


def _positions(text: str, vocabulary: Vocabulary) -> CellRead:
    def find(part: str) -> Named:
        found = fixed(part, "positions")
        return found if found.id else named(part, vocabulary.positions, "position")

    return _collected("positions", text, find)


def _goal(text: str, vocabulary: Vocabulary) -> CellRead:
    found = named(text, vocabulary.goals, "goal")
    return CellRead({"goal": found.id} if found.id else {}, (found.remark,) if found.remark else ())


_TEXTS = ("instruction", "set_up", "id")
_SENTENCES = ("cautions",)
_FIXED = ("side", "purpose", "importance")
_LISTS: Mapping[str, Callable[[str, Vocabulary], CellRead]] = {
    "regions": _places,
    "targets": _many("targets", "muscles", "muscle"),
    "manoeuvres": _many("manoeuvres", "manoeuvres", "manoeuvre"),
    "contacts": _many("contacts", "contacts", "contact"),
    "training": _many("training", "trainings", "training"),
    "consent": _many("consent", "consents", "consent"),
    "positions": _positions,
    "stages": _stages,
    "goal": _goal,
}


@frozen
class Amount:
    """Numbers with a unit, in rising order.

    Attributes:
        unit: `seconds`, `minutes`, `times`, `mmhg`, `out_of_ten`, or empty.
        exact: Whether nothing else stood in the text.
    """

    numbers: tuple[float, ...]
    unit: str
    exact: bool


def amount_of(text: str) -> Amount | None:
    """Read `3`, `2-4 min`, `30\u201360 s`; None where there is no number."""
    plain = re.sub(r"[\u2010-\u2015\u2212]|\bto\b", "-", text.lower()).strip()
    found = _RANGE.search(plain)
    if found is None:
        return None
    numbers = tuple(float(n.replace(",", ".")) for n in found.groups() if n is not None)
    unit = _unit(plain[found.end() :])
    exact = not plain[: found.start()].strip() and unit is not None
    return Amount(numbers, unit or "", exact and list(numbers) == sorted(numbers))


def _unit(text: str) -> str | None:
    """Give the unit that a text names, empty for none; None where it says something else."""
    bare = text.strip().rstrip(".").strip()
    if not bare:
        return ""
    for unit, spellings in word_lists()["units"].items():
        if bare in spellings:
            return unit
    return None


def _numbers(name: str, text: str, heading_unit: str) -> CellRead:
    """Read numbers into the field that their unit speaks of."""
    times = _TIMES.fullmatch(text.strip().lower())
    if times and amount_of(times[2]) is not None:
        return _repeated(name, times, text)
    amount = amount_of(text)
    if amount is None:
        if name == "pressure":
            return CellRead({"pressure_said": " ".join(text.split())})
        return CellRead({}, (f"{quoted(text)} is no number",))
    unit = amount.unit or _unit(heading_unit) or ""
    target, numbers, why = _placed(name, unit, amount.numbers)
    if target is None:
        return CellRead({}, (f"{quoted(text)}: {why}",))
    whole = tuple(ceil(number) for number in numbers)
    said = whole[-LEVELS:] if target == "pressure" else whole
    remarks = [why] if why else []
    if not amount.exact or tuple(numbers) != whole or said != whole:
        remarks = [f"{quoted(text)} is read as {'-'.join(map(str, said))}", *remarks]
    elif why:
        remarks = [f"{quoted(text)}: {why}"]
    ordered = tuple(sorted(said))
    return CellRead({target: ordered[0] if len(ordered) == 1 else ordered}, tuple(remarks))


def _repeated(name: str, times: re.Match[str], text: str) -> CellRead:
    """Read `3 x 30 s`: repetitions, and how long each lasts."""
    repetitions = _numbers("repetitions", times[1], "")
    each = _numbers("hold_seconds" if name != "minutes" else name, times[2], "")
    remarks = (*repetitions.remarks, *each.remarks)
    if "minutes" in each.fields:
        remarks = (*remarks, "are the minutes for one repetition or for all?")
    said = (f"{quoted(text)}: {'; '.join(remarks)}",) if remarks else ()
    return CellRead({**repetitions.fields, **each.fields}, said)


def _placed(
    name: str, unit: str, numbers: tuple[float, ...]
) -> tuple[str | None, tuple[float, ...], str]:
    """Give the field that numbers belong to, the numbers in its unit, and what to ask."""
    in_seconds = name.endswith("_seconds")
    if name == "pressure":
        return _pressure(unit, numbers)
    if unit == "seconds" and name == "minutes":
        return "hold_seconds", numbers, "seconds, so one repetition lasts so long"
    if unit == "seconds" and name in {"repetitions", "sets", "points"}:
        return "hold_seconds", numbers, ""
    if unit == "minutes" and in_seconds:
        return name, tuple(number * SECONDS for number in numbers), ""
    if unit == "times" and name in {"minutes", "hold_seconds"}:
        return "repetitions", numbers, ""
    if unit in {"mmhg", "out_of_ten"}:
        return None, (), "isn't a number of this column"
    return name, numbers, ""


def _pressure(unit: str, numbers: tuple[float, ...]) -> tuple[str | None, tuple[float, ...], str]:
    if unit == "mmhg":
        return "pressure_mmhg", numbers, ""
    if unit == "out_of_ten":
        return "pain_out_of_10", numbers, ""
    if unit or max(numbers) > WALTON:
        return None, (), f"pressure is a number from 0 to {WALTON} (Walton)"
    return "pressure", numbers, ""

"""The model back as a pack's files, spelled out: what was read is all there, or the file lost it."""

import json
from collections.abc import Iterable
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from palpate.model.condition import Permission
from palpate.model.safety import Contraindication
from palpate.model.sequence import Group
from palpate.model.sequence import IfNone
from palpate.model.sequence import Need
from palpate.model.sequence import Phase
from palpate.model.sequence import Step
from palpate.model.sequence import StepSequence
from palpate.model.technique import Indication
from palpate.model.technique import Range
from palpate.model.technique import Technique
from palpate.packs import PackFiles
from palpate.packs import SequenceFile
from palpate.packs.dose import dose_minutes
from palpate.packs.step_build import SAME
from palpate.packs.technique import FORMAT
from palpate.packs.written import WrittenStep
from palpate.reading.keys import file_key
from palpate.reading.shapes import Sides

Table = dict[str, Any]


def write_pack(files: PackFiles, folder: Path) -> None:
    """Write a pack's files anew from what they were read as.

    Args:
        files: The pack.
        folder: An empty folder.
    """
    (folder / "sequences").mkdir()
    pages = {
        "technique": _technique(files),
        "contraindications": {"contraindication": [_rule(r) for r in files.contraindications]}
        if files.contraindications
        else {"none": "There are none."},
        "references": {"reference": [_plain(each) for each in files.references]},
        "conditions": {"condition": [_plain(each) for each in files.added_conditions]},
    }
    pages |= {f"sequences/{name}": _sequence(files.sequence(name)) for name in files.sequence_names}
    for name, page in pages.items():
        (folder / f"{name}.toml").write_text(to_toml(page), encoding="utf-8")


def to_toml(page: Mapping[str, Any]) -> str:
    """Write a table as TOML; what is None is left out, tables in lists are [[headers]]."""
    lines = [f"{key} = {_value(held)}" for key, held in page.items() if not _is_table(held)]
    for key, held in page.items():
        for header, table in _tables(key, held):
            lines += [
                "",
                header,
                *(f"{k} = {_value(v)}" for k, v in table.items() if v is not None),
            ]
    return "\n".join(line for line in lines if not line.endswith("= None")) + "\n"


def _is_table(held: object) -> bool:
    return isinstance(held, dict) or (isinstance(held, list) and bool(held) and _is_table(held[0]))


def _tables(key: str, held: Any) -> Iterable[tuple[str, Table]]:
    if isinstance(held, list) and _is_table(held):
        return [(f"[[{key}]]", table) for table in held]
    if isinstance(held, dict) and held and all(isinstance(each, dict) for each in held.values()):
        return [(f"[{key}.{name}]", table) for name, table in held.items()]
    return [(f"[{key}]", held)] if isinstance(held, dict) and held else []


def _value(held: Any) -> str:
    if isinstance(held, dict):
        return (
            "{ " + ", ".join(f"{k} = {_value(v)}" for k, v in held.items() if v is not None) + " }"
        )
    if isinstance(held, (list, tuple)):
        return "[" + ", ".join(map(_value, held)) + "]"
    if isinstance(held, Range):
        return _value([_whole(held.least), _whole(held.typical), _whole(held.most)])
    if held is None or (isinstance(held, (int, float)) and not isinstance(held, bool)):
        return str(_whole(held))
    return json.dumps(held, ensure_ascii=False)


def _whole(number: Any) -> Any:
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _plain(value: Any) -> Any:
    """Turn an object of the model into a table; what is as by default is left out."""
    if isinstance(value, IfNone) and value == IfNone():
        return "skip"
    if isinstance(value, Need):
        return f"{value.state}({value.region})" if value.region else value.state
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if not attrs.has(type(value)) or isinstance(value, Range):
        return value
    said = {
        file_key(each.name): _plain(getattr(value, each.name))
        for each in attrs.fields(type(value))
        if getattr(value, each.name) != each.default
    }
    if isinstance(value, Permission):
        return {("for" if key == "for_what" else key): held for key, held in said.items()}
    return said


def _days(count: int | None) -> str | None:
    return None if count is None else f"{count} days"


def _technique(files: PackFiles) -> Table:
    technique = files.technique
    own = {each.name for each in attrs.fields(Technique)}
    apart = {"advice", "review", "caps", "library", "api"}
    table = _plain(technique)
    return {
        "format": FORMAT,
        "technique": {name: table[name] for name in table if name in own - apart},
        "review": _plain(technique.review),
        "advice": _plain(technique.advice),
        "cap": _plain(technique.caps),
        "combination_rule": _plain(files.rules),
        "not_indicated": [_not_indicated(each) for each in files.not_indicated],
    }


def _not_indicated(said: Indication) -> Table:
    return {
        "conditions": [said.condition],
        "reason": said.reason,
        "basis": said.basis,
        "stages": [grade.stage for grade in said.grades] or None,
        "references": list(said.references),
    }


def _rule(rule: Contraindication) -> Table:
    table: Table = _plain(rule)
    table.pop("from_days", None)
    table.pop("until_days", None)
    return {**table, "from": _days(rule.from_days), "until": _days(rule.until_days)}


def _sequence(file: SequenceFile) -> Table:
    sequence, timing = file.sequence, file.timing
    bare = {s.id for group in sequence.groups for s in _shared(group, sequence)}
    return {
        "sequence": {"regions": list(sequence.regions)} if sequence.regions else {},
        "indication": _indication(file.indication),
        "permission": _plain(sequence.permission) if sequence.permission else {},
        "session": {
            "minutes": timing.session_minutes,
            "first_visit_minutes": timing.first_visit_minutes,
            "share_minutes": timing.share_minutes,
            "alone_minutes": timing.alone_minutes,
        },
        "course": _plain(timing.course) if timing.course else {},
        "advice": _plain(sequence.advice),
        "group": {
            group.id: _plain(attrs.evolve(group, id="")) | {"id": None} for group in sequence.groups
        },
        "phase": [_phase(phase) for phase in sequence.phases],
        "cap": _plain(sequence.caps),
        "step": [_step(step, step.id in bare) for step in sequence.steps],
    }


def _indication(said: Indication) -> Table:
    apart = {"condition", "grades", "regions", "sequence", "indicated", "reason"}
    table = {key: held for key, held in _plain(said).items() if key not in apart}
    grade = {grade.stage: grade.grade for grade in said.grades}
    return {"role": said.role, "basis": said.basis, "grade": grade, **table}


def _phase(phase: Phase) -> Table:
    table: Table = _plain(phase)
    table.pop("from_days", None)
    table.pop("until_days", None)
    return {**table, "from": _days(phase.from_days), "until": _days(phase.until_days)}


def _shared(group: Group, sequence: StepSequence) -> tuple[Step, ...]:
    """Give the steps of a group among which its minutes were shared out."""
    if group.minutes is None:
        return ()
    members = [s for s in sequence.steps if s.group == group.id]
    undosed = [s for s in members if s.hold_seconds is None and s.contract_seconds is None]
    for minutes in dict.fromkeys(s.minutes for s in undosed if s.basis == "editorial"):
        bare = tuple(s for s in undosed if s.minutes == minutes)
        rest = sum(s.minutes.typical for s in members if s not in bare)
        share = max(0.5, (2 * (group.minutes.typical - rest) // len(bare)) / 2)
        if max(share, minutes.least) == minutes.typical:
            return bare
    return ()


def _step(step: Step, bare: bool) -> Table:
    table = {key: held for key, held in _plain(step).items() if key in SAME}
    dosed = dose_minutes(_dose(step))
    table |= {
        "id": step.id,
        "instruction": step.instruction,
        "manoeuvres": list(step.manoeuvres),
        "purpose": step.purpose,
        "importance": step.importance,
        "positions": list(step.positions),
        "side": list(step.sides_in_order) or step.side,
        "minutes_are_for": "both-sides" if step.minutes_for_both else "one-side",
        "regions": list(step.regions) or None,
        "pressure": [step.lowest_pressure, step.pressure],
        "stages": list(step.stages),
        "basis": step.basis,
        "minutes": None if bare or step.minutes == dosed else step.minutes,
    }
    return table


def _dose(step: Step) -> WrittenStep:
    """Give what the minutes of a step are counted from."""
    names = ("hold_seconds", "contract_seconds", "rest_seconds", "repetitions", "sets", "points")
    said = {name: getattr(step, name) for name in names}
    return WrittenStep(
        **said,
        side=Sides(step.sides_in_order or (step.side,)),
        minutes_are_for="both-sides" if step.minutes_for_both else "one-side",
    )

"""What a check found, for people, editors and CI."""

import json
from collections.abc import Callable
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from typing import Final

from palpate.authoring.check import ERROR
from palpate.authoring.check import Checked
from palpate.authoring.rules import MEANING
from palpate.authoring.rules import rules
from palpate.errors import Problem
from palpate.render.safe import escaped
from palpate.render.safe import printable
from palpate.version import VERSION

SCHEMA: Final = "palpate.check/1"
SARIF: Final = "2.1.0"


def gcc(checked: Iterable[Checked]) -> str:
    """Write a line for each problem as compilers do, then a line for each pack."""
    lines: list[str] = []
    for each in checked:
        lines += [_gcc_line(problem, each) for problem in each.shown]
        lines += summary(each)
    return "".join(f"{printable(line)}\n" for line in lines)


def _gcc_line(problem: Problem, checked: Checked) -> str:
    numbers = [str(n) for n in (problem.line, problem.column) if n]
    place = ":".join((_file(problem, checked), *numbers))
    return f"{place}: {problem.level}: {problem.code}: {_said(problem)}"


def summary(checked: Checked) -> list[str]:
    """Give the lines that sum a pack up: how many problems, which tier, and what would raise it."""
    counts = f"{_count(checked.errors, 'error')}, {_count(checked.warnings, 'warning')}"
    lines = [f"{checked.name}: {counts}; tier {checked.tier}: {MEANING[checked.tier]}"]
    above = checked.next_tier
    if above is not None:
        ways = (f"{rule} ({count})" for rule, count in checked.in_the_way(above).items())
        lines.append(f"{checked.name}: in the way of {above}: {', '.join(ways)}")
    return lines


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _file(problem: Problem, checked: Checked) -> str:
    """Give a file from where the command was typed, so that an editor finds it."""
    if checked.folder is None or not problem.file:
        return problem.file or checked.name
    path = checked.folder / problem.file
    if not problem.line and not path.exists() and "." not in problem.file:
        return problem.file
    here = Path.cwd()
    whole = path.absolute()
    return (whole.relative_to(here) if whole.is_relative_to(here) else path).as_posix()


def as_json(checked: Iterable[Checked]) -> str:
    """Write everything as JSON."""
    packs = [
        {
            "pack": each.name,
            "folder": each.folder.as_posix() if each.folder else None,
            "errors": each.errors,
            "warnings": each.warnings,
            "tier": each.tier,
            "next_tier": each.next_tier,
            "in_the_way": each.in_the_way(each.next_tier) if each.next_tier else {},
            "problems": [
                {
                    "file": _file(problem, each),
                    "line": problem.line or None,
                    "column": problem.column or None,
                    "level": problem.level,
                    "rule": problem.code,
                    "entry": problem.entry,
                    "what": problem.what,
                }
                for problem in each.shown
            ],
        }
        for each in checked
    ]
    return _dumped({"schema": SCHEMA, "palpate": VERSION, "packs": packs})


def sarif(checked: Iterable[Checked]) -> str:
    """Write a log in the Static Analysis Results Interchange Format, for code scanning."""
    order = {name: index for index, name in enumerate(rules())}
    driver = {
        "name": "palpate",
        "version": VERSION,
        "rules": [
            {
                "id": rule.id,
                "shortDescription": {"text": rule.says},
                "help": {"text": rule.instead},
                "defaultConfiguration": {"level": rule.level},
            }
            for rule in rules().values()
        ],
    }
    results = [
        {
            "ruleId": problem.code,
            "ruleIndex": order[problem.code],
            "level": problem.level,
            "message": {"text": _said(problem)},
            "locations": [{"physicalLocation": _location(problem, each)}],
        }
        for each in checked
        for problem in each.shown
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return _dumped({"$schema": schema, "version": SARIF, "runs": [run]})


def _location(problem: Problem, checked: Checked) -> dict[str, Any]:
    found: dict[str, Any] = {"artifactLocation": {"uri": _uri(_file(problem, checked))}}
    if problem.line:
        column = {"startColumn": problem.column} if problem.column else {}
        found["region"] = {"startLine": problem.line, **column}
    return found


def _uri(file: str) -> str:
    from urllib.parse import quote  # noqa: PLC0415 - only this format needs it

    return Path(file).as_uri() if Path(file).is_absolute() else quote(file)


def github(checked: Iterable[Checked]) -> str:
    """Write the commands by which GitHub marks lines of a pull request."""
    lines: list[str] = []
    for each in checked:
        for problem in each.shown:
            numbers = {"line": problem.line, "col": problem.column}
            where = {"file": _file(problem, each), **{k: str(n) for k, n in numbers.items() if n}}
            fields = {**where, "title": problem.code}
            said = ",".join(f"{key}={_property(value)}" for key, value in fields.items())
            lines.append(f"::{problem.level} {said}::{_data(_said(problem))}")
        lines += [f"::notice title=palpate check::{_data(line)}" for line in summary(each)]
    return "".join(f"{line}\n" for line in lines)


def _said(problem: Problem) -> str:
    said = f"{problem.entry}: {problem.what}" if problem.entry else problem.what
    return printable(" ".join(said.split()))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _dumped(data: Any) -> str:
    return escaped(json.dumps(data, ensure_ascii=False, indent=1)) + "\n"


#: Every format of a report, by the name that is typed.
FORMATS: Final[dict[str, Callable[[Iterable[Checked]], str]]] = {
    "gcc": gcc,
    "github": github,
    "json": as_json,
    "sarif": sarif,
}


def failed(checked: Iterable[Checked], *, strict: bool) -> bool:
    """Say whether anything counts as an error; with `strict` a warning does."""
    return any(strict or p.level == ERROR for each in checked for p in each.problems)

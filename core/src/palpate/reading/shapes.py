"""The shorthands of the files: how ranges, durations and needs are written."""

import re
from collections.abc import Mapping
from math import ceil
from typing import TYPE_CHECKING
from typing import Any
from typing import Literal
from typing import NewType

import attrs
from attrs import frozen

from palpate.model.condition import Condition
from palpate.model.condition import Permission
from palpate.model.safety import Factor
from palpate.model.safety import Limit
from palpate.model.safety import Question
from palpate.model.scales import GRADES
from palpate.model.scales import STAGES
from palpate.model.scales import Grade
from palpate.model.scales import Side
from palpate.model.scales import Stage
from palpate.model.sequence import Course
from palpate.model.sequence import IfNone
from palpate.model.sequence import Need
from palpate.model.technique import Cap
from palpate.model.technique import CombinationRule
from palpate.model.technique import Range
from palpate.model.technique import Reference
from palpate.model.technique import Review
from palpate.model.technique import StageGrade
from palpate.model.work import Provider
from palpate.model.work import Selector
from palpate.model.work import State
from palpate.reading.strict import Wrong
from palpate.reading.strict import expect
from palpate.reading.strict import instead
from palpate.reading.strict import say
from palpate.reading.strict import table_hook
from palpate.reading.words import quoted
from palpate.reading.words import with_nearest

if TYPE_CHECKING:
    from cattrs import Converter

#: Days since an event, written as "72 hours", "10 days" or "6 weeks"; begun days count whole.
Days = NewType("Days", int)
#: Stages, where "subacute" means both of its halves.
Stages = NewType("Stages", tuple[Stage, ...])
#: One word or several in a list.
OneOrMore = NewType("OneOrMore", tuple[str, ...])
#: A range that may hold halves, as visits a week do.
AnyRange = NewType("AnyRange", Range)
#: The words of closed lists that the model holds as plain text.
CAPPED = Literal["minutes", "points", "share-percent"]
RULES = Literal[
    "before", "followed-by", "never-together", "one-technique", "counts-together", "gap"
]
VISITS = Literal["first"]
SITED = Literal["none", "optional", "needed"]
READINGS = Literal["any-yes", "any-no"]
WHEN = Literal["before", "after"]
PLACES = Literal["fixed", "needed"]
DEFAULT_SIDES = Literal["both", "affected"]
SIGNED = Literal["unsigned", "signed"]
READ = Literal["page", "secondary", "not-read"]
REFERENCES = Literal[
    "systematic-review",
    "trial",
    "case-series",
    "case-report",
    "guideline",
    "survey",
    "standard",
    "book",
    "page",
]
#: Attributes that the files write in another shape, or in fewer words, than the model holds.
WRITTEN_AS: Mapping[type, Mapping[str, Any]] = {
    Limit: {"at": OneOrMore},
    Condition: {"questions": OneOrMore, "place": PLACES, "default_side": DEFAULT_SIDES},
    Factor: {"site": SITED},
    Question: {"reads": READINGS},
    State: {"when": WHEN},
    Cap: {"what": CAPPED},
    CombinationRule: {"rule": RULES, "visit": VISITS},
    Reference: {"kind": REFERENCES, "read": READ},
    Review: {"status": SIGNED},
    Course: {"visits_per_week": AnyRange},
}
#: Seconds, minutes and counts end far below this.
MOST = 100_000
MOST_SHOWN = 40
#: What to do where no point is found: go on.
SKIP = "skip"

#: Both of its halves, in one word.
SUBACUTE = "subacute"
DURATION = r"([0-9]{1,5}) (hour|day|week)s?"
HOURS = 24
_DAYS_EACH = {"day": 1, "week": 7}
_NEED = re.compile(r"([a-z0-9-]+)(?:\(([a-z0-9-]+)\))?")


@frozen
class Pressure:
    """Walton levels of a step as written; `lowest` None where only one number is."""

    wanted: int
    lowest: int | None = None


@frozen
class Grades:
    """The grade as written: one letter for the stages said beside it, or one for each stage."""

    letter: Grade | None = None
    by_stage: tuple[StageGrade, ...] = ()


@frozen
class Sides:
    """The side of a step as written: one word, or several in their order."""

    sides: tuple[Side, ...]


def whole_range(value: object, _: object = None) -> Range:
    """Read `3`, `[2, 4]` or `[2, 3, 4]` as least, typical and most."""
    return _range(value, (int,), "whole numbers")


def any_range(value: object, _: object = None) -> Range:
    """Read a range that may hold fractions."""
    return _range(value, (int, float), "numbers")


def _range(value: object, kinds: tuple[type, ...], noun: str) -> Range:
    numbers: list[Any] = value if isinstance(value, list) else [value]
    if not 1 <= len(numbers) <= 3 or any(type(number) not in kinds for number in numbers):  # noqa: PLR2004
        shown = (
            f"{value}" if isinstance(value, list) and len(str(value)) < MOST_SHOWN else say(value)
        )
        raise Wrong(
            f"needs {noun}, as 3, [2, 4] or [2, 3, 4], not {shown}{instead(value, int)}", "range"
        )
    if not all(0 <= number < MOST for number in numbers):
        raise Wrong(f"{value}: the numbers run from 0 to {MOST}", "range")
    least, most = numbers[0], numbers[-1]
    middle = (least + most) / 2 if float in kinds else (least + most) // 2
    all_three = len(numbers) == 3  # noqa: PLR2004
    typical = numbers[1] if all_three else middle
    if not least <= typical <= most:
        said = f"least {least}, typical {typical}, most {most}" if all_three else "they"
        raise Wrong(f"{numbers}: {said} must not fall; did you mean {sorted(numbers)}?", "range")
    return Range(least, typical, most)


def days(value: object, _: object = None) -> Days:
    """Read a duration as days; begun days count whole, so that windows that touch leave no gap."""
    text = expect(value, str)
    match = re.fullmatch(DURATION, text)
    if not match:
        # A month has 28 to 31 days: nobody could say on which day the window ends.
        raise Wrong(
            f'needs a time such as "72 hours", "10 days" or "6 weeks", not {say(value)}', "duration"
        )
    count = int(match[1])
    return Days(ceil(count / HOURS) if match[2] == "hour" else count * _DAYS_EACH[match[2]])


def stages(value: object, _: object = None) -> Stages:
    """Read a list of stages."""
    found: dict[Stage, None] = {}
    for word in expect(value, list):
        found.update(dict.fromkeys(stages_of(expect(word, str))))
    return Stages(tuple(stage for stage in STAGES if stage in found))


def stages_of(word: str) -> tuple[Stage, ...]:
    """Give the stages that a word of a file means.

    Raises:
        Wrong: If it is none.
    """
    found = tuple(s for s in STAGES if word == s or (word == SUBACUTE and s.endswith(word)))
    if not found:
        known = [*STAGES, SUBACUTE]
        what = f"no stage {quoted(word)}"
        near = with_nearest(what, word, known)
        raise Wrong(
            near if near != what else f"{what}; there are {', '.join(known)}", "unknown-word"
        )
    return found


def one_or_more(value: object, _: object = None) -> OneOrMore:
    """Read one word, or a list of words."""
    words = [value] if isinstance(value, str) else expect(value, list)
    return OneOrMore(tuple(expect(word, str) for word in words))


def pressure(value: object, _: object = None) -> Pressure:
    """Read `3`, or `[2, 3]` for the lowest useful level and the one wanted."""
    levels: list[Any] = value if isinstance(value, list) else [value]
    if not 1 <= len(levels) <= 2 or any(type(x) is not int or not 0 <= x <= 5 for x in levels):  # noqa: PLR2004
        raise Wrong(
            "needs Walton levels from 0 to 5: one, or [lowest useful, wanted], "
            f"not {value if isinstance(value, list) and len(levels) < 5 else say(value)}",  # noqa: PLR2004
            "pressure",
        )
    if levels[0] > levels[-1]:
        raise Wrong(f"{levels} must not fall; did you mean {sorted(levels)}?", "range")
    return Pressure(levels[-1], levels[0] if len(levels) > 1 else None)


def grades(value: object, _: object = None) -> Grades:
    """Read `"B"`, or a table with a letter for each stage."""
    if not isinstance(value, dict):
        return Grades(letter=_grade(value))
    found: dict[Stage, StageGrade] = {}
    for word, letter in value.items():
        for stage in stages_of(word):
            if stage in found:
                raise Wrong(f"{stage} is graded twice")
            found[stage] = StageGrade(stage, _grade(letter))
    return Grades(by_stage=tuple(found[stage] for stage in STAGES if stage in found))


def _grade(value: object) -> Grade:
    letter = expect(value, str)
    for grade in GRADES:
        if grade == letter:
            return grade
    raise Wrong(f"{quoted(letter)} isn't one of {', '.join(GRADES)}", "unknown-word")


def need(value: object, _: object = None) -> Need:
    """Read `"warm"`, or the same with a region in brackets behind it."""
    match = _NEED.fullmatch(expect(value, str))
    if not match:
        raise Wrong(f"needs a state, or a state and a region as state(region), not {say(value)}")
    return Need(match[1], match[2])


def register_shapes(made: "Converter") -> None:
    """Teach the converter the shorthands, and every other attrs class its keys."""
    made.register_structure_hook_factory(attrs.has, lambda kind: table_hook(made, kind))
    made.register_structure_hook(Range, whole_range)
    made.register_structure_hook(AnyRange, any_range)
    made.register_structure_hook(Days, days)
    made.register_structure_hook(Stages, stages)
    made.register_structure_hook(OneOrMore, one_or_more)
    made.register_structure_hook(Pressure, pressure)
    made.register_structure_hook(Grades, grades)
    made.register_structure_hook(Need, need)
    made.register_structure_hook(Sides, _sides(made))
    made.register_structure_hook(IfNone, _if_none(table_hook(made, IfNone)))
    made.register_structure_hook(Provider, _provider(made))
    made.register_structure_hook(Permission, _permission(table_hook(made, Permission)))
    for kind, attributes in WRITTEN_AS.items():
        special = {name: _as(made, hint) for name, hint in attributes.items()}
        made.register_structure_hook(kind, table_hook(made, kind, special))


def _as(made: "Converter", hint: Any) -> Any:
    hook = made.get_structure_hook(hint)
    return lambda value, _: hook(value, hint)


def _sides(made: "Converter") -> Any:
    hook = made.get_structure_hook(Side)

    def sides(value: object, _: object) -> Sides:
        words = value if isinstance(value, list) else [value]
        return Sides(tuple(hook(word, Side) for word in words))

    return sides


def _if_none(hook: Any) -> Any:
    def if_none(value: object, kind: object) -> IfNone:
        if isinstance(value, str):
            if value == SKIP:
                return IfNone()
            raise Wrong(f'needs "skip" or {{ instruction = "...", minutes = 2 }}, not {say(value)}')
        return hook(value, kind)  # type: ignore[no-any-return]

    return if_none


def _provider(made: "Converter") -> Any:
    def provider(value: object, _: object) -> Provider:
        table = dict(expect(value, dict))
        only_for = table.pop("for", None)
        hook = made.get_structure_hook(Selector)
        work = hook(table, Selector)
        return Provider(work, None if only_for is None else hook(only_for, Selector))

    return provider


def _permission(hook: Any) -> Any:
    def permission(value: object, kind: object) -> Permission:
        table = expect(value, dict)
        # The short word is Python's own and can't be an attribute.
        renamed = {("for_what" if key == "for" else key): held for key, held in table.items()}
        return hook(renamed, kind)  # type: ignore[no-any-return]

    return permission

"""Whether one step is nowhere stronger than another: what `adjust_step` must keep to."""

from palpate.model.sequence import Step
from palpate.model.technique import Range

_SAME = (
    "id",
    "manoeuvres",
    "targets",
    "purpose",
    "importance",
    "side",
    "sides_in_order",
    "minutes_for_both",
    "stages",
    "phases",
    "at_site",
    "group",
    "goal",
    "outside_session",
    "lowest_pressure",
    "instruction",
    "set_up",
    "pressure_said",
    "if_none",
    "remote",
    "hands_on",
    "stays_on",
    "basis",
)
_DOSES = (
    "minutes",
    "pressure_mmhg",
    "pain_out_of_10",
    "hold_seconds",
    "contract_seconds",
    "effort_percent",
    "repetitions",
    "sets",
    "points",
)
_ONLY_LONGER = ("rest_seconds",)
_ONLY_FEWER = ("regions", "positions", "contacts", "provides")
_ONLY_MORE = ("training", "consent", "cautions", "needs", "references")


def stronger_in(before: Step, after: Step) -> str:
    """Name the first field in which a step is stronger than it was; empty where there is none.

    Work, aim, side and wording stay as they are; pressure and dose may only fall; places, positions
    and contacts may only be taken away; trainings, consents and cautions may only be added.
    """
    for name in _SAME:
        if getattr(before, name) != getattr(after, name):
            return name
    if after.pressure > before.pressure:
        return "pressure"
    for name in _DOSES:
        if _raised(getattr(before, name), getattr(after, name)):
            return name
    for name in _ONLY_LONGER:
        if _raised(getattr(after, name), getattr(before, name)):
            return name
    for name in _ONLY_FEWER:
        old, new = getattr(before, name), getattr(after, name)
        emptied = old and not new and name != "provides"
        if not set(new) <= set(old) or emptied:
            return name
    for name in _ONLY_MORE:
        if not set(getattr(before, name)) <= set(getattr(after, name)):
            return name
    return ""


def _raised(before: Range | None, after: Range | None) -> bool:
    if before is None:
        return after is not None
    if after is None:
        return True
    return after.least > before.least or after.typical > before.typical or after.most > before.most

"""The worked sequence of a new pack for one condition: the frame of one, with everything to decide."""

import json
from collections.abc import Iterable
from collections.abc import Mapping

from palpate.authoring.new_names import ConditionPlace
from palpate.combine import words
from palpate.errors import RequestError
from palpate.model.condition import Condition
from palpate.model.scales import STAGES
from palpate.vocabulary import Vocabulary

#: The stage of the example: the one in which least can be harmed.
LATEST_STAGE = STAGES[-1]
ONE_SIDE = ("affected",)
#: How well a region must be reached in a position for the example to use it.
WELL_REACHED = 1
NAMED = 8


def place_of(text: str, vocabulary: Vocabulary) -> ConditionPlace:
    """Read a condition, or a condition and a region as CONDITION@REGION.

    Raises:
        RequestError: There is no such condition or region, or the region is due and isn't named.
    """
    word, at, where = text.partition("@")
    condition = condition_of(word.strip(), vocabulary)
    if condition.place != "needed":
        if at:
            raise RequestError(text, f"{condition.id} always sits in the same place; leave @ out")
        return ConditionPlace(condition.id)
    fitting = fitting_regions(condition, vocabulary)
    if not where.strip():
        shown = ", ".join(condition.places[:NAMED])
        what = f"can sit in several places; name one, as {condition.id}@REGION: {shown} ..."
        raise RequestError(word, what)
    region = words.require(where.strip(), vocabulary.regions, "region")
    if region not in fitting:
        near = words.near(words.fold(region), fitting)
        raise RequestError(where, f"{condition.id} doesn't sit there", near)
    return ConditionPlace(condition.id, region)


def fitting_regions(condition: Condition, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Give the regions that may be named for a condition: its places and their parts."""
    body = vocabulary.body
    return tuple(
        region
        for region in vocabulary.regions
        if any(body.within(region, place) for place in condition.places)
    )


def condition_of(word: str, vocabulary: Vocabulary) -> Condition:
    """Give the condition that an id, a name, a synonym or an ICD-10-CM code names.

    Raises:
        RequestError: None does; with the nearest words, or with what an umbrella word stands for.
    """
    found = words.find(word, vocabulary.conditions)
    if found is not None:
        return vocabulary.conditions[found]
    if words.looks_like_code(word):
        named = words.condition_of_code(word, vocabulary)
        if named is not None:
            return named
    umbrella = words.umbrella_of(word, vocabulary)
    if umbrella is not None:
        raise RequestError(word, "names several conditions; choose among them", umbrella.conditions)
    near = _nearest_conditions(word, vocabulary)
    what = (
        "no condition of that name; palpate conditions lists them, and a pack may add its own "
        "in conditions.toml"
    )
    raise RequestError(word, what, near)


def _nearest_conditions(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Give the ids of the conditions that have the most like names."""
    known: dict[str, str] = {}
    for condition in vocabulary.conditions.values():
        for name in (condition.id, condition.name, *condition.synonyms):
            known.setdefault(words.fold(name), condition.id)
    return tuple(dict.fromkeys(known[each] for each in words.near(words.fold(word), known)))


def values_of(place: ConditionPlace, vocabulary: Vocabulary) -> Mapping[str, str]:
    """Give what the template of a sequence is filled with."""
    condition = vocabulary.conditions[place.condition]
    region = place.region or condition.regions[0]
    stages = default_stages(condition)
    one_side = condition.default_side in ONE_SIDE and vocabulary.body.is_paired(region)
    return {
        "condition_name": one_line(condition.name),
        "place": place_table((place.region,) if place.region else ()),
        "stages": toml(stages),
        "goals": toml(condition.goals),
        "goal": condition.goals[0],
        "stage_reasons": stage_reasons(stages),
        "measures": toml(condition.outcome_measures[:2]),
        "positions": toml(positions_for((region,), vocabulary)),
        "side": condition.default_side if one_side else "both",
        "minutes_are_for": "one-side" if one_side else "both-sides",
        "region": region,
        "region_name": one_line(vocabulary.regions[region].name),
    }


def default_stages(condition: Condition) -> tuple[str, ...]:
    """Give the stages of an example: the last, unless the complaint is over before it."""
    return (condition.unknown_stage or LATEST_STAGE,)


def place_table(regions: Iterable[str]) -> str:
    """Give the table that says where the complaint sits; empty where that is always the same."""
    named = tuple(regions)
    return f"\n[sequence]\nregions = {toml(named)}\n" if named else ""


def stage_reasons(indicated: tuple[str, ...]) -> str:
    """Give an honest reason for each stage that nobody has decided on."""
    said = "nobody has decided yet whether this technique is right then."
    return "\n".join(f"  {toml(f'{stage}: {said}')}," for stage in STAGES if stage not in indicated)


def positions_for(regions: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Give the positions in which all of some regions are reached, best first."""
    body = vocabulary.body
    reach = {
        position: min((body.reach(region, position) for region in regions), default=0)
        for position in vocabulary.positions
    }
    able = [position for position in reach if reach[position] > 0]
    well = [position for position in able if reach[position] >= WELL_REACHED]
    return tuple(well or able)


def toml(value: object) -> str:
    """Write a text, a number or a list as TOML."""
    if isinstance(value, tuple):
        return "[" + ", ".join(map(toml, value)) + "]"
    # TOML's basic strings escape as JSON's do, but for DEL, which JSON leaves as it is.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def one_line(text: str) -> str:
    """Give a text on one line, so that a comment ends where it should."""
    return " ".join(text.split())

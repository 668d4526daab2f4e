"""Which fields hold ids of the vocabulary, and which of those ids it doesn't have."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping

import attrs

from palpate.model.anatomy import EndangermentSite
from palpate.model.anatomy import Muscle
from palpate.model.anatomy import Nerve
from palpate.model.anatomy import Region
from palpate.model.anatomy import TrainedPressure
from palpate.model.condition import CodePlace
from palpate.model.condition import Condition
from palpate.model.condition import Umbrella
from palpate.model.safety import Contraindication
from palpate.model.safety import Factor
from palpate.model.safety import Limit
from palpate.model.safety import Question
from palpate.model.sequence import Course
from palpate.model.sequence import IfNone
from palpate.model.sequence import Need
from palpate.model.technique import GradeWhen
from palpate.model.technique import Technique
from palpate.model.work import Family
from palpate.model.work import Manoeuvre
from palpate.model.work import Selector
from palpate.model.work import State
from palpate.model.work import Training
from palpate.reading.keys import KeyPath
from palpate.reading.keys import file_key
from palpate.reading.words import quoted
from palpate.reading.words import with_nearest
from palpate.record import frozen
from palpate.vocabulary.kinds import singular
from palpate.vocabulary.words import Vocabulary

Links = Mapping[type, Mapping[str, str]]

#: Places of a limit that stand for the factor's own site, its limb or its quadrant.
SITES = ("site", "site-limb", "site-quadrant")

#: So many words are named where none is near.
FEW = 12

_WORK = ("manoeuvres", "families", "elements", "effects", "regions", "positions")

#: For each class: the field, and the kind of the ids that it holds.
LINKS: Links = {
    Region: {"part_of": "regions", "neighbours": "regions", "access": "positions"},
    Muscle: {"kind": "kinds", "regions": "regions", "part_of": "muscles"},
    Nerve: {"regions": "regions"},
    EndangermentSite: {"regions": "regions", "only_with_factors": "factors"},
    TrainedPressure: {"training": "trainings"},
    Family: {"alike": "families"},
    Training: {"implies": "trainings"},
    Manoeuvre: {"family": "families", "elements": "elements", "effects": "effects"},
    State: {"not_in": "regions"},
    Selector: {"without_training": "trainings", **{kind: kind for kind in _WORK}},
    Factor: {"regions": "regions", "implies": "factors"},
    Question: {"raises": "factors"},
    Limit: {
        "at": "regions",
        "bar_elements": "elements",
        "bar_manoeuvres": "manoeuvres",
        "bar_contacts": "contacts",
        "bar_positions": "positions",
    },
    Contraindication: {"factor": "factors"},
    CodePlace: {"region": "regions"},
    Condition: {
        "regions": "regions",
        "places": "regions",
        "goals": "goals",
        "asks": "factors",
        "raises": "factors",
        "asks_only": "factors",
        "outcome_measures": "outcome_measures",
        "calendar": "calendars",
    },
    Umbrella: {"conditions": "conditions"},
    Technique: {"training": "trainings", "manoeuvres": "manoeuvres"},
    GradeWhen: {"factor": "factors", "at": "regions"},
    Course: {"outcome_measures": "outcome_measures"},
    Need: {"state": "states", "region": "regions"},
    IfNone: {"manoeuvres": "manoeuvres"},
}


@frozen
class Held:
    """What one field of an attrs object holds.

    Attributes:
        path: The field's path below the value that was walked.
        owner: The class that has the field.
        name: The field, as its attribute is called.
    """

    path: KeyPath
    owner: type
    name: str
    value: object


def walk(value: object) -> Iterator[Held]:
    """Give every field of an attrs object, and of all the objects that it holds."""
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _below(index, walk(item))
        return
    owner: type = type(value)
    if attrs.has(owner):
        names = (each.name for each in attrs.fields(owner))
        yield from walk_fields(owner, {name: getattr(value, name) for name in names})


def walk_fields(owner: type, fields: Mapping[str, object]) -> Iterator[Held]:
    """Do the same for an object of which only some fields are sound."""
    for name, value in fields.items():
        key = file_key(name)
        yield Held((key,), owner, name, value)
        if not isinstance(value, str | int | float):
            yield from _below(key, walk(value))


def dangling(
    found: Iterable[Held], vocabulary: Vocabulary, links: Links = LINKS
) -> Iterator[tuple[KeyPath, str]]:
    """Find the ids that the vocabulary doesn't have.

    Yields:
        The path of the id below the value that was walked, and what is wrong with it.
    """
    for held in found:
        kind = links.get(held.owner, {}).get(held.name)
        for key, word in _words_of(held.value) if kind else ():
            under = str(held.path[-2]) if len(held.path) > 1 else ""
            known = word in getattr(vocabulary, str(kind))
            if not known and not is_site(word, held.owner, under, held.name):
                yield (*held.path, *key), no_such(word, str(kind), vocabulary)


def _below(key: str | int, found: Iterable[Held]) -> Iterator[Held]:
    for held in found:
        yield Held((key, *held.path), held.owner, held.name, held.value)


def _words_of(value: object) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield (), value
    elif isinstance(value, tuple):
        for index, word in enumerate(value):
            yield (index,), word
    elif isinstance(value, Mapping):
        for word in value:
            yield (word,), word


def is_site(word: str, owner: type, under: str, name: str) -> bool:
    """Say whether a word stands for the factor's own place where it is written.

    Args:
        word: What the vocabulary doesn't have.
        owner: The class that has the field.
        under: The field that holds the object; empty where nothing does.
        name: The field.
    """
    of_limit = owner is Limit and name == "at"
    return word in SITES and (of_limit or (under, name) == ("work", "regions"))


def no_such(word: str, kind: str, vocabulary: Vocabulary) -> str:
    """Say that the vocabulary doesn't have a word, and which it has."""
    known = getattr(vocabulary, kind)
    what = f"no {singular(kind).replace('_', ' ')} {quoted(word)} in the vocabulary"
    plain = word.lower().replace("_", "-")
    for entry in known.values():
        names = (entry.id, getattr(entry, "name", ""), *getattr(entry, "synonyms", ()))
        if plain in names or plain.replace("-", " ") in names:
            return f"{what}; write {entry.id}"
    named = with_nearest(what, word, known)
    return named if named != what else f"{what}; {_listed(known, kind)}"


def _listed(known: Mapping[str, object], kind: str) -> str:
    """Give all words where they are few, else the command that lists them."""
    if len(known) <= FEW:
        return f"there are {', '.join(known)}"
    plural = kind.replace("_", "-")
    own = plural in {"factors", "conditions"}
    return f"palpate {plural if own else f'vocabulary {plural}'} lists them"

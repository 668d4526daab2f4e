"""The kinds of words that the vocabulary has."""

from typing import Any

from palpate.model.anatomy import EndangermentSite
from palpate.model.anatomy import Muscle
from palpate.model.anatomy import Nerve
from palpate.model.anatomy import Position
from palpate.model.anatomy import Region
from palpate.model.condition import Calendar
from palpate.model.condition import Condition
from palpate.model.condition import OutcomeMeasure
from palpate.model.condition import Umbrella
from palpate.model.safety import Factor
from palpate.model.safety import Question
from palpate.model.work import Family
from palpate.model.work import Manoeuvre
from palpate.model.work import State
from palpate.model.work import Training
from palpate.model.work import Word

#: The field of the vocabulary, and the class of its entries.
KINDS: dict[str, type[Any]] = {
    "regions": Region,
    "muscles": Muscle,
    "nerves": Nerve,
    "endangerment_sites": EndangermentSite,
    "positions": Position,
    "families": Family,
    "elements": Word,
    "effects": Word,
    "goals": Word,
    "trainings": Training,
    "contacts": Word,
    "consents": Word,
    "kinds": Word,
    "outcome_measures": OutcomeMeasure,
    "states": State,
    "manoeuvres": Manoeuvre,
    "factors": Factor,
    "conditions": Condition,
    "umbrellas": Umbrella,
    "calendars": Calendar,
    "questions": Question,
}


def singular(kind: str) -> str:
    """Give the name of one entry of a kind, which is also the name of its table in the files."""
    return f"{kind[:-3]}y" if kind.endswith("ies") else kind[:-1]

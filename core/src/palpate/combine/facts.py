"""What a step does, in the words that rules are written in."""

from functools import lru_cache

from attrs import evolve
from attrs import field

from palpate.combine.places import BOTH
from palpate.combine.places import Atlas
from palpate.model.sequence import Step
from palpate.model.technique import Technique
from palpate.model.work import Selector
from palpate.record import frozen
from palpate.vocabulary import Vocabulary

#: Most combinations of words of the vocabulary of which is kept what they amount to.
KEPT = 256


@frozen
class Facts:
    """A step in the words of rules.

    Attributes:
        places: Bits of the regions and sides that hands are on.
        muscles: Bits of the muscles aimed at.
    """

    technique: str
    manoeuvres: frozenset[str]
    families: frozenset[str]
    elements: frozenset[str]
    effects: frozenset[str]
    purpose: str
    pressure: int
    places: int
    muscles: int
    group: str | None
    trainings: frozenset[str]
    atlas: Atlas = field(eq=False, repr=False)

    def at(self, places: int) -> "Facts":
        """Give the same work in other places."""
        return evolve(self, places=places)


def facts_of(
    technique: Technique, step: Step, sides: int, vocabulary: Vocabulary, atlas: Atlas
) -> Facts:
    """Work out what a step does, on the sides it is done on."""
    families, elements, effects = _work_of(step.manoeuvres, vocabulary)
    return Facts(
        technique=technique.id,
        manoeuvres=frozenset(step.manoeuvres),
        families=families,
        elements=elements,
        effects=effects,
        purpose=step.purpose,
        pressure=step.pressure,
        places=atlas.places(step.regions, sides),
        muscles=atlas.muscles(step.targets),
        group=step.group,
        trainings=with_implied((*technique.training, *step.training), vocabulary),
        atlas=atlas,
    )


@lru_cache(maxsize=KEPT)
def _work_of(
    manoeuvres: tuple[str, ...], vocabulary: Vocabulary
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Give the families, the elements and the effects of manoeuvres."""
    known = [vocabulary.manoeuvres[name] for name in manoeuvres]
    return (
        frozenset(m.family for m in known),
        frozenset(e for m in known for e in m.elements),
        frozenset(e for m in known for e in m.effects),
    )


@lru_cache(maxsize=KEPT)
def with_implied(trainings: tuple[str, ...], vocabulary: Vocabulary) -> frozenset[str]:
    """Give trainings with all that they imply."""
    pending = list(trainings)
    found: set[str] = set()
    while pending:
        training = pending.pop()
        if training not in found:
            found.add(training)
            pending += vocabulary.trainings[training].implies
    return frozenset(found)


def matches(selector: Selector | None, facts: Facts) -> bool:
    """Say whether a selector speaks of this step; None speaks of every step."""
    if selector is None:
        return True
    said = selector
    return (
        (not said.techniques or facts.technique in said.techniques)
        and (not said.manoeuvres or not facts.manoeuvres.isdisjoint(said.manoeuvres))
        and (not said.families or not facts.families.isdisjoint(said.families))
        and (not said.elements or not facts.elements.isdisjoint(said.elements))
        and (not said.effects or not facts.effects.isdisjoint(said.effects))
        and (not said.purposes or facts.purpose in said.purposes)
        and (said.group is None or said.group == facts.group)
        and (said.pressure_from is None or facts.pressure >= said.pressure_from)
        and (said.pressure_to is None or facts.pressure <= said.pressure_to)
        and facts.trainings.isdisjoint(said.without_training)
        and (not said.regions or bool(facts.places & facts.atlas.places(said.regions, BOTH)))
    )

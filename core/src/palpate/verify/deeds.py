"""What hands do in a step, as rules see it."""

from collections.abc import Iterable

import attrs

from palpate.model.patient import Place
from palpate.model.protocol import PlannedStep
from palpate.model.sequence import Step
from palpate.model.technique import Technique
from palpate.model.work import Selector
from palpate.record import frozen
from palpate.verify.places import meets
from palpate.vocabulary import Body
from palpate.vocabulary import Vocabulary


@frozen
class Deed:
    """One step, planned or possible, reduced to what rules speak of.

    Attributes:
        families: Of all its manoeuvres, likewise elements and effects.
        muscles: Leaf muscles that it aims at.
        skilled: Trainings that it asks for and that the therapist holds.
    """

    technique: str
    diagnosis: str
    purpose: str
    manoeuvres: frozenset[str]
    families: frozenset[str]
    elements: frozenset[str]
    effects: frozenset[str]
    muscles: frozenset[str]
    regions: tuple[str, ...]
    side: str
    position: str
    pressure: int
    contact: str
    group: str | None
    skilled: frozenset[str]


@frozen
class Scope:
    """The steps that a rule is about, its regions made into places.

    Attributes:
        places: Where the step must touch; None: anywhere.
    """

    work: Selector
    places: tuple[Place, ...] | None = None

    def covers(self, deed: Deed, body: Body) -> bool:
        """Say whether the rule is about a deed."""
        if not matches(self.work, deed, body):
            return False
        if self.places is None:
            return True
        return any(meets(body, deed.regions, deed.side, place) for place in self.places)


def scope_of(work: Selector, places: tuple[Place, ...] | None) -> Scope:
    """Make a scope of a selector whose regions stand for these places; None: they are anywhere."""
    if not work.regions:
        return Scope(work)
    return Scope(attrs.evolve(work, regions=()), places)


def matches(selector: Selector, deed: Deed, body: Body) -> bool:
    """Say whether a selector is about a deed: all that it says must hold, any member of a list."""
    return (
        _is_one(deed.purpose, selector.purposes)
        and _is_one(deed.technique, selector.techniques)
        and _has_one(deed.manoeuvres, selector.manoeuvres)
        and _has_one(deed.families, selector.families)
        and _has_one(deed.elements, selector.elements)
        and _has_one(deed.effects, selector.effects)
        and _is_one(deed.position, selector.positions)
        and selector.group in (None, deed.group)
        and deed.skilled.isdisjoint(selector.without_training)
        and _pressed_so(selector, deed)
        and _touches(selector.regions, deed, body)
    )


def _is_one(word: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or word in wanted


def _has_one(words: frozenset[str], wanted: tuple[str, ...]) -> bool:
    return not wanted or not words.isdisjoint(wanted)


def _pressed_so(selector: Selector, deed: Deed) -> bool:
    least, most = selector.pressure_from, selector.pressure_to
    return (least is None or deed.pressure >= least) and (most is None or deed.pressure <= most)


def _touches(regions: tuple[str, ...], deed: Deed, body: Body) -> bool:
    if not regions:
        return True
    return any(body.overlap(mine, asked) for mine in deed.regions for asked in regions)


def planned_deed(
    planned: PlannedStep,
    source: Step | None,
    technique: Technique | None,
    vocabulary: Vocabulary,
    holds: frozenset[str],
) -> Deed:
    """Give what a planned step does; words that the vocabulary doesn't have are left out."""
    training = (*planned.training, *(technique.training if technique else ()))
    return Deed(
        technique=planned.technique,
        diagnosis=planned.diagnosis,
        purpose=planned.purpose,
        **_kinds(planned.manoeuvres, vocabulary),
        muscles=leaves(planned.targets, vocabulary),
        regions=tuple(r for r in planned.regions if r in vocabulary.regions),
        side=planned.side,
        position=planned.position,
        pressure=planned.pressure,
        contact=planned.contact,
        group=source.group if source else None,
        skilled=with_implied(training, vocabulary) & holds,
    )


def leaves(targets: Iterable[str], vocabulary: Vocabulary) -> frozenset[str]:
    """Give the leaf muscles of targets."""
    known = [target for target in targets if target in vocabulary.muscles]
    return frozenset(leaf for target in known for leaf in vocabulary.body.expand(target))


def with_implied(trainings: Iterable[str], vocabulary: Vocabulary) -> frozenset[str]:
    """Give trainings and all that their holder has as well."""
    found: set[str] = set()
    left = list(trainings)
    while left:
        training = left.pop()
        if training not in found:
            found.add(training)
            known = vocabulary.trainings.get(training)
            left.extend(known.implies if known else ())
    return frozenset(found)


def possible_deed(
    step: Step, technique: Technique, diagnosis: str, vocabulary: Vocabulary, holds: frozenset[str]
) -> Deed:
    """Give what a source step does when it is done as wanted; side, position, contact unset."""
    return Deed(
        technique=technique.id,
        diagnosis=diagnosis,
        purpose=step.purpose,
        **_kinds(step.manoeuvres, vocabulary),
        muscles=leaves(step.targets, vocabulary),
        regions=tuple(r for r in step.regions if r in vocabulary.regions),
        side=step.side,
        position="",
        pressure=step.pressure,
        contact="",
        group=step.group,
        skilled=with_implied((*step.training, *technique.training), vocabulary) & holds,
    )


def _kinds(manoeuvres: tuple[str, ...], vocabulary: Vocabulary) -> dict[str, frozenset[str]]:
    known = [vocabulary.manoeuvres[m] for m in manoeuvres if m in vocabulary.manoeuvres]
    return {
        "manoeuvres": frozenset(manoeuvres),
        "families": frozenset(each.family for each in known),
        "elements": frozenset(e for each in known for e in each.elements),
        "effects": frozenset(e for each in known for e in each.effects),
    }

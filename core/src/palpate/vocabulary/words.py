"""The shared vocabulary, as one immutable value."""

from collections.abc import Iterable
from collections.abc import Mapping
from functools import cached_property

from attrs import field

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
from palpate.record import frozen
from palpate.vocabulary.body import Body


@frozen(eq=False)
class Vocabulary:
    """Every shared word by its id, kind by kind, in the order of the files."""

    regions: Mapping[str, Region] = field(factory=dict)
    muscles: Mapping[str, Muscle] = field(factory=dict)
    nerves: Mapping[str, Nerve] = field(factory=dict)
    endangerment_sites: Mapping[str, EndangermentSite] = field(factory=dict)
    positions: Mapping[str, Position] = field(factory=dict)
    families: Mapping[str, Family] = field(factory=dict)
    elements: Mapping[str, Word] = field(factory=dict)
    effects: Mapping[str, Word] = field(factory=dict)
    goals: Mapping[str, Word] = field(factory=dict)
    trainings: Mapping[str, Training] = field(factory=dict)
    contacts: Mapping[str, Word] = field(factory=dict)
    consents: Mapping[str, Word] = field(factory=dict)
    kinds: Mapping[str, Word] = field(factory=dict)
    outcome_measures: Mapping[str, OutcomeMeasure] = field(factory=dict)
    states: Mapping[str, State] = field(factory=dict)
    manoeuvres: Mapping[str, Manoeuvre] = field(factory=dict)
    factors: Mapping[str, Factor] = field(factory=dict)
    conditions: Mapping[str, Condition] = field(factory=dict)
    umbrellas: Mapping[str, Umbrella] = field(factory=dict)
    calendars: Mapping[str, Calendar] = field(factory=dict)
    questions: Mapping[str, Question] = field(factory=dict)

    @cached_property
    def body(self) -> Body:
        """Questions about regions and muscles."""
        return Body(self.regions, self.muscles)

    def with_conditions(self, conditions: Iterable[Condition]) -> "Vocabulary":
        """Give a vocabulary that has these conditions as well.

        A condition whose id is known adds its synonyms and ICD-10-CM prefixes to the known one. The
        outcome doesn't depend on the order in which they are given.

        Raises:
            ContentError: If a condition contradicts a known one, or a word would mean two things.
        """
        from palpate.vocabulary.extend import extended  # noqa: PLC0415 - it builds on this class

        return extended(self, conditions)

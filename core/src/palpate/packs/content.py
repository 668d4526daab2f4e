"""What a sound pack's files say: all that is asked of them, however they were read."""

from collections.abc import Callable
from pathlib import Path

from attrs import field

from palpate.errors import Problem
from palpate.model.condition import Condition
from palpate.model.safety import Contraindication
from palpate.model.sequence import StepSequence
from palpate.model.sequence import Timing
from palpate.model.technique import CombinationRule
from palpate.model.technique import Indication
from palpate.model.technique import Reference
from palpate.model.technique import Technique
from palpate.record import frozen
from palpate.vocabulary import Vocabulary


@frozen
class SequenceFile:
    """What one file of a pack says of one condition.

    Attributes:
        name: The file's name without its ending: the condition, or the condition and a place.
        warnings: What its author should look at; it is sound all the same.
    """

    name: str
    indication: Indication
    sequence: StepSequence
    timing: Timing
    warnings: tuple[Problem, ...] = ()


@frozen
class PackHead:
    """All that a pack says beside its sequences.

    Attributes:
        not_indicated: What the technique is not for; grades name the stages, none means all.
        added_conditions: The conditions of the pack's own conditions.toml.
        warnings: What its author should look at.
        digest: SHA-256 over the names and bytes of the pack's TOML files, in hex.
    """

    technique: Technique
    contraindications: tuple[Contraindication, ...]
    references: tuple[Reference, ...]
    rules: tuple[CombinationRule, ...]
    not_indicated: tuple[Indication, ...]
    added_conditions: tuple[Condition, ...]
    sequence_names: tuple[str, ...]
    warnings: tuple[Problem, ...]
    digest: str


@frozen(eq=False)
class PackFiles:
    """A pack whose common files are sound; its sequences are read when they are asked for.

    Attributes:
        vocabulary: The shared one with the pack's own conditions.
    """

    folder: Path
    vocabulary: Vocabulary
    head: PackHead
    _reader: Callable[[str], SequenceFile] = field(repr=False)
    _read: dict[str, SequenceFile] = field(factory=dict, init=False, repr=False)

    @property
    def technique(self) -> Technique:
        """The technique, without its sources."""
        return self.head.technique

    @property
    def contraindications(self) -> tuple[Contraindication, ...]:
        """Whom the technique could harm."""
        return self.head.contraindications

    @property
    def references(self) -> tuple[Reference, ...]:
        """The sources."""
        return self.head.references

    @property
    def rules(self) -> tuple[CombinationRule, ...]:
        """The rules of combination."""
        return self.head.rules

    @property
    def not_indicated(self) -> tuple[Indication, ...]:
        """What the technique is not for."""
        return self.head.not_indicated

    @property
    def added_conditions(self) -> tuple[Condition, ...]:
        """The conditions of the pack's own."""
        return self.head.added_conditions

    @property
    def sequence_names(self) -> tuple[str, ...]:
        """The names of the sequence files, sorted."""
        return self.head.sequence_names

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What the author should look at."""
        return self.head.warnings

    @property
    def digest(self) -> str:
        """SHA-256 over the names and bytes of the pack's TOML files, in hex."""
        return self.head.digest

    @property
    def conditions(self) -> tuple[str, ...]:
        """The conditions that the pack has sequences for, sorted."""
        return tuple(sorted({name.partition("@")[0] for name in self.sequence_names}))

    def names_for(self, condition: str) -> tuple[str, ...]:
        """Give the names of the sequences for a condition."""
        return tuple(n for n in self.sequence_names if n.partition("@")[0] == condition)

    def sequence(self, name: str) -> SequenceFile:
        """Give what a sequence's file says; the second time it is at hand.

        Raises:
            ContentError: With every problem of the file, and of the one it borrows from.
        """
        if name not in self._read:
            self._read[name] = self._reader(name)
        return self._read[name]

"""A pack as the rules see it: what is sound of each entry, and where it was written.

Files that hold mistakes and answers of hooks in Python look alike from here.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from typing import Any
from typing import Protocol

from attrs import frozen

from palpate.authoring.rules import rules
from palpate.errors import Problem
from palpate.model.condition import Condition
from palpate.model.technique import Reference
from palpate.vocabulary import Vocabulary


class Place(Protocol):
    """Says that a field of an entry is wrong, with its file and line."""

    def __call__(self, name: str, what: str, code: str, level: str) -> Problem:
        """Make the problem."""


@frozen(eq=False)
class Said:
    """An entry of a pack.

    Attributes:
        key: Its id, or its name in the file.
        parts: The fields that were said and are sound. A step's `regions` are those of its targets
            unless said, its `pressure` is the Walton level wanted, its `minutes` follow from the dose.
        spoilt: Fields that were said wrongly.
    """

    key: str
    parts: Mapping[str, Any]
    place: Place
    spoilt: frozenset[str] = frozenset()

    def get(self, name: str) -> Any:
        """Give a field that was said and is sound; None otherwise."""
        return self.parts.get(name)

    def lacks(self, name: str) -> bool:
        """Say whether a field is empty, and not because it was written wrongly."""
        return not self.parts.get(name) and name not in self.spoilt

    def wrong(self, rule: str, name: str, what: str) -> Problem:
        """Say that a field breaks a rule."""
        return self.place(name, what, rule, rules()[rule].level)


@frozen(eq=False)
class SequenceView:
    """A sequence's file, or a sequence that a hook answered.

    Attributes:
        head: Stands for the sequence as a whole.
        lent: The steps as they stand in the file that lends them; what is wrong with them is said
            there.
        files: The files that it is made of.
    """

    name: str
    head: Said
    indication: Said | None
    course: Said | None
    session: Said | None
    steps: tuple[Said, ...]
    lent: tuple[Said, ...] = ()
    files: frozenset[str] = frozenset()


@frozen(eq=False)
class Text:
    """A sentence of a pack, and its place."""

    text: str
    place: Place


@frozen(eq=False)
class PackView:
    """A pack.

    Attributes:
        today: The day on which it is checked.
        references: By id; None where references.toml can't be read.
        others: Caps, combination rules: whatever else has a basis.
        texts: Every text of the pack's own words.
        conditions: Those that it adds to the vocabulary, each with its place.
        spoilt: Files with errors: what they leave open can't be told yet.
    """

    vocabulary: Vocabulary
    today: date
    technique: Said | None = None
    review: Said | None = None
    sequences: tuple[SequenceView, ...] = ()
    contraindications: tuple[Said, ...] = ()
    others: tuple[Said, ...] = ()
    references: Mapping[str, Reference] | None = None
    texts: Iterable[Text] = ()
    conditions: tuple[tuple[Condition, Said], ...] = ()
    spoilt: frozenset[str] = frozenset()

    @property
    def frame(self) -> bool:
        """Whether the technique only opens, warms and closes for others."""
        return bool(self.technique and self.technique.get("frame"))

    def cited(self, entry: Said) -> Iterator[Reference]:
        """Give the sources that an entry cites, as far as they are known."""
        for word in entry.get("references") or ():
            if self.references and word in self.references:
                yield self.references[word]

"""What the files of a pack need to know of each other and of the vocabulary."""

from collections.abc import Mapping
from pathlib import Path

from attrs import field
from attrs import frozen

from palpate.model.scales import Stage
from palpate.model.technique import Reference
from palpate.packs.written import WrittenStep
from palpate.packs.written import WrittenTechnique
from palpate.reading import Entry
from palpate.vocabulary import Vocabulary

TECHNIQUE = "technique.toml"
CONTRAINDICATIONS = "contraindications"
REFERENCES = "references.toml"
CONDITIONS = "conditions.toml"
SEQUENCES = "sequences"


@frozen(eq=False)
class PackContext:
    """The part of a pack that its other files are checked against; only what is sound of it.

    Attributes:
        technique: The [technique] table.
        patterns: The technique's patterns, for every sequence; None if technique.toml couldn't be
            read, so that not every use of one is reported as well.
        references: Known references by id; None likewise.
        not_indicated: Condition id to the stages it isn't indicated in; empty: all.
    """

    folder: Path
    vocabulary: Vocabulary
    technique: Entry[WrittenTechnique] | None = None
    patterns: Mapping[str, Entry[WrittenStep]] | None = None
    references: Mapping[str, Reference] | None = None
    not_indicated: Mapping[str, tuple[Stage, ...]] = field(factory=dict)

    @property
    def frame(self) -> bool:
        """Whether the technique only opens, warms and closes for others."""
        return bool(self.technique and self.technique.get("frame"))

    def technique_says(self, name: str) -> int | None:
        """Give a number of the [technique] table where it is sound."""
        value = self.technique.get(name) if self.technique else None
        return value if isinstance(value, int) else None

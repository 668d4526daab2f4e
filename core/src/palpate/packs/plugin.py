"""A folder of data files as a plugin: it answers the hooks from the files."""

from collections.abc import Callable
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from attrs import evolve

from palpate.errors import ContentError
from palpate.errors import Problem
from palpate.hooks import hookimpl
from palpate.model.condition import Condition
from palpate.model.patient import Patient
from palpate.model.safety import Contraindication
from palpate.model.sequence import StepSequence
from palpate.model.sequence import Timing
from palpate.model.technique import CombinationRule
from palpate.model.technique import Indication
from palpate.model.technique import Technique
from palpate.packs.content import PackFiles
from palpate.packs.content import SequenceFile
from palpate.vocabulary import Vocabulary

Opener = Callable[[Path, Vocabulary], PackFiles]

# A sequence for a part of what is asked for is less fitting than any for the whole of it.
_ONLY_A_PART = 100


class DataPack:
    """A pack that is nothing but its folder.

    Nothing is read before the first hook is called; a hook whose files aren't sound raises
    ContentError with all of their problems.
    """

    def __init__(self, folder: Path, vocabulary: Vocabulary, opener: Opener | None = None) -> None:
        """Take the files of a folder.

        Args:
            opener: Opens the folder; None reads its TOML.
        """
        self._folder = folder
        self._vocabulary = vocabulary
        self._opener = opener
        self._files: PackFiles | None = None

    def __getstate__(self) -> dict[str, Any]:
        """Leave behind what was read: another process opens the files that it needs."""
        return {**vars(self), "_files": None}

    def __repr__(self) -> str:
        return f"DataPack({str(self._folder)!r})"

    def files(self) -> PackFiles:
        """Give what stands in the pack's files.

        Raises:
            ContentError: With every problem of the files that are read at once.
        """
        if self._files is None:
            self._files = (self._opener or _open_written)(self._folder, self._vocabulary)
        return self._files

    def digest(self) -> str:
        """Give the SHA-256 over the pack's files, in hex."""
        return self.files().digest

    def code(self) -> str:
        """Give where the pack's hooks in Python are; empty where it has none."""
        return self.files().technique.code

    @hookimpl
    def technique(self) -> Technique:
        """Give the technique of technique.toml, with the sources of references.toml."""
        files = self.files()
        return evolve(files.technique, library=files.references)

    @hookimpl
    def indications(self, conditions: tuple[str, ...] | None) -> Iterable[Indication]:
        """Give an indication for each sequence file asked for, and what it is not for."""
        files = self.files()
        asked = set(files.conditions if conditions is None else conditions)
        names = [n for n in files.sequence_names if n.partition("@")[0] in asked]
        found = [] if files.technique.frame else [f.indication for f in _read_all(files, names)]
        against = (i for i in files.not_indicated if conditions is None or i.condition in asked)
        return tuple(sorted((*found, *against), key=_by_condition))

    @hookimpl
    def contraindications(self) -> Iterable[Contraindication]:
        """Give the contraindications of the pack."""
        return self.files().contraindications

    @hookimpl
    def step_sequence(self, condition: str, patient: Patient) -> StepSequence | None:
        """Give the steps of the sequence that fits the condition and its place."""
        file = self._fitting(condition, patient)
        return file.sequence if file else None

    @hookimpl
    def timing(self, condition: str, patient: Patient) -> Timing | None:
        """Give the timing of the same sequence."""
        file = self._fitting(condition, patient)
        return file.timing if file else None

    @hookimpl
    def combination_rules(self) -> Iterable[CombinationRule]:
        """Give the combination rules of technique.toml."""
        return self.files().rules

    @hookimpl
    def conditions(self) -> Iterable[Condition]:
        """Give the conditions of the pack's own conditions.toml."""
        return self.files().added_conditions

    def _fitting(self, condition: str, patient: Patient) -> SequenceFile | None:
        """Pick among the sequences for a condition the one whose regions fit best."""
        files = self.files()
        names = files.names_for(condition)
        if files.technique.frame and not names:
            # What opens and closes for others does so for whatever is treated.
            names = files.sequence_names
        known = files.vocabulary.conditions.get(condition)
        if known is None or known.place == "fixed":
            plain = [name for name in names if "@" not in name]
            return files.sequence(plain[0]) if plain else None
        ranked = [
            (rank, file.name, file)
            for file in _read_all(files, names)
            if (rank := _rank(file.sequence.regions, patient.regions, files.vocabulary)) is not None
        ]
        return min(ranked, key=lambda each: each[:2])[2] if ranked else None


def _open_written(folder: Path, vocabulary: Vocabulary) -> PackFiles:
    from palpate.packs.read import open_pack  # noqa: PLC0415 - not where a pack was read before

    return open_pack(folder, vocabulary)


def _by_condition(indication: Indication) -> tuple[str, bool, str]:
    return indication.condition, not indication.indicated, indication.sequence


def _read_all(files: PackFiles, names: Iterable[str]) -> list[SequenceFile]:
    """Read several sequences; the problems of all that aren't sound are raised together."""
    found: list[SequenceFile] = []
    problems: list[Problem] = []
    for name in names:
        try:
            found.append(files.sequence(name))
        except ContentError as error:
            problems.extend(error.problems)
    if problems:
        from palpate.packs.read import in_order  # noqa: PLC0415 - what is wrong was read by it

        raise ContentError(in_order(problems))
    return found


def _rank(
    regions: tuple[str, ...], asked: tuple[str, ...], vocabulary: Vocabulary
) -> tuple[int, int, int] | None:
    """Say how well a sequence's regions fit those asked for: least is best, None is not at all.

    First come the sequences that miss the fewest of the regions asked for, then those that are for
    exactly these, then those for what they are part of; of two alike, the one for fewer regions. A
    sequence without regions fits anywhere, but less well than one that names the place.
    """
    if not regions:
        return len(asked), 2 * _ONLY_A_PART, 0
    distances = [_distance(regions, region, vocabulary) for region in asked]
    near = [distance for distance in distances if distance is not None]
    if not near:
        return None
    return len(distances) - len(near), min(near), len(regions)


def _distance(regions: tuple[str, ...], region: str, vocabulary: Vocabulary) -> int | None:
    """Count the steps up the body's tree from a region to the nearest of a sequence's."""
    body = vocabulary.body
    lineage = body.lineage(region)
    above = [lineage.index(own) for own in regions if own in lineage]
    below = [
        _ONLY_A_PART + body.lineage(own).index(region)
        for own in regions
        if region in body.lineage(own)
    ]
    return min((*above, *below), default=None)

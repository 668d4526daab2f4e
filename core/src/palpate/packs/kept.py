"""Packs as they were read before: their TOML is read again only where it was touched."""

from functools import cache
from pathlib import Path

from palpate.compiled import shelf
from palpate.packs.content import PackFiles
from palpate.packs.content import PackHead
from palpate.packs.content import SequenceFile
from palpate.vocabulary import Vocabulary


def open_kept(folder: Path, vocabulary: Vocabulary) -> PackFiles:
    """Open a pack's folder; see `palpate.packs.read.open_pack`.

    Args:
        folder: The folder that holds technique.toml.
        vocabulary: The shared vocabulary that comes with the program.

    Raises:
        ContentError: With every problem of the common files.
    """
    held = shelf(folder)

    @cache
    def written() -> PackFiles:
        from palpate.packs.read import open_pack  # noqa: PLC0415 - not where nothing was touched

        return open_pack(folder, vocabulary)

    head = held.get("pack", PackHead, lambda: written().head)

    def sequence(name: str) -> SequenceFile:
        return held.get(f"sequences/{name}", SequenceFile, lambda: written().sequence(name))

    if head.added_conditions:
        vocabulary = vocabulary.with_conditions(head.added_conditions)
    return PackFiles(folder, vocabulary, head, sequence)

"""Packs as they were read before: their TOML is read again only where it was touched.

What a pack's wheel carries is the word of whoever built it, so it is held to what an answer in Python
is held to, before it is believed and kept.
"""

from functools import cache
from pathlib import Path

from palpate.compiled import shelf
from palpate.packs.content import PackFiles
from palpate.packs.content import PackHead
from palpate.packs.content import SequenceFile
from palpate.packs.sound import is_sound
from palpate.vocabulary import Vocabulary

#: The name under which all but the sequences is kept.
HEAD = "pack"


def open_kept(folder: Path, vocabulary: Vocabulary, *, own: bool = False) -> PackFiles:
    """Open a pack's folder; see `palpate.packs.read.open_pack`.

    Args:
        folder: The folder that holds technique.toml.
        vocabulary: The shared vocabulary that comes with the program.
        own: Whether the pack came with the program, and is believed as the program is.

    Raises:
        ContentError: With every problem of the common files.
    """
    held = shelf(folder)

    @cache
    def written() -> PackFiles:
        from palpate.packs.read import open_pack  # noqa: PLC0415 - not where nothing was touched

        return open_pack(folder, vocabulary)

    head = held.get(
        HEAD, PackHead, lambda: written().head, lambda found: own or is_sound(found, vocabulary)
    )
    known = vocabulary
    if head.added_conditions:
        known = vocabulary.with_conditions(head.added_conditions)

    def sequence(name: str) -> SequenceFile:
        return held.get(
            sequence_entry(name),
            SequenceFile,
            lambda: written().sequence(name),
            lambda found: own or (found.name == name and is_sound(found, known)),
        )

    return PackFiles(folder, known, head, sequence)


def sequence_entry(name: str) -> str:
    """Give the name under which a sequence is kept."""
    return f"sequences/{name}"


def misread(folder: Path, vocabulary: Vocabulary) -> str:
    """Say of what of a sound pack something else is kept or carried than its files say; empty: nothing.

    A wheel's builder may let it carry anything that is sound by itself. Every file is read.
    """
    from palpate.packs.read import open_pack  # noqa: PLC0415 - likewise

    written, kept = open_pack(folder, vocabulary), open_kept(folder, vocabulary)
    if kept.head != written.head:
        return "technique, contraindications, references or conditions"
    names = written.sequence_names
    return next((f"the sequence {n}" for n in names if kept.sequence(n) != written.sequence(n)), "")

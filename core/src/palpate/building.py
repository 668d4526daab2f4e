"""What a wheel carries so that the first run needn't read TOML; asked by the hooks that build wheels.

Made once, where the wheel is built, and believed only beside the very files that it was made of: see
`palpate.compiled.carried`.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from pathlib import Path

from palpate.builtin import gentle
from palpate.builtin import plugin
from palpate.combine import settings
from palpate.compiled import carried_file
from palpate.packs import open_pack
from palpate.packs.kept import HEAD
from palpate.packs.kept import sequence_entry
from palpate.verify import settings as verified
from palpate.vocabulary import Vocabulary
from palpate.vocabulary.load import FOLDER
from palpate.vocabulary.load import NAME
from palpate.vocabulary.read import read_vocabulary

#: A file of a wheel: where it stands, and its text.
Carried = tuple[Path, str]


def of_core() -> Iterator[Carried]:
    """Give what the core's own wheel carries: the vocabulary and the built-in pack."""
    vocabulary = read_vocabulary(FOLDER)
    yield carried_file(FOLDER, NAME, vocabulary)
    yield from of_pack(plugin.FOLDER, vocabulary)
    yield carried_file(plugin.FRAME, plugin.NAME, plugin.read_frame())
    yield carried_file(gentle.FILE, gentle.NAME, gentle.read_gentles())
    yield carried_file(settings.FILE, settings.NAME, settings.read_settings())
    yield carried_file(verified.FILE, verified.NAME, verified.read_written())


def of_pack(folder: Path, vocabulary: Vocabulary | None = None) -> Iterator[Carried]:
    """Give what a pack's wheel carries.

    Args:
        folder: The folder that holds technique.toml.
        vocabulary: The shared one; None reads it.

    Raises:
        ContentError: With what is wrong with the pack's files.
    """
    files = open_pack(folder, vocabulary or read_vocabulary(FOLDER))
    yield carried_file(folder, HEAD, files.head)
    for name in files.sequence_names:
        yield carried_file(folder, sequence_entry(name), files.sequence(name))


def written(carried: Iterable[Carried], source: Path, folder: Path) -> dict[str, str]:
    """Write what a wheel carries into a folder; give each file with its place in the wheel.

    Args:
        carried: The files, as they would stand in the source.
        source: What places in the wheel are counted from.
        folder: An empty one, for as long as the wheel is built.
    """
    places = {}
    for number, (path, text) in enumerate(carried):
        file = folder / f"{number}.json"
        file.write_text(text, encoding="utf-8", newline="\n")
        places[str(file)] = path.relative_to(source).as_posix()
    return places

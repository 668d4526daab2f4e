"""The files of a pack's folder: which there are, opening them, and their digest."""

from hashlib import sha256
from pathlib import Path

from attrs import field
from attrs import frozen

from palpate.errors import ContentError
from palpate.errors import Problem
from palpate.packs.context import CONTRAINDICATIONS
from palpate.packs.context import SEQUENCES
from palpate.packs.written import HOMES
from palpate.reading import Document
from palpate.reading import Reader
from palpate.reading import read_document
from palpate.reading.toml import MOST_BYTES
from palpate.reading.words import quoted
from palpate.reading.words import with_nearest


@frozen(eq=False)
class PackFolder:
    """A pack's folder; each file is read once, when it is first opened."""

    path: Path
    _documents: dict[str, Document] = field(factory=dict, init=False, repr=False)

    def has(self, name: str) -> bool:
        """Say whether there is a file of a name, from the folder."""
        return (self.path / name).exists()

    def open(self, name: str) -> Reader:
        """Open a file for reading.

        Raises:
            ContentError: If it isn't there, or isn't TOML.
        """
        if name not in self._documents:
            self._documents[name] = read_document(self.path / name, name)
        return Reader(self._documents[name], HOMES)

    def open_sequence(self, name: str) -> Reader:
        """Open the sequence file of a name.

        Raises:
            ContentError: Likewise, with the nearest names.
        """
        known = self.sequence_names()
        file = f"{SEQUENCES}/{name}.toml"
        if name not in known:
            what = with_nearest(f"there is no sequence {quoted(name)}", name, known)
            raise ContentError((Problem(file[:200], 0, "", what, "no-file"),))
        return self.open(file)

    def sequence_names(self) -> tuple[str, ...]:
        """Give the names of the sequence files, without their ending, sorted."""
        return tuple(sorted(path.stem for path in (self.path / SEQUENCES).glob("*.toml")))

    def contraindication_files(self) -> tuple[str, ...]:
        """Give the files that hold contraindications; the one that is due where there are none."""
        single = f"{CONTRAINDICATIONS}.toml"
        found = sorted((self.path / CONTRAINDICATIONS).glob("*.toml"))
        names = [f"{CONTRAINDICATIONS}/{path.name}" for path in found]
        return tuple(([single] if self.has(single) or not names else []) + names)

    def toml_files(self) -> tuple[str, ...]:
        """Give every TOML file of the folder, sorted by name."""
        places = (self.path, self.path / CONTRAINDICATIONS, self.path / SEQUENCES)
        found = (path for place in places for path in place.glob("*.toml"))
        return tuple(sorted(path.relative_to(self.path).as_posix() for path in found))

    def leading_out(self) -> tuple[str, ...]:
        """Give the files and folders that are links to what lies outside, or to nothing."""
        home = self.path.resolve()
        folders = (self.path / SEQUENCES, self.path / CONTRAINDICATIONS)
        places = (*folders, *(self.path / name for name in self.toml_files()))
        linked = (p for p in places if p.is_symlink() or p.exists())
        return tuple(p.relative_to(self.path).as_posix() for p in linked if not _inside(p, home))

    def digest(self) -> str:
        """Give the SHA-256 over names and bytes of the folder's TOML files, in hex."""
        total = sha256()
        for name in self.toml_files():
            path = self.path / name
            content = b""
            if path.is_file():
                with path.open("rb") as file:
                    # No more is ever read of a file; one byte more shows that it is too large.
                    content = file.read(MOST_BYTES + 1)
            # The lengths keep a byte from moving from a name to a content unnoticed.
            for part in (name.encode(), content):
                total.update(len(part).to_bytes(8, "big"))
                total.update(part)
        return total.hexdigest()


def _inside(path: Path, home: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(home)
    except (OSError, RuntimeError):
        return False

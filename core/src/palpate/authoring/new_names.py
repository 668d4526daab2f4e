"""What a new pack is called, and who says so."""

import re
import unicodedata

from attrs import frozen

from palpate.errors import RequestError

PREFIX = "palpate-"
LONGEST_ID = 40
LONGEST_TEXT = 120

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@frozen
class PackName:
    """What a technique is called, in each of the places that want it spelt their own way.

    Attributes:
        technique: The name that people read.
        id: The id in technique.toml, and the entry point.
    """

    technique: str
    id: str

    @property
    def distribution(self) -> str:
        """The name that pip installs, and the folder."""
        return PREFIX + self.id

    @property
    def package(self) -> str:
        """The name of the Python package that holds the data files."""
        return self.distribution.replace("-", "_")


@frozen
class NewPack:
    """What the author of a new pack has said.

    Attributes:
        places: What the sequences are for, in the order of the author.
        python: Whether a hook in code comes with it.
    """

    name: PackName
    author: str
    places: tuple["ConditionPlace", ...] = ()
    python: bool = False


@frozen
class ConditionPlace:
    """A condition, and where it sits, where it can sit in several places."""

    condition: str
    region: str = ""

    @property
    def file(self) -> str:
        """The name of its sequence's file, without the ending."""
        return f"{self.condition}@{self.region}" if self.region else self.condition


def plain_text(text: str, option: str) -> str:
    """Give a text of one line.

    Raises:
        RequestError: It is empty, too long, or holds what can't be printed.
    """
    said = " ".join(text.split())
    if not said:
        raise RequestError(option, "is empty")
    if len(said) > LONGEST_TEXT:
        raise RequestError(said, f"{option} is longer than {LONGEST_TEXT} characters")
    if any(unicodedata.category(each) in {"Cc", "Cf", "Cs"} for each in said):
        raise RequestError(option, "holds characters that can't be printed")
    return said


def slug(text: str) -> str:
    """Spell a name as an id: lower-case letters without accents, digits and hyphens."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", bare))[:LONGEST_ID].strip("-")


def name_of(technique: str, name: str | None) -> PackName:
    """Give all the names of a pack.

    Args:
        technique: The technique's name, as people read it.
        name: The pack's name, with or without the prefix; None: from the technique's.

    Raises:
        RequestError: The name isn't one that pip and Python can use.
    """
    wanted = slug(technique) if name is None else name.strip().lower().replace("_", "-")
    wanted = wanted.removeprefix(PREFIX)
    if not _ID.fullmatch(wanted) or len(wanted) > LONGEST_ID:
        like = slug(wanted)
        what = f"a pack's name has lower-case letters, digits and hyphens, at most {LONGEST_ID}"
        raise RequestError(name or technique, what, (PREFIX + like,) if _ID.fullmatch(like) else ())
    return PackName(technique, wanted)

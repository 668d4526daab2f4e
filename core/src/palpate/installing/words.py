"""What may be asked for: a name, a file, a folder or an address."""

import os
import re
from pathlib import Path

from palpate.errors import RequestError
from palpate.present import CORE
from palpate.present import canonical
from palpate.present import present
from palpate.reading.words import nearest

FILES = (".whl", ".tar.gz", ".zip")
PROJECT = ("pyproject.toml", "setup.py")
_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
_REQUIREMENT = re.compile(
    rf"(?P<name>{_NAME})(?:\[[A-Za-z0-9._,-]*\])?(?:(?:[=!<>~]=|<|>)[0-9A-Za-z.*+!,<>=~-]+)?"
)


def target(word: str) -> str:
    """Give what an installer is given for a word.

    Raises:
        RequestError: It is no name, no address, and no file or folder that is there.
    """
    if "://" in word and not word.startswith("-"):
        return word
    if _is_path(word):
        return str(_path(word))
    if not _REQUIREMENT.fullmatch(word):
        raise RequestError(word, "is no name of a package, no file and no address")
    return word


def _is_path(word: str) -> bool:
    return word.startswith((".", "~")) or "/" in word or os.sep in word or word.endswith(FILES)


def _path(word: str) -> Path:
    path = Path(word).expanduser()
    if not path.exists():
        raise RequestError(word, "there is no such file or folder", _beside(path))
    if path.is_dir() and not any((path / name).is_file() for name in PROJECT):
        what = "holds no pyproject.toml; a folder of data files is used with --pack DIR"
        raise RequestError(word, what)
    return path.resolve()


def _beside(path: Path) -> tuple[str, ...]:
    """Give the files beside one that isn't there whose names are most like its own."""
    if not path.parent.is_dir():
        return ()
    return nearest(path.name, (each.name for each in path.parent.iterdir()))


def held(word: str) -> str:
    """Give the distribution of an installed pack, by its own name or its technique's.

    Nothing of a pack is imported.

    Raises:
        RequestError: No installed pack is called that; carries the nearest names.
    """
    known: dict[str, str] = {}
    for pack in present():
        for name in (pack.name, pack.technique, pack.distribution):
            known.setdefault(canonical(name), pack.distribution)
    if canonical(word) in known:
        return known[canonical(word)]
    near = nearest(canonical(word), known) or tuple(sorted(set(known.values())))
    raise RequestError(word, "no installed pack is called that", near)


def newer(word: str) -> str:
    """Give what an installer is given to upgrade: of a bare name, the installed pack's.

    Raises:
        RequestError: Nothing of that name is installed, or as `target`.
    """
    found = target(word)
    bare = found == word and re.fullmatch(_NAME, word) is not None
    return held(word) if bare and canonical(word) != CORE else found


def removable(word: str) -> str:
    """Give the distribution to take out.

    Raises:
        RequestError: It is the program itself, or no installed pack.
    """
    if canonical(word) == CORE:
        raise RequestError(word, "is the program itself; take it out with pip, pipx or uv")
    return held(word)

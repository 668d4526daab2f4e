"""The settings file read strictly, and the environment laid over it."""

import os
import re
from collections.abc import Callable
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any
from typing import Final

import attrs

from palpate.errors import ContentError
from palpate.errors import RequestError
from palpate.folders import settings_folder
from palpate.model.scales import MINUTES
from palpate.record import frozen

if TYPE_CHECKING:
    from palpate.reading import Reader

#: Names the settings file itself, for a second set of settings.
FILE: Final = "PALPATE_SETTINGS"
#: The origin of a value that nobody has set.
DEFAULT: Final = "default"


@frozen
class _File:
    """What a settings file may hold; None is what it doesn't say."""

    minutes: int | None = None
    holds: tuple[str, ...] | None = None
    format: str | None = None
    blocked: tuple[str, ...] | None = None


#: Every key, and what it is for.
KEYS: Final[Mapping[str, str]] = {
    "minutes": "length of a session; else by severity",
    "holds": "training that the therapist holds",
    "format": "what a plan is printed as",
    "blocked": "packs that stay out, with their safety rules",
}
_DEFAULTS: Final[Mapping[str, Any]] = {
    "minutes": None,
    "holds": (),
    "format": "text",
    "blocked": (),
}


@frozen
class Setting:
    """A value, and where it came from.

    Attributes:
        origin: `default`, the name of an environment variable, or the settings file.
    """

    name: str
    value: Any
    origin: str = DEFAULT

    @property
    def is_set(self) -> bool:
        """Say whether somebody has set it."""
        return self.origin != DEFAULT


@frozen
class Settings:
    """Every setting, with its origin."""

    minutes: Setting
    holds: Setting
    format: Setting
    blocked: Setting


def variable(name: str) -> str:
    """Give the environment variable of a setting."""
    return f"PALPATE_{name.upper()}"


def settings_file() -> Path:
    """Give the place of the settings file, whether or not it is there."""
    named = os.environ.get(FILE)
    if named:
        return Path(named)
    return settings_folder() / "settings.toml"


def standing() -> Settings:
    """Give every setting: the environment's, else the file's, else the default.

    Raises:
        ContentError: The settings file can't be read, or says what isn't known; with its lines.
        RequestError: A variable of the environment holds what it can't.
    """
    path = settings_file()
    written = read_settings(path)
    found = {}
    for name in KEYS:
        typed = os.environ.get(variable(name))
        if typed is not None and (typed.strip() or _is_list(name)):
            found[name] = Setting(name, _from_text(name, typed), variable(name))
        elif name in written:
            found[name] = Setting(name, written[name], str(path))
        else:
            found[name] = Setting(name, _DEFAULTS[name])
    return Settings(**found)


def read_settings(path: Path) -> Mapping[str, Any]:
    """Read a settings file; give what it says, by key. One that isn't there says nothing.

    Raises:
        ContentError: With every problem of the file, each at its line.
    """
    if not path.exists():
        return {}
    from palpate.reading import Reader  # noqa: PLC0415 - only where there is a file
    from palpate.reading import read_document  # noqa: PLC0415

    reader = Reader(read_document(path, str(path)))
    entry = reader.entry((), _File)
    if entry.value is not None:
        _check(reader, entry.value)
    if entry.value is None or reader.problems:
        raise ContentError(tuple(sorted(reader.problems, key=lambda problem: problem.line)))
    said = attrs.asdict(entry.value)
    return {name: value for name, value in said.items() if value is not None}


def _check(reader: "Reader", file: _File) -> None:
    if file.minutes is not None and not MINUTES[0] <= file.minutes <= MINUTES[1]:
        reader.wrong(("minutes",), _minutes_due(), "value")
    for index, word in enumerate(file.holds or ()):
        try:
            training(word)
        except RequestError as error:
            reader.wrong(("holds", index), str(error), "value")


def training(word: str) -> str:
    """Give a training's id back if it is one.

    Raises:
        RequestError: It isn't; carries the nearest.
    """
    from palpate.vocabulary import load_vocabulary  # noqa: PLC0415 - only where training is set

    known = load_vocabulary().trainings
    if word not in known:
        from palpate.reading.words import with_nearest  # noqa: PLC0415 - not where all goes well

        raise RequestError(word, with_nearest("no training of that name", word, known))
    return word


def _minutes_due() -> str:
    return f"needs a whole number from {MINUTES[0]} to {MINUTES[1]}"


def _is_list(name: str) -> bool:
    return isinstance(_DEFAULTS[name], tuple)


def _from_text(name: str, typed: str) -> Any:
    """Read a variable of the environment.

    Raises:
        RequestError: It holds what it can't.
    """
    readers: dict[str, Callable[[str], Any]] = {"minutes": _minutes, "holds": _trainings}
    try:
        return readers.get(name, _words if _is_list(name) else str.strip)(typed)
    except RequestError as error:
        raise RequestError(f"{variable(name)}={typed}", error.what) from None


def _minutes(typed: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", typed.strip()):
        raise RequestError(typed, _minutes_due())
    if not MINUTES[0] <= int(typed) <= MINUTES[1]:
        raise RequestError(typed, _minutes_due())
    return int(typed)


def _trainings(typed: str) -> tuple[str, ...]:
    return tuple(map(training, _words(typed)))


def _words(typed: str) -> tuple[str, ...]:
    """Take a list apart at commas and spaces."""
    return tuple(typed.replace(",", " ").split())

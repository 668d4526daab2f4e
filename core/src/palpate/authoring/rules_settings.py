"""What the rules compare content with: the file `content.toml`."""

from functools import cache

from attrs import frozen

from palpate.authoring.rules import HERE
from palpate.reading import read_as


@frozen
class ContentSettings:
    """The words and numbers of the rules about content; see `content.toml`."""

    deep: tuple[str, ...]
    deep_from: int
    light_to: int
    warming: tuple[str, ...]
    lightly: str
    not_when_acute: tuple[str, ...]
    most_core_minutes: int
    longest_instruction: int
    not_imperative: tuple[str, ...]
    abbreviations: tuple[str, ...]
    old_after_years: int
    rejected: tuple[str, ...]
    stems: tuple[str, ...]
    denials: tuple[str, ...]


@cache
def settings() -> ContentSettings:
    """Read the settings once."""
    return read_as(HERE / "content.toml", ContentSettings)

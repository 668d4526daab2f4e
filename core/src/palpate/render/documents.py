"""What every document shares: the templates, the words of the layout, and text that stays text."""

import tomllib
from collections.abc import Callable
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

from attrs import frozen

from palpate.errors import PalpateError
from palpate.errors import RequestError
from palpate.render.safe import printable

if TYPE_CHECKING:
    from jinja2 import Template

FOLDER = Path(__file__).parent
LANGUAGE = "en"


class MissingExtraError(PalpateError):
    """A format needs a package that isn't installed."""

    def __init__(self, name: str, package: str) -> None:
        super().__init__(
            f"{name}: needs {package}; install it with: pip install 'palpate[documents]'"
        )


@frozen
class Words:
    """The words of a layout in one language.

    Attributes:
        direction: `ltr` or `rtl`, as HTML says it.
        tables: Table to key to the text, which may hold {names}.
    """

    language: str
    direction: str
    tables: Mapping[str, Mapping[str, str]]

    def __call__(self, table: str, key: str, **values: object) -> str:
        """Give a text with its names filled in; a value is never read as a template."""
        text = self.tables[table][key]
        return text.format(**values) if values else text


@cache
def words(language: str = LANGUAGE) -> Words:
    """Read the words of a language.

    Raises:
        RequestError: There is no such language.
    """
    known = {
        path.name.split(".")[1]: path for path in sorted((FOLDER / "assets").glob("words.*.toml"))
    }
    if language not in known:
        raise RequestError(language, "no language of that name", tuple(known))
    data = tomllib.loads(known[language].read_text(encoding="utf-8"))
    return Words(data.pop("language"), data.pop("direction"), data)


def asset(name: str) -> str:
    """Read a text file that comes with the templates."""
    return (FOLDER / "templates" / name).read_text(encoding="utf-8")


def template(
    wanted_for: str, name: str, written: Callable[[str], object] = printable
) -> "Template":
    """Load a template that escapes every text it writes.

    Args:
        wanted_for: The format, for the message.
        name: The file in `templates`.
        written: What is done to each text before it is escaped; it must make it printable.

    Raises:
        MissingExtraError: Jinja2 isn't installed.
    """
    try:
        import jinja2  # noqa: PLC0415 - an extra, and only these formats need it
    except ImportError:
        raise MissingExtraError(wanted_for, "jinja2") from None
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: _final(value, written),
    )
    return environment.get_template(name)


def _final(value: Any, written: Callable[[str], object]) -> object:
    """Make a plain text printable; leave numbers and what is already escaped."""
    return written(value) if type(value) is str else value


def one_line(text: str) -> str:
    """Give a text on one line, with nothing that could steer a terminal or a reader."""
    return " ".join(printable(text).split())

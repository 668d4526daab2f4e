"""The protocol as Markdown, with tables that GitHub and pandoc render."""

import re
from typing import TYPE_CHECKING

from palpate.model.protocol import Protocol
from palpate.render.documents import LANGUAGE
from palpate.render.documents import MissingExtraError
from palpate.render.documents import one_line
from palpate.render.documents import template
from palpate.render.documents import words
from palpate.render.sheet import sheet
from palpate.vocabulary import Vocabulary

if TYPE_CHECKING:
    from markupsafe import Markup

#: Characters that Markdown, or an extension of GitHub's or pandoc's, could read as its own.
SPECIAL = re.compile(r"([\\`*_{}\[\]|~#$^@])")
#: What reads as a list, a heading or a rule at the start of a line.
LEADING = re.compile(r"^([-+=:]|\d+(?=[.)]))")
#: What is made a link or a picture of its own accord.
LINKED = re.compile(r"://|(?<=www)\.|:(?=\w+:)", re.IGNORECASE)


def render(
    protocol: Protocol,
    vocabulary: Vocabulary,
    *,
    explain: bool = False,
    language: str = LANGUAGE,
    **_options: object,
) -> str:
    """Write a protocol as Markdown.

    Raises:
        MissingExtraError: Jinja2 isn't installed.
    """
    said = words(language)
    page = template("markdown", "sheet.md.jinja", escaped)
    text = page.render(sheet=sheet(protocol, vocabulary, said, explain=explain), said=said)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def escaped(text: str) -> "Markup":
    """Write a text so that Markdown shows it as it is, on one line and inside a table's cell.

    Raises:
        MissingExtraError: Jinja2's markupsafe isn't installed.
    """
    try:
        from markupsafe import Markup  # noqa: PLC0415 - comes with jinja2, an extra
        from markupsafe import escape  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError("markdown", "jinja2") from None
    plain = SPECIAL.sub(r"\\\1", one_line(text))
    plain = LINKED.sub(lambda found: "".join(f"\\{c}" if c in ":." else c for c in found[0]), plain)
    plain = LEADING.sub(
        lambda found: f"\\{found[1]}" if not found[1].isdigit() else found[1], plain
    )
    plain = re.sub(r"^(\d+)([.)])", r"\1\\\2", plain)
    return Markup(str(escape(plain)).replace("&#39;", "'").replace("&#34;", '"'))  # noqa: S704 - just escaped

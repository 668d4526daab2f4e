"""The Markdown is read back by a CommonMark parser, tables and all."""

import re
from typing import Any

import pytest
from tools import tool
from worst_text import MARK
from worst_text import WORST

from palpate.model.protocol import Protocol
from palpate.render.documents import one_line
from palpate.render.markdown import escaped
from palpate.render.markdown import render
from palpate.vocabulary import Vocabulary

markdown_it = tool("markdown_it")


def read(text: str) -> list[Any]:
    """Parse as GitHub would, but for its task lists."""
    parser = markdown_it.MarkdownIt("commonmark").enable("table").enable("strikethrough")
    found: list[Any] = parser.parse(text)
    return found


def plain(tokens: list[Any]) -> str:
    """Give all text of a document as a reader sees it."""
    words = []
    for token in tokens:
        for child in token.children or []:
            assert child.type not in {"image", "link_open", "code_inline"}, child
            assert child.type != "html_inline" or child.content == "<br>", child
            words.append(child.content if child.type == "text" else " ")
    return " ".join(" ".join(words).split())


def test_tables_hold_the_steps(every: dict[str, Protocol], vocabulary: Vocabulary) -> None:
    """Each step is one row of seven cells, in its order; nothing else is HTML."""
    for name, protocol in every.items():
        tokens = read(render(protocol, vocabulary))
        assert all(token.type != "html_block" for token in tokens), name
        rows: list[list[str]] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            if token.type == "inline" and rows and token.level == 4:
                rows[-1].append(token.content)
        steps = [row for row in rows if len(row) == 7 and row[0].isdigit()]
        assert [int(row[0]) for row in steps] == list(range(1, len(protocol.steps) + 1)), name
        shown = plain(tokens)
        for step in protocol.steps:
            assert one_line(step.instruction) in shown


def test_headings_are_the_layouts_own(every: dict[str, Protocol], vocabulary: Vocabulary) -> None:
    """A text that looks like a heading or a list doesn't become one."""
    tokens = read(render(every["hostile"], vocabulary))
    usual = read(render(every["tension-type-headache"], vocabulary))
    for kind in ("heading_open", "table_open", "tr_open", "bullet_list_open", "fence", "hr"):
        found, wanted = (sum(t.type == kind for t in each) for each in (tokens, usual))
        assert found <= wanted, kind


def test_hostile_text_stays_text(every: dict[str, Protocol], vocabulary: Vocabulary) -> None:
    """The reader shows every character of it, and nothing of it acts."""
    text = render(every["hostile"], vocabulary, explain=True)
    shown = plain(read(text))
    assert one_line(WORST) in shown
    assert MARK in shown
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b\x00]", text)


@pytest.mark.parametrize(
    "text",
    [
        "1. one", "2) two", "- a", "+ a", "= b", "# a", "> q", "a | b", "*a* _b_ **c**", "`c`",
        "[a](b)", "![a](b)", "[a]: http://b", "<b>", "&amp;", "\\*", "~~x~~", "---", "***", "    code",
        "http://a.b", "www.a.b", "$x$", "a\nb", ":smile:", "x^2^ ~y~", "{.class}", "@name", "",
    ],
)  # fmt: skip
def test_any_text_reads_back_as_it_is(text: str) -> None:
    """Alone, in a list and in a cell."""
    wanted = " ".join(text.split())
    for frame in ("{}", "- {}", "| a |\n| --- |\n| {} |"):
        tokens = read(frame.format(escaped(text)) + "\n")
        shown = plain(tokens)
        if frame.startswith("|"):
            shown = shown.removeprefix("a").strip()
        assert shown == wanted

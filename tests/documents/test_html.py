"""One file, nothing from outside, and all of the protocol on it."""

import json
import re
from html.parser import HTMLParser
from typing import Any
from typing import ClassVar

import pytest
from worst_text import MARK

from palpate.model.protocol import Protocol
from palpate.render import documents
from palpate.render.html import render
from palpate.render.sheet import sheet
from palpate.vocabulary import Vocabulary


class Page(HTMLParser):
    """A strict reader: elements close in order, ids are distinct, references lead somewhere."""

    VOID: ClassVar = {"meta", "br", "link", "input", "hr", "img"}

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.named: list[str] = []
        self.scripts: list[str] = []
        self.handlers: list[str] = []
        self.outside: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        """Note ids, references, handlers and addresses."""
        if tag not in self.VOID:
            self.open.append(tag)
        for name, value in attrs:
            text = value or ""
            self.ids += [text] if name == "id" else []
            self.handlers += [name] if name.startswith("on") else []
            if name in {"aria-labelledby", "aria-describedby"}:
                self.named += text.split()
            if name in {"src", "srcset", "data", "action", "poster", "xlink:href"}:
                self.outside.append(text)
            if name == "href":
                self.named += [text[1:]] if text.startswith("#") else []
                assert text.startswith(("#", "https://", "http://")), text
                assert tag == "a"

    def handle_endtag(self, tag: str) -> None:
        """Hold elements to their order."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Part the scripts from the words."""
        if self.open and self.open[-1] == "script":
            self.scripts.append(data)
        elif not (self.open and self.open[-1] == "style"):
            self.words.append(data)

    @property
    def text(self) -> str:
        """All words of the page, with single spaces."""
        return " ".join(" ".join(self.words).split())


def one_space(text: str) -> str:
    """Give a text with single spaces."""
    return " ".join(text.split())


def test_the_page_is_whole_and_needs_nothing(
    every: dict[str, Protocol], vocabulary: Vocabulary
) -> None:
    """Elements close, ids are distinct, references lead to ids, nothing is fetched or run inline."""
    for name, protocol in every.items():
        page = Page(render(protocol, vocabulary))
        assert len(page.ids) == len(set(page.ids)), name
        assert set(page.named) <= set(page.ids), name
        assert page.handlers == []
        assert page.outside == []
        assert len(page.scripts) == (2 if protocol.steps else 1)


def test_styles_fetch_nothing() -> None:
    """No stylesheet or font is loaded from anywhere; `url()` leads into the page."""
    css = documents.asset("sheet.css")
    assert "@import" not in css
    assert "url(" not in css


def test_only_the_pages_own_script_may_run(
    protocols: dict[str, Protocol], vocabulary: Vocabulary
) -> None:
    """The policy names the script by its digest, and allows no connection at all."""
    text = render(protocols["sciatica"], vocabulary)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    assert "default-src 'none'" in policy[1]
    assert "script-src 'sha256-" in policy[1]
    assert "unsafe-inline" not in policy[1].partition("script-src")[2]


def test_everything_of_the_sheet_is_on_the_page(
    every: dict[str, Protocol], vocabulary: Vocabulary
) -> None:
    """Steps with their cautions, questions, findings, what is left out and why, course, sources, review."""
    for name, protocol in every.items():
        said = documents.words()
        text = Page(render(protocol, vocabulary)).text
        content = sheet(protocol, vocabulary, said)
        wanted = [content.provenance, *content.review, *content.course]
        wanted += [s.instruction for s in protocol.steps]
        wanted += [caution for s in protocol.steps for caution in s.cautions]
        wanted += [ask.question for ask in protocol.screening.ask if protocol.steps]
        wanted += [f.action for f in protocol.screening.findings]
        wanted += [t.reason for t in protocol.techniques if t.status != "used"]
        if protocol.status == "ready":
            wanted += [
                *protocol.before,
                *protocol.stop_if,
                *protocol.aftercare,
                *protocol.home_care,
            ]
        wanted += [source.text for source in content.sources]
        for each in wanted:
            assert one_space(documents.printable(each)) in text, (name, each)


def test_hostile_text_stays_text(every: dict[str, Protocol], vocabulary: Vocabulary) -> None:
    """No text becomes an element, an attribute, a script or a template, or turns the line round."""
    text = render(every["hostile"], vocabulary, explain=True)
    page = Page(text)
    assert MARK in page.text
    assert f"<img src=x onerror={MARK}()>" in page.text
    assert all(MARK not in script for script in page.scripts[-1:])
    assert "{{ 7*7 }}" in page.text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b\x00\x07]", text)
    data = json.loads(page.scripts[0])
    assert any(MARK in step["what"] for step in data["steps"])
    assert "<" not in page.scripts[0]


def test_a_refusal_has_no_steps_and_no_timer(
    refusals: dict[str, Protocol], vocabulary: Vocabulary
) -> None:
    """What was found and what to do stands there; nothing can be started."""
    for protocol in refusals.values():
        text = render(protocol, vocabulary)
        assert 'id="timer"' not in text
        assert 'class="refused"' in text


def test_the_same_protocol_gives_the_same_page(
    protocols: dict[str, Protocol], vocabulary: Vocabulary
) -> None:
    """No clock and no hash seed is in it."""
    protocol = protocols["anxiety"]
    assert render(protocol, vocabulary) == render(protocol, vocabulary)


def test_the_time_line_fills_the_session(
    protocols: dict[str, Protocol], vocabulary: Vocabulary
) -> None:
    """The bars are as wide as the minutes are long, and together as wide as the session."""
    for protocol in protocols.values():
        text = render(protocol, vocabulary)
        bars = re.findall(r'data-step="\d+" style="width:([\d.]+)%', text)
        assert len(bars) == len(protocol.steps)
        assert sum(map(float, bars)) == pytest.approx(100, abs=0.1)


def test_the_layout_holds_no_words() -> None:
    """Every word comes from the file of its language: the templates and the script say none."""
    markup = documents.asset("sheet.html.jinja")
    bare = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", markup, flags=re.DOTALL)
    bare = re.sub(r"<[^>]*>|url\(#[a-z0-9-]*\)", " ", bare)
    assert re.findall(r"[A-Za-z]{3,}", bare) == []
    assert re.findall(r'(?:aria-label|title|alt)="[^"{]', markup) == []


def test_an_unknown_language_is_refused(
    protocols: dict[str, Protocol], vocabulary: Vocabulary
) -> None:
    """The message names those that there are."""
    with pytest.raises(documents.RequestError, match="nearest: en"):
        render(protocols["sciatica"], vocabulary, language="xx")

"""Reading a file as TOML 1.0, whatever stands in it."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palpate.errors import ContentError
from palpate.reading import Document
from palpate.reading import read_document
from palpate.reading.toml import MOST_BYTES
from palpate.reading.toml import MOST_CHARACTERS
from palpate.reading.toml import parse_document
from palpate.reading.toml import refuse_newer


def complaints(content: bytes) -> list[str]:
    """Give the messages that reading some bytes ends in."""
    with pytest.raises(ContentError) as caught:
        parse_document(content, "f.toml")
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_reads_either_line_end_with_or_without_a_mark(mark: bytes, end: bytes) -> None:
    """A byte order mark and Windows line ends change neither values nor lines."""
    content = mark + end.join([b"[a]", b"# c", b'b = "\xc3\xa4"', b"c = [1,", b"  2]"])
    document = parse_document(content, "f.toml")
    assert document.data == {"a": {"b": "\u00e4", "c": [1, 2]}}
    assert [document.line(path) for path in [("a", "b"), ("a", "c", 0), ("a", "c", 1)]] == [3, 4, 5]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file is a problem without a line."""
    with pytest.raises(ContentError, match=r"^x\.toml: there is no such file$"):
        read_document(tmp_path / "x.toml")


def test_a_folder_named_like_a_file(tmp_path: Path) -> None:
    """A folder isn't read as a file."""
    (tmp_path / "x.toml").mkdir()
    with pytest.raises(ContentError, match="no such file"):
        read_document(tmp_path / "x.toml")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_does_not_keep_the_reader_waiting(tmp_path: Path) -> None:
    """A pipe named like a file is refused, not waited for."""
    os.mkfifo(tmp_path / "x.toml")
    with pytest.raises(ContentError, match="no such file"):
        read_document(tmp_path / "x.toml")


def test_the_largest_file(tmp_path: Path) -> None:
    """A file may have its full size and not a byte more."""
    path = tmp_path / "x.toml"
    path.write_bytes(b"#\n" * (MOST_BYTES // 2))
    assert read_document(path).data == {}
    path.write_bytes(b"#\n" * (MOST_BYTES // 2) + b"\n")
    with pytest.raises(ContentError, match="larger than 256 kB"):
        read_document(path)


def test_the_longest_line() -> None:
    """Every line that is too long is named; one dotted key of 40 kB would take nine seconds."""
    fits = b"#" * MOST_CHARACTERS
    assert parse_document(fits, "f.toml").data == {}
    assert complaints(fits + b"#\na = 1\n" + b"a." * 20_000 + b"b = 1") == [
        "f.toml:1: the line is longer than 1000 characters; break it up",
        "f.toml:3: the line is longer than 1000 characters; break it up",
    ]


def test_bytes_that_are_no_text() -> None:
    """What isn't UTF-8 is named with its line."""
    assert complaints(b"a = 1\nb = '\xff'") == [
        "f.toml:2: isn't UTF-8 text; save the file as UTF-8"
    ]


def test_brackets_too_deep() -> None:
    """What the parser answers with a RecursionError costs the file, not the run."""
    lines = b"\n".join([b"[" * 900] * 10)
    assert complaints(b"a = 1\n[b]\nc = " + lines) == [
        "f.toml:2: [b]: brackets are nested too deep"
    ]


def test_a_number_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the parser answers with a bare ValueError costs the file, not the run."""
    usual = sys.get_int_max_str_digits()
    monkeypatch.setattr("palpate.reading.toml.MOST_CHARACTERS", 10_000)
    content = b"[b]\na = " + b"9" * (usual + 1)
    assert complaints(content) == ["f.toml:1: [b]: a number is too long to be read"]


def test_every_broken_block_is_named() -> None:
    """Sound blocks between broken ones don't hide them."""
    content = b"a = 1\nb = \n[c]\nd = 1\n[[e]]\nf 1\n[g]\nh = [1,\n\n[i]\nj = nope\n"
    assert complaints(content) == [
        "f.toml:2: not TOML 1.0: no value; text stands in straight quotes, numbers without",
        "f.toml:6: [[e]]: not TOML 1.0: write  key = value, with _ instead of spaces in the key",
        (
            "f.toml:8: [g]: a list isn't closed with ], or a comma is missing in it: "
            '["first", "second"]'
        ),
        'f.toml:11: [i]: not TOML 1.0: a word stands in straight quotes, as "word"',
    ]


def test_a_line_that_only_looks_like_a_header() -> None:
    """Brackets at the start of a line inside a list or a text don't begin a block."""
    sound = b'a = """\n[b]\nc = \n"""\nd = [\n[1],\n["e"]\n]\n'
    assert complaints(sound + b"[f]\ng = ?\n") == [
        "f.toml:10: [f]: not TOML 1.0: no value; text stands in straight quotes, numbers without"
    ]


def test_what_is_said_twice_in_two_blocks() -> None:
    """Where each block alone is sound, the whole file's error is given."""
    assert complaints(b"[a]\nb = 1\n[a.b]\nc = 1\n") == [
        "f.toml:3: a key is said twice; keep one of the two"
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a = 5-8", "not TOML 1.0: something stands behind the value; a range is [2, 4]"),
        ('a = "open', "a quote is opened and not closed on this line"),
        ('a = ["b" "c"]', "a list isn't closed with ], or a comma is missing in it"),
        ("a = [1, 2", "a list isn't closed with ], or a comma is missing in it"),
        ("a: 1", "not TOML 1.0: write  key = value, with _ instead of spaces in the key"),
        ("a b = 1", "not TOML 1.0: write  key = value, with _ instead of spaces in the key"),
        ("a = 1\na = 2", '"a" is said twice; keep one of the two'),
        ("[[a]", "a header has as many brackets behind it as before it: [[name]]"),
        ("[a", "a header has as many brackets behind it as before it: [name]"),
        ("- a", "not TOML 1.0: write  key = value"),
        ("* a", "not TOML 1.0: a line is  key = value, a [header], or a comment after #"),
    ],
)
def test_a_beginner_needs_no_grammar(line: str, said: str) -> None:
    """What the parser says in its own terms is said in the author's."""
    (found,) = complaints(f"{line}\n".encode())
    assert said in found


NEWER = {
    "a = { b = 1,\n c = 2 }": 1,
    "x = 1\na = { b = 1, }": 2,
    "a = {\n}": 1,
    'a = "\\e[0m"': 1,
    'x = [\n"\\x41"]': 2,
    "a = 07:32": 1,
    "a = 1979-05-27T07:32Z": 1,
    "a = 1979-05-27 07:32": 1,
}


@pytest.mark.parametrize("text", NEWER)
def test_refuses_what_only_newer_parsers_read(text: str) -> None:
    """TOML 1.1 is refused on every Python, with its line, though Python 3.15 reads it."""
    with pytest.raises(ContentError) as caught:
        refuse_newer(Document("f.toml", text, {}))
    assert [problem.line for problem in caught.value.problems] == [NEWER[text]]
    assert "TOML 1.1" in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "a = { b = [1,\n 2,\n], c = 3 }",
        "a = [ # one\n 1,\n { b = 2 },\n]",
        'a = "\\\\e and \\\\x41"',
        "a = '\\e'",
        "a = 07:32:00",
        "a = 1979-05-27T07:32:00.5+01:30",
        'a = { b = """\n""" }',
        "a = {}",
    ],
)
def test_takes_what_is_toml_1_0(text: str) -> None:
    """What TOML 1.0 allows isn't taken for 1.1."""
    refuse_newer(parse_document(text.encode(), "f.toml"))


@given(st.text(st.sampled_from("ab[]{}=,.\"'#\\\n \t1-:\u201c\u00e4\r\x00"), max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text ends in anything but a document or a ContentError, and every path has a line."""
    try:
        document = parse_document(text.encode(), "f.toml")
    except ContentError as error:
        assert error.problems
        assert all(1 <= p.line <= text.count("\n") + 1 for p in error.problems)
    else:
        assert document.line(("no", "such", "path")) == 1


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    """Nor do any bytes."""
    try:
        parse_document(content, "f.toml")
    except ContentError as error:
        assert error.problems

"""The scanner finds every path that tomllib finds, and no other, each on its own line."""

import tomllib
from collections.abc import Iterator
from itertools import count
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from palpate.reading.keys import KeyPath
from palpate.reading.places import Places

BARE_KEYS = st.sampled_from(["a", "b-c", "d_e", "1", "step"])
KEYS = BARE_KEYS | st.sampled_from(["f.g", "h i", 'q"q', "\u00fc", "", "x#y", "[z]", "back\\slash"])
GAPS = st.sampled_from(["", " ", "\t", "  "])
BREAKS = st.sampled_from(["\n", "\n\n", " # ] } [no] = 1\n", "\n   # x = [\n"])


def scalars() -> st.SearchStrategy[str]:
    """Give values, as they are written, that a scanner may stumble over."""
    return st.sampled_from(
        [
            "1",
            "-3.5",
            "true",
            "1979-05-27 07:32:00Z",
            '"plain"',
            '"quo\\"te"',
            '"back\\\\"',
            "'#hash'",
            "'it]is}'",
            '""',
            "''",
            '"""\nmulti\n[not]\nkey = 1"""',
            '"""ends with two"""""',
            '"""a \\""" b"""',
            "'''\n[[nor]]\n'''",
            "'''ends'''''",
        ]
    )


@st.composite
def values(draw: st.DrawFn, depth: int = 2, inline: bool = False) -> str:
    """Give a value as it is written: a scalar, a list, or an inline table on one line."""
    kind = draw(st.sampled_from(["scalar", "list", "table"] if depth else ["scalar"]))
    if kind == "scalar":
        written = draw(scalars())
        return "7" if inline and "\n" in written else written
    if kind == "list":
        items = draw(st.lists(values(depth - 1, inline), max_size=3))
        gap = "" if inline else draw(BREAKS)
        last = draw(st.sampled_from(["", ","])) if items else ""
        return "[" + gap + f",{gap or ' '}".join(items) + last + gap + "]"
    keys = draw(st.lists(KEYS, max_size=3, unique=True))
    pairs = [f"{written_key(draw, key)} = {draw(values(depth - 1, inline=True))}" for key in keys]
    return "{ " + ", ".join(pairs) + " }"


def written_key(draw: st.DrawFn, key: str) -> str:
    """Give a key as it is written: bare where it can be, else in one of the two quotes."""
    bare = key and key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    forms = ['"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"']
    forms += [key] if bare else []
    forms += [] if "'" in key else [f"'{key}'"]
    return draw(st.sampled_from(forms))


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Give a document of pairs, dotted pairs, tables and arrays of tables."""
    lines: list[str] = []
    fresh = count()
    for _ in range(draw(st.integers(0, 5))):
        header = draw(
            st.sampled_from(["", "[t{n}]", "[[list]]", "[list.sub{n}]", "[ 'k.l' . t{n} ]"])
        )
        if header.startswith("[list.") and "[[list]]" not in lines:
            header = "[[list]]"
        lines.append(header.format(n=next(fresh)) if header else "")
        in_table = any(line.startswith("[") for line in lines)
        for _ in range(draw(st.integers(0, 3)) if in_table or not header else 0):
            key = written_key(draw, draw(KEYS))
            dotted = f"{draw(GAPS)}.{draw(GAPS)}{key}" if draw(st.booleans()) else ""
            end = draw(st.sampled_from(["", "  # c", " "]))
            lines.append(f"{draw(GAPS)}k{next(fresh)}{dotted} = {draw(values())}{end}")
    return "\n".join(lines) + draw(st.sampled_from(["", "\n"]))


def paths(value: Any, here: KeyPath = ()) -> Iterator[KeyPath]:
    """Give every path of a document that tomllib read."""
    pairs: Any = value.items() if isinstance(value, dict) else ()
    for key, inner in enumerate(value) if isinstance(value, list) else pairs:
        yield (*here, key)
        yield from paths(inner, (*here, key))


@given(documents())
def test_finds_the_paths_that_tomllib_finds(text: str) -> None:
    """The paths of any document are the parser's, neither fewer nor more."""
    assert set(Places(text)) == {(), *paths(tomllib.loads(text))}


@st.composite
def marked_documents(draw: st.DrawFn) -> tuple[str, dict[KeyPath, int]]:
    """Give a document, and the line of every value in it."""
    lines: list[str] = []
    where: dict[KeyPath, int] = {}
    for index in range(draw(st.integers(1, 4))):
        lines += [""] * draw(st.integers(0, 2))
        lines.append("[[step]]")
        for name in draw(st.lists(BARE_KEYS, unique=True, max_size=3)):
            path: KeyPath = ("step", index, name)
            where[path] = len(lines) + 1
            items = draw(st.integers(0, 3))
            lines.append(f"{name} = [")
            for item in range(items):
                lines += ["  # [not this]"] * draw(st.integers(0, 1))
                lines.append(f'  "{item}",')
                where[*path, item] = len(lines)
            lines.append("]")
    return "\n".join(lines), where


@given(marked_documents())
def test_gives_the_line_of_each_value(drawn: tuple[str, dict[KeyPath, int]]) -> None:
    """Keys and items of lists stand on the line where they were written."""
    text, where = drawn
    places = Places(text)
    assert {path: places.line(path) for path in where} == where


def test_a_path_that_is_not_there_answers_with_what_holds_it() -> None:
    """What a table lacks is reported where the table stands."""
    places = Places("a = 1\n\n[[step]]\nid = 'x'\n\n[[step]]\nid = 'y'\n")
    assert places.line(("step", 1, "minutes", 0)) == 6
    assert places.line(("nothing",)) == 1


def test_headers_are_known() -> None:
    """An entry is named by the header above it, an inline table by the entry that holds it."""
    places = Places("[a]\nb = { c = 1 }\n[[step]]\nd = [{ e = 1 }]\n[change.step.x]\nf = 1\n")
    assert places.header_of(("a", "b", "c")) == ("a",)
    assert places.header_of(("step", 0, "d", 0, "e")) == ("step", 0)
    assert places.header_of(("change", "step", "x", "f")) == ("change", "step", "x")
    assert places.header_of(("top",)) == ()


@given(st.text(st.sampled_from("ab[]{}=,.\"'#\\\n 1"), max_size=40))
def test_never_hangs_on_a_text_that_is_not_toml(text: str) -> None:
    """Though it is meant for accepted texts only, any text ends."""
    assert () in Places(text)


def test_nesting_as_deep_as_the_parser_takes() -> None:
    """What the parser reads doesn't break the scanner."""
    depth = 200
    text = "a = " + "[" * depth + "1" + "]" * depth
    assert ("a", *[0] * depth) in Places(text)
    Places("a = " + "[" * 5_000)

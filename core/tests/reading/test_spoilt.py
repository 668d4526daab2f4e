"""Whatever happens to a pack's files, reading ends, in a pack or in a ContentError."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from pack_on_disk import PackOnDisk
from pack_on_disk import sound_pack

from palpate.errors import ContentError
from palpate.packs import open_pack
from palpate.vocabulary import load_vocabulary

FILES = (
    "technique.toml",
    "contraindications.toml",
    "references.toml",
    "sequences/chronic-low-back-pain.toml",
    "sequences/muscle-spasm.toml",
    "sequences/post-surgical-scar.toml",
)
PIECES = (
    *("[", "]", "[[", "{", "}", '"', "'", "=", ",", "#", "\n", "\u201c", "\x00", "-1", "99", "1.5"),
    *("true", "[]", "{}", "[3, 2, 1]", '""', '"x"', "1979-05-27", "[step]", "[[step]]", "id = 3\n"),
    *('"site"', '"warm(site)"', '"subacute"', "inf", "[[]]", "[{}]", "[[[[1]]]]"),
)


@st.composite
def spoilings(draw: st.DrawFn) -> list[tuple[str, str, float, float, str]]:
    """Give a few things to do to a pack's files, each at a place between start and end."""
    one = st.tuples(
        st.sampled_from(FILES),
        st.sampled_from(["put", "cut", "value", "line", "again"]),
        st.floats(0, 1),
        st.floats(0, 1),
        st.sampled_from(PIECES),
    )
    return draw(st.lists(one, min_size=1, max_size=4))


def spoil(pack: PackOnDisk, name: str, how: str, at: float, to: float, piece: str) -> None:
    """Put a piece into a file, cut one out, change a value, lose or repeat a line."""
    text = pack.text(name)
    if how in {"put", "cut"}:
        start = int(at * len(text))
        end = start if how == "put" else start + int(to * 8)
        pack.write(name, text[:start] + (piece if how == "put" else "") + text[end:])
        return
    lines = text.split("\n")
    index = int(at * (len(lines) - 1))
    key, equals, _ = lines[index].partition(" = ")
    changed = {"value": [f"{key}{equals}{piece}"], "line": [], "again": [lines[index]] * 2}[how]
    pack.write(name, "\n".join([*lines[:index], *changed, *lines[index + 1 :]]))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(spoilings())
def test_a_spoilt_pack_is_read_or_refused(done: list[tuple[str, str, float, float, str]]) -> None:
    """Check and reading agree: what check finds sound can be read; all else is refused."""
    with tempfile.TemporaryDirectory() as folder:
        pack = sound_pack(Path(folder), load_vocabulary())
        for each in done:
            spoil(pack, *each)
        errors = [problem for problem in pack.check() if problem.level == "error"]
        try:
            files = open_pack(pack.folder, pack.vocabulary)
            for name in files.sequence_names:
                assert files.sequence(name).sequence.steps
        except ContentError as error:
            # Reading stops at the first file that isn't sound; check goes on.
            assert set(error.problems) <= set(pack.check())
            assert errors
        else:
            assert not errors


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("piece", ["", "[[step]]\n" * 5_000, 'x = "y"\n', "a.b.c = 1\n" * 9_000])
def test_a_file_of_something_else(pack: PackOnDisk, name: str, piece: str) -> None:
    """A file that is empty, huge or about something else is refused in a moment."""
    pack.write(name, piece)
    assert pack.errors() or name == "references.toml"

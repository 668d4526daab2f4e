"""Values become attrs classes exactly as they are written; nothing is guessed."""

from collections.abc import Mapping
from typing import Any
from typing import Literal

import pytest
from attrs import field
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from palpate.reading.strict import structure


@frozen
class Inner:
    """A table in a table."""

    number: int


@frozen
class Outer:
    """One field of each kind."""

    text: str
    number: int = 0
    fraction: float = 0
    yes: bool = False
    words: tuple[str, ...] = ()
    maybe: int | None = None
    letter: Literal["A", "B"] = "A"
    inner: Inner | None = None
    inners: tuple[Inner, ...] = ()
    named: Mapping[str, int] = field(factory=dict)
    from_: str = ""


def faults(**written: Any) -> list[str]:
    """Give what is wrong with a table, as `path: message`."""
    made = structure({"text": "t", **written}, Outer)
    return [f"{'.'.join(map(str, fault.path))}: {fault.what}" for fault in made.faults]


def test_a_sound_table() -> None:
    """Every kind of field is read; a key that Python keeps for itself loses its underscore."""
    table = {
        "text": "t",
        "number": 3,
        "fraction": 2,
        "yes": True,
        "words": ["a", "b"],
        "maybe": 4,
        "letter": "B",
        "inner": {"number": 5},
        "inners": [{"number": 6}],
        "named": {"x": 7},
        "from": "here",
    }
    made = structure(table, Outer)
    assert made.faults == ()
    assert made.value == Outer(
        "t", 3, 2, True, ("a", "b"), 4, "B", Inner(5), (Inner(6),), {"x": 7}, "here"
    )


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("number", True, "needs a whole number, not true"),
        ("number", 60.9, "needs a whole number, not the number 60.9"),
        ("number", "3", 'needs a whole number, not the text "3"; write 3 without quotes'),
        ("maybe", False, "needs a whole number, not false"),
        ("fraction", True, "needs a number, not true"),
        ("fraction", float("nan"), "needs a number, not the number nan"),
        ("fraction", float("inf"), "needs a number, not the number inf"),
        ("text", 3, 'needs text in quotes, not the number 3; write "3"'),
        ("text", ["t"], "needs text in quotes, not a list"),
        ("yes", 1, "needs true or false, not the number 1"),
        ("yes", "true", 'needs true or false, not the text "true"; write true without quotes'),
        ("words", "ab", 'needs a list, not the text "ab"; write ["ab"]'),
        ("words", {"a": 1}, "needs a list, not a table"),
        ("letter", "C", '"C" isn\'t one of A, B'),
        ("letter", 1, 'needs text in quotes, not the number 1; write "1"'),
        ("inner", 3, "needs a table, not the number 3"),
        ("named", [], "needs a table, not a list"),
    ],
)
def test_types_are_exact(name: str, value: object, what: str) -> None:
    """No type is taken for another, though Python or cattrs would."""
    assert faults(**{name: value}) == [f"{name}: {what}"]


def test_all_faults_at_once_each_at_its_path() -> None:
    """One fault hides no other, however deep it is."""
    written = {"words": ["a", 2, 3], "inners": [{"number": 1}, {"number": "x"}, {}], "nmber": 1}
    assert faults(**written) == [
        'words.1: needs text in quotes, not the number 2; write "2"',
        'words.2: needs text in quotes, not the number 3; write "3"',
        'inners.1.number: needs a whole number, not the text "x"',
        "inners.2.number: is missing",
        'nmber: "nmber" isn\'t known here; nearest: number, named, maybe',
    ]


def test_the_sound_part_of_a_table() -> None:
    """What is sound can still be checked; the value is there where it is enough for one."""
    made = structure({"text": "t", "number": "x", "words": ["a"]}, Outer)
    assert made.value == Outer("t", words=("a",))
    assert made.parts == {"text": "t", "words": ("a",)}
    made = structure({"number": "x", "words": ["a"]}, Outer)
    assert made.value is None
    assert made.parts == {"words": ("a",)}


WORDS = st.text("ab1 ", max_size=3)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner),
    max_leaves=5,
)
FIELDS = ("text", "number", "words", "maybe", "letter", "inner", "inners", "named", "from", "x")


@given(st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_any_table_is_read_or_its_faults_are_named(table: dict[str, Any]) -> None:
    """No table passes changed: what is read without a fault holds what was written."""
    made = structure(table, Outer)
    if not made.faults:
        assert made.value is not None
        for name, value in table.items():
            held = getattr(made.value, "from_" if name == "from" else name)
            assert held == (tuple(value) if isinstance(value, list) else held)
            assert type(value) is not bool or isinstance(held, bool)

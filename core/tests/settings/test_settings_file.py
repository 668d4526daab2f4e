"""The settings file is read strictly, and changed without harm to what its owner wrote."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palpate.errors import ContentError
from palpate.errors import RequestError
from palpate.settings import KEYS
from palpate.settings import read_settings
from palpate.settings import settings_file
from palpate.settings import standing
from palpate.settings import variable
from palpate.settings.edit import edited

WORDS = st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)


def write(file: Path, text: str) -> None:
    """Write a settings file."""
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_no_file_is_every_default(file: Path) -> None:
    """Where there is no file, nothing is set."""
    assert not file.exists()
    assert not any(getattr(standing(), name).is_set for name in KEYS)


def test_each_value_and_where_it_came_from(file: Path) -> None:
    """A value of the file has the file as its origin."""
    write(file, 'minutes = 60\nholds = ["intraoral"]\nformat = "html"\nblocked = ["a", "b"]\n')
    found = standing()
    values = (found.minutes.value, found.holds.value, found.format.value, found.blocked.value)
    assert values == (60, ("intraoral",), "html", ("a", "b"))
    assert {getattr(found, name).origin for name in KEYS} == {str(file)}


def test_the_environment_beats_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that is set beats the file; an empty list is a list, an empty text is nothing."""
    write(file, 'minutes = 60\nformat = "html"\nblocked = ["a"]\n')
    monkeypatch.setenv("PALPATE_MINUTES", "30")
    monkeypatch.setenv("PALPATE_FORMAT", "")
    monkeypatch.setenv("PALPATE_BLOCKED", "")
    found = standing()
    assert (found.minutes.value, found.minutes.origin) == (30, "PALPATE_MINUTES")
    assert (found.format.value, found.format.origin) == ("html", str(file))
    assert (found.blocked.value, found.blocked.origin) == ((), "PALPATE_BLOCKED")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("\nmintes = 60\n", 2, "nearest: minutes"),
        ('minutes = "60"\n', 1, "write 60 without quotes"),
        ("minutes = 5\n", 1, "from 10 to 180"),
        ("minutes = 45.0\n", 1, "whole number"),
        ('# mine\nholds = "intraoral"\n', 2, "needs a list"),
        ('holds = [\n  "intraoral",\n  "intra-oral",\n]\n', 3, "nearest: intraoral"),
        ("blocked = [1]\n", 1, "needs text"),
        ("minutes = \n", 1, ""),
        ("[settings]\nminutes = 60\n", 1, "isn't known here"),
    ],
)
def test_a_mistake_is_named_at_its_line(file: Path, text: str, line: int, said: str) -> None:
    """Whatever isn't right costs the file, with its line and what would be right."""
    write(file, text)
    with pytest.raises(ContentError) as caught:
        standing()
    assert said in str(caught.value)
    assert f"{file}:{line}:" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("minutes", "sixty", "from 10 to 180"),
        ("minutes", "181", "from 10 to 180"),
        ("minutes", "\u0661\u0662", "from 10 to 180"),
        ("holds", "intraoral,intra", "nearest"),
    ],
)
def test_a_wrong_variable_is_named(
    file: Path,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    typed: str,
    said: str,
) -> None:
    """What the environment says is read as strictly, and the variable is named."""
    monkeypatch.setenv(variable(name), typed)
    with pytest.raises(RequestError, match=said) as caught:
        standing()
    assert variable(name) in str(caught.value)


def test_the_place_is_the_systems(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without a place of its own the file is where the system keeps a person's settings."""
    monkeypatch.delenv("PALPATE_SETTINGS")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert settings_file().name == "settings.toml"
    assert settings_file().parent.name == "palpate"


def test_comments_and_other_keys_stay() -> None:
    """Only the lines of the one key change."""
    before = '# the house\nblocked = [  # why\n  "a",\n  "b",\n]\nminutes = 60  # long\n'
    after = edited(before, "blocked", ("c",))
    assert after == '# the house\nblocked = ["c"]\nminutes = 60  # long\n'
    assert edited(after, "blocked", None) == "# the house\nminutes = 60  # long\n"
    assert edited("", "minutes", None) == ""


@given(
    start=st.dictionaries(
        st.sampled_from(["holds", "blocked"]), st.lists(WORDS, max_size=3).map(tuple)
    ),
    key=st.sampled_from(["minutes", "format", "blocked", "holds"]),
    value=st.one_of(st.integers(10, 180), WORDS, st.lists(WORDS, max_size=4), st.none()),
)
def test_an_edit_changes_one_key_alone(start: dict[str, object], key: str, value: object) -> None:
    """What is read afterwards is what was there, with the one key changed."""
    text = ""
    for name, held in start.items():
        text = edited(text, name, held)
    after = tomllib.loads(edited(text, key, value))
    wanted = {name: list(held) for name, held in start.items()}  # type: ignore[call-overload]
    wanted = {**wanted, key: value} if value is not None else wanted
    if value is None:
        wanted.pop(key, None)
    assert after == wanted


def test_a_file_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    """Reading needs no file."""
    assert read_settings(tmp_path / "none.toml") == {}

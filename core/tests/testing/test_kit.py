"""The conformance kit: a sound pack passes, and for each check there is a pack that doesn't."""

from pathlib import Path

import pytest
from bad_packs import BAD
from bad_packs import FROZEN
from lying_packs import Sound

from palpate.testing.expected import Expected
from palpate.testing.expected import ExpectedError
from palpate.testing.expected import read_expected
from palpate.testing.subject import open_subject
from palpate.testing.suite import breaches
from palpate.testing.suite import checks

NAMES = tuple(check.name for check in checks())
BY_NAME = {check.name: check for check in checks()}


@pytest.mark.parametrize("pack", [Sound(), FROZEN], ids=["code", "data"])
def test_a_sound_pack_keeps_every_promise(pack: object) -> None:
    """What every bad pack differs from in one thing passes every check: none finds what isn't there."""
    subject = open_subject(pack, sample=1, company=False)
    found = {c.name: breaches(c, subject) for c in checks() if not c.idle(subject)}
    assert {name: said for name, said in found.items() if said} == {}
    assert len(found) > len(NAMES) // 2


def test_every_check_has_a_bad_pack() -> None:
    """A check is added together with a pack that it catches."""
    assert sorted(BAD) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_bad_pack_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The pack that breaks a promise is caught by the check that looks for it."""
    subject = BAD[name](tmp_path, monkeypatch)
    assert BY_NAME[name].idle(subject) == ""
    assert breaches(BY_NAME[name], subject) != ()


def test_an_expected_failure_is_excused_by_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what is named is excused; another breach of the same promise isn't."""
    check = BY_NAME["everything-is-accounted-for"]
    subject = BAD[check.name](tmp_path, monkeypatch)
    one = Expected(check.name, "hold names no reference", "file.toml", 1)
    left = breaches(check, subject, [one])
    assert left
    assert all("glide names no reference" in said for said in left)
    assert breaches(check, subject, [Expected(check.name, "", "file.toml", 1)]) == ()


def test_an_expected_failure_that_passes_is_an_error() -> None:
    """A failure that is expected and doesn't come is named with the line to take out."""
    subject = open_subject(Sound(), company=False)
    check = BY_NAME["loads"]
    found = breaches(check, subject, [Expected("loads", "", "expected-failures.toml", 7)])
    assert found == ("expected to fail, and holds: take it out of expected-failures.toml (line 7)",)


MISTAKES = {
    '[[expected]]\ncheck = "lods"\nwhy = "x"\n': 'file.toml:2: expected lods: check: no check "lods"; nearest: loads',
    '[[expected]]\ncheck = "loads"\n': 'file.toml:1: expected 1: "why" is missing',
    '[[expected]]\ncheck = "loads"\nwhy = ""\n': "file.toml:3: expected 1: why: says nothing",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_in_the_file_is_said_with_its_line(tmp_path: Path, text: str) -> None:
    """The file of expected failures is read as strictly as a pack's."""
    (tmp_path / "file.toml").write_text(text)
    with pytest.raises(ExpectedError) as caught:
        read_expected(tmp_path / "file.toml", NAMES)
    assert MISTAKES[text].partition(":")[2].rpartition(": ")[2] in str(caught.value)
    assert str(caught.value).startswith(MISTAKES[text].partition(": ")[0])


def test_a_pack_that_isnt_there_is_named_with_the_nearest() -> None:
    """A misspelt name is no traceback."""
    with pytest.raises(LookupError, match=r"nearest: palpate-lymphatic"):
        open_subject("palpate_lymphatik")

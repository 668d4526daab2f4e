"""What may be asked for, and what an installer's own words mean."""

import sys
from pathlib import Path

import pytest

from palpate.cli.install import would_install
from palpate.errors import RequestError
from palpate.installing.run import explained
from palpate.installing.run import run
from palpate.installing.words import newer
from palpate.installing.words import removable
from palpate.installing.words import target

NO_NETWORK = """WARNING: Retrying after connection broken by 'NewConnectionError(...)'
ERROR: Could not find a version that satisfies the requirement x (from versions: none)
ERROR: No matching distribution found for x
"""
UNKNOWN_TO_UV = """  \N{MULTIPLICATION SIGN} No solution found when resolving dependencies:
  Because palpate-x was not found in the package registry and you require palpate-x
"""


@pytest.mark.parametrize(
    "word",
    [
        "palpate-lymphatic",
        "palpate_lymphatic==0.1.0",
        "palpate-lymphatic>=0.1,<1",
        "palpate[documents]",
        "https://example.org/x.whl",
        "git+https://example.org/x.git@main",
    ],
)
def test_names_and_addresses_pass_as_they_are(word: str) -> None:
    """What an installer understands by itself is left to it."""
    assert target(word) == word


@pytest.mark.parametrize(
    "word", ["-r", "--index-url=https://evil", "a b", "a;b", "", "palpate-", "é"]
)
def test_nothing_else_passes(word: str) -> None:
    """No option, no list and no shell's word reaches the installer."""
    with pytest.raises(RequestError):
        target(word)


def test_files_and_folders_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wheel or project is given by its whole path; a missing one carries the nearest name."""
    wheel = tmp_path / "palpate_one-1-py3-none-any.whl"
    wheel.touch()
    assert target(str(wheel)) == str(wheel)
    monkeypatch.chdir(tmp_path)
    assert target(wheel.name) == str(wheel)
    with pytest.raises(RequestError, match=r"nearest: palpate_one-1-py3-none-any\.whl"):
        target("./palpate_on-1-py3-none-any.whl")
    project = tmp_path / "project"
    project.mkdir()
    with pytest.raises(RequestError, match="--pack DIR"):
        target("./project")
    (project / "pyproject.toml").touch()
    assert target("./project") == str(project)


def test_only_packs_are_taken_out() -> None:
    """The program itself and what is no pack stay."""
    with pytest.raises(RequestError, match="the program itself"):
        removable("Palpate")
    with pytest.raises(RequestError, match="no installed pack"):
        removable("click")
    with pytest.raises(RequestError, match="no installed pack"):
        newer("click")
    assert newer("palpate") == "palpate"


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        (
            NO_NETWORK,
            "the network can't be reached",
        ),
        (
            "ERROR: No matching distribution found for palpate-x==9",
            "palpate-x==9: no package of that name",
        ),
        (
            UNKNOWN_TO_UV,
            "palpate-x: no package of that name",
        ),
        ("error: Failed to fetch: `https://x`\n  Caused by: dns error", "the network"),
        ("ERROR: Wheel 'x' located at /x.whl is invalid.", "the wheel is damaged"),
        ("ERROR: x-1-cp39-cp39-linux.whl is not a supported wheel on this platform.", "isn't for"),
        ("ERROR: [Errno 13] Permission denied: '/usr/lib'", "but its owner"),
        ("noise\nERROR: something new\n", "the installer says: ERROR: something new"),
        ("", "it said nothing"),
    ],
)
def test_an_installers_words_are_made_plain(said: str, meaning: str) -> None:
    """Each common failure has a sentence; the rest is the installer's own last word."""
    assert meaning in explained(said)


def test_running_never_raises() -> None:
    """A command that isn't there, or fails, is an outcome with a reason."""
    assert run(["/nonexistent/pip"]).why
    failed = run([sys.executable, "-c", "import sys; print('ERROR: no'); sys.exit(3)"])
    assert (failed.code, failed.why) == (3, "the installer says: ERROR: no")
    fine = run([sys.executable, "-c", "import os; print(os.environ['PIP_NO_INPUT'])"])
    assert (fine.code, fine.said, fine.why) == (0, "1\n", "")


def test_a_rehearsal_is_read_from_both_installers() -> None:
    """Names and versions come out of what pip and uv say."""
    assert would_install("Would install palpate-0.2.0 palpate-one-1.0\n") == [
        "palpate 0.2.0",
        "palpate-one 1.0",
    ]
    uv = "Resolved 1 package\nWould install 1 package\n + palpate-one==1.0\n"
    assert would_install(uv) == ["palpate-one 1.0"]
    assert would_install("Requirement already satisfied") == []

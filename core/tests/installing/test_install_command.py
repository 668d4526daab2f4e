"""`palpate install`, `uninstall` and `upgrade`: what is run, asked, printed and left alone."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from palpate import cli as command
from palpate.cli import install as module
from palpate.installing.changes import Installed
from palpate.installing.environment import Environment
from palpate.installing.environment import Kind
from palpate.installing.run import Outcome
from palpate.present import Present

PACK = Present("palpate-one", "1", "one", "palpate_one", "", "")
BEFORE = Installed("1", {}, {})
AFTER = Installed("1", {"palpate-one": "1"}, {"palpate-one": frozenset({"migraine"})})


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Every command that would have been run; none is."""
    found: list[tuple[str, ...]] = []

    def run(words: tuple[str, ...]) -> Outcome:
        found.append(tuple(words))
        return Outcome(0, "Would install palpate-one-1\n")

    monkeypatch.setattr(module, "run", run)
    monkeypatch.setattr(module, "present", lambda: (PACK,))
    monkeypatch.setattr(module, "installed_now", lambda: BEFORE)
    monkeypatch.setattr(module, "installed_anew", lambda: AFTER)
    return found


@pytest.fixture
def within(monkeypatch: pytest.MonkeyPatch) -> Callable[[Kind], None]:
    """Say what kind of environment the program seems to run in."""

    def say(kind: Kind) -> None:
        place = Environment(kind, Path("/env/palpate"), "/py")
        monkeypatch.setattr(module, "here", lambda: place)

    return say


def test_what_changed_is_said(
    ran: list[tuple[str, ...]],
    within: Callable[[Kind], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """After an installation: the pack, its version, and what can be planned for now."""
    within("venv")
    assert command.run(["install", "palpate-one"]) == 0
    assert ran == [("/py", "-m", "pip", "install", "palpate-one")]
    assert capsys.readouterr().out.splitlines() == [
        "+ palpate-one 1, for 1 condition",
        "conditions gained: migraine",
        "`palpate doctor` says whether all is well.",
    ]


@pytest.mark.parametrize("kind", ["pipx", "uv-tool", "managed"])
def test_others_are_told_what_to_run(
    ran: list[tuple[str, ...]],
    within: Callable[[Kind], None],
    capsys: pytest.CaptureFixture[str],
    kind: Kind,
) -> None:
    """Nothing is run; the command is all of standard output, and the exit code isn't 0."""
    within(kind)
    assert command.run(["install", "palpate-one"]) == 1
    out, err = capsys.readouterr()
    assert "palpate-one" in out
    assert err.startswith("error: ")
    assert command.run(["install", "--dry-run", "palpate-one"]) == 0
    assert capsys.readouterr().out == out
    assert ran == []


def test_a_systems_python_is_not_changed_unasked(
    ran: list[tuple[str, ...]],
    within: Callable[[Kind], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where nobody can answer it is refused; no is no; yes, or --yes, does it."""
    within("system")
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert command.run(["install", "palpate-one"]) == 2
    assert "--yes" in capsys.readouterr().err
    monkeypatch.setattr(module.click, "confirm", _refuse)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    assert command.run(["install", "palpate-one"]) == 1
    assert "error: stopped" in capsys.readouterr().err
    assert ran == []
    assert command.run(["install", "--yes", "palpate-one"]) == 0
    assert len(ran) == 1


def _refuse(*_: object, **__: object) -> None:
    raise module.click.Abort


def test_a_rehearsal_changes_nothing(
    ran: list[tuple[str, ...]],
    within: Callable[[Kind], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`--dry-run` asks the installer for a rehearsal, and says what would come."""
    within("venv")
    assert command.run(["install", "--dry-run", "palpate-one"]) == 0
    assert ran == [("/py", "-m", "pip", "install", "--dry-run", "palpate-one")]
    assert capsys.readouterr().out.splitlines() == [
        "would run: /py -m pip install palpate-one",
        "+ palpate-one 1",
    ]


def test_a_failure_is_one_sentence(
    ran: list[tuple[str, ...]],  # noqa: ARG001 - nothing may really be run
    within: Callable[[Kind], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What went wrong goes to standard error, and nothing is said to have changed."""
    within("venv")
    monkeypatch.setattr(module, "run", lambda _: Outcome(1, "much\nnoise", "x: no package"))
    assert command.run(["install", "palpate-x"]) == 1
    out, err = capsys.readouterr()
    assert (out, err) == ("", "error: x: no package; --verbose shows all that was said\n")
    assert command.run(["install", "-v", "palpate-x"]) == 1
    assert "much\nnoise" in capsys.readouterr().err

"""Whoever waits at a terminal is told how far it is; nothing of that stays, or reaches a pipe."""

import io
from contextlib import redirect_stderr

import pytest

from palpate.cli import counting
from palpate.cli.counting import CLEAR_LINE
from palpate.cli.counting import counted


class Terminal(io.StringIO):
    """Standard error as a terminal."""

    def isatty(self) -> bool:
        """It is one."""
        return True


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person to whom something is said at once."""
    monkeypatch.setattr(counting, "PATIENCE_SECONDS", -1)


@pytest.mark.usefixtures("impatient")
def test_each_item_is_counted_and_the_line_is_taken_away() -> None:
    """Each item is named with its number, over the one before; at the end the line is empty."""
    with redirect_stderr(Terminal()) as shown:
        assert list(counted(["one", "two"], "checking")) == ["one", "two"]
    assert shown.getvalue().split(CLEAR_LINE) == [
        "",
        "checking 1 of 2: one",
        "checking 2 of 2: two",
        "",
    ]


@pytest.mark.usefixtures("impatient")
def test_the_line_is_taken_away_where_the_work_fails() -> None:
    """What goes wrong in between leaves no count on the page."""
    with redirect_stderr(Terminal()) as shown:
        waited = counted([1, 2], "checking")
        next(waited)
        waited.close()
    assert shown.getvalue().endswith(CLEAR_LINE)


@pytest.mark.usefixtures("impatient")
def test_a_name_steers_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name's control characters are replaced, and a long one doesn't wrap."""
    monkeypatch.setenv("COLUMNS", "30")
    with redirect_stderr(Terminal()) as shown:
        list(counted(["\x1b[2J" + "x" * 90], "checking"))
    (said,) = shown.getvalue().split(CLEAR_LINE)[1:-1]
    assert "\x1b" not in said
    assert len(said) < 30


def test_who_waits_for_a_moment_is_told_nothing() -> None:
    """What takes less than a second says nothing."""
    with redirect_stderr(Terminal()) as shown:
        assert list(counted("ab", "checking")) == ["a", "b"]
    assert not shown.getvalue()


@pytest.mark.usefixtures("impatient")
def test_nothing_goes_into_a_pipe() -> None:
    """Where standard error is no terminal, nothing is counted."""
    with redirect_stderr(io.StringIO()) as pipe:
        assert list(counted([1], "checking")) == [1]
    assert not pipe.getvalue()

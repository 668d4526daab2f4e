"""What is wrong with a pack is said once to a reader: on the page, or beside a file."""

import io
from contextlib import redirect_stderr
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from hostile_session import PLUGINS

from palpate import cli as command


class Terminal(io.StringIO):
    """A standard output that somebody looks at."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.mark.parametrize(("seen", "times"), [(True, 0), (False, 1)])
def test_a_plan_on_a_terminal_says_a_warning_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seen: bool, times: int
) -> None:
    """The page's notes have it; standard error says it where the page goes elsewhere."""
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "technique.toml").write_text("this is no TOML", encoding="utf-8")
    monkeypatch.setenv("NO_COLOR", "1")
    out, err = Terminal() if seen else io.StringIO(), io.StringIO()
    packs = [
        word
        for folder in sorted(PLUGINS.iterdir())
        for data in (folder / "src").glob("palpate_myofascial")
        for word in ("--pack", str(data))
    ]
    with redirect_stdout(out), redirect_stderr(err):
        said = ["--pack", str(broken), "--date", "2026-03-31", "--stage", "chronic"]
        asked = ["plan", "tension-type-headache", "--technique", "myofascial"]
        code = command.run([*asked, *packs, *said])
    assert code == 0, err.getvalue()
    assert "NOTES" in out.getvalue()
    assert "broken" in out.getvalue().split("NOTES")[1]
    warned = [line for line in err.getvalue().splitlines() if line.startswith("warning: broken")]
    assert len(warned) == times

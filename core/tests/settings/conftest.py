"""The command over a settings file of its own."""

from pathlib import Path

import pytest
from settings_run import Run
from settings_run import Said

from palpate import cli as command
from palpate.cli import packs as cli_packs
from palpate.registry import Packs


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The place of a settings file that isn't there yet."""
    place = tmp_path / "inner" / "settings.toml"
    monkeypatch.setenv("PALPATE_SETTINGS", str(place))
    return place


@pytest.fixture
def run(
    file: Path,  # noqa: ARG001 - no command of these tests touches the user's own
    packs: Packs,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Run:
    """Run the command over the packs of this checkout."""
    monkeypatch.setattr(cli_packs, "load_packs", lambda *_, **__: packs)

    def call(*words: str) -> Said:
        code = command.run(list(words))
        return Said(code, *capfd.readouterr())

    return call

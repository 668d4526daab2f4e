"""No test reads the settings of whoever runs it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def _nobodys_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Point the program at a settings file that isn't there, and clear its variables."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("PALPATE_")]:
            patch.delenv(name)
        place = tmp_path_factory.mktemp("settings") / "settings.toml"
        patch.setenv("PALPATE_SETTINGS", str(place))
        patch.setenv("PALPATE_CACHE_DIR", str(Path(__file__).parent / ".pytest_cache" / "palpate"))
        yield place

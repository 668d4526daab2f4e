"""What every test of the core may use: the packs of this checkout."""

from pathlib import Path

import pytest

from palpate.registry import Packs
from palpate.registry import load_packs
from palpate.vocabulary import Vocabulary

PLUGINS = Path(__file__).parents[2] / "plugins"


@pytest.fixture(scope="session")
def packs() -> Packs:
    """The built-in pack and the five: as installed, or from their folders where they aren't."""
    folders = sorted(folder for folder in PLUGINS.iterdir() if (folder / "src").is_dir())
    installed = load_packs()
    if len(installed.packs) > len(folders):
        return installed
    return load_packs(folders, entry_points=False)


@pytest.fixture(scope="session")
def vocabulary(packs: Packs) -> Vocabulary:
    """The shared words, with what the packs add."""
    return packs.vocabulary

"""What the tests of the command start from."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from command_run import Cli
from command_run import run

from palpate.cli import packs as cli_packs
from palpate.registry import Packs
from palpate.registry import load_packs


@pytest.fixture(scope="session")
def cli(packs: Packs) -> Iterator[Cli]:
    """The command over the packs of this checkout; with --pack, over these folders alone."""

    def load(folders: list[Path], *_: object, **__: object) -> Packs:
        return load_packs(folders, entry_points=False) if folders else packs

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cli_packs, "load_packs", load)
        yield run

"""What every test of reading starts from."""

from pathlib import Path

import pytest
from pack_on_disk import PackOnDisk
from pack_on_disk import sound_pack

from palpate.vocabulary import Vocabulary
from palpate.vocabulary import load_vocabulary


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """Give the vocabulary that comes with the program."""
    return load_vocabulary()


@pytest.fixture
def pack(tmp_path: Path, vocabulary: Vocabulary) -> PackOnDisk:
    """Give a sound pack in a folder of its own."""
    return sound_pack(tmp_path / "warm_stones", vocabulary)

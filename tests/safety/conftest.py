"""What every test of safety starts from."""

import pytest
from engine import Engine
from engine import five_packs


@pytest.fixture(scope="session")
def engine() -> Engine:
    """Give the engine over the five packs of this checkout."""
    return Engine.of(five_packs())

"""The packs of this checkout, and the session that every hostile pack is tried in."""

import pytest
from hostile_session import PLUGINS
from hostile_session import REQUEST

from palpate.combine import combine
from palpate.model.protocol import Protocol
from palpate.registry import Packs
from palpate.registry import load_packs


@pytest.fixture(scope="session")
def five() -> Packs:
    """Give the built-in pack and the five."""
    return load_packs(sorted(p for p in PLUGINS.iterdir() if p.is_dir()), entry_points=False)


@pytest.fixture(scope="session")
def without(five: Packs) -> Protocol:
    """Give the protocol as it is without any hostile pack."""
    return combine(REQUEST, five)

"""Protocols that keep every rule pass."""

from hand_made import good
from hand_made import hand_made

from palpate.verify import verify


def test_good_protocol_passes() -> None:
    """A protocol that keeps every rule is found to break none."""
    assert verify(good(), hand_made()) == ()

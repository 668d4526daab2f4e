"""Runs breaches: functions that give a protocol made worse, their docstring the sentence expected."""

from collections.abc import Callable

from hand_made import HandMade

from palpate.model.protocol import Protocol
from palpate.verify import verify

Breach = Callable[[], tuple[Protocol, HandMade]]


def is_said(breach: Breach) -> bool:
    """Say whether the verifier finds what a breach's docstring says; shows what it found if not."""
    protocol, packs = breach()
    expected = " ".join((breach.__doc__ or "").split())
    found = verify(protocol, packs)
    if not any(sentence.startswith(expected) for sentence in found):
        print(f"expected: {expected}", *found, sep="\n  ")  # noqa: T201 - pytest shows it
        return False
    return True


def name(breach: Breach) -> str:
    """Give the name of a breach, for pytest."""
    return breach.__name__

"""The conformance kit: whether a pack keeps what every pack promises.

Needs the extra `palpate[testing]`. In a pack's tests, one line:

    test_conformance = conformance("palpate_hot_stone")

or without any test file: `pytest --palpate-pack DIR`. What else stands here helps a pack with code to
test its own hooks.
"""

from typing import TYPE_CHECKING
from typing import Any

if TYPE_CHECKING:
    from palpate.testing.memory import CodePack
    from palpate.testing.memory import packs_of
    from palpate.testing.strategies import patients
    from palpate.testing.strategies import requests
    from palpate.testing.suite import conformance

_HOMES = {
    "CodePack": "palpate.testing.memory",
    "conformance": "palpate.testing.suite",
    "packs_of": "palpate.testing.memory",
    "patients": "palpate.testing.strategies",
    "requests": "palpate.testing.strategies",
}

__all__ = ["CodePack", "conformance", "packs_of", "patients", "requests"]


def __getattr__(name: str) -> Any:
    """Import a name when it is first asked for: every run of pytest imports this package."""
    if name not in _HOMES:
        message = f"module 'palpate.testing' has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415 - a name costs what it needs, when it does

    return getattr(import_module(_HOMES[name]), name)

"""Combines massage techniques into one safe, timed session protocol for a diagnosis.

What stands here is public; everything else may move.

    >>> from datetime import date
    >>> from palpate import Request, combine, load_packs
    >>> protocol = combine(Request(("sciatica",), date(2026, 3, 31)), load_packs())
    >>> protocol.status
    'ready'
"""

from typing import TYPE_CHECKING
from typing import Any

from palpate.version import VERSION

if TYPE_CHECKING:
    from palpate.combine import combine
    from palpate.documents import document
    from palpate.errors import ContentError
    from palpate.errors import PalpateError
    from palpate.errors import RequestError
    from palpate.errors import VerificationError
    from palpate.hooks import hookimpl
    from palpate.hooks import hookspec
    from palpate.model.patient import Clearance
    from palpate.model.patient import GivenFactor
    from palpate.model.patient import Patient
    from palpate.model.patient import Place
    from palpate.model.patient import Request
    from palpate.model.patient import Therapist
    from palpate.model.protocol import Protocol
    from palpate.registry import Packs
    from palpate.registry import load_packs
    from palpate.verify import verify
    from palpate.vocabulary import Vocabulary
    from palpate.vocabulary import load_vocabulary

__version__ = VERSION

#: Public name to the module that holds it; a name is imported when it is first asked for.
_HOMES = {
    "Clearance": "palpate.model.patient",
    "ContentError": "palpate.errors",
    "GivenFactor": "palpate.model.patient",
    "Packs": "palpate.registry",
    "PalpateError": "palpate.errors",
    "Patient": "palpate.model.patient",
    "Place": "palpate.model.patient",
    "Protocol": "palpate.model.protocol",
    "Request": "palpate.model.patient",
    "RequestError": "palpate.errors",
    "Therapist": "palpate.model.patient",
    "VerificationError": "palpate.errors",
    "Vocabulary": "palpate.vocabulary",
    "combine": "palpate.combine",
    "document": "palpate.documents",
    "hookimpl": "palpate.hooks",
    "hookspec": "palpate.hooks",
    "load_packs": "palpate.registry",
    "load_vocabulary": "palpate.vocabulary",
    "verify": "palpate.verify",
}

__all__ = [
    "Clearance",
    "ContentError",
    "GivenFactor",
    "Packs",
    "PalpateError",
    "Patient",
    "Place",
    "Protocol",
    "Request",
    "RequestError",
    "Therapist",
    "VerificationError",
    "Vocabulary",
    "__version__",
    "combine",
    "document",
    "hookimpl",
    "hookspec",
    "load_packs",
    "load_vocabulary",
    "verify",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name not in _HOMES:
        message = f"module 'palpate' has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415 - a name costs what it needs, when it does

    found = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found

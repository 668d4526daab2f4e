"""Checks a finished protocol against every invariant; shares no code with what made it."""

import sys
from collections.abc import Callable
from importlib import import_module
from types import ModuleType

from palpate.model.protocol import Protocol
from palpate.verify.accounts import check_accounts
from palpate.verify.caps import check_caps
from palpate.verify.case import Installed
from palpate.verify.case import open_case
from palpate.verify.clock import check_clock
from palpate.verify.likeness import check_repeats
from palpate.verify.limits import check_limits
from palpate.verify.needs import check_needs
from palpate.verify.order import check_order
from palpate.verify.portions import check_portions
from palpate.verify.refusals import check_consents
from palpate.verify.refusals import check_refusals
from palpate.verify.row import check_row
from palpate.verify.rules import check_rules
from palpate.verify.sources import check_sources
from palpate.verify.unknown import unknown_places
from palpate.verify.wholeness import check_wholeness

__all__ = ["Installed", "verify"]

_CHECKS = (
    check_limits,
    check_consents,
    check_refusals,
    check_clock,
    check_needs,
    check_order,
    check_rules,
    check_caps,
    check_repeats,
    check_wholeness,
    check_portions,
    check_row,
    check_sources,
    check_accounts,
)


def verify(protocol: Protocol, packs: Installed) -> tuple[str, ...]:
    """Say which invariants a protocol breaks.

    Screening is recomputed from the protocol's request; the packs are asked again.

    Args:
        protocol: A finished protocol.
        packs: The packs that it was made from.

    Returns:
        A sentence for each breach, beginning with the number of the invariant; empty where all hold.
    """
    unknown = tuple(unknown_places(protocol, packs.vocabulary))
    if unknown:
        return unknown
    case = open_case(protocol, packs)
    found = (what for check in _CHECKS for what in check(case))
    return tuple(dict.fromkeys(sorted(found, key=_number)))


def _number(sentence: str) -> int:
    return int(sentence.partition(":")[0])


class _Verifier(ModuleType):
    """Lets `palpate.verify` name both the package of the checks and what they do together."""

    __call__ = staticmethod(verify)

    def __reduce__(self) -> tuple[Callable[[str], ModuleType], tuple[str]]:
        """Pickle by name, so that another process can be handed what does the work."""
        return import_module, (self.__name__,)


sys.modules[__name__].__class__ = _Verifier

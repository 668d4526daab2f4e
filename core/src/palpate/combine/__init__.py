"""Combining: from a request and the packs' answers to one protocol.

The stages run one way: resolve, screen, gather, choose, order, protocol. Each takes what the last
one gave and returns something new.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from types import ModuleType

from palpate.combine.pipeline import Admission
from palpate.combine.pipeline import admit
from palpate.combine.pipeline import combine
from palpate.combine.pipeline import understand

__all__ = ["Admission", "admit", "combine", "understand"]


class _Stages(ModuleType):
    """Lets `palpate.combine` name both the package of the stages and what they do together."""

    __call__ = staticmethod(combine)

    def __reduce__(self) -> tuple[Callable[[str], ModuleType], tuple[str]]:
        """Pickle by name, so that another process can be handed what does the work."""
        return import_module, (self.__name__,)


sys.modules[__name__].__class__ = _Stages

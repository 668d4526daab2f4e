"""Combining: from a request and the packs' answers to one protocol.

The stages run one way: resolve, screen, gather, choose, order, protocol. Each takes what the last
one gave and returns something new.
"""

from palpate.combine.pipeline import Admission
from palpate.combine.pipeline import admit
from palpate.combine.pipeline import combine
from palpate.combine.pipeline import understand

__all__ = ["Admission", "admit", "combine", "understand"]

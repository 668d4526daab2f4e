"""Finding packs, keeping each one's faults to itself, and asking them."""

from palpate.registry.content import PackContent
from palpate.registry.content import PackIdentity
from palpate.registry.load import load_packs
from palpate.registry.packs import Pack
from palpate.registry.packs import PackProblem
from palpate.registry.packs import Packs

__all__ = ["Pack", "PackContent", "PackIdentity", "PackProblem", "Packs", "load_packs"]

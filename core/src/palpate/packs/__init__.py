"""Packs in data files: read, checked, and answering the hooks."""

from typing import TYPE_CHECKING
from typing import Any

from palpate.packs.content import PackFiles as PackFiles
from palpate.packs.content import SequenceFile as SequenceFile
from palpate.packs.plugin import DataPack as DataPack

if TYPE_CHECKING:
    from palpate.packs.check import check_folder as check_folder
    from palpate.packs.read import open_pack as open_pack

#: What reads TOML, and is imported when it is asked for.
_READERS = {"check_folder": "palpate.packs.check", "open_pack": "palpate.packs.read"}


def __getattr__(name: str) -> Any:
    """Import what reads TOML when it is first asked for."""
    if name not in _READERS:
        raise AttributeError(f"module 'palpate.packs' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - not where no pack is read

    return getattr(import_module(_READERS[name]), name)

"""The user's cache folder: where it is, whether it is to be believed, and files that are whole."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from palpate.compiled.entry import opened
from palpate.compiled.entry import sealed
from palpate.folders import cache_folder
from palpate.version import VERSION

OWN = "PALPATE_CACHE_DIR"
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def _root() -> Path:
    own = os.environ.get(OWN)
    root = Path(own).absolute() if own else cache_folder()
    if not root.is_absolute():
        raise OSError("the user has no home")
    return root


def read(name: str, stamp: str) -> str | None:
    """Give what was written under a name and a stamp; None where it isn't there, or isn't whole."""
    try:
        root = _root()
        if not _is_ours(root):
            return None
        return opened(stamp, _path(root, name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def write(name: str, stamp: str, text: str) -> None:
    """Write under a name, by rename; where that can't be done, it isn't."""
    with suppress(OSError, ValueError):
        root = _root()
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(root):
            return
        path = _path(root, name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            beside.write_text(sealed(stamp, text), encoding="utf-8")
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)


def _path(root: Path, name: str) -> Path:
    return root / VERSION / f"{name}.json"


def _is_ours(root: Path) -> bool:
    """Say whether nobody but the user may write in a folder: what stands in it is believed."""
    found = root.stat()
    if not stat.S_ISDIR(found.st_mode):
        return False
    if not hasattr(os, "getuid"):
        return True
    return found.st_uid == os.getuid() and not found.st_mode & _OTHERS_MAY_WRITE

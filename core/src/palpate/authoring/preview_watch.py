"""Seeing that a pack's files have changed, by looking; no library is needed for it."""

import sys
import time
from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path

SECONDS = 0.5
#: Files that a pack is made of; editors' own files aren't.
ENDINGS = (".toml", ".py")
#: Folders that hold no part of a pack.
ELSEWHERE = ("build", "dist", "__pycache__")

Stamp = dict[str, tuple[int, int]]


def changes(folder: Path, sleep: Callable[[float], object] = time.sleep) -> Iterator[None]:
    """Give a turn at once, and another after each change; it never ends by itself.

    Args:
        sleep: Waits some seconds between two looks.
    """
    before: Stamp | None = None
    while True:
        now = stamp(folder)
        if now != before:
            before = now
            forget(folder)
            yield
        else:
            sleep(SECONDS)


def stamp(folder: Path) -> Stamp:
    """Give time and size of every file of a pack; one that goes while it is looked at is left out."""
    found: Stamp = {}
    for path in _files(folder):
        try:
            state = path.stat()
        except OSError:
            continue
        found[str(path)] = (state.st_mtime_ns, state.st_size)
    return found


def _files(folder: Path) -> Iterator[Path]:
    try:
        inside = sorted(folder.iterdir())
    except OSError:
        return
    for path in inside:
        if path.is_symlink() or path.name.startswith(".") or path.name in ELSEWHERE:
            continue
        if path.is_dir():
            yield from _files(path)
        elif path.suffix in ENDINGS:
            yield path


def forget(folder: Path) -> None:
    """Forget the code of a folder, so that it is imported as it stands now."""
    home = folder.resolve()
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and Path(file).resolve().is_relative_to(home):
            del sys.modules[name]

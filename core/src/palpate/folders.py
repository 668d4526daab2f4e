"""Where each system keeps a person's settings, and what may be made anew.

A library says the same for more systems; it takes a tenth of the time that a plan takes to start.
"""

import os
import sys
from pathlib import Path

NAME = "palpate"


def settings_folder() -> Path:
    """Give the folder of the settings; not an absolute one where the user has no home."""
    if sys.platform == "darwin":
        return _home() / "Library" / "Application Support" / NAME
    return _windows() if sys.platform == "win32" else _xdg("XDG_CONFIG_HOME", ".config")


def cache_folder() -> Path:
    """Give the folder of what may be made anew; likewise."""
    if sys.platform == "darwin":
        return _home() / "Library" / "Caches" / NAME
    return _windows() / "Cache" if sys.platform == "win32" else _xdg("XDG_CACHE_HOME", ".cache")


def _home() -> Path:
    return Path(os.path.expanduser("~"))  # noqa: PTH111 - unlike pathlib's it never raises


def _windows() -> Path:
    local = os.environ.get("LOCALAPPDATA")
    return (Path(local) if local else _home() / "AppData" / "Local") / NAME


def _xdg(variable: str, usual: str) -> Path:
    """Give a folder as the XDG base directory specification says: a relative one is passed over."""
    said = os.environ.get(variable, "")
    return (Path(said) if said.startswith("/") else _home() / usual) / NAME

"""What kind of environment the program runs in, and what can install there."""

import shutil
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from attrs import frozen

Kind = Literal["venv", "conda", "pipx", "uv-tool", "managed", "system"]


@frozen
class Environment:
    """Where packs would be installed.

    Attributes:
        kind: `venv` or `conda`, which are the user's own; `pipx` and `uv-tool`, which keep a list
            of what they hold; `managed`, which the system forbids others to change; or `system`.
        prefix: Its folder.
        python: Its interpreter.
        pip: Whether it has pip.
        uv: Where uv is; empty where there is none.
    """

    kind: Kind
    prefix: Path
    python: str
    pip: bool = True
    uv: str = ""


def here() -> Environment:
    """Look at the environment that this program runs in."""
    prefix = Path(sys.prefix)
    return Environment(
        kind=kind_of(prefix, Path(sys.base_prefix), Path(sysconfig.get_path("stdlib"))),
        prefix=prefix,
        python=sys.executable,
        pip=find_spec("pip") is not None,
        uv=shutil.which("uv") or "",
    )


def kind_of(prefix: Path, base: Path, library: Path) -> Kind:
    """Tell the kind of an environment by the marks that its maker left.

    Args:
        prefix: `sys.prefix`.
        base: `sys.base_prefix`; another one in a virtual environment.
        library: The folder of the standard library, where PEP 668 puts its mark.
    """
    if (prefix / "pipx_metadata.json").is_file():
        return "pipx"
    if (prefix / "uv-receipt.toml").is_file():
        return "uv-tool"
    if prefix != base:
        return "venv"
    if (prefix / "conda-meta").is_dir():
        return "conda"
    return "managed" if (library / "EXTERNALLY-MANAGED").is_file() else "system"

"""The command that installs, upgrades or takes out, for each kind of environment."""

import os
import shlex
import subprocess
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from typing import Literal

from attrs import frozen

from palpate.installing.environment import Environment
from palpate.present import CORE
from palpate.present import Present
from palpate.present import canonical

Action = Literal["install", "upgrade", "uninstall"]

#: Where the commands for a managed environment put a new one.
NEW = "palpate-environment"
WHY = {
    "neither": "this environment has neither pip nor uv",
    "pipx": "pipx keeps a list of what it installs, so pipx must do it",
    "uv-tool": "uv keeps a list of what a tool holds, so uv must do it",
    "managed": "this Python belongs to the system, which lets nobody else change it",
}


@frozen
class Recipe:
    """What is to be run.

    Attributes:
        commands: Each as its words, in the order in which they are run.
        why: Why the user must run them; empty where the program may.
    """

    commands: tuple[tuple[str, ...], ...]
    why: str = ""

    def __str__(self) -> str:
        """As lines to paste into a shell."""
        return "\n".join(map(spoken, self.commands))


def spoken(words: Sequence[str]) -> str:
    """Give a command as it is typed on this system."""
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def recipe(
    environment: Environment, action: Action, words: Sequence[str], packs: Sequence[Present] = ()
) -> Recipe:
    """Give the command for an action.

    Args:
        words: What pip is given: names, files, folders, addresses; of `uninstall` names only.
        packs: The packs that are installed now; a tool of uv is named whole.
    """
    if environment.kind == "pipx":
        return Recipe((_pipx(environment, action, words),), WHY["pipx"])
    if environment.kind == "uv-tool":
        return Recipe((_uv_tool(environment, action, words, packs),), WHY["uv-tool"])
    if environment.kind == "managed":
        return Recipe(_anew(environment, action, words, packs), WHY["managed"])
    if environment.pip:
        return Recipe((_pip(environment.python, action, words),))
    if environment.uv:
        return Recipe((_uv(environment, action, words),))
    ensure = (environment.python, "-m", "ensurepip")
    return Recipe((ensure, _pip(environment.python, action, words)), WHY["neither"])


def _pip(python: str, action: Action, words: Sequence[str]) -> tuple[str, ...]:
    verb = {
        "install": ("install",),
        "upgrade": ("install", "--upgrade"),
        "uninstall": ("uninstall", "--yes"),
    }
    return (python, "-m", "pip", *verb[action], *words)


def _uv(environment: Environment, action: Action, words: Sequence[str]) -> tuple[str, ...]:
    verb = {
        "install": ("install",),
        "upgrade": ("install", "--upgrade"),
        "uninstall": ("uninstall",),
    }
    uv = (environment.uv, "pip")
    return (*uv, *verb[action], "--python", environment.python, *words)


def _pipx(environment: Environment, action: Action, words: Sequence[str]) -> tuple[str, ...]:
    """Give the command of pipx; the environment's folder bears the application's name."""
    application = environment.prefix.name
    if action == "upgrade":
        return ("pipx", "runpip", application, "install", "--upgrade", *words)
    return ("pipx", "inject" if action == "install" else "uninject", application, *words)


def _uv_tool(
    environment: Environment, action: Action, words: Sequence[str], packs: Sequence[Present]
) -> tuple[str, ...]:
    """Name the whole tool: what isn't named, uv takes out."""
    held = _receipt(environment.prefix / "uv-receipt.toml")
    with_ = {name: said for name, said in held.items() if name != CORE}
    for pack in packs:
        with_.setdefault(canonical(pack.distribution), pack.distribution)
    for word in words:
        if action == "uninstall":
            with_.pop(canonical(word), None)
        else:
            with_[canonical(word)] = word
    options = [part for said in with_.values() for part in ("--with", said)]
    upgrade = ("--upgrade",) if action == "upgrade" else ()
    return ("uv", "tool", "install", *upgrade, held.get(CORE, CORE), *options)


def _receipt(path: Path) -> dict[str, str]:
    """Give what a tool of uv was asked to hold, by name, as it would be asked for again."""
    try:
        found: Any = tomllib.loads(path.read_text(encoding="utf-8"))["tool"]["requirements"]
        return {canonical(each["name"]): _requirement(each) for each in found}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _requirement(entry: dict[str, Any]) -> str:
    for key in ("path", "directory", "editable", "url"):
        if entry.get(key):
            return str(entry[key])
    if entry.get("git"):
        return f"{entry['name']} @ git+{entry['git']}"
    return f"{entry['name']}{entry.get('specifier', '')}"


def _anew(
    environment: Environment, action: Action, words: Sequence[str], packs: Sequence[Present]
) -> tuple[tuple[str, ...], ...]:
    """Give the commands that make an environment of the user's own, with the packs in it."""
    gone = set(map(canonical, words)) if action == "uninstall" else set()
    kept = [p.distribution for p in packs if canonical(p.distribution) not in gone]
    wanted = dict.fromkeys([CORE, *kept, *(() if action == "uninstall" else words)])
    inside = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    python = str(Path(NEW, *inside))
    return ((environment.python, "-m", "venv", NEW), _pip(python, "install", tuple(wanted)))

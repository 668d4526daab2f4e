"""Run as a program: imports one module and writes what that did, as JSON, on its last line.

Arguments are the module and the search path as JSON. For `--data:NAME` the folder NAME is planned
with instead, and what is written is whether anything of it was imported.
"""

import contextlib
import io
import json
import os
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

#: Events of the interpreter that an import has no business with.
LOUD: tuple[str, ...] = (
    *("socket.", "subprocess.", "webbrowser.", "urllib.", "shutil.", "signal."),
    *("os.system", "os.exec", "os.fork", "os.putenv", "os.remove", "os.rename", "os.mkdir"),
)


def imported(module: str) -> dict[str, Any]:
    """Import a module, and say what that did."""
    import importlib  # noqa: PLC0415 - what the program itself needs is there before the first look

    import palpate.hooks  # noqa: PLC0415
    import palpate.model.sequence  # noqa: F401, PLC0415

    before, seen = _state(), set(sys.modules)
    heard: list[str] = []
    watching = [True]

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if watching[0]:
            heard.extend(_loud(event, arguments))

    sys.addaudithook(hook)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        importlib.import_module(module)
    watching[0] = False
    did = [f"it {said}" for said in dict.fromkeys(heard)]
    if printed.getvalue():
        did.append(f"it prints {printed.getvalue().strip()[:60]!r}")
    after = _state()
    did += [f"it changes {name}" for name, held in before.items() if after[name] != held]
    return {"did": did, "modules": sorted(set(sys.modules) - seen)}


def _loud(event: str, arguments: tuple[Any, ...]) -> Iterator[str]:
    """Say what an event of the interpreter means, where an import shouldn't cause it."""
    if event == "open":
        path, mode = str(arguments[0]), str(arguments[1] or "r")
        # Python itself keeps what it compiled.
        if set(mode) & set("wax+") and "__pycache__" not in path:
            yield f"writes {path}"
    elif event.startswith(LOUD) and not any("__pycache__" in str(each) for each in arguments):
        yield f"does {event}"


def _state() -> dict[str, object]:
    return {
        "the environment": dict(os.environ),
        "the search path": list(sys.path),
        "the working folder": str(Path.cwd()),
        "threads": threading.active_count(),
        "the warnings' filters": list(warnings.filters),
        "the built-in names": dict(vars(__builtins__)),
        "the recursion limit": sys.getrecursionlimit(),
        "the exception hook": sys.excepthook,
        "files": sorted(str(path) for path in Path.cwd().iterdir()),
    }


def planned(name: str, place: str) -> dict[str, Any]:
    """Plan with a folder of data, and say which of its modules that imported."""
    from datetime import date  # noqa: PLC0415

    from palpate.combine import combine  # noqa: PLC0415
    from palpate.model.patient import Request  # noqa: PLC0415
    from palpate.registry import load_packs  # noqa: PLC0415

    packs = load_packs([Path(place) / name], entry_points=False)
    found = [one.condition for pack, said in packs.indications() for one in said if one.indicated]
    fixed = [c for c in found if packs.vocabulary.conditions[c].place == "fixed"]
    if fixed:
        combine(Request((fixed[0],), date(2025, 3, 1), minutes=30), packs)
    own = [module for module in sys.modules if module.partition(".")[0] == name]
    return {"did": [f"it imports {module}" for module in own], "modules": []}


if __name__ == "__main__":
    target, searched = sys.argv[1], json.loads(sys.argv[2])
    sys.path[:] = [path for path in searched if path]
    kind, _, name = target.partition(":")
    result = planned(name, searched[0]) if kind == "--data" else imported(target)
    sys.stdout.write("\n" + json.dumps(result))

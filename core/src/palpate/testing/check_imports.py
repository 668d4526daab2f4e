"""What importing a pack costs and does, looked at in an interpreter of its own."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from palpate.registry.discover import installed
from palpate.testing.check import Check
from palpate.testing.subject import Subject

#: Modules that importing a pack may bring in, beside those of the hooks and the model.
MOST_MODULES = 60
TIMEOUT = 60
PROBE = Path(__file__).with_name("probe.py")


def _target(subject: Subject) -> tuple[str, str]:
    """Give the module of a pack's code, and the folder that it is looked for in."""
    if subject.plugin is not None:
        return _home(subject.plugin)
    if subject.folder is not None:
        return subject.here.technique.code.partition(":")[0], str(subject.folder.parent)
    own = subject.here.identity.distribution
    found = next(each for each in installed() if each.distribution == own)
    return found.value.partition(":")[0], ""


def _home(plugin: object) -> tuple[str, str]:
    """Give the module of an object with hooks, and the folder of its topmost package."""
    name = str(getattr(plugin, "__name__", type(plugin).__module__))
    file = getattr(plugin, "__file__", None) or getattr(sys.modules.get(name), "__file__", "")
    place = Path(file or "").resolve()
    package = place.name == "__init__.py"
    return name, str(place.parents[name.count(".") + package]) if file else ""


@cache
def probed(module: str, place: str) -> dict[str, Any]:
    """Import a module in a fresh interpreter, in an empty folder, and give what that did."""
    paths = json.dumps([place, *sys.path])
    with tempfile.TemporaryDirectory() as empty:
        ran = subprocess.run(  # noqa: S603 - the interpreter that runs this, and our own file
            [sys.executable, str(PROBE), module, paths],
            capture_output=True,
            text=True,
            check=False,
            cwd=empty,
            timeout=TIMEOUT,
        )
    try:
        said: dict[str, Any] = json.loads(ran.stdout.rpartition("\n")[2])
    except ValueError:
        last = ran.stderr.strip().rpartition("\n")[2]
        return {"did": [f"it ended the interpreter: {last}"[:200]], "modules": []}
    return said


def quiet(subject: Subject) -> Iterator[str]:
    """Say what importing the pack's code does beside defining its hooks."""
    yield from probed(*_target(subject))["did"]


def light(subject: Subject) -> Iterator[str]:
    """Say what importing the pack's code brings in."""
    own = _target(subject)[0].partition(".")[0]
    modules = [m for m in probed(*_target(subject))["modules"] if m.partition(".")[0] != own]
    if len(modules) > MOST_MODULES:
        heavy = sorted({m.partition(".")[0] for m in modules})
        yield f"brings in {len(modules)} modules, {MOST_MODULES} are plenty: {', '.join(heavy)}"


def not_at_all(subject: Subject) -> Iterator[str]:
    """Say whether planning with a pack of data alone imports anything of it."""
    if subject.here.identity.has_code or subject.folder is None:
        return
    module, place = subject.folder.name, str(subject.folder.parent)
    yield from probed(f"--data:{module}", place)["did"]


IMPORTS = (
    Check(
        "import-is-quiet",
        "Importing the pack's code prints, writes, starts and changes nothing.",
        quiet,
        code=True,
    ),
    Check("import-is-light", "Importing the pack's code brings in few modules.", light, code=True),
    Check(
        "data-imports-nothing",
        "Listing and planning with a pack of data alone import none of its modules.",
        not_at_all,
        files=True,
    ),
)

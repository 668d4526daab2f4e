"""Opens one pack: whatever is wrong with it, it can't take part, and says why."""

from functools import cache
from pathlib import Path
from typing import Any

import pluggy
from attrs import evolve

from palpate.hooks import PROJECT
from palpate.hooks import Hooks
from palpate.model.technique import API_VERSION
from palpate.model.technique import Technique
from palpate.packs import DataPack
from palpate.packs.brief import Brief
from palpate.packs.brief import brief_of
from palpate.packs.kept import open_kept
from palpate.registry.content import PackIdentity
from palpate.registry.discover import Found
from palpate.registry.isolate import Faulty
from palpate.registry.isolate import answer_of
from palpate.registry.isolate import call
from palpate.registry.isolate import one
from palpate.registry.packs import Implementation
from palpate.registry.packs import Pack
from palpate.version import VERSION
from palpate.vocabulary import Vocabulary

HOOKS = tuple(name for name in vars(Hooks) if not name.startswith("_"))


class Manager(pluggy.PluginManager):
    """Looks for hooks among a plugin's public names alone, which takes a third of the time."""

    def parse_hookimpl_opts(self, plugin: object, name: str) -> pluggy.HookimplOpts | None:
        """Say how a name is marked; None where it is no hook."""
        return None if name.startswith("_") else super().parse_hookimpl_opts(plugin, name)


def pack_from_plugin(plugin: object, name: str, version: str, vocabulary: Vocabulary) -> Pack:
    """Make a pack of an object with hooks, as if it were installed: for tests, and to try hooks out.

    Args:
        plugin: A module, or an instance whose methods are marked with `hookimpl`.
        name: What stands for its distribution.

    Raises:
        Faulty: It can't take part, and why.
    """
    return _pack(Found(name, name, version, "installed"), "", vocabulary, code=plugin)


def open_builtin(vocabulary: Vocabulary) -> Pack:
    """Open the core's own pack."""
    from palpate.builtin.plugin import BuiltinPack  # noqa: PLC0415 - reads files

    plugin = BuiltinPack(vocabulary)
    found = Found("session", "palpate", VERSION, "built-in")
    return _pack(found, plugin.digest, vocabulary, data=plugin)


def open_found(found: Found, vocabulary: Vocabulary) -> Pack:
    """Open a pack that was found.

    Raises:
        Faulty: It can't take part, and why.
    """
    return open_with_brief(found, vocabulary)[0]


def open_with_brief(found: Found, vocabulary: Vocabulary) -> tuple[Pack, Brief | None]:
    """Open a pack that was found, and sum it up where it needn't be opened each time.

    Raises:
        Faulty: It can't take part, and why.
    """
    data: DataPack | None = None
    digest = ""
    code = ""
    if found.folder is not None:
        if found.origin == "folder":
            call(_inside, {"folder": found.folder})
        # What an educator works on is read as it is written.
        data = DataPack(found.folder, vocabulary, None if found.origin == "folder" else open_kept)
        digest = answer_of(data.digest, {})
        code = answer_of(data.code, {})
    plugin = _import(found, code) if found.folder is None or code else None
    pack = _pack(found, digest, vocabulary, data=data, code=plugin)
    return pack, brief_of(data.files()) if data and plugin is None else None


def _inside(folder: Path) -> None:
    """Refuse files that a folder only links to: what lies outside it is nobody's pack.

    Raises:
        ValueError: One does.
    """
    from palpate.packs.folder import PackFolder  # noqa: PLC0415 - reads files

    for name in PackFolder(folder).leading_out():
        raise ValueError(f"{name} leads out of the pack's folder")


def _import(found: Found, code: str) -> object:
    """Import a pack's code; from a folder, the folder is looked in first.

    Raises:
        Faulty: It doesn't import.
    """
    import importlib  # noqa: PLC0415
    import sys  # noqa: PLC0415

    module, _, attribute = (code or found.value).partition(":")
    place = str(found.folder.parent) if found.origin == "folder" and found.folder else ""

    def load() -> object:
        if place:
            sys.path.insert(0, place)
        try:
            plugin = importlib.import_module(module)
            for name in attribute.split(".") if attribute else ():
                plugin = getattr(plugin, name)
            return plugin() if isinstance(plugin, type) else plugin
        finally:
            if place in sys.path:
                sys.path.remove(place)

    try:
        plugin = call(load, {})
    except Faulty as fault:
        raise Faulty(f"doesn't import: {fault}") from None
    if plugin is None:
        raise Faulty(f"doesn't import: {code or found.value} is None")
    if found.origin == "folder" and found.folder is not None:
        _its_own(module, found.folder)
    return plugin


def _its_own(module: str, folder: Path) -> None:
    """Refuse a module that a folder's pack names and doesn't hold.

    Raises:
        Faulty: It is another pack's, or the program's.
    """
    import sys  # noqa: PLC0415

    file = getattr(sys.modules.get(module), "__file__", None) or ""
    if not Path(file).resolve().is_relative_to(folder.resolve()):
        raise Faulty(
            f"its code, {module}, isn't in its folder, or another pack's is called the same"
        )


def _pack(
    found: Found,
    digest: str,
    vocabulary: Vocabulary,
    *,
    data: object | None = None,
    code: object | None = None,
) -> Pack:
    """Make a pack of what answers from its data files, of its own code, or of both."""
    hooks = _implementations(data, code)
    if not hooks.get("technique"):
        raise Faulty("says nothing of its technique: the hook `technique` is missing")
    answers = [call(h.function, {}) for h in hooks["technique"]]
    checked = vocabulary if hooks["technique"][0].in_code else None
    technique: Technique = one(answers[0], Technique, checked)
    if technique.api != API_VERSION:
        raise Faulty(
            f"is written for hook API {technique.api}; this is API {API_VERSION}: upgrade one of them"
        )
    if technique.frame and found.origin != "built-in":
        technique = evolve(technique, frame=False)
    identity = PackIdentity(
        technique.id, found.distribution, found.version, found.origin, code is not None, digest
    )
    return Pack(identity, technique, hooks)


def _implementations(
    data: object | None, code: object | None
) -> dict[str, tuple[Implementation, ...]]:
    """Register a pack with pluggy, alone, and give what it implements.

    Raises:
        Faulty: A hook is misspelled, unmarked, or has arguments that the specification hasn't.
    """
    if data is not None and code is None:
        # What the core answers with is the same for every pack of data files.
        kind: Any = type(data)
        return {
            name: (Implementation(getattr(data, name), arguments, in_code=False),)
            for name, arguments in _arguments(kind).items()
        }
    manager = Manager(PROJECT)
    manager.add_hookspecs(Hooks)

    def register() -> None:
        for plugin in (each for each in (data, code) if each is not None):
            _unmarked(plugin)
            manager.register(plugin)
        manager.check_pending()

    call(register, {})
    found: dict[str, tuple[Implementation, ...]] = {}
    for name in HOOKS:
        caller = getattr(manager.hook, name)
        found[name] = tuple(
            Implementation(impl.function, tuple(impl.argnames), impl.plugin is not data)
            for impl in reversed(caller.get_hookimpls())
        )
    return found


@cache
def _arguments(kind: type) -> dict[str, tuple[str, ...]]:
    """Give the hooks that a class of the core implements, with the arguments that each names."""
    manager = Manager(PROJECT)
    manager.add_hookspecs(Hooks)
    manager.register(kind, name=kind.__name__)
    return {
        name: tuple(argument for argument in impl.argnames if argument != "self")
        for name in HOOKS
        for impl in getattr(manager.hook, name).get_hookimpls()
    }


def _unmarked(plugin: object) -> None:
    """Refuse a function with a hook's name that isn't marked: pluggy would pass it over in silence."""
    for name in HOOKS:
        function: Any = getattr(plugin, name, None)
        defined = callable(function) and getattr(function, "__module__", "") != "palpate.model"
        if defined and not hasattr(function, f"{PROJECT}_impl") and not isinstance(function, type):
            raise TypeError(f"{name} isn't marked with @hookimpl")

"""Loads packs one by one: what is wrong with one costs only that one."""

from collections.abc import Iterable
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pluggy
from attrs import evolve

from palpate.hooks import PROJECT
from palpate.hooks import Hooks
from palpate.model.condition import Condition
from palpate.model.technique import API_VERSION
from palpate.model.technique import Technique
from palpate.packs import DataPack
from palpate.packs.kept import open_kept
from palpate.registry.claims import refuse_claims
from palpate.registry.content import PackIdentity
from palpate.registry.discover import Found
from palpate.registry.discover import in_folder
from palpate.registry.discover import installed
from palpate.registry.isolate import Faulty
from palpate.registry.isolate import answer_of
from palpate.registry.isolate import call
from palpate.registry.isolate import many
from palpate.registry.isolate import one
from palpate.registry.packs import Implementation
from palpate.registry.packs import Pack
from palpate.registry.packs import PackProblem
from palpate.registry.packs import Packs
from palpate.registry.packs import sorted_packs
from palpate.registry.wanted import wanted
from palpate.version import VERSION
from palpate.vocabulary import Vocabulary
from palpate.vocabulary import load_vocabulary

HOOKS = tuple(name for name in vars(Hooks) if not name.startswith("_"))


class Manager(pluggy.PluginManager):
    """Looks for hooks among a plugin's public names alone, which takes a third of the time."""

    def parse_hookimpl_opts(self, plugin: object, name: str) -> pluggy.HookimplOpts | None:
        """Say how a name is marked; None where it is no hook."""
        return None if name.startswith("_") else super().parse_hookimpl_opts(plugin, name)


def load_packs(
    folders: Sequence[Path | str] = (), blocked: Iterable[str] = (), *, entry_points: bool = True
) -> Packs:
    """Load the built-in pack, the installed packs, and packs from folders.

    Args:
        folders: Folders of packs that aren't installed; each shadows the installed pack of its id.
        blocked: Installed packs that stay out, by distribution or entry point; so do those that
            the environment names in `PALPATE_BLOCKED`, or leaves out of `PALPATE_PACKS`.
        entry_points: Whether installed packs are looked for.

    Returns:
        The packs that loaded, sorted, with what is wrong with the others.
    """
    vocabulary = load_vocabulary()
    wish = wanted(blocked)
    problems: list[PackProblem] = []
    loaded: list[Pack] = [_builtin(vocabulary)]
    found = list(installed()) if entry_points else []
    if entry_points:
        problems += [PackProblem(w, "", what, "unknown") for w, what in wish.strangers(found)]
    for one_found in (*found, *map(in_folder, map(Path, folders))):
        # A folder is named on purpose: what is named for this run beats what stands.
        against = wish.against(one_found) if one_found.origin == "installed" else ""
        if against:
            problems.append(_problem(one_found, against, "blocked"))
            continue
        try:
            loaded.append(_load(one_found, vocabulary))
        except Faulty as fault:
            problems.append(_problem(one_found, str(fault)))
    return together(loaded, vocabulary, problems)


def together(
    loaded: Iterable[Pack], vocabulary: Vocabulary, problems: Iterable[PackProblem] = ()
) -> Packs:
    """Put packs that loaded side by side: clashes withheld, their conditions added, sorted.

    Args:
        vocabulary: The shared one, without what the packs add.
        problems: What is wrong with packs that didn't load.
    """
    kept, clashes = _without_clashes(list(loaded))
    vocabulary, faults, kept = _with_conditions(kept, vocabulary)
    return Packs(sorted_packs(kept), vocabulary, (*problems, *clashes, *faults))


def pack_from_plugin(plugin: object, name: str, version: str, vocabulary: Vocabulary) -> Pack:
    """Make a pack of an object with hooks, as if it were installed: for tests, and to try hooks out.

    Args:
        plugin: A module, or an instance whose methods are marked with `hookimpl`.
        name: What stands for its distribution.

    Raises:
        Faulty: It can't take part, and why.
    """
    return _pack(Found(name, name, version, "installed"), "", vocabulary, code=plugin)


def _problem(found: Found, what: str, state: str = "broken") -> PackProblem:
    return PackProblem(found.distribution or found.name, found.version, what, state)


def _builtin(vocabulary: Vocabulary) -> Pack:
    from palpate.builtin.plugin import BuiltinPack  # noqa: PLC0415 - reads files

    plugin = BuiltinPack(vocabulary)
    found = Found("session", "palpate", VERSION, "built-in")
    return _pack(found, plugin.digest, vocabulary, data=plugin)


def _load(found: Found, vocabulary: Vocabulary) -> Pack:
    """Load one pack.

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
    return _pack(found, digest, vocabulary, data=data, code=plugin)


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


def _without_clashes(loaded: list[Pack]) -> tuple[list[Pack], list[PackProblem]]:
    """Withhold installed packs that share an id; let a folder's pack shadow an installed one."""
    by_id: dict[str, list[Pack]] = {}
    for pack in loaded:
        by_id.setdefault(pack.technique.id, []).append(pack)
    kept, problems = [], []
    for packs in by_id.values():
        folder = [p for p in packs if p.identity.origin == "folder"]
        other = [p for p in packs if p.identity.origin != "folder"]
        builtin = [p for p in other if p.identity.origin == "built-in"]
        if builtin:
            kept += builtin
            problems += [_clash(p, builtin) for p in packs if p not in builtin]
        elif folder:
            kept.append(folder[-1])
            problems += [_shadow(p, folder[-1]) for p in (*other, *folder[:-1])]
        elif len(other) > 1:
            problems += [_clash(p, other) for p in other]
        else:
            kept += other
    return kept, problems


def _shadow(pack: Pack, by: Pack) -> PackProblem:
    what = f"its technique {pack.technique.id} is shadowed by the folder {by.identity.distribution}"
    return PackProblem(pack.identity.distribution, pack.identity.version, what, "shadowed")


def _clash(pack: Pack, others: Sequence[Pack]) -> PackProblem:
    names = ", ".join(sorted(str(p.identity) for p in others))
    what = f"the id {pack.technique.id} is claimed by more than one pack ({names}); all but the built-in are withheld"
    return PackProblem(pack.identity.distribution, pack.identity.version, what)


def _with_conditions(
    packs: list[Pack], vocabulary: Vocabulary
) -> tuple[Vocabulary, list[PackProblem], list[Pack]]:
    """Add the conditions that packs bring; a pack whose conditions clash is withheld."""
    problems, kept = [], []
    for pack in sorted_packs(packs):
        name = pack.identity.distribution or pack.identity.id
        try:
            for hook in pack.hooks.get("conditions", ()):
                checked = vocabulary if hook.in_code else None
                found = many(call(hook.function, {}), Condition, checked)
                if not found:
                    continue
                call(refuse_claims, {"conditions": found, "vocabulary": vocabulary})
                vocabulary = call(vocabulary.with_conditions, {"conditions": found})
            kept.append(pack)
        except Faulty as fault:
            problems.append(PackProblem(name, pack.identity.version, f"conditions: {fault}"))
    return vocabulary, problems, kept

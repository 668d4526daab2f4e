"""Loads packs one by one: what is wrong with one costs only that one."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from attrs import define
from attrs import evolve
from attrs import field

from palpate.model.condition import Condition
from palpate.packs.brief import Brief
from palpate.registry.claims import refuse_claims
from palpate.registry.content import PackIdentity
from palpate.registry.discover import Found
from palpate.registry.discover import in_folder
from palpate.registry.index import Row
from palpate.registry.index import index
from palpate.registry.index import keep
from palpate.registry.isolate import Faulty
from palpate.registry.isolate import call
from palpate.registry.isolate import many
from palpate.registry.opening import open_builtin
from palpate.registry.opening import open_found
from palpate.registry.opening import open_with_brief
from palpate.registry.opening import pack_from_plugin
from palpate.registry.packs import Pack
from palpate.registry.packs import PackProblem
from palpate.registry.packs import Packs
from palpate.registry.packs import sorted_packs
from palpate.registry.quiet import Quiet
from palpate.registry.wanted import Wanted
from palpate.registry.wanted import wanted
from palpate.vocabulary import Vocabulary
from palpate.vocabulary import load_vocabulary

__all__ = ["load_packs", "pack_from_plugin", "together"]

Claimant = Pack | Quiet


#: Gives each installed pack when its turn comes: where a count of them is shown.
Watch = Callable[[Sequence[Row]], Iterable[Row]]


def load_packs(
    folders: Sequence[Path | str] = (),
    blocked: Iterable[str] = (),
    *,
    entry_points: bool = True,
    watch: Watch = iter,
) -> Packs:
    """Load the built-in pack, the installed packs, and packs from folders.

    Args:
        folders: Folders of packs that aren't installed; each shadows the installed pack of its id.
        blocked: Installed packs that stay out, by distribution or entry point; so do those that
            the environment names in `PALPATE_BLOCKED`, or leaves out of `PALPATE_PACKS`.
        entry_points: Whether installed packs are looked for.
        watch: Told of the installed packs, one by one, as they are read.

    Returns:
        The packs that loaded, sorted, with what is wrong with the others.
    """
    vocabulary = load_vocabulary()
    loading = _Loading(vocabulary, wanted(blocked))
    loading.loaded.append(open_builtin(vocabulary))
    if entry_points:
        loading.load_installed(watch)
    for folder in folders:
        # A folder is named on purpose: what is named for this run beats what stands.
        loading.load(in_folder(Path(folder)))
    return together(loading.loaded, vocabulary, loading.problems, loading.quiet)


@define(eq=False)
class _Loading:
    """What becomes of the packs that are found, one after the other."""

    vocabulary: Vocabulary
    wish: Wanted
    loaded: list[Pack] = field(factory=list)
    quiet: list[Quiet] = field(factory=list)
    problems: list[PackProblem] = field(factory=list)

    def load_installed(self, watch: Watch) -> None:
        """Load what is installed; what was summed up before stays closed."""
        there = index()
        for word, what in self.wish.strangers(there.rows):
            self.problems.append(PackProblem(word, "", what, "unknown"))
        new = any(not row.tried and not self.wish.against(row) for row in there.rows)
        before = there.stamp if new else None
        rows = tuple(map(self._row, watch(there.rows)))
        if before is not None:
            keep(evolve(there, rows=rows), before)

    def load(self, found: Found) -> Brief | None:
        """Load a pack, or say what is wrong with it; give its brief where it has one."""
        try:
            pack, brief = open_with_brief(found, self.vocabulary)
        except Faulty as fault:
            self.problems.append(_problem(found, str(fault)))
            return None
        self.loaded.append(pack)
        return brief

    def _row(self, row: Row) -> Row:
        against = self.wish.against(row)
        if against:
            self.problems.append(_problem(row, against, "blocked"))
        elif row.brief is not None:
            self.quiet.append(_closed(row, row.brief, self.vocabulary))
        else:
            brief = self.load(row.found)
            return row if row.tried else evolve(row, brief=brief, tried=True)
        return row


def _closed(row: Row, brief: Brief, vocabulary: Vocabulary) -> Quiet:
    identity = PackIdentity(brief.id, row.distribution, row.version, digest=brief.digest)
    return Quiet(identity, brief, partial(_opened, row, vocabulary))


def _opened(row: Row, vocabulary: Vocabulary) -> Pack:
    return open_found(row.found, vocabulary)


def together(
    loaded: Iterable[Pack],
    vocabulary: Vocabulary,
    problems: Iterable[PackProblem] = (),
    quiet: Iterable[Quiet] = (),
) -> Packs:
    """Put packs that loaded side by side: clashes withheld, their conditions added, sorted.

    Args:
        vocabulary: The shared one, without what the packs add.
        problems: What is wrong with packs that didn't load.
        quiet: Packs that stay closed until they have something to say.
    """
    kept, clashes = _without_clashes([*loaded, *quiet])
    opened = [each for each in kept if isinstance(each, Pack)]
    closed = tuple(each for each in kept if isinstance(each, Quiet))
    vocabulary, faults, opened = _with_conditions(opened, vocabulary)
    return Packs(sorted_packs(opened), vocabulary, (*problems, *clashes, *faults), closed)


def _problem(found: Found | Row, what: str, state: str = "broken") -> PackProblem:
    return PackProblem(found.distribution or found.name, found.version, what, state)


def _without_clashes(claimants: list[Claimant]) -> tuple[list[Claimant], list[PackProblem]]:
    """Withhold installed packs that share an id; let a folder's pack shadow an installed one."""
    by_id: dict[str, list[Claimant]] = {}
    for pack in claimants:
        by_id.setdefault(pack.identity.id, []).append(pack)
    kept, problems = [], []
    for packs in by_id.values():
        if len(packs) == 1:
            kept += packs
            continue
        folder = [p for p in packs if p.identity.origin == "folder"]
        other = [p for p in packs if p.identity.origin != "folder"]
        builtin = [p for p in other if p.identity.origin == "built-in"]
        if builtin:
            kept += builtin
            problems += [_clash(p, builtin) for p in packs if p not in builtin]
        elif folder:
            kept.append(folder[-1])
            problems += [_shadow(p, folder[-1]) for p in (*other, *folder[:-1])]
        else:
            problems += [_clash(p, other) for p in other]
    return kept, problems


def _shadow(pack: Claimant, by: Claimant) -> PackProblem:
    what = f"its technique {pack.identity.id} is shadowed by the folder {by.identity.distribution}"
    return PackProblem(pack.identity.distribution, pack.identity.version, what, "shadowed")


def _clash(pack: Claimant, others: Sequence[Claimant]) -> PackProblem:
    names = ", ".join(sorted(str(p.identity) for p in others))
    what = f"the id {pack.identity.id} is claimed by more than one pack ({names}); all but the built-in are withheld"
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

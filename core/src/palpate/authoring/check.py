"""Everything that is wrong or weak in a pack, and how good that makes it."""

from collections.abc import Callable
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from attrs import evolve
from attrs import frozen

from palpate.authoring.check_code import ask
from palpate.authoring.check_code import hook_problem
from palpate.authoring.check_code import view_of_answers
from palpate.authoring.check_code import without_files
from palpate.authoring.check_files import view_of_files
from palpate.authoring.check_views import PackView
from palpate.authoring.rules import TIERS
from palpate.authoring.rules import Tier
from palpate.authoring.rules import rules
from palpate.authoring.rules_sources import check_reporting
from palpate.authoring.rules_sources import check_review
from palpate.authoring.rules_sources import check_sources
from palpate.authoring.rules_steps import check_sequences
from palpate.authoring.rules_words import check_claims
from palpate.authoring.rules_words import check_conditions
from palpate.errors import Problem
from palpate.packs.check import inspect_folder
from palpate.packs.folder import PackFolder
from palpate.packs.read import in_order
from palpate.registry import Packs
from palpate.registry import load_packs
from palpate.registry.discover import Found
from palpate.vocabulary import Vocabulary

ERROR = "error"

#: Rules about content: each looks at a whole pack.
CONTENT: tuple[Callable[[PackView], Iterator[Problem]], ...] = (
    check_sequences,
    check_claims,
    check_conditions,
    check_sources,
    check_reporting,
    check_review,
)


@frozen
class Checked:
    """What a check found.

    Attributes:
        name: The technique's id, or what the pack is called where that can't be read.
        folder: Where its files are; None for a pack in code alone.
        problems: By file and line.
        errors_only: Whether warnings are counted and not shown.
    """

    name: str
    folder: Path | None
    problems: tuple[Problem, ...]
    errors_only: bool = False

    @property
    def shown(self) -> tuple[Problem, ...]:
        """The problems that a report shows."""
        return tuple(p for p in self.problems if p.level == ERROR or not self.errors_only)

    @property
    def errors(self) -> int:
        """How many errors there are."""
        return sum(problem.level == ERROR for problem in self.problems)

    @property
    def warnings(self) -> int:
        """How many warnings there are."""
        return len(self.problems) - self.errors

    @property
    def tier(self) -> Tier:
        """The highest tier whose rules, and those of the tiers under it, are all kept."""
        kept = TIERS[0]
        for tier in TIERS[1:]:
            if self.in_the_way(tier):
                break
            kept = tier
        return kept

    @property
    def next_tier(self) -> Tier | None:
        """The tier above; None at the top."""
        above = TIERS.index(self.tier) + 1
        return TIERS[above] if above < len(TIERS) else None

    def in_the_way(self, tier: Tier) -> dict[str, int]:
        """Give the rules that keep the pack from a tier, and how often each is broken."""
        found: dict[str, int] = {}
        for problem in self.problems:
            if rules()[problem.code].tier == tier:
                found[problem.code] = found.get(problem.code, 0) + 1
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def check_pack(found: Found, vocabulary: Vocabulary, today: date) -> Checked:
    """Check a pack.

    Args:
        found: Where it is. Its code, if it has any, is run.
        vocabulary: The shared one.
        today: The day from which the age of evidence is reckoned.
    """
    problems: list[Problem] = []
    view: PackView | None = None
    has_code = found.folder is None
    name = found.name
    if found.folder is not None:
        leads_out = PackFolder(found.folder).leading_out()
        if leads_out:
            return Checked(name, found.folder, tuple(map(_outside, leads_out)))
        inspected = inspect_folder(found.folder, vocabulary)
        problems.extend(inspected.problems)
        view = view_of_files(inspected, vocabulary, today)
        problems.extend(_content(view))
        technique = view.technique
        has_code = bool(technique and technique.get("code"))
        name = (technique.get("id") if technique else None) or name
    if has_code and not any(problem.level == ERROR for problem in problems):
        problems.extend(_of_code(found, view, today))
    return Checked(name, found.folder, in_order(problems))


def _content(view: PackView) -> Iterator[Problem]:
    for rule in CONTENT:
        yield from rule(view)


def _outside(name: str) -> Problem:
    what = "is a link that leads out of the pack's folder; copy the file into it"
    return Problem(name, 0, "", what, "outside", rules()["outside"].level)


def _of_code(found: Found, view: PackView | None, today: date) -> Iterator[Problem]:
    name = found.distribution or found.name
    packs = _loaded(found)
    pack = next((p for p in packs.packs if p.identity.distribution == found.distribution), None)
    if pack is None:
        wrong = (p.what for p in packs.problems if p.pack == name)
        yield from (hook_problem(name, what) for what in wrong)
        return
    answers = ask(pack, packs, name)
    yield from answers.problems
    own = answers if view is None else without_files(answers, view)
    seen = view_of_answers(pack, own, packs.vocabulary, today, name)
    if view is not None:
        # Who the technique is, and who reviewed it, was looked at in its files.
        seen = evolve(seen, technique=None, review=view.review)
    yield from _content(seen)


def _loaded(found: Found) -> Packs:
    if found.origin == "folder" and found.folder is not None:
        return load_packs((found.folder,), entry_points=False)
    return load_packs()

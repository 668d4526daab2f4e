"""The rules that a pack is checked by: what each says, how bad it is, and what it stands in the way of."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final
from typing import Literal
from typing import get_args

from attrs import frozen

from palpate.reading import read_as

HERE = Path(__file__).parent

#: How good a pack can be said to be, worst first. It is computed from the rules, never claimed.
Tier = Literal["unsound", "sound", "sourced", "complete", "current", "reviewed"]
TIERS: Final[tuple[Tier, ...]] = get_args(Tier)
Level = Literal["error", "warning"]

#: What each tier means.
MEANING: Final[Mapping[Tier, str]] = {
    "unsound": "It has errors, and can't be planned with.",
    "sound": "It reads without an error.",
    "sourced": "Every indication and contraindication names a source; of an indication, one was read.",
    "complete": "Nothing that a report of massage should say is left open.",
    "current": "No indication's newest dated source is older than ten years.",
    "reviewed": "A clinician has signed it.",
}


@frozen
class Rule:
    """A rule of `palpate check`.

    Attributes:
        about: The heading under which it is documented.
        tier: The first tier that a pack can't reach while it breaks the rule.
        says: What is wrong.
        instead: What would be right.
    """

    id: str
    about: str
    level: Level
    tier: Tier
    says: str
    instead: str


@frozen
class RuleFile:
    """The file `rules.toml`."""

    rule: tuple[Rule, ...]


@cache
def rules() -> Mapping[str, Rule]:
    """Give every rule by its id, in the order of the file."""
    return {rule.id: rule for rule in read_as(HERE / "rules.toml", RuleFile).rule}


def rules_page() -> str:
    """Give the page that documents the rules, as Markdown."""
    lines = [
        "# The rules of `palpate check`",
        "",
        "Made by `docs/make_rules.py` from the program's own table; `palpate check --rule ID` prints one of",
        "them. An error keeps a pack, or a part of it, from being used; a warning marks weak content, and",
        "counts as an error with `--strict`. Each rule belongs to the first tier that a pack can't reach while",
        "it breaks the rule; the tier is computed from what was found, and nobody can claim it.",
        "",
        "| `--format` | for |",
        "|---|---|",
        "| `gcc` | people, and every editor that reads compilers: `FILE:LINE:COLUMN: LEVEL: RULE: what` |",
        "| `github` | a workflow on GitHub: each problem marks its line in the pull request |",
        "| `sarif` | code scanning, and whatever else reads SARIF 2.1.0 |",
        "| `json` | programs; the same as `--json` |",
        "",
        "Exit code 0: no error. 1: an error, or with `--strict` a warning. 2: no such pack or option.",
        "",
        "A pack that names code, or is nothing but code, is checked by running it: `check` only what you",
        "would install.",
        "",
        "| tier | what it means |",
        "|---|---|",
        *(f"| {tier} | {MEANING[tier]} |" for tier in TIERS),
    ]
    about = ""
    for rule in rules().values():
        if rule.about != about:
            about = rule.about
            lines += ["", f"## {about.capitalize()}"]
        lines += ["", f"### {rule.id}", "", f"{rule.level}, tier {rule.tier}", ""]
        lines += [rule.says, "", f"Instead: {rule.instead}"]
    return "\n".join(lines) + "\n"


def rule_text(rule: Rule) -> str:
    """Give a rule's entry as plain text."""
    return f"{rule.id}: {rule.level}, tier {rule.tier}\n  {rule.says}\n  Instead: {rule.instead}\n"

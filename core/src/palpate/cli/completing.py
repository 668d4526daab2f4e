"""The words that a shell offers, read from data files alone: no pack is imported, none is loaded.

A wrong or missing file costs its words, never the completion.
"""

import os
import re
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from palpate.cli.bounds import SEXES
from palpate.cli.bounds import SIDES
from palpate.model.scales import SEVERITIES
from palpate.model.scales import STAGES
from palpate.present import present
from palpate.present import text_of

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Words = Iterable[tuple[str, str]]
VOCABULARY = os.path.join(os.path.dirname(os.path.dirname(__file__)), "vocabulary")
#: What a plan can be printed as, without asking the packs.
FORMATS = ("text", "markdown", "json", "html", "fhir", "ics", "soap")
_SAID = re.compile(r'^(id|name)\s*=\s*"([^"]*)"', re.MULTILINE)


def _entries(text: str, kind: str) -> Iterator[tuple[str, str]]:
    """Give id and name of each [[kind]] table."""
    for below in f"\n{text}".split(f"\n[[{kind}]]")[1:]:
        said = dict(_SAID.findall(below.partition("\n[")[0]))
        if "id" in said:
            yield said["id"], said.get("name", "")


def vocabulary(kind: str) -> Words:
    """Give the shared words of a kind."""
    for folder, _, names in os.walk(VOCABULARY):
        for name in names:
            if name.endswith(".toml"):
                yield from _entries(text_of(folder, name), kind)


def conditions() -> Words:
    """Give the conditions that can be planned for; those that packs of data add are among them."""
    yield from vocabulary("condition")
    for pack in present():
        yield from _entries(text_of(pack.place, "conditions.toml"), "condition")


def techniques() -> Words:
    """Give the installed techniques."""
    return ((pack.technique, pack.distribution) for pack in present())


def packs() -> Words:
    """Give the installed packs."""
    return ((pack.distribution, pack.version) for pack in present())


def places() -> Words:
    """Give the regions, each alone and with its side in front."""
    for region, name in vocabulary("region"):
        yield region, name
        yield from ((f"{side}-{region}", name) for side in SIDES)


def _of(kind: str) -> Callable[[], Words]:
    return lambda: vocabulary(kind)


def _fixed(words: Iterable[str]) -> Callable[[], Words]:
    return lambda: ((word, "") for word in words)


#: Option or argument to its words.
OFFERED: Mapping[str, Callable[[], Words]] = {
    "diagnosis": conditions,
    "region": _of("region"),
    "avoid": places,
    "factor": _of("factor"),
    "denied": _of("factor"),
    "cleared": _of("factor"),
    "goal": _of("goal"),
    "no_position": _of("position"),
    "no_consent": _of("consent"),
    "no_contact": _of("contact"),
    "no_element": _of("element"),
    "holds": _of("training"),
    "technique": techniques,
    "without": techniques,
    "side": _fixed(SIDES),
    "sex": _fixed(SEXES),
    "stage": _fixed(("subacute", *STAGES)),
    "severity": _fixed(SEVERITIES),
    "format_name": _fixed(FORMATS),
    "pack": packs,
    "key": _fixed(("minutes", "holds", "format", "blocked")),
    "shell": _fixed(("bash", "zsh", "fish")),
}
#: Command to the words of its one argument.
LISTED: Mapping[str, Callable[[], Words]] = {
    "techniques": techniques,
    "conditions": conditions,
    "factors": _of("factor"),
    "vocabulary": _of("region"),
}


def words(ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    """Give the words that an option or an argument may be completed to, sorted."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415 - only where a shell asks

    offered = OFFERED.get(param.name or "") or LISTED.get(ctx.info_name or "")
    if offered is None:
        return []
    lead, at, rest = incomplete.rpartition("@")
    if param.name == "factor" and at:
        found = [(f"{lead}@{place}", name) for place, name in places() if place.startswith(rest)]
    else:
        found = [each for each in offered() if each[0].startswith(incomplete)]
    return [CompletionItem(word, help=name or None) for word, name in sorted(dict(found).items())]

"""Packs in memory: the answers of all hooks as values, put in through the registry's own path."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import attrs
from attrs import frozen

from palpate.hooks import hookimpl
from palpate.model.patient import Patient
from palpate.model.safety import Contraindication
from palpate.model.sequence import StepSequence
from palpate.model.sequence import Timing
from palpate.model.technique import CombinationRule
from palpate.model.technique import Indication
from palpate.model.technique import Technique
from palpate.registry import Packs
from palpate.registry import load_packs
from palpate.registry.isolate import Faulty
from palpate.registry.load import pack_from_plugin
from palpate.registry.load import together
from palpate.registry.packs import Pack
from palpate.registry.packs import PackProblem
from palpate.vocabulary import load_vocabulary


def brief(value: Any) -> str:
    """Write an attrs object with the fields that aren't as by default: what failed must be read."""
    if isinstance(value, tuple):
        return f"({', '.join(brief(item) for item in value)})"
    if not attrs.has(type(value)):
        return repr(value)
    said = [
        f"{each.name}={brief(getattr(value, each.name))}"
        for each in attrs.fields(type(value))
        if getattr(value, each.name) != each.default
    ]
    return f"{type(value).__name__}({', '.join(said)})"


@frozen(eq=False, repr=False)
class CodePack:
    """A pack that answers every hook with what it was made of."""

    says_technique: Technique
    says_indications: tuple[Indication, ...]
    says_contraindications: tuple[Contraindication, ...]
    says_sequences: tuple[StepSequence, ...]
    says_timings: tuple[Timing, ...]
    says_rules: tuple[CombinationRule, ...]

    def __repr__(self) -> str:
        """Write what the pack says, without what is as by default."""
        return brief(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Hypothesis prints what failed by this."""
        printer.text("..." if cycle else brief(self))

    @hookimpl
    def technique(self) -> Technique:
        """Say who the technique is."""
        return self.says_technique

    @hookimpl
    def indications(self, conditions: tuple[str, ...] | None) -> Iterable[Indication]:
        """Give the indications for these conditions."""
        return tuple(
            i for i in self.says_indications if conditions is None or i.condition in conditions
        )

    @hookimpl
    def contraindications(self) -> Iterable[Contraindication]:
        """Give the contraindications."""
        return self.says_contraindications

    @hookimpl
    def step_sequence(self, condition: str, patient: Patient) -> StepSequence | None:
        """Give the sequence for a condition."""
        del patient
        return next((s for s in self.says_sequences if s.condition == condition), None)

    @hookimpl
    def timing(self, condition: str, patient: Patient) -> Timing | None:
        """Give the timing for a condition."""
        del patient
        return next((t for t in self.says_timings if t.condition == condition), None)

    @hookimpl
    def combination_rules(self) -> Iterable[CombinationRule]:
        """Give the combination rules."""
        return self.says_rules


@cache
def session_pack() -> Pack:
    """Give the built-in pack, read once."""
    (pack,) = load_packs(entry_points=False).packs
    return pack


def packs_of(plugins: Iterable[object], others: Iterable[Pack] = ()) -> Packs:
    """Put objects with hooks beside the built-in pack, as the registry does with installed ones.

    Args:
        plugins: In the order in which they register; each is named after its place's letter
            unless it says a technique.
        others: Packs that are there already.
    """
    vocabulary = load_vocabulary()
    loaded = [session_pack(), *others]
    problems = []
    for number, plugin in enumerate(plugins):
        name = name_of(plugin) or f"pack-{number}"
        try:
            loaded.append(pack_from_plugin(plugin, name, "1.2.3", vocabulary))
        except Faulty as fault:
            problems.append(PackProblem(name, "1.2.3", str(fault)))
    return together(loaded, vocabulary, problems)


def name_of(plugin: object) -> str:
    """Give the distribution's name of a pack in memory."""
    return f"palpate-{plugin.says_technique.id}" if isinstance(plugin, CodePack) else ""

"""The hook specifications: what a pack may give, on one page.

A pack is found by an entry point in the group `palpate` whose object is a module, a class instance,
or the package of a folder of data files. Every hook may be left out except `technique` and, for a
pack that gives steps, `contraindications`: what can't be screened isn't offered.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from palpate.model.condition import Condition
    from palpate.model.output import OutputFormat
    from palpate.model.patient import Patient
    from palpate.model.safety import Contraindication
    from palpate.model.sequence import Step
    from palpate.model.sequence import StepSequence
    from palpate.model.sequence import Timing
    from palpate.model.technique import CombinationRule
    from palpate.model.technique import Indication
    from palpate.model.technique import Technique

PROJECT = "palpate"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Hooks:
    """What a pack may implement; each answer is attributed to its pack and checked."""

    @hookspec
    def technique(self) -> "Technique":  # type: ignore[empty-body]
        """Say who the technique is.

        Example:
            >>> @hookimpl
            ... def technique():
            ...     return Technique(id="hot-stone", name="Hot stone", ...)
        """

    @hookspec
    def indications(self, conditions: tuple[str, ...] | None) -> "Iterable[Indication]":  # type: ignore[empty-body]
        """Say what the technique is for, and what it is not for, with the reason.

        Args:
            conditions: Condition ids; None for all that the pack knows.

        Example:
            >>> @hookimpl
            ... def indications(conditions):
            ...     yield Indication(condition="neck-pain", grades=(StageGrade("chronic", "C"),))
        """

    @hookspec
    def contraindications(self) -> "Iterable[Contraindication]":  # type: ignore[empty-body]
        """Say whom the technique could harm, and what then holds.

        A pack whose answer can't be had is withheld whole.

        Example:
            >>> @hookimpl
            ... def contraindications():
            ...     yield Contraindication(
            ...         id="heat-and-numbness", factor="loss-of-sensation", verdict="absolute",
            ...         action="No hot stones where warmth isn't felt.", basis="textbook",
            ...     )
        """

    @hookspec
    def step_sequence(self, condition: str, patient: "Patient") -> "StepSequence | None":
        """Give the ordered steps for a condition, or None where there are none.

        Args:
            condition: Condition id.
            patient: With stage, side and regions of this complaint resolved.

        Example:
            >>> @hookimpl
            ... def step_sequence(condition, patient):
            ...     if condition == "neck-pain":
            ...         return StepSequence(id="neck-pain", condition=condition, steps=(warm, press))
        """

    @hookspec
    def timing(self, condition: str, patient: "Patient") -> "Timing | None":
        """Give the least and most minutes of a session, caps, and the course; None: the technique's own.

        Example:
            >>> @hookimpl
            ... def timing(condition, patient):
            ...     return Timing(condition=condition, share_minutes=Range(5, 15, 20))
        """

    @hookspec
    def combination_rules(self) -> "Iterable[CombinationRule]":  # type: ignore[empty-body]
        """Say how the technique's work gets on with other work.

        Example:
            >>> @hookimpl
            ... def combination_rules():
            ...     yield CombinationRule(
            ...         id="stones-before-pressing", rule="before",
            ...         first=Selector(elements=("heat",)), then=Selector(elements=("compression",)),
            ...     )
        """

    @hookspec
    def conditions(self) -> "Iterable[Condition]":  # type: ignore[empty-body]
        """Add conditions, or synonyms of known ones, to the shared vocabulary.

        Example:
            >>> @hookimpl
            ... def conditions():
            ...     yield Condition(id="cold-hands", name="Cold hands", regions=("hand",))
        """

    @hookspec
    def adjust_step(self, step: "Step", patient: "Patient") -> "Step | None":
        """Make a step gentler or shorter for this patient, or leave it out with None.

        An answer that is stronger in any way is refused, and the step stays as it was.

        Example:
            >>> @hookimpl
            ... def adjust_step(step, patient):
            ...     return attrs.evolve(step, pressure=min(step.pressure, 2))
        """

    @hookspec
    def output_formats(self) -> "Iterable[OutputFormat]":  # type: ignore[empty-body]
        """Offer formats that a protocol can be written in.

        Example:
            >>> @hookimpl
            ... def output_formats():
            ...     yield OutputFormat(name="csv", summary="one line a step", render="my_pack.csv:render")
        """

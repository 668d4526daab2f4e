"""The files of a pack, table by table: which headers each may have, and what stands under them."""

from collections.abc import Mapping
from typing import Literal
from typing import NewType

from attrs import frozen

from palpate.model.condition import Condition
from palpate.model.condition import Permission
from palpate.model.sequence import Course
from palpate.model.technique import Advice
from palpate.model.technique import Cap
from palpate.model.technique import CombinationRule
from palpate.model.technique import Reference
from palpate.model.technique import Review
from palpate.packs.written import WrittenContraindication
from palpate.packs.written import WrittenGroup
from palpate.packs.written import WrittenIndication
from palpate.packs.written import WrittenNotIndicated
from palpate.packs.written import WrittenPhase
from palpate.packs.written import WrittenPlace
from palpate.packs.written import WrittenSession
from palpate.packs.written import WrittenStep
from palpate.packs.written import WrittenTechnique

#: A table that steps start from: it says anything that a step says, but for these two.
Fragment = NewType("Fragment", WrittenStep)
NOT_IN_A_FRAGMENT = ("id", "like")
FormatVersion = Literal[1]


@frozen
class TechniqueFile:
    """technique.toml: who the technique is, its caps and rules, and what it isn't for."""

    format: FormatVersion
    technique: WrittenTechnique
    review: Review | None = None
    advice: Advice | None = None
    pattern: Mapping[str, Fragment] | None = None
    cap: tuple[Cap, ...] = ()
    combination_rule: tuple[CombinationRule, ...] = ()
    not_indicated: tuple[WrittenNotIndicated, ...] = ()


@frozen
class Change:
    """[change]: what is different in borrowed steps."""

    every_step: Fragment | None = None
    step: Mapping[str, Fragment] | None = None


@frozen
class SequenceFileTables:
    """sequences/CONDITION.toml: what the technique does for one condition."""

    steps_from: str | None = None
    without: tuple[str, ...] = ()
    sequence: WrittenPlace | None = None
    indication: WrittenIndication | None = None
    permission: Permission | None = None
    session: WrittenSession | None = None
    course: Course | None = None
    advice: Advice | None = None
    every_step: Fragment | None = None
    pattern: Mapping[str, Fragment] | None = None
    step: tuple[WrittenStep, ...] = ()
    group: Mapping[str, WrittenGroup] | None = None
    phase: tuple[WrittenPhase, ...] = ()
    cap: tuple[Cap, ...] = ()
    change: Change | None = None


@frozen
class ContraindicationFile:
    """contraindications.toml: whom the technique could harm, and what then holds."""

    none: str | None = None
    contraindication: tuple[WrittenContraindication, ...] = ()


@frozen
class ReferenceFile:
    """references.toml: what the pack cites."""

    reference: tuple[Reference, ...] = ()


@frozen
class ConditionFile:
    """conditions.toml: conditions, synonyms and codes that the pack adds to the shared ones."""

    condition: tuple[Condition, ...] = ()

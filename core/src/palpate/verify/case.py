"""Everything that the checks look at: the protocol, the packs' answers, each step beside its source."""

from collections.abc import Callable
from collections.abc import Iterator
from functools import cache
from functools import cached_property
from typing import Protocol as Interface
from typing import cast

import attrs

from palpate.model.patient import Patient
from palpate.model.protocol import Diagnosis
from palpate.model.protocol import PlannedStep
from palpate.model.protocol import Protocol
from palpate.model.scales import Severity
from palpate.model.scales import Side
from palpate.model.sequence import Step
from palpate.model.sequence import StepSequence
from palpate.model.technique import CombinationRule
from palpate.model.technique import Indication
from palpate.model.work import Selector
from palpate.record import frozen
from palpate.registry.content import Offer
from palpate.registry.content import PackContent
from palpate.registry.quiet import Concern
from palpate.verify.adjusting import Adjusted
from palpate.verify.adjusting import adjust
from palpate.verify.deeds import Deed
from palpate.verify.deeds import matches
from palpate.verify.deeds import planned_deed
from palpate.verify.factors import Raised
from palpate.verify.factors import raised_factors
from palpate.verify.objections import SiteCap
from palpate.verify.objections import site_caps
from palpate.verify.objections import trainings_held
from palpate.verify.screening import Screened
from palpate.verify.screening import screen
from palpate.verify.settings import Settings
from palpate.verify.settings import load_settings
from palpate.vocabulary import Vocabulary


class Installed(Interface):
    """What the verifier asks of the packs."""

    @property
    def vocabulary(self) -> Vocabulary:
        """Give the shared vocabulary, with what packs add to it."""

    def contents(
        self, patients: dict[str, Patient], concern: Concern, /
    ) -> tuple[PackContent, ...]:
        """Give what every pack answers for these conditions that has something to say."""


@frozen(eq=False)
class Work:
    """A planned step, and what it comes from.

    Attributes:
        index: Its place in the timeline.
        content: The pack of its technique; None where no pack has it.
        offer: The pack's offer with its sequence.
        written: The step as the pack wrote it.
        adjusted: What packs make of it for this patient; no step where there is no such step.
        talk: Whether it is said on the clock while no hands work: opening, turn, closing.
    """

    index: int
    planned: PlannedStep
    deed: Deed
    content: PackContent | None = None
    offer: Offer | None = None
    written: Step | None = None
    adjusted: Adjusted = Adjusted(None)
    talk: bool = False

    @cached_property
    def key(self) -> str:
        """The step without the number of its repeat."""
        return source_key(self.planned.id)

    @property
    def name(self) -> str:
        """For messages."""
        return f"step {self.planned.id}"

    @property
    def framing(self) -> bool:
        """Whether it comes from the pack that opens, warms and closes for others."""
        return self.content is not None and self.content.technique.frame

    @property
    def step(self) -> Step | None:
        """The source step as it may be used for this patient."""
        return self.adjusted.step

    @property
    def sequence(self) -> StepSequence | None:
        """The sequence that it comes from."""
        return self.offer.sequence if self.offer else None

    @cached_property
    def place(self) -> int:
        """Its place in its sequence; -1 where it has none."""
        return own_place(self)


def own_place(work: Work) -> int:
    """Give a step's place in its sequence; -1 where it has none."""
    steps = work.sequence.steps if work.sequence else ()
    return next((i for i, step in enumerate(steps) if step == work.written), -1)


def source_key(step_id: str) -> str:
    """Give a step's id without the number of its repeat."""
    return step_id.partition("#")[0]


@frozen(eq=False)
class Case:
    """One protocol to verify, with the packs' answers to its request."""

    protocol: Protocol
    vocabulary: Vocabulary
    contents: tuple[PackContent, ...]
    raised: tuple[Raised, ...]
    settings: Settings

    @cached_property
    def holds(self) -> frozenset[str]:
        """The trainings of the therapist, with what they imply."""
        return trainings_held(self.protocol.request.therapist.holds, self.vocabulary)

    @cached_property
    def factors(self) -> frozenset[str]:
        """The ids of the patient's factors."""
        return frozenset(raised.factor for raised in self.raised)

    @cached_property
    def screened(self) -> Screened:
        """What screening forbids."""
        return screen(
            self.protocol.request,
            self.protocol.diagnoses,
            self.raised,
            self.contents,
            self.vocabulary,
            self.settings.clearance_days,
        )

    @cached_property
    def site_caps(self) -> tuple[SiteCap, ...]:
        """What endangerment sites allow this patient from this therapist."""
        return tuple(site_caps(self.factors, self.holds, self.vocabulary))

    @cached_property
    def works(self) -> tuple[Work, ...]:
        """Every step of the timeline beside its source."""
        return tuple(self._work(i, planned) for i, planned in enumerate(self.protocol.steps))

    @cached_property
    def hands(self) -> tuple[Work, ...]:
        """The steps in which something is done to the patient."""
        return tuple(work for work in self.works if not work.talk)

    @cached_property
    def techniques_in(self) -> tuple[PackContent, ...]:
        """The packs whose techniques are in, the session pack aside."""
        worked = {work.planned.technique for work in self.hands}
        return tuple(c for c in self.contents if c.technique.id in worked and not c.technique.frame)

    @cached_property
    def rules(self) -> tuple[CombinationRule, ...]:
        """The session pack's combination rules always, another pack's while its technique is in."""
        return tuple(rules_in_force(self))

    @cached_property
    def doing(self) -> Callable[[Selector], tuple[Work, ...]]:
        """The steps that a selector is about."""
        body = self.vocabulary.body
        return cache(lambda kind: tuple(w for w in self.hands if matches(kind, w.deed, body)))

    @cached_property
    def adjusted(self) -> Callable[[Step, str], Adjusted]:
        """What packs make of a step for a complaint; each is asked once for each."""
        return cache(
            lambda step, condition: adjust(step, self.patient_for(condition), self.contents)
        )

    @cached_property
    def patient_for(self) -> Callable[[str], Patient]:
        """The patient as seen from a complaint, by its condition."""
        return cache(lambda name: patient_for(self.protocol, self.diagnosis_of(name), self.raised))

    def content_of(self, technique: str) -> PackContent | None:
        """Give the pack of a technique."""
        return next((c for c in self.contents if c.technique.id == technique), None)

    def diagnosis_of(self, condition: str) -> Diagnosis | None:
        """Give a diagnosis by its condition."""
        return next((d for d in self.protocol.diagnoses if d.condition == condition), None)

    def offers_in(self) -> Iterator[tuple[PackContent, Offer, StepSequence]]:
        """Give the sequences of the techniques that are in, for the diagnoses that they serve."""
        served = {
            (w.planned.technique, w.planned.diagnosis, w.planned.sequence) for w in self.hands
        }
        for content in self.techniques_in:
            for offer in content.offers:
                sequence = offer.sequence
                if sequence and (content.technique.id, offer.condition, sequence.id) in served:
                    yield content, offer, sequence

    def _work(self, index: int, planned: PlannedStep) -> Work:
        content = self.content_of(planned.technique)
        technique = content.technique if content else None
        is_talk = bool(technique and technique.frame) and not (
            planned.regions or planned.manoeuvres
        )
        source = None if is_talk or content is None else _source(content, planned)
        offer, written = source or (None, None)
        deed = planned_deed(planned, written, technique, self.vocabulary, self.holds)
        adjusted = self._adjusted_there(*source, planned) if source else Adjusted(None)
        return Work(index, planned, deed, content, offer, written, adjusted, is_talk)

    def _adjusted_there(self, offer: Offer, written: Step, planned: PlannedStep) -> Adjusted:
        """Give what packs make of a step where it is planned; one without regions fits anywhere."""
        at = written if written.regions else attrs.evolve(written, regions=planned.regions)
        return self.adjusted(at, planned.diagnosis or offer.condition)


def rules_in_force(case: Case) -> Iterator[CombinationRule]:
    """Give the session pack's rules always, another pack's while its technique is in."""
    worked = {content.technique.id for content in case.techniques_in}
    for content in case.contents:
        if content.technique.frame or content.technique.id in worked:
            yield from content.rules


def open_case(protocol: Protocol, packs: Installed) -> Case:
    """Ask the packs what they answer to a protocol's request, and lay all side by side."""
    raised = raised_factors(protocol.request, protocol.diagnoses, packs.vocabulary)
    patients = {d.condition: patient_for(protocol, d, raised) for d in protocol.diagnoses}
    concern = Concern(
        factors=frozenset(each.factor for each in raised),
        techniques=frozenset(step.technique for step in protocol.steps),
    )
    contents = packs.contents(patients, concern)
    return Case(protocol, packs.vocabulary, contents, raised, load_settings())


def patient_for(
    protocol: Protocol, diagnosis: Diagnosis | None, raised: tuple[Raised, ...]
) -> Patient:
    """Give the patient with stage, side, regions and severity of one complaint resolved."""
    factors = tuple(dict.fromkeys(each.given for each in raised))
    patient = attrs.evolve(protocol.request.patient, factors=factors)
    if diagnosis is None:
        return patient
    # A protocol holds sides and severities as plain words; they are those of the model.
    return attrs.evolve(
        patient,
        stage=diagnosis.stage,
        regions=diagnosis.regions,
        side=cast("Side", diagnosis.side),
        severity=cast("Severity", diagnosis.severity),
    )


def indication_for(
    content: PackContent, diagnosis: Diagnosis, vocabulary: Vocabulary
) -> Indication | None:
    """Give what a pack says of a diagnosis, where it is indicated there."""
    body = vocabulary.body
    fitting = [
        each
        for each in content.indications
        if each.condition == diagnosis.condition
        and each.indicated
        and (
            not each.regions
            or any(body.overlap(r, d) for r in each.regions for d in diagnosis.regions)
        )
    ]
    return fitting[0] if fitting else None


def _source(content: PackContent, planned: PlannedStep) -> tuple[Offer, Step] | None:
    """Find the pack's own step that a planned one says it is; None where it has none."""
    for offer in content.offers:
        sequence = offer.sequence
        if sequence is None or sequence.id != planned.sequence:
            continue
        if offer.condition != planned.diagnosis and not content.technique.frame:
            continue
        for step in sequence.steps:
            if f"{content.technique.id}/{sequence.id}/{step.id}" == source_key(planned.id):
                return offer, step
    return None

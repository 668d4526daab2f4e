"""The opened case: each step beside its source, the patient as seen from a complaint."""

from collections.abc import Mapping

import attrs
import pytest
from attrs import define
from attrs import field
from hand_made import HandMade
from hand_made import asked
from hand_made import changed
from hand_made import good
from hand_made import hand_made

from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Therapist
from palpate.model.protocol import PlannedStep
from palpate.model.protocol import Protocol
from palpate.model.sequence import Step
from palpate.model.technique import Indication
from palpate.registry.content import Offer
from palpate.registry.content import PackContent
from palpate.registry.quiet import Concern
from palpate.verify.adjusting import Adjusted
from palpate.verify.case import Case
from palpate.verify.case import Work
from palpate.verify.case import indication_for
from palpate.verify.case import open_case
from palpate.verify.case import patient_for
from palpate.verify.case import source_key
from palpate.verify.factors import raised_factors
from palpate.verify.settings import load_settings
from palpate.vocabulary import Vocabulary
from palpate.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()


def opened(protocol: Protocol | None = None, packs: HandMade | None = None) -> Case:
    """Open the good protocol, or another."""
    return open_case(protocol or good(), packs or hand_made())


def planned_as(name: str, **said: object) -> Work:
    """Give a step of the good protocol that says something else of itself."""
    protocol = good()
    steps = tuple(
        attrs.evolve(each, **said) if each.id.endswith(f"/{name}") else each
        for each in protocol.steps
    )
    place = [each.id.endswith(f"/{name}") for each in protocol.steps].index(True)
    return opened(attrs.evolve(protocol, steps=steps)).works[place]


@define
class Listening:
    """Packs that remember the patients that they were asked for."""

    vocabulary: Vocabulary = VOCABULARY
    heard: list[Mapping[str, Patient]] = field(factory=list)
    concerns: list[Concern] = field(factory=list)

    def contents(
        self, patients: Mapping[str, Patient], concern: Concern, /
    ) -> tuple[PackContent, ...]:
        """Give the packs made by hand."""
        self.heard.append(patients)
        self.concerns.append(concern)
        return hand_made().contents(patients)


def test_packs_are_asked_for_each_diagnosis() -> None:
    """By its condition, with the patient as seen from it."""
    protocol = good()
    second = attrs.evolve(protocol.diagnoses[0], condition="whiplash", regions=("neck",))
    protocol = attrs.evolve(protocol, diagnoses=(protocol.diagnoses[0], second))
    packs = Listening()
    case = open_case(protocol, packs)
    (patients,) = packs.heard
    assert list(patients) == ["sciatica", "whiplash"]
    assert patients["whiplash"].regions == ("neck",)
    assert patients == {name: case.patient_for(name) for name in patients}
    assert case.raised == raised_factors(protocol.request, protocol.diagnoses, VOCABULARY)
    assert case.raised
    assert (case.vocabulary, case.settings) == (VOCABULARY, load_settings())
    assert case.protocol is protocol
    assert [c.technique.id for c in case.contents] == ["holding", "pressing", "session"]


def test_packs_are_asked_about_the_patient_and_what_was_done() -> None:
    """Those stay closed that speak of neither: of no factor that holds, of no technique that is in."""
    packs = Listening()
    protocol = asked(good(), factors=(GivenFactor("warfarin"),))
    open_case(protocol, packs)
    (concern,) = packs.concerns
    raised = raised_factors(protocol.request, protocol.diagnoses, VOCABULARY)
    assert concern.factors == {each.factor for each in raised} >= {"anticoagulant"}
    assert concern.techniques == {step.technique for step in protocol.steps} >= {"pressing"}


def test_the_patient_is_seen_from_a_complaint() -> None:
    """Its stage, side, regions and severity; every factor once; the rest as the form says."""
    factor = GivenFactor("warfarin")
    protocol = asked(good(), age=50, factors=(factor,), stage="acute", side="right")
    raised = raised_factors(protocol.request, protocol.diagnoses, VOCABULARY)
    diagnosis = protocol.diagnoses[0]
    patient = patient_for(protocol, diagnosis, (*raised, *raised))
    assert patient == Patient(
        age=50,
        factors=(GivenFactor("anticoagulant"),),
        stage="chronic",
        side="left",
        regions=diagnosis.regions,
        severity="mild",
    )
    of_none = patient_for(protocol, None, raised)
    assert of_none == attrs.evolve(protocol.request.patient, factors=patient.factors)
    case = opened(protocol)
    assert case.patient_for("sciatica") == patient
    assert case.patient_for("whiplash") == of_none


def test_packs_and_diagnoses_are_found_by_name() -> None:
    """The one that is named; None where there is none."""
    case = opened()
    for name in ("holding", "pressing", "session"):
        found = case.content_of(name)
        assert found is not None
        assert found.technique.id == name
    assert case.content_of("cupping") is None
    assert case.diagnosis_of("sciatica") is case.protocol.diagnoses[0]
    assert case.diagnosis_of("whiplash") is None


def test_each_step_lies_beside_its_source() -> None:
    """In its place, with its pack, its offer and the step as written."""
    case = opened()
    assert [w.index for w in case.works] == list(range(8))
    assert [w.planned for w in case.works] == list(case.protocol.steps)
    press = case.works[4]
    assert press.content is case.content_of("pressing")
    assert press.offer is press.content.offers[0]
    assert press.sequence is press.offer.sequence
    assert press.written is press.sequence.steps[1]
    assert press.step == press.written
    assert (press.talk, press.framing) == (False, False)
    assert press.deed.families == {"compress"}
    warm = case.works[2]
    assert warm.framing
    assert warm.written is not None
    assert warm.written.id == "warm"
    assert [w.planned.id for w in case.works if w.talk] == [
        "session/any/opening",
        "session/any/closing",
    ]
    assert [w for w in case.works if w not in case.hands] == [case.works[0], case.works[-1]]


@pytest.mark.parametrize(
    ("name", "said", "talk"),
    [
        ("warm", {"regions": (), "manoeuvres": ()}, True),
        ("warm", {"regions": ()}, False),
        ("warm", {"manoeuvres": ()}, False),
        ("opening", {"regions": ("calf",)}, False),
        ("press", {"regions": (), "manoeuvres": ()}, False),
        ("opening", {"technique": "nobody"}, False),
    ],
)
def test_what_is_talk(name: str, said: dict[str, object], talk: bool) -> None:
    """What the session pack does with no hands, and what nobody else may call so."""
    work = planned_as(name, **said)
    assert work.talk is talk
    if talk:
        assert (work.offer, work.written, work.step) == (None, None, None)
        assert work.adjusted == Adjusted(None)


@pytest.mark.parametrize(
    ("name", "said", "source"),
    [
        ("press", {}, "press"),
        ("press", {"id": "pressing/sciatica/press#2"}, "press"),
        ("press", {"id": "pressing/sciatica/stretch"}, "stretch"),
        ("press", {"id": "pressing/sciatica/nothing"}, None),
        ("press", {"id": "holding/sciatica/press"}, None),
        ("press", {"id": "pressing/any/press"}, None),
        ("press", {"sequence": "any"}, None),
        ("press", {"diagnosis": "whiplash"}, None),
        ("press", {"technique": "nobody"}, None),
        ("warm", {"diagnosis": "whiplash"}, "warm"),
        ("warm", {"sequence": "other"}, None),
    ],
)
def test_a_source_is_found_by_pack_sequence_diagnosis_and_id(
    name: str, said: dict[str, object], source: str | None
) -> None:
    """All of them must fit; the session's own steps are for any diagnosis."""
    work = planned_as(name, **said)
    assert (work.written.id if work.written else None) == source
    assert (work.offer is None) == (work.adjusted == Adjusted(None)) == (work.step is None)
    assert (work.offer is None) == (source is None)
    assert (work.content is None) == (said.get("technique") == "nobody")
    assert not work.talk


def test_a_source_is_looked_for_in_every_offer() -> None:
    """After an offer without a sequence, one of another name, and one for another diagnosis."""
    packs = hand_made()
    (own,) = packs.pack("pressing").offers
    other = attrs.evolve(own.sequence, id="other")
    offers = (
        Offer("sciatica"),
        Offer("sciatica", other),
        Offer("whiplash", own.sequence),
        attrs.evolve(own),
    )
    work = opened(packs=packs.with_pack("pressing", offers=offers)).works[4]
    assert work.offer is offers[3]


def test_a_step_is_found_with_the_rest_of_its_number() -> None:
    """What stands before the sign of a repeat."""
    assert source_key("a/b/c") == source_key("a/b/c#2") == "a/b/c"


def test_what_packs_change_is_asked_at_the_place_and_for_the_diagnosis() -> None:
    """A step without regions is shown where it is planned; any other as it was written."""
    heard: dict[str, tuple[Step, Patient]] = {}

    def hear(made: Step, patient: Patient) -> Step:
        heard[made.id] = (made, patient)
        return attrs.evolve(made, pressure=1)

    protocol = changed(good(), "press", regions=("buttock",))
    steps = tuple(
        attrs.evolve(each, diagnosis="") if each.id.endswith("/close") else each
        for each in protocol.steps
    )
    case = opened(
        attrs.evolve(protocol, steps=steps), hand_made().with_pack("holding", adjust=hear)
    )
    assert case.works[4].step is not None
    assert case.works[4].step.pressure == 1
    assert heard["press"][0].regions == ("deep-buttock",)
    assert heard["warm"][0].regions == ("deep-buttock",)
    seen = case.patient_for("sciatica")
    assert heard["press"][1] == heard["close"][1] == seen
    assert seen.severity == "mild"


def test_what_is_offered_and_served() -> None:
    """The sequences of the techniques that are in, for the diagnoses that their steps name."""
    packs = hand_made()
    (own,) = packs.pack("pressing").offers
    offers = (
        Offer("sciatica"),
        Offer("whiplash", own.sequence),
        Offer("sciatica", attrs.evolve(own.sequence, id="other")),
        own,
    )
    case = opened(packs=packs.with_pack("pressing", offers=offers))
    found = [(c.technique.id, o.condition, s.id) for c, o, s in case.offers_in()]
    assert found == [("holding", "sciatica", "sciatica"), ("pressing", "sciatica", "sciatica")]
    only_talk = attrs.evolve(good(), steps=(good().steps[0],))
    assert list(opened(only_talk).offers_in()) == []


@pytest.mark.parametrize(
    ("said", "fits"),
    [
        ({}, True),
        ({"condition": "whiplash"}, False),
        ({"indicated": False}, False),
        ({"regions": ("lower-back",)}, True),
        ({"regions": ("neck", "buttock")}, True),
        ({"regions": ("neck",)}, False),
    ],
)
def test_who_is_indicated(said: dict[str, object], fits: bool) -> None:
    """For the condition, where the pack says so, in one of its regions; the first that fits."""
    one = Indication(**{"condition": "sciatica", **said})  # type: ignore[arg-type]
    last = Indication("sciatica", ground="The last.")
    content = hand_made().pack("pressing")
    diagnosis = good().diagnoses[0]
    alone = attrs.evolve(content, indications=(one,))
    assert indication_for(alone, diagnosis, VOCABULARY) == (one if fits else None)
    both = attrs.evolve(content, indications=(one, last))
    assert indication_for(both, diagnosis, VOCABULARY) is (one if fits else last)


def test_a_step_is_skilled_by_its_technique_too() -> None:
    """The trainings that the step or its technique asks for, where the therapist holds them."""
    packs = hand_made()
    technique = attrs.evolve(packs.pack("pressing").technique, training=("mld-basic",))
    packs = packs.with_pack("pressing", technique=technique)
    protocol = good(packs)
    assert opened(protocol, packs).works[4].deed.skilled == frozenset()
    therapist = Therapist(holds=("cdt",))
    request = attrs.evolve(protocol.request, therapist=therapist)
    works = opened(attrs.evolve(protocol, request=request), packs).works
    assert works[4].deed.skilled == {"mld-basic"}
    assert works[1].deed.skilled == frozenset()


def test_work_of_no_pack_knows_nothing() -> None:
    """A step by itself: no source, no frame, no repeat in its key."""
    planned: PlannedStep = attrs.evolve(good().steps[4], id="a/b/c#3")
    work = Work(0, planned, opened().works[4].deed)
    assert (work.key, work.name) == ("a/b/c", "step a/b/c#3")
    assert (work.step, work.sequence, work.framing, work.talk) == (None, None, False, False)

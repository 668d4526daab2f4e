"""Whether a technique may be in: for its diagnosis, its grade, its sequence's regions, its report."""

import attrs
import pytest
from hand_made import HandMade
from hand_made import changed
from hand_made import good
from hand_made import hand_made
from hand_made import pack
from hand_made import without

from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.model.protocol import Protocol
from palpate.model.protocol import TechniqueReport
from palpate.model.sequence import StepSequence
from palpate.model.technique import GradeWhen
from palpate.model.technique import Indication
from palpate.model.technique import Range
from palpate.model.technique import StageGrade
from palpate.registry.content import Offer
from palpate.verify.case import indication_for
from palpate.verify.case import open_case
from palpate.verify.portions import check_portions
from palpate.verify.refusals import check_consents
from palpate.verify.refusals import check_refusals
from palpate.verify.refusals import grade_of


def said(protocol: Protocol, packs: HandMade | None = None) -> list[str]:
    """Give what is said of steps that shouldn't be there."""
    return list(check_refusals(open_case(protocol, packs or hand_made())))


def test_a_step_serves_a_diagnosis_of_the_protocol() -> None:
    """The technique whose step serves another is named, and no other."""
    found = said(changed(good(), "hold", diagnosis="whiplash"))
    wrong = "2: step holding/sciatica/hold serves whiplash, which isn't among the diagnoses"
    assert [each for each in found if "serves" in each] == [wrong]
    found = said(changed(good(), "hold", diagnosis=""))
    wrong = "2: step holding/sciatica/hold serves no diagnosis, which isn't among the diagnoses"
    assert [each for each in found if "serves" in each] == [wrong]


def test_a_technique_that_says_nothing_of_a_diagnosis_isnt_indicated() -> None:
    """Nor has it a portion by its grade."""
    packs = hand_made().with_pack("pressing", indications=())
    assert said(good(), packs) == [
        (
            "2: step pressing/sciatica/find is of a technique that isn't indicated for sciatica "
            "in stage chronic"
        )
    ]
    assert list(check_portions(open_case(good(), packs))) == []


def offering(*offers: Offer) -> HandMade:
    """Give packs of which one has other sequences beside its own."""
    packs = hand_made()
    return packs.with_pack("pressing", offers=(*packs.pack("pressing").offers, *offers))


def test_a_sequence_is_for_the_regions_of_the_complaint() -> None:
    """The one for the diagnosis; what there is for another, or without steps, says nothing."""
    elsewhere = StepSequence("neck", "whiplash", (), regions=("neck",))
    assert said(good(), offering(Offer("whiplash", elsewhere))) == []
    assert said(good(), offering(Offer("whiplash", None), Offer("sciatica", None))) == []
    packs = hand_made().with_sequence("pressing", regions=("neck",))
    assert said(good(), packs) == [
        (
            "2: step pressing/sciatica/find is of a sequence that isn't for "
            "pelvis-gluteal, lower-back, posterior-thigh"
        )
    ]
    assert said(good(), hand_made().with_sequence("pressing", regions=("neck", "thigh"))) == []


@pytest.mark.parametrize(
    ("when", "given", "grade"),
    [
        (GradeWhen("bruise-hematoma", "D", ""), GivenFactor("bruise-hematoma"), "D"),
        (GradeWhen("bruise-hematoma", "B", ""), GivenFactor("bruise-hematoma"), "C"),
        (GradeWhen("anticoagulant", "D", ""), GivenFactor("bruise-hematoma"), "C"),
        (
            GradeWhen("bruise-hematoma", "D", "", ("leg",)),
            GivenFactor("bruise-hematoma", Place("calf", "left")),
            "D",
        ),
        (
            GradeWhen("bruise-hematoma", "D", "", ("foot", "leg")),
            GivenFactor("bruise-hematoma", Place("calf", "left")),
            "D",
        ),
        (
            GradeWhen("bruise-hematoma", "D", "", ("neck",)),
            GivenFactor("bruise-hematoma", Place("calf", "left")),
            "C",
        ),
        (GradeWhen("bruise-hematoma", "D", "", ("leg",)), GivenFactor("bruise-hematoma"), "C"),
        (GradeWhen("bakers-cyst", "D", "", ("knee",)), GivenFactor("bakers-cyst"), "D"),
        (GradeWhen("bakers-cyst", "D", "", ("neck",)), GivenFactor("bakers-cyst"), "C"),
    ],
)
def test_a_factor_lowers_a_grade(when: GradeWhen, given: GivenFactor, grade: str) -> None:
    """The patient's own, where it sits if that is said; a better grade raises none."""
    indication = Indication("sciatica", grades=(StageGrade("chronic", "C"),), grade_when=(when,))
    packs = hand_made().with_pack("pressing", indications=(indication,))
    patient = Patient(side="left", stage="chronic", factors=(given,))
    protocol = attrs.evolve(good(), request=attrs.evolve(good().request, patient=patient))
    case = open_case(protocol, packs)
    diagnosis = protocol.diagnoses[0]
    assert grade_of(indication, diagnosis, case) == grade
    content = case.content_of("pressing")
    assert content is not None
    assert indication_for(content, diagnosis, case.vocabulary) == indication
    assert grade_of(indication, attrs.evolve(diagnosis, stage="acute"), case) is None


def reported(*reports: TechniqueReport) -> Protocol:
    """Give a protocol with other reports of techniques."""
    return attrs.evolve(good(), techniques=reports)


def test_the_report_says_used_of_what_is_in() -> None:
    """The frame needs no report; one that says otherwise of it is wrong."""
    holding, pressing = (attrs.evolve(r, minutes=0) for r in good().techniques)
    frame = TechniqueReport("session", "Session", "palpate", "0.1", "withheld")
    assert said(reported(holding, pressing, frame)) == [
        "2: step session/any/close is of session, reported as withheld"
    ]
    assert said(reported(holding, pressing, attrs.evolve(frame, status="used"))) == []
    assert said(reported(holding)) == [
        "2: step holding/sciatica/hold is of holding, reported as nothing"
    ]


def test_a_consent_that_only_the_source_asks_for() -> None:
    """It is asked for all the same."""
    packs = hand_made().with_step("pressing", "press", consent=("jaw",))
    protocol = changed(good(packs), "press", consent=())
    patient = attrs.evolve(protocol.request.patient, no_consent=("jaw",))
    protocol = attrs.evolve(protocol, request=attrs.evolve(protocol.request, patient=patient))
    assert list(check_consents(open_case(protocol, packs))) == [
        "1: step pressing/sciatica/press needs consent for jaw, which is withheld"
    ]


@pytest.mark.parametrize(
    ("most", "fits"),
    [(8, True), (7.5, False)],
)
def test_a_share_reaches_to_its_end(most: float, fits: bool) -> None:
    """A technique may have all the minutes of its share, and no more."""
    packs = hand_made()
    (offer,) = packs.pack("pressing").offers
    timing = attrs.evolve(offer.timing, share_minutes=Range(5, 6, most))
    packs = packs.with_pack("pressing", offers=(attrs.evolve(offer, timing=timing),))
    found = list(check_portions(open_case(good(), packs)))
    assert found == ([] if fits else [f"5: pressing has 8 minutes, and its share is 5 to {most:g}"])


@pytest.mark.parametrize(("minutes", "fits"), [(1, True), (2, False)])
def test_as_much_as_a_better_founded_technique_may_have(minutes: float, fits: bool) -> None:
    """As many treating minutes as the one with the better grade, and no more."""
    better = Indication("sciatica", grades=(StageGrade("chronic", "B"),))
    packs = hand_made().with_pack("holding", indications=(better,))
    wrong = (
        "5: pressing (grade C) has 6 treating minutes for sciatica, and holding (grade B) only 5"
    )
    found = list(check_portions(open_case(changed(good(), "stretch", minutes=minutes), packs)))
    assert found == ([] if fits else [wrong])


def test_what_is_reported_as_used_has_a_step() -> None:
    """But for the frame, which opens and closes without hands."""
    unused = TechniqueReport("third", "Third", "third", "1.0", "used")
    protocol = attrs.evolve(good(), techniques=(*good().techniques, unused))
    assert said(protocol) == ["2: third is reported as used, and has no step"]
    left = attrs.evolve(protocol, techniques=(attrs.evolve(unused, status="no-room"),))
    assert "2: third is reported as used, and has no step" not in said(left)
    bare = without(without(good(), "warm"), "close")
    frame = TechniqueReport("session", "Session", "palpate", "0.1", "used")
    assert said(attrs.evolve(bare, techniques=(*bare.techniques, frame))) == []
    third = attrs.evolve(pack("third", ()), offers=())
    packs = attrs.evolve(hand_made(), made=(*hand_made().made, third))
    assert said(protocol, packs) == ["2: third is reported as used, and has no step"]


def test_the_stage_of_a_step_for_no_diagnosis_isnt_asked() -> None:
    """That it serves none is what is said of it."""
    packs = hand_made().with_step("pressing", "press", stages=("acute",))
    late = "2: step pressing/sciatica/press isn't for stage chronic, or its phase isn't open"
    assert late in said(good(), packs)
    found = said(attrs.evolve(good(), diagnoses=()), packs)
    assert found == [
        f"2: step {name} serves sciatica, which isn't among the diagnoses"
        for name in ("holding/sciatica/hold", "pressing/sciatica/find")
    ]

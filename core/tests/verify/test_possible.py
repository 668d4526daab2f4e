"""Which steps that aren't in could have been: due, not dropped, consented to, trained, not barred."""

import attrs
import pytest
from hand_made import DAY
from hand_made import HandMade
from hand_made import asked
from hand_made import good
from hand_made import hand_made

from palpate.model.condition import Permission
from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.model.patient import Therapist
from palpate.model.protocol import Protocol
from palpate.model.safety import Contraindication
from palpate.model.safety import Limit
from palpate.model.sequence import Phase
from palpate.model.sequence import Step
from palpate.model.work import Selector
from palpate.verify.candidates import core_lost_to_screening
from palpate.verify.candidates import due
from palpate.verify.candidates import possible
from palpate.verify.candidates import regions_at_site
from palpate.verify.case import Case
from palpate.verify.case import open_case
from palpate.verify.deeds import Scope
from palpate.verify.deeds import with_implied

BRUISE = "bruise-hematoma"


def could(packs: HandMade, protocol: Protocol | None = None, name: str = "press") -> bool:
    """Say whether a step of the pressing pack could be done."""
    case = open_case(protocol or good(packs), packs)
    content = case.content_of("pressing")
    assert content is not None
    sequence = content.offers[0].sequence
    assert sequence is not None
    step = next(each for each in sequence.steps if each.id == name)
    return possible(step, content, sequence, case.protocol.diagnoses[0], case)


def requested(**changes: object) -> Protocol:
    """Give the good protocol with another request."""
    return attrs.evolve(good(), request=attrs.evolve(good().request, **changes))


def rule(verdict: str = "absolute", **said: object) -> Contraindication:
    """Give a rule about a bruise, for any technique."""
    usual = {"action": "Mind it.", "basis": "editorial", "applies_to": "any-technique"}
    return Contraindication(id="a", factor=BRUISE, verdict=verdict, **{**usual, **said})


def bruised(where: str = "calf", packs: HandMade | None = None) -> Protocol:
    """Give a protocol for a patient with a bruise on the left."""
    return asked(good(packs), factors=(GivenFactor(BRUISE, Place(where, "left")),))


def test_a_step_that_nothing_speaks_against_is_possible() -> None:
    """The request may drop it, or another."""
    packs = hand_made()
    assert could(packs)
    assert not could(packs, requested(drop=("pressing/sciatica/press",)))
    assert could(packs, requested(drop=("pressing/sciatica/stretch",)))


def test_a_step_whose_consent_is_withheld_isnt() -> None:
    """What a pack adds counts; another consent that is withheld doesn't."""
    packs = hand_made().with_step("pressing", "press", consent=("jaw",))
    assert could(packs, asked(good(packs), no_consent=("chest",)))
    assert not could(packs, asked(good(packs), no_consent=("jaw", "chest")))
    assert could(hand_made(), asked(good(), no_consent=("jaw",)))


def test_a_step_without_its_training_isnt() -> None:
    """Its own or its technique's; held is held."""
    packs = hand_made().with_step("pressing", "press", training=("cdt",))
    assert not could(packs)
    assert could(packs, requested(therapist=Therapist(holds=("cdt",))))


def test_a_step_that_packs_leave_out_isnt() -> None:
    """They see the patient from the diagnosis."""

    def adjust(step: Step, patient: Patient) -> Step | None:
        return None if patient.side == "left" and step.id == "press" else step

    packs = hand_made().with_pack("session", adjust=adjust)
    protocol = asked(good(packs), side=None)
    assert not could(packs, protocol)
    assert could(packs, protocol, "stretch")


@pytest.mark.parametrize(("where", "free"), [("calf", True), ("deep-buttock", False)])
def test_a_step_that_is_kept_off_isnt(where: str, free: bool) -> None:
    """Where it works, on its side."""
    made = rule("regional", limits=(Limit(at=("site",), keep_off=True),))
    packs = hand_made().with_rule("session", made)
    assert could(packs, bruised(where)) == free


@pytest.mark.parametrize("has_factor", [True, False])
def test_a_step_for_a_factor_is_looked_at_where_that_is(has_factor: bool) -> None:
    """At its site; at the complaint where the patient hasn't it; kept off there, it isn't possible."""
    packs = hand_made().with_step("pressing", "press", regions=(), at_site=BRUISE)
    protocol = bruised() if has_factor else good(packs)
    case = open_case(protocol, packs)
    step = packs.pack("pressing").offers[0].sequence.steps[1]
    diagnosis = protocol.diagnoses[0]
    there = regions_at_site(step, diagnosis, case)
    assert there == (("calf",) if has_factor else diagnosis.regions)
    avoid = tuple(Place(place) for place in there)
    patient = attrs.evolve(protocol.request.patient, avoid=avoid)
    kept_off = attrs.evolve(protocol, request=attrs.evolve(protocol.request, patient=patient))
    assert could(packs, protocol)
    assert not could(packs, kept_off)
    elsewhere = attrs.evolve(patient, avoid=(Place("forearm"),))
    free = attrs.evolve(protocol, request=attrs.evolve(protocol.request, patient=elsewhere))
    assert could(packs, free)


def test_the_place_that_a_factor_always_has() -> None:
    """Where nobody named its site, that is where a step for it works."""
    packs = hand_made().with_step("pressing", "press", regions=(), at_site="bakers-cyst")
    protocol = asked(good(packs), factors=(GivenFactor("bakers-cyst"),))
    step = packs.pack("pressing").offers[0].sequence.steps[1]
    case = open_case(protocol, packs)
    assert regions_at_site(step, protocol.diagnoses[0], case) == ("popliteal-fossa",)


def test_a_step_that_waits_for_a_permission_isnt() -> None:
    """Until there is a record of it."""
    packs = hand_made().with_sequence("pressing", permission=Permission("surgeon", "all"))
    assert not could(packs)
    assert could(packs, asked(good(packs), cleared=(Clearance("sciatica", DAY),)))


def test_a_rule_for_a_group_is_about_its_steps() -> None:
    """A step of the group isn't possible, one of another is."""
    packs = hand_made().with_step("pressing", "press", group="some")
    packs = packs.with_rule("session", rule(work=Selector(group="some")))
    assert not could(packs, bruised())
    assert could(packs, bruised(), "stretch")


def test_a_training_helps_only_the_step_that_asks_for_it() -> None:
    """A rule for work without it binds others, whoever the therapist is."""
    packs = hand_made().with_step("pressing", "press", training=("cdt",))
    packs = packs.with_rule("session", rule(work=Selector(without_training=("cdt",))))
    protocol = bruised(packs=packs)
    protocol = attrs.evolve(
        protocol, request=attrs.evolve(protocol.request, therapist=Therapist(holds=("cdt",)))
    )
    assert could(packs, protocol)
    assert not could(packs, protocol, "stretch")


def dated(
    phases: tuple[Phase, ...], *, of: tuple[str, ...] = ("later",), **request: object
) -> bool:
    """Say whether a step of some phases of a sequence is due."""
    packs = hand_made().with_sequence("pressing", phases=phases)
    packs = packs.with_step("pressing", "press", phases=of)
    protocol = requested(**request)
    case: Case = open_case(protocol, packs)
    sequence = packs.pack("pressing").offers[0].sequence
    return due(sequence.steps[1], sequence, protocol.diagnoses[0], case)


def phase(
    name: str = "later", begin: int = 10, end: int | None = 20, since: str = "onset"
) -> Phase:
    """Give a phase of some days."""
    return Phase(name, name, since, begin, end)


@pytest.mark.parametrize(
    ("days", "open_"),
    [(None, False), (9, False), (10, True), (19, True), (20, False), (30, False)],
)
def test_a_step_is_due_in_its_own_phase(days: int | None, open_: bool) -> None:
    """From its first day to the last; not in another that is open, nor where no date is known."""
    patient = Patient(side="left", stage="chronic", onset_days=days)
    assert dated((phase(),), patient=patient) == open_
    assert not dated((phase(), phase("always", 0, None)), patient=Patient(onset_days=25))
    assert not dated((phase("always", 0, None),), patient=patient)


@pytest.mark.parametrize(
    ("visit", "first", "open_"),
    [
        (1, None, False),
        (1, 12, False),
        (2, None, False),
        (2, 12, True),
        (2, 5, False),
        (None, 12, True),
    ],
)
def test_a_phase_counted_from_the_first_visit(
    visit: int | None, first: int | None, open_: bool
) -> None:
    """The first visit is its day; later ones count where the day is known."""
    phases = (phase(since="first-visit"),)
    assert dated(phases, visit=visit, first_visit_days=first) == open_


@pytest.mark.parametrize(("days", "open_"), [(12, True), (25, False), (None, False)])
def test_a_phase_counted_from_a_factor(days: int | None, open_: bool) -> None:
    """From its own day, not from another factor's."""
    phases = (phase(since=BRUISE),)
    bruise = GivenFactor(BRUISE, Place("calf", "left"), days)
    other = GivenFactor("bakers-cyst", None, 12)
    patient = Patient(side="left", stage="chronic", factors=(bruise, other))
    assert dated(phases, patient=patient) == open_


def test_a_diagnosis_that_isnt_there_loses_nothing() -> None:
    """Nothing is due for it, and nothing lost."""
    packs = hand_made()
    case = open_case(attrs.evolve(good(), diagnoses=()), packs)
    content = case.content_of("pressing")
    assert content is not None
    offer = content.offers[0]
    assert offer.sequence is not None
    assert core_lost_to_screening(case, content, offer, offer.sequence) == (0, 0)
    case = open_case(good(), packs)
    assert core_lost_to_screening(case, content, offer, offer.sequence) == (0, 2)


def test_a_scope_may_name_regions_itself() -> None:
    """Then it covers what touches them."""
    case = open_case(good(), hand_made())
    press = next(work for work in case.hands if work.key.endswith("/press"))
    body = case.vocabulary.body
    assert Scope(Selector(regions=("pelvis-gluteal",))).covers(press.deed, body)
    assert not Scope(Selector(regions=("leg",))).covers(press.deed, body)


def test_a_training_that_nobody_knows_implies_nothing() -> None:
    """It is held for what it is; those that are known bring what they imply."""
    vocabulary = hand_made().vocabulary
    implying = next(t for t in vocabulary.trainings.values() if t.implies)
    found = with_implied(("unheard-of", implying.id), vocabulary)
    assert found >= {"unheard-of", implying.id, *implying.implies}
    assert with_implied(("unheard-of",), vocabulary) == {"unheard-of"}

"""Which core steps are owed, and what waits for a permission."""

import attrs
import pytest
from hand_made import DAY
from hand_made import HandMade
from hand_made import asked
from hand_made import changed
from hand_made import good
from hand_made import hand_made
from hand_made import left_out
from hand_made import without

from palpate.model.condition import Permission
from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.protocol import Protocol
from palpate.model.safety import Contraindication
from palpate.model.sequence import Step
from palpate.model.sequence import StepSequence
from palpate.model.work import Selector
from palpate.registry.content import Offer
from palpate.verify.case import Case
from palpate.verify.case import open_case
from palpate.verify.wholeness import _covered
from palpate.verify.wholeness import check_wholeness

PERMISSION = Permission("surgeon", "all")


def owed(protocol: Protocol, packs: HandMade) -> list[str]:
    """Give what is said of core steps."""
    return list(check_wholeness(open_case(protocol, packs)))


def missing(name: str) -> str:
    """Give the sentence about a core step of the pressing pack."""
    return f"5: core step pressing/sciatica/{name} isn't in, and nothing covers it"


def test_a_technique_for_another_diagnosis_stops_none_after_it() -> None:
    """What is done for a diagnosis that the protocol hasn't owes nothing."""
    packs = hand_made()
    (offer,) = packs.pack("holding").offers
    other = Offer("whiplash", attrs.evolve(offer.sequence, condition="whiplash"))
    packs = packs.with_pack("holding", offers=(other, offer))
    protocol = changed(good(packs), "hold", diagnosis="whiplash")
    assert owed(protocol, packs) == []
    assert owed(without(protocol, "stretch"), packs) == [missing("stretch")]


def test_every_core_step_is_looked_for() -> None:
    """One that isn't core, isn't due, or waits for what it needs, stops none after it."""
    packs = hand_made().with_step("pressing", "find", importance="optional")
    assert owed(without(good(), "stretch"), packs) == [missing("stretch")]
    packs = hand_made().with_step("pressing", "find", stages=("acute",))
    assert owed(without(good(), "stretch"), packs) == [missing("stretch")]
    bare = without(without(good(), "press"), "stretch")
    unmet = tuple(
        left_out(each.step, "need-unmet") if each.step.endswith("/press") else each
        for each in bare.omitted
    )
    found = owed(attrs.evolve(bare, omitted=unmet), hand_made())
    assert missing("press") not in found
    assert missing("stretch") in found


def pressing(case: Case, name: str = "press") -> bool:
    """Say whether a step of the pressing pack is covered."""
    content = case.content_of("pressing")
    assert content is not None
    sequence = content.offers[0].sequence
    assert sequence is not None
    step = next(each for each in sequence.steps if each.id == name)
    return _covered(step, content, case.protocol.diagnoses[0], case)


def held(side: str) -> HandMade:
    """Give packs of which one presses the other's muscle, on a side."""
    return hand_made().with_step(
        "holding",
        "hold",
        manoeuvres=("pressure-release",),
        targets=("piriformis",),
        regions=("deep-buttock",),
        side=side,
    )


def test_a_step_is_covered_on_its_own_side() -> None:
    """What is owed on the affected left is done on the left, or where left may be meant."""
    for side, covered in (("left", True), ("both", True), ("right", False)):
        packs = held(side)
        assert pressing(open_case(good(packs), packs)) == covered


def test_a_step_for_a_factor_that_isnt_there_is_owed_at_the_complaint() -> None:
    """In any region of the diagnosis."""
    packs = held("both").with_step(
        "pressing", "press", regions=(), targets=(), at_site="bruise-hematoma"
    )
    assert pressing(open_case(good(packs), packs))
    elsewhere = packs.with_step("holding", "hold", regions=("forearm",), targets=())
    assert not pressing(open_case(good(elsewhere), elsewhere))


def test_what_is_owed_is_what_packs_leave_for_the_complaint() -> None:
    """A pack may look at the patient as seen from the diagnosis."""

    def adjust(step: Step, patient: Patient) -> Step:
        seen = "posterior-thigh" in patient.regions
        return attrs.evolve(step, regions=("calf",)) if seen and step.id == "press" else step

    packs = held("both").with_step(
        "pressing", "press", regions=("calf", "deep-buttock"), targets=()
    )
    assert pressing(open_case(good(packs), packs))
    packs = packs.with_pack("session", adjust=adjust)
    assert not pressing(open_case(good(packs), packs))


def waiting(packs: HandMade, protocol: Protocol | None = None) -> list[tuple[str, str | None]]:
    """Give the techniques that wait for a permission, with the diagnosis that they wait for."""
    bars = open_case(protocol or good(packs), packs).screened.bars
    return [(name, bar.diagnosis) for bar in bars for name in sorted(bar.techniques)]


def test_a_permission_is_for_its_own_diagnosis() -> None:
    """That of a sequence for another diagnosis isn't waited for; no steps ask for none."""
    packs = hand_made()
    other = StepSequence("neck", "whiplash", (), permission=PERMISSION)
    offers = (*packs.pack("pressing").offers, Offer("whiplash", other), Offer("sciatica", None))
    assert waiting(packs.with_pack("pressing", offers=offers)) == []
    mine = packs.with_sequence("pressing", permission=PERMISSION)
    assert waiting(mine) == [("pressing", "sciatica")]


def test_a_diagnosis_that_nobody_knows_asks_for_no_permission() -> None:
    """Its techniques do, where their sequences say so."""
    diagnosis = attrs.evolve(good().diagnoses[0], condition="unheard-of")
    protocol = attrs.evolve(good(), diagnoses=(diagnosis,))
    packs = hand_made()
    assert waiting(packs, protocol) == []
    sequence = StepSequence("new", "unheard-of", (), permission=PERMISSION)
    packs = packs.with_pack("holding", offers=(Offer("unheard-of", sequence),))
    assert waiting(packs, protocol) == [("holding", "unheard-of")]


@pytest.mark.parametrize(
    ("allowed", "waits"),
    [((), False), (("pressing",), False), (("Pressing",), False), (("holding",), True)],
)
def test_a_permission_is_for_the_techniques_that_it_names(
    allowed: tuple[str, ...], waits: bool
) -> None:
    """By id or name; for all where it names none."""
    packs = hand_made().with_sequence("pressing", permission=PERMISSION)
    record = Clearance("sciatica", DAY, allowed=allowed)
    protocol = asked(good(packs), cleared=(record,))
    assert bool(waiting(packs, protocol)) == waits


@pytest.mark.parametrize(("where", "off"), [("popliteal-fossa", True), ("deep-buttock", False)])
def test_a_rule_for_a_site_is_about_where_the_factor_always_is(where: str, off: bool) -> None:
    """Work there isn't allowed, where nobody said where it is."""
    rule = Contraindication(
        id="cyst",
        factor="bakers-cyst",
        verdict="absolute",
        applies_to="any-technique",
        action="Keep off.",
        basis="editorial",
        work=Selector(regions=("site",)),
    )
    packs = hand_made().with_rule("session", rule)
    case = open_case(asked(good(packs), factors=(GivenFactor("bakers-cyst"),)), packs)
    (bar,) = case.screened.bars
    press = next(work for work in case.hands if work.key.endswith("/press"))
    deed = attrs.evolve(press.deed, regions=(where,))
    assert bar.scope is not None
    assert bar.scope.covers(deed, case.vocabulary.body) == off

"""Invariants 1 and 2: limits, bars, clearances, wishes, sites, training."""

from datetime import timedelta

import attrs
import pytest
from breaches import Breach
from breaches import is_said
from breaches import name
from hand_made import DAY
from hand_made import HandMade
from hand_made import asked
from hand_made import changed
from hand_made import found
from hand_made import good
from hand_made import hand_made
from hand_made import timed
from hand_made import without

from palpate.model.condition import Permission
from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor
from palpate.model.patient import Place
from palpate.model.protocol import Protocol
from palpate.model.safety import Contraindication
from palpate.model.safety import Limit
from palpate.model.sequence import Phase
from palpate.model.technique import GradeWhen
from palpate.model.technique import StageGrade
from palpate.model.work import Selector
from palpate.verify import verify

FACTOR = "bruise-hematoma"


def rule(verdict: str = "caution", **said: object) -> Contraindication:
    """Give a rule of the session pack for one factor and any technique."""
    usual = {"applies_to": "any-technique", "action": "Mind it.", "basis": "editorial"}
    return Contraindication(id="a-rule", factor=FACTOR, verdict=verdict, **{**usual, **said})


def case(
    made: Contraindication,
    *,
    site: Place | None = None,
    days: int | None = None,
    pack: str = "session",
    protocol: Protocol | None = None,
    **patient: object,
) -> tuple[Protocol, HandMade]:
    """Give the protocol for a patient with the factor, and packs with a rule about it."""
    given = GivenFactor(FACTOR, site or Place("calf", "left"), days)
    base = asked(protocol or good(), factors=(given,), **patient)
    return found(base, made), hand_made().with_rule(pack, made)


def limit(site: Place | None = None, **said: object) -> tuple[Protocol, HandMade]:
    """Give the same with a rule of one limit."""
    return case(rule(limits=(Limit(**said),)), site=site)


# What oversteps a limit.


def since_a_stage() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press works pressure 3 on any region, capped at 2 by a-rule of"""
    # A chronic complaint is of day 85 or later: which, nobody knows.
    made = rule(limits=(Limit(max_pressure=2),), from_days=100, until_days=200)
    protocol, packs = case(made)
    return asked(protocol, factors=()), raising(packs)


def since_an_assumed_stage() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press works pressure 3 on any region, capped at 2 by a-rule of"""
    protocol, packs = before_the_stage()
    diagnosis = attrs.evolve(protocol.diagnoses[0], stage_from="assumed")
    return attrs.evolve(protocol, diagnoses=(diagnosis,)), packs


def another_stage() -> tuple[Protocol, HandMade]:
    """2: step pressing/sciatica/press isn't for stage chronic, or its phase isn't open"""
    return good(), hand_made().with_step("pressing", "press", stages=("acute",))


def undated_phase() -> tuple[Protocol, HandMade]:
    """2: step pressing/sciatica/press isn't for stage chronic, or its phase isn't open"""
    packs = hand_made().with_step("pressing", "press", phases=("later",))
    later = Phase("later", "Later", "onset", 84)
    return good(), packs.with_sequence("pressing", phases=(later,))


def after_the_clock() -> tuple[Protocol, HandMade]:
    """2: step pressing/sciatica/stretch is done after the clock stops"""
    return good(), hand_made().with_step("pressing", "stretch", outside_session=True)


def unknown_place() -> tuple[Protocol, HandMade]:
    """1: nothing can be screened at elsewhere, which isn't in the vocabulary"""
    return asked(good(), avoid=(Place("elsewhere"),)), hand_made()


def keep_off() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press touches left pelvis-gluteal, kept off by a-rule of session"""
    return limit(at=("site",), keep_off=True, site=Place("pelvis-gluteal", "left"))


def keep_off_part() -> tuple[Protocol, HandMade]:
    """1: step holding/sciatica/hold touches left kidney-area, kept off by a-rule of session"""
    return limit(at=("site",), keep_off=True, site=Place("kidney-area", "left"))


def limb() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press touches"""
    protocol, packs = limit(at=("site-limb",), keep_off=True)
    packs = packs.with_step("pressing", "press", regions=("posterior-thigh",))
    return changed(protocol, "press", regions=("posterior-thigh",)), packs


def unknown_site() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press touches the patient, kept off by a-rule of session"""
    protocol, packs = limit(at=("site",), keep_off=True)
    return asked(protocol, factors=(GivenFactor(FACTOR),)), packs


def pressure() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press works pressure 3 on any region, capped at 2 by a-rule of"""
    return limit(max_pressure=2)


def pressure_somewhere() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press works pressure 3 on buttock, capped at 2 by a-rule of"""
    return limit(at=("buttock",), max_pressure=2)


def element() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press uses the element compression, barred by a-rule of session"""
    return limit(bar_elements=("compression",))


def manoeuvre() -> tuple[Protocol, HandMade]:
    """1: step holding/sciatica/hold uses the manoeuvre cross-hand-release, barred by a-rule"""
    return limit(bar_manoeuvres=("cross-hand-release",))


def position() -> tuple[Protocol, HandMade]:
    """1: step session/any/warm uses the position prone, barred by a-rule of session"""
    return limit(bar_positions=("prone",))


def contact() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press uses the contact elbow, barred by a-rule of session"""
    protocol, packs = limit(bar_contacts=("elbow",))
    return changed(protocol, "press", contact="elbow"), packs


def hold_seconds() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press has hold seconds up to 60, at most 30 by a-rule of session"""
    protocol, packs = limit(max_hold_seconds=30)
    return changed(protocol, "press", hold_seconds=(20, 60)), packs


def repetitions() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press has repetitions up to 5, at most 2 by a-rule of session"""
    protocol, packs = limit(max_repetitions=2)
    return changed(protocol, "press", repetitions=(5,)), packs


def pain() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press has pain up to 6, at most 4 by a-rule of session"""
    protocol, packs = limit(max_pain=4)
    return changed(protocol, "press", pain_out_of_10=(5, 6)), packs


def points() -> tuple[Protocol, HandMade]:
    """1: 3 points are pressed, at most 2 by a-rule of session"""
    protocol, packs = limit(max_points=2)
    return changed(protocol, "press", points=(3, 4)), packs


def length() -> tuple[Protocol, HandMade]:
    """1: the session takes 27 minutes, at most 20 by a-rule of session"""
    return limit(max_minutes=20)


def minutes_there() -> tuple[Protocol, HandMade]:
    """1: the work takes 14 minutes, at most 9 by a-rule of session"""
    return limit(at=("buttock",), max_minutes=9)


def only_some_work() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/stretch works pressure 2 on any region, capped at 1 by a-rule"""
    return case(rule(work=Selector(elements=("stretch",)), limits=(Limit(max_pressure=1),)))


def undated() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press works pressure 3 on any region, capped at 2 by a-rule of"""
    return case(rule(limits=(Limit(max_pressure=2),), from_days=3, until_days=9))


def last_day() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press works pressure 3 on any region, capped at 2 by a-rule of"""
    return case(rule(limits=(Limit(max_pressure=2),), from_days=3, until_days=9), days=8)


def own_rule() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press works pressure 3 on any region, capped at 2 by a-rule of"""
    made = rule(applies_to="this-technique", limits=(Limit(max_pressure=2),))
    return case(made, pack="pressing")


def rule_of_an_unused_pack() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press works pressure 3 on any region, capped at 2 by a-rule of"""
    protocol, packs = case(rule(limits=(Limit(max_pressure=2),)), pack="holding")
    return without(protocol, "hold"), packs


def endangered() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press works pressure 4 on deep-buttock, capped at 3 by sciatic"""
    packs = hand_made().with_step("pressing", "press", pressure=4)
    return changed(good(), "press", pressure=4), packs


def endangered_with_factor() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press works pressure 3 on calf, capped at 2 by inner-thigh"""
    packs = hand_made().with_step("pressing", "press", regions=("calf",))
    protocol = changed(good(), "press", regions=("calf",))
    return asked(protocol, factors=(GivenFactor("dvt-history"),)), packs


def wish() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press touches left buttock, kept off by the patient's wish"""
    return asked(good(), avoid=(Place("buttock", "left"),)), hand_made()


def tolerance() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press works pressure 3 on any region, capped at 1 by the patient"""
    return asked(good(), max_pressure=1), hand_made()


def impossible_position() -> tuple[Protocol, HandMade]:
    """1: step holding/sciatica/hold uses the position prone, barred for this patient"""
    return asked(good(), no_positions=("prone",)), hand_made()


def element_not_at_hand() -> tuple[Protocol, HandMade]:
    """1: step session/any/warm uses the element lubricant, barred for this therapist"""
    return therapist(no_elements=("lubricant",)), hand_made()


def contact_not_at_hand() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press uses the contact elbow, barred for this therapist"""
    return changed(therapist(no_contacts=("elbow",)), "press", contact="elbow"), hand_made()


def consent() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press needs consent for gluteal-cleft, which is withheld"""
    packs = hand_made().with_step("pressing", "press", consent=("gluteal-cleft",))
    return asked(good(packs), no_consent=("gluteal-cleft",)), packs


def training() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press needs the training mld-basic, which the therapist hasn't"""
    packs = hand_made().with_step("pressing", "press", training=("mld-basic",))
    return good(packs), packs


def unsaid() -> tuple[Protocol, HandMade]:
    """1: the findings don't say a-rule of session for bruise-hematoma"""
    protocol, packs = limit(max_pressure=4)
    return attrs.evolve(protocol, screening=good().screening), packs


# What shouldn't be treated at all.


def emergency() -> tuple[Protocol, HandMade]:
    """2: status is ready, in spite of emergency by a-rule of session for bruise-hematoma"""
    return case(rule("emergency"))


def absolute() -> tuple[Protocol, HandMade]:
    """2: status is ready, in spite of absolute by a-rule of session for bruise-hematoma"""
    return case(rule("absolute"))


def steps_of_a_refusal() -> tuple[Protocol, HandMade]:
    """2: step session/any/opening stands in a protocol that is do-not-treat"""
    protocol, packs = case(rule("emergency"))
    return attrs.evolve(protocol, status="do-not-treat"), packs


def nothing_done() -> tuple[Protocol, HandMade]:
    """2: status is ready, and nothing is done"""
    return timed(good(), []), hand_made()


def absolute_for_some_work() -> tuple[Protocol, HandMade]:
    """2: step pressing/sciatica/press isn't allowed: absolute by a-rule of session"""
    return case(rule("absolute", work=Selector(families=("compress",))))


def absolute_at_the_site() -> tuple[Protocol, HandMade]:
    """2: step pressing/sciatica/press isn't allowed: absolute by a-rule of session"""
    made = rule("absolute", work=Selector(regions=("site",)))
    return case(made, site=Place("buttock", "left"))


def absolute_for_the_technique() -> tuple[Protocol, HandMade]:
    """2: step holding/sciatica/hold isn't allowed: absolute by a-rule of holding"""
    return case(rule("absolute", applies_to="this-technique"), pack="holding")


def untrained() -> tuple[Protocol, HandMade]:
    """2: step pressing/sciatica/press isn't allowed: absolute by a-rule of session"""
    return case(rule("absolute", work=Selector(without_training=("cdt",))))


def clearance() -> tuple[Protocol, HandMade]:
    """2: step pressing/sciatica/press isn't allowed: clearance by a-rule of session"""
    return case(rule("clearance"))


def clearance_too_old() -> tuple[Protocol, HandMade]:
    """2: step pressing/sciatica/press isn't allowed: clearance by a-rule of session"""
    return case(rule("clearance"), cleared=(Clearance(FACTOR, DAY - timedelta(days=91)),))


def clearance_not_yet() -> tuple[Protocol, HandMade]:
    """2: step pressing/sciatica/press isn't allowed: clearance by a-rule of session"""
    return case(rule("clearance"), cleared=(Clearance(FACTOR, DAY + timedelta(days=1)),))


def clearance_run_out() -> tuple[Protocol, HandMade]:
    """2: step pressing/sciatica/press isn't allowed: clearance by a-rule of session"""
    record = Clearance(FACTOR, DAY - timedelta(9), valid_until=DAY - timedelta(1))
    return case(rule("clearance"), cleared=(record,))


def clearance_for_another() -> tuple[Protocol, HandMade]:
    """2: step pressing/sciatica/press isn't allowed: clearance by a-rule of session"""
    record = Clearance(FACTOR, DAY, allowed=("holding", "session"))
    return case(rule("clearance"), cleared=(record,))


def cleared_within_limits() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press works pressure 3 on any region, capped at 2 by a-rule of"""
    made = rule("clearance", limits=(Limit(max_pressure=2),))
    return case(made, cleared=(Clearance(FACTOR, DAY),))


def permission_of_a_sequence() -> tuple[Protocol, HandMade]:
    """2: step pressing/sciatica/press isn't allowed: the permission of surgeon that sciatica"""
    return good(), hand_made().with_sequence("pressing", permission=Permission("surgeon", "all"))


def permission_of_a_condition() -> tuple[Protocol, HandMade]:
    """2: step holding/sciatica/hold isn't allowed: the permission of surgeon that sciatica"""
    return good(), permitted(hand_made())


def too_light() -> tuple[Protocol, HandMade]:
    """2: step pressing/sciatica/find isn't allowed: pressure 2 by a-rule of session"""
    protocol, packs = limit(max_pressure=2)
    technique = attrs.evolve(packs.pack("pressing").technique, lowest_useful_pressure=3)
    return protocol, packs.with_pack("pressing", technique=technique)


def mostly_lost() -> tuple[Protocol, HandMade]:
    """2: pressing/sciatica is in, and lost 2 of 2 core treating steps to screening"""
    return case(rule("absolute", work=Selector(purposes=("treat",), techniques=("pressing",))))


def withheld() -> tuple[Protocol, HandMade]:
    """2: step pressing/sciatica/find is of a pack whose contraindications can't be had"""
    return good(), hand_made().with_pack("pressing", contraindications=None)


def broken() -> tuple[Protocol, HandMade]:
    """2: step pressing/sciatica/find is of a broken pack: it raised"""
    return good(), hand_made().with_pack("pressing", broken="it raised")


def excluded() -> tuple[Protocol, HandMade]:
    """2: step holding/sciatica/hold is of a technique that the request leaves out"""
    return requested(without=("holding",)), hand_made()


def only_another() -> tuple[Protocol, HandMade]:
    """2: step holding/sciatica/hold is of a technique that the request leaves out"""
    return requested(techniques=("pressing",)), hand_made()


def dropped() -> tuple[Protocol, HandMade]:
    """2: step pressing/sciatica/press is one that the request leaves out"""
    return requested(drop=("pressing/sciatica/press",)), hand_made()


def not_for_this_stage() -> tuple[Protocol, HandMade]:
    """2: step holding/sciatica/hold is of a technique that isn't indicated for sciatica"""
    return good(), graded(StageGrade("acute", "C"))


def better_left_out() -> tuple[Protocol, HandMade]:
    """2: step holding/sciatica/hold is of a technique that is better left out for sciatica"""
    return good(), graded(StageGrade("chronic", "X"))


def worse_with_a_factor() -> tuple[Protocol, HandMade]:
    """2: step holding/sciatica/hold is of a technique that is better left out for sciatica"""
    when = GradeWhen(FACTOR, "X", "It harms.", at=("leg",))
    packs = graded(StageGrade("chronic", "C"), grade_when=(when,))
    given = GivenFactor(FACTOR, Place("calf", "left"))
    return asked(good(), factors=(given,)), packs


def another_place() -> tuple[Protocol, HandMade]:
    """2: step holding/sciatica/hold is of a sequence that isn't for pelvis-gluteal, lower-back"""
    return good(), hand_made().with_sequence("holding", regions=("ankle",))


def reported_as_withheld() -> tuple[Protocol, HandMade]:
    """2: step holding/sciatica/hold is of holding, reported as withheld"""
    protocol = good()
    reports = [
        attrs.evolve(r, status="withheld") if r.id == "holding" else r for r in protocol.techniques
    ]
    return attrs.evolve(protocol, techniques=tuple(reports)), hand_made()


def by_age() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press works pressure 3 on any region, capped at 2 by a-rule of"""
    made = attrs.evolve(rule(limits=(Limit(max_pressure=2),)), factor="child")
    return asked(good(), age=17), hand_made().with_rule("session", made)


def implied() -> tuple[Protocol, HandMade]:
    """2: status is ready, in spite of absolute by a-rule of session for active-cancer"""
    made = attrs.evolve(rule("absolute"), factor="active-cancer")
    protocol = asked(good(), factors=(GivenFactor("bone-metastasis"),))
    return protocol, hand_made().with_rule("session", made)


def raised_by_the_diagnosis() -> tuple[Protocol, HandMade]:
    """1: step pressing/sciatica/press touches left pelvis-gluteal, kept off by a-rule of session"""
    protocol, packs = limit(at=("site",), keep_off=True)
    return asked(protocol, factors=()), raising(packs)


def named_by_a_code() -> tuple[Protocol, HandMade]:
    """2: status is ready, in spite of absolute by a-rule of session for dvt-history"""
    made = attrs.evolve(rule("absolute"), factor="dvt-history")
    packs = hand_made().with_rule("session", made)
    name_of_it = packs.vocabulary.factors["dvt-history"].name
    return requested(diagnoses=("sciatica", name_of_it)), packs


BREACHES = tuple(
    each
    for each in list(globals().values())
    if callable(each) and (getattr(each, "__doc__", None) or "")[:2] in ("1:", "2:")
)


@pytest.mark.parametrize("breach", BREACHES, ids=name)
def test_breach_is_said(breach: Breach) -> None:
    """What screening forbids is found in the timeline, and said."""
    assert is_said(breach)


# What is allowed.


def before_the_stage() -> tuple[Protocol, HandMade]:
    """A window that was over when the stage began binds no factor of the diagnosis."""
    made = rule(limits=(Limit(max_pressure=2),), until_days=85)
    protocol, packs = case(made)
    return asked(protocol, factors=()), raising(packs)


def open_phase() -> tuple[Protocol, HandMade]:
    """A step whose phase has begun is done."""
    packs = undated_phase()[1]
    return asked(good(), onset_days=84), packs


def other_side() -> tuple[Protocol, HandMade]:
    """A place on the other side is kept off."""
    return limit(at=("site",), keep_off=True, site=Place("buttock", "right"))


def window_over() -> tuple[Protocol, HandMade]:
    """The rule's last day is over."""
    return case(rule(limits=(Limit(max_pressure=2),), until_days=9), days=9)


def other_work() -> tuple[Protocol, HandMade]:
    """The rule is about other work."""
    return case(rule("absolute", work=Selector(families=("friction",))))


def weak_enough() -> tuple[Protocol, HandMade]:
    """The rule is about stronger work than is planned."""
    return case(rule("absolute", work=Selector(pressure_from=4)))


def cleared() -> tuple[Protocol, HandMade]:
    """The record holds to its 90th day."""
    return case(rule("clearance"), cleared=(Clearance(FACTOR, DAY - timedelta(days=90)),))


def cleared_by_the_diagnosis() -> tuple[Protocol, HandMade]:
    """A record for a diagnosis covers the factors that it raises itself."""
    protocol, packs = case(rule("clearance"), cleared=(Clearance("sciatica", DAY),))
    return asked(protocol, factors=()), raising(packs)


def permitted_sequence() -> tuple[Protocol, HandMade]:
    """A record for the technique and the diagnosis holds for the weeks that the pack says."""
    record = Clearance("pressing/sciatica", DAY - timedelta(weeks=20))
    permission = Permission("surgeon", "all", valid_weeks=20)
    packs = hand_made().with_sequence("pressing", permission=permission)
    return asked(good(), cleared=(record,)), packs


def trained() -> tuple[Protocol, HandMade]:
    """A step that needs a training is done by who holds one that implies it."""
    packs = hand_made().with_step("pressing", "press", training=("mld-basic",))
    return therapist(good(packs), holds=("cdt",)), packs


def refused() -> tuple[Protocol, HandMade]:
    """Nothing is done in an emergency."""
    protocol, packs = case(rule("emergency"))
    bare = attrs.evolve(
        timed(protocol, []),
        status="do-not-treat",
        session=Protocol("ready", protocol.request).session,
    )
    reports = tuple(
        attrs.evolve(r, status="withheld", reason="An emergency.") for r in bare.techniques
    )
    return attrs.evolve(bare, techniques=reports), packs


ALLOWED = (
    before_the_stage,
    open_phase,
    other_side,
    window_over,
    other_work,
    weak_enough,
    cleared,
    cleared_by_the_diagnosis,
    permitted_sequence,
    trained,
    refused,
)


@pytest.mark.parametrize("allowed", ALLOWED, ids=name)
def test_what_is_allowed_passes(allowed: Breach) -> None:
    """What screening leaves is found to break nothing."""
    protocol, packs = allowed()
    assert verify(protocol, packs) == ()


def therapist(protocol: Protocol | None = None, **said: object) -> Protocol:
    """Give the protocol of another therapist."""
    base = protocol or good()
    made = attrs.evolve(base.request.therapist, **said)
    return attrs.evolve(base, request=attrs.evolve(base.request, therapist=made))


def requested(**said: object) -> Protocol:
    """Give the protocol with another request."""
    return attrs.evolve(good(), request=attrs.evolve(good().request, **said))


def graded(grade: StageGrade, **said: object) -> HandMade:
    """Give packs in which holding has another grade."""
    packs = hand_made()
    indication = attrs.evolve(packs.pack("holding").indications[0], grades=(grade,), **said)
    return packs.with_pack("holding", indications=(indication,))


def condition_that(packs: HandMade, **said: object) -> HandMade:
    """Give packs whose vocabulary says more of sciatica."""
    known = dict(packs.vocabulary.conditions)
    known["sciatica"] = attrs.evolve(known["sciatica"], **said)
    return attrs.evolve(packs, vocabulary=attrs.evolve(packs.vocabulary, conditions=known))


def raising(packs: HandMade) -> HandMade:
    """Give packs whose sciatica raises the factor."""
    return condition_that(packs, raises=(FACTOR,))


def permitted(packs: HandMade) -> HandMade:
    """Give packs whose sciatica asks for a permission first."""
    return condition_that(packs, permission=Permission("surgeon", "all"))

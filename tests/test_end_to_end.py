"""The five packs of this repository, from a request to a verified protocol."""

from datetime import date

import pytest

from palpate.combine import combine
from palpate.model.condition import Condition
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Request
from palpate.model.protocol import PlannedStep
from palpate.model.protocol import Protocol
from palpate.model.scales import Stage
from palpate.model.technique import Indication
from palpate.registry import Packs
from palpate.verify import verify

DAY = date(2025, 3, 1)
LENGTHS = (30, 45, 60)
FAST = (
    ("chronic-low-back-pain", "chronic", 30),
    ("fibromyalgia", "chronic", 30),
    ("lymphedema", "chronic", 30),
    ("migraine", "chronic", 30),
    ("neck-pain", "chronic", 30),
    ("plantar-fasciitis", "late-subacute", 30),
    ("post-surgical-swelling", "early-subacute", 30),
    ("stress-muscle-tension", "chronic", 30),
    ("whiplash", "acute", 30),
)


def asked(condition: str, region: str, stage: Stage, minutes: int) -> Request:
    """Ask for a session, without factors."""
    patient = Patient(stage=stage, regions=(region,) if region else ())
    return Request((condition,), DAY, patient, minutes=minutes)


def indicated(condition: Condition, region: str, stage: Stage, packs: Packs) -> list[str]:
    """Give the techniques that say they are for a condition in a stage, and have steps for it."""
    return [
        pack.technique.id
        for pack, indications in packs.indications()
        if any(_for(i, condition, region, stage, packs) for i in indications)
    ]


def _for(
    indication: Indication, condition: Condition, region: str, stage: Stage, packs: Packs
) -> bool:
    if indication.condition != condition.id or not indication.indicated:
        return False
    graded = any(g.stage == stage and g.grade != "X" for g in indication.grades)
    body = packs.vocabulary.body
    here = (region,) if region else condition.regions
    fits = any(body.overlap(a, b) for a in indication.regions for b in here)
    return graded and (fits or not indication.regions)


def check(protocol: Protocol, condition: str, region: str, stage: Stage, packs: Packs) -> None:
    """Hold a protocol against its indications, the verifier, the clock and its warm-ups."""
    assert verify(protocol, packs) == ()
    known = packs.vocabulary.conditions[condition]
    may = indicated(known, region, stage, packs)
    assert {r.id for r in protocol.techniques if r.status == "used"} <= set(may)
    if not may:
        assert protocol.status == "nothing-indicated"
    elif known.permission is not None:
        assert protocol.status == "needs-clearance"
    else:
        assert protocol.status in ("ready", "needs-clearance", "do-not-treat", "nothing-indicated")
        blocked = {r.status for r in protocol.techniques if r.id in may}
        assert protocol.status == "ready" or blocked & {"withheld", "needs-training", "no-room"}
    assert warmed_twice(protocol, packs) == []
    session = protocol.session
    if protocol.steps:
        assert sum(s.minutes for s in protocol.steps) + session.unused_minutes == session.minutes


def warmed_twice(protocol: Protocol, packs: Packs) -> list[str]:
    """Give the warm-ups of a region that another step had warmed already, core ones aside."""
    vocabulary = packs.vocabulary
    body = vocabulary.body
    warm = [
        s
        for s in protocol.steps
        if s.purpose == "prepare"
        and any("warms" in vocabulary.manoeuvres[m].effects for m in s.manoeuvres)
    ]

    def again(first: PlannedStep, then: PlannedStep) -> bool:
        return (
            then.importance != "core"
            and first.id.partition("#")[0] != then.id.partition("#")[0]
            and {first.side, then.side} != {"left", "right"}
            and all(any(body.within(r, f) for f in first.regions) for r in then.regions)
        )

    return [b.id for n, a in enumerate(warm) for b in warm[n + 1 :] if again(a, b)]


@pytest.mark.parametrize(("condition", "stage", "minutes"), FAST)
def test_a_session(condition: str, stage: Stage, minutes: int, packs: Packs) -> None:
    """Each condition is planned as its indications say, verified, without a second warm-up."""
    known = packs.vocabulary.conditions[condition]
    region = known.places[0] if known.place == "needed" else ""
    protocol = combine(asked(condition, region, stage, minutes), packs)
    check(protocol, condition, region, stage, packs)


def test_sciatica_is_worked_by_two_packs_under_one_clock(packs: Packs) -> None:
    """Sciatica on one side: two techniques, the complaint's own region, its own side."""
    protocol = combine(Request(("M54.31",), DAY, minutes=45), packs)
    check(protocol, "sciatica", "", "chronic", packs)
    assert protocol.status == "ready"
    assert protocol.diagnoses[0].side == "right"
    used = {s.technique for s in protocol.steps if s.diagnosis}
    assert len(used) >= 2
    assert any("pelvis-gluteal" in dict(protocol.session.minutes_by_region) for _ in used)
    assert any(s.side == "right" for s in protocol.steps)


def test_two_headaches_are_one_session(packs: Packs) -> None:
    """Tension headache and migraine, by their synonyms: both are served, by two packs or more."""
    request = Request(("tension headache", "migraine"), DAY, Patient(age=52), minutes=45)
    protocol = combine(request, packs)
    assert verify(protocol, packs) == ()
    assert [d.condition for d in protocol.diagnoses] == ["tension-type-headache", "migraine"]
    assert protocol.diagnoses[1].weight < protocol.diagnoses[0].weight
    assert len({s.technique for s in protocol.steps if s.diagnosis}) >= 2
    assert warmed_twice(protocol, packs) == []


def test_an_emergency_has_no_steps(packs: Packs) -> None:
    """Sciatica with cauda equina signs isn't treated: no steps, and the advice is there."""
    patient = Patient(factors=(GivenFactor("cauda-equina"),))
    protocol = combine(Request(("sciatica",), DAY, patient, minutes=45), packs)
    assert protocol.status == "do-not-treat"
    assert protocol.steps == ()
    assert any(f.verdict == "emergency" and f.action for f in protocol.screening.findings)
    assert verify(protocol, packs) == ()

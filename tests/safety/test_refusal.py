"""A plan that screening leaves nothing of is refused as such, and the refusal names the finding."""

import pytest
from engine import TODAY
from engine import Engine

from palpate.combine import combine
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.model.patient import Request
from palpate.model.protocol import Protocol
from palpate.verify import verify


def planned(engine: Engine, condition: str, region: str | None, minutes: int) -> Protocol:
    """Plan for a patient with a wound, or without."""
    wound = (GivenFactor("open-wound", Place(region)),) if region else ()
    patient = Patient(stage="chronic", factors=wound)
    protocol = combine(Request((condition,), TODAY, patient, minutes=minutes), engine.packs)
    assert verify(protocol, engine.packs) == ()
    return protocol


@pytest.mark.parametrize(
    ("condition", "region", "minutes"),
    [
        # Of three techniques too little is left; the fourth can't find what it would press.
        ("tension-type-headache", "neck", 45),
        ("lateral-epicondylitis", "forearm", 45),
    ],
)
def test_what_screening_took_is_not_said_to_be_not_indicated(
    engine: Engine, condition: str, region: str, minutes: int
) -> None:
    """Without the wound there is a plan; with it none: do not treat, and each technique says why."""
    assert planned(engine, condition, None, minutes).status == "ready"
    protocol = planned(engine, condition, region, minutes)
    assert protocol.status == "do-not-treat"
    assert protocol.steps == ()
    out = [t for t in protocol.techniques if t.status in ("withheld", "no-room")]
    assert out
    assert all("Open wound" in technique.reason for technique in out)


def test_a_session_too_short_for_anything_is_no_matter_of_screening(engine: Engine) -> None:
    """Ten minutes hold nothing, wound or not."""
    for region in (None, "foot"):
        protocol = planned(engine, "tension-type-headache", region, 10)
        assert protocol.status == "nothing-indicated"

"""Every factor with every condition: what is planned for such a patient passes the verifier."""

import pytest

from palpate.combine import combine
from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.model.patient import Request
from palpate.model.patient import Therapist
from palpate.registry import Packs
from palpate.testing.strategies import DAY
from palpate.testing.strategies import ids_of
from palpate.testing.strategies import words
from palpate.verify import verify


@pytest.mark.slow
@pytest.mark.parametrize("condition", ids_of("conditions"))
def test_each_plan_is_verified(packs: Packs, condition: str) -> None:
    """Whatever one factor takes away, the rest is a plan that nobody objects to, or none."""
    known = words().conditions[condition]
    here = (known.regions or known.places)[0]
    places = known.places[:1] if known.place == "needed" else ()
    cleared = (Clearance(condition, DAY),) if known.permission else ()
    therapist = Therapist(holds=ids_of("trainings"))
    planned = 0
    for factor in words().factors.values():
        site = Place(here) if factor.site != "none" else None
        patient = Patient(
            stage="chronic",
            regions=places,
            factors=(GivenFactor(factor.id, site),),
            cleared=cleared,
        )
        asked = Request((condition,), DAY, patient, therapist, minutes=60)
        protocol = combine(asked, packs)
        planned += protocol.status == "ready"
        assert verify(protocol, packs) == (), factor.id
    assert planned

"""What is owed and what waits: a core step as packs leave it, a permission in its weeks."""

from datetime import timedelta

import attrs
import pytest
from hand_made import DAY
from hand_made import asked
from hand_made import good
from hand_made import hand_made

from palpate.model.condition import Permission
from palpate.model.patient import Clearance
from palpate.model.patient import Patient
from palpate.model.sequence import Step
from palpate.verify.case import open_case
from palpate.verify.wholeness import _covered


@pytest.mark.parametrize(
    ("left", "covered"),
    [
        (("neck", "calf", "lower-back"), True),
        (("lower-back",), True),
        (("neck", "calf"), False),
        (None, True),
    ],
)
def test_what_is_owed_is_what_packs_leave(left: tuple[str, ...] | None, covered: bool) -> None:
    """Another's work on the lower back stands for a step there, and not for one that left it."""

    def narrower(step: Step, _patient: Patient) -> Step | None:
        if step.id != "press":
            return step
        return None if left is None else attrs.evolve(step, regions=left)

    packs = hand_made().with_step("holding", "hold", manoeuvres=("pressure-release",))
    wide = {"regions": ("neck", "calf", "lower-back"), "targets": ()}
    packs = packs.with_step("pressing", "press", **wide).with_pack("holding", adjust=narrower)
    case = open_case(good(packs), packs)
    content = case.content_of("pressing")
    assert content is not None
    press = content.offers[0].sequence.steps[1]
    assert _covered(press, content, case.protocol.diagnoses[0], case) == covered


@pytest.mark.parametrize(
    ("weeks", "what", "age", "waits"),
    [
        (None, "sciatica", 90, False),
        (None, "sciatica", 91, True),
        (2, "sciatica", 14, False),
        (2, "sciatica", 15, True),
        (20, "sciatica", 140, False),
        (20, "pressing/sciatica", 140, False),
        (20, "holding/sciatica", 1, True),
        (20, "whiplash", 1, True),
    ],
)
def test_a_permission_holds_its_weeks(weeks: int | None, what: str, age: int, waits: bool) -> None:
    """Ninety days where it doesn't say; for the diagnosis, or for this technique and it."""
    permission = Permission("surgeon", "all", valid_weeks=weeks)
    packs = hand_made().with_sequence("pressing", permission=permission)
    protocol = asked(good(packs), cleared=(Clearance(what, DAY - timedelta(age)),))
    bars = open_case(protocol, packs).screened.bars
    assert [(set(bar.techniques), bar.diagnosis) for bar in bars] == (
        [({"pressing"}, "sciatica")] if waits else []
    )

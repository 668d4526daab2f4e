"""What is owed, what waits and what is capped: by groups, by sites, by weeks, by regions."""

from datetime import timedelta

import attrs
import pytest
from hand_made import DAY
from hand_made import asked
from hand_made import good
from hand_made import hand_made

from palpate.model.condition import Permission
from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.model.sequence import Group
from palpate.model.sequence import Step
from palpate.model.technique import Range
from palpate.model.work import Selector
from palpate.verify.caps import check_caps
from palpate.verify.case import open_case
from palpate.verify.sites import places_meant
from palpate.verify.wholeness import _covered
from palpate.verify.wholeness import check_wholeness


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


@pytest.mark.parametrize(("least", "owed"), [(1, False), (2, False), (3, True)])
def test_some_of_a_group_are_enough(least: int, owed: bool) -> None:
    """Where enough others of a group are in, one more isn't owed."""
    packs = hand_made().with_step("pressing", "shake", importance="core")
    for name in ("press", "stretch", "shake"):
        packs = packs.with_step("pressing", name, group="some")
    for groups, wanted in (
        ((Group("other"), Group("some", choose=Range(least, least, 3))), owed),
        ((Group("some"),), True),
    ):
        made = packs.with_sequence("pressing", groups=groups)
        found = list(check_wholeness(open_case(good(made), made)))
        sentence = "5: core step pressing/sciatica/shake isn't in, and nothing covers it"
        assert found == ([sentence] if wanted else [])


def test_what_works_at_a_site_is_owed_there() -> None:
    """A step without regions is covered by the same work at the factor's place, and nowhere else."""
    packs = hand_made().with_step("holding", "hold", manoeuvres=("pressure-release",))
    packs = packs.with_step(
        "pressing", "press", regions=(), targets=(), at_site="bruise-hematoma", side="both"
    )
    for region, covered in (("lower-back", True), ("calf", False)):
        protocol = asked(good(packs), factors=(GivenFactor("bruise-hematoma", Place(region)),))
        case = open_case(protocol, packs)
        content = case.content_of("pressing")
        assert content is not None
        press = content.offers[0].sequence.steps[1]
        assert _covered(press, content, case.protocol.diagnoses[0], case) == covered


def test_what_has_no_sides_is_capped_whole() -> None:
    """The lower back gets its minutes once, on no side."""
    said = {"what": "minutes", "of": Selector(), "per": "region", "most": 4}
    packs = hand_made().with_cap("session", **said)
    assert list(check_caps(open_case(good(), packs))) == [
        "5: lower-back gets 5 minutes, at most 4: cap a-cap",
        "5: left pelvis-gluteal gets 14 minutes, at most 4: cap a-cap",
    ]


def test_words_for_a_site_add_up() -> None:
    """The site itself of every place, and the limb or the quadrant of each where that is asked."""
    vocabulary = hand_made().vocabulary
    places = (Place("calf", "left"), Place("forearm", "right"))
    found = places_meant(("site", "site-limb", "neck"), places, vocabulary)
    assert found is not None
    limbs = [(p, vocabulary.body.limb_regions(p.region)) for p in places]
    around = {Place(region, p.side) for p, regions in limbs for region in regions}
    assert set(found) == {Place("neck"), *places, *around}
    assert set(places_meant(("site",), places, vocabulary) or ()) == set(places)

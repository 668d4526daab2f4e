"""What a step must have of its source: words, places, sides, a goal and a reference."""

import attrs
import pytest
from hand_made import HandMade
from hand_made import changed
from hand_made import good
from hand_made import hand_made

from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.protocol import Protocol
from palpate.verify.case import Work
from palpate.verify.case import open_case
from palpate.verify.sources import _says
from palpate.verify.sources import check_sources

PRESS = "8: step pressing/sciatica/press"
WARM = "8: step session/any/warm"


def said(protocol: Protocol | None = None, packs: HandMade | None = None) -> list[str]:
    """Give what is said of a protocol's sources."""
    return list(check_sources(open_case(protocol or good(), packs or hand_made())))


@pytest.mark.parametrize(
    ("said", "written", "same"),
    [
        ("Press.", "Press.", True),
        ("Press!", "Press.", False),
        ("", "Press.", False),
        ("Warm the calf slowly.", "Warm the {regions} slowly.", True),
        ("Warm the  slowly.", "Warm the {regions} slowly.", False),
        ("Warm the slowly.", "Warm the {regions} slowly.", False),
        ("Warm the calf.", "Warm the {regions} slowly.", False),
        ("Cool the calf slowly.", "Warm the {regions} slowly.", False),
        ("Calf first.", "{regions} first.", True),
        (" first.", "{regions} first.", False),
        ("Rest on the calf", "Rest on the {regions}", True),
        ("Rest on the ", "Rest on the {regions}", False),
        ("calf, then calf.", "{regions}, then {regions}.", True),
        ("calf, then foot.", "{regions}, then {regions}.", False),
        ("c, then c.", "{regions}, then {regions}.", True),
        ("a much longer name, then a much longer name.", "{regions}, then {regions}.", True),
        (", then .", "{regions}, then {regions}.", False),
        ("Press {regions}.", "Press.", False),
    ],
)
def test_an_instruction_is_its_source_s(said: str, written: str, same: bool) -> None:
    """Letter for letter, with one text of some length wherever the regions are left open."""
    assert _says(said, written) == same


def test_regions_that_nobody_knows_are_named() -> None:
    """Sorted, with a comma between them; so is a step that is nowhere."""
    protocol = changed(good(), "press", regions=("deep-buttock",))
    steps = [
        attrs.evolve(each, regions=("tail", "horn")) if each.id.endswith("/press") else each
        for each in protocol.steps
    ]
    assert said(attrs.evolve(protocol, steps=tuple(steps)))[:2] == [
        f"{PRESS} works on no known region: horn, tail",
        f"{PRESS} works on other regions than its source",
    ]


def test_the_frame_works_on_no_more_than_its_source() -> None:
    """On fewer of the regions, if it names some; on any where it names none."""
    packs = hand_made().with_step("session", "warm", regions=("deep-buttock", "lower-back"))
    assert said(good(), hand_made()) == []
    assert said(changed(good(), "warm", regions=("deep-buttock",)), packs) == []
    more = changed(good(), "warm", regions=("deep-buttock", "calf"))
    assert said(more, packs) == [f"{WARM} works on more regions than its source"]


def test_a_step_is_in_a_position() -> None:
    """One without is said to have none."""
    assert f"{PRESS} is done in no position, which its source doesn't offer" in said(
        changed(good(), "press", position="")
    )


@pytest.mark.parametrize(
    ("offered", "used", "wrong"),
    [
        (("palm",), "palm", False),
        (("palm",), "", False),
        (("palm",), "fist", True),
        ((), "fist", False),
        ((), "", False),
    ],
)
def test_a_contact_is_one_that_is_offered(offered: tuple[str, ...], used: str, wrong: bool) -> None:
    """A source that offers none leaves it open, and so does a plan that names none."""
    packs = hand_made().with_step("pressing", "press", contacts=offered)
    found = said(changed(good(packs), "press", contact=used), packs)
    expected = [f"{PRESS} uses {used}, which its source doesn't offer"] if wrong else []
    assert found == expected


@pytest.mark.parametrize(
    ("factors", "region", "there"),
    [
        ((), "deep-buttock", True),
        ((), "calf", False),
        (("bakers-cyst",), "popliteal-fossa", True),
        (("bakers-cyst",), "deep-buttock", False),
    ],
)
def test_a_step_for_a_factor_is_where_that_always_is(
    factors: tuple[str, ...], region: str, there: bool
) -> None:
    """Where nobody named its site; at the complaint where the patient hasn't it."""
    packs = hand_made().with_step("pressing", "press", regions=(), at_site="bakers-cyst")
    protocol = changed(good(packs), "press", regions=(region,))
    patient = Patient(
        side="left", stage="chronic", factors=tuple(GivenFactor(name) for name in factors)
    )
    protocol = attrs.evolve(protocol, request=attrs.evolve(protocol.request, patient=patient))
    wrong = f"{PRESS} isn't at the site of bakers-cyst"
    assert (wrong not in said(protocol, packs)) == there


@pytest.mark.parametrize("side", ["left", "right", "both", "midline", "affected", "unaffected"])
def test_the_frame_is_on_any_side(side: str) -> None:
    """It goes where the others work."""
    assert said(changed(good(), "warm", side=side)) == []


def test_no_side_is_a_side_of_the_patient() -> None:
    """Neither of the frame nor of a pack."""
    for name, step in (("warm", WARM), ("press", PRESS)):
        assert said(changed(good(), name, side="upper")) == [
            f"{step} is on the upper side, which its source doesn't ask for"
        ]


def test_a_step_for_no_diagnosis_is_looked_at_all_the_same() -> None:
    """Where the protocol names none, the affected side may be any, and no goal is known."""
    bare = attrs.evolve(good(), diagnoses=())
    for side in ("left", "right", "both", "midline"):
        assert said(changed(bare, "press", side=side)) == []
    wrong = f"{PRESS} is on the affected side, which its source doesn't ask for"
    assert said(changed(bare, "press", side="affected")) == [wrong]
    packs = hand_made().with_step("pressing", "press", goal="")
    assert said(changed(bare, "press", goal="", references=()), packs) == []


@pytest.mark.parametrize(
    ("own", "indicated", "named", "wrong"),
    [
        ("relieve-pain", True, "", True),
        ("relieve-pain", False, "", True),
        ("", True, "", True),
        ("", False, "", False),
        ("relieve-pain", True, "relieve-pain", False),
    ],
)
def test_a_treating_step_names_its_goal(own: str, indicated: bool, named: str, wrong: bool) -> None:
    """Where it has one itself, or the technique has for the diagnosis."""
    packs = hand_made().with_step("pressing", "press", goal=own)
    if not indicated:
        packs = packs.with_pack("pressing", indications=())
    found = said(changed(good(packs), "press", goal=named), packs)
    assert (f"{PRESS} names no goal" in found) == wrong


@pytest.mark.parametrize(
    ("own", "indicated", "wrong"),
    [(("a",), True, True), (("a",), False, True), ((), True, True), ((), False, False)],
)
def test_a_step_names_a_reference(own: tuple[str, ...], indicated: bool, wrong: bool) -> None:
    """Where it has one itself, or the technique has for the diagnosis."""
    packs = hand_made().with_step("pressing", "press", references=own)
    if not indicated:
        packs = packs.with_pack("pressing", indications=())
    found = said(changed(good(packs), "press", references=()), packs)
    assert (f"{PRESS} names no reference" in found) == wrong


def test_a_step_knows_its_place_in_its_sequence() -> None:
    """Counted from none; one that is in no sequence is before all."""
    case = open_case(good(), hand_made())
    places = {work.planned.id: work.place for work in case.hands}
    assert places["pressing/sciatica/find"] == 0
    assert places["pressing/sciatica/stretch"] == 2
    press = case.hands[3]
    assert Work(0, press.planned, press.deed).place == -1
    assert attrs.evolve(press, written=None).place == -1

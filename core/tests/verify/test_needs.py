"""Needs by themselves: one state, who asks for it, who brings it about, when and where."""

import attrs
import pytest
from hand_made import HandMade
from hand_made import changed
from hand_made import good
from hand_made import hand_made

from palpate.model.protocol import Protocol
from palpate.model.sequence import Need
from palpate.model.work import Provider
from palpate.model.work import Selector
from palpate.model.work import State
from palpate.verify.case import open_case
from palpate.verify.needs import check_needs

HOLD = Selector(techniques=("holding",))
WARM = Selector(techniques=("session",), purposes=("prepare",))
FIND = Selector(purposes=("assess",))
PRESS = Selector(manoeuvres=("pressure-release",))
STRETCH = Selector(manoeuvres=("post-isometric-relaxation",))
CLOSE = Selector(techniques=("session",), purposes=("integrate",))
#: The good protocol's row: hold (lower back), warm, find, press, stretch, close (all left buttock).


def said(
    *providers: Selector,
    protocol: Protocol | None = None,
    packs: HandMade | None = None,
    needed_by: tuple[Selector, ...] = (PRESS,),
    **state: object,
) -> list[str]:
    """Say what is missing where one state is all there is; pressing needs it unless said."""
    provided = tuple(Provider(work) for work in providers)
    made = State(
        **{"id": "s", "name": "", "needed_by": needed_by, "provided_by": provided, **state}
    )
    made_from = packs or hand_made()
    case = open_case(protocol or good(made_from), made_from)
    vocabulary = attrs.evolve(case.vocabulary, states={made.id: made})
    return list(check_needs(attrs.evolve(case, vocabulary=vocabulary)))


def missing(where: str, when: str = "before") -> list[str]:
    """Give the sentence about the press."""
    return [f"5: step pressing/sciatica/press needs s{where} {when} it, which nothing brings about"]


@pytest.mark.parametrize("on", ["region", "muscle", "session"])
@pytest.mark.parametrize(
    ("when", "provider", "met"),
    [
        ("before", FIND, True),
        ("before", PRESS, False),
        ("before", STRETCH, False),
        ("after", FIND, False),
        ("after", PRESS, False),
        ("after", STRETCH, True),
    ],
)
def test_a_state_is_brought_about_on_its_side_in_time(
    on: str, when: str, provider: Selector, met: bool
) -> None:
    """Before or after the step that needs it; never by that step itself."""
    where = "(left deep-buttock)" if on == "region" else ""
    assert said(provider, on=on, when=when) == ([] if met else missing(where, when))


@pytest.mark.parametrize(
    ("on", "provider", "met"),
    [
        ("region", HOLD, False),
        ("muscle", HOLD, False),
        ("session", HOLD, True),
        ("region", WARM, True),
        ("muscle", WARM, False),
        ("muscle", FIND, True),
    ],
)
def test_what_a_provider_must_share(on: str, provider: Selector, met: bool) -> None:
    """The region, or a muscle, or only the session."""
    where = "(left deep-buttock)" if on == "region" else ""
    assert said(provider, on=on) == ([] if met else missing(where))


def test_one_provider_of_many_is_enough() -> None:
    """Who doesn't share the muscle takes nothing from who does."""
    assert said(HOLD, FIND, on="muscle") == []
    assert said(STRETCH, HOLD) == missing("(left deep-buttock)")


def test_nobody_asks_nobody_owes() -> None:
    """A state that no step asks for is missed by none; each that asks is named."""
    assert said(needed_by=()) == []
    assert said(needed_by=(PRESS, STRETCH), not_in=("pelvis-gluteal",)) == []
    assert said(needed_by=(PRESS,), not_in=("neck",)) == missing("(left deep-buttock)")
    found = said(FIND, needed_by=(FIND, STRETCH), on="muscle")
    assert found == ["5: step pressing/sciatica/find needs s before it, which nothing brings about"]


def test_kinds_of_work_may_be_of_a_region() -> None:
    """Who needs, who provides and for whom: each in the regions that its selector names."""
    there, elsewhere = ("pelvis-gluteal",), ("neck",)
    find, press = attrs.evolve(FIND, regions=there), attrs.evolve(PRESS, regions=there)
    assert said(find, needed_by=(press,)) == []
    assert said(provided_by=(Provider(find, only_for=press),)) == []
    assert said(needed_by=(press,)) == missing("(left deep-buttock)")
    assert said(needed_by=(attrs.evolve(PRESS, regions=elsewhere),)) == []
    assert said(attrs.evolve(FIND, regions=elsewhere)) == missing("(left deep-buttock)")
    unfit = Provider(FIND, only_for=attrs.evolve(PRESS, regions=elsewhere))
    assert said(provided_by=(unfit,)) == missing("(left deep-buttock)")


def test_a_provider_may_be_good_for_some() -> None:
    """`only_for` is asked of the step that needs, not of the one that provides."""
    for only_for, met in ((PRESS, True), (FIND, False)):
        provided = (Provider(FIND, only_for=only_for),)
        assert (said(provided_by=provided) == []) == met
    assert said(provided_by=(Provider(HOLD), Provider(FIND, only_for=PRESS))) == []


@pytest.mark.parametrize(
    ("on", "provides", "where"),
    [
        ("region", (Need("s"),), None),
        ("region", (Need("s", "pelvis-gluteal"),), None),
        ("region", (Need("s", "calf"), Need("s", "deep-buttock")), None),
        ("region", (Need("s", "calf"), Need("s")), None),
        ("region", (Need("s", "calf"),), "(left deep-buttock)"),
        ("region", (Need("other"),), "(left deep-buttock)"),
        ("region", (), "(left deep-buttock)"),
        ("muscle", (Need("s"),), None),
        ("muscle", (Need("other"),), ""),
    ],
)
def test_a_step_may_say_what_it_brings_about(
    on: str, provides: tuple[Need, ...], where: str | None
) -> None:
    """A state by its name: where the step works, or only in the region that it says."""
    packs = hand_made().with_step("pressing", "find", provides=provides)
    assert said(packs=packs, on=on) == ([] if where is None else missing(where))


def test_what_is_said_comes_on_top_of_the_kind() -> None:
    """A step that provides by its kind does so where it works, and in the region that it says."""
    packs = hand_made().with_step("pressing", "find", provides=(Need("s", "calf"),))
    packs = packs.with_step("pressing", "press", needs=(Need("s", "calf"),))
    assert said(FIND, packs=packs) == []


@pytest.mark.parametrize(
    ("needs", "where"),
    [
        ((Need("s"),), "(left deep-buttock)"),
        ((Need("s", "calf"),), "(left calf)"),
        ((Need("other"),), None),
        ((), None),
    ],
)
def test_a_step_may_say_what_it_needs(needs: tuple[Need, ...], where: str | None) -> None:
    """A state by its name: where it works, or in the region that it says."""
    packs = hand_made().with_step("pressing", "press", needs=needs)
    found = said(packs=packs, needed_by=())
    assert found == ([] if where is None else missing(where))


def test_each_region_is_asked() -> None:
    """Of two regions the one that isn't reached is named; one left out isn't asked for."""
    protocol = changed(good(), "press", regions=("deep-buttock", "calf"))
    assert said(FIND, protocol=protocol) == missing("(left calf)")
    assert said(protocol=protocol) == missing("(left deep-buttock)") + missing("(left calf)")
    assert said(FIND, protocol=protocol, not_in=("leg",)) == []
    assert said(protocol=protocol, not_in=("leg",)) == missing("(left deep-buttock)")


@pytest.mark.parametrize(
    ("needing", "one", "other", "where"),
    [
        ("left", "left", "left", None),
        ("left", "both", "both", None),
        ("left", "midline", "midline", None),
        ("left", "right", "right", "left"),
        ("right", "left", "left", "right"),
        ("left", "right", "left", None),
        ("left", "affected", "affected", "left"),
        ("affected", "affected", "affected", None),
        ("affected", "unaffected", "unaffected", "affected"),
        ("affected", "left", "left", "affected"),
        ("affected", "left", "right", None),
        ("left", "affected", "unaffected", None),
        ("both", "both", "both", None),
        ("both", "left", "right", None),
        ("both", "affected", "unaffected", None),
        ("both", "left", "left", "each side of"),
        ("both", "left", "affected", "each side of"),
        ("midline", "left", "left", None),
        ("midline", "midline", "midline", None),
    ],
)
def test_sides_are_reached(needing: str, one: str, other: str, where: str | None) -> None:
    """One side by itself or by both; both by left and right; the midline by any work there."""
    protocol = changed(good(), "press", side=needing)
    protocol = changed(changed(protocol, "warm", side=one), "find", side=other)
    expected = [] if where is None else missing(f"({where} deep-buttock)")
    assert said(WARM, FIND, protocol=protocol) == expected


@pytest.mark.parametrize(
    ("needing", "provider", "where"),
    [
        ("left", HOLD, None),
        ("both", HOLD, None),
        ("midline", HOLD, None),
        ("midline", FIND, "all of"),
        ("both", FIND, "each side of"),
        ("right", FIND, "right"),
    ],
)
def test_what_has_no_sides_is_reached_whole(
    needing: str, provider: Selector, where: str | None
) -> None:
    """Work on the lower back reaches both of its halves, whatever side it is said to be on."""
    protocol = changed(good(), "press", regions=("lower-back",), side=needing)
    protocol = changed(protocol, "hold", side="right")
    expected = [] if where is None else missing(f"({where} lower-back)")
    assert said(provider, protocol=protocol) == expected


def test_what_the_pack_wrote_no_more_of_provides_nothing() -> None:
    """A planned step without a source says neither what it needs nor what it brings about."""
    protocol = good()
    steps = tuple(
        attrs.evolve(each, sequence="gone") if each.technique == "pressing" else each
        for each in protocol.steps
    )
    stranger = attrs.evolve(protocol, steps=steps)
    packs = hand_made().with_step("pressing", "find", provides=(Need("s"),))
    assert said(protocol=stranger, packs=packs) == missing("(left deep-buttock)")
    assert said(FIND, protocol=stranger, packs=packs) == []

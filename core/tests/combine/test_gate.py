"""Restrictions by themselves: what they are about, and what of it they forbid."""

import pytest
from hand_screened import ATLAS
from hand_screened import work

from palpate.combine.gate import EVERYWHERE
from palpate.combine.gate import Gate
from palpate.combine.gate import Restriction
from palpate.combine.places import LEFT
from palpate.combine.places import RIGHT
from palpate.model.safety import Limit
from palpate.model.work import Selector

HERE = ATLAS.place("calf", LEFT)


@pytest.mark.parametrize(
    ("said", "forbidden"),
    [
        ({"keep_off": True}, True),
        ({"bar_elements": ("stroking",)}, True),
        ({"bar_elements": ("heat", "stroking")}, True),
        ({"bar_elements": ("heat",)}, False),
        ({"bar_manoeuvres": ("effleurage",)}, True),
        ({"bar_manoeuvres": ("tapotement",)}, False),
        ({"bar_positions": ("prone",)}, False),
        ({"bar_contacts": ("palm",)}, False),
        ({"max_pressure": 0}, False),
        ({}, False),
    ],
)
def test_what_a_limit_forbids(said: dict[str, object], forbidden: bool) -> None:
    """Keeping off, and a barred element or manoeuvre, leave nothing of the work; lower caps do."""
    limit = Restriction(Limit(**said), "somebody")  # type: ignore[arg-type]
    assert limit.forbids(work("calf")) == forbidden
    assert Restriction(Limit(), "somebody", bars=True).forbids(work("calf"))


@pytest.mark.parametrize(
    ("technique", "selector", "binds"),
    [
        (None, None, True),
        ("one", None, True),
        ("two", None, False),
        (None, Selector(elements=("stroking",)), True),
        (None, Selector(elements=("heat",)), False),
        ("two", Selector(elements=("stroking",)), False),
    ],
)
def test_whom_a_restriction_binds(
    technique: str | None, selector: Selector | None, binds: bool
) -> None:
    """Its technique, and the kind of work that it speaks of."""
    assert Restriction(Limit(), "", technique, selector).binds(work("calf")) == binds


@pytest.mark.parametrize(
    ("places", "touched"),
    [(EVERYWHERE, True), (HERE, True), (ATLAS.place("calf", RIGHT), False), (0, False)],
)
def test_which_places_a_restriction_touches(places: int, touched: bool) -> None:
    """The whole body touches everything; a side its own."""
    restriction = Restriction(Limit(), "", places=places)
    assert restriction.touches(HERE) == touched
    assert bool(Gate((restriction,), ()).binding(work("calf", LEFT))) == touched


def test_the_whole_body_touches_work_without_a_place() -> None:
    """A step with no hands on the patient is under a limit for everywhere, and under no other."""
    assert Restriction(Limit(), "").touches(0)
    assert not Restriction(Limit(), "", places=HERE).touches(0)


def test_without_a_limit_the_highest_level_is_five() -> None:
    """Nobody lowers it: Walton 5, and nobody is named."""
    assert Gate((), ()).pressure_cap(work("calf"), ()) == (5, "")
    five = Restriction(Limit(max_pressure=5), "somebody")
    assert Gate((five,), ()).pressure_cap(work("calf"), ()) == (5, "")


def test_the_first_of_equal_sources_is_named() -> None:
    """Of two with the same cap the first is said."""
    made = tuple(Restriction(Limit(max_pressure=2), name) for name in ("a", "b"))
    assert Gate(made, ()).pressure_cap(work("calf"), ()) == (2, "a")


def test_the_first_that_waits_is_named() -> None:
    """Where only clearances are lacking, the first is given."""
    made = tuple(Restriction(Limit(), name, bars=True, waits=True) for name in ("a", "b"))
    found = Gate(made, ()).kept_off(work("calf"))
    assert found is made[0]
    assert Gate((), ()).kept_off(work("calf")) is None

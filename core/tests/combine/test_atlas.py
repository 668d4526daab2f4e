"""Regions as bits say the same as the body's tree, region by region."""

import pytest
from hand_screened import ATLAS
from hand_screened import VOCABULARY

BODY = VOCABULARY.body
REGIONS = tuple(VOCABULARY.regions)
SOME = ("leg", "calf", "lateral-calf", "lower-back", "toes")


@pytest.mark.parametrize("region", SOME)
def test_places_touch_what_overlaps(region: str) -> None:
    """Regions that are a place, hold it or are part of it are touched."""
    touched = ATLAS.named(ATLAS.touching(ATLAS.place(region)))
    assert touched == tuple(r for r in REGIONS if BODY.overlap(r, region))


@pytest.mark.parametrize("regions", [SOME[:1], SOME[1:2], SOME[2:4], ()])
def test_what_lies_inside_of_regions(regions: tuple[str, ...]) -> None:
    """Regions that are one of some, or part of one, lie inside; so do both of their sides."""
    expected = tuple(r for r in REGIONS if any(BODY.within(r, one) for one in regions))
    for _ in range(2):
        assert ATLAS.named(ATLAS.inside(regions)) == expected
        assert ATLAS.units_inside(regions) == frozenset(ATLAS.units(expected, 3))


@pytest.mark.parametrize("position", VOCABULARY.positions)
def test_what_is_reached_in_a_position(position: str) -> None:
    """Regions that hands reach well or partly are reached."""
    expected = tuple(r for r in REGIONS if BODY.reach(r, position) > 0)
    for _ in range(2):
        assert ATLAS.named(ATLAS.reached(position)) == expected


def test_the_body_is_all_regions() -> None:
    """The body's bits name every region in the order of the vocabulary, the first one first."""
    assert ATLAS.named(ATLAS.body) == REGIONS
    assert ATLAS.first(ATLAS.body) == REGIONS[0]
    assert ATLAS.first(ATLAS.touching(ATLAS.place("toes"))) == "foot"


@pytest.mark.parametrize("region", REGIONS)
def test_what_a_region_is_parted_into(region: str) -> None:
    """The parts of a region are those that name it."""
    parts = [r.id for r in VOCABULARY.regions.values() if r.part_of == region]
    assert list(BODY.parts(region)) == parts

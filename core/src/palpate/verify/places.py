"""Sides and places: what meets what on the patient."""

from collections.abc import Iterable
from typing import Literal

from palpate.model.patient import Place
from palpate.vocabulary import Body

BOTH_SIDES = frozenset({"left", "right"})
_OPPOSITE = {
    "left": "right",
    "right": "left",
    "affected": "unaffected",
    "unaffected": "affected",
}


def sides_of(body: Body, region: str, side: str | None) -> frozenset[str]:
    """Give the sides on which a region is meant; all that isn't plainly one side is both."""
    if side in BOTH_SIDES and body.is_paired(region):
        return frozenset({str(side)})
    return BOTH_SIDES


def meets(body: Body, regions: Iterable[str], side: str | None, place: Place) -> bool:
    """Say whether work on regions of a side touches a place."""
    there = sides_of(body, place.region, place.side)
    return any(
        body.overlap(region, place.region) and sides_of(body, region, side) & there
        for region in regions
    )


def opposed(one: str, other: str) -> bool:
    """Say whether two sides are plainly not the same."""
    return _OPPOSITE.get(one) == other


def opposite(side: str) -> str:
    """Give the other side; what isn't one side stays what it is."""
    return _OPPOSITE.get(side, side)


def one_side(side: str | None) -> Literal["left", "right"] | None:
    """Give left or right, or None where both may be meant."""
    if side == "left":
        return "left"
    return "right" if side == "right" else None


def place_name(place: Place) -> str:
    """As `left knee` or `knee`, in ids."""
    return f"{place.side} {place.region}" if place.side in BOTH_SIDES else place.region

"""The body map holds every region, and its left and right are the patient's."""

import re
from xml.etree import ElementTree as ET

import attrs
import pytest

from palpate.model.anatomy import Region
from palpate.model.patient import Place
from palpate.model.protocol import Protocol
from palpate.render.bodymap import POINT
from palpate.render.bodymap import SIDES
from palpate.render.bodymap import VIEWS
from palpate.render.bodymap import drawing
from palpate.render.bodymap import marks_of
from palpate.render.bodymap_marks import body_map
from palpate.render.documents import words
from palpate.render.html import render
from palpate.render.sheet import tones_of
from palpate.vocabulary import Vocabulary
from palpate.vocabulary import load_vocabulary

REGIONS = list(load_vocabulary().regions.values())


def middle(path: str) -> float:
    """The x of the middle of what a path covers, cut at the edge of the paper."""
    xs = [min(max(float(x), 0), 200) for x, _ in POINT.findall(path)]
    return (min(xs) + max(xs)) / 2


@pytest.mark.parametrize("region", REGIONS, ids=lambda r: r.id)
def test_every_region_is_on_the_map(region: Region) -> None:
    """Each region of the vocabulary has a shape: its own, or that of what it is part of."""
    assert marks_of(region.id, "", load_vocabulary())


def test_every_larger_part_has_a_shape_of_its_own() -> None:
    """Main regions, and parts that have parts themselves, are not shown by something else."""
    holders = {region.part_of for region in REGIONS}
    for region in REGIONS:
        if region.part_of is None or region.id in holders:
            assert any(region.id in drawing().shapes[view] for view in VIEWS), region.id


def test_every_shape_is_of_a_region() -> None:
    """The file draws nothing that the vocabulary doesn't know."""
    known = load_vocabulary().regions
    assert all(region in known for view in VIEWS for region in drawing().shapes[view])


@pytest.mark.parametrize("region", [r for r in REGIONS if r.paired], ids=lambda r: r.id)
@pytest.mark.parametrize("side", SIDES)
def test_the_side_is_the_patients(region: Region, side: str) -> None:
    """From the front the patient's right is at the viewer's left; from the back it is at the right."""
    for mark in marks_of(region.id, side, load_vocabulary()):
        at_left = middle(mark.path) < drawing().midline
        assert at_left == ((mark.view == "front") == (side == "right")), (mark.view, side)
        assert mark.side == side


@pytest.mark.parametrize("region", [r for r in REGIONS if not r.paired], ids=lambda r: r.id)
def test_what_lies_in_the_middle_is_drawn_there_or_says_its_side(region: Region) -> None:
    """A region without sides is drawn across the midline, but for the two that are named by one."""
    for mark in marks_of(region.id, "", load_vocabulary()):
        if region.id.startswith(SIDES):
            named = region.id.partition("-")[0]
            assert (middle(mark.path) < 100) == ((mark.view == "front") == (named == "right"))
        else:
            assert middle(mark.path) == pytest.approx(drawing().midline, abs=0.6)


@pytest.mark.parametrize("side", SIDES)
def test_half_of_a_middle_region_is_the_patients_half(side: str) -> None:
    """Work on one side of the low back fills that half alone."""
    for mark in marks_of("lower-back", side, load_vocabulary()):
        left, _, width, _ = mark.box
        assert mark.half
        assert (left + width / 2 < 100) == ((mark.view == "front") == (side == "right"))


def test_each_shape_lies_on_the_figure() -> None:
    """The middle of each shape's box is near the body, and no shape leaves the paper."""
    figure = drawing()
    for view in VIEWS:
        for region, path in figure.shapes[view].items():
            ys = [float(y) for _, y in POINT.findall(path)]
            assert min(ys) > -5, region
            assert max(ys) < figure.height + 5, region
            assert re.fullmatch(r"[MLCZ0-9 .\-]+", path), region


def test_mirroring_twice_changes_nothing() -> None:
    """The right half is the left one, mirrored at the midline."""
    figure = drawing()
    for path in figure.shapes["front"].values():
        again = figure.mirrored(figure.mirrored(path))
        assert [float(n) for p in POINT.findall(again) for n in p] == pytest.approx(
            [float(n) for p in POINT.findall(path) for n in p]
        )


def test_marks_are_what_the_steps_say(
    protocols: dict[str, Protocol], vocabulary: Vocabulary
) -> None:
    """Each place of each step is listed, filled in its technique's colour, on its side."""
    protocol = protocols["ankle-sprain-at-two-weeks"]
    tones = tones_of(protocol)
    made = body_map(protocol, vocabulary, words(), tones)
    fills = [mark for view in made.views for mark in view.fills]
    for step in protocol.steps:
        for region in step.regions:
            shown = drawing().drawn(region, vocabulary)
            found = [m for m in fills if m.region == shown and m.side in (step.side, "")]
            assert found, (step.id, region)
            if step.technique in tones:
                assert all(tones[step.technique] in mark.tones for mark in found)
    assert {mark.side for mark in fills} <= {"right", ""}


def test_places_to_keep_off_are_hatched(
    refusals: dict[str, Protocol], vocabulary: Vocabulary
) -> None:
    """What screening or the patient keeps hands off is marked, and on no other side."""
    protocol = refusals["new-knee"]
    made = body_map(protocol, vocabulary, words(), {})
    off = {(m.region, m.side) for view in made.views for m in view.fills if m.keep_off}
    assert ("knee", "left") in off
    assert ("calf", "left") in off
    assert all(side == "left" for _, side in off)
    # The rule also lowers the pressure of the whole leg: that keeps nothing off.
    assert not {"thigh", "foot"} & {region for region, _ in off}
    assert {entry.place for entry in made.keep_off} >= {"knee, left side"}


def test_the_page_says_the_sides(protocols: dict[str, Protocol], vocabulary: Vocabulary) -> None:
    """Under each figure stands which side is which; each fill carries its region and side."""
    page = render(protocols["sciatica"], vocabulary)
    figures = re.findall(r"<figure>.*?</figure>", page, re.DOTALL)
    ends = [re.search(r"<span>([^<]*)</span><span>([^<]*)</span></p>", f) for f in figures]
    assert [end and end.groups() for end in ends] == [
        ("patient&#39;s right", "patient&#39;s left"),
        ("patient&#39;s left", "patient&#39;s right"),
    ]
    for figure in figures:
        drawn = re.search(r"<svg.*?</svg>", figure, re.DOTALL)
        assert drawn
        for path in ET.fromstring(drawn[0]).iter("path"):  # noqa: S314 - our own page
            if path.get("data-side") == "right":
                assert "data-region" in path.attrib


def test_numbers_do_not_cover_each_other(
    protocols: dict[str, Protocol], vocabulary: Vocabulary
) -> None:
    """Each number on the map can be read."""
    for protocol in protocols.values():
        made = body_map(protocol, vocabulary, words(), tones_of(protocol))
        for view in made.views:
            spots = [mark.badge for mark in view.badges]
            for index, (x, y) in enumerate(spots):
                for a, b in spots[index + 1 :]:
                    assert (x - a) ** 2 + (y - b) ** 2 > (1.9 * made.badge) ** 2


def test_an_unknown_side_is_said(protocols: dict[str, Protocol], vocabulary: Vocabulary) -> None:
    """Where the affected side isn't known, both are marked and the page says so."""
    open_side = protocols["post-surgical-scar"]
    assert body_map(open_side, vocabulary, words(), {}).side_open
    asked = attrs.evolve(open_side.request.patient, avoid=(Place("hand", "right"),))
    protocol = attrs.evolve(open_side, request=attrs.evolve(open_side.request, patient=asked))
    off = {
        m.side
        for v in body_map(protocol, vocabulary, words(), {}).views
        for m in v.fills
        if m.keep_off
    }
    assert off == {"right"}

"""The body map: where the hands work, and where they keep off; the side is always the patient's."""

import re
import tomllib
from collections.abc import Iterable
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from attrs import evolve
from attrs import frozen

from palpate.vocabulary import Vocabulary

FILE = Path(__file__).parent / "assets" / "body.toml"
VIEWS: Final = ("front", "back")
SIDES: Final = ("left", "right")
NUMBER = r"-?\d+(?:\.\d+)?"
POINT = re.compile(rf"({NUMBER}) ({NUMBER})")
#: How much of the figure is shown around the marks, and the least height that is shown.
AROUND = 28.0
LEAST_HEIGHT = 180.0

Box = tuple[float, float, float, float]


@frozen
class Drawing:
    """The figure and its shapes.

    Attributes:
        midline: The x of the body's middle.
        outline: View to the path of the whole figure; likewise `lines`.
        frames: Name to a part that is shown alone where it holds every mark: x, y, width, height.
        shapes: View to region id to its path; that of a paired region is on the viewer's left.
    """

    width: float
    height: float
    midline: float
    outline: Mapping[str, str]
    lines: Mapping[str, str]
    frames: Mapping[str, Box]
    shapes: Mapping[str, Mapping[str, str]]

    def drawn(self, region: str, vocabulary: Vocabulary) -> str | None:
        """Give the region itself, or the nearest that it is part of and that has a shape."""
        for holder in vocabulary.body.lineage(region):
            if any(holder in self.shapes[view] for view in VIEWS):
                return holder
        return None

    def mirrored(self, path: str) -> str:
        """Mirror a path at the midline."""
        return POINT.sub(lambda found: f"{2 * self.midline - float(found[1]):g} {found[2]}", path)


@frozen
class Mark:
    """A shape that is filled.

    Attributes:
        side: `left` or `right`, the patient's; empty for all of a region in the middle.
        half: Whether only that half of a middle region is meant.
        tones: Colours of the techniques that work there.
        keep_off: Whether hands keep off.
        number: Its number in the list beside the map; 0 for none.
    """

    region: str
    view: str
    side: str
    path: str
    half: bool
    box: Box
    tones: tuple[int, ...] = ()
    keep_off: bool = False
    number: int = 0
    badge: tuple[float, float] = (0, 0)

    @property
    def area(self) -> float:
        """Size of the box around it: smaller marks are drawn over larger ones."""
        return self.box[2] * self.box[3]


@cache
def drawing() -> Drawing:
    """Read the figure."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    shapes: dict[str, dict[str, str]] = {view: {} for view in VIEWS}
    for shape in data["shape"]:
        shapes[shape["view"]][shape["region"]] = shape["path"]
    return Drawing(
        width=data["width"],
        height=data["height"],
        midline=data["midline"],
        outline=data["outline"],
        lines=data["lines"],
        frames={name: tuple(box) for name, box in data["frames"].items()},
        shapes=shapes,
    )


def viewers_left(view: str) -> str:
    """Name the patient's side that stands at the viewer's left."""
    return "right" if view == VIEWS[0] else "left"


def marks_of(region: str, side: str, vocabulary: Vocabulary) -> tuple[Mark, ...]:
    """Give the shapes of a place, in every view that shows it.

    Args:
        region: Region id.
        side: `left` or `right`; anything else means both.
    """
    figure = drawing()
    shown = figure.drawn(region, vocabulary)
    if shown is None:
        return ()
    sides = (side,) if side in SIDES else SIDES
    paired = vocabulary.regions[shown].paired
    found = []
    for view in VIEWS:
        path = figure.shapes[view].get(shown)
        if path is None:
            continue
        if paired:
            found += [_paired(shown, view, each, path) for each in sides]
        else:
            found.append(_middle(shown, view, side, path))
    return tuple(found)


def _paired(region: str, view: str, side: str, path: str) -> Mark:
    if side != viewers_left(view):
        path = drawing().mirrored(path)
    return Mark(region, view, side, path, half=False, box=box_of(path))


def _middle(region: str, view: str, side: str, path: str) -> Mark:
    box = box_of(path)
    if side not in SIDES:
        return Mark(region, view, "", path, half=False, box=box)
    left, top, width, height = box
    middle = min(max(drawing().midline, left), left + width)
    on_left = side == viewers_left(view)
    box = (
        (left, top, middle - left, height)
        if on_left
        else (middle, top, left + width - middle, height)
    )
    return Mark(region, view, side, path, half=True, box=box)


def box_of(path: str) -> Box:
    """Give the box around a path's points, cut to the figure: x, y, width, height."""
    figure = drawing()
    points = [(float(x), float(y)) for x, y in POINT.findall(path)]
    xs = [min(max(x, 0.0), figure.width) for x, _ in points]
    ys = [min(max(y, 0.0), figure.height) for _, y in points]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def frame_of(marks: Iterable[Mark]) -> Box:
    """Give the part of the figure to show: a named one, or all of its width and what is marked of its height."""
    figure = drawing()
    boxes = [mark.box for mark in marks]
    for frame in figure.frames.values():
        if boxes and all(_inside(box, frame) for box in boxes):
            return frame
    top = min((box[1] for box in boxes), default=0.0) - AROUND
    bottom = max((box[1] + box[3] for box in boxes), default=figure.height) + AROUND
    short_of = max(0.0, LEAST_HEIGHT - (bottom - top)) / 2
    top, bottom = max(0.0, top - short_of), min(figure.height, bottom + short_of)
    return 0.0, top, figure.width, bottom - top


def _inside(box: Box, frame: Box) -> bool:
    return (
        box[0] >= frame[0] - 1
        and box[1] >= frame[1] - 1
        and box[0] + box[2] <= frame[0] + frame[2] + 1
        and box[1] + box[3] <= frame[1] + frame[3] + 1
    )


def with_badges(marks: tuple[Mark, ...], radius: float) -> tuple[Mark, ...]:
    """Place the numbers at the middle of their shapes, and push apart those that would touch."""
    placed: list[Mark] = []
    for mark in marks:
        x, y, width, height = mark.box
        spot = (x + width / 2, y + height / 2)
        if mark.number:
            taken = [other.badge for other in placed if other.number and other.view == mark.view]
            spot = _free(spot, taken, radius)
        placed.append(evolve(mark, badge=spot))
    return tuple(placed)


def _free(
    spot: tuple[float, float], taken: list[tuple[float, float]], radius: float
) -> tuple[float, float]:
    """Look around a spot for the nearest place where a number has room."""
    for ring in range(24):
        for across, down in ((0, 1), (1, 0), (0, -1), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1)):
            x, y = spot[0] + across * ring * radius / 2, spot[1] + down * ring * radius / 2
            if all((x - a) ** 2 + (y - b) ** 2 >= (2.1 * radius) ** 2 for a, b in taken):
                return x, y
    return spot

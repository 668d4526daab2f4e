"""From a protocol to the marks on the body map and the list beside it."""

from collections.abc import Iterable
from collections.abc import Mapping

from attrs import evolve
from attrs import frozen

from palpate.model.protocol import Protocol
from palpate.render.bodymap import SIDES
from palpate.render.bodymap import VIEWS
from palpate.render.bodymap import Box
from palpate.render.bodymap import Mark
from palpate.render.bodymap import drawing
from palpate.render.bodymap import frame_of
from palpate.render.bodymap import marks_of
from palpate.render.bodymap import viewers_left
from palpate.render.bodymap import with_badges
from palpate.render.documents import Words
from palpate.render.findings import techniques_said
from palpate.render.places import largest
from palpate.render.places import places_kept_off
from palpate.render.places import split_place
from palpate.render.steps import short
from palpate.vocabulary import Vocabulary

#: Radius of a number, as a part of the width of what is shown.
BADGE = 0.038
WIDE = 200.0


@frozen
class Entry:
    """A place in the list beside the map.

    Attributes:
        number: The number on the map; 0 for a place to keep off.
        works: Which techniques work there, each with the numbers of its steps, and its colour.
    """

    number: int
    place: str
    works: tuple[tuple[str, int], ...] = ()
    why: str = ""


@frozen
class View:
    """The figure from one side, ready to draw."""

    name: str
    title: str
    viewers_left: str
    viewers_right: str
    outline: str
    lines: str
    parts: tuple[str, ...]
    fills: tuple[Mark, ...]
    badges: tuple[Mark, ...]


@frozen
class BodyMap:
    """Both views, the list, and what is shown of the figure.

    Attributes:
        mixtures: Colours that stand together in one shape.
        side_open: Whether a side isn't known, so that both are marked.
    """

    views: tuple[View, ...]
    treated: tuple[Entry, ...]
    keep_off: tuple[Entry, ...]
    frame: Box
    badge: float
    middle: float
    mixtures: tuple[tuple[int, ...], ...]
    side_open: bool


def body_map(
    protocol: Protocol, vocabulary: Vocabulary, said: Words, tones: dict[str, int]
) -> BodyMap:
    """Put a protocol on the body."""
    figure = drawing()
    treated, marks = _treated(protocol, vocabulary, said, tones)
    off, off_marks = _kept_off(protocol, vocabulary, said)
    every = (*marks, *off_marks)
    frame = frame_of(every)
    radius = BADGE * max(frame[2], WIDE / 2)
    fills = _merged(every)
    badges = with_badges(marks, radius)
    return BodyMap(
        views=tuple(_view(name, vocabulary, said, fills, badges) for name in VIEWS),
        treated=treated,
        keep_off=off,
        frame=frame,
        badge=radius,
        middle=figure.midline,
        mixtures=tuple(sorted({mark.tones for mark in fills if len(mark.tones) > 1})),
        side_open=any(step.side in ("affected", "unaffected") for step in protocol.steps),
    )


def _treated(
    protocol: Protocol, vocabulary: Vocabulary, said: Words, tones: dict[str, int]
) -> tuple[tuple[Entry, ...], tuple[Mark, ...]]:
    """Number the places where hands work, in the order of the steps."""
    found: dict[tuple[str, str], dict[str, list[int]]] = {}
    for number, step in enumerate(protocol.steps, 1):
        for region in step.regions:
            if region in vocabulary.regions:
                works = found.setdefault((region, step.side if step.side in SIDES else ""), {})
                works.setdefault(step.technique, []).append(number)
    entries, marks = [], []
    for number, ((region, side), works) in enumerate(found.items(), 1):
        place = vocabulary.regions[region].name
        named = _side_said(region, side, vocabulary, said)
        entries.append(
            Entry(number, f"{place}, {named}" if named else place, _works(works, tones, said))
        )
        colours = tuple(sorted({tones[t] for t in works if t in tones}))
        marks += [
            evolve(m, tones=colours, number=number) for m in marks_of(region, side, vocabulary)
        ]
    return tuple(entries), tuple(marks)


def _side_said(region: str, side: str, vocabulary: Vocabulary, said: Words) -> str:
    if side:
        return said("said", side)
    return said("said", "both") if vocabulary.body.is_paired(region) else ""


def _works(
    works: dict[str, list[int]], tones: dict[str, int], said: Words
) -> tuple[tuple[str, int], ...]:
    return tuple(
        (
            said(
                "said",
                "steps-of",
                letters=short(technique) if technique in tones else said("said", "frame-step"),
                steps=", ".join(str(number) for number in numbers),
            ),
            tones.get(technique, 0),
        )
        for technique, numbers in works.items()
    )


def _kept_off(
    protocol: Protocol, vocabulary: Vocabulary, said: Words
) -> tuple[tuple[Entry, ...], tuple[Mark, ...]]:
    """Gather the places that screening or the patient keeps hands off.

    In a session, a rule for techniques that aren't in it keeps nothing off.
    """
    used = {step.technique for step in protocol.steps}
    found: dict[str, dict[str, list[str]]] = {}
    for finding in protocol.screening.findings:
        if used and finding.techniques and not used.intersection(finding.techniques):
            continue
        for place in places_kept_off(finding, protocol, vocabulary):
            why = found.setdefault(place, {}).setdefault(finding.name, [])
            why.append(techniques_said(finding, protocol))
    for given in protocol.request.patient.avoid:
        place = f"{given.side} {given.region}" if given.side in SIDES else given.region
        found.setdefault(place, {})[said("said", "asked-by-patient")] = [""]
    marks: list[Mark] = []
    for place in found:
        side, region = split_place(place)
        if region in vocabulary.regions:
            marks += [evolve(m, keep_off=True) for m in marks_of(region, side, vocabulary)]
    entries = tuple(
        _off_entry(place, found[place], protocol, vocabulary, said)
        for place in largest(tuple(found), vocabulary)
    )
    return entries, tuple(marks)


def _off_entry(
    place: str,
    why: Mapping[str, list[str]],
    protocol: Protocol,
    vocabulary: Vocabulary,
    said: Words,
) -> Entry:
    """Write a place to keep off: why, for which techniques where not for all, and what may be done."""
    side, region = split_place(place)
    name = vocabulary.regions[region].name if region in vocabulary.regions else region
    named = said.tables["said"].get(side, side) if side else ""
    reasons = "; ".join(
        name
        if "" in bound
        else f"{name} {said('said', 'only-techniques', techniques=', '.join(dict.fromkeys(bound)))}"
        for name, bound in why.items()
    )
    allowed = _steps_in(region, side, protocol, vocabulary)
    if allowed:
        key = "only-steps" if len(allowed) > 1 else "only-step"
        reasons = said("said", key, why=reasons, steps=", ".join(map(str, allowed)))
    return Entry(0, f"{name}, {named}" if named else name, why=reasons)


def _steps_in(
    region: str, side: str, protocol: Protocol, vocabulary: Vocabulary
) -> tuple[int, ...]:
    """Number the steps that work in a place: those that its rule allows, such as trained drainage."""
    body, known = vocabulary.body, vocabulary.regions
    return tuple(
        number
        for number, step in enumerate(protocol.steps, 1)
        if not {side, step.side} >= set(SIDES)
        and any(r in known and region in known and body.overlap(r, region) for r in step.regions)
    )


def _merged(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Fill each shape once, with all that is true of it; the largest first."""
    found: dict[tuple[str, str, str], Mark] = {}
    for mark in marks:
        key = (mark.view, mark.region, mark.side)
        other = found.get(key, mark)
        colours = tuple(sorted({*other.tones, *mark.tones}))
        found[key] = evolve(other, tones=colours, keep_off=other.keep_off or mark.keep_off)
    return tuple(sorted(found.values(), key=lambda m: (m.keep_off, -m.area, m.region, m.side)))


def _view(
    name: str,
    vocabulary: Vocabulary,
    said: Words,
    fills: tuple[Mark, ...],
    badges: tuple[Mark, ...],
) -> View:
    figure = drawing()
    ends = {"left": said("heading", "patients-left"), "right": said("heading", "patients-right")}
    at_left = viewers_left(name)
    at_right = next(side for side in SIDES if side != at_left)
    return View(
        name=name,
        title=said("heading", name),
        viewers_left=ends[at_left],
        viewers_right=ends[at_right],
        outline=figure.outline[name],
        lines=figure.lines[name],
        parts=tuple(_main_parts(name, vocabulary)),
        fills=tuple(mark for mark in fills if mark.view == name),
        badges=tuple(mark for mark in badges if mark.view == name and mark.number),
    )


def _main_parts(view: str, vocabulary: Vocabulary) -> Iterable[str]:
    """Give the borders of the main regions, drawn faintly under the marks."""
    figure = drawing()
    for region, path in figure.shapes[view].items():
        if vocabulary.regions[region].part_of is None:
            yield path
            if vocabulary.body.is_paired(region):
                yield figure.mirrored(path)

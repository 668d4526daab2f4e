"""The flag table against the engine: 124 factors by 5 techniques, cell by cell."""

from collections.abc import Iterator
from itertools import chain

import pytest
from attrs import evolve
from cells import LIGHT
from cells import SITE
from cells import TECHNIQUES
from cells import WHOLE_BODY
from cells import Row
from cells import rows
from cells import stricter
from engine import Complaint
from engine import Engine
from engine import Outcome

from palpate.combine.candidate import Candidate
from palpate.model.patient import GivenFactor
from palpate.model.patient import Place
from palpate.model.scales import VERDICTS

#: Complaints that between them hold every technique, and most kinds of work.
COMPLAINTS = (
    Complaint("neck-pain", None, "chronic"),
    Complaint("sciatica", None, "chronic"),
    Complaint("fibromyalgia", None, "chronic"),
    Complaint("post-surgical-swelling", "knee", "chronic"),
)
#: The others, tried with -m slow.
MORE = (
    Complaint("migraine", None, "chronic"),
    Complaint("sports-recovery", None, "chronic"),
    Complaint("stress-muscle-tension", None, "chronic"),
    Complaint("lateral-epicondylitis", None, "chronic"),
    Complaint("post-surgical-scar", "abdomen", "chronic"),
    Complaint("chronic-venous-insufficiency", None, "chronic"),
    Complaint("tmj-disorder", None, "chronic"),
    Complaint("frozen-shoulder", None, "chronic"),
    Complaint("joint-sprain", "ankle", "acute"),
    Complaint("muscle-strain", "posterior-thigh", "early-subacute"),
)
FACTORS = sorted(rows())
#: How the engine begins the reason of a technique, or of its other steps, of which too little is left.
TOO_LITTLE = ("too little of it is left", "no treating step is left")


@pytest.fixture(
    scope="module",
    params=[COMPLAINTS, pytest.param(MORE, marks=pytest.mark.slow)],
    ids=["few", "more"],
)
def complaints(request: pytest.FixtureRequest) -> tuple[Complaint, ...]:
    """Give the complaints that every row is tried with."""
    return request.param  # type: ignore[no-any-return]


def given(row: Row, outcome: Outcome, turn: int, engine: Engine) -> GivenFactor:
    """Give a row's factor; where it has a place, at one that the complaint's steps work on."""
    factor = engine.packs.vocabulary.factors[row.factor]
    if factor.site == "none" or (SITE not in (*row.region, *row.light) and factor.site != "needed"):
        return GivenFactor(row.factor)
    steps = [c for c in outcome.gathered.candidates if c.part >= 0]
    worked = sorted({region for step in steps for region in step.step.regions})
    return GivenFactor(row.factor, Place(worked[turn % len(worked)]))


def region_of(row: Row, words: tuple[str, ...], factor: GivenFactor, engine: Engine) -> int:
    """Give the bits of a row's region, at the patient's own place."""
    body = engine.packs.vocabulary.body
    own = engine.packs.vocabulary.factors[row.factor].regions
    sites = (factor.site.region,) if factor.site else own
    found: list[str] = []
    for word in words:
        if word == SITE:
            found += sites
        elif word == "site-limb":
            found += chain.from_iterable(body.limb_regions(s) for s in sites)
        elif word == "site-quadrant":
            found += chain.from_iterable(body.quadrant_regions(s) for s in sites)
        elif word == WHOLE_BODY:
            found += engine.packs.vocabulary.regions
        else:
            found.append(word)
    return engine.atlas.places(found)


def parts_of(row: Row) -> tuple[str, ...]:
    """Give a row's region where it is a part of the body."""
    return tuple(word for word in row.region if word != WHOLE_BODY)


def too_mild(
    row: Row, technique: str, without: Outcome, held: Outcome, here: int, light: int
) -> Iterator[str]:
    """Say where a technique is allowed more than its cell.

    Args:
        without: With the factor, and no clearance.
        held: With a clearance for it.
        here: The bits of the row's region.
    """
    cell = row.cells[technique]
    if cell.out and without.steps(technique):
        yield f"{cell.text}: still in without clearance: {next(iter(without.steps(technique)))}"
    if cell.out == "no" and held.steps(technique):
        yield f"{cell.text}: back in with clearance: {next(iter(held.steps(technique)))}"
    outcome = held if cell.out else without
    for key, step in outcome.steps(technique).items():
        inside = bool(step.facts.places & here)
        if cell.avoid and inside and touches(step):
            yield f"{cell.text}: {key} works in the region"
        if step.step.pressure > cell.cap:
            yield f"{cell.text}: {key} at {step.step.pressure}"
        if inside and step.step.pressure > cell.cap_here:
            yield f"{cell.text}: {key} in the region at {step.step.pressure}"
        if step.facts.places & light and step.step.pressure > LIGHT:
            yield f"{cell.text}: {key} at {step.step.pressure}, where {LIGHT} is the most"


def touches(step: Candidate) -> bool:
    """Say whether hands are on the patient in a step; breathing and an exercise are not."""
    return step.step.hands_on and bool(step.facts.elements - {"breathing", "contraction"})


def barred(technique: str, before: Outcome, after: Outcome, here: int) -> Iterator[str]:
    """Say what of a technique a factor takes out or lowers where the table says `ok`.

    The row's own region is left out of account: there the row itself asks for something. So is what
    follows from that, where a technique has too little left.
    """
    left = after.steps(technique)
    reasons = {x.key: x.detail for x in after.gathered.left}
    refused = [r.reason for r in after.gathered.refused if r.technique == technique]
    for key, step in before.steps(technique).items():
        if step.facts.places & here:
            continue
        if key not in left:
            why = reasons.get(key, f"the technique is out: {refused}")
            if not why.startswith(TOO_LITTLE):
                yield f"{key} is out: {why}"
        elif left[key].step.pressure < step.step.pressure:
            yield f"{key} at {left[key].step.pressure} instead of {step.step.pressure}"


def undercut(
    engine: Engine, complaints: tuple[Complaint, ...], factor: str, days: int | None = None
) -> list[str]:
    """Say where the engine allows a patient with a factor more than the table does."""
    row = rows()[factor]
    wrong = []
    for turn, complaint in enumerate(complaints):
        item = given(row, engine.baseline(complaint), FACTORS.index(factor) + turn, engine)
        item = evolve(item, days=days)
        without = engine.run(complaint, (item,))
        held = without
        if any(c.out for c in row.cells.values()):
            held = engine.run(complaint, (item,), cleared=(factor,))
        here = region_of(row, row.region, item, engine)
        light = region_of(row, row.light, item, engine)
        for technique in TECHNIQUES:
            found = too_mild(row, technique, without, held, here, light)
            wrong += [f"{technique} for {complaint}, {item.site}: {what}" for what in found]
    return wrong


@pytest.mark.parametrize("factor", FACTORS)
def test_no_cell_is_undercut(
    engine: Engine, complaints: tuple[Complaint, ...], factor: str
) -> None:
    """With every factor each technique is held at least as strictly as its cell says."""
    wrong = undercut(engine, complaints, factor)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("factor", FACTORS)
def test_what_the_table_allows_is_not_barred(
    engine: Engine, complaints: tuple[Complaint, ...], factor: str
) -> None:
    """Where a cell says `ok`, the factor alone takes nothing out of the technique and lowers nothing."""
    row = rows()[factor]
    wrong = []
    allowed = [t for t in TECHNIQUES if row.cells[t].ok]
    for turn, complaint in enumerate(complaints if allowed else ()):
        before = engine.baseline(complaint)
        item = given(row, before, FACTORS.index(factor) + turn, engine)
        after = engine.run(complaint, (item,))
        here = region_of(row, parts_of(row), item, engine)
        for technique in allowed:
            if (factor, technique) not in stricter():
                found = barred(technique, before, after, here)
                wrong += [f"{technique} for {complaint}, {item.site}: {what}" for what in found]
    assert not wrong, "\n".join(wrong)


def test_every_stricter_cell_is_needed(engine: Engine) -> None:
    """An entry of stricter.toml whose technique loses nothing is taken out of the file."""
    idle = []
    for factor, technique in stricter():
        row = rows()[factor]
        assert row.cells[technique].ok, (factor, technique)
        found: list[str] = []
        for turn, complaint in enumerate(COMPLAINTS):
            before = engine.baseline(complaint)
            item = given(row, before, FACTORS.index(factor) + turn, engine)
            here = region_of(row, parts_of(row), item, engine)
            found += barred(technique, before, engine.run(complaint, (item,)), here)
        if not found:
            idle.append((factor, technique))
    assert not idle


@pytest.mark.parametrize("factor", FACTORS)
def test_what_is_urgent_is_said(engine: Engine, factor: str) -> None:
    """Each row's severity is a verdict of at least that weight, and its urgency is said."""
    row = rows()[factor]
    complaint = COMPLAINTS[0]
    item = given(row, engine.baseline(complaint), 0, engine)
    screened = engine.run(complaint, (item,)).screened
    own = [f for f in screened.screening.findings if f.factor == factor]
    assert own, "no rule speaks of it"
    worst = max(VERDICTS.index(f.verdict) for f in own)
    least = {"absolute": "regional", "clearance": "clearance", "local": "regional"}
    assert worst >= VERDICTS.index(least.get(row.severity, "caution"))  # type: ignore[arg-type]
    if row.severity == "absolute" and all(c.text == "no" for c in row.cells.values()):
        assert screened.stop
    if "ems" in row.urgency:
        assert any(f.verdict == "emergency" for f in own)
    if any(word.removesuffix("-if") in ("ems", "sameday", "soon") for word in row.urgency):
        assert any(f.urgency or f.verdict == "emergency" for f in own)


def test_the_table_is_whole(engine: Engine) -> None:
    """The table has every factor of the vocabulary, and no other."""
    assert set(FACTORS) == set(engine.packs.vocabulary.factors)
    assert len(FACTORS) == 124

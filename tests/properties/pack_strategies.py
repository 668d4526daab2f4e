"""Random packs, and scenarios of packs and a request, in the words of the real vocabulary."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from attrs import frozen
from hypothesis import strategies as st

from palpate.model.patient import Request
from palpate.model.safety import Contraindication
from palpate.model.safety import Limit
from palpate.model.scales import BASES
from palpate.model.scales import GRADES
from palpate.model.scales import IMPORTANCES
from palpate.model.scales import STAGES
from palpate.model.sequence import Group
from palpate.model.sequence import Need
from palpate.model.sequence import Step
from palpate.model.sequence import StepSequence
from palpate.model.sequence import Timing
from palpate.model.technique import Cap
from palpate.model.technique import CombinationRule
from palpate.model.technique import Indication
from palpate.model.technique import Range
from palpate.model.technique import Reference
from palpate.model.technique import StageGrade
from palpate.model.technique import Technique
from palpate.model.work import Selector
from palpate.testing.memory import CodePack
from palpate.testing.memory import brief
from palpate.testing.strategies import MOST
from palpate.testing.strategies import OFTEN
from palpate.testing.strategies import Draw
from palpate.testing.strategies import factor_ids
from palpate.testing.strategies import ids_of
from palpate.testing.strategies import one_of
from palpate.testing.strategies import requests
from palpate.testing.strategies import seldom
from palpate.testing.strategies import some
from palpate.testing.strategies import targets_in
from palpate.testing.strategies import words

TECHNIQUES = ("alpha", "beta", "gamma", "delta")
SOURCE = Reference(id="source", kind="book", title="A book", year=2001, read="not-read")


@frozen(repr=False)
class Scenario:
    """A request, and the packs in memory that are asked."""

    request: Request
    plugins: tuple[CodePack, ...]

    def __repr__(self) -> str:
        """Write what isn't as by default."""
        return brief(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Hypothesis prints what failed by this."""
        printer.text("..." if cycle else brief(self))


@cache
def manoeuvres_by_purpose() -> dict[str, tuple[str, ...]]:
    """Give the manoeuvres that a step of each purpose is made of."""
    found: dict[str, list[str]] = {"prepare": [], "assess": [], "integrate": [], "treat": []}
    for manoeuvre in words().manoeuvres.values():
        if "warms" in manoeuvre.effects:
            found["prepare"].append(manoeuvre.id)
        if "locates" in manoeuvre.effects:
            found["assess"].append(manoeuvre.id)
        if "closes" in manoeuvre.effects:
            found["integrate"].append(manoeuvre.id)
        found["treat"].append(manoeuvre.id)
    return {purpose: tuple(ids) for purpose, ids in found.items()}


@cache
def workable(condition: str, position: str = "") -> tuple[str, ...]:
    """Give the first regions of a condition and their parts, as far as hands reach them.

    Args:
        position: Only those that are reached in it, where there are any.
    """
    found = words().conditions[condition]
    body = words().body
    ways = (position,) if position else ids_of("positions")
    regions = tuple(
        region
        for region in ids_of("regions")
        if any(body.within(region, r) for r in (found.regions or found.places)[:3])
        and any(body.reach(region, p) > 0 for p in ways)
    )
    return regions or workable(condition)


@cache
def halves(least: int, most: int) -> st.SearchStrategy[Range]:
    """Draw a range of minutes in half minutes, from bounds in half minutes."""
    return st.lists(st.integers(least, most), min_size=3, max_size=3).map(
        lambda ns: Range(*(n / 2 for n in sorted(ns)))
    )


@cache
def wholes(least: int, most: int) -> st.SearchStrategy[Range]:
    """Draw a range of whole numbers."""
    return st.lists(st.integers(least, most), min_size=3, max_size=3).map(
        lambda ns: Range(*sorted(ns))
    )


@st.composite
def steps(
    draw: Draw, condition: str, number: int, purpose: str, groups: Sequence[str], likely: str
) -> Step:
    """Draw a step for a condition that at least one position reaches.

    Args:
        likely: The position that most steps of the sequence share.
    """
    body = words().body
    pool = workable(condition, likely if draw(st.integers(0, OFTEN)) < OFTEN else "")
    regions = tuple(sorted(draw(some(pool, 2, 1))))
    reaching = [p for p in words().positions if all(body.reach(r, p) > 0 for r in regions)]
    if not reaching:
        regions = regions[:1]
        reaching = [p for p in words().positions if body.reach(regions[0], p) > 0]
    positions = draw(some(reaching, 3, 1))
    if likely in reaching and likely not in positions:
        positions = (*positions, likely)
    targets = targets_in(regions[0])
    pressure = draw(one_of((0, 1, 2, 2, 3, 3, 4, 5)))
    paired = all(body.is_paired(r) for r in regions)
    sides = ("both", "affected", "unaffected", "left", "right", "each")
    return Step(
        id=f"{purpose}-{number}",
        instruction=f"Do step {number} of this sequence.",
        manoeuvres=draw(some(manoeuvres_by_purpose()[purpose], 1, 1)),
        purpose=purpose,  # type: ignore[arg-type]
        importance=draw(one_of(IMPORTANCES)),
        minutes=draw(halves(1, 12)),
        positions=positions,
        side=draw(one_of(sides)) if paired else "midline",
        minutes_for_both=draw(st.booleans()),
        regions=regions,
        pressure=pressure,
        lowest_pressure=draw(st.integers(0, min(2, pressure))),
        basis=draw(one_of(BASES)),
        targets=draw(some(targets, 2)) if targets else (),
        stages=draw(seldom(some(STAGES, 3), ())),
        goal=draw(one_of(words().conditions[condition].goals or ("",))),
        contacts=draw(some(ids_of("contacts"), 2)),
        hold_seconds=draw(st.none() | wholes(5, 120)),
        repetitions=draw(st.none() | wholes(1, 10)),
        points=draw(st.none() | wholes(1, 6)),
        training=draw(seldom(some(ids_of("trainings"), 1), ())),
        consent=draw(seldom(some(ids_of("consents"), 1), ())),
        needs=draw(seldom(some((Need("warm"), Need("located"), Need("closed")), 1), ())),
        provides=draw(seldom(some((Need("warm"), Need("located"), Need("lengthened")), 1), ())),
        references=draw(some(("source",), 1)),
        group=draw(one_of((None, *groups))),
    )


@st.composite
def sequences(draw: Draw, condition: str, most_steps: int) -> StepSequence:
    """Draw a sequence; its treating steps stand between those that prepare and those that close."""
    groups = draw(seldom(st.just(("group",)), ()))
    purposes = draw(
        st.lists(
            st.sampled_from(("prepare", "assess", "treat", "treat", "treat", "integrate")),
            min_size=1,
            max_size=most_steps,
        )
    )
    order = ("prepare", "assess", "treat", "integrate")
    if draw(st.integers(0, OFTEN)) < OFTEN:
        purposes.sort(key=order.index)
    likely = draw(one_of(ids_of("positions")))
    found = tuple(
        draw(steps(condition, n, purpose, groups, likely))
        for n, purpose in enumerate(["treat", *purposes])
    )
    if draw(st.integers(0, OFTEN)) < OFTEN:
        found = tuple(sorted(found, key=lambda s: order.index(s.purpose)))
    return StepSequence(
        id=condition,
        condition=condition,
        steps=found,
        groups=tuple(
            Group(name, draw(wholes(1, 2)), any_order=draw(st.booleans())) for name in groups
        ),
        caps=draw(seldom(st.tuples(caps("of-sequence")), ())),
    )


@st.composite
def selectors(draw: Draw) -> Selector:
    """Draw a selector that speaks of work by one word, sometimes with a pressure or a region."""
    kind = draw(one_of(("families", "elements", "effects")))
    said = {kind: (draw(one_of(ids_of(kind))),)}
    return Selector(
        families=said.get("families", ()),
        elements=said.get("elements", ()),
        effects=said.get("effects", ()),
        pressure_from=draw(seldom(st.integers(1, 5), None)),
        pressure_to=draw(seldom(st.integers(1, 4), None)),
        positions=draw(seldom(some(ids_of("positions"), 1), ())),
        regions=draw(seldom(some(ids_of("regions"), 1), ())),
    )


@st.composite
def caps(draw: Draw, name: str) -> Cap:
    """Draw a cap on some work."""
    what = draw(one_of(("minutes", "minutes", "points", "share-percent")))
    per = draw(one_of(("muscle", "region", "session")))
    return Cap(name, what, draw(selectors()), per, draw(st.integers(2, 30)), why="a cap")


@st.composite
def rules(draw: Draw, name: str) -> CombinationRule:
    """Draw a combination rule."""
    rule = draw(
        st.sampled_from(
            ("before", "followed-by", "never-together", "one-technique", "counts-together", "gap")
        )
    )
    return CombinationRule(
        id=name,
        rule=rule,
        first=draw(selectors()),
        then=None if rule == "one-technique" else draw(selectors()),
        on=draw(one_of(("muscle", "region", "session"))),
        strength=draw(one_of(("must", "must", "prefer"))),
        visit=draw(seldom(st.just("first"), "")),
        days=2 if rule == "gap" else 0,
        why="a rule",
    )


@st.composite
def limits(draw: Draw) -> Limit:
    """Draw one thing that a finding asks for."""
    at = draw(one_of(((), (), ("site",), ("site-limb",), "region")))
    return Limit(
        at=draw(some(ids_of("regions"), 2, 1)) if at == "region" else at,
        keep_off=bool(at) and draw(st.booleans()),
        max_pressure=draw(st.none() | st.sampled_from((0, 1, 2, 2, 3, 4))),
        max_hold_seconds=draw(seldom(st.integers(1, 60), None)),
        max_repetitions=draw(seldom(st.integers(1, 4), None)),
        max_points=draw(seldom(st.integers(1, 3), None)),
        max_minutes=draw(seldom(st.integers(10, 40), None)) if not at else None,
        bar_elements=draw(seldom(some(ids_of("elements"), 2), ())),
        bar_manoeuvres=draw(seldom(some(ids_of("manoeuvres"), 2), ())),
        bar_contacts=draw(seldom(some(ids_of("contacts"), 2), ())),
        bar_positions=draw(seldom(some(ids_of("positions"), 1), ())),
    )


@st.composite
def contraindications(draw: Draw, name: str, factors: Sequence[str]) -> Contraindication:
    """Draw a rule of safety about one of some factors."""
    factor = draw(one_of(tuple(sorted(factors))))
    mild = ("caution", "caution", "caution", "regional", "regional")
    hard = draw(one_of((*mild, "clearance", "absolute")))
    whole = draw(st.booleans()) if hard in mild else draw(st.integers(0, OFTEN)) == OFTEN
    dated = words().factors[factor].dated
    return Contraindication(
        id=name,
        factor=factor,
        verdict=hard,
        action="Take care.",
        basis=draw(one_of(BASES)),
        applies_to=draw(one_of(("this-technique", "any-technique"))),
        work=draw(selectors()) if not whole else None,
        limits=tuple(draw(st.lists(limits(), max_size=2))),
        from_days=draw(st.none() | st.integers(0, 50)) if dated else None,
        until_days=draw(st.none() | st.integers(51, 300)) if dated else None,
        clearance_from="a physician" if hard == "clearance" else "",
    )


@st.composite
def code_packs(
    draw: Draw,
    technique: str,
    conditions: Sequence[str],
    factors: Sequence[str],
    most_steps: int = 4,
) -> CodePack:
    """Draw a pack for some conditions, with rules of safety about some factors."""
    share = draw(one_of((Range(0, 10, 40), Range(5, 12, 20), Range(8, 15, 30))))
    treated = [c for c in conditions if draw(st.integers(0, MOST)) < MOST]
    return CodePack(
        says_technique=Technique(
            id=technique,
            name=technique.title(),
            summary="Made up by a test.",
            lowest_useful_pressure=draw(seldom(st.integers(1, 2), 0)),
            highest_pressure=5,
            share_minutes=share,
            basis="editorial",
            library=(SOURCE,),
            training=draw(seldom(some(ids_of("trainings"), 1), ())),
            caps=draw(seldom(st.tuples(caps("own")), ())),
        ),
        says_indications=tuple(draw(indications(c, c in treated)) for c in conditions),
        says_contraindications=tuple(
            draw(contraindications(f"rule-{n}", factors)) for n in range(draw(st.integers(0, 2)))
        ),
        says_sequences=tuple(draw(sequences(c, most_steps)) for c in treated),
        says_timings=tuple(
            Timing(c, draw(st.just(share)), caps=draw(seldom(st.tuples(caps("of-timing")), ())))
            for c in treated
            if draw(st.booleans())
        ),
        says_rules=tuple(draw(seldom(st.tuples(rules("rule")), ()))),
    )


@st.composite
def indications(draw: Draw, condition: str, indicated: bool) -> Indication:
    """Draw what a technique says of a condition."""
    if not indicated:
        return Indication(condition, indicated=False, reason="Made up: not for this.")
    stages = draw(seldom(some(STAGES, 4, 1), STAGES))
    return Indication(
        condition,
        role=draw(one_of(("primary", "adjunct"))),
        grades=tuple(StageGrade(s, draw(one_of(GRADES[:-1]))) for s in stages),
        goals=words().conditions[condition].goals[:1],
        rationale="Made up.",
        references=("source",),
    )


@st.composite
def scenarios(
    draw: Draw,
    most_packs: int = 3,
    most_steps: int = 4,
    minutes: st.SearchStrategy[int] | None = None,
) -> Scenario:
    """Draw packs in memory, and a request for what they treat and screen."""
    conditions = draw(some(ids_of("conditions"), 2, 1))
    factors = tuple(draw(st.lists(factor_ids(), min_size=1, max_size=4, unique=True)))
    names = TECHNIQUES[: draw(st.integers(1, most_packs))]
    plugins = tuple(draw(code_packs(name, conditions, factors, most_steps)) for name in names)
    request = draw(requests(names, factors, conditions, minutes))
    return Scenario(request, plugins)

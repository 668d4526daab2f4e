"""Whom a bar and a limit are about: their techniques, their diagnosis, their work in its places."""

import attrs
import pytest
from hand_made import asked
from hand_made import changed
from hand_made import found
from hand_made import good
from hand_made import hand_made

from palpate.model.patient import GivenFactor
from palpate.model.patient import Place
from palpate.model.safety import Contraindication
from palpate.model.safety import Limit
from palpate.model.work import Selector
from palpate.verify.case import open_case
from palpate.verify.deeds import Scope
from palpate.verify.limits import check_limits
from palpate.verify.limits import fewest_points
from palpate.verify.objections import barred
from palpate.verify.objections import binds
from palpate.verify.screening import Bar
from palpate.verify.screening import Bound
from palpate.verify.screening import Screened

CASE = open_case(good(), hand_made())
BODY = CASE.vocabulary.body
PRESS = next(work.deed for work in CASE.hands if work.key.endswith("/press"))
BUTTOCK = Scope(Selector(), (Place("pelvis-gluteal", "left"),))
LEG = Scope(Selector(), (Place("leg", "left"),))
MINE, OTHERS = frozenset({"pressing", "holding"}), frozenset({"holding"})


@pytest.mark.parametrize(
    ("techniques", "scope", "diagnosis", "hit"),
    [
        (MINE, None, None, True),
        (MINE, None, "sciatica", True),
        (MINE, None, "whiplash", False),
        (MINE, BUTTOCK, None, True),
        (MINE, LEG, None, False),
        (MINE, BUTTOCK, "whiplash", False),
        (OTHERS, None, None, False),
        (OTHERS, None, "sciatica", False),
        (OTHERS, None, "whiplash", False),
    ],
)
def test_what_a_bar_is_about(
    techniques: frozenset[str], scope: Scope | None, diagnosis: str | None, hit: bool
) -> None:
    """Its techniques, for its diagnosis, in its places: all of them."""
    bar = Bar(techniques, scope, "a rule", diagnosis)
    said = list(barred(PRESS, Screened((), (bar,), (), ()), BODY))
    assert said == (["isn't allowed: a rule"] if hit else [])


@pytest.mark.parametrize(
    ("scope", "places", "bound"),
    [
        (BUTTOCK, None, True),
        (LEG, None, False),
        (BUTTOCK, (Place("deep-buttock", "left"),), True),
        (BUTTOCK, (Place("deep-buttock", "right"),), False),
        (LEG, (Place("deep-buttock", "left"),), False),
    ],
)
def test_what_a_limit_is_about(scope: Scope, places: tuple[Place, ...] | None, bound: bool) -> None:
    """The work of its scope, where the limit is: both."""
    limit = Bound(Limit(max_pressure=1), MINE, scope, places, "a rule")
    assert binds(limit, PRESS, BODY) == bound
    assert not binds(attrs.evolve(limit, techniques=OTHERS), PRESS, BODY)


def pressed(*points: tuple[float, ...], key: str = "press") -> float:
    """Give the fewest points that a step and its repeats press."""
    press = next(work for work in CASE.hands if work.key.endswith(f"/{key}"))
    works = [
        attrs.evolve(
            press,
            planned=attrs.evolve(press.planned, id=f"{press.planned.id}#{number}", points=said),
        )
        for number, said in enumerate(points, 1)
    ]
    return fewest_points(works)


def test_the_fewest_points_that_are_pressed() -> None:
    """The least of a step; of its repeats the one that presses most; none where none is said."""
    assert pressed((3, 4)) == 3
    assert pressed((5, 6), (3, 4)) == pressed((3, 4), (5, 6)) == 5
    assert pressed((0, 2)) == 0
    assert pressed((), (2, 2)) == 2
    assert pressed() == pressed(()) == 0


@pytest.mark.parametrize(
    ("limit", "over"),
    [
        ({"max_minutes": 4}, False),
        ({"max_minutes": 3}, True),
        ({"max_points": 2}, False),
        ({"max_points": 1}, True),
    ],
)
def test_a_sum_may_reach_its_limit(limit: dict[str, int], over: bool) -> None:
    """As many minutes or points as are allowed, and no more."""
    rule = Contraindication(
        id="a",
        factor="bakers-cyst",
        verdict="caution",
        applies_to="any-technique",
        action="Mind it.",
        basis="editorial",
        work=Selector(manoeuvres=("pressure-release",)),
        limits=(Limit(**limit),),
    )
    packs = hand_made().with_rule("session", rule)
    protocol = changed(good(packs), "press", points=(2, 3))
    protocol = found(asked(protocol, factors=(GivenFactor("bakers-cyst"),)), rule)
    assert bool(list(check_limits(open_case(protocol, packs)))) == over


def test_a_training_that_only_the_source_asks_for() -> None:
    """It is asked for all the same."""
    packs = hand_made().with_step("pressing", "press", training=("cdt",))
    protocol = changed(good(packs), "press", training=())
    assert list(check_limits(open_case(protocol, packs))) == [
        "1: step pressing/sciatica/press needs the training cdt, which the therapist hasn't"
    ]

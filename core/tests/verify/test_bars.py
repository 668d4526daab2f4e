"""Whom a bar and a limit are about: their techniques, their diagnosis, their work in its places."""

import attrs
import pytest
from hand_made import good
from hand_made import hand_made

from palpate.model.patient import Place
from palpate.model.safety import Limit
from palpate.model.work import Selector
from palpate.verify.case import open_case
from palpate.verify.deeds import Scope
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
    found = list(barred(PRESS, Screened((), (bar,), (), ()), BODY))
    assert found == (["isn't allowed: a rule"] if hit else [])


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

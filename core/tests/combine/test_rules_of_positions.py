"""Rules that speak of a position: what isn't done in one may be done in another."""

import pytest
from attrs import evolve
from hand_screened import ATLAS
from hand_screened import pack
from hand_screened import rule
from hand_screened import screened
from hand_screened import work
from test_roster import candidate

from palpate.combine.bits import bits
from palpate.combine.roster import Roster
from palpate.model.work import Selector

DOWN = Selector(elements=("stroking",), positions=("prone",))


@pytest.mark.parametrize("verdict", ["clearance", "absolute"])
def test_a_rule_bars_the_positions_that_it_speaks_of(verdict: str) -> None:
    """The work stays allowed, and the position is barred to it, and to no other work."""
    gate = screened(pack("one", rule(verdict, work=DOWN))).screened.gate
    assert gate.kept_off(work("calf")) is None
    assert set(gate.barred(work("calf"), "bar_positions")) == {"prone"}
    assert not gate.barred(work("calf", elements=frozenset({"heat"})), "bar_positions")


def test_a_rule_of_all_positions_bars_the_work() -> None:
    """Where no position is named there is no other to go to."""
    gate = screened(pack("one", rule("absolute", work=evolve(DOWN, positions=())))).screened.gate
    assert gate.kept_off(work("calf")) is not None
    assert not gate.barred(work("calf"), "bar_positions")


EITHER = evolve(candidate(("calf",)), positions=("supine", "prone"))
PRONE = evolve(candidate(("calf",)), positions=("prone",))
SUPINE = evolve(candidate(("calf",)), positions=("supine",))


@pytest.mark.parametrize(
    ("positions", "possible", "certain"),
    [
        ((), {0, 1, 2}, {0, 1, 2}),
        (("prone",), {0, 1}, {1}),
        (("prone", "supine"), {0, 1, 2}, {0, 1, 2}),
        (("seated",), set(), set()),
    ],
)
def test_who_may_be_meant_and_who_is(
    positions: tuple[str, ...], possible: set[int], certain: set[int]
) -> None:
    """What could be done in the position may be meant; what can be done in no other is, for certain."""
    roster = Roster((EITHER, PRONE, SUPINE), ATLAS)
    selector = Selector(positions=positions)
    assert roster.members(selector) == bits(possible)
    assert roster.certain(selector) == bits(certain)


def test_whoever_is_meant_by_nothing_is_everybody() -> None:
    """A rule that says nothing of what comes after it takes whatever comes."""
    roster = Roster((EITHER, PRONE), ATLAS)
    assert roster.certain(None) == roster.members(None) == 0b11


def test_certain_work_is_of_the_kind_as_well() -> None:
    """The position alone makes no step the work that a rule speaks of."""
    firm = evolve(PRONE, facts=evolve(PRONE.facts, pressure=5))
    roster = Roster((firm, PRONE), ATLAS)
    assert roster.certain(Selector(positions=("prone",), pressure_from=5)) == 0b01

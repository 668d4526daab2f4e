"""A technique that the rules don't know is held by the core's rules alone as strictly as the five."""

import pytest
from attrs import evolve
from cells import mildest
from cells import rows
from engine import Complaint
from engine import Engine
from engine import Outcome
from sixth import CONDITION
from sixth import KINDS
from sixth import NAME
from sixth import PLACES
from sixth import MadeUp
from test_table import FACTORS
from test_table import given
from test_table import region_of
from test_table import too_mild

from palpate.registry.load import pack_from_plugin
from palpate.registry.load import together
from palpate.vocabulary import load_vocabulary

#: Rows whose five cells differ in such a way that the mildest asks nothing of an unknown technique.
ALONE: list[str] = []
COMPLAINT = Complaint(CONDITION, None, "chronic")


@pytest.fixture(scope="module")
def sixth(engine: Engine) -> Engine:
    """Give an engine that has the made-up pack beside the session pack, and no other."""
    vocabulary = load_vocabulary()
    made_up = pack_from_plugin(MadeUp(), "palpate-made-up", "0.1.0", vocabulary)
    own = [p for p in engine.packs.packs if p.technique.frame]
    return Engine.of(together([*own, made_up], vocabulary))


def only(outcome: Outcome, kind: str) -> Outcome:
    """Keep the candidates of one kind of work."""
    gathered = outcome.gathered
    kept = tuple(c for c in gathered.candidates if kind in c.step.manoeuvres)
    return evolve(outcome, gathered=evolve(gathered, candidates=kept))


def test_without_a_factor_nothing_is_held_back(sixth: Engine) -> None:
    """Nearly all that the made-up pack offers is a candidate for a healthy patient."""
    steps = sixth.baseline(COMPLAINT).steps(NAME)
    assert len(steps) > 0.8 * len(KINDS) * len(PLACES)


def too_mild_for_a_stranger(engine: Engine, factor: str) -> list[str]:
    """Say where the made-up pack is allowed more than the mildest technique with its kind of work."""
    row = rows()[factor]
    wrong = []
    item = given(row, engine.baseline(COMPLAINT), 7 * FACTORS.index(factor), engine)
    without = engine.run(COMPLAINT, (item,))
    held = without
    if any(c.out for c in row.cells.values()):
        held = engine.run(COMPLAINT, (item,), cleared=(factor,))
    here = region_of(row, row.region, item, engine)
    light = region_of(row, row.light, item, engine)
    for kind, users in KINDS.items():
        cell = mildest(row.cells[technique] for technique in users)
        asked = evolve(row, cells={NAME: cell})
        found = too_mild(asked, NAME, only(without, kind), only(held, kind), here, light)
        wrong += [f"{kind} with {item.site}: {what}" for what in found]
    return wrong


@pytest.mark.parametrize("factor", FACTORS)
def test_the_core_alone_is_as_strict(sixth: Engine, factor: str) -> None:
    """Each kind of work is held at least as the mildest technique that lives by it is."""
    wrong = too_mild_for_a_stranger(sixth, factor)
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_an_engine_without_rules_is_caught_at_every_row(sixth: Engine) -> None:
    """The oracle speaks at each factor: with all rules forgotten, every row that asks for something is undercut."""
    lawless = Engine.of(sixth.packs, lawless=True)
    silent = [
        factor
        for factor in FACTORS
        if not all(c.ok for c in rows()[factor].cells.values())
        and not too_mild_for_a_stranger(lawless, factor)
    ]
    assert silent == ALONE

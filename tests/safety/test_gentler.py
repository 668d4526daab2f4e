"""A cross-cutting pack through `adjust_step` can only make gentler: the rule, and the engine that keeps it."""

import attrs
import pytest
from attrs import evolve
from engine import TODAY
from engine import Complaint
from engine import Engine
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from palpate import gentler
from palpate.gentler import stronger_in
from palpate.hooks import hookimpl
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.sequence import IfNone
from palpate.model.sequence import Need
from palpate.model.sequence import Step
from palpate.model.technique import Range
from palpate.model.technique import Technique
from palpate.registry.load import pack_from_plugin
from palpate.registry.load import together
from palpate.vocabulary import load_vocabulary

COMPLAINT = Complaint("sports-recovery", None, "chronic")
FACTORS = (GivenFactor("anticoagulant"), GivenFactor("hypertension-controlled"))
NUMBERS = st.integers(0, 12)
RANGES = st.lists(NUMBERS, min_size=3, max_size=3).map(lambda n: Range(*sorted(n)))
WORDS = {
    "manoeuvres": ("effleurage", "petrissage", "tapotement"),
    "regions": ("calf", "neck", "lower-back"),
    "positions": ("prone", "supine", "seated"),
    "contacts": ("palm", "elbow"),
    "targets": ("gastrocnemius",),
    "stages": ("acute", "chronic"),
    "training": ("cdt",),
    "consent": (),
    "cautions": ("Slowly.",),
    "references": (),
    "phases": (),
    "sides_in_order": ("left", "right"),
}
SINGLE = {
    "id": st.sampled_from(["one", "other"]),
    "instruction": st.sampled_from(["Stroke.", "Press hard."]),
    "purpose": st.sampled_from(["treat", "prepare"]),
    "importance": st.sampled_from(["core", "optional"]),
    "side": st.sampled_from(["left", "both"]),
    "pressure": st.integers(0, 5),
    "lowest_pressure": st.integers(0, 3),
    "basis": st.sampled_from(["editorial", "textbook"]),
    "minutes": RANGES,
    "if_none": st.none() | st.just(IfNone("Press.", None, ("tapotement",))),
    "needs": st.sampled_from([(), (Need("warm"),)]),
    "provides": st.sampled_from([(), (Need("warm"),)]),
}
RANGED = (
    "pressure_mmhg",
    "pain_out_of_10",
    "hold_seconds",
    "contract_seconds",
    "rest_seconds",
    "effort_percent",
    "repetitions",
    "sets",
    "points",
)


def _field(name: str) -> st.SearchStrategy[object]:
    if name in SINGLE:
        return SINGLE[name]
    if name in RANGED:
        return st.none() | RANGES
    if name in WORDS:
        return st.lists(st.sampled_from(WORDS[name] or ("x",)), unique=True).map(tuple)
    if name in ("remote", "minutes_for_both", "hands_on", "outside_session"):
        return st.booleans()
    return st.sampled_from(["", "x"])


STEPS = st.builds(Step, **{each.name: _field(each.name) for each in attrs.fields(Step)})
#: What one step may not have more of than another, told apart from `gentler` on purpose.
LESS_IS_GENTLER = ("minutes", *(n for n in RANGED if n != "rest_seconds"))


def plainly_no_stronger(before: Step, after: Step) -> bool:
    """Say, field by field and in another way than the program, whether nothing grew."""
    for name in LESS_IS_GENTLER:
        old, new = getattr(before, name), getattr(after, name)
        if (old is None) != (new is None):
            return False
        if old is not None and any(
            getattr(new, part) > getattr(old, part) for part in ("least", "typical", "most")
        ):
            return False
    return (
        after.pressure <= before.pressure
        and set(after.regions) <= set(before.regions)
        and set(after.positions) <= set(before.positions)
        and set(after.contacts) <= set(before.contacts)
        and bool(after.contacts) == bool(before.contacts)
        and after.manoeuvres == before.manoeuvres
        and after.targets == before.targets
        and set(before.training) <= set(after.training)
        and set(before.consent) <= set(after.consent)
        and set(before.cautions) <= set(after.cautions)
        and (after.id, after.instruction, after.side)
        == (before.id, before.instruction, before.side)
        and after.lowest_pressure == before.lowest_pressure
        and after.if_none == before.if_none
        and after.outside_session == before.outside_session
    )


@settings(max_examples=100, deadline=None)
@given(before=STEPS, other=STEPS, data=st.data())
def test_what_passes_is_no_stronger(before: Step, other: Step, data: st.DataObject) -> None:
    """Whatever some fields are changed to: what `stronger_in` lets through grew in nothing."""
    names = [each.name for each in attrs.fields(Step)]
    chosen = data.draw(st.lists(st.sampled_from(names), max_size=4, unique=True))
    after = evolve(before, **{name: getattr(other, name) for name in chosen})
    if not stronger_in(before, after):
        assert plainly_no_stronger(before, after)


@settings(max_examples=30, deadline=None)
@given(step=STEPS)
def test_a_step_is_no_stronger_than_itself(step: Step) -> None:
    """Leaving a step as it is passes."""
    assert stronger_in(step, step) == ""


def test_every_field_is_judged() -> None:
    """A field that is added to the model is added to the rule."""
    judged = {"pressure", *gentler._SAME, *gentler._DOSES, *gentler._ONLY_LONGER}
    judged |= {*gentler._ONLY_FEWER, *gentler._ONLY_MORE}
    assert judged == {each.name for each in attrs.fields(Step)}


class Cross:
    """A cross-cutting pack that changes every step in the same way."""

    def __init__(self, changes: dict[str, object], leave_out: bool) -> None:
        self._changes = changes
        self._leave_out = leave_out

    @hookimpl
    def technique(self) -> Technique:
        """Say who it is."""
        return Technique(
            id="cross-cutting",
            name="Cross-cutting",
            summary="Changes steps.",
            lowest_useful_pressure=0,
            highest_pressure=5,
            share_minutes=Range(1, 1, 1),
            basis="editorial",
        )

    @hookimpl
    def adjust_step(self, step: Step, patient: Patient) -> Step | None:  # noqa: ARG002
        """Change a step."""
        return None if self._leave_out else evolve(step, **self._changes)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(other=STEPS, data=st.data(), leave_out=st.booleans())
def test_the_engine_lets_nothing_grow(
    engine: Engine, other: Step, data: st.DataObject, leave_out: bool
) -> None:
    """Beside any cross-cutting pack each candidate is one that was there, at no more pressure or dose."""
    names = [each.name for each in attrs.fields(Step)]
    chosen = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
    changes = {name: getattr(other, name) for name in chosen}
    vocabulary = load_vocabulary()
    cross = pack_from_plugin(Cross(changes, leave_out), "palpate-cross", "1.0", vocabulary)
    packs = together([*engine.packs.packs, cross], vocabulary)
    before = engine.run(COMPLAINT, FACTORS).gathered.candidates
    after = Engine.of(packs).run(COMPLAINT, FACTORS).gathered.candidates
    known = {candidate.key: candidate for candidate in before}
    assert {candidate.key for candidate in after} <= set(known)
    for candidate in after:
        old = known[candidate.key]
        assert candidate.step.pressure <= old.step.pressure
        assert candidate.most <= old.most
        assert set(candidate.positions) <= set(old.positions)
        assert candidate.facts.elements == old.facts.elements
        assert candidate.facts.places & ~old.facts.places == 0


@pytest.mark.parametrize("factor", ["child", "frail-older", "pregnancy-t2-t3"])
def test_the_built_in_pack_makes_gentler(engine: Engine, factor: str) -> None:
    """The hook's own user: half the holds for a child, fewer repetitions, a caution more."""
    item = GivenFactor(factor)
    before = engine.run(COMPLAINT).gathered.candidates
    known = {candidate.key: candidate.step for candidate in before}
    for candidate in engine.run(COMPLAINT, (item,), cleared=(factor,)).gathered.candidates:
        assert len(candidate.step.cautions) > len(known[candidate.key].cautions) or (
            candidate.step.purpose != "treat"
        )
    assert TODAY.year == 2026

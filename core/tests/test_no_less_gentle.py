"""Whether a step is nowhere stronger than another, field by field."""

import pytest
from attrs import evolve
from attrs import fields

from palpate import gentler
from palpate.gentler import stronger_in
from palpate.model.sequence import IfNone
from palpate.model.sequence import Need
from palpate.model.sequence import Step
from palpate.model.technique import Range

STEP = Step(
    id="one",
    instruction="Stroke.",
    manoeuvres=("effleurage",),
    purpose="treat",
    importance="core",
    minutes=Range(2, 3, 4),
    positions=("prone", "supine"),
    side="left",
    pressure=3,
    lowest_pressure=1,
    basis="editorial",
    regions=("calf", "thigh"),
    contacts=("palm", "thumb"),
    pressure_mmhg=Range(2, 3, 4),
    pain_out_of_10=Range(2, 3, 4),
    hold_seconds=Range(2, 3, 4),
    contract_seconds=Range(2, 3, 4),
    rest_seconds=Range(2, 3, 4),
    effort_percent=Range(2, 3, 4),
    repetitions=Range(2, 3, 4),
    sets=Range(2, 3, 4),
    points=Range(2, 3, 4),
    training=("cdt",),
    consent=("jaw",),
    cautions=("Slowly.",),
    references=("a",),
    needs=(Need("warm"),),
    provides=(Need("warm"),),
)
#: Another value of each field that must stay as it is.
OTHER = {
    "id": "two",
    "manoeuvres": ("petrissage",),
    "targets": ("soleus",),
    "purpose": "prepare",
    "importance": "optional",
    "side": "both",
    "sides_in_order": ("left", "right"),
    "minutes_for_both": not STEP.minutes_for_both,
    "stages": ("acute",),
    "phases": ("later",),
    "at_site": "scar",
    "group": "x",
    "goal": "x",
    "outside_session": not STEP.outside_session,
    "lowest_pressure": 0,
    "instruction": "Press.",
    "set_up": "x",
    "pressure_said": "x",
    "if_none": IfNone("Press.", None, ()),
    "remote": not STEP.remote,
    "hands_on": not STEP.hands_on,
    "stays_on": not STEP.stays_on if isinstance(STEP.stays_on, bool) else "x",
    "basis": "textbook",
}
DOSES = [f.name for f in fields(Step) if isinstance(getattr(STEP, f.name), Range)]
FALLING = [name for name in DOSES if name != "rest_seconds"]


def test_a_step_is_no_stronger_than_itself() -> None:
    """Nothing changed, nothing to say."""
    assert stronger_in(STEP, STEP) == ""


@pytest.mark.parametrize("name", OTHER)
def test_what_a_step_is_stays(name: str) -> None:
    """Work, aim, side, wording and the rest that isn't a dose may not change, in either direction."""
    changed = evolve(STEP, **{name: OTHER[name]})
    assert stronger_in(STEP, changed) == name
    assert stronger_in(changed, STEP) == name


def test_every_field_that_stays_is_tried() -> None:
    """The table above is whole."""
    assert set(OTHER) == set(gentler._SAME)


@pytest.mark.parametrize("name", FALLING)
@pytest.mark.parametrize(
    ("after", "stronger"),
    [
        (Range(2, 3, 4), False),
        (Range(1, 3, 4), False),
        (Range(2, 2, 4), False),
        (Range(2, 3, 3), False),
        (Range(3, 3, 4), True),
        (Range(2, 4, 4), True),
        (Range(2, 3, 5), True),
    ],
)
def test_a_dose_may_only_fall(name: str, after: Range, stronger: bool) -> None:
    """Least, typical and most: none may rise."""
    assert stronger_in(STEP, evolve(STEP, **{name: after})) == (name if stronger else "")


@pytest.mark.parametrize(
    ("after", "stronger"),
    [
        (Range(3, 4, 5), False),
        (Range(1, 3, 4), True),
        (Range(2, 2, 4), True),
        (Range(2, 3, 3), True),
    ],
)
def test_a_rest_may_only_grow(after: Range, stronger: bool) -> None:
    """A shorter rest is stronger work."""
    assert stronger_in(STEP, evolve(STEP, rest_seconds=after)) == (
        "rest_seconds" if stronger else ""
    )


@pytest.mark.parametrize("name", [n for n in DOSES if n != "minutes"])
def test_a_dose_is_neither_invented_nor_dropped(name: str) -> None:
    """A dose that wasn't said isn't added, one that was isn't lifted; where both say nothing all is well."""
    silent = evolve(STEP, **{name: None})
    assert stronger_in(STEP, silent) == name
    assert stronger_in(silent, STEP) == name
    assert stronger_in(silent, silent) == ""


@pytest.mark.parametrize(("after", "stronger"), [(2, False), (3, False), (4, True)])
def test_pressure_may_only_fall(after: int, stronger: bool) -> None:
    """The planned level."""
    assert stronger_in(STEP, evolve(STEP, pressure=after)) == ("pressure" if stronger else "")


@pytest.mark.parametrize("name", gentler._ONLY_FEWER)
def test_places_and_ways_may_only_be_taken_away(name: str) -> None:
    """One fewer is gentler; another one isn't; none at all would mean any, but for what it provides."""
    had = getattr(STEP, name)
    more = (*had, Need("x") if name == "provides" else "x")
    assert stronger_in(STEP, evolve(STEP, **{name: more})) == name
    assert stronger_in(STEP, evolve(STEP, **{name: more[1:]})) == name
    emptied = stronger_in(STEP, evolve(STEP, **{name: ()}))
    assert emptied == ("" if name == "provides" else name)
    assert stronger_in(evolve(STEP, **{name: more}), STEP) == ""
    bare = evolve(STEP, **{name: ()})
    assert stronger_in(bare, bare) == ""


@pytest.mark.parametrize("name", gentler._ONLY_MORE)
def test_conditions_may_only_be_added(name: str) -> None:
    """Trainings, consents, cautions, needs and sources: one more is fine, one less isn't."""
    more = (*getattr(STEP, name), Need("x") if name == "needs" else "x")
    assert stronger_in(STEP, evolve(STEP, **{name: more})) == ""
    assert stronger_in(evolve(STEP, **{name: more}), STEP) == name

"""How a step is made up, and what its shorthands become."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pack_on_disk import PackOnDisk

from palpate.model.sequence import IfNone
from palpate.model.sequence import Need
from palpate.model.sequence import Step
from palpate.model.technique import Range
from palpate.packs import open_pack
from palpate.packs.dose import dose_minutes
from palpate.packs.written import WrittenStep
from palpate.reading.shapes import Sides
from palpate.reading.shapes import any_range
from palpate.reading.shapes import days
from palpate.reading.shapes import stages
from palpate.reading.shapes import whole_range
from palpate.reading.strict import Wrong

BACK = "sequences/chronic-low-back-pain.toml"
SPASM = "sequences/muscle-spasm.toml"
SCAR = "sequences/post-surgical-scar.toml"


def step(pack: PackOnDisk, key: str, sequence: str = "chronic-low-back-pain") -> Step:
    """Give a step of the pack as the model has it."""
    steps = open_pack(pack.folder, pack.vocabulary).sequence(sequence).sequence.steps
    return next(each for each in steps if each.id == key)


def test_every_step_then_pattern_then_step(pack: PackOnDisk) -> None:
    """What is nearer to the step replaces what is further away, each value whole."""
    pack.swap(BACK, 'like = "press"', 'like = "press"\npositions = ["side-lying"]')
    made = step(pack, "press-flank")
    assert made.goal == "relieve-pain"
    assert made.manoeuvres == ("pressure-release",)
    assert made.hold_seconds == Range(20, 30, 60)
    assert made.positions == ("side-lying",)
    assert made.points == Range(1, 1, 2)


def test_a_pattern_of_the_technique_serves_every_sequence(pack: PackOnDisk) -> None:
    """A sequence's own pattern of the same name comes before it."""
    assert step(pack, "finish").manoeuvres == ("effleurage",)
    pack.swap(
        BACK,
        "[pattern.press]",
        '[pattern.rest]\nmanoeuvres = ["petrissage"]\npurpose = "integrate"\n'
        'importance = "optional"\npressure = 1\n\n[pattern.press]',
    )
    assert step(pack, "finish").manoeuvres == ("petrissage",)


def test_cautions_and_training_add_up(pack: PackOnDisk) -> None:
    """No override loses a warning or a training, and none is said twice."""
    pack.swap(BACK, 'side = "both"\n', 'side = "both"\ntraining = ["abdominal"]\n')
    pack.swap(BACK, 'if_none = "skip"', 'if_none = "skip"\ntraining = ["axillary", "abdominal"]')
    made = step(pack, "press-flank")
    assert made.cautions == ("Ask about the heat.", "Never on the ribs.")
    assert made.training == ("abdominal", "axillary")
    assert step(pack, "finish").cautions == ("Ask about the heat.", "No stone on the spine.")


def test_pressure(pack: PackOnDisk) -> None:
    """One number is the level wanted; the lowest useful one is then the technique's, if lower."""
    assert (step(pack, "glide").lowest_pressure, step(pack, "glide").pressure) == (1, 2)
    assert (step(pack, "press-flank").lowest_pressure, step(pack, "press-flank").pressure) == (2, 3)
    pack.swap(BACK, "pressure = 3\n", "pressure = 1\n")
    assert (step(pack, "press-flank").lowest_pressure, step(pack, "press-flank").pressure) == (1, 1)


def test_work_without_hands_needs_no_pressure(pack: PackOnDisk) -> None:
    """A machine or an exercise has none."""
    pack.swap(BACK, "pressure = [1, 2]\nminutes = [3, 4, 6]", "hands_on = false\nminutes = 3")
    made = step(pack, "glide")
    assert (made.hands_on, made.lowest_pressure, made.pressure) == (False, 0, 0)


def test_regions_of_the_targets(pack: PackOnDisk) -> None:
    """Regions that aren't said are those of the targets; at a factor's site there are none yet."""
    own = pack.vocabulary.muscles["gluteus-medius"].regions
    assert step(pack, "press-buttock").regions == own
    made = step(pack, "roll", "post-surgical-scar")
    assert (made.regions, made.at_site, made.targets) == ((), "scar-immature", ("scar",))


def test_subacute_is_both_halves(pack: PackOnDisk) -> None:
    """Stages come in the order of healing, whatever the order in the file."""
    assert step(pack, "glide").stages == ("early-subacute", "late-subacute", "chronic")
    assert stages(["chronic", "subacute", "early-subacute", "acute"]) == (
        "acute",
        "early-subacute",
        "late-subacute",
        "chronic",
    )


def test_sides_in_order(pack: PackOnDisk) -> None:
    """A list of sides is an order; a list of one is just that side."""
    made = step(pack, "press-buttock")
    assert (made.side, made.sides_in_order, made.minutes_for_both) == ("each", (), True)
    pack.swap(BACK, 'side = "each"', 'side = ["right", "left"]\nminutes_are_for = "one-side"')
    made = step(pack, "press-buttock")
    assert (made.side, made.sides_in_order, made.minutes_for_both) == (
        "each",
        ("right", "left"),
        False,
    )
    pack.swap(BACK, '["right", "left"]', '["right"]')
    assert (step(pack, "press-buttock").side, step(pack, "press-buttock").sides_in_order) == (
        "right",
        (),
    )


def test_minutes_are_for(pack: PackOnDisk) -> None:
    """It must be said where the two answers differ, and only there."""
    pack.swap(BACK, 'minutes_are_for = "both-sides"\n', "")
    assert pack.errors() == [f'{BACK}:65: step press-buttock: "minutes_are_for" is missing']


def test_needs_and_provides(pack: PackOnDisk) -> None:
    """A state may name its region."""
    pack.swap(
        BACK, 'provides = ["warm(buttock)"]', 'provides = ["warm(buttock)"]\nneeds = ["warm"]'
    )
    made = step(pack, "press-buttock")
    assert made.provides == (Need("warm", "buttock"),)
    assert made.needs == (Need("warm", None),)


def test_if_none(pack: PackOnDisk) -> None:
    """Skip, or something else instead."""
    assert step(pack, "press-flank").if_none == IfNone()
    pack.swap(
        BACK,
        'if_none = "skip"',
        'if_none = { instruction = "Stroke on.", minutes = [1, 2], manoeuvres = ["effleurage"] }',
    )
    expected = IfNone("Stroke on.", Range(1, 1, 2), ("effleurage",))
    assert step(pack, "press-flank").if_none == expected


def test_borrowed_steps(pack: PackOnDisk) -> None:
    """Fewer or changed; a change adds cautions, and [change.every_step] stays under the pattern."""
    steps = open_pack(pack.folder, pack.vocabulary).sequence("muscle-spasm").sequence.steps
    assert [each.id for each in steps] == ["glide", "press-flank", "finish"]
    assert {each.stages for each in steps} == {("chronic",)}
    made = steps[1]
    assert (made.goal, made.lowest_pressure, made.pressure) == ("relax-muscle", 2, 2)
    assert made.cautions == ("Ask about the heat.", "Never on the ribs.", "Half the force.")
    assert made.group == "points"
    assert step(pack, "press-flank").pressure == 3


def test_groups_come_with_borrowed_steps(pack: PackOnDisk) -> None:
    """A borrowed step's group is known to the one that borrows."""
    sequence = open_pack(pack.folder, pack.vocabulary).sequence("muscle-spasm").sequence
    assert [(group.id, group.rounds) for group in sequence.groups] == [("points", Range(1, 1, 2))]


def test_minutes_of_a_group_are_shared_out(pack: PackOnDisk) -> None:
    """What the timed steps leave goes to the others in equal shares, and is our own guess."""
    pack.swap(BACK, "rounds = [1, 2]", "minutes = [6, 9, 12]")
    pack.swap(BACK, "hold_seconds = [20, 30, 60]\nrepetitions = [2, 3]\nrest_seconds = 10\n", "")
    pack.swap(BACK, 'basis = "editorial"\ncautions', 'basis = "textbook"\ncautions')
    assert step(pack, "press-flank").minutes == Range(3, 4, 5)
    assert step(pack, "press-flank").basis == "textbook"
    assert step(pack, "press-buttock").minutes == Range(3, 5, 7)
    assert step(pack, "press-buttock").basis == "editorial"


def test_phases(pack: PackOnDisk) -> None:
    """A phase counts days from its event; its name may be left out."""
    beside, over = (
        open_pack(pack.folder, pack.vocabulary).sequence("post-surgical-scar").sequence.phases
    )
    assert (beside.name, beside.from_days, beside.until_days) == ("Beside the scar", 42, 84)
    assert (over.name, over.from_days, over.until_days) == ("on", 84, None)
    assert step(pack, "roll", "post-surgical-scar").phases == ("on",)


def test_a_phase_of_what_has_no_date(pack: PackOnDisk) -> None:
    """A phase needs something to count from."""
    pack.swap(SCAR, 'since = "recent-surgery"', 'since = "osteoporosis"')
    assert "osteoporosis" in pack.errors()[0]
    assert "has no date" in pack.errors()[0]
    pack.swap(SCAR, 'since = "osteoporosis"', 'since = "first-visit"')
    assert pack.errors() == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("72 hours", 3),
        ("24 hours", 1),
        ("36 hours", 2),
        ("1 hour", 1),
        ("10 days", 10),
        ("1 day", 1),
        ("6 weeks", 42),
        ("0 days", 0),
    ],
)
def test_durations(written: str, meant: int) -> None:
    """Hours become begun days, so a window until and one from the same hour touch."""
    assert days(written) == meant


@pytest.mark.parametrize("written", ["6 months", "1 year", "3", "3days", "-1 days", "1.5 weeks", 3])
def test_durations_that_nobody_could_count(written: object) -> None:
    """Months have 28 to 31 days and are refused."""
    with pytest.raises(Wrong):
        days(written)


@given(st.lists(st.integers(-2, 9), max_size=4) | st.integers(-2, 9))
def test_ranges_rise(written: list[int] | int) -> None:
    """Whatever is read as a range rises, holds only what was written, and is whole."""
    try:
        made = whole_range(written)
    except Wrong:
        numbers = written if isinstance(written, list) else [written]
        rising = numbers == sorted(numbers) and min(numbers, default=-1) >= 0
        assert not (rising and len(numbers) <= 3)
        return
    numbers = written if isinstance(written, list) else [written]
    assert 0 <= made.least <= made.typical <= made.most
    assert (made.least, made.most) == (numbers[0], numbers[-1])
    assert all(type(number) is int for number in (made.least, made.typical, made.most))


def test_half_way_is_rounded_down() -> None:
    """The typical value of a pair is whole, except where fractions are meant."""
    assert whole_range([2, 5]) == Range(2, 3, 5)
    assert any_range([0.5, 1]) == Range(0.5, 0.75, 1)


def test_minutes_from_the_dose(pack: PackOnDisk) -> None:
    """Points x (repetitions x hold + rests between), twice for each side, in begun half minutes."""
    # 1 x (2 x 20 + 10) = 50 s, 1 x (2 x 30 + 10) = 70 s, 2 x (3 x 60 + 2 x 10) = 400 s a side.
    assert step(pack, "press-buttock").minutes == Range(2, 2.5, 13.5)
    pack.swap(BACK, 'side = "each"', 'side = "affected"')
    assert step(pack, "press-buttock").minutes == Range(1, 1.5, 7)


RANGES = st.lists(st.integers(0, 90), min_size=3, max_size=3).map(lambda n: Range(*sorted(n)))


@given(RANGES, RANGES, RANGES, RANGES, st.sampled_from(["each", "both"]))
def test_a_larger_dose_never_takes_less_time(
    hold: Range, repetitions: Range, points: Range, rest: Range, side: str
) -> None:
    """Minutes rise from least to most, are multiples of a half, and hold the dose."""
    made = dose_minutes(
        WrittenStep(
            hold_seconds=hold,
            repetitions=repetitions,
            points=points,
            rest_seconds=rest,
            side=Sides((side,)),  # type: ignore[arg-type]
        )
    )
    assert made is not None
    assert made.least <= made.typical <= made.most
    assert all((2 * minutes).is_integer() for minutes in (made.least, made.typical, made.most))
    sides = 2 if side == "each" else 1
    work = sides * points.most * repetitions.most * hold.most
    rests = sides * points.most * max(0, repetitions.most - 1) * rest.most
    assert 0 <= made.most * 60 - work - rests < 30


def test_a_typical_dose_that_is_too_long_is_a_warning(pack: PackOnDisk) -> None:
    """The least dose must fit into the minutes; for the typical one a word is enough."""
    pack.swap(BACK, "minutes = [3, 5]", "minutes = 1")
    assert pack.errors() == []
    assert pack.warnings()[0] == (
        f"{BACK}:62: step press-flank: the typical dose takes 1.5 minutes, more than 1"
    )

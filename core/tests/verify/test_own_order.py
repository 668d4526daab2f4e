"""Which two steps of one sequence must keep their order."""

import attrs
import pytest
from hand_made import HandMade
from hand_made import good
from hand_made import hand_made
from hand_made import in_order
from hand_made import timed
from test_clock import both_sides

from palpate.model.protocol import Protocol
from palpate.model.sequence import Group
from palpate.verify.case import Case
from palpate.verify.case import Work
from palpate.verify.case import open_case
from palpate.verify.order import _turns_before
from palpate.verify.order import bound_by_order
from palpate.verify.order import check_order


def step(case: Case, name: str) -> Work:
    """Give a step by the end of its id."""
    return next(work for work in case.hands if work.planned.id.endswith(f"/{name}"))


def without_sides(*gone: str) -> Protocol:
    """Give the steps done on one side after the other, without some, each said to be on both."""
    protocol = both_sides()
    steps = [
        attrs.evolve(each, side="both") if each.regions else each
        for each in protocol.steps
        if each.id.rpartition("/")[2] not in gone
    ]
    return timed(protocol, steps)


def test_turns_are_counted_and_no_other_talk() -> None:
    """From one position to another, and from side to side."""
    case = open_case(both_sides(), hand_made())
    assert _turns_before(step(case, "hold"), case) == 0
    assert _turns_before(step(case, "warm"), case) == 1
    assert _turns_before(step(case, "close"), case) == 1
    assert _turns_before(step(case, "warm#2"), case) == 2


def test_what_is_done_again_on_the_other_side_starts_anew() -> None:
    """A turn in one position parts two steps of which one is done on both sides of it."""
    case = open_case(without_sides(), hand_made())
    stretch, press = step(case, "stretch"), step(case, "press#2")
    assert not bound_by_order(stretch, press, case)
    assert bound_by_order(step(case, "press"), stretch, case)
    elsewhere = attrs.evolve(press, planned=attrs.evolve(press.planned, position="prone"))
    assert bound_by_order(stretch, elsewhere, case)
    case = open_case(without_sides("stretch#2", "press"), hand_made())
    assert bound_by_order(step(case, "stretch"), step(case, "press#2"), case)
    case = open_case(without_sides("press"), hand_made())
    assert not bound_by_order(step(case, "stretch"), step(case, "press#2"), case)


def test_a_step_that_is_done_again_is_no_order() -> None:
    """A step's repeat may stand anywhere after it."""
    protocol = good()
    again = attrs.evolve(protocol.steps[4], id=f"{protocol.steps[4].id}#2")
    twice = timed(protocol, [*protocol.steps[:5], again, *protocol.steps[5:]])
    assert list(check_order(open_case(twice, hand_made()))) == []


def test_only_the_packs_own_steps_keep_an_order() -> None:
    """The frame's may be done in any, and what is of no sequence is found elsewhere."""
    names = ("hold", "close", "warm", "find", "stretch", "press")
    protocol = in_order(good(), *names)
    wrong = (
        "5: step pressing/sciatica/stretch stands before step pressing/sciatica/press, "
        "against the order of its sequence"
    )
    assert list(check_order(open_case(protocol, hand_made()))) == [wrong]
    steps = [
        attrs.evolve(each, id="pressing/sciatica/unheard-of") if "/press" in each.id[9:] else each
        for each in protocol.steps
    ]
    lost = attrs.evolve(protocol, steps=tuple(steps))
    assert list(check_order(open_case(lost, hand_made()))) == []


def grouped(press: str | None, stretch: str | None, *groups: Group) -> HandMade:
    """Give packs whose two treating steps are in some groups."""
    packs = hand_made().with_step("pressing", "press", group=press)
    return packs.with_step("pressing", "stretch", group=stretch).with_sequence(
        "pressing", groups=groups
    )


FREE, TIED = Group("free", any_order=True), Group("tied")


@pytest.mark.parametrize(
    ("press", "stretch", "groups", "bound"),
    [
        ("free", "free", (FREE,), False),
        ("free", "free", (TIED, FREE), False),
        ("tied", "tied", (TIED, FREE), True),
        ("free", "tied", (FREE, TIED), True),
        ("tied", "free", (FREE, TIED), True),
        ("free", None, (FREE,), True),
        (None, "free", (FREE,), True),
        (None, None, (FREE,), True),
        ("free", "free", (), True),
    ],
)
def test_a_group_in_any_order_is_free(
    press: str | None, stretch: str | None, groups: tuple[Group, ...], bound: bool
) -> None:
    """Two steps of one such group; not of two groups, nor of one that the sequence hasn't."""
    packs = grouped(press, stretch, *groups)
    case = open_case(good(packs), packs)
    assert bound_by_order(step(case, "press"), step(case, "stretch"), case) == bound


def test_a_step_that_is_in_no_sequence_is_in_no_group() -> None:
    """Whatever group it says."""
    packs = grouped("free", "free", FREE)
    case = open_case(good(packs), packs)
    lost = attrs.evolve(step(case, "press"), offer=None)
    assert bound_by_order(lost, step(case, "stretch"), case)

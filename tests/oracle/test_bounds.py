"""Nothing that the search leaves aside could have been better."""

from itertools import combinations
from random import Random

import pytest
from instances import Shape
from instances import random_instance
from instances import shape_of

from palpate.combine import bound
from palpate.combine.bound import Bounds
from palpate.combine.choices import Choices
from palpate.combine.choices import Group
from palpate.combine.instance import Instance
from palpate.combine.layout import Layout
from palpate.combine.layout import anywhere
from palpate.combine.layout import lay_out
from palpate.combine.layout import stands
from palpate.combine.lines import lines_at
from palpate.combine.local import Local
from palpate.combine.local import Shared
from palpate.combine.local import localize
from palpate.combine.node import UNSEEN
from palpate.combine.node import Node
from palpate.combine.node import start
from palpate.combine.score import scores
from palpate.combine.search import Choice
from palpate.combine.search import choose
from palpate.combine.settings import load_settings

SEEDS = [seed for seed in range(5000, 6000) if shape_of(seed).steps <= 25][:60]


def solved(seed: int) -> tuple[Instance, Choice]:
    """Give a random choice and its best plan."""
    instance = random_instance(seed)
    choice = choose(instance, load_settings().search_nodes)
    assert choice.optimal
    return instance, choice


def begun(instance: Instance, choice: Choice) -> tuple[Local, Layout, Node]:
    """Give the techniques of a plan, the row that it stands in, and the first state there."""
    assert choice.row is not None
    shared = Shared(instance, scores(instance))
    local = localize(shared, choice.parts)
    assert local is not None
    stand = next(s for s in stands(instance, shared.scores) if s.row == choice.row)
    layout = lay_out(local, stand)
    node = start(layout, UNSEEN, instance.keep)
    assert node is not None
    return local, layout, node


def worth_of(choice: Choice, local: Local, layout: Layout) -> int:
    """Give the one integer of a plan's wishes."""
    worth = layout.base
    for step in choice.steps:
        i, typical = step.candidate, local.instance.candidates[step.candidate].typical
        worth += local.scores.first[i] * min(step.minutes, typical)
        worth += local.scores.later[i] * max(0, step.minutes - typical)
        worth -= local.scores.cost[i] + layout.extra[step.block][i]
    return worth


def in_plan(choice: Choice) -> int:
    """Give the steps of a plan as a bit set."""
    return sum(1 << step.candidate for step in choice.steps)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_plan_keeps_to_every_line(seed: int) -> None:
    """What is said to hold of a plan holds of the best one."""
    instance, choice = solved(seed)
    if not choice.steps:
        return
    local, layout, node = begun(instance, choice)
    minutes = {step.candidate: step.minutes for step in choice.steps}
    for line in lines_at(layout, node, Bounds(local).lines):
        total = sum(amount * minutes.get(i, 0) for i, amount in line.timed)
        total += sum(amount for i, amount in line.counted if i in minutes)
        assert total <= line.limit


@pytest.mark.parametrize("seed", SEEDS)
def test_no_price_brings_a_bound_under_the_best_plan(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the prices are, right or not, the bound is at least what the best plan is worth."""
    instance, choice = solved(seed)
    if not choice.steps:
        return
    local, layout, node = begun(instance, choice)
    dice = Random(seed)  # noqa: S311 - a test's dice
    right = bound.guess

    def spoiled(*arguments: object) -> object:
        found = right(*arguments)  # type: ignore[arg-type]
        for number in found.prices:
            found.prices[number] *= dice.choice((0.0, 0.5, 0.9, 1.0, 1.1, 3.0))
        return found

    monkeypatch.setattr(bound, "guess", spoiled)
    bounds = Bounds(local)
    for _ in range(5):
        priced = bounds.priced(layout, node, layout.costs())
        assert priced is not None
        best = worth_of(choice, local, layout)
        most = bounds.most(layout, priced)
        assert bounds.tight(most) >= best
        out, into = bounds.fixed(priced, most, best)
        assert not out & in_plan(choice)
        assert not into & ~in_plan(choice)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_fails_anywhere_would_have_failed_in_each_row(seed: int) -> None:
    """As if all positions were one, the best plan's techniques hold, and promise enough."""
    instance, choice = solved(seed)
    if not choice.steps:
        return
    local, layout, _ = begun(instance, choice)
    loose = lay_out(local, anywhere(instance, stands(instance, local.scores)))
    node = start(loose, UNSEEN, instance.keep)
    assert node is not None
    bounds = Bounds(local)
    priced = bounds.priced(loose, node, loose.costs())
    assert priced is not None
    best = worth_of(choice, local, layout)
    assert bounds.most(loose, priced) >= best
    there = start(layout, priced.view, priced.chosen, ~(priced.chosen | priced.open))
    assert there is not None
    assert bounds.most(layout, there) >= best


@pytest.mark.parametrize("seed", SEEDS)
def test_every_choice_comes_out_of_the_groups_once(seed: int) -> None:
    """Splitting goes on until each choice that the session has room for has come up, none twice."""
    instance = random_instance(seed)
    choices = Choices(instance, scores(instance))
    found, waiting = list[int](), [choices.every()]
    while waiting:
        parts = choices.split(waiting.pop())
        waiting += parts
        found += [group.inside for group in parts[1:]]
    names = [part.technique for part in instance.parts]
    everything = [
        sum(1 << p for p in parts)
        for size in range(1, len(names) + 1)
        for parts in combinations(range(len(names)), size)
        if len({names[p] for p in parts}) <= instance.budget.techniques
    ]
    assert sorted(found) == sorted(everything)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_choice_keeps_no_more_than_it_promised(seed: int) -> None:
    """The best plan's techniques, and every group that holds them, promise at least its worth."""
    instance, choice = solved(seed)
    if not choice.steps:
        return
    choices = Choices(instance, scores(instance))
    inside = sum(1 << p for p in choice.parts)
    local, layout, _ = begun(instance, choice)
    best = worth_of(choice, local, layout)
    assert choices.promise(inside) >= best
    group = choices.every()
    while group.inside != inside:
        assert choices.most(group) >= best
        group = next(g for g in choices.split(group) if holds(g, inside))


def holds(group: Group, inside: int) -> bool:
    """Say whether some parts are a choice of a group."""
    return not group.inside & ~inside and not inside & ~(group.inside | group.open)


@pytest.mark.parametrize("seed", SEEDS[:20])
def test_any_plan_is_a_plan(seed: int) -> None:
    """Asked only whether there is a plan, the search finds one where there is one."""
    instance, choice = solved(seed)
    any_plan = choose(instance, load_settings().search_nodes, any_plan=True)
    assert bool(any_plan.steps) == bool(choice.steps)
    assert any_plan.value <= choice.value <= any_plan.bound
    assert any_plan.nodes <= choice.nodes


@pytest.mark.parametrize("seed", SEEDS[:20])
def test_a_search_that_is_stopped_says_how_much_more_there_could_be(seed: int) -> None:
    """At each limit of nodes the bound is at least the best value, and what is proven is the best."""
    instance, choice = solved(seed)
    for limit in (1, 5, 20, 60):
        stopped = choose(instance, limit)
        assert stopped.value <= choice.value <= stopped.bound
        if stopped.optimal:
            assert stopped.steps == choice.steps


def test_among_many_techniques_the_search_ends_when_nothing_better_comes() -> None:
    """With more choices than can be looked at there is a plan, an honest bound, and nodes to spare."""
    limit = load_settings().search_nodes
    instance = random_instance(2, Shape(steps=160, packs=40, minutes=60))
    choice = choose(instance, limit)
    assert choice.steps
    assert not choice.optimal
    assert choice.bound >= choice.value
    assert choice.nodes < limit / 4

"""The fourth stage: the best plan there is, or the best found within a number of nodes."""

from collections.abc import Callable
from functools import partial
from heapq import heappop
from heapq import heappush

from attrs import define
from attrs import field

from palpate.combine.bits import each
from palpate.combine.bound import Bounds
from palpate.combine.branch import Best
from palpate.combine.branch import Branch
from palpate.combine.branch import Stopped
from palpate.combine.choices import Choices
from palpate.combine.choices import Group
from palpate.combine.frame import FRAME
from palpate.combine.instance import Instance
from palpate.combine.layout import Stand
from palpate.combine.layout import anywhere
from palpate.combine.layout import lay_out
from palpate.combine.layout import stands
from palpate.combine.local import Shared
from palpate.combine.local import localize
from palpate.combine.node import UNSEEN
from palpate.combine.node import Node
from palpate.combine.node import start
from palpate.combine.rows import Row
from palpate.combine.score import VALUE
from palpate.combine.score import scores
from palpate.record import frozen


@frozen
class Placed:
    """A step in the plan: candidate number, block, half minutes."""

    candidate: int
    block: int
    minutes: int


@frozen
class Choice:
    """What was chosen.

    Attributes:
        steps: Sorted by candidate; empty where no plan holds.
        value: Sum of weight times minutes up to typical.
        optimal: Whether nothing better exists.
        bound: The most value that any plan could have.
        nodes: How many nodes the search took.
    """

    steps: tuple[Placed, ...]
    row: Row | None
    parts: tuple[int, ...]
    value: int
    optimal: bool
    bound: int
    nodes: int


#: So many groups of choices are split before anything was searched; later one for each SHARE nodes.
EAGER = 32
SHARE = 12
#: With more parts than these, whose choices can't all be looked at, the search ends when so many
#: nodes brought no plan of more value.
FEW = 10
PATIENCE = 600
#: So many nodes a choice is searched for itself, while the plan in hand is far from its promise.
DEPTH = 100
NEAR_PERCENT = 1


@frozen(order=True)
class Job:
    """Something to look at when its turn comes.

    Attributes:
        rank: The most that could come of it, below 0, so that the most promising comes first.
        turn: Below 0, so that of equals the latest comes first.
        look: Looks at it, given the most that could come of it.
    """

    rank: int
    turn: int
    look: Callable[[int], None] = field(eq=False)


@define
class Search:
    """Jobs in the order of what they promise; each is looked at more closely before it is searched.

    Attributes:
        groups: Choices of techniques that were not looked at yet.
        jobs: Choices, rows of positions and states that were.
        split: How many groups were split.
        most: The most that any plan could be worth, as far as the search has come.
    """

    instance: Instance
    best: Best
    groups: list[Job] = field(factory=list)
    jobs: list[Job] = field(factory=list)
    turns: int = 0
    split: int = 0
    most: int = 0
    shared: Shared = field(init=False)
    rows: tuple[Stand, ...] = field(init=False)
    choices: Choices = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Sort what every choice of techniques shares."""
        points = scores(self.instance)
        self.shared = Shared(self.instance, points)
        self.rows = stands(self.instance, points)
        self.choices = Choices(self.instance, points)

    def run(self) -> None:
        """Search until nothing is left that could be as good.

        The most promising job is always the next. From a state the first ways on are followed to
        their end, so that a good plan is soon in hand; the other ways wait.

        Raises:
            Stopped: The limit of nodes is reached.
        """
        if not self.rows:
            return
        every = self.choices.every()
        self._wait(self.groups, self.choices.most(every), partial(self._split, every))
        while queue := self._queue():
            self.most = max(-jobs[0].rank for jobs in (self.groups, self.jobs) if jobs)
            job = heappop(queue)
            job.look(-job.rank)

    def _queue(self) -> list[Job]:
        """Give the jobs whose first is the next; none where nothing is left.

        Groups promise more than their choices keep. So that many techniques don't keep the search
        from its plans, groups have the first turn only so often; and where there are too many of
        them, a plan that has not become better for long is the answer.

        Raises:
            Stopped: Groups are left, and nothing better was found for long.
        """
        wide, deep = self._promising(self.groups), self._promising(self.jobs)
        if wide and self._many() and self._tired():
            raise Stopped
        if wide and deep and self.split < EAGER + self.best.nodes // SHARE:
            return min(self.groups, self.jobs, key=lambda jobs: jobs[0].rank)
        return self.jobs if deep else self.groups if wide else []

    def _promising(self, queue: list[Job]) -> bool:
        """Say whether the first of some jobs could come to a plan as good as the one in hand."""
        return bool(queue) and -queue[0].rank >= self.best.worth

    def _many(self) -> bool:
        """Say whether there are more choices than can be looked at."""
        return len(self.instance.parts) > FEW

    def _tired(self) -> bool:
        """Say whether the plan in hand has not become better for long."""
        return bool(self.best.steps) and self.best.nodes > self.best.found + PATIENCE

    def _wait(self, queue: list[Job], most: int, look: Callable[[int], None]) -> None:
        """Put a job where its turn will come."""
        if most >= self.best.worth:
            self.turns += 1
            heappush(queue, Job(-most, -self.turns, look))

    def _split(self, group: Group, most: int) -> None:
        """Split a group by the part that promises most beside those that are in."""
        self.split += 1
        found = self.choices.split(group)
        for part in found:
            self._wait(self.groups, min(most, self.choices.most(part)), partial(self._split, part))
        if found:
            inside = found[-1].inside
            self._wait(self.jobs, self.choices.promise(inside), partial(self._try, inside))

    def _try(self, parts: int, most: int) -> None:
        """Look at a choice as if all positions were one."""
        self.best.count()
        local = localize(self.shared, each(parts))
        if local is None:
            return
        branch = Branch(
            lay_out(local, anywhere(self.instance, self.rows)), Bounds(local), self.best
        )
        node = start(branch.layout, UNSEEN, self.instance.keep)
        state = branch.price(node)
        if state is not None:
            most = min(most, branch.most(state))
            plunge = partial(self._plunge, partial(self._in_rows, branch, state))
            if self._many():
                plunge(most)
            else:
                self._wait(self.jobs, most, plunge)

    def _plunge(self, look: Callable[[int], None], most: int) -> None:
        """Search a choice for itself for a while, if it promises far more than the plan in hand."""
        if not self._far(most):
            self._wait(self.jobs, most, look)
            return
        kept, self.jobs = self.jobs, []
        until = self.best.nodes + DEPTH
        look(most)
        while self.jobs and self.best.nodes < until and self._far(-self.jobs[0].rank):
            job = heappop(self.jobs)
            job.look(-job.rank)
        for job in self.jobs:
            heappush(kept, job)
        self.jobs = kept

    def _far(self, most: int) -> bool:
        """Say whether the plan in hand is far from a promise, or there is none."""
        return 100 * most > (100 + NEAR_PERCENT) * self.best.worth

    def _in_rows(self, choice: Branch, state: Node, most: int) -> None:
        """Look at a choice in each row of positions: what holds anywhere holds there."""
        barred = ~(state.chosen | state.open)
        for stand in self.rows:
            layout = lay_out(choice.layout.local, stand)
            node = start(layout, state.view, state.chosen, barred)
            if node is not None:
                branch = Branch(layout, choice.bounds, self.best)
                self._wait(
                    self.jobs, min(most, branch.most(node)), partial(self._price, branch, node)
                )

    def _price(self, branch: Branch, node: Node, most: int) -> None:
        """Look at a state with prices."""
        state = branch.price(node)
        if state is not None:
            most = min(most, branch.most(state))
            self._wait(self.jobs, most, partial(self._search, branch, state))

    def _search(self, branch: Branch, node: Node, most: int) -> None:
        """Follow the first ways on to their end; the others wait."""
        ways = [node]
        while ways:
            for other in reversed(ways[1:]):
                self._wait(
                    self.jobs, min(most, branch.most(other)), partial(self._search, branch, other)
                )
            below, ways = branch.look(ways[0])
            most = min(most, below)


def choose(instance: Instance, node_limit: int, *, any_plan: bool = False) -> Choice:
    """Find the best plan.

    Args:
        node_limit: Where the search stops; the plan in hand then says that it isn't proven.
        any_plan: Whether the first plan will do, where it is only asked if there is one.
    """
    best = Best(limit=node_limit, any_plan=any_plan)
    search = Search(instance, best)
    optimal = True
    try:
        search.run()
    except Stopped:
        optimal = False
    steps = tuple(Placed(*step) for step in sorted(best.steps))
    value = _value(instance, steps)
    bound = value if optimal else max(value, -(-search.most // VALUE))
    chosen = {instance.candidates[s.candidate].part for s in steps} - {FRAME}
    return Choice(
        steps=steps,
        row=best.row,
        parts=tuple(sorted(chosen)),
        value=value,
        optimal=optimal,
        bound=bound,
        nodes=best.nodes,
    )


def _value(instance: Instance, steps: tuple[Placed, ...]) -> int:
    return sum(
        instance.candidates[s.candidate].weight
        * min(s.minutes, instance.candidates[s.candidate].typical)
        for s in steps
    )

"""The fourth stage: the best plan there is, or the best found within a number of nodes."""

from collections.abc import Sequence
from heapq import heappop
from heapq import heappush
from itertools import combinations

from attrs import define
from attrs import field

from palpate.combine.branch import Best
from palpate.combine.branch import Branch
from palpate.combine.branch import OutOfNodes
from palpate.combine.frame import FRAME
from palpate.combine.instance import Instance
from palpate.combine.local import Local
from palpate.combine.local import Orders
from palpate.combine.local import Stand
from palpate.combine.local import lay_out
from palpate.combine.local import localize
from palpate.combine.local import stands
from palpate.combine.node import Node
from palpate.combine.node import start
from palpate.combine.prices import Prices
from palpate.combine.prices import fill_best_first
from palpate.combine.rows import Row
from palpate.combine.score import VALUE
from palpate.combine.score import Scores
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


@frozen(order=True)
class Job:
    """A choice of techniques; then a state of the search in a row of positions.

    Attributes:
        most: The most that it could be worth, below 0, so that the most promising comes first.
        turn: Below 0, so that of equals the latest comes first.
        priced: Whether the caps that bind in this state have their prices.
    """

    most: int
    turn: int
    local: Local = field(eq=False)
    branch: Branch | None = field(eq=False, default=None)
    node: Node | None = field(eq=False, default=None)
    priced: bool = field(eq=False, default=False)


@define
class Search:
    """Jobs in the order of what they promise; each is looked at more closely before it is searched.

    Attributes:
        most: The most that any plan could be worth, as far as the search has come.
    """

    instance: Instance
    best: Best
    jobs: list[Job] = field(factory=list)
    turns: int = 0
    most: int = 0

    def run(self) -> None:
        """Search until nothing is left that could be as good.

        The most promising job is always the next. From a state the first ways on are followed to
        their end, so that a good plan is soon in hand; the other ways wait.

        Raises:
            OutOfNodes: The limit of nodes is reached.
        """
        points = scores(self.instance)
        self._choices(points)
        rows = stands(self.instance, points)
        while self.jobs and -self.jobs[0].most >= self.best.worth:
            job = heappop(self.jobs)
            self.most = -job.most
            if job.branch is None or job.node is None:
                self._in_rows(job.local, rows, self.most)
            elif job.priced:
                self._search(job.branch, job.node, self.most)
            else:
                found = job.branch.price(job.node)
                if found is not None:
                    most = min(self.most, found[0])
                    self._wait(most, job.local, job.branch, found[1], priced=True)

    def _wait(
        self,
        most: int,
        local: Local,
        branch: Branch | None = None,
        node: Node | None = None,
        *,
        priced: bool = False,
    ) -> None:
        """Put a job where its turn will come."""
        self.turns += 1
        heappush(self.jobs, Job(-most, -self.turns, local, branch, node, priced))

    def _choices(self, points: Scores) -> None:
        """List every choice of parts with no more techniques than the session holds."""
        orders = Orders(self.instance)
        room = self.instance.budget.hands_on
        numbers = range(len(self.instance.parts))
        for size in range(1, len(self.instance.parts) + 1):
            for parts in combinations(numbers, size):
                names = {self.instance.parts[p].technique for p in parts}
                if len(names) > self.instance.budget.techniques:
                    continue
                local = localize(self.instance, parts, points, orders)
                if local is not None:
                    slopes = Prices(local, 0).built().slopes
                    filling = fill_best_first(slopes, 0, local.pool, room, local)
                    self._wait(filling.worth + (filling.spare + 1) * local.helper, local)

    def _in_rows(self, local: Local, rows: Sequence[Stand], most: int) -> None:
        """Look at a choice in each row of positions."""
        for stand in rows:
            layout = lay_out(local, stand)
            node = start(layout, Prices(layout.local, layout.base).built())
            if node is not None:
                branch = Branch(layout, self.best)
                found = branch.bounds.quick(node)
                if found is not None:
                    bound = branch.bounds.tight(found[0])
                    self._wait(min(most, bound), local, branch, node)

    def _search(self, branch: Branch, node: Node, most: int) -> None:
        """Follow the first ways on to their end; the others wait."""
        ways = [node]
        while ways:
            for other in reversed(ways[1:]):
                self._wait(most, branch.layout.local, branch, other)
            below, ways = branch.look(ways[0])
            most = min(most, below)


def choose(instance: Instance, node_limit: int) -> Choice:
    """Find the best plan.

    Args:
        node_limit: Where the search stops; the plan in hand then says that it isn't proven.
    """
    best = Best(limit=node_limit)
    search = Search(instance, best)
    optimal = True
    try:
        search.run()
    except OutOfNodes:
        optimal = False
    steps = tuple(Placed(*step) for step in sorted(best.steps))
    value = _value(instance, steps)
    bound = value if optimal else max(value, search.most // VALUE)
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

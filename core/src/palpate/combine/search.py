"""The fourth stage: the best plan there is, or the best found within a number of nodes."""

from collections.abc import Iterator
from heapq import heapify
from heapq import heappop
from heapq import heappush
from itertools import combinations

from attrs import define
from attrs import field
from attrs import frozen

from palpate.combine.branch import Best
from palpate.combine.branch import Branch
from palpate.combine.branch import OutOfNodes
from palpate.combine.branch import Paused
from palpate.combine.frame import FRAME
from palpate.combine.instance import Instance
from palpate.combine.instance import Row
from palpate.combine.local import Local
from palpate.combine.local import Orders
from palpate.combine.local import allowed_in
from palpate.combine.local import lay_out
from palpate.combine.local import localize
from palpate.combine.node import Node
from palpate.combine.node import start
from palpate.combine.prices import Prices
from palpate.combine.prices import fill_best_first
from palpate.combine.score import VALUE
from palpate.combine.score import scores

SEARCHED = 2
FIRST_SHARE = 40
SHARE_GROWS = 4


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
    """A choice of techniques, then in a row of positions, with the most that it could be worth.

    Attributes:
        most: Less than 0, so that the most promising job comes first.
        name: Techniques and positions: what settles equals.
        stage: How closely it was looked at: as a choice, in a row, with prices.
    """

    most: int
    name: tuple[object, ...]
    stage: int
    local: Local = field(order=False, eq=False)
    branch: Branch | None = field(order=False, eq=False, default=None)
    node: Node | None = field(order=False, eq=False, default=None)


@define
class Search:
    """Jobs in the order of what they promise; each is looked at more closely before it is searched."""

    instance: Instance
    best: Best
    rows: list[tuple[Row, tuple[int, ...]]] = field(init=False)
    jobs: list[Job] = field(init=False)
    waiting: list[Job] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        """List the choices of techniques."""
        self.rows = [(row, allowed_in(self.instance, row)) for row in self.instance.rows]
        self.jobs = list(self._choices())
        heapify(self.jobs)

    def run(self) -> None:
        """Search until nothing is left that could be as good.

        Each job gets a few nodes before any gets many: so a good plan is soon in hand, and what
        has to be searched to the end is searched against it.

        Raises:
            OutOfNodes: The limit of nodes is reached.
        """
        share = FIRST_SHARE
        while self.jobs:
            self._round(share)
            self.jobs, self.waiting = self.waiting, []
            heapify(self.jobs)
            share *= SHARE_GROWS

    def _round(self, share: int) -> None:
        """Give every job that could be as good as the best plan its share of nodes."""
        while self.jobs and -self.jobs[0].most >= self.best.worth:
            job = self.jobs[0]
            if job.stage == SEARCHED and job.branch is not None:
                self.best.pause = self.best.nodes + share
                try:
                    job.branch.visit(job.node)
                except Paused:
                    self.waiting.append(job)
                heappop(self.jobs)
            else:
                heappop(self.jobs)
                for closer in self._closer(job):
                    heappush(self.jobs, closer)

    @property
    def most(self) -> int:
        """Give the most that a job which is left could be worth."""
        return max((-job.most for job in (*self.jobs, *self.waiting)), default=0)

    def _choices(self) -> Iterator[Job]:
        """Give every choice of parts with no more techniques than the session holds."""
        points = scores(self.instance)
        orders = Orders(self.instance)
        numbers = range(len(self.instance.parts))
        for size in range(1, len(self.instance.parts) + 1):
            for parts in combinations(numbers, size):
                names = tuple(
                    (self.instance.parts[p].technique, self.instance.parts[p].diagnosis)
                    for p in parts
                )
                if len({technique for technique, _ in names}) > self.instance.budget.techniques:
                    continue
                local = localize(self.instance, parts, points, orders)
                if local is not None:
                    slopes = Prices(local, 0).built().slopes
                    filling = fill_best_first(
                        slopes, 0, local.pool, self.instance.budget.hands_on, local
                    )
                    most = filling.worth + (filling.spare + 1) * local.helper
                    yield Job(-most, (names, (), False), 0, local)

    def _closer(self, job: Job) -> Iterator[Job]:
        """Look at a job more closely."""
        if job.branch is None or job.node is None:
            plain = Prices(job.local, 0).built()
            for row, allowed in self.rows:
                layout = lay_out(job.local, row, allowed)
                node = start(layout, plain.from_base(layout.base))
                branch = Branch(layout, self.best)
                found = branch.bounds.quick(node) if node is not None else None
                if found is not None:
                    most = max(job.most, -branch.bounds.tight(found[0]))
                    yield Job(
                        most,
                        (job.name[0], row.positions, row.side_turn),
                        1,
                        job.local,
                        branch,
                        node,
                    )
            return
        found_full = job.branch.bounds.full(job.node, self.best.worth)
        if found_full is not None:
            most, node = found_full
            yield Job(max(job.most, -most), job.name, SEARCHED, job.local, job.branch, node)


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

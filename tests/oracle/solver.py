"""The same choice in OR-Tools CP-SAT, written from `Instance` alone: the oracle of the search.

A position-block model: a step takes one block of a row of positions, and inside a block only a
circle of orders is forbidden, by numbering the steps. The wishes are settled one after the other,
each fixed before the next. One worker, so that the answer is always the same.
"""

from collections.abc import Sequence
from time import process_time

from attrs import define
from attrs import field
from attrs import frozen
from ortools.sat.python import cp_model

from palpate.combine.frame import FRAME
from palpate.combine.instance import Instance
from palpate.combine.precede import ANYONE
from palpate.combine.search import Choice

WISHES = ("value", "turns", "count", "rest", "positions")


@frozen
class Answer:
    """What the solver found.

    Attributes:
        status: `optimal`, `infeasible` or `unknown` where it ran out of time.
        reached: The wishes, in order; empty where there is no plan.
        bound: The most value that any plan has.
        seconds: Processor time of all stages.
        steps: (candidate, block, half minutes).
    """

    status: str
    reached: tuple[int, ...]
    bound: int
    seconds: float
    steps: tuple[tuple[int, int, int], ...]


@define(slots=False)
class Oracle:
    """One model over all choices of techniques and all rows of positions."""

    instance: Instance
    model: cp_model.CpModel = field(factory=cp_model.CpModel)

    def __attrs_post_init__(self) -> None:
        """Write the variables and every constraint."""
        self._variables()
        self._parts()
        self._rows()
        self._order()
        self._needs()
        self._sums()
        self._clashes()

    def hint(self, plan: Sequence[tuple[int, int, int]], row: int) -> None:
        """Start the solver from a plan; it still has to prove that nothing is better."""
        inside = {i: (k, d) for i, k, d in plan}
        for i, (x, d) in enumerate(zip(self.chosen, self.minutes, strict=True)):
            self.model.add_hint(x, int(i in inside))
            self.model.add_hint(d, inside[i][1] if i in inside else 0)
        for (i, k), z in self.at.items():
            self.model.add_hint(z, int(i in inside and inside[i][0] == k))
        for n, v in enumerate(self.rows):
            self.model.add_hint(v, int(n == row))

    def solve(self, seconds: float, stages: int = len(WISHES)) -> Answer:
        """Settle the wishes in turn.

        Args:
            seconds: Most time for each stage.
            stages: How many of the wishes to settle.
        """
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = seconds
        reached: list[int] = []
        bound, spent, proven = 0, 0.0, True
        for name in WISHES[:stages]:
            goal = self.goals[name]
            if name in ("value", "rest"):
                self.model.maximize(goal)
            else:
                self.model.minimize(goal)
            begun = process_time()
            status = solver.solve(self.model)
            spent += process_time() - begun
            if status == cp_model.INFEASIBLE:
                return Answer("infeasible", (), 0, spent, ())
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                return Answer("unknown", tuple(reached), bound, spent, ())
            proven = proven and status == cp_model.OPTIMAL
            reached.append(round(solver.objective_value))
            if name == "value":
                bound = round(solver.best_objective_bound)
            self.model.add(goal == reached[-1])
            self.model.clear_hints()
            row = next(n for n, v in enumerate(self.rows) if solver.value(v))
            self.hint(self._steps(solver), row)
        return Answer(
            "optimal" if proven else "unknown", tuple(reached), bound, spent, self._steps(solver)
        )

    def _steps(self, solver: cp_model.CpSolver) -> tuple[tuple[int, int, int], ...]:
        return tuple(
            (i, k, solver.value(self.minutes[i]))
            for (i, k), z in sorted(self.at.items())
            if solver.value(z)
        )

    def _variables(self) -> None:
        model, instance = self.model, self.instance
        candidates = instance.candidates
        everyone = range(len(candidates))
        self.chosen = [model.new_bool_var("") for _ in everyone]
        self.minutes = [model.new_int_var(0, c.most, "") for c in candidates]
        self.parts = [model.new_bool_var("") for _ in instance.parts]
        self.rows = [model.new_bool_var("") for _ in instance.rows]
        self.blocks = range(max((len(r.positions) for r in instance.rows), default=1))
        self.at = {(i, k): model.new_bool_var("") for i in everyone for k in self.blocks}
        useful = []
        for i, candidate in enumerate(candidates):
            x, d = self.chosen[i], self.minutes[i]
            model.add(d >= candidate.least).only_enforce_if(x)
            model.add(d == 0).only_enforce_if(~x)
            model.add(sum(self.at[i, k] for k in self.blocks) == x)
            worth = model.new_int_var(0, candidate.typical, "")
            model.add(worth <= d)
            useful.append(candidate.weight * worth)
            if instance.lacking[i]:
                model.add(x == 0)
            if instance.keep >> i & 1:
                model.add(x == 1)
            for j in _members(instance.conflicts[i]):
                if i < j:
                    model.add_bool_or(~x, ~self.chosen[j])
        self.turns = sum(
            (len(r.positions) - 1 + r.side_turn) * v
            for r, v in zip(instance.rows, self.rows, strict=True)
        )
        self.goals = {
            "value": sum(useful),
            "turns": self.turns,
            "count": sum(
                (1 + (c.part == FRAME)) * self.chosen[i] for i, c in enumerate(candidates)
            ),
            "rest": sum(
                (instance.rest_weight + c.weight) * self.minutes[i]
                for i, c in enumerate(candidates)
            ),
            "positions": sum(self._ranks())
            + sum(row.backward * v for row, v in zip(instance.rows, self.rows, strict=True)),
        }

    def _ranks(self) -> list[cp_model.IntVar]:
        """Give how far down the list of its positions each step stands, at least."""
        found = []
        for i, candidate in enumerate(self.instance.candidates):
            rank = self.model.new_int_var(0, max(0, len(candidate.positions) - 1), "")
            for row, v in zip(self.instance.rows, self.rows, strict=True):
                for k, position in enumerate(row.positions):
                    if position in candidate.positions[1:]:
                        least = candidate.positions.index(position)
                        self.model.add(rank >= least).only_enforce_if(v, self.at[i, k])
            found.append(rank)
        return found

    def _parts(self) -> None:
        model, instance = self.model, self.instance
        names = sorted({p.technique for p in instance.parts})
        self.techniques = {name: model.new_bool_var("") for name in names}
        for name, used in self.techniques.items():
            own = [
                y for p, y in zip(instance.parts, self.parts, strict=True) if p.technique == name
            ]
            model.add_max_equality(used, own)
        model.add(sum(self.techniques.values()) <= instance.budget.techniques)
        model.add_bool_or(self.parts)
        for part, y in zip(instance.parts, self.parts, strict=True):
            for i in _members(part.steps):
                model.add_implication(self.chosen[i], y)
            for i in _members(part.core):
                model.add_bool_or(~y, self.chosen[i], *self._done_by(i, instance.covered_by[i]))
            own = self._some(part.own)
            if own:
                model.add(100 * sum(own) >= instance.half_percent * len(own)).only_enforce_if(y)

    def _rows(self) -> None:
        model, instance = self.model, self.instance
        if not self.rows:
            model.add_bool_or([])
            return
        model.add_exactly_one(self.rows)
        for (i, k), z in self.at.items():
            fit = [
                v for r, v in zip(instance.rows, self.rows, strict=True) if self._may_stand(i, k, r)
            ]
            model.add_bool_or(~z, *fit)
        for row, v in zip(instance.rows, self.rows, strict=True):
            last = len(row.positions) - 1
            model.add_bool_or(~v, *[self._ends(i, last) for i in _members(instance.calm)])
            if row.side_turn:
                sides = [
                    k for k, p in enumerate(row.positions) if p in instance.side_turn_positions
                ]
                both = [self.at[i, k] for i in _members(instance.two_sided) for k in sides]
                model.add_bool_or(~v, *both, *[self._two_sides(k) for k in sides])
        for k in self.blocks:
            taken = [
                v for r, v in zip(instance.rows, self.rows, strict=True) if len(r.positions) > k
            ]
            used = model.new_bool_var("")
            model.add(sum(taken) == used)
            here = [self._share(i, k) for i in range(len(instance.candidates))]
            model.add(sum(here) >= max(1, instance.least_block)).only_enforce_if(used)
            for i in range(len(instance.candidates)):
                model.add_implication(self.at[i, k], used)

    def _ends(self, i: int, k: int) -> cp_model.IntVar:
        """Say that a step can be the last of a block: nothing there has to follow it."""
        ends = self.model.new_bool_var("")
        self.model.add_implication(ends, self.at[i, k])
        for owner, a, b in self.instance.before:
            if a == i and (owner == ANYONE or owner in self.techniques):
                when = [~self.techniques[owner]] if owner != ANYONE else []
                self.model.add_bool_or(~ends, ~self.at[b, k], *when)
        return ends

    def _two_sides(self, k: int) -> cp_model.IntVar:
        """Say that a block holds work on two different sides."""
        several = self.model.new_bool_var("")
        worked = []
        for steps in self.instance.sided.values():
            here = self.model.new_bool_var("")
            self.model.add_bool_or(~here, *[self.at[i, k] for i in _members(steps)])
            worked.append(here)
        self.model.add(sum(worked) >= 2 * several)
        return several

    def _may_stand(self, i: int, k: int, row: object) -> bool:
        positions = row.positions  # type: ignore[attr-defined]
        if k >= len(positions) or positions[k] not in self.instance.candidates[i].positions:
            return False
        alone = [side for side, steps in self.instance.sided.items() if steps >> i & 1]
        sideways = positions[k] in self.instance.side_turn_positions
        if sideways and alone and alone[0] not in row.sides:  # type: ignore[attr-defined]
            return False
        twice = (
            self.instance.two_sided >> i & 1 and positions[k] in self.instance.side_turn_positions
        )
        return not twice or row.side_turn  # type: ignore[attr-defined]

    def _share(self, i: int, k: int) -> cp_model.IntVar:
        """Give the minutes that a step spends in a block, at most."""
        here = self.model.new_int_var(0, self.instance.candidates[i].most, "")
        self.model.add(here <= self.minutes[i])
        self.model.add(here == 0).only_enforce_if(~self.at[i, k])
        return here

    def _order(self) -> None:
        """Order holds between blocks, and closes no circle."""
        model, count = self.model, len(self.instance.candidates)
        rank = [model.new_int_var(0, max(0, count - 1), "") for _ in range(count)]
        circle = _circles(self.instance)
        for owner, a, b in self.instance.before:
            if owner != ANYONE and owner not in self.techniques:
                continue
            if circle[a] == circle[b]:
                bound = [self.chosen[a], self.chosen[b]]
                if owner != ANYONE:
                    bound.append(self.techniques[owner])
                model.add(rank[a] + 1 <= rank[b]).only_enforce_if(bound)
            when = [self.techniques[owner]] if owner != ANYONE else []
            for k in self.blocks:
                for earlier in range(k):
                    model.add_bool_or(~self.at[a, k], ~self.at[b, earlier], *[~t for t in when])

    def _needs(self) -> None:
        instance = self.instance
        for need in instance.needs:
            providers = self._done_by(need.step, need.providers)
            self.model.add_bool_or(~self.chosen[need.step], *providers)
        for f in instance.avoids:
            somewhere = [
                self._both(self.chosen[i], laid)
                for i, c in enumerate(instance.candidates)
                if c.part != FRAME
                for laid in self._done_by(i, 1 << f)
            ]
            self.model.add_bool_or(~self.chosen[f], *somewhere)
        closing = sum(self.minutes[i] for i in _members(instance.closing))
        for i in _members(instance.strong):
            self.model.add(closing >= instance.budget.closing_strokes).only_enforce_if(
                self.chosen[i]
            )

    def _clashes(self) -> None:
        """What a technique's rule keeps apart of others' work, while it is in."""
        for owner, clashes in self.instance.clashes.items():
            for a, mask in enumerate(clashes):
                for b in _members(mask):
                    if owner in self.techniques and a < b:
                        both = ~self.chosen[a], ~self.chosen[b]
                        self.model.add_bool_or(~self.techniques[owner], *both)

    def _sums(self) -> None:
        model, instance = self.model, self.instance
        model.add(sum(self.minutes) + instance.turn * self.turns <= instance.budget.hands_on)
        for cap in instance.caps:
            if cap.owner != ANYONE and cap.owner not in self.techniques:
                continue
            if cap.amounts:
                total = sum(cap.amounts[i] * self.chosen[i] for i in _members(cap.members))
            else:
                total = sum(self.minutes[i] for i in _members(cap.members))
            row = model.add(total <= cap.limit)
            if cap.owner != ANYONE:
                row.only_enforce_if(self.techniques[cap.owner])
        treat = [sum(self.minutes[i] for i in _members(p.treat)) for p in instance.parts]
        for part, y, own in zip(instance.parts, self.parts, treat, strict=True):
            model.add(own >= part.least).only_enforce_if(y)
        for a, worse in enumerate(instance.parts):
            for b, better in enumerate(instance.parts):
                if worse.diagnosis == better.diagnosis and worse.grade > better.grade:
                    model.add(treat[a] <= treat[b]).only_enforce_if(self.parts[a], self.parts[b])
        self._shares()

    def _shares(self) -> None:
        """A technique keeps to the largest share that one of its parts allows it."""
        model, instance = self.model, self.instance
        for name, used in self.techniques.items():
            own = [n for n, p in enumerate(instance.parts) if p.technique == name]
            others = [v for other, v in self.techniques.items() if other != name]
            beside = model.new_bool_var("")
            model.add_max_equality(beside, others) if others else model.add(beside == 0)
            total = sum(self.minutes[i] for n in own for i in _members(instance.parts[n].steps))
            limits = []
            for n in own:
                part = instance.parts[n]
                limit = model.new_int_var(0, max(part.most, part.alone_most), "")
                model.add(limit == 0).only_enforce_if(~self.parts[n])
                model.add(limit <= part.most).only_enforce_if(beside)
                model.add(limit <= part.alone_most).only_enforce_if(~beside)
                limits.append(limit)
            largest = model.new_int_var(0, 10**6, "")
            model.add_max_equality(largest, limits)
            model.add(total <= largest).only_enforce_if(used)

    def _done_by(self, i: int, mask: int) -> list[cp_model.IntVar]:
        """Give the steps that do for another, where nothing there keeps the frame's off."""
        found = []
        for j in _members(mask):
            blocked = self.instance.avoids.get(j, 0)
            laid = self.chosen[j]
            for k in _members(blocked and blocked & self.instance.near[i]):
                laid = self._both(laid, ~self.chosen[k])
            found.append(laid)
        return found

    def _both(self, one: cp_model.IntVar, other: cp_model.IntVar) -> cp_model.IntVar:
        both = self.model.new_bool_var("")
        self.model.add_bool_and(one, other).only_enforce_if(both)
        return both

    def _some(self, mask: int) -> list[cp_model.IntVar]:
        return [self.chosen[i] for i in _members(mask)]


def _circles(instance: Instance) -> list[int]:
    """Give each candidate the number of its circle: those it comes before and after at once."""
    count = len(instance.candidates)
    after = [1 << i for i in range(count)]
    for _, a, b in instance.before:
        after[a] |= 1 << b
    for k in range(count):
        for i in range(count):
            if after[i] >> k & 1:
                after[i] |= after[k]
    return [
        next(j for j in range(count) if after[i] >> j & 1 and after[j] >> i & 1)
        for i in range(count)
    ]


def _members(mask: int) -> Sequence[int]:
    return [i for i in range(mask.bit_length()) if mask >> i & 1]


def solve(
    instance: Instance,
    seconds: float = 30.0,
    stages: int = len(WISHES),
    choice: Choice | None = None,
) -> Answer:
    """Find the best plan with the solver.

    Args:
        seconds: Most time for each wish.
        stages: How many of the wishes to settle.
        choice: A plan to start from.
    """
    oracle = Oracle(instance)
    if choice is not None and choice.row is not None:
        plan = [(s.candidate, s.block, s.minutes) for s in choice.steps]
        oracle.hint(plan, instance.rows.index(choice.row))
    return oracle.solve(seconds, stages)

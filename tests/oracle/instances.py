"""Random choices with a seed: numbers only, shaped like those of real packs, and harder where asked.

The words in them (`one`, `front`, `warm`) mean nothing to the search.
"""

from random import Random
from typing import Any

from attrs import evolve
from attrs import frozen

from palpate.combine.bits import bits
from palpate.combine.candidate import Candidate
from palpate.combine.caps import CapRow
from palpate.combine.facts import Facts
from palpate.combine.frame import FRAME
from palpate.combine.instance import Instance
from palpate.combine.instance import PartRow
from palpate.combine.precede import ANYONE
from palpate.combine.relations import Need
from palpate.combine.rows import Row
from palpate.combine.settings import load_settings
from palpate.model.sequence import Step
from palpate.model.technique import Range

GRADES = {"A": 10, "B": 8, "C": 5, "D": 3}
IMPORTANCE = {"core": 6, "recommended": 3, "optional": 1}
POSITIONS = ("front", "back", "flank", "chair")
REGIONS = 5
MUSCLES = 3
SIDES = ("left", "right")


@frozen
class Shape:
    """What a random choice is like.

    Attributes:
        steps: Candidate steps of packs; the session's own come on top.
        packs: How many techniques.
        minutes: Length of the session.
        slack: Whether most steps are left to choice, with few caps: the hard kind.
    """

    steps: int
    packs: int
    minutes: int
    first_visit: bool = False
    slack: bool = False
    keep: int = 0


def shape_of(seed: int) -> Shape:
    """Give a shape: 5 to 60 steps, 1 to 6 packs, all lengths, sometimes a first visit or a wish."""
    g = Random(seed)  # noqa: S311 - a test's dice
    packs = g.randint(1, 6)
    return Shape(
        steps=g.randint(max(5, 2 * packs), min(60, 12 * packs + 4)),
        packs=packs,
        minutes=g.choice((30, 45, 60)),
        first_visit=g.random() < 0.15,
        slack=g.random() < 0.15,
        keep=int(g.random() < 0.1),
    )


def random_instance(seed: int, shape: Shape | None = None) -> Instance:
    """Make a choice from a seed."""
    return _Maker(seed, shape or shape_of(seed)).instance()


@frozen
class _Draft:
    """A candidate with what its relations are drawn from."""

    candidate: Candidate
    kind: str
    region: int
    muscles: frozenset[int]


class _Maker:
    def __init__(self, seed: int, shape: Shape) -> None:
        self.random = Random(f"{seed} {shape}")  # noqa: S311 - a test's dice
        self.sides = Random(f"{seed} sides")  # noqa: S311 - a test's dice
        self.shape = shape
        self.drafts: list[_Draft] = []
        self.parts: list[PartRow] = []
        self.budget = load_settings().budget(shape.minutes, shape.first_visit)

    def instance(self) -> Instance:
        for index in range(self._count_of_parts()):
            self._part(index)
        self._frame()
        drafts = self.drafts
        candidates = tuple(d.candidate for d in drafts)
        conflicts = self._conflicts()
        needs, lacking, before = self._needs()
        strong = bits([i for i, d in enumerate(drafts) if d.kind in ("press", "strip")])
        rows = self._rows()
        picks = [i for i, d in enumerate(drafts) if d.candidate.part != FRAME]
        keep = bits(self.random.sample(picks, min(len(picks), self.shape.keep)))
        standing: dict[str, int] = {}
        for i, candidate in enumerate(candidates):
            for position in candidate.positions:
                standing[position] = standing.get(position, 0) | 1 << i
        return Instance(
            candidates=candidates,
            parts=tuple(self.parts),
            conflicts=tuple(conflicts),
            clashes=self._clashes(),
            reasons={},
            before=tuple(sorted(before)),
            needs=tuple(needs),
            lacking=tuple(lacking),
            frame=bits([i for i, c in enumerate(candidates) if c.part == FRAME]),
            treats=bits([i for i, c in enumerate(candidates) if c.step.purpose == "treat"]),
            missing=bits([i for i, label in enumerate(lacking) if label]),
            standing=standing,
            covered_by=tuple(self._covered_by()),
            caps=tuple(self._caps()),
            rows=rows,
            strong=strong,
            closing=bits([i for i, d in enumerate(drafts) if d.kind == "close"]),
            calm=bits([i for i, d in enumerate(drafts) if d.kind in ("close", "hold", "rest")]),
            two_sided=bits([i for i, c in enumerate(candidates) if c.two_sided]),
            sided={
                side: bits([i for i, c in enumerate(candidates) if c.side == side])
                for side in SIDES
            },
            avoids=self._avoids(),
            near=tuple(
                bits([j for j, other in enumerate(drafts) if -1 < d.region == other.region])
                for d in drafts
            ),
            side_turn_positions=frozenset({"flank"}),
            keep=keep,
            ties=tuple(self.random.randrange(2**32) for _ in candidates),
            budget=self.budget,
            least_block=10,
            turn=2,
            half_percent=50,
            rest_weight=100,
        )

    def _count_of_parts(self) -> int:
        """Some techniques come twice, for two diagnoses."""
        return self.shape.packs + (self.shape.packs > 1 and self.random.random() < 0.2)

    def _part(self, index: int) -> None:
        g, shape = self.random, self.shape
        second = index >= shape.packs
        technique = f"technique-{index % shape.packs}"
        grade = g.choice("ABBCCCDD")
        role = 60 if second or g.random() < 0.1 else g.choice((100, 100, 100, 50))
        share = max(2, shape.steps // max(1, shape.packs) + (index < shape.steps % shape.packs))
        dry = g.random() < 0.4
        kinds = [] if dry else ["warm"]
        kinds += ["find"] if not dry and g.random() < 0.5 else []
        work = ("hold", "drag", "ease") if dry else ("press", "strip", "ease", "strip")
        kinds += [g.choice(work) for _ in range(max(1, share - len(kinds) - (not dry)))]
        kinds += [] if dry else ["close"]
        regions = g.sample(range(REGIONS), g.randint(1, 3))
        home, other = g.sample(POSITIONS, 2)
        start = len(self.drafts)
        for order, kind in enumerate(kinds):
            treats = kind not in ("warm", "find", "close")
            odds = (
                "core core recommended recommended optional"
                if not shape.slack
                else "core recommended optional optional recommended recommended"
            )
            importance = g.choice(odds.split()) if treats else g.choice(("core", "recommended"))
            weight = IMPORTANCE[importance] * GRADES[grade] * role // 10 if treats else 0
            positions = [home if order < 0.7 * len(kinds) else g.choice((home, other))]
            if g.random() < 0.3:
                positions.append(g.choice([p for p in POSITIONS if p not in positions]))
            self._add(
                f"{technique}/{index}/{kind}-{order}",
                kind,
                index,
                technique,
                order,
                importance,
                weight,
                tuple(positions),
                g.choice(regions),
            )
        own = range(start, len(self.drafts))
        treat = [i for i in own if self.drafts[i].candidate.weight]
        core = [i for i in own if self.drafts[i].candidate.step.importance == "core"]
        most = g.choice((40, 60))
        self.parts.append(
            PartRow(
                technique=technique,
                diagnosis="second" if second or g.random() < 0.05 else "first",
                grade=grade,
                steps=bits(list(own)),
                treat=bits(treat),
                core=bits(core),
                own=bits([i for i in core if i in treat]),
                least=g.choice((10, 10, 20)),
                most=most,
                alone_most=g.choice((most, 120)),
            )
        )

    def _frame(self) -> None:
        used = sorted({p for d in self.drafts for p in d.candidate.positions})
        for order, position in enumerate(used):
            for kind in ("warm", "close", "rest"):
                self._add(
                    f"session/any/{kind}-{position}",
                    kind,
                    FRAME,
                    "session",
                    order,
                    "recommended",
                    0,
                    (position,),
                    -1,
                )

    def _add(
        self,
        key: str,
        kind: str,
        part: int,
        technique: str,
        order: int,
        importance: str,
        weight: int,
        positions: tuple[str, ...],
        region: int,
    ) -> None:
        g = self.random
        least = g.choice((2, 2, 3, 4, 6))
        typical = least + g.choice((0, 1, 2, 2, 4))
        purpose = {
            "warm": "prepare",
            "find": "assess",
            "close": "integrate",
            "rest": "integrate",
        }.get(kind, "treat")
        muscles = (
            frozenset(g.sample(range(MUSCLES), g.randint(1, 2)))
            if purpose == "treat"
            else frozenset(range(MUSCLES))
        )
        facts = Facts(
            technique=technique,
            manoeuvres=frozenset(),
            families=frozenset({kind}),
            elements=frozenset(),
            effects=frozenset(),
            purpose=purpose,
            pressure=g.choice((2, 3, 4)),
            places=0,
            muscles=0,
            group=None,
            trainings=frozenset(),
            atlas=_NO_ATLAS,
        )
        step = Step(
            id=key,
            instruction="",
            manoeuvres=(),
            purpose=purpose,
            importance=importance,
            minutes=Range(1, 1, 1),
            positions=positions,
            side="both",
            regions=(),
            pressure=2,
            lowest_pressure=1,
            basis="editorial",
        )
        two_sided = part != FRAME and g.random() < 0.3
        one_sided = part != FRAME and not two_sided and self.sides.random() < 0.15
        candidate = Candidate(
            key=key,
            step=step,
            part=part,
            order=order,
            facts=facts,
            sides=1,
            side=self.sides.choice(SIDES) if one_sided else "both",
            units=(),
            positions=positions,
            contact="",
            least=least,
            typical=typical,
            most=typical + g.choice((0, 0, 2, 4)),
            weight=weight,
            two_sided=two_sided,
        )
        self.drafts.append(_Draft(candidate, kind, region, muscles))

    def _conflicts(self) -> list[int]:
        found = [0] * len(self.drafts)
        for a, one in enumerate(self.drafts):
            for b in range(a):
                if self._clash(one, self.drafts[b]):
                    found[a] |= 1 << b
                    found[b] |= 1 << a
        return found

    def _clash(self, one: _Draft, other: _Draft) -> bool:
        apart = one.candidate.part != other.candidate.part
        if not apart or not one.candidate.weight or not other.candidate.weight:
            return False
        if (
            one.kind == other.kind == "press"
            and one.candidate.technique != other.candidate.technique
        ):
            return True
        return (
            one.region == other.region
            and one.kind == other.kind
            and bool(one.muscles & other.muscles)
        )

    def _covered_by(self) -> list[int]:
        return [
            bits([b for b, other in enumerate(self.drafts) if self._covers(one, other)])
            for one in self.drafts
        ]

    def _covers(self, one: _Draft, other: _Draft) -> bool:
        if one.candidate.part == other.candidate.part or one.kind != other.kind:
            return False
        if FRAME in (one.candidate.part, other.candidate.part):
            return not one.candidate.weight
        return one.region == other.region and bool(one.muscles & other.muscles)

    def _clashes(self) -> dict[str, tuple[int, ...]]:
        """Let a technique's rule keep steps of two others apart, now and then."""
        found = {}
        for technique in sorted({p.technique for p in self.parts}):
            others = [
                i
                for i, d in enumerate(self.drafts)
                if d.candidate.part != FRAME and d.candidate.technique != technique
            ]
            if len(others) > 1 and self.sides.random() < 0.1:
                a, b = self.sides.sample(others, 2)
                masks = [0] * len(self.drafts)
                masks[a], masks[b] = 1 << b, 1 << a
                found[technique] = tuple(masks)
        return found

    def _avoids(self) -> dict[int, int]:
        """Let the frame's strokes keep off what is held or dragged, now and then."""
        dry = [i for i, d in enumerate(self.drafts) if d.kind in ("hold", "drag")]
        kept = bits([i for i in dry if self.sides.random() < 0.5])
        if not kept or self.sides.random() < 0.5:
            return {}
        return {
            i: kept
            for i, d in enumerate(self.drafts)
            if d.candidate.part == FRAME and d.kind in ("warm", "close")
        }

    def _needs(self) -> tuple[list[Need], list[str], set[tuple[str, int, int]]]:
        """Draw needs, and the order that they and each sequence ask for."""
        wanted = {
            "press": (("warm", True), ("find", True), ("ease", False), ("close", False)),
            "strip": (("warm", True), ("close", False)),
        }
        needs, lacking = [], [""] * len(self.drafts)
        before = self._order()
        for i, one in enumerate(self.drafts):
            for kind, first in wanted.get(one.kind, ()):
                if self.random.random() < 0.3:
                    continue
                providers = [
                    j
                    for j, other in enumerate(self.drafts)
                    if other.kind == kind and other.region in (-1, one.region)
                ]
                edges = {j: (j, i) if first else (i, j) for j in providers}
                providers = [j for j in providers if (ANYONE, *edges[j][::-1]) not in before]
                if not providers:
                    lacking[i] = lacking[i] or kind
                    continue
                before |= {(ANYONE, *edges[j]) for j in providers}
                needs.append(Need(i, bits(providers), first, kind, kind))
        return needs, lacking, before

    def _order(self) -> set[tuple[str, int, int]]:
        found = set()
        for a, one in enumerate(self.drafts):
            for b, other in enumerate(self.drafts):
                same = one.candidate.part == other.candidate.part != FRAME
                if (
                    same
                    and one.candidate.order < other.candidate.order
                    and one.region == other.region
                ):
                    found.add((ANYONE, a, b))
                elif (
                    not same
                    and one.region == other.region
                    and (one.kind, other.kind)
                    in (("drag", "strip"), ("strip", "press"), ("hold", "warm"))
                ):
                    found.add((self.random.choice((ANYONE, ANYONE, one.candidate.technique)), a, b))
        return found

    def _caps(self) -> list[CapRow]:
        g = self.random
        found = []
        techniques = sorted({p.technique for p in self.parts})
        for kind, limit in (("press", 16), ("strip", 24), ("hold", 28)):
            for region in range(REGIONS):
                owner = g.choice((ANYONE, g.choice(techniques)))
                found.append((f"{kind} {region}", self._of((kind,), region), limit, owner, None))
        for region in range(REGIONS):
            for muscle in range(MUSCLES):
                mask = self._of(("press", "strip"), region, muscle)
                found.append((f"muscle {region} {muscle}", mask, 12, ANYONE, None))
        hard = bits(
            [
                i
                for i, d in enumerate(self.drafts)
                if d.candidate.facts.pressure > 3 and d.candidate.weight
            ]
        )
        found.append(("hard", hard, 2 * self.budget.hands_on // 5, ANYONE, None))
        points = tuple(g.choice((0, 1, 2, 3)) if d.kind == "press" else 0 for d in self.drafts)
        found.append(("points", self._of(("press",)), 6, ANYONE, points))
        return [
            CapRow(*row)
            for row in found
            if row[1] and g.random() < (0.3 if self.shape.slack else 0.7)
        ]

    def _of(
        self, kinds: tuple[str, ...], region: int | None = None, muscle: int | None = None
    ) -> int:
        return bits(
            [
                i
                for i, d in enumerate(self.drafts)
                if d.kind in kinds
                and region in (None, d.region)
                and (muscle is None or muscle in d.muscles)
            ]
        )

    def _rows(self) -> tuple[Row, ...]:
        from itertools import permutations  # noqa: PLC0415 - only here

        used = sorted({p for d in self.drafts for p in d.candidate.positions})
        found = []
        for length in range(1, self.budget.turns + 2):
            for row in permutations(used, length):
                if "chair" in row[1:-1]:
                    continue
                plain = Row(row, side_turn=False, backward=list(row) != sorted(row))
                if "flank" not in row:
                    found.append(plain)
                    continue
                found += [evolve(plain, sides=(side,)) for side in SIDES]
                found.append(evolve(plain, side_turn=True, sides=SIDES))
        return tuple(found)


_NO_ATLAS: Any = None

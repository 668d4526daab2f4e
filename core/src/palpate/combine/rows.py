"""The rows of positions that a patient may pass through."""

from collections.abc import Iterator
from collections.abc import Sequence
from itertools import permutations

from attrs import evolve

from palpate.combine.candidate import Candidate
from palpate.combine.settings import Budget
from palpate.record import frozen
from palpate.vocabulary import Vocabulary

PAIRS = (("left", "right"), ("affected", "unaffected"))


@frozen
class Row:
    """A row of positions to pass through.

    Attributes:
        side_turn: Whether the patient is turned from side to side in side-lying.
        sides: What is worked there of what is on one side only.
        backward: Whether it runs against the usual order, face down first.
    """

    positions: tuple[str, ...]
    side_turn: bool
    sides: tuple[str, ...] = ()
    backward: bool = False


def rows_of(
    candidates: Sequence[Candidate], budget: Budget, vocabulary: Vocabulary
) -> tuple[Row, ...]:
    """Give the rows: in rising or falling order, no position twice, some only at an end.

    Who lies on one side and isn't turned is worked on one side only.
    """
    used = sorted({p for c in candidates for p in c.positions})
    turning = {p.id for p in vocabulary.positions.values() if p.side_turn}
    sides = {c.side for c in candidates if turning.intersection(c.positions)}
    pairs = [tuple(s for s in pair if s in sides) for pair in PAIRS]
    pairs = [pair for pair in pairs if pair] or [()]
    found = []
    for positions in _passable(used, budget, vocabulary):
        plain = Row(positions, side_turn=False, backward=_backward(positions, vocabulary))
        if not turning.intersection(positions):
            found.append(plain)
            continue
        found += [evolve(plain, sides=side) for pair in pairs for side in _each(pair)]
        found += [evolve(plain, side_turn=True, sides=pair) for pair in pairs]
    return tuple(found)


def _backward(positions: Sequence[str], vocabulary: Vocabulary) -> bool:
    known = [vocabulary.positions[p] for p in positions]
    order = [position.order for position in known if not position.ends_only]
    return order != sorted(order)


def _each(pair: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [(side,) for side in pair] or [()]


def _passable(
    used: Sequence[str], budget: Budget, vocabulary: Vocabulary
) -> Iterator[tuple[str, ...]]:
    known = vocabulary.positions
    for length in range(1, budget.turns + 2):
        for row in permutations(used, length):
            if any(known[p].ends_only for p in row[1:-1]):
                continue
            order = [known[p].order for p in row if not known[p].ends_only]
            climbs = order in (sorted(order), sorted(order, reverse=True))
            if climbs and len(set(order)) == len(order):
                yield row

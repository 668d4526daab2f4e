"""Which steps do the same: what covers a core step, and what is done twice."""

from collections.abc import Iterator
from itertools import combinations

from palpate.verify.case import Case
from palpate.verify.case import Work
from palpate.verify.deeds import Deed
from palpate.verify.places import opposed
from palpate.vocabulary import Body
from palpate.vocabulary import Vocabulary


def covers(work: Work, owed: Deed, vocabulary: Vocabulary) -> bool:
    """Say whether a planned step does what an owed step would.

    It is of another pack, or of the same pack's sequence for another diagnosis than the one owed.
    """
    deed = work.deed
    own = deed.technique == owed.technique and work.planned.diagnosis == owed.diagnosis
    if own or deed.purpose != owed.purpose:
        return False
    if opposed(deed.side, owed.side):
        return False
    body = vocabulary.body
    if work.framing:
        return owed.purpose in ("prepare", "integrate") and _half_of_regions(deed, owed, body)
    if not _alike(deed, owed, vocabulary):
        return False
    return _half_of_muscles(deed, owed) or _half_of_regions(deed, owed, body)


def check_repeats(case: Case) -> Iterator[str]:
    """Say which treating steps of two packs do one thing to one target and side."""
    treating = [work for work in case.hands if work.deed.purpose == "treat"]
    for one, other in combinations(treating, 2):
        if one.deed.technique == other.deed.technique or opposed(one.deed.side, other.deed.side):
            continue
        same = _main_family(one, case) == _main_family(other, case) != ""
        if same and _half_of_muscles(one.deed, other.deed):
            yield f"5: {one.name} and {other.name} do one thing to one target"


def _main_family(work: Work, case: Case) -> str:
    known = case.vocabulary.manoeuvres
    return next((known[m].family for m in work.planned.manoeuvres if m in known), "")


def _alike(one: Deed, other: Deed, vocabulary: Vocabulary) -> bool:
    return bool(_with_alike(one, vocabulary) & other.families) or bool(
        one.families & _with_alike(other, vocabulary)
    )


def _with_alike(deed: Deed, vocabulary: Vocabulary) -> frozenset[str]:
    known = [vocabulary.families[f] for f in deed.families if f in vocabulary.families]
    return deed.families | {alike for family in known for alike in family.alike}


def _half_of_muscles(one: Deed, other: Deed) -> bool:
    smaller = min(len(one.muscles), len(other.muscles))
    return smaller > 0 and 2 * len(one.muscles & other.muscles) >= smaller


def _half_of_regions(one: Deed, other: Deed, body: Body) -> bool:
    few, many = sorted((one.regions, other.regions), key=len)
    met = sum(any(body.overlap(mine, its) for its in many) for mine in few)
    return bool(few) and 2 * met >= len(few)

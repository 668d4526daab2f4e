"""Where packs speak of the same, and where they differ."""

from collections.abc import Iterable
from collections.abc import Iterator

from palpate.doctor.content import Asked
from palpate.doctor.report import Disagreement
from palpate.doctor.report import Overlap
from palpate.model.scales import VERDICTS
from palpate.model.technique import CombinationRule

ANY = "any-technique"


def overlaps(asked: Iterable[Asked]) -> tuple[Overlap, ...]:
    """Give the conditions that several packs have steps for."""
    found: dict[str, list[str]] = {}
    for each in asked:
        for condition in sorted({i.condition for i in each.indications if i.indicated}):
            found.setdefault(condition, []).append(each.content.technique.id)
    return tuple(Overlap(c, tuple(sorted(p))) for c, p in sorted(found.items()) if len(p) > 1)


def disagreements(asked: Iterable[Asked]) -> tuple[Disagreement, ...]:
    """Give factors on which packs' verdicts differ, and orders that contradict each other."""
    asked = tuple(asked)
    return (*_verdicts(asked), *_orders(asked))


def _verdicts(asked: Iterable[Asked]) -> Iterator[Disagreement]:
    """Compare what is said of all work; a rule for one technique alone contradicts nobody."""
    found: dict[str, dict[str, str]] = {}
    for each in asked:
        for rule in each.content.contraindications or ():
            if rule.applies_to == ANY:
                said = found.setdefault(rule.factor, {})
                name = each.content.technique.id
                said[name] = max(said.get(name, VERDICTS[0]), rule.verdict, key=VERDICTS.index)
    for factor, said in sorted(found.items()):
        if len(set(said.values())) > 1:
            yield Disagreement(factor, tuple(sorted(said.items())), "the stricter holds")


def _orders(asked: Iterable[Asked]) -> Iterator[Disagreement]:
    """Find rules of two packs that ask for one order and for its reverse."""
    rules = sorted(
        (
            (each.content.technique.id, rule)
            for each in asked
            for rule in each.content.rules
            if rule.rule == "before" and rule.strength == "must" and rule.then is not None
        ),
        key=lambda pair: (pair[0], pair[1].id),
    )
    for index, (one, rule) in enumerate(rules):
        for other, reverse in rules[index + 1 :]:
            if one != other and (rule.first, rule.then) == (reverse.then, reverse.first):
                yield Disagreement(
                    f"order of {rule.id} and {reverse.id}",
                    ((one, _said(rule)), (other, _said(reverse))),
                    "steps that can't keep both are left out",
                )


def _said(rule: CombinationRule) -> str:
    return rule.why or rule.id

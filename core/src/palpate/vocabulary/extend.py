"""Adding a pack's conditions to the vocabulary."""

from collections.abc import Iterable
from collections.abc import Iterator

import attrs

from palpate.errors import ContentError
from palpate.errors import Problem
from palpate.model.condition import Condition
from palpate.model.condition import Umbrella
from palpate.vocabulary.links import dangling
from palpate.vocabulary.links import walk
from palpate.vocabulary.words import Vocabulary

#: What an entry for a known condition may say differently: it is added to what is known.
ADDS = ("name", "synonyms", "icd10")


def extended(vocabulary: Vocabulary, conditions: Iterable[Condition]) -> Vocabulary:
    """Give a vocabulary that has these conditions as well; see `Vocabulary.with_conditions`."""
    known = dict(vocabulary.conditions)
    problems: list[Problem] = []
    for condition in sorted(conditions, key=lambda each: each.id):
        before = known.get(condition.id)
        if before is not None and not _adds_only(condition, before):
            what = "is known already, and not the same; only synonyms and codes can be added"
            problems.append(_clash(condition.id, what))
            continue
        known[condition.id] = _joined(before, condition) if before else condition
    made = attrs.evolve(vocabulary, conditions=known)
    added = {key for key, each in known.items() if vocabulary.conditions.get(key) != each}
    problems.extend(_word_clashes(made, added))
    for key in sorted(added):
        for path, what in dangling(walk(known[key]), made):
            problems.append(_clash(key, f"{path[0]}: {what}"))
    if problems:
        raise ContentError(tuple(problems))
    return made


def spoken_words(entry: Condition | Umbrella) -> tuple[str, ...]:
    """Give the words by which people call for an entry, in lower case."""
    words = (entry.id, entry.name, *entry.synonyms)
    return tuple(dict.fromkeys(word.lower() for word in words))


def _adds_only(more: Condition, known: Condition) -> bool:
    """Say whether an entry says nothing new but synonyms and codes."""
    bare = Condition(id=more.id, name=more.name)
    for each in attrs.fields(Condition):
        said = getattr(more, each.name)
        same = said in (getattr(known, each.name), getattr(bare, each.name))
        if each.name not in ADDS and not same:
            return False
    return True


def _joined(known: Condition, more: Condition) -> Condition:
    name = (more.name.lower(),) if more.name.lower() not in spoken_words(known) else ()
    return attrs.evolve(
        known,
        synonyms=tuple(dict.fromkeys((*known.synonyms, *more.synonyms, *name))),
        icd10=tuple(dict.fromkeys((*known.icd10, *more.icd10))),
    )


def _word_clashes(vocabulary: Vocabulary, added: set[str]) -> Iterator[Problem]:
    """Find words and codes of added conditions that mean another entry already."""
    owners: dict[str, str] = {}
    entries: list[Condition | Umbrella] = [*vocabulary.umbrellas.values()]
    entries.extend(c for key, c in vocabulary.conditions.items() if key not in added)
    for entry in entries:
        owners.update(dict.fromkeys(spoken_words(entry), entry.id))
        if isinstance(entry, Condition):
            owners.update(dict.fromkeys(entry.icd10, entry.id))
    for key in sorted(added):
        condition = vocabulary.conditions[key]
        for word in (*spoken_words(condition), *condition.icd10):
            owner = owners.setdefault(word, key)
            if owner != key:
                yield _clash(key, f'"{word}" already means {owner}')


def _clash(condition: str, what: str) -> Problem:
    return Problem("conditions", 0, f"condition {condition}", what, "clash")

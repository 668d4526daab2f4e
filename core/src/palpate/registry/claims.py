"""Whether a pack's conditions claim the words or codes by which a patient would be screened."""

from collections.abc import Iterable

from palpate.model.condition import Condition
from palpate.model.safety import Factor
from palpate.vocabulary import Vocabulary


def refuse_claims(conditions: Iterable[Condition], vocabulary: Vocabulary) -> None:
    """Refuse a condition that takes a factor's words or codes: it would be treated, not screened.

    Raises:
        ValueError: One does, and doesn't raise the factor itself.
    """
    for condition in conditions:
        known = vocabulary.conditions.get(condition.id, Condition(condition.id, condition.id))
        words = _words(condition) - _words(known)
        codes = {_bare(c) for c in condition.icd10} - {_bare(c) for c in known.icd10}
        for factor in vocabulary.factors.values():
            if factor.id in condition.raises or factor.id in known.raises:
                continue
            if words & _words(factor) or _meets(codes, factor):
                what = f"the condition {condition.id} takes the words or codes of {factor.id}"
                raise ValueError(f"{what}, which is screened")


def _words(entry: Condition | Factor) -> set[str]:
    """Give the words that name an entry, spelt alike: lower case, no hyphens or underscores."""
    said = (entry.id, entry.name, *entry.synonyms)
    return {" ".join(w.lower().replace("-", " ").replace("_", " ").split()) for w in said}


def _meets(codes: set[str], factor: Factor) -> bool:
    """Say whether some code would be read as the condition's and as the factor's."""
    return any(a.startswith(b) or b.startswith(a) for a in codes for b in map(_bare, factor.icd10))


def _bare(code: str) -> str:
    return code.strip().upper().replace(".", "")

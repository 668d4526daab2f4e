"""What is known of a pack of data files without opening it: whom it is about, and what about."""

from palpate.packs.content import PackFiles
from palpate.record import frozen

#: The contraindications that hold for the pack's own technique, and only where it is offered.
OWN = "this-technique"


@frozen
class Brief:
    """What decides whether a pack has anything to say of a request.

    Attributes:
        id: The id of its technique.
        name: The technique's name.
        digest: SHA-256 over its data files, in hex.
        conditions: Those that it has sequences for, and those that it isn't for.
        factors: Those that its contraindications are about.
    """

    id: str
    name: str
    digest: str
    conditions: tuple[str, ...]
    factors: tuple[str, ...]


def brief_of(files: PackFiles) -> Brief | None:
    """Sum a pack up; None where it must always be asked.

    That is one with code of its own, with conditions that others' requests may name, and one whose
    rules hold for whatever is done.
    """
    technique = files.technique
    general = any(rule.applies_to != OWN for rule in files.contraindications)
    if technique.frame or technique.code or files.added_conditions or general:
        return None
    conditions = {*files.conditions, *(each.condition for each in files.not_indicated)}
    factors = {rule.factor for rule in files.contraindications}
    return Brief(
        id=technique.id,
        name=technique.name,
        digest=files.digest,
        conditions=tuple(sorted(conditions)),
        factors=tuple(sorted(factors)),
    )

"""The conditions that can be planned for, and what is known of one."""

from typing import Any

from palpate.cli.listings import find
from palpate.cli.listings.table import Listing
from palpate.cli.listings.table import write_facts
from palpate.cli.listings.table import write_table
from palpate.cli.listings.table import write_title
from palpate.cli.listings.techniques import STAGES_SAID
from palpate.cli.listings.techniques import grades
from palpate.errors import RequestError
from palpate.model.condition import Condition
from palpate.model.condition import Permission
from palpate.model.technique import Indication
from palpate.registry import Packs
from palpate.render.json import to_data
from palpate.render.page import Page
from palpate.vocabulary import Vocabulary

CODES_SHOWN = 4


def many(packs: Packs, text: str | None, page: Page) -> Listing:
    """List the conditions, and the umbrella words that name several."""
    vocabulary = packs.vocabulary
    found = sorted(find.matching(vocabulary.conditions.values(), text), key=lambda c: c.id)
    wider = sorted(find.matching(vocabulary.umbrellas.values(), text), key=lambda u: u.id)
    if found:
        rows = [(c.id, c.name, _codes(c)) for c in found]
        write_table(page, ("CONDITION", "NAME", "ICD-10-CM"), rows)
    if wider:
        umbrellas = [(u.name.lower(), ", ".join(u.conditions)) for u in wider]
        write_table(page, ("UMBRELLA WORD", "NAMES ONE OF"), umbrellas)
    note = find.nothing([*found, *wider], text, "condition")
    return Listing(page, [to_data(c) for c in found], note)


def _codes(condition: Condition) -> str:
    """Give the first codes; a row isn't the place for sixty."""
    first = ", ".join(condition.icd10[:CODES_SHOWN])
    more = len(condition.icd10) - CODES_SHOWN
    return f"{first} and {more} more" if more > 0 else first


def one(packs: Packs, word: str, page: Page) -> Listing:
    """Show one condition, what to ask first, and which installed techniques are for it.

    Raises:
        RequestError: No condition is called that; an umbrella word carries its conditions.
    """
    vocabulary = packs.vocabulary
    condition = _condition(word, vocabulary)
    write_title(page, condition.name, condition.id)
    write_facts(page, _facts(condition, vocabulary))
    _write_red_flags(page, condition, vocabulary)
    techniques = _techniques(packs, condition)
    _write_techniques(page, techniques, vocabulary)
    asks = [{"factor": f, "question": vocabulary.factors[f].question} for f in condition.asks]
    data = {**to_data(condition), "asks": asks, "techniques": _technique_data(techniques)}
    return Listing(page, data)


def _condition(word: str, vocabulary: Vocabulary) -> Condition:
    from palpate.combine import words  # noqa: PLC0415

    umbrella = words.umbrella_of(word, vocabulary)
    if words.find(word, vocabulary.conditions) is None and umbrella:
        raise RequestError(word, "names several conditions; choose one", umbrella.conditions)
    by_code = words.condition_of_code(word, vocabulary) if words.looks_like_code(word) else None
    return by_code or find.one(word, vocabulary.conditions, "condition")


def _facts(condition: Condition, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    def names(kind: str, ids: tuple[str, ...]) -> str:
        return ", ".join(getattr(vocabulary, kind)[each].name for each in ids)

    def factors(ids: tuple[str, ...]) -> str:
        return "; ".join(vocabulary.factors[each].name for each in ids)

    place = f"say one with --region: {', '.join(condition.places)}" if condition.places else ""
    return [
        ("also called", ", ".join(condition.synonyms)),
        ("ICD-10-CM", ", ".join(condition.icd10)),
        ("where", names("regions", condition.regions)),
        ("places", place),
        ("side", condition.default_side + " unless said" if condition.sided else ""),
        ("goals", names("goals", condition.goals)),
        ("measured by", names("outcome_measures", condition.outcome_measures)),
        ("permission", _permission(condition.permission)),
        ("raises", factors(condition.raises)),
        ("asks about", factors(condition.asks_only)),
        ("note", condition.note),
    ]


def _permission(permission: Permission | None) -> str:
    return f"{permission.who}, for {permission.for_what}" if permission else ""


def _write_red_flags(page: Page, condition: Condition, vocabulary: Vocabulary) -> None:
    if not condition.asks:
        return
    page.heading("RED FLAGS", "to ask before you start")
    for factor in condition.asks:
        page.text(f"{vocabulary.factors[factor].question}  ({factor})", first="  [ ] ")


def _techniques(packs: Packs, condition: Condition) -> list[tuple[str, tuple[Indication, ...]]]:
    """Give every technique's word on a condition; the frame of the session has none."""
    return [
        (pack.technique.id, tuple(i for i in found if i.condition == condition.id))
        for pack, found in packs.indications()
        if not pack.technique.frame
    ]


def _write_techniques(
    page: Page, techniques: list[tuple[str, tuple[Indication, ...]]], vocabulary: Vocabulary
) -> None:
    rows = [
        (name, ", ".join(vocabulary.regions[r].name for r in i.regions), i.role, *grades(i))
        for name, found in techniques
        for i in found
        if i.indicated
    ]
    if rows:
        write_table(page, ("INDICATED", "WHERE", "ROLE", *STAGES_SAID), rows, wide=1)
    _write_reasons(page, "WHY", [(n, i.rationale) for n, f in techniques for i in f if i.indicated])
    _write_reasons(page, "NOT INDICATED", [each for n, f in techniques for each in _against(n, f)])
    if not techniques:
        page.blank()
        page.text("No technique is installed.")


def _against(name: str, found: tuple[Indication, ...]) -> list[tuple[str, str]]:
    """Say what a technique is not for: the whole condition, or stages of it."""
    if not found:
        return [(name, "the pack says nothing of this condition")]
    whole = [(name, i.reason) for i in found if not i.indicated]
    return whole + [(name, reason) for i in found for reason in i.stage_reasons]


def _write_reasons(page: Page, heading: str, reasons: list[tuple[str, str]]) -> None:
    if not reasons:
        return
    page.heading(heading)
    width = max(len(name) for name, _ in reasons) + 4
    for name, reason in dict.fromkeys(reasons):
        page.text(reason, first=f"  {name}".ljust(width), hang=width)


def _technique_data(techniques: list[tuple[str, tuple[Indication, ...]]]) -> list[dict[str, Any]]:
    return [
        {"id": name, "indicated": any(i.indicated for i in found), "indications": to_data(found)}
        for name, found in techniques
    ]

"""What an intake form can say, and what each installed rule makes of it."""

from typing import Any

import attrs

from palpate.cli.listings import find
from palpate.cli.listings.table import Listing
from palpate.cli.listings.table import write_facts
from palpate.cli.listings.table import write_table
from palpate.cli.listings.table import write_title
from palpate.model.safety import AgeRule
from palpate.model.safety import Contraindication
from palpate.model.safety import Factor
from palpate.model.safety import Limit
from palpate.model.scales import VERDICTS
from palpate.registry import Packs
from palpate.render.json import to_data
from palpate.render.page import Page
from palpate.vocabulary import Vocabulary

SITE_SAID = {
    "none": "",
    "optional": "may be named, as {id}@REGION",
    "needed": "must be named, as {id}@REGION or {id}@left-REGION",
}


def many(packs: Packs, text: str | None, page: Page) -> Listing:
    """List the factors."""
    found = sorted(find.matching(packs.vocabulary.factors.values(), text), key=lambda f: f.id)
    if found:
        write_table(page, ("FACTOR", "NAME"), [(f.id, f.name) for f in found])
    return Listing(page, [to_data(f) for f in found], find.nothing(found, text, "factor"))


def one(packs: Packs, word: str, page: Page) -> Listing:
    """Show one factor, and what each installed rule says of it, the strictest first.

    Raises:
        RequestError: No factor is called that.
    """
    vocabulary = packs.vocabulary
    factor = find.one(word, vocabulary.factors, "factor")
    write_title(page, factor.name, factor.id)
    write_facts(page, _facts(factor, vocabulary))
    rules = _rules(packs, factor)
    if rules:
        page.heading("RULES")
    for technique, rule in rules:
        _write_rule(page, technique, rule, vocabulary)
    if not rules:
        page.blank()
        page.text("No installed rule speaks of it: a plan lists it as not screened.", indent=2)
    unheard = [pack.technique.id for pack, found in packs.contraindications() if found is None]
    if unheard:
        page.blank()
        page.text(f"The rules of {', '.join(unheard)} can't be had; it is withheld.", indent=2)
    return Listing(page, {**to_data(factor), "rules": [_rule_data(t, rule) for t, rule in rules]})


def _facts(factor: Factor, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    raised = [vocabulary.factors[each].name for each in factor.implies]
    places = [vocabulary.regions[region].name for region in factor.regions]
    return [
        ("question", factor.question),
        ("also called", ", ".join(factor.synonyms)),
        ("ICD-10-CM", ", ".join(factor.icd10)),
        ("only asked for", ", ".join(factor.icd10_asks)),
        ("place", SITE_SAID.get(factor.site, factor.site).format(id=factor.id)),
        ("always at", ", ".join(places)),
        ("date", f"{factor.date_means or 'since it'}, as {factor.id}:6w" if factor.dated else ""),
        ("by age", _ages(factor.raised_by_age)),
        ("implies", ", ".join(raised)),
    ]


def _ages(rule: AgeRule | None) -> str:
    if rule is None:
        return ""
    ends = ((rule.below, "below"), (rule.above, "above"))
    return "raised " + " or ".join(f"{word} {age}" for age, word in ends if age is not None)


def _rules(packs: Packs, factor: Factor) -> list[tuple[str, Contraindication]]:
    found = [
        (pack.technique.id, rule)
        for pack, rules in packs.contraindications()
        for rule in rules or ()
        if rule.factor == factor.id
    ]
    return sorted(found, key=lambda each: (-VERDICTS.index(each[1].verdict), each[0], each[1].id))


def _write_rule(page: Page, technique: str, rule: Contraindication, vocabulary: Vocabulary) -> None:
    binds = technique if rule.applies_to == "this-technique" else "any technique"
    page.text(f"{rule.verdict}, {binds}{_window(rule)}: {rule.action}", first="  ", hang=4)
    details = [
        f"from: {rule.clearance_from}" if rule.clearance_from else "",
        f"urgency: {rule.urgency}" if rule.urgency else "",
        *(_limit(limit, vocabulary) for limit in rule.limits),
        f"basis: {rule.basis}; {technique}/{rule.id}",
    ]
    for detail in details:
        if detail:
            page.text(detail, indent=4)


def _window(rule: Contraindication) -> str:
    first = f" from day {rule.from_days}" if rule.from_days is not None else ""
    last = f" until day {rule.until_days}" if rule.until_days is not None else ""
    return first + last


def _limit(limit: Limit, vocabulary: Vocabulary) -> str:
    """Say a limit as `knee: max pressure 2, bar positions prone`."""
    said: list[str] = []
    for each in attrs.fields(Limit):
        value = getattr(limit, each.name)
        name = each.name.replace("_", " ")
        if each.name == "at" or value is None or value == each.default:
            continue
        if isinstance(value, tuple):
            said.append(f"{name} {', '.join(map(str, value))}")
        else:
            said.append(name if value is True else f"{name} {value}")
    where = [
        vocabulary.regions[r].name if r in vocabulary.regions else f"the {r}" for r in limit.at
    ]
    return f"{', '.join(where) or 'everywhere'}: {', '.join(said)}" if said else ""


def _rule_data(technique: str, rule: Contraindication) -> dict[str, Any]:
    return {"technique": technique, **to_data(rule)}

"""The installed techniques, and what one of them is for."""

from typing import Any

from palpate.cli.listings import find
from palpate.cli.listings.table import Listing
from palpate.cli.listings.table import write_facts
from palpate.cli.listings.table import write_table
from palpate.cli.listings.table import write_title
from palpate.model.scales import STAGES
from palpate.model.technique import Indication
from palpate.model.technique import Range
from palpate.model.technique import Technique
from palpate.registry import Pack
from palpate.registry import PackIdentity
from palpate.registry import Packs
from palpate.render.json import to_data
from palpate.render.page import Page
from palpate.vocabulary import Vocabulary


def many(packs: Packs, text: str | None, page: Page) -> Listing:
    """List the techniques: pack and version, data or code, and who signed."""
    found = {t.id: t for t in find.matching(packs.techniques.values(), text)}
    chosen = [pack for pack in packs.packs if pack.technique.id in found]
    if chosen:
        rows = [_row(pack) for pack in chosen]
        write_table(page, ("TECHNIQUE", "NAME", "PACK", "KIND", "REVIEW"), rows, wide=1)
    return Listing(page, [_data(pack) for pack in chosen], find.nothing(chosen, text, "technique"))


def _row(pack: Pack) -> tuple[str, ...]:
    technique = pack.technique
    return (
        technique.id,
        technique.name,
        str(pack.identity),
        kind_of(pack.identity),
        technique.review.status,
    )


def kind_of(identity: PackIdentity) -> str:
    """Say whether using a pack runs code of its own."""
    return "code" if identity.has_code else "data"


def _data(pack: Pack) -> dict[str, Any]:
    technique, identity = to_data(pack.technique), pack.identity
    for left_out in ("library", "api", "code"):
        del technique[left_out]
    return {
        **technique,
        "pack": identity.distribution,
        "version": identity.version,
        "origin": identity.origin,
        "kind": kind_of(identity),
        "digest": identity.digest,
    }


def one(packs: Packs, word: str, page: Page) -> Listing:
    """Show one technique, and which conditions it is for, with the grade by stage.

    Raises:
        RequestError: No installed technique is called that.
    """
    technique = find.one(word, packs.techniques, "technique")
    pack, indications = next(
        (pack, found) for pack, found in packs.indications() if pack.technique.id == technique.id
    )
    _write_head(page, pack, packs.vocabulary)
    _write_for(page, [i for i in indications if i.indicated], packs.vocabulary)
    _write_not_for(page, [i for i in indications if not i.indicated], packs.vocabulary)
    return Listing(page, {**_data(pack), "indications": to_data(indications)})


def _write_head(page: Page, pack: Pack, vocabulary: Vocabulary) -> None:
    technique, identity = pack.technique, pack.identity
    review = technique.review
    signed = (
        f"signed by {review.by} on {review.on}"
        if review.status == "signed"
        else "unsigned: no clinician has reviewed it"
    )
    trainings = [vocabulary.trainings[t].name for t in technique.training]
    names = [vocabulary.manoeuvres[m].name for m in technique.manoeuvres]
    least, most = technique.lowest_useful_pressure, technique.highest_pressure
    write_title(page, technique.name, technique.id)
    page.text(technique.summary, indent=2)
    write_facts(
        page,
        [
            ("pack", f"{identity}, {identity.origin}, {kind_of(identity)}"),
            ("review", signed),
            ("training", ", ".join(trainings)),
            ("lubrication", technique.lubricant),
            ("pressure", f"{least} to {most} of 5"),
            ("minutes", _minutes(technique)),
            ("manoeuvres", ", ".join(names)),
        ],
    )


def _minutes(technique: Technique) -> str:
    if technique.frame:
        return ""
    alone = f"; {_span(technique.alone_minutes)} alone" if technique.alone_minutes else ""
    return f"{_span(technique.share_minutes)} of a session{alone}"


def _span(minutes: Range) -> str:
    return f"{minutes.least:g} to {minutes.most:g}"


def _write_for(page: Page, indications: list[Indication], vocabulary: Vocabulary) -> None:
    if not indications:
        return
    rows = [
        (i.condition, ", ".join(vocabulary.regions[r].name for r in i.regions), i.role, *grades(i))
        for i in indications
    ]
    write_table(page, ("FOR", "WHERE", "ROLE", *STAGES_SAID), rows, wide=1)


#: Headings over the four stages, in their order.
STAGES_SAID = ("ACUTE", "EARLY", "LATE", "CHRONIC")


def grades(indication: Indication) -> tuple[str, ...]:
    """Give the grade in each stage; a dash where it isn't indicated."""
    by_stage = {each.stage: each.grade for each in indication.grades}
    return tuple(by_stage.get(stage, "-") for stage in STAGES)


def _write_not_for(page: Page, indications: list[Indication], vocabulary: Vocabulary) -> None:
    if not indications:
        return
    page.heading("NOT FOR")
    for indication in indications:
        name = vocabulary.conditions[indication.condition].name
        page.text(f"{name}: {indication.reason}", first="  ", hang=6)

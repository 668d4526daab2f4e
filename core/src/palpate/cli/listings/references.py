"""The sources that the installed packs cite, with what each found and how it was read."""

from typing import Any

from attrs import frozen

from palpate.cli.listings import find
from palpate.cli.listings.table import Listing
from palpate.cli.listings.table import write_facts
from palpate.cli.listings.table import write_table
from palpate.cli.listings.table import write_title
from palpate.model.technique import Reference
from palpate.registry import Packs
from palpate.render.json import to_data
from palpate.render.page import Page

READ_SAID = {
    "page": "read",
    "secondary": "second-hand",
    "not-read": "not read",
}


@frozen
class Cited:
    """A source of one pack; two packs may each have their own under one id."""

    id: str
    name: str
    technique: str
    reference: Reference

    @property
    def synonyms(self) -> tuple[str, ...]:
        """Give the other words that it may be looked for by."""
        source = self.reference
        return (source.authors, source.source, source.doi, source.pmid, str(source.year or ""))


def _all(packs: Packs) -> list[Cited]:
    found = [
        Cited(reference.id, reference.title, pack.technique.id, reference)
        for pack in packs.packs
        for reference in pack.technique.library
    ]
    return sorted(found, key=lambda cited: (cited.id, cited.technique))


def many(packs: Packs, text: str | None, page: Page) -> Listing:
    """List the sources."""
    found = find.matching(_all(packs), text)
    if found:
        rows = [
            (
                c.id,
                c.technique,
                READ_SAID.get(c.reference.read, c.reference.read),
                _said(c.reference),
            )
            for c in found
        ]
        write_table(page, ("REFERENCE", "TECHNIQUE", "READ", "WHAT IT FOUND"), rows)
    note = find.nothing(found, text, "reference")
    return Listing(page, [_data(each) for each in found], note)


def _said(reference: Reference) -> str:
    return reference.found or f"({reference.title})"


def one(packs: Packs, word: str, page: Page) -> Listing:
    """Show one source as each pack has it.

    Raises:
        RequestError: No pack cites a source of that id.
    """
    every = _all(packs)
    wanted = find.one(word, {cited.id: cited for cited in every}, "reference").id
    found = [cited for cited in every if cited.id == wanted]
    for cited in found:
        write_title(page, cited.id, cited.technique)
        write_facts(page, _facts(cited.reference))
    return Listing(page, [_data(each) for each in found])


def _facts(source: Reference) -> list[tuple[str, str]]:
    return [
        ("title", source.title),
        ("authors", source.authors),
        ("year", str(source.year or "")),
        ("in", source.source),
        ("kind", source.kind.replace("-", " ")),
        ("doi", source.doi),
        ("PMID", source.pmid),
        ("address", source.url),
        ("found", source.found),
        ("read", READ_SAID.get(source.read, source.read)),
    ]


def _data(cited: Cited) -> dict[str, Any]:
    return {"technique": cited.technique, **to_data(cited.reference)}

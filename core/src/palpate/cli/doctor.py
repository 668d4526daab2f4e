"""`palpate doctor`: how the program and each pack are, and what to do."""

import json
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from pathlib import Path

import click

from palpate.cli.counting import counted
from palpate.cli.listings.table import HANG
from palpate.cli.listings.table import write_facts
from palpate.cli.listings.table import write_table
from palpate.cli.output import emit
from palpate.cli.output import wants_colour
from palpate.cli.packs import loaded
from palpate.cli.packs import with_packs
from palpate.doctor import Finding
from palpate.doctor import Report
from palpate.doctor import examine
from palpate.errors import PalpateError
from palpate.registry import Pack
from palpate.registry import Packs
from palpate.render.json import to_data
from palpate.render.page import Page
from palpate.render.safe import escaped

ILL = 1
#: Of long lists no more is shown on the page; JSON has all.
MOST_SHOWN = 3


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of a page.")
@with_packs
@click.pass_context
def doctor(ctx: click.Context, as_json: bool, pack: tuple[str, ...]) -> int:
    """Say how the program and each pack are, and what to do for each.

    Every pack is asked all that it can answer, and each of its files is read.

    Example: palpate doctor

    Exit codes: 0 nothing needs doing; 1 something does; 2 the request is wrong.
    """
    folders = map(Path, (*(ctx.obj or ()), *pack))
    report = examine(lambda: _load(ctx, pack), folders, watch=_watched)
    if as_json:
        data = {**to_data(report), "errors": report.errors}
        emit(escaped(json.dumps(data, ensure_ascii=False, indent=1)) + "\n")
    else:
        emit(page_of(report, wants_colour()))
    return ILL if report.errors else 0


def _watched(packs: Sequence[Pack]) -> Iterator[Pack]:
    """Give each pack, and a count of them to whoever waits."""
    return counted(packs, "asking", lambda pack: str(pack.identity))


def _load(ctx: click.Context, pack: tuple[str, ...]) -> Packs:
    """Load the packs; settings that can't be read are named elsewhere, and block nothing here."""
    from palpate.registry import load_packs  # noqa: PLC0415
    from palpate.settings import standing  # noqa: PLC0415

    try:
        standing()
    except (PalpateError, OSError):
        return load_packs([Path(folder) for folder in (*(ctx.obj or ()), *pack)])
    return loaded(ctx, pack)


def page_of(report: Report, colour: bool) -> str:
    """Write a report as a page."""
    page = Page(colour)
    page.heading(f"palpate {report.palpate}", f"hook API {report.api}")
    there = "" if Path(report.settings).exists() else " (not there yet)"
    words = ", ".join(f"{count} {kind}" for kind, count in report.vocabulary)
    facts = [
        ("Python", f"{report.python} on {report.platform}"),
        ("program", report.program),
        ("settings", f"{report.settings}{there}"),
        ("vocabulary", words or "can't be read"),
        ("formats", ", ".join(report.formats)),
    ]
    write_facts(page, facts)
    _write_packs(page, report)
    _write_between(page, report)
    _write_findings(page, report)
    return str(page)


def _write_packs(page: Page, report: Report) -> None:
    rows = [
        (
            f"{each.pack} {each.version}".strip(),
            each.state,
            "" if each.api is None else str(each.api),
            each.kind,
            str(each.conditions or ""),
            each.content,
            f"{each.milliseconds} ms" if each.milliseconds else "",
        )
        for each in report.packs
    ]
    head = ("PACK", "STATE", "API", "KIND", "FOR", "CONTENT", "TOOK")
    if rows:
        write_table(page, head, rows, wide=0)
    slowest = report.slowest
    if slowest is not None:
        took = f"{slowest.milliseconds} ms to read and ask all of it"
        page.text(f"slowest: {slowest.pack}, {took}", indent=2)


def _write_between(page: Page, report: Report) -> None:
    if not report.overlaps and not report.disagreements:
        return
    page.heading("BETWEEN PACKS")
    if report.overlaps:
        many = len(report.overlaps)
        most = max(report.overlaps, key=lambda each: len(each.packs))
        said = f"{many} conditions have steps of two packs or more; most for {most.condition}: "
        page.text(f"{said}{', '.join(most.packs)}", first="  overlap".ljust(HANG), hang=HANG)
    for each in report.disagreements[:MOST_SHOWN]:
        words = ", ".join(f"{name} {said}" for name, said in each.said)
        page.text(
            f"{each.about}: {words}; {each.holds}", first="  disagreement".ljust(HANG), hang=HANG
        )
    more = len(report.disagreements) - MOST_SHOWN
    if more > 0:
        page.text(f"and {more} disagreements more; --json has all", indent=HANG)


def _write_findings(page: Page, report: Report) -> None:
    found = [("", finding) for finding in report.findings]
    found += [(f"{p.pack} {p.version}".strip(), f) for p in report.packs for f in p.findings]
    for level, heading in (("error", "TO DO"), ("warning", "WARNINGS"), ("note", "NOTES")):
        _write_level(page, heading, [each for each in found if each[1].level == level])
    if not report.errors:
        page.blank()
        page.text("Nothing needs doing.")


def _write_level(page: Page, heading: str, found: Iterable[tuple[str, Finding]]) -> None:
    found = list(found)
    if not found:
        return
    page.heading(heading)
    for (pack, finding), after in zip(found, [*found[1:], None], strict=True):
        page.text(f"{pack}: {finding.what}" if pack else finding.what, first="  - ", hang=4)
        same = after is not None and (after[0], after[1].do) == (pack, finding.do)
        # Several mistakes of one pack are mended in one way, which is said once.
        if finding.do and not same:
            page.text(finding.do, first="    -> ", hang=7)

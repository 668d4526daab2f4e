"""The design's invariants, on the pack alone and beside what is installed."""

import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import attrs

from palpate.model.patient import Request
from palpate.model.protocol import Protocol
from palpate.registry import load_packs
from palpate.registry.load import together
from palpate.testing.check import Check
from palpate.testing.draw import factor_more
from palpate.testing.invariants import OF_ONE_PROTOCOL
from palpate.testing.invariants import admitted
from palpate.testing.invariants import changed_beyond
from palpate.testing.invariants import planned
from palpate.testing.invariants import reads_back
from palpate.testing.invariants import same_bytes
from palpate.testing.looser import looser
from palpate.testing.memory import brief
from palpate.testing.strategies import DAY
from palpate.testing.subject import MINUTES
from palpate.testing.subject import Subject
from palpate.testing.subject import Tried
from palpate.vocabulary import load_vocabulary

PROMISES = {
    1: "No step goes where screening forbids, exceeds a cap, or uses what is barred.",
    2: "No step of a withheld technique appears; a refusal has no steps.",
    4: "The minutes add up, and each step is within its least and most.",
    5: "Every need is met, each sequence keeps its order, each combination rule holds.",
    8: "Every step says where it comes from, and what isn't in says why.",
}
NAMES = {
    1: "limits-are-kept",
    2: "withheld-stays-out",
    4: "minutes-add-up",
    5: "order-is-kept",
    8: "everything-is-accounted-for",
}
#: Requests that are planned a second time, with the packs the other way round.
REPLANNED = 3


def can_be_planned(subject: Subject) -> Iterator[str]:
    """Plan each condition with the pack alone, for a patient of whom nothing is known."""
    for tried in subject.all_tried:
        if not tried.plain or tried.beside or _waits(tried.protocol):
            continue
        report = next(
            (r for r in tried.protocol.techniques if r.id == subject.here.technique.id), None
        )
        if report is None or report.status != "used":
            said = report.reason if report else tried.protocol.status
            yield f"{tried.condition}: no session of it alone: {said}"
        elif not tried.protocol.provenance.optimal:
            yield f"{tried.condition}: the best session of it alone isn't found in time"


def _waits(protocol: Protocol) -> bool:
    """Say whether a plan waits for a permission, as the condition may ask."""
    return protocol.status == "needs-clearance"


def of_one(number: int, subject: Subject) -> Iterator[str]:
    """Hold every plan against one invariant, by its own check and by the verifier."""
    for tried in subject.all_tried:
        found = (
            *OF_ONE_PROTOCOL[number](tried.protocol, tried.packs),
            *(said for said in tried.broken if said.startswith(f"{number}:")),
        )
        yield from (_of(tried, said) for said in found)


def a_factor_more(subject: Subject) -> Iterator[str]:
    """Add a factor to each patient, and look for what that admits."""
    for tried in subject.all_tried:
        patient = tried.request.patient
        condition = subject.alone.vocabulary.conditions[tried.condition]
        more = factor_more(condition, patient.regions)
        known = {*condition.raises, *patient.denied, *(f.factor for f in patient.factors)}
        if tried.beside or more.factor in known:
            continue
        before = admitted(tried.request, tried.packs)
        asked = attrs.evolve(patient, factors=(*patient.factors, more))
        after = admitted(attrs.evolve(tried.request, patient=asked), tried.packs)
        if before is not None and after is not None:
            yield from (f"{said}; with {brief(more)} as well" for said in looser(before, after))


def nothing_else_decides(subject: Subject) -> Iterator[str]:
    """Plan again, with the packs found in another order."""
    beside = [t for t in subject.all_tried if t.beside] or list(subject.all_tried)
    for tried in beside[:REPLANNED]:
        turned = together(tried.packs.packs[::-1], load_vocabulary())
        other = planned(tried.request, turned)
        if other is None:
            yield _of(tried, "is refused the other time")
        else:
            yield from (_of(tried, said) for said in same_bytes(tried.protocol, other))


def unused_changes_nothing(subject: Subject) -> Iterator[str]:
    """Where the pack isn't used and its rules are silent, plan without it."""
    for tried in subject.all_tried:
        if tried.beside and _silent(subject, tried.protocol):
            less = planned(tried.request, subject.without)
            if less is not None:
                yield from (_of(tried, said) for said in changed_beyond(tried.protocol, less))
    for condition in _foreign(subject)[:REPLANNED]:
        request = Request((condition,), DAY, minutes=MINUTES)
        whole, less = planned(request, subject.beside), planned(request, subject.without)
        if whole is not None and less is not None and _silent(subject, whole):
            yield from (f"{condition}: {said}" for said in changed_beyond(whole, less))


def _silent(subject: Subject, protocol: Protocol) -> bool:
    """Say whether nothing of a plan is the pack's: no step, no finding, no say in a question."""
    own = subject.here.technique.id
    report = next((r for r in protocol.techniques if r.id == own), None)
    used = report is not None and report.status in ("used", "withheld", "broken", "excluded")
    found = {f.pack for f in protocol.screening.findings} | set(protocol.request.without)
    rules = {pack.technique.id: said or () for pack, said in subject.alone.contraindications()}
    asked = {ask.factor for ask in protocol.screening.ask}
    speaks = asked & {rule.factor for rule in rules.get(own, ())}
    return protocol.status == "ready" and not used and own not in found and not speaks


def _foreign(subject: Subject) -> list[str]:
    """Give conditions that other packs treat, and this one doesn't."""
    known = subject.without.vocabulary.conditions
    indicated = (i for _, found in subject.without.indications() for i in found if i.indicated)
    theirs = {i.condition for i in indicated if i.condition in known}
    own = {i.condition for i in subject.indications}
    return sorted(c for c in theirs - own if known[c].place == "fixed")


def a_fault_costs_only_itself(subject: Subject) -> Iterator[str]:
    """Spoil a copy of the pack's files, one after the other, and plan beside what is installed."""
    assert subject.folder is not None  # noqa: S101 - the check is for packs with files
    known = load_vocabulary().conditions
    tried = next((t for t in subject.all_tried if t.plain and t.condition in known), None)
    if tried is None:
        return
    company = [p for p in subject.others if not p.technique.frame]
    alone = planned(tried.request, subject.without) if company else None
    names = [*sorted(p.name for p in subject.folder.glob("*.toml"))]
    for name in (*names, f"sequences/{tried.condition}.toml"):
        if not (subject.folder / name).is_file():
            continue
        with tempfile.TemporaryDirectory() as place:
            copy = Path(place) / subject.folder.name
            shutil.copytree(subject.folder, copy, ignore=shutil.ignore_patterns("*.py*", "__*"))
            (copy / name).write_text("this is no TOML", encoding="utf-8")
            yield from _spoilt(name, copy, tried, subject, alone)


def _spoilt(
    name: str, copy: Path, tried: Tried, subject: Subject, alone: Protocol | None
) -> Iterator[str]:
    loaded = load_packs([copy], entry_points=False)
    packs = together(
        {p.technique.id: p for p in (*subject.others, *loaded.packs)}.values(),
        load_vocabulary(),
        loaded.problems,
    )
    protocol = planned(tried.request, packs)
    if protocol is None:
        return
    if not any(said.startswith(copy.name) for said in protocol.warnings):
        yield f"{name} spoilt: no warning names the pack"
    if any(step.technique == subject.here.technique.id for step in protocol.steps):
        yield f"{name} spoilt: its steps are planned all the same"
    if alone is not None and alone.status == "ready":
        yield from (f"{name} spoilt: {said}" for said in changed_beyond(alone, protocol))


def reads_back_equal(subject: Subject) -> Iterator[str]:
    """Write every plan as JSON, and read it."""
    for tried in subject.all_tried:
        yield from (_of(tried, said) for said in reads_back(tried.protocol, tried.packs))


def _of(tried: Tried, said: str) -> str:
    where = "beside the others" if tried.beside else "alone"
    asked = tried.condition if tried.plain else brief(tried.request)
    return f"{said} ({where}, {asked})"


INVARIANTS = (
    Check("can-be-planned", "Each condition has a session with the pack alone.", can_be_planned),
    *(Check(NAMES[n], PROMISES[n], partial(of_one, n)) for n in OF_ONE_PROTOCOL),
    Check(
        "a-factor-more-lifts-nothing",
        "A factor more never raises a cap, lifts a keep-off, or admits a step or technique.",
        a_factor_more,
    ),
    Check(
        "nothing-else-decides",
        "The same request on the same packs gives the same bytes, in whatever order they are found.",
        nothing_else_decides,
    ),
    Check(
        "unused-changes-nothing",
        "Where the technique isn't used and found nothing, the plan is as without the pack.",
        unused_changes_nothing,
    ),
    Check(
        "a-fault-costs-only-itself",
        "A spoilt file costs the pack its own part and a warning, and nobody else anything.",
        a_fault_costs_only_itself,
        files=True,
    ),
    Check("plans-read-back", "A plan's JSON reads back to an equal plan.", reads_back_equal),
)

"""Makes the pages that show what is in the packs, by running the program.

Run it bare to write docs/content.md and docs/protocols; with `--check` it says whether they are as the
program would write them.
"""

import sys
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path

from palpate.combine import combine
from palpate.model.patient import Clearance
from palpate.model.patient import Patient
from palpate.model.patient import Request
from palpate.model.patient import Therapist
from palpate.model.protocol import Protocol
from palpate.model.scales import STAGES
from palpate.model.technique import Indication
from palpate.registry import Packs
from palpate.registry import load_packs

HERE = Path(__file__).parent
DAY = date(2026, 11, 22)
#: What a document's name ends with, where that isn't the name of its format.
SUFFIXES = {"text": "txt", "markdown": "md", "soap": "soap.txt", "fhir": "fhir.json"}
SHORT = {"acute": "acute", "early-subacute": "early", "late-subacute": "late", "chronic": "chronic"}
#: The eight printed protocols: file, request.
PROTOCOLS = {
    "chronic-low-back-pain": Request(("chronic-low-back-pain",), DAY, minutes=60),
    "sciatica": Request(("M54.31",), DAY, Patient(stage="chronic"), minutes=45),
    "tension-type-headache": Request(("tension headache",), DAY, minutes=45),
    "whiplash-over-12-weeks": Request(
        ("whiplash",),
        DAY,
        Patient(onset_days=120, cleared=(Clearance("whiplash", DAY),)),
        minutes=45,
    ),
    "post-surgical-scar": Request(
        ("post-surgical-scar",),
        DAY,
        Patient(
            regions=("lower-abdomen",),
            onset_days=200,
            cleared=(Clearance("post-surgical-scar", DAY),),
        ),
        minutes=45,
    ),
    "ankle-sprain-at-two-weeks": Request(
        ("joint-sprain",),
        DAY,
        Patient(regions=("ankle",), side="right", onset_days=14),
        Therapist(holds=("mld-basic",)),
        minutes=45,
    ),
    "lymphedema": Request(
        ("lymphedema",),
        DAY,
        Patient(regions=("upper-arm",), side="left"),
        Therapist(holds=("cdt",)),
        minutes=60,
    ),
    "anxiety": Request(("generalized-anxiety",), DAY, minutes=45),
}


def main() -> int:
    """Write the pages, or check them."""
    packs = load_packs()
    pages = {HERE / "content.md": content(packs)}
    for name, request in PROTOCOLS.items():
        for suffix, document in documents(combine(request, packs), packs):
            pages[HERE / "protocols" / f"{name}.{suffix}"] = document
    if "--check" in sys.argv:
        stale = [
            p for p, text in pages.items() if not p.exists() or p.read_bytes() != text.encode()
        ]
        for path in stale:
            print(
                f"{path.relative_to(HERE.parent)} isn't what the program writes; run docs/make_content.py"
            )
        return 1 if stale else 0
    for path, text in pages.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    return 0


def documents(protocol: Protocol, packs: Packs) -> Iterator[tuple[str, str]]:
    """Write a protocol in each format that the program offers; give each with its suffix."""
    for offered in packs.output_formats():
        module, _, function = offered.render.partition(":")
        write = getattr(import_module(module), function)
        suffix = SUFFIXES.get(offered.name, offered.name)
        yield suffix, write(protocol, packs.vocabulary)


def content(packs: Packs) -> str:
    """Give the table of conditions and techniques, and every reason against."""
    by_pack = [(pack, found) for pack, found in packs.indications() if not pack.technique.frame]
    names = [pack.technique.name for pack, _ in by_pack]
    lines = [
        "# What is in the packs",
        "",
        "Made by `docs/make_content.py` from the installed packs. Each cell: the evidence grade by stage, the",
        "minutes of all steps (least to most) and the number of steps; a dash stands for a reason, which",
        "follows below. A to D are grades of evidence; D with nothing read is traditional use. No clinician",
        "has signed any of it.",
        "",
        "| condition | " + " | ".join(names) + " |",
        "|---|" + "---|" * len(names),
    ]
    for condition in packs.vocabulary.conditions.values():
        cells = [cell(packs, pack.technique.id, found, condition.id) for pack, found in by_pack]
        lines.append(f"| {condition.name} | " + " | ".join(cells) + " |")
    lines += ["", "## Why not", ""]
    for condition in packs.vocabulary.conditions.values():
        said = [
            f"- {pack.technique.name}{stages(i)}: {i.reason}"
            for pack, found in by_pack
            for i in found
            if i.condition == condition.id and not i.indicated
        ]
        said += [
            f"- {pack.technique.name}, {reason}"
            for pack, found in by_pack
            for i in found
            if i.condition == condition.id and i.indicated
            for reason in i.stage_reasons
        ]
        if said:
            lines += [f"### {condition.name}", "", *dict.fromkeys(said), ""]
    return "\n".join(lines).rstrip() + "\n"


def cell(packs: Packs, technique: str, found: tuple[Indication, ...], condition: str) -> str:
    """Give one cell of the table."""
    fitting = [i for i in found if i.condition == condition and i.indicated]
    if not fitting:
        return "-"
    grades = {g.stage: g.grade for i in fitting for g in i.grades}
    said = sorted(set(grades.values()))
    graded = (
        said[0]
        if len(said) == 1
        else ", ".join(f"{SHORT[s]} {grades[s]}" for s in STAGES if s in grades)
    )
    missing = (
        ""
        if len(grades) == len(STAGES)
        else f" ({', '.join(SHORT[s] for s in STAGES if s in grades)})"
    )
    sizes = []
    for indication in fitting:
        regions = indication.regions or packs.vocabulary.conditions[condition].places[:1]
        patient = Patient(regions=regions, stage=fitting[0].grades[-1].stage)
        content_of = next(
            c for c in packs.contents({condition: patient}) if c.technique.id == technique
        )
        sequence = content_of.offers[0].sequence
        if sequence is not None:
            least = sum(s.minutes.least for s in sequence.steps)
            most = sum(s.minutes.most for s in sequence.steps)
            sizes.append(f"{least:g}-{most:g} min, {len(sequence.steps)} steps")
    return f"{graded}{missing}: {'; '.join(dict.fromkeys(sizes))}"


def stages(indication: Indication) -> str:
    """Give the stages that a reason is about; nothing where it is about all."""
    named = [SHORT[g.stage] for g in indication.grades]
    return f" ({', '.join(named)})" if named else ""


if __name__ == "__main__":
    sys.exit(main())

"""Every condition x stage x place x 30, 45, 60 minutes: a verified protocol, or the right reason why not.

What is right is read here from the source's grades (`grades.toml`), from the files of the packs as plain TOML and from
the regions' own table; nothing of the engine is asked.
"""

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from palpate import combine
from palpate import verify
from palpate.errors import RequestError
from palpate.model.patient import Clearance
from palpate.model.patient import Patient
from palpate.model.patient import Request
from palpate.model.patient import Therapist
from palpate.model.scales import STAGES
from palpate.registry import Packs
from palpate.vocabulary import load_vocabulary

ROOT = Path(__file__).parents[2]
CORE = ROOT / "core" / "src" / "palpate" / "vocabulary"
DAY = date(2026, 11, 22)
LENGTHS = (30, 45, 60)
#: A therapist whom training doesn't stop.
TRAINED = Therapist(holds=tuple(load_vocabulary().trainings))
#: Who must agree first: an operation's surgeon (safety.md, recent_surgery), and for the neck after a crash the physician
#: until the chronic stage (myofascial.md, MFR-A9: "start later when subacute and cleared").
PERMISSION = {
    "post-surgical-swelling": STAGES,
    "post-surgical-scar": STAGES,
    "whiplash": ("early-subacute", "late-subacute"),
}
#: What the sources call the core doesn't fit in so few minutes beside greeting, turns and rest.
TOO_SHORT = {("post-surgical-swelling", 30), ("lymphedema", 30), ("lymphedema", 45)}


#: Where a scar may be and no pressure that helps is allowed (safety.md, endangerment sites).
NO_PRESSURE = {("post-surgical-scar", place) for place in ("breast", "anterior-neck", "groin")}


def read(path: Path) -> dict[str, Any]:
    """Read a file of TOML."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


ROWS = read(Path(__file__).parent / "grades.toml")["row"]
CONDITIONS = {c["id"]: c for c in read(CORE / "conditions.toml")["condition"]}
PARENTS = {r["id"]: r.get("part_of") for r in read(CORE / "regions.toml")["region"]}


def within(region: str | None) -> Iterator[str]:
    """Give a region and all that it is a part of."""
    while region is not None:
        yield region
        region = PARENTS[region]


def meet(one: str, other: str) -> bool:
    """Say whether one of two regions is the other or a part of it."""
    return one in within(other) or other in within(one)


@cache
def sequences() -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    """Give (technique, condition, stages, regions) of every file of the five packs."""
    found = []
    for path in sorted(ROOT.glob("plugins/*/src/*/sequences/*.toml")):
        technique = read(path.parents[1] / "technique.toml")["technique"]["id"]
        data = read(path)
        indication = data["indication"]
        named = indication.get("stages") or list(indication["grade"])
        stages = tuple(s for s in STAGES if s in named or s.partition("-")[2] in named)
        regions = tuple(data.get("sequence", {}).get("regions", ()))
        found.append((technique, path.stem.partition("@")[0], stages, regions))
    return found


def grade(condition: str, stage: str, technique: str) -> str:
    """Give the source's cell, '' where it is blank."""
    row = next(r for r in ROWS if r["condition"] == condition and stage in r["stages"])
    return str(row[technique])


def shipped(condition: str, stage: str, place: str) -> set[str]:
    """Give the techniques that are graded for a condition and stage and have a sequence for the place."""
    return {
        technique
        for technique, its, stages, regions in sequences()
        if its == condition
        and stage in stages
        and grade(condition, stage, technique) in set("ABCD")
        and (not regions or not place or any(meet(place, region) for region in regions))
    }


def places(condition: str) -> list[str]:
    """Give the places that a condition may be at; '' where it has its own."""
    data = CONDITIONS[condition]
    return data["places"] if data["place"] == "needed" else [""]


def expected(condition: str, place: str, minutes: int, treats: set[str]) -> tuple[str, ...]:
    """Give the statuses that are right once a permission that is due has been given."""
    if not treats:
        return ("nothing-indicated",)
    if (condition, place) in NO_PRESSURE:
        return ("do-not-treat",)
    return ("ready", "nothing-indicated") if (condition, minutes) in TOO_SHORT else ("ready",)


def request(condition: str, stage: str, place: str, minutes: int, *, cleared: bool) -> Request:
    """Ask for one diagnosis, with nothing else known of the patient."""
    patient = Patient(
        regions=(place,) if place else (),
        stage=stage,
        cleared=(Clearance(condition, DAY),) if cleared else (),
    )
    return Request((condition,), DAY, patient, TRAINED, minutes=minutes)


def test_the_table_is_whole() -> None:
    """26 conditions, all with a cell for every stage, and files that were really read."""
    assert {row["condition"] for row in ROWS} == set(CONDITIONS)
    assert len(CONDITIONS) == 26
    assert len({technique for technique, *_ in sequences()}) == 5
    assert len(sequences()) > 90


@pytest.mark.parametrize(
    "condition", [c for c, data in CONDITIONS.items() if data["place"] == "needed"]
)
def test_a_place_that_must_be_named_is_asked_for(condition: str, packs: Packs) -> None:
    """Exit 2, with the places that may be named."""
    with pytest.raises(RequestError) as caught:
        combine(Request((condition,), DAY, therapist=TRAINED), packs)
    assert any(place in caught.value.nearest for place in CONDITIONS[condition]["places"])


@pytest.mark.slow
@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_cell_gives_its_protocol_or_its_reason(condition: str, packs: Packs) -> None:
    """The status is the one that the sources ask for, each plan is verified, and its optimum proven."""
    wrong = []
    for place in places(condition):
        for stage in STAGES:
            treats = shipped(condition, stage, place)
            due = stage in PERMISSION.get(condition, ())
            for minutes in LENGTHS:
                name = f"{place} {stage} {minutes}"
                if treats and due:
                    asked = request(condition, stage, place, minutes, cleared=False)
                    status = combine(asked, packs).status
                    if status != "needs-clearance":
                        wrong.append(f"{name}: {status} without the permission")
                protocol = combine(request(condition, stage, place, minutes, cleared=due), packs)
                if protocol.status not in expected(condition, place, minutes, treats):
                    wrong.append(
                        f"{name}: {protocol.status}, treated by {sorted(treats) or 'none'}"
                    )
                if protocol.status != "ready" and not all(
                    use.reason for use in protocol.techniques
                ):
                    wrong.append(f"{name}: a technique is out without a reason")
                if not protocol.provenance.optimal:
                    wrong.append(f"{name}: not proven")
                wrong += [f"{name}: {objection}" for objection in verify(protocol, packs)]
                used = {use.id for use in protocol.techniques if use.status == "used"}
                if used - treats:
                    wrong.append(f"{name}: {sorted(used - treats)} without a grade or a sequence")
                if minutes == LENGTHS[-1] and len(treats) >= 3 and len(used) < 2:
                    barred = protocol.session.minutes < minutes
                    wrong += [] if barred else [f"{name}: only {sorted(used)} of {sorted(treats)}"]
    assert not wrong, "\n".join(wrong)

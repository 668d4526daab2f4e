"""Plans a clinic's day from a CSV, over all cores.

    python examples/clinic_day.py examples/clinic_day.csv --date 2026-03-31 --out day

One line of the CSV is one appointment. Each protocol is written as JSON; the list of the day goes to
standard output. An appointment that can't be planned costs only itself: it is listed with the reason,
and the exit code is 1.
"""

import argparse
import csv
import sys
from collections.abc import Iterator
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path

import attrs

from palpate import GivenFactor
from palpate import Packs
from palpate import PalpateError
from palpate import Patient
from palpate import Protocol
from palpate import Request
from palpate import Therapist
from palpate import combine
from palpate import document
from palpate import load_packs
from palpate import verify


@attrs.frozen
class Planned:
    """What became of one appointment: a protocol and its JSON, or the reason why there is none."""

    time: str
    diagnosis: str
    protocol: Protocol | None = None
    document: str = ""
    reason: str = ""


@cache
def packs() -> Packs:
    """Load the packs, once in each process."""
    return load_packs()


def request_of(row: Mapping[str, str], day: date) -> Request:
    """Make the request of a line of the CSV; an empty field isn't said."""
    said = {name: value.strip() for name, value in row.items() if value and value.strip()}
    patient = Patient(
        age=int(said["age"]) if "age" in said else None,
        side=said.get("side"),  # type: ignore[arg-type] - a wrong word is refused by `combine`
        regions=tuple(said.get("region", "").split()),
        factors=tuple(map(GivenFactor, said.get("factors", "").split())),
    )
    return Request(
        diagnoses=(said["diagnosis"],),
        date=day,
        patient=patient,
        therapist=Therapist(holds=tuple(said.get("holds", "").split())),
        minutes=int(said["minutes"]) if "minutes" in said else None,
        visit=int(said["visit"]) if "visit" in said else None,
    )


def plan(row: Mapping[str, str], day: date) -> Planned:
    """Plan one appointment, in whichever process has time for it."""
    time, diagnosis = row["time"], row["diagnosis"]
    try:
        protocol = combine(request_of(row, day), packs())
    except (PalpateError, ValueError, KeyError) as error:
        return Planned(time, diagnosis, reason=str(error))
    broken = verify(protocol, packs())
    if broken:
        return Planned(time, diagnosis, reason="; ".join(broken))
    return Planned(time, diagnosis, protocol, document(protocol, packs(), "json"))


def plan_day(rows: list[dict[str, str]], day: date, processes: int | None = None) -> list[Planned]:
    """Plan all appointments at once, and give them in their order."""
    with ProcessPoolExecutor(processes) as pool:
        return list(pool.map(plan, rows, [day] * len(rows)))


def listed(day: list[Planned]) -> Iterator[str]:
    """Give the list of the day, a line for each appointment."""
    for each in day:
        found = each.protocol
        if found is None:
            yield f"{each.time}  {each.diagnosis}: not planned: {each.reason}"
        elif found.steps:
            used = ", ".join(t.name for t in found.techniques if t.status == "used")
            yield f"{each.time}  {each.diagnosis}: {found.session.minutes:g} min: {used}"
        else:
            yield f"{each.time}  {each.diagnosis}: {found.status}"


def main() -> int:
    """Read the CSV, plan, write."""
    parser = argparse.ArgumentParser(description="Plan a clinic's day.")
    parser.add_argument("csv", type=Path)
    parser.add_argument("--date", type=date.fromisoformat, required=True)
    parser.add_argument("--out", type=Path, help="a folder for the protocols, as JSON")
    asked = parser.parse_args()
    with asked.csv.open(encoding="utf-8", newline="") as file:
        day = plan_day(list(csv.DictReader(file)), asked.date)
    if asked.out:
        asked.out.mkdir(parents=True, exist_ok=True)
        for each in day:
            if each.protocol:
                name = f"{each.time.replace(':', '')}.json"
                (asked.out / name).write_text(each.document, encoding="utf-8")
    print("\n".join(listed(day)))
    return 0 if all(each.protocol for each in day) else 1


if __name__ == "__main__":
    sys.exit(main())

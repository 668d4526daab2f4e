"""The flag table as data, and what one of its cells asks of the engine."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from attrs import frozen

TECHNIQUES = ("deep-tissue", "trigger-point", "myofascial", "lymphatic", "neuromuscular")
HERE = Path(__file__).parent
WHOLE_BODY = "whole-body"
SITE = "site"
LIGHT = 2
HARDEST = 5


@frozen
class Cell:
    """What the table says of one technique with one factor.

    Attributes:
        out: `no` (not in this session), `clr` (only with clearance), or empty.
        avoid: Whether the row's region is left out.
        cap: Highest Walton level of the session; 5 where there is none.
        cap_here: The same in the row's region.
    """

    text: str
    out: str
    avoid: bool
    cap: int
    cap_here: int

    @property
    def ok(self) -> bool:
        """Say whether nothing is asked for."""
        return self.text == "ok"


@frozen
class Row:
    """One factor of the table.

    Attributes:
        region: Region ids; `site` and its limb or quadrant; `whole-body`.
        light: Where the row sets a cap of 2 beside its cells.
    """

    factor: str
    severity: str
    urgency: tuple[str, ...]
    region: tuple[str, ...]
    light: tuple[str, ...]
    cells: dict[str, Cell]


def cell(text: str) -> Cell:
    """Read a cell."""
    parts = text.split("+")
    out = next((p for p in parts if p in ("no", "clr")), "")
    caps = [int(p[3]) for p in parts if re.fullmatch(r"max\d", p)]
    here = [int(p[3]) for p in parts if re.fullmatch(r"max\dR", p)]
    known = {"no", "clr", "avoid", "ok"} | {f"max{n}{r}" for n in "1234" for r in ("", "R")}
    assert set(parts) <= known, text
    return Cell(text, out, "avoid" in parts, min(caps, default=HARDEST), min(here, default=HARDEST))


@cache
def rows() -> dict[str, Row]:
    """Read the table."""
    data = tomllib.loads((HERE / "table.toml").read_text(encoding="utf-8"))
    return {
        factor: Row(
            factor,
            row["severity"],
            tuple(row["urgency"]),
            tuple(row["region"]),
            tuple(row.get("light", ())),
            {technique: cell(row[technique]) for technique in TECHNIQUES},
        )
        for factor, row in data.items()
    }


@cache
def stricter() -> dict[tuple[str, str], str]:
    """Read where a pack's own sources ask for more than a cell that says `ok`: factor, technique, why."""
    data = tomllib.loads((HERE / "stricter.toml").read_text(encoding="utf-8"))
    return {(e["factor"], t): e["why"] for e in data.get("stricter", ()) for t in e["techniques"]}


def mildest(cells: Iterable[Cell]) -> Cell:
    """Give what the mildest of several cells asks, part by part."""
    cells = tuple(cells)
    outs = [("", "clr", "no").index(c.out) for c in cells]
    inside = [c for c, out in zip(cells, outs, strict=True) if out == min(outs)]
    return Cell(
        " | ".join(c.text for c in cells),
        ("", "clr", "no")[min(outs)],
        all(c.avoid for c in inside),
        max(c.cap for c in inside),
        max(min(c.cap_here, c.cap) for c in inside),
    )

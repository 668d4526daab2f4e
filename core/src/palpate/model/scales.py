"""The ordered words that every other class speaks in.

Each tuple runs from the least to the most: the index is the rank.
"""

from typing import Final
from typing import Literal

Verdict = Literal["proceed", "caution", "regional", "clearance", "absolute", "emergency"]
Grade = Literal["A", "B", "C", "D", "X"]
Stage = Literal["acute", "early-subacute", "late-subacute", "chronic"]
Severity = Literal["mild", "moderate", "severe"]
Purpose = Literal["assess", "prepare", "treat", "integrate", "turn"]
Importance = Literal["optional", "recommended", "core"]
Basis = Literal["two-sources", "one-source", "textbook", "editorial"]
Side = Literal["left", "right", "both", "midline", "affected", "unaffected", "each"]
Role = Literal["adjunct", "primary"]
Strength = Literal["prefer", "must"]
Area = Literal["muscle", "region", "session"]
PhaseState = Literal["before", "now", "over", "undated"]
Status = Literal["ready", "needs-clearance", "do-not-treat", "nothing-indicated"]
TechniqueStatus = Literal[
    "used", "withheld", "not-indicated", "no-room", "needs-training", "excluded", "broken"
]
OmissionReason = Literal[
    "screening",
    "stage",
    "phase",
    "position",
    "training",
    "consent",
    "excluded",
    "covered",
    "alternative",
    "contradiction",
    "need-unmet",
    "cap",
    "no-room",
]

#: Mildest first.
VERDICTS: Final[tuple[Verdict, ...]] = (
    "proceed",
    "caution",
    "regional",
    "clearance",
    "absolute",
    "emergency",
)
#: Best first. X is evidence against, or a technique better left out: never chosen.
GRADES: Final[tuple[Grade, ...]] = ("A", "B", "C", "D", "X")
#: In the order in which tissue heals.
STAGES: Final[tuple[Stage, ...]] = ("acute", "early-subacute", "late-subacute", "chronic")
SEVERITIES: Final[tuple[Severity, ...]] = ("mild", "moderate", "severe")
IMPORTANCES: Final[tuple[Importance, ...]] = ("optional", "recommended", "core")
BASES: Final[tuple[Basis, ...]] = ("two-sources", "one-source", "textbook", "editorial")
#: The Walton scale: 0 still hold, 1 light lotioning ... 5 deep.
PRESSURES: Final = (0, 1, 2, 3, 4, 5)
#: Shortest and longest session, in minutes.
MINUTES: Final = (10, 180)

"""A pack that uses nearly every field of the format."""

from pathlib import Path

from flawless_pack import BACK_FILE
from flawless_pack import CONDITIONS
from flawless_pack import CONDITIONS_FILE
from flawless_pack import REFERENCES_FILE
from flawless_pack import RULES_FILE
from flawless_pack import SPASM_FILE
from flawless_pack import TECHNIQUE_FILE
from flawless_pack import AuthoredPack
from flawless_pack import flawless_pack

SCAR_FILE = "sequences/post-surgical-scar.toml"

SCAR = """\
[indication]
role = "adjunct"
grade = "D"
stages = ["chronic"]
goals = ["soften-scar"]
rationale = "A scar that moves feels better."
ground = "No study."
stage_reasons = ["acute: it heals.", "subacute: it heals still."]
grade_when = [{ factor = "joint-replacement", at = ["knee"], grade = "X", why = "Not there." }]
basis = "editorial"

[permission]
who = "surgeon"
for = "work on the scar"
valid_weeks = 12

[session]
share_minutes = [5, 10, 15]
minutes = 30

[course]
visits_per_week = 0.5
outcome_measures = ["nprs"]

[advice]
home_care = ["Keep moving."]

[[phase]]
id = "on"
since = "recent-surgery"
from = "12 weeks"
goals = ["soften-scar"]

[[cap]]
id = "press"
what = "minutes"
of = { elements = ["compression"], regions = ["knee"] }
per = "region"
most = 6.5

[[step]]
id = "roll"
phases = ["on"]
instruction = "Roll the skin toward the scar."
manoeuvres = ["skin-rolling"]
targets = ["scar"]
at_site = "scar-immature"
remote = false
side = ["left", "right"]
minutes_are_for = "one-side"
stages = ["chronic"]
positions = ["supine"]
purpose = "treat"
importance = "core"
goal = "soften-scar"
pressure = [1, 2]
pressure_mmhg = [20, 30]
basis = "editorial"
contacts = ["flat-hand"]
consent = ["abdomen"]
needs = ["warm(knee)"]
if_none = { instruction = "Rest.", minutes = 1 }
minutes = [2, 3, 4]
"""


CORPUS = [
    TECHNIQUE_FILE,
    RULES_FILE,
    REFERENCES_FILE,
    CONDITIONS_FILE,
    BACK_FILE,
    SPASM_FILE,
    SCAR_FILE,
]


def rich_pack(folder: Path) -> AuthoredPack:
    """Write a pack that uses nearly every field of the format."""
    made = flawless_pack(folder)
    made.write(CONDITIONS_FILE, CONDITIONS)
    made.write(SCAR_FILE, SCAR)
    return made

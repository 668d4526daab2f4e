"""A small pack that breaks no rule at all, and ways to spoil it."""

from datetime import date
from pathlib import Path

from attrs import frozen

from palpate.authoring.check import Checked
from palpate.authoring.check import check_pack
from palpate.registry.discover import in_folder
from palpate.vocabulary import load_vocabulary

DAY = date(2026, 11, 22)

TECHNIQUE = """\
format = 1

[technique]
id = "warm-stones"
name = "Warm stones"
summary = "Smooth warm stones glide over the back and rest on tight places."
training = ["licensed-massage"]
lowest_useful_pressure = 1
highest_pressure = 4
share_minutes = [5, 15, 30]
basis = "editorial"
references = ["stone-2024"]

[review]
status = "signed"
by = "A clinician of this test"
on = "2026-01-31"

[pattern.rest]
manoeuvres = ["effleurage"]
purpose = "integrate"
importance = "core"
pressure = [1, 2]

[[combination_rule]]
id = "stones-before-stretching"
rule = "before"
first = { techniques = ["warm-stones"], effects = ["warms"] }
then = { elements = ["stretch"] }
why = "Warm tissue yields more easily."
basis = "editorial"

[[not_indicated]]
conditions = ["fibromyalgia"]
reason = "The weight of the stones is not welcome."
basis = "editorial"
"""

CONTRAINDICATIONS = """\
[[contraindication]]
id = "fresh-injection"
factor = "injection-recent"
verdict = "regional"
until = "72 hours"
limits = [{ at = "site", keep_off = true }]
action = "Leave the place alone."
basis = "one-source"
references = ["stone-2024"]

[[contraindication]]
id = "blood-thinner"
factor = "anticoagulant"
verdict = "clearance"
work = { elements = ["compression"], pressure_from = 3 }
clearance_from = "the prescriber"
limits = [{ max_hold_seconds = 20 }]
action = "Look for bruises at each visit."
basis = "one-source"
references = ["stone-2024"]
"""

REFERENCES = """\
[[reference]]
id = "stone-2024"
kind = "trial"
authors = "Stone A"
year = 2024
title = "Stones on backs"
doi = "10.1000/stones"
found = "Backs felt warmer."
"""

BACK_PAIN = """\
[indication]
role = "primary"
grade = { subacute = "C", chronic = "B" }
goals = ["relieve-pain"]
rationale = "Warmth and slow strokes ease a tight back."
stage_reasons = ["acute: warmth waits until the first days are over."]
references = ["stone-2024"]
basis = "one-source"

[course]
visits_per_week = [1, 2]
weeks = [4, 6, 8]
basis = "one-source"

[every_step]
stages = ["subacute", "chronic"]
positions = ["prone", "side-lying"]
side = "both"
minutes_are_for = "both-sides"
goal = "relieve-pain"
basis = "one-source"

[group.points]
rounds = [1, 2]

[[step]]
id = "glide"
instruction = "Glide the stones along both sides of the spine."
manoeuvres = ["effleurage"]
targets = ["erector-spinae"]
regions = ["lower-back", "upper-back"]
purpose = "prepare"
importance = "core"
pressure = [1, 2]
minutes = [3, 4, 6]

[[step]]
id = "press-buttock"
group = "points"
instruction = "Press the tight places of the buttock."
manoeuvres = ["pressure-release"]
targets = ["gluteus-medius"]
regions = ["buttock"]
purpose = "treat"
importance = "core"
pressure = 3
hold_seconds = [20, 30, 60]
points = [1, 2]
if_none = "skip"

[[step]]
id = "finish"
like = "rest"
instruction = "Let the stones rest, then stroke the whole back."
regions = ["lower-back", "buttock"]
minutes = 4
"""

SPASM = """\
steps_from = "chronic-low-back-pain"

[sequence]
regions = ["lower-back", "upper-back"]

[indication]
role = "adjunct"
grade = "D"
stages = ["chronic"]
goals = ["relax-muscle"]
rationale = "As for the aching back, more gently."
stage_reasons = ["acute: nothing warm yet.", "subacute: nothing pressed yet."]
references = ["stone-2024"]
basis = "one-source"

[course]
visits_per_week = 1
weeks = 4
basis = "one-source"

[change.every_step]
stages = ["chronic"]

[change.step.glide]
pressure = [1, 1]
"""

CONDITIONS = """\
[[condition]]
id = "stone-cold-back"
name = "Stone-cold back"
synonyms = ["chilled back"]
icd10 = ["R29.3"]
regions = ["lower-back"]
"""

TECHNIQUE_FILE = "technique.toml"
RULES_FILE = "contraindications.toml"
REFERENCES_FILE = "references.toml"
CONDITIONS_FILE = "conditions.toml"
BACK_FILE = "sequences/chronic-low-back-pain.toml"
SPASM_FILE = "sequences/muscle-spasm.toml"


@frozen
class AuthoredPack:
    """A pack's folder that a test may spoil."""

    folder: Path

    def write(self, name: str, text: str) -> None:
        """Write a file, with straight line ends on every system."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())

    def text(self, name: str) -> str:
        """Give the text of a file."""
        return (self.folder / name).read_bytes().decode()

    def swap(self, name: str, old: str, new: str) -> None:
        """Put one text in the place of another; where it is there more than once, the first is taken."""
        text = self.text(name)
        assert old in text, f"{old!r} isn't in {name}"
        self.write(name, text.replace(old, new, 1))

    def add(self, name: str, text: str) -> None:
        """Write more at the end of a file."""
        self.write(name, self.text(name) + text)

    def check(self) -> Checked:
        """Check it."""
        return check_pack(in_folder(self.folder), load_vocabulary(), DAY)

    def said(self) -> list[str]:
        """Give every problem as file, line, column, rule and words."""
        return [
            f"{p.file}:{p.line}:{p.column}: {p.level}: {p.code}: {p.entry}: {p.what}"
            for p in self.check().problems
        ]


def flawless_pack(folder: Path) -> AuthoredPack:
    """Write the pack: a sequence, and one that borrows its steps."""
    made = AuthoredPack(folder)
    made.write(TECHNIQUE_FILE, TECHNIQUE)
    made.write(RULES_FILE, CONTRAINDICATIONS)
    made.write(REFERENCES_FILE, REFERENCES)
    made.write(BACK_FILE, BACK_PAIN)
    made.write(SPASM_FILE, SPASM)
    return made

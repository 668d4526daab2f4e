"""A small sound pack of our own words, and ways to spoil it."""

from pathlib import Path

from attrs import frozen

from palpate.errors import Problem
from palpate.packs import DataPack
from palpate.packs import check_folder
from palpate.vocabulary import Vocabulary

TECHNIQUE = """\
format = 1

[technique]
id = "warm-stones"
name = "Warm stones"
summary = "Smooth warm stones glide over the back and rest on tight places."
lubricant = "a little oil"
lowest_useful_pressure = 2
highest_pressure = 4
share_minutes = [5, 15, 30]
alone_minutes = [10, 30, 60]
basis = "editorial"
references = ["stone-2001"]

[review]
status = "unsigned"

[advice]
before = ["Test every stone on your own arm."]
stop_if = ["a stone feels too hot"]

[pattern.rest]
manoeuvres = ["effleurage"]
purpose = "integrate"
importance = "core"
pressure = [1, 2]
cautions = ["No stone on the spine."]

[[cap]]
id = "press-region"
what = "minutes"
of = { elements = ["compression"] }
per = "region"
most = 6
basis = "editorial"

[[combination_rule]]
id = "stones-before-stretching"
rule = "before"
first = { techniques = ["warm-stones"], effects = ["warms"] }
then = { elements = ["stretch"] }
on = "region"
strength = "prefer"
why = "Warm tissue yields more easily."
basis = "editorial"

[[not_indicated]]
conditions = ["fibromyalgia"]
reason = "Warmth is often welcome, but the weight of the stones is not."
basis = "editorial"
"""

CONTRAINDICATIONS = """\
[[contraindication]]
id = "fresh-injection"
factor = "injection-recent"
verdict = "regional"
until = "72 hours"
limits = [{ at = "site", hand_widths = 1, keep_off = true }]
action = "Leave the place alone."
basis = "one-source"

[[contraindication]]
id = "thin-bone"
factor = "osteoporosis"
verdict = "caution"
limits = [
  { max_pressure = 3 },
  { at = ["upper-back", "lower-back"], max_pressure = 2, bar_contacts = ["elbow"] },
]
action = "Light on spine and ribs."
basis = "editorial"
references = ["bone-book"]

[[contraindication]]
id = "blood-thinner"
factor = "anticoagulant"
verdict = "clearance"
work = { elements = ["compression"], pressure_from = 3 }
clearance_from = "the prescriber"
limits = [{ max_hold_seconds = 20 }]
action = "Look for bruises at each visit."
basis = "two-sources"
"""

REFERENCES = """\
[[reference]]
id = "stone-2001"
kind = "trial"
authors = "Stone A"
year = 2001
title = "Stones on backs"
doi = "10.1000/stones"
found = "Backs felt warmer."

[[reference]]
id = "bone-book"
kind = "book"
title = "A book on bones"
read = "not-read"
"""

BACK_PAIN = """\
[indication]
role = "primary"
grade = { subacute = "C", chronic = "B" }
goals = ["relieve-pain"]
rationale = "Warmth and slow strokes ease a tight back."
ground = "One small trial."
stage_reasons = ["acute: warmth waits until the first days are over."]
references = ["stone-2001"]
basis = "one-source"

[course]
visits_per_week = [1, 2]
weeks = [4, 6, 8]
rest_days = 2
reassess_after_visits = 4
outcome_measures = ["nprs"]
basis = "editorial"

[advice]
home_care = ["Keep moving."]

[every_step]
stages = ["subacute", "chronic"]
positions = ["prone", "side-lying"]
side = "both"
minutes_are_for = "both-sides"
goal = "relieve-pain"
basis = "editorial"
cautions = ["Ask about the heat."]

[pattern.press]
manoeuvres = ["pressure-release"]
purpose = "treat"
importance = "core"
pressure = 3
hold_seconds = [20, 30, 60]
repetitions = [2, 3]
rest_seconds = 10
points = [1, 2]

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
id = "press-flank"
like = "press"
group = "points"
instruction = "Press the tight places beside the lumbar spine."
targets = ["quadratus-lumborum"]
regions = ["lower-back"]
minutes = [3, 5]
cautions = ["Never on the ribs."]
if_none = "skip"

[[step]]
id = "press-buttock"
like = "press"
group = "points"
instruction = "Press the tight places of the buttock."
targets = ["gluteus-medius"]
side = "each"
provides = ["warm(buttock)"]

[[step]]
id = "finish"
like = "rest"
instruction = "Let the stones rest, then stroke the whole back."
regions = ["lower-back", "buttock"]
minutes = 4
"""

SPASM = """\
steps_from = "chronic-low-back-pain"
without = ["press-buttock"]

[sequence]
regions = ["lower-back", "upper-back"]

[indication]
role = "adjunct"
grade = "D"
stages = ["chronic"]
goals = ["relax-muscle"]
rationale = "As for the aching back, more gently."
stage_reasons = [
  "acute: nothing warm on a fresh spasm.",
  "subacute: nothing pressed yet.",
]
basis = "editorial"

[change.every_step]
stages = ["chronic"]
goal = "relax-muscle"

[change.step.press-flank]
pressure = 2
cautions = ["Half the force."]
"""

SCAR = """\
[indication]
role = "adjunct"
grade = "D"
stages = ["chronic"]
goals = ["soften-scar"]
rationale = "A scar that moves feels better."
stage_reasons = ["acute: it heals.", "subacute: it heals still."]
basis = "editorial"

[permission]
who = "surgeon"
for_what = "work on the scar"
valid_weeks = 12

[session]
share_minutes = [5, 10, 15]
minutes = 30

[[phase]]
id = "beside"
name = "Beside the scar"
since = "recent-surgery"
from = "6 weeks"
until = "12 weeks"

[[phase]]
id = "on"
since = "recent-surgery"
from = "12 weeks"

[every_step]
at_site = "scar-immature"
stages = ["chronic"]
positions = ["supine", "semi-reclined"]
side = "affected"
minutes_are_for = "one-side"
goal = "soften-scar"
purpose = "treat"
importance = "core"
pressure = [1, 2]
basis = "editorial"

[[step]]
id = "roll"
phases = ["on"]
instruction = "Roll the skin toward the scar."
manoeuvres = ["skin-rolling"]
targets = ["scar"]
minutes = [2, 3, 4]
"""


@frozen
class PackOnDisk:
    """A pack's folder that a test may spoil."""

    folder: Path
    vocabulary: Vocabulary

    def write(self, name: str, text: str) -> None:
        """Write a file, with straight line ends on every system."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())

    def text(self, name: str) -> str:
        """Give the text of a file."""
        return (self.folder / name).read_bytes().decode()

    def swap(self, name: str, old: str, new: str) -> None:
        """Put one text in the place of another that is there once or more; the first is taken."""
        text = self.text(name)
        assert old in text, f"{old!r} isn't in {name}"
        self.write(name, text.replace(old, new, 1))

    def add(self, name: str, text: str) -> None:
        """Write more at the end of a file."""
        self.write(name, self.text(name) + text)

    def remove(self, name: str) -> None:
        """Take a file away."""
        (self.folder / name).unlink()

    def check(self) -> tuple[Problem, ...]:
        """Give everything that is wrong with the pack."""
        return check_folder(self.folder, self.vocabulary)

    def errors(self) -> list[str]:
        """Give the messages of errors, without warnings."""
        return [str(problem) for problem in self.check() if problem.level == "error"]

    def warnings(self) -> list[str]:
        """Give the messages of warnings."""
        return [str(problem) for problem in self.check() if problem.level == "warning"]

    def data_pack(self) -> DataPack:
        """Give the plugin that answers from the folder."""
        return DataPack(self.folder, self.vocabulary)


def sound_pack(folder: Path, vocabulary: Vocabulary) -> PackOnDisk:
    """Write a sound pack with three sequences: one plain, one that borrows, one for a scar."""
    made = PackOnDisk(folder, vocabulary)
    made.write("technique.toml", TECHNIQUE)
    made.write("contraindications.toml", CONTRAINDICATIONS)
    made.write("references.toml", REFERENCES)
    made.write("sequences/chronic-low-back-pain.toml", BACK_PAIN)
    made.write("sequences/muscle-spasm.toml", SPASM)
    made.write("sequences/post-surgical-scar.toml", SCAR)
    return made

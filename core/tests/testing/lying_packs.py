"""Packs in code that each break one promise; they import nothing but what a pack may."""

import sys
from itertools import count

import attrs

from palpate.hooks import hookimpl
from palpate.model.condition import Condition
from palpate.model.output import OutputFormat
from palpate.model.patient import Patient
from palpate.model.safety import Contraindication
from palpate.model.safety import Limit
from palpate.model.scales import STAGES
from palpate.model.sequence import Step
from palpate.model.sequence import StepSequence
from palpate.model.technique import Indication
from palpate.model.technique import Range
from palpate.model.technique import Reference
from palpate.model.technique import StageGrade
from palpate.model.technique import Technique

CONDITION = "seeded-neck"
RAISED = "antiplatelet"
ASKING = ("palpate/verify/", "testing/invariants.py")

HOLD = Step(
    id="hold",
    instruction="Hold the upper back.",
    manoeuvres=("cross-hand-release",),
    purpose="treat",
    importance="core",
    minutes=Range(6, 8, 10),
    positions=("prone",),
    side="both",
    regions=("upper-back",),
    pressure=1,
    lowest_pressure=0,
    basis="editorial",
    goal="relieve-pain",
)
GLIDE = attrs.evolve(
    HOLD, id="glide", instruction="Glide the skin.", manoeuvres=("skin-glide",), pressure=2
)
STEPS = StepSequence(CONDITION, CONDITION, (HOLD, GLIDE))


class Sound:
    """A pack in code that keeps every promise; each bad one differs from it in one thing."""

    @hookimpl
    def technique(self) -> Technique:
        """Say who it is."""
        source = Reference("source", "book", "A book", read="not-read")
        return Technique(
            "seeded", "Seeded", "Made up.", 0, 3, Range(5, 20, 60), "editorial", library=(source,)
        )

    @hookimpl
    def conditions(self) -> tuple[Condition, ...]:
        """Bring a condition that raises a factor."""
        raises = (RAISED,)
        return (Condition(CONDITION, "Seeded neck", regions=("upper-back",), raises=raises),)

    @hookimpl
    def indications(self, conditions: tuple[str, ...] | None) -> tuple[Indication, ...]:
        """Be for that condition."""
        grades = tuple(StageGrade(stage, "C") for stage in STAGES)
        own = Indication(CONDITION, grades=grades, goals=("relieve-pain",), references=("source",))
        return (own,) if conditions is None or CONDITION in conditions else ()

    @hookimpl
    def contraindications(self) -> tuple[Contraindication, ...]:
        """Have no rule."""
        return ()

    @hookimpl
    def step_sequence(self, condition: str, patient: Patient) -> StepSequence | None:  # noqa: ARG002
        """Give two steps."""
        return STEPS if condition == CONDITION else None


def verifying() -> bool:
    """Say whether the verifier is asking, or an invariant's own check: who lies can find out."""
    frame = sys._getframe()
    while frame is not None:
        if any(place in frame.f_code.co_filename for place in ASKING):
            return True
        frame = frame.f_back  # type: ignore[assignment]
    return False


class Misspelt(Sound):
    """It misspells a hook."""

    @hookimpl
    def contraindication(self) -> tuple[()]:
        """Nobody asks for this."""
        return ()


class Raising(Sound):
    """Its timing can't be had."""

    @hookimpl
    def timing(self, condition: str) -> None:
        """Fail."""
        raise ValueError(condition)


class Counting(Sound):
    """It gives another answer each time."""

    def __init__(self) -> None:
        self.counter = count()

    @hookimpl
    def step_sequence(self, condition: str) -> StepSequence | None:
        """Say the time of day in the instruction."""
        step = attrs.evolve(HOLD, instruction=f"Hold the upper back; {next(self.counter)}.")
        return attrs.evolve(STEPS, steps=(step, GLIDE)) if condition == CONDITION else None


class Unpicklable(Sound):
    """It gives a function where text is due."""

    @hookimpl
    def output_formats(self) -> tuple[OutputFormat, ...]:
        """Offer a format with a function."""
        return (OutputFormat("seeded", "Made up.", lambda: ""),)  # type: ignore[arg-type]


class Changing(Sound):
    """It changes the patient."""

    @hookimpl
    def step_sequence(self, condition: str, patient: Patient) -> StepSequence | None:
        """Forget what the patient can't do."""
        object.__setattr__(patient, "regions", ())
        return STEPS if condition == CONDITION else None


class Stronger(Sound):
    """It presses everybody's steps harder."""

    @hookimpl
    def adjust_step(self, step: Step) -> Step:
        """Press."""
        return attrs.evolve(step, pressure=5)


class Listing(Sound):
    """It gives a list where JSON can't tell it from a tuple."""

    @hookimpl
    def step_sequence(self, condition: str) -> StepSequence | None:
        """Give regions in a list."""
        step = attrs.evolve(HOLD, regions=["upper-back"])  # type: ignore[arg-type]
        return attrs.evolve(STEPS, steps=(step,)) if condition == CONDITION else None


class Lenient(Sound):
    """It has a rule only when the plan is verified."""

    verdict = "caution"

    @hookimpl
    def contraindications(self) -> tuple[Contraindication, ...]:
        """Have a rule, afterwards."""
        limits = (Limit(max_pressure=0),)
        rule = Contraindication("late", RAISED, self.verdict, "No.", "editorial", limits=limits)  # type: ignore[arg-type]
        return (rule,) if verifying() else ()


class Withholding(Lenient):
    """Its rule withholds it."""

    verdict = "absolute"


class Shrinking(Sound):
    """Its steps are shorter afterwards."""

    @hookimpl
    def step_sequence(self, condition: str) -> StepSequence | None:
        """Give long steps, and say afterwards that they were short."""
        short = attrs.evolve(HOLD, minutes=Range(1, 1, 1))
        steps = (short, GLIDE) if verifying() else (HOLD, GLIDE)
        return attrs.evolve(STEPS, steps=steps) if condition == CONDITION else None


class Reordering(Sound):
    """Its steps are the other way round afterwards."""

    @hookimpl
    def step_sequence(self, condition: str) -> StepSequence | None:
        """Give two steps, and say afterwards that the second came first."""
        steps = (GLIDE, HOLD) if verifying() else (HOLD, GLIDE)
        return attrs.evolve(STEPS, steps=steps) if condition == CONDITION else None


class Groundless(Sound):
    """It names no source."""

    @hookimpl
    def indications(self, conditions: tuple[str, ...] | None) -> tuple[Indication, ...]:
        """Be for a condition, nobody knows why."""
        return tuple(attrs.evolve(i, references=()) for i in Sound().indications(conditions))


class Loosening(Sound):
    """A factor more lets its step in."""

    @hookimpl
    def adjust_step(self, step: Step, patient: Patient) -> Step | None:
        """Leave one step out, unless the patient has something."""
        return step if step.id != "glide" or len(patient.factors) > 1 else None


class Meddling(Sound):
    """Where it isn't used it takes others' steps out."""

    @hookimpl
    def adjust_step(self, step: Step) -> Step | None:
        """Leave out whatever strokes."""
        return None if "effleurage" in step.manoeuvres else step

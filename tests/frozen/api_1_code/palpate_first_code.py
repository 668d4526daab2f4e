"""A pack in code for hook API 1, with every hook; its content is made up. Never changed."""

from palpate import hookimpl
from palpate.model.condition import Condition
from palpate.model.output import OutputFormat
from palpate.model.safety import Contraindication
from palpate.model.safety import Limit
from palpate.model.sequence import Step
from palpate.model.sequence import StepSequence
from palpate.model.sequence import Timing
from palpate.model.technique import CombinationRule
from palpate.model.technique import Indication
from palpate.model.technique import Range
from palpate.model.technique import Reference
from palpate.model.technique import StageGrade
from palpate.model.technique import Technique
from palpate.model.work import Selector

HOLD = Step(
    id="hold",
    instruction="Hold the upper back.",
    manoeuvres=("cross-hand-release",),
    purpose="treat",
    importance="core",
    minutes=Range(6, 6, 6),
    positions=("prone",),
    side="both",
    regions=("upper-back",),
    pressure=1,
    lowest_pressure=0,
    basis="editorial",
    goal="relieve-pain",
)
GLIDE = Step(
    id="glide",
    instruction="Glide the skin of the upper back.",
    manoeuvres=("skin-glide",),
    purpose="treat",
    importance="core",
    minutes=Range(4, 4, 4),
    positions=("prone",),
    side="both",
    regions=("upper-back",),
    pressure=2,
    lowest_pressure=1,
    basis="editorial",
    goal="relieve-pain",
)


@hookimpl
def technique():
    """Say who it is."""
    return Technique(
        id="first-code",
        name="First code",
        summary="Made up: what a pack in Python could say with hook API 1.",
        lowest_useful_pressure=0,
        highest_pressure=3,
        share_minutes=Range(5, 10, 60),
        basis="editorial",
        library=(Reference("first-book", "book", "A book that isn't there", read="not-read"),),
        api=1,
    )


@hookimpl
def indications(conditions):
    """Be for one condition, and not for another."""
    if conditions is None or "neck-pain" in conditions:
        stages = ("acute", "early-subacute", "late-subacute", "chronic")
        grades = tuple(StageGrade(stage, "C") for stage in stages)
        yield Indication(
            "neck-pain",
            role="primary",
            grades=grades,
            goals=("relieve-pain",),
            references=("first-book",),
        )
    if conditions is None or "depression" in conditions:
        yield Indication("depression", indicated=False, reason="Made up: not for this.")


@hookimpl
def contraindications():
    """Have two rules."""
    yield Contraindication("not-today", "hypotension", "absolute", "Not today.", "editorial")
    yield Contraindication(
        "softer",
        "antiplatelet",
        "caution",
        "Press less.",
        "editorial",
        limits=(Limit(max_pressure=1),),
    )


@hookimpl
def step_sequence(condition, patient):
    """Give two steps."""
    if condition == "neck-pain":
        return StepSequence("neck-pain", "neck-pain", (HOLD, GLIDE))
    return None


@hookimpl
def timing(condition):
    """Say how long; a hook names only the arguments that it uses."""
    if condition == "neck-pain":
        return Timing("neck-pain", share_minutes=Range(5, 10, 60))
    return None


@hookimpl
def combination_rules():
    """Have one rule."""
    yield CombinationRule(
        "holds-first",
        "before",
        first=Selector(families=("hold",)),
        then=Selector(families=("skin",)),
        on="session",
    )


@hookimpl
def conditions():
    """Add one condition."""
    yield Condition(id="cold-shoulder", name="Cold shoulder", regions=("shoulder",))


@hookimpl
def adjust_step(step, patient):
    """Leave children's skin alone."""
    if patient.age is not None and patient.age < 12 and step.id == "glide":
        return None
    return step


@hookimpl
def output_formats():
    """Offer one format."""
    yield OutputFormat("first-lines", "one line a step", "palpate_first_code:lines")


def lines(protocol, vocabulary, **options):
    """Write one line a step."""
    return "".join(f"{step.start:g} {step.instruction}\n" for step in protocol.steps)

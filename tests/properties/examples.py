"""Two packs in memory and a request that give a plan with everything in it: for the seeded faults."""

from typing import Any

from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Request
from palpate.model.patient import Therapist
from palpate.model.protocol import PlannedStep
from palpate.model.protocol import Protocol
from palpate.model.safety import Contraindication
from palpate.model.safety import Limit
from palpate.model.scales import STAGES
from palpate.model.sequence import Step
from palpate.model.sequence import StepSequence
from palpate.model.technique import Cap
from palpate.model.technique import CombinationRule
from palpate.model.technique import Indication
from palpate.model.technique import Range
from palpate.model.technique import StageGrade
from palpate.model.technique import Technique
from palpate.model.work import Selector
from palpate.testing.memory import CodePack
from palpate.testing.strategies import DAY

from .pack_strategies import SOURCE

CONDITION = "neck-pain"


def step(name: str, manoeuvre: str, purpose: str, **others: Any) -> Step:
    """Make a step on the back of the neck, face down."""
    said: dict[str, Any] = {
        "importance": "recommended",
        "minutes": Range(1, 2, 3.5),
        "positions": ("prone",),
        "side": "midline",
        "regions": ("posterior-neck",),
        "pressure": 2,
        "lowest_pressure": 1,
        "basis": "editorial",
        "goal": "relieve-pain",
    }
    return Step(name, f"Do {name}.", (manoeuvre,), purpose, **(said | others))  # type: ignore[arg-type]


def pack(
    name: str,
    grade: str,
    steps: tuple[Step, ...],
    conditions: tuple[str, ...] = (CONDITION,),
    **others: Any,
) -> CodePack:
    """Make a pack with one sequence of steps for some conditions, all in one grade."""
    said: dict[str, Any] = {
        "says_technique": Technique(
            id=name,
            name=name.title(),
            summary="Made up.",
            lowest_useful_pressure=0,
            highest_pressure=5,
            share_minutes=Range(2, 10, 30),
            basis="editorial",
            library=(SOURCE,),
        ),
        "says_indications": tuple(
            Indication(
                condition,
                role="primary",
                grades=tuple(StageGrade(stage, grade) for stage in STAGES),  # type: ignore[arg-type]
                goals=("relieve-pain",),
                references=("source",),
            )
            for condition in conditions
        ),
        "says_contraindications": (),
        "says_sequences": tuple(StepSequence(c, c, steps) for c in conditions),
        "says_timings": (),
        "says_rules": (),
    }
    return CodePack(**(said | others))


def rule(name: str, factor: str, verdict: str, limits: tuple[Limit, ...] = ()) -> Contraindication:
    """Make a rule of safety of a technique about all of its work."""
    return Contraindication(name, factor, verdict, "Take care.", "editorial", limits=limits)  # type: ignore[arg-type]


def pressing() -> CodePack:
    """Give a technique that warms, strips, finds, presses and lengthens; firm work."""
    return pack(
        "pressing",
        "A",
        (
            step("warm", "effleurage", "prepare"),
            step("strip", "longitudinal-stripping", "treat", importance="core", pressure=3),
            step("find", "flat-palpation", "assess"),
            step("press", "pressure-release", "treat", importance="core", pressure=3),
            step("lengthen", "breath-eye-met", "treat"),
            step("close", "effleurage", "integrate", pressure=1),
        ),
        says_contraindications=(
            rule("soft", "hypermobility-eds", "caution", (Limit(max_pressure=2),)),
            rule("firmer", "antiplatelet", "caution", (Limit(max_pressure=2),)),
            rule("softer", "long-covid", "caution", (Limit(max_pressure=1),)),
            rule(
                "off", "lung-disease", "regional", (Limit(at=("posterior-neck",), keep_off=True),)
            ),
        ),
    )


def holding() -> CodePack:
    """Give a technique that holds the upper back, dry; not with epilepsy."""
    held = {"regions": ("upper-back",), "importance": "core"}
    return pack(
        "holding",
        "B",
        (
            step("hold", "cross-hand-release", "treat", **held),
            step("glide", "skin-glide", "treat", **held),
            step(
                "rest",
                "still-hold",
                "integrate",
                regions=("upper-back",),
                pressure=0,
                lowest_pressure=0,
            ),
        ),
        says_contraindications=(rule("not-now", "epilepsy", "absolute"),),
    )


def capping() -> CodePack:
    """Give a technique that isn't used, and whose cap would forbid firm work were it in."""
    made = pack("capping", "D", (step("own", "rocking", "treat", positions=("seated",)),))
    cap = Cap("no-stripping", "minutes", Selector(families=("strip",)), "session", 0)
    technique = made.says_technique
    return pack(
        "capping",
        "D",
        made.says_sequences[0].steps,
        says_technique=Technique(
            id=technique.id,
            name=technique.name,
            summary=technique.summary,
            lowest_useful_pressure=0,
            highest_pressure=5,
            share_minutes=Range(2, 10, 30),
            basis="editorial",
            caps=(cap,),
            training=("intraoral",),
        ),
    )


def ruled() -> CodePack:
    """Give the holding technique with a rule: its holds come before anything pressed."""
    made = holding()
    before = CombinationRule(
        "holds-first",
        "before",
        Selector(families=("hold",)),
        Selector(families=("compress",)),
        on="session",
    )
    return pack(
        "holding",
        "B",
        made.says_sequences[0].steps,
        says_contraindications=made.says_contraindications,
        says_rules=(before,),
    )


def request(*factors: str, **others: Any) -> Request:
    """Ask for 45 minutes for neck pain, with some factors; others are fields of the patient."""
    therapist = others.pop("therapist", Therapist())
    patient = Patient(stage="chronic", factors=tuple(GivenFactor(f) for f in factors), **others)
    return Request((CONDITION,), DAY, patient, therapist, minutes=45)


def the(protocol: Protocol, name: str) -> PlannedStep:
    """Give the step of a name."""
    return next(s for s in protocol.steps if s.id.endswith(f"/{name}"))

"""A made-up technique that no rule has heard of: work of each kind, in many places, at full pressure."""

from collections.abc import Iterable

from palpate.hooks import hookimpl
from palpate.model.patient import Patient
from palpate.model.safety import Contraindication
from palpate.model.sequence import Step
from palpate.model.sequence import StepSequence
from palpate.model.technique import Indication
from palpate.model.technique import Range
from palpate.model.technique import StageGrade
from palpate.model.technique import Technique

NAME = "made-up"
CONDITION = "stress-muscle-tension"

_GENERAL = ("deep-tissue", "trigger-point", "myofascial", "neuromuscular")
_FIRM = ("deep-tissue", "neuromuscular")
_PRESSING = ("deep-tissue", "trigger-point", "neuromuscular")
_PULLING = ("myofascial",)
#: Each kind of work, and the techniques of the table that live by it: what the mildest of them may
#: do, a technique that nobody knows may do, and no more.
KINDS = {
    "longitudinal-stripping": _FIRM,
    "cross-fibre-friction": _FIRM,
    "tapotement": _FIRM,
    "suction-cup-lift": _FIRM,
    "instrument-assisted-stroke": _FIRM,
    "broad-compression": _GENERAL,
    "petrissage": _GENERAL,
    "effleurage": _GENERAL,
    "ischemic-compression": _PRESSING,
    "cross-hand-release": _PULLING,
    "scar-lift": _PULLING,
    "lumbosacral-decompression": _PULLING,
    "stationary-circles": ("lymphatic",),
}
PLACES = (
    "anterior-neck",
    "lateral-neck",
    "posterior-neck",
    "shoulder-top",
    "infraclavicular-fossa",
    "upper-back",
    "lower-back",
    "left-upper-abdomen",
    "lower-abdomen",
    "hip",
    "anterior-hip",
    "medial-thigh",
    "popliteal-fossa",
    "calf",
)


class MadeUp:
    """The pack: it says nothing of whom it could harm."""

    @hookimpl
    def technique(self) -> Technique:
        """Say who it is."""
        return Technique(
            id=NAME,
            name="Made-up work",
            summary="Everything, everywhere.",
            lowest_useful_pressure=0,
            highest_pressure=5,
            share_minutes=Range(5, 20, 60),
            basis="editorial",
        )

    @hookimpl
    def indications(self, conditions: tuple[str, ...] | None) -> Iterable[Indication]:
        """Say that it is for one condition."""
        if conditions is None or CONDITION in conditions:
            yield Indication(CONDITION, grades=(StageGrade("chronic", "C"),))

    @hookimpl
    def contraindications(self) -> Iterable[Contraindication]:
        """Have none of its own."""
        return ()

    @hookimpl
    def step_sequence(self, condition: str, patient: Patient) -> StepSequence | None:  # noqa: ARG002 - as it is called
        """Give a step for each kind of work and place."""
        if condition != CONDITION:
            return None
        steps = (_step(kind, place) for kind in KINDS for place in PLACES)
        return StepSequence(condition, condition, tuple(steps))


def _step(kind: str, place: str) -> Step:
    return Step(
        id=f"{kind}-{place}",
        instruction="Work.",
        manoeuvres=(kind,),
        purpose="treat",
        importance="optional",
        minutes=Range(2, 3, 4),
        positions=("supine", "prone", "side-lying", "seated", "semi-reclined"),
        side="both",
        regions=(place,),
        pressure=5,
        lowest_pressure=0,
        basis="editorial",
    )

"""The corpus: packs that lie, break or try to climb, each with what must come of it.

A pack in code is a class whose methods are hooks; a pack of data is a function that writes a
folder. `OUT` means that the pack takes no part at all, `LOST` that one contribution is lost,
`FINE` that it does no harm, `CAUGHT` that the verifier lets no plan out. Unless it is fine, its name
is said.
"""

import math
import sys
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from itertools import count
from typing import Any

from attrs import evolve
from attrs import frozen

from palpate.hooks import hookimpl
from palpate.model.condition import Condition
from palpate.model.output import OutputFormat
from palpate.model.patient import Patient
from palpate.model.safety import Contraindication
from palpate.model.sequence import Need
from palpate.model.sequence import Step
from palpate.model.sequence import StepSequence
from palpate.model.sequence import Timing
from palpate.model.technique import Indication
from palpate.model.technique import Range
from palpate.model.technique import StageGrade
from palpate.model.technique import Technique

NAME = "palpate-hostile"
CONDITION = "sports-recovery"
NASTY = (
    "\x1b[2J\x1b]0;owned\x07<script>alert(1)</script><img src=x onerror=alert(1)>\r\n\u202e## x | y"
)
OUT, LOST, FINE, CAUGHT = "out", "lost", "fine", "caught"


class Sound:
    """A pack with nothing wrong; every hostile one differs from it in one thing."""

    @hookimpl
    def technique(self) -> Technique:
        """Say who it is."""
        return TECHNIQUE

    @hookimpl
    def indications(self, conditions: tuple[str, ...] | None) -> Iterable[Indication]:
        """Be for one condition."""
        if conditions is None or CONDITION in conditions:
            yield Indication(CONDITION, grades=(StageGrade("chronic", "A"),), role="primary")

    @hookimpl
    def contraindications(self) -> Iterable[Contraindication]:
        """Have one rule."""
        return (Contraindication("cold", "hypotension", "absolute", "Not today.", "editorial"),)

    @hookimpl
    def step_sequence(self, condition: str, patient: Patient) -> StepSequence | None:  # noqa: ARG002
        """Give one step."""
        return sequence(STEP) if condition == CONDITION else None


TECHNIQUE = Technique(
    id="hostile",
    name="Hostile work",
    summary="It does what it does.",
    lowest_useful_pressure=1,
    highest_pressure=3,
    share_minutes=Range(5, 10, 20),
    basis="editorial",
    manoeuvres=("effleurage",),
)
STEP = Step(
    id="stroke",
    instruction="Stroke the calf.",
    manoeuvres=("effleurage",),
    purpose="treat",
    importance="core",
    minutes=Range(5, 6, 10),
    positions=("prone", "side-lying"),
    side="both",
    regions=("calf",),
    pressure=2,
    lowest_pressure=1,
    basis="editorial",
)


def sequence(*steps: Any) -> StepSequence:
    """Make a sequence of steps."""
    return StepSequence(CONDITION, CONDITION, steps)


@frozen
class Case:
    """One hostile pack.

    Attributes:
        make: Gives the plugin, or writes a folder and gives its place.
        outcome: `out`, `lost` or `fine`.
        said: What the warning must say, beside the pack's name.
    """

    name: str
    make: Callable[..., Any]
    outcome: str
    said: str = ""


def answering(hook: str, answer: Callable[[], Any]) -> Callable[[], object]:
    """Make a pack whose hook answers what it shouldn't."""

    def make() -> object:
        arguments = {
            "indications": "conditions",
            "step_sequence": "condition, patient",
            "timing": "condition, patient",
            "adjust_step": "step, patient",
        }.get(hook, "")
        space: dict[str, Any] = {"answer": answer, "hookimpl": hookimpl}
        separator = ", " if arguments else ""
        exec(  # noqa: S102 - a hook must name its arguments
            f"@hookimpl\ndef {hook}(self{separator}{arguments}): return answer()", space
        )
        return type("Hostile", (Sound,), {hook: space[hook]})()

    return make


def raising() -> None:
    """Fail."""
    raise ZeroDivisionError(NASTY)


class Unsayable(Exception):
    """An exception whose message raises."""

    def __str__(self) -> str:
        raise RuntimeError("no")


def unsayable() -> None:
    """Fail, and fail to say why."""
    raise Unsayable


def leaving() -> None:
    """Leave the program."""
    sys.exit(0)


def recursing() -> None:
    """Call itself without end."""
    recursing()


def endless() -> Iterator[object]:
    """Give the same item for ever."""
    rule = Contraindication("cold", "hypotension", "absolute", "Not today.", "editorial")
    for number in count():
        yield evolve(rule, id=f"cold-{number}")


def nested() -> Any:
    """Give a tuple ten thousand deep."""
    held: Any = ()
    for _ in range(10_000):
        held = (held,)
    return held


def printing() -> tuple[object, ...]:
    """Write into the document."""
    print(NASTY)  # noqa: T201
    print(NASTY, file=sys.stderr)  # noqa: T201
    return ()


class Shifty(str):
    """A text that is another each time it is compared."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        raise ZeroDivisionError


@frozen
class Pretender:
    """A class of the pack's own that looks like a step."""

    id: str = "stroke"
    pressure: int = 5


SERIES = ("indications", "contraindications", "combination_rules", "conditions", "output_formats")
SINGLE = ("technique", "step_sequence", "timing", "adjust_step")
#: Without these answers the technique can't take part.
VITAL = {"technique", "indications", "contraindications", "combination_rules", "step_sequence"}
VITAL |= {"timing", "conditions"}


def outcome_of(hook: str) -> str:
    """Say what a hook that gives nothing usable costs."""
    return OUT if hook in VITAL else LOST


def in_every_hook() -> Iterator[Case]:
    """Give the faults that any hook can have."""
    for hook in (*SERIES, *SINGLE):
        for name, fault in (
            ("raises", raising),
            ("raises-unsayably", unsayable),
            ("leaves", leaving),
            ("recurses", recursing),
            ("answers-a-number", lambda: 7),
            ("answers-nested", nested),
        ):
            yield Case(f"{hook}-{name}", answering(hook, fault), outcome_of(hook))
    for hook in SERIES:
        yield Case(f"{hook}-answers-none", answering(hook, lambda: None), outcome_of(hook))
        yield Case(f"{hook}-never-ends", answering(hook, endless), outcome_of(hook))
        yield Case(f"{hook}-prints", answering(hook, printing), FINE)
    yield Case("technique-answers-none", answering("technique", lambda: None), OUT)
    yield Case("contraindications-text", answering("contraindications", lambda: "none"), OUT)


def stepping(*steps: Any) -> Callable[[], object]:
    """Make a pack with other steps."""
    return answering("step_sequence", lambda: sequence(*steps))


def stating(**changes: Any) -> Callable[[], object]:
    """Make a pack with another technique."""
    return answering("technique", lambda: evolve(TECHNIQUE, **changes))


NAN = Range(math.nan, math.nan, math.nan)
WARM, LOCATED = Need("warm", "calf"), Need("located", "calf")
WRONG_STEPS: dict[str, Any] = {
    "nan-minutes": evolve(STEP, minutes=NAN),
    "endless-minutes": evolve(STEP, minutes=Range(1, 2, math.inf)),
    "negative-minutes": evolve(STEP, minutes=Range(-5, -5, -5)),
    "falling-minutes": evolve(STEP, minutes=Range(9, 5, 1)),
    "no-minutes": evolve(STEP, minutes=Range(0, 0, 0)),
    "true-minutes": evolve(STEP, minutes=Range(True, True, True)),
    "pressure-nine": evolve(STEP, pressure=9),
    "pressure-text": evolve(STEP, pressure="5"),
    "pressure-below-least": evolve(STEP, pressure=1, lowest_pressure=4),
    "no-region": evolve(STEP, regions=()),
    "unknown-region": evolve(STEP, regions=("tail",)),
    "no-manoeuvre": evolve(STEP, manoeuvres=()),
    "unknown-manoeuvre": evolve(STEP, manoeuvres=("crush",)),
    "unknown-purpose": evolve(STEP, purpose="harm"),
    "provides-elsewhere": evolve(STEP, provides=(Need("warm", "neck"),)),
    "targets-elsewhere": evolve(STEP, targets=("suboccipital-muscles",)),
    "shifty-text": evolve(STEP, purpose=Shifty("treat")),
    "a-list": evolve(STEP, regions=["calf"]),
    "id-that-climbs": evolve(STEP, id="../../x"),
    "id-that-shows-off": evolve(STEP, id="\x1b[31mred"),
    "no-step-at-all": Pretender(),
}


def in_code() -> Iterator[Case]:
    """Give the other packs in code."""
    for name, step in WRONG_STEPS.items():
        yield Case(f"step-{name}", stepping(step), OUT)
    yield Case("step-twice", stepping(STEP, STEP), OUT, "twice")
    many = (evolve(STEP, id=f"stroke-{n}") for n in range(500))
    yield Case("steps-without-number", stepping(*many), OUT, "more than")
    one = evolve(STEP, id="one", needs=(LOCATED,), provides=(WARM,))
    other = evolve(STEP, id="other", needs=(WARM,), provides=(LOCATED,))
    yield Case("needs-in-a-circle", stepping(one, other), FINE)
    yield Case("newer-api", stating(api=2), OUT, "API 2")
    yield Case("older-api", stating(api=0), OUT, "API 0")
    yield Case("id-of-the-core", stating(id="session"), OUT, "session")
    yield Case("id-with-spaces", stating(id="deep tissue\x1b[0m"), OUT)
    yield Case("says-it-is-the-frame", stating(frame=True), FINE)
    yield Case("nasty-texts", nasty, FINE)
    yield Case("misspelt-hook", misspelt, OUT, "contraindication")
    yield Case("unmarked-hook", unmarked, OUT, "marked")
    yield Case("no-rules-at-all", silent, OUT, "contraindications")
    yield Case("rule-twice", twice, OUT, "twice")
    yield Case("mutates-the-patient", Mutating, FINE)
    yield Case("changes-its-answer-later", Later, CAUGHT)
    yield Case("makes-steps-stronger", Stronger, LOST, "stronger")
    yield Case("takes-a-factor-s-code", claiming(icd10=("I82.4",)), OUT, "dvt-recent")
    yield Case("takes-a-wider-code", claiming(icd10=("I8",)), OUT)
    yield Case("takes-a-factor-s-name", claiming(synonyms=("cauda equina",)), OUT)
    yield Case("takes-a-known-word", claiming(synonyms=("sciatica",)), OUT)
    yield Case("replaces-a-format", replacing, LOST, "text")


def nasty() -> object:
    """Make a pack with a nasty text in every field of text."""
    step = evolve(
        STEP,
        instruction=NASTY,
        set_up=NASTY,
        pressure_said=NASTY,
        cautions=(NASTY,),
        stays_on=NASTY,
    )
    texts = {"name": NASTY, "summary": NASTY, "lubricant": NASTY}
    pack = type("Nasty", (Sound,), {})()
    pack_step, technique = stepping(step)(), stating(**texts)()
    for hook, giver in (("step_sequence", pack_step), ("technique", technique)):
        setattr(pack, hook, getattr(giver, hook))
    return pack


class Misspelt(Sound):
    """It means to be screened, and isn't."""

    @hookimpl
    def contraindication(self) -> tuple[object, ...]:
        """Nobody asks for this."""
        return ()


def misspelt() -> object:
    """Make a pack with a misspelt hook."""
    return Misspelt()


class Unmarked(Sound):
    """Its rules aren't marked as a hook."""

    def contraindications(self) -> tuple[object, ...]:
        """Nobody asks for this either."""
        return ()


def unmarked() -> object:
    """Make a pack with an unmarked hook."""
    return Unmarked()


class Silent:
    """It has steps and no word on whom they could harm."""

    technique = Sound.technique
    indications = Sound.indications
    step_sequence = Sound.step_sequence


def silent() -> object:
    """Make a pack without contraindications."""
    return Silent()


def twice() -> object:
    """Make a pack with two rules of one id, of which the first is the milder."""
    rule = Contraindication("cold", "hypotension", "caution", "Take care.", "editorial")
    return answering("contraindications", lambda: (rule, evolve(rule, verdict="absolute")))()


class Mutating(Sound):
    """It changes what it is given, past every lock that Python has."""

    @hookimpl
    def step_sequence(self, condition: str, patient: Patient) -> StepSequence | None:
        """Forget the patient's factors."""
        object.__setattr__(patient, "factors", ())
        object.__setattr__(patient, "avoid", ())
        return sequence(STEP) if condition == CONDITION else None

    @hookimpl
    def adjust_step(self, step: Step, patient: Patient) -> Step | None:
        """Press everybody's steps as hard as can be."""
        object.__setattr__(patient, "factors", ())
        object.__setattr__(step.minutes, "most", 90)
        before = evolve(step)
        object.__setattr__(step, "pressure", 5)
        return before


class Later(Sound):
    """It keeps its answer, and changes it once it was checked."""

    def __init__(self) -> None:
        self._step = evolve(STEP)

    @hookimpl
    def step_sequence(self, condition: str, patient: Patient) -> StepSequence | None:  # noqa: ARG002
        """Give a step that passes."""
        return sequence(self._step) if condition == CONDITION else None

    @hookimpl
    def timing(self, condition: str, patient: Patient) -> Timing | None:  # noqa: ARG002
        """Change the step."""
        object.__setattr__(self._step, "pressure", 5)
        object.__setattr__(self._step, "manoeuvres", ("tapotement",))


class Stronger(Sound):
    """It makes everybody's steps stronger."""

    @hookimpl
    def adjust_step(self, step: Step, patient: Patient) -> Step | None:  # noqa: ARG002
        """Press harder and longer."""
        return evolve(step, pressure=5, minutes=Range(step.minutes.least, 60, 90))


def claiming(**words: Any) -> Callable[[], object]:
    """Make a pack with a condition that takes words or codes of others."""
    made = Condition("calf-ache", "Calf ache", regions=("calf",), **words)
    return answering("conditions", lambda: (made,))


def replacing() -> object:
    """Make a pack that offers its own `text`."""
    own = OutputFormat("text", "its own", "os:getcwd")
    return answering("output_formats", lambda: (own,))()

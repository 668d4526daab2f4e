"""Packs that do wrong, each in one way; whatever else they say is sound."""

from collections.abc import Callable
from itertools import repeat
from typing import Any

import attrs

from palpate.hooks import hookimpl
from palpate.model.sequence import Step
from palpate.model.sequence import StepSequence
from palpate.model.technique import Indication
from palpate.model.technique import Range
from palpate.model.technique import StageGrade
from palpate.model.technique import Technique
from palpate.testing.memory import CodePack

STAGES = ("acute", "early-subacute", "late-subacute", "chronic")


def sound(condition: str) -> CodePack:
    """Give a pack that is well made, that is planned where nothing else is."""
    step = Step(
        id="step",
        instruction="Do this.",
        manoeuvres=("still-hold",),
        purpose="treat",
        importance="core",
        minutes=Range(2, 8, 10),
        positions=("supine",),
        side="midline",
        regions=("neck",),
        pressure=0,
        lowest_pressure=0,
        basis="editorial",
    )
    grades = tuple(StageGrade(stage, "C") for stage in STAGES)  # type: ignore[arg-type]
    return CodePack(
        says_technique=Technique(
            id="zeta",
            name="Zeta",
            summary="Made up.",
            lowest_useful_pressure=0,
            highest_pressure=5,
            share_minutes=Range(0, 10, 30),
            basis="editorial",
        ),
        says_indications=(Indication(condition, grades=grades, references=("source",)),),
        says_contraindications=(),
        says_sequences=(StepSequence(condition, condition, (step,)),),
        says_timings=(),
        says_rules=(),
    )


def _raising(hook: str, error: BaseException) -> Callable[[str], CodePack]:
    """Give a maker of packs of which one hook raises."""

    def make(condition: str) -> CodePack:
        good = sound(condition)

        class Raising(CodePack):
            pass

        def fail(*_args: object) -> None:
            raise error

        template = getattr(CodePack, hook)
        fail = _with_arguments(fail, template)
        setattr(Raising, hook, fail)
        return Raising(**_fields(good))

    return make


def _fields(pack: CodePack) -> dict[str, Any]:
    return {each.name: getattr(pack, each.name) for each in attrs.fields(CodePack)}


def _with_arguments(function: Callable[..., Any], like: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a function as a hook, with the arguments of another."""
    names = like.__code__.co_varnames[: like.__code__.co_argcount]
    scope: dict[str, Any] = {"function": function}
    listed = ", ".join(names)
    exec(f"def made({listed}):\n    return function({listed})", scope)  # noqa: S102
    made: Callable[..., Any] = hookimpl(scope["made"])
    return made


def _answering(hook: str, answer: Any) -> Callable[[str], CodePack]:
    """Give a maker of packs of which one hook gives a wrong answer."""

    def make(condition: str) -> CodePack:
        class Answering(CodePack):
            pass

        def give(*_args: object) -> Any:
            return answer(sound(condition)) if callable(answer) else answer

        setattr(Answering, hook, _with_arguments(give, getattr(CodePack, hook)))
        return Answering(**_fields(sound(condition)))

    return make


def _with_step(**changes: Any) -> Callable[[CodePack], StepSequence]:
    """Give an answer of a sequence whose step is wrong."""

    def answer(pack: CodePack) -> StepSequence:
        (sequence,) = pack.says_sequences
        return attrs.evolve(sequence, steps=(attrs.evolve(sequence.steps[0], **changes),))

    return answer


def _technique(**changes: Any) -> Callable[[CodePack], Technique]:
    return lambda pack: attrs.evolve(pack.says_technique, **changes)


class Misspelt(CodePack):
    """A pack that writes a hook's name wrongly."""

    @hookimpl
    def step_sequences(self, condition: str) -> None:
        """Nobody calls this."""


class Unmarked(CodePack):
    """A pack that forgets to mark a hook."""

    def contraindications(self) -> tuple[()]:
        """Nobody calls this: it isn't marked."""
        return ()


def _recursing(pack: object) -> object:
    return _recursing(pack)


_HOOKS = (
    "technique",
    "indications",
    "contraindications",
    "step_sequence",
    "timing",
    "combination_rules",
)

FAULTY: dict[str, Callable[[str], CodePack]] = {
    **{f"{hook} raises": _raising(hook, ValueError("no")) for hook in _HOOKS},
    **{f"{hook} answers a number": _answering(hook, 7) for hook in _HOOKS},
    "technique is none": _answering("technique", None),
    "contraindications is none": _answering("contraindications", None),
    "rules without end": _answering("combination_rules", lambda _: repeat(None)),
    "leaves the program": _raising("step_sequence", SystemExit(0)),
    "recurses without end": _answering("indications", _recursing),
    "another API": _answering("technique", _technique(api=2)),
    "claims the session's id": _answering("technique", _technique(id="session")),
    "letters for a tuple": _answering("step_sequence", _with_step(regions="neck")),
    "an unknown region": _answering("step_sequence", _with_step(regions=("tail",))),
    "an unknown manoeuvre": _answering("step_sequence", _with_step(manoeuvres=("zap",))),
    "minutes that are no number": _answering(
        "step_sequence", _with_step(minutes=Range(float("nan"), float("nan"), float("nan")))
    ),
    "endless minutes": _answering("step_sequence", _with_step(minutes=Range(1, 2, float("inf")))),
    "minutes that fall": _answering("step_sequence", _with_step(minutes=Range(3, 2, 1))),
    "pressure over the scale": _answering("step_sequence", _with_step(pressure=9)),
    "misspells a hook": lambda condition: Misspelt(**_fields(sound(condition))),
    "forgets a mark": lambda condition: Unmarked(**_fields(sound(condition))),
}

"""The library in one process: what a plan takes, and where the time goes."""

import statistics
import sys
import time
from collections.abc import Callable
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from attrs import evolve
from attrs import frozen

from palpate import Packs
from palpate import Patient
from palpate import Protocol
from palpate import Request
from palpate import RequestError
from palpate import combine
from palpate import load_packs
from palpate import verify
from palpate.combine import pipeline
from palpate.combine.instance import Instance
from palpate.combine.search import Choice
from palpate.combine.settings import load_settings
from palpate.model.scales import STAGES
from palpate.registry.content import PackIdentity
from palpate.registry.packs import Implementation
from palpate.registry.packs import Pack

ORACLE = Path(__file__).parents[1] / "tests" / "oracle"
DAY = date(2026, 3, 31)
LENGTHS = (30, 45, 60)
#: Steps of a pack in a crowd.
STEPS = 8


@frozen
class Planned:
    """A plan and the seconds of processor that it took.

    Attributes:
        checked: Seconds that verifying it took.
    """

    request: Request
    protocol: Protocol
    seconds: float
    checked: float

    @property
    def whole(self) -> float:
        """Seconds until the plan could leave."""
        return self.seconds + self.checked


def requests(packs: Packs, lengths: tuple[int, ...] = LENGTHS) -> Iterator[Request]:
    """Give every condition in every stage, at some lengths."""
    for name, condition in sorted(packs.vocabulary.conditions.items()):
        places = condition.places[:1] if condition.place == "needed" else ()
        for stage in STAGES:
            for minutes in lengths:
                patient = Patient(stage=stage, regions=places)
                yield Request((name,), DAY, patient, minutes=minutes)


def plan(request: Request, packs: Packs) -> Planned | None:
    """Combine and verify; None where the request needs more to be said."""
    begun = time.process_time()
    try:
        protocol = combine(request, packs)
    except RequestError:
        return None
    made = time.process_time()
    broken = verify(protocol, packs)
    checked = time.process_time()
    if broken:
        raise RuntimeError(broken[0])
    return Planned(request, protocol, made - begun, checked - made)


def plans(asked: Iterator[Request], packs: Packs, say: Callable[[str], None]) -> list[Planned]:
    """Plan each, saying how far it is."""
    every = list(asked)
    found = []
    for number, request in enumerate(every, 1):
        say(f"plan {number} of {len(every)}")
        planned = plan(request, packs)
        if planned is not None:
            found.append(planned)
    return found


def stages_of(request: Request, packs: Packs) -> dict[str, float]:
    """Give the seconds of each stage of one plan, as the median of five."""
    names = ("admit", "build", "choose", "explain", "arrange", "put_on_clock", "protocol_of")
    spent: dict[str, list[float]] = {name: [] for name in (*names, "verify")}
    kept = {name: getattr(pipeline, name) for name in names}

    def timed(name: str) -> Callable[..., Any]:
        def inner(*arguments: Any, **named: Any) -> Any:
            begun = time.process_time()
            answer = kept[name](*arguments, **named)
            spent[name].append(time.process_time() - begun)
            return answer

        return inner

    try:
        for name in names:
            setattr(pipeline, name, timed(name))
        for _ in range(5):
            planned = plan(request, packs)
            spent["verify"].append(planned.checked if planned else 0)
    finally:
        for name in names:
            setattr(pipeline, name, kept[name])
    return {name: statistics.median(times) for name, times in spent.items() if times}


def instance_of(request: Request, packs: Packs) -> Instance:
    """Give the choice of a request in numbers."""
    settings, atlas = load_settings(), pipeline.atlas_of(packs.vocabulary)
    found = pipeline.admit(request, packs, atlas)
    return pipeline.build(
        found.gathered,
        found.contents,
        found.case.budget,
        (),
        found.case.first_visit,
        packs.vocabulary,
        settings,
        atlas,
    )


@frozen
class Duel:
    """One instance solved twice: seconds of processor here and of the solver, and whether both agree."""

    name: str
    here: float
    solver: float
    same: bool


def against_solver(
    packs: Packs, names: list[str], times: int, say: Callable[[str], None]
) -> list[Duel]:
    """Solve real choices with the search and with CP-SAT in turn, whose import isn't counted."""
    sys.path.insert(0, str(ORACLE))
    import solver  # noqa: PLC0415 - a tool of the tests, and slow to import

    found = []
    for number, name in enumerate(names, 1):
        condition = packs.vocabulary.conditions[name]
        places = condition.places[:1] if condition.place == "needed" else ()
        instance = instance_of(Request((name,), DAY, Patient(regions=places), minutes=45), packs)
        if not instance.candidates:
            continue
        for turn in range(times):
            say(f"solve {number} of {len(names)}, pair {turn + 1} of {times}")
            begun = time.process_time()
            choice: Choice = pipeline.choose(instance, load_settings().search_nodes)
            here = time.process_time() - begun
            answer = solver.solve(instance, seconds=20, stages=1)
            value = answer.reached[0] if answer.reached else 0
            found.append(Duel(name, here, answer.seconds, choice.value == value))
    return found


def crowd(packs: Packs, condition: str, count: int, steps: int) -> Packs:
    """Give packs that all treat one condition: the real ones over and over, under other names."""
    frame = [pack for pack in packs.packs if pack.technique.frame]
    real = _treating(packs, condition)
    made = [_copy(real[number % len(real)], number, steps) for number in range(count)]
    return Packs(tuple(sorted((*frame, *made), key=lambda p: p.technique.id)), packs.vocabulary)


def _treating(packs: Packs, condition: str) -> list[Any]:
    return [
        content
        for content in packs.contents({condition: Patient(stage="chronic")})
        if not content.technique.frame and content.offers[0].sequence
    ]


def _copy(content: Any, number: int, steps: int) -> Pack:
    name = f"{content.technique.id}-{number:02}"
    offer = content.offers[0]
    sequence = evolve(offer.sequence, steps=_first(offer.sequence.steps, steps))
    technique = evolve(content.technique, id=name, name=name, training=())
    answers = {
        "technique": technique,
        "indications": content.indications,
        "contraindications": content.contraindications,
        "combination_rules": content.rules,
        "step_sequence": sequence,
        "timing": offer.timing,
    }
    hooks = {
        hook: (Implementation(lambda held=answer: held, (), in_code=False),)
        for hook, answer in answers.items()
    }
    return Pack(PackIdentity(name, name, "1.0", "installed"), technique, hooks)


def _first(steps: tuple[Any, ...], count: int) -> tuple[Any, ...]:
    """Give as many steps as asked for: the core ones first, more of them under other ids."""
    chosen = sorted(steps, key=lambda step: step.importance != "core")[:count]
    more = [evolve(chosen[n % len(chosen)], id=f"more-{n}") for n in range(count - len(chosen))]
    return (*(step for step in steps if step in chosen), *more)


@frozen
class Crowded:
    """A choice among many packs: seconds of each stage, its value, and what it may come to at most."""

    packs: int
    candidates: int
    before: float
    choosing: float
    value: int
    bound: int


def crowded(packs: Packs, condition: str, count: int) -> Crowded:
    """Choose among many packs that all treat a condition, eight steps each, as a plan does."""
    many = crowd(packs, condition, count, STEPS)
    begun = time.process_time()
    instance = instance_of(Request((condition,), DAY, minutes=60), many)
    built = time.process_time()
    choice = pipeline.choose(instance, load_settings().search_nodes)
    done = time.process_time()
    return Crowded(
        count, len(instance.candidates), built - begun, done - built, choice.value, choice.bound
    )


def best_of_crowd(packs: Packs, condition: str, seconds: float) -> int | None:
    """Give the most value that any number of packs has, by CP-SAT; None where it isn't proven.

    The packs of a crowd are copies of the real ones, alike but for their names. A session holds so
    many techniques, so from however many copies of a pack no more than that can be in: the best of
    that many copies of each is the best of any number.
    """
    sys.path.insert(0, str(ORACLE))
    import solver  # noqa: PLC0415 - a tool of the tests, and slow to import

    request = Request((condition,), DAY, minutes=60)
    techniques = instance_of(request, packs).budget.techniques
    copies = crowd(packs, condition, techniques * len(_treating(packs, condition)), STEPS)
    answer = solver.solve(instance_of(request, copies), seconds, stages=1)
    return answer.reached[0] if answer.status == "optimal" else None


def loaded() -> Packs:
    """Give the packs of this environment."""
    return load_packs()

"""What the registry asks of every hook: that it answers, soundly, the same each time, and alone."""

import pickle
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from itertools import islice
from typing import Any

import attrs
from attrs import frozen

from palpate.gentler import stronger_in
from palpate.model.patient import Patient
from palpate.model.sequence import Step
from palpate.packs import check_folder
from palpate.registry.isolate import MOST_ANSWERS
from palpate.registry.isolate import Faulty
from palpate.registry.isolate import call
from palpate.registry.packs import Asker
from palpate.registry.packs import Implementation
from palpate.testing.check import Check
from palpate.testing.draw import random_request
from palpate.testing.subject import Subject
from palpate.vocabulary import load_vocabulary

FOR_LISTINGS = ("contraindications", "combination_rules", "conditions", "output_formats")
FOR_A_PATIENT = ("step_sequence", "timing")
#: Conditions whose steps, of every pack, are given to `adjust_step`.
SOME = 4


@frozen(eq=False)
class Question:
    """A hook's function, what it is asked, and how to ask it again."""

    hook: str
    about: str
    function: Implementation
    arguments: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.hook}({self.about})" if self.about else self.hook

    def ask(self) -> tuple[Any, dict[str, Any]]:
        """Ask, and give the answer with the arguments as they are afterwards.

        Raises:
            Faulty: There is no answer.
        """
        given = deepcopy({n: self.arguments[n] for n in self.function.arguments})
        answer = call(self.function.function, given)
        series = isinstance(answer, Iterable) and not isinstance(answer, (str, bytes))
        if series:
            answer = call(lambda: tuple(islice(answer, MOST_ANSWERS + 1)), {})
        return answer, given


@cache
def questions(subject: Subject) -> tuple[Question, ...]:
    """Give everything that a pack is asked, for each of its conditions."""
    return tuple(
        Question(hook, about, function, arguments)
        for hook, about, arguments in _asked(subject)
        for function in subject.here.hooks.get(hook, ())
    )


def _asked(subject: Subject) -> Iterator[tuple[str, str, dict[str, Any]]]:
    yield "technique", "", {}
    yield "indications", "None", {"conditions": None}
    for hook in FOR_LISTINGS:
        yield hook, "", {}
    for condition in subject.conditions:
        yield "indications", condition.id, {"conditions": (condition.id,)}
        asked = {"condition": condition.id, "patient": subject.patient_of(condition)}
        for hook in FOR_A_PATIENT:
            yield hook, condition.id, asked
    if subject.here.hooks.get("adjust_step"):
        for step, about, patient in _steps(subject):
            yield "adjust_step", about, {"step": step, "patient": patient}


def _steps(subject: Subject) -> Iterator[tuple[Step, str, Patient]]:
    """Give steps of every pack, each with a random patient of its condition."""
    for condition in subject.conditions[:SOME]:
        patient = random_request(subject, condition).patient
        patient = attrs.evolve(patient, regions=subject.patient_of(condition).regions)
        for content in subject.beside.contents({condition.id: patient}):
            for offer in content.offers:
                for step in offer.sequence.steps if offer.sequence else ():
                    yield step, f"{content.technique.id}/{condition.id}/{step.id}", patient


def files_are_sound(subject: Subject) -> Iterator[str]:
    """Read every file as `palpate check` does."""
    assert subject.folder is not None  # noqa: S101 - the check is for packs with files
    for problem in check_folder(subject.folder, load_vocabulary()):
        if problem.level == "error":
            yield str(problem)


def loads(subject: Subject) -> Iterator[str]:
    """Say what went wrong while the pack loaded."""
    yield from (str(problem) for problem in subject.problems)
    if subject.pack is None and not subject.problems:
        yield "it doesn't load, and nothing says why"


def every_hook_answers(subject: Subject) -> Iterator[str]:
    """Ask everything through the registry, which checks each answer."""
    asker = Asker(subject.here, subject.alone.vocabulary)
    patients = {c.id: subject.patient_of(c) for c in subject.conditions}
    content = asker.content(patients)
    yield from content.faults
    for packs in (subject.alone, subject.beside):
        packs.indications()
        packs.contraindications()
        packs.output_formats()
        own = subject.here.identity.distribution or subject.here.identity.id
        yield from (said for said in packs.warnings if said.startswith(own))
    for offer in content.offers:
        if offer.sequence is None:
            yield f"step_sequence({offer.condition}): indicated, and there are no steps"


def equal_twice(subject: Subject) -> Iterator[str]:
    """Ask everything twice."""
    yield from _of_each(subject, _differs)


def _differs(question: Question) -> str:
    return "" if question.ask()[0] == question.ask()[0] else "another answer the second time"


def can_be_pickled(subject: Subject) -> Iterator[str]:
    """Pickle every answer, and look whether it comes back equal."""
    yield from _of_each(subject, _unpicklable)


def _unpicklable(question: Question) -> str:
    answer, _ = question.ask()
    try:
        again = pickle.loads(pickle.dumps(answer))  # noqa: S301 - what was just written
    except Exception as error:  # noqa: BLE001 - whatever a class of the pack's own raises
        return f"can't be pickled: {type(error).__name__}"
    return "" if again == answer else "isn't the same after pickling"


def arguments_left_alone(subject: Subject) -> Iterator[str]:
    """Look at what a hook was given after it has answered."""
    yield from _of_each(subject, _changed)


def _changed(question: Question) -> str:
    _, after = question.ask()
    changed = [name for name, held in after.items() if held != question.arguments[name]]
    return f"changes its argument {changed[0]}" if changed else ""


def only_gentler(subject: Subject) -> Iterator[str]:
    """Let the pack adjust every pack's steps."""

    def stronger(question: Question) -> str:
        if question.hook != "adjust_step":
            return ""
        answer = question.ask()[0]
        if answer is None:
            return ""
        wrong = stronger_in(question.arguments["step"], answer)
        return f"makes the step stronger: {wrong}" if wrong else ""

    yield from _of_each(subject, stronger)


def _of_each(subject: Subject, wrong: Callable[[Question], str]) -> Iterator[str]:
    for question in questions(subject):
        try:
            said = wrong(question)
        except Faulty as fault:
            said = str(fault)
        if said:
            yield f"{question}: {said}"


ANSWERS = (
    Check(
        "files-are-sound",
        "Every file reads, every word is known, every step can be reached and dosed.",
        files_are_sound,
        loaded=False,
        files=True,
    ),
    Check(
        "loads",
        "The pack loads: its hooks are marked, spelt and signed as specified, for this hook API.",
        loads,
        loaded=False,
    ),
    Check(
        "every-hook-answers",
        "Every hook answers what its specification says, for each condition.",
        every_hook_answers,
    ),
    Check("answers-are-equal", "The same question gets an equal answer each time.", equal_twice),
    Check("answers-pickle", "Every answer can be pickled, and comes back equal.", can_be_pickled),
    Check("arguments-are-left-alone", "No hook changes what it is given.", arguments_left_alone),
    Check(
        "steps-get-gentler", "adjust_step makes nobody's step stronger.", only_gentler, code=True
    ),
)

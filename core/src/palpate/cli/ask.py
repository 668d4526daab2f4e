"""The interview on a terminal: one question at a time, with a way back."""

import sys
from datetime import date

import click

from palpate.cli import values
from palpate.combine import words
from palpate.combine.followup import asked_anew
from palpate.combine.naming import named
from palpate.errors import RequestError
from palpate.interview import Answer
from palpate.interview import Detail
from palpate.interview import Interview
from palpate.interview import at_next_visit
from palpate.interview import questions_for
from palpate.interview import still_questions
from palpate.model.condition import Condition
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.model.patient import Request
from palpate.model.safety import Question
from palpate.render.safe import printable
from palpate.vocabulary import Vocabulary

KEYS = "y yes, n no, s skip, b back"


class _Back(Exception):
    """The last answer is to be given again."""


def interviewed(
    request: Request,
    conditions: tuple[Condition, ...],
    vocabulary: Vocabulary,
    also: tuple[str, ...] = (),
) -> Patient:
    """Ask all questions, and those about some factors besides; give the patient as answered.

    Questions go to standard error, so that standard output holds nothing but the document.

    Raises:
        RequestError: The answers end before the questions.
    """
    known = named(request.patient, vocabulary)
    before = asked_anew(known, request.date, vocabulary)
    still = still_questions(before, request.date, vocabulary)
    interview = Interview((*still, *questions_for(conditions, vocabulary, also)))
    _say(f"{len(interview.questions)} questions. {KEYS}.")
    while interview.question is not None:
        try:
            interview = interview.answered(_answer(interview, request.date, vocabulary))
        except _Back:
            interview = interview.back()
    return at_next_visit(known, interview.patient(before), request.date)


def _answer(interview: Interview, today: date, vocabulary: Vocabulary) -> Answer:
    question = interview.question
    assert question is not None  # noqa: S101 - the loop asks only while there is one
    _say(f"\n{interview.at + 1}/{len(interview.questions)}  {question.text}")
    if question.note:
        _say(f"    {question.note}")
    while True:
        said = _read("[y/n/s/b] ").lower()
        if said in ("b", "back"):
            raise _Back
        if said in ("s", "skip"):
            return Answer()
        if said in ("y", "yes", "n", "no"):
            break
        _say(f"    {KEYS}")
    if not interview.worries(said.startswith("y")):
        return Answer(worrying=False)
    picked = _picked(question, vocabulary)
    return Answer(worrying=True, raised=tuple(_detailed(f, today, vocabulary) for f in picked))


def _picked(question: Question, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Let the therapist say which of several factors it is."""
    if len(question.raises) <= 1:
        return question.raises
    for number, factor in enumerate(question.raises, 1):
        _say(f"    {number} {vocabulary.factors[factor].name}")
    while True:
        said = _read("which, by number (none: Enter) ")
        numbers = said.replace(",", " ").split()
        if all(n.isdecimal() and 1 <= int(n) <= len(question.raises) for n in numbers):
            return tuple(dict.fromkeys(question.raises[int(n) - 1] for n in numbers))
        _say(f"    numbers from 1 to {len(question.raises)}, such as 1 3")


def _detailed(factor: str, today: date, vocabulary: Vocabulary) -> GivenFactor:
    """Ask where and since when, as far as the rules speak of it."""
    detail = Detail.of(vocabulary.factors[factor])
    site = _place(detail, vocabulary) if detail.place else None
    days = _days(detail, today) if detail.date else None
    return detail.given(site, days)


def _place(detail: Detail, vocabulary: Vocabulary) -> Place | None:
    name = detail.factor.name
    while True:
        said = _read(f"{name}: where? such as knee or left-knee{_optional(detail)} ")
        if not said and not detail.place_needed:
            return None
        try:
            place = values.place(said)
            region = words.require(place.region, vocabulary.regions, "region")
            return Place(region, place.side)
        except RequestError as error:
            _say(f"    {error}")


def _optional(detail: Detail) -> str:
    return "" if detail.place_needed else " (not known: Enter)"


def _days(detail: Detail, today: date) -> int | None:
    means = detail.factor.date_means or "it"
    while True:
        said = _read(
            f"{detail.factor.name}: since when? {means}: 3d, 6w or a date (Enter: not known) "
        )
        if not said:
            return None
        try:
            return values.days_since(said, today, "it")
        except RequestError as error:
            _say(f"    {error}")


def _read(prompt: str) -> str:
    click.echo(printable(f"    {prompt}"), err=True, nl=False)
    line = sys.stdin.readline()
    if not line:
        click.echo(err=True)
        raise RequestError(
            "--interview", "the answers end before the questions; nothing is written"
        )
    said = line.strip()
    if said.lower() in ("b", "back"):
        raise _Back
    return said


def _say(text: str) -> None:
    click.echo(printable(text), err=True)

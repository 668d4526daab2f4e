"""The questions to put to a patient, and what the answers say: no terminal, no files."""

from collections.abc import Iterable
from datetime import date
from itertools import zip_longest

from attrs import evolve
from attrs import field
from attrs import frozen

from palpate.model.condition import Condition
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.model.patient import Visit
from palpate.model.safety import Factor
from palpate.model.safety import Question
from palpate.vocabulary import Vocabulary

#: The set of a question that was made of a factor's own.
RED_FLAG = "red-flag"
#: The set of the questions whether what was said last time is still so, one for each factor.
STILL = "since-last-time"
ANY_NO = "any-no"


def questions_for(
    conditions: Iterable[Condition], vocabulary: Vocabulary, also: Iterable[str] = ()
) -> tuple[Question, ...]:
    """Give the general questions, those of the diagnoses, and one for each red flag left over.

    Sets that no condition names are the general ones. What a condition only asks about is among
    the red flags.

    Args:
        conditions: The diagnoses.
        vocabulary: The questions that are known.
        also: Factors to ask about besides.
    """
    conditions = tuple(conditions)
    special = {name for c in vocabulary.conditions.values() for name in c.questions}
    wanted = {name for c in conditions for name in c.questions}
    known = vocabulary.questions.values()
    asked = [q for q in known if q.set not in special]
    asked += [q for q in known if q.set in wanted]
    direct = {q.raises[0] for q in asked if len(q.raises) == 1}
    flags = dict.fromkeys(flag for c in conditions for flag in (*c.asks, *c.asks_only))
    for flag in dict.fromkeys((*flags, *also)):
        factor = vocabulary.factors[flag]
        if flag not in direct and factor.question:
            asked.append(Question(flag, RED_FLAG, factor.question, (flag,)))
    return tuple(asked)


def still_questions(before: Patient, today: date, vocabulary: Vocabulary) -> tuple[Question, ...]:
    """Ask of each factor of an earlier day whether it is still so; none on the day itself."""
    if before.as_of is None or before.as_of >= today:
        return ()
    asked = []
    for given in before.factors:
        known = vocabulary.factors.get(given.factor)
        name = known.name if known else given.factor
        site = given.site
        where = f", {site.side or ''} {site.region}".replace("  ", " ") if site else ""
        text = f"On {before.as_of}: {name}{where}. Is it still so?"
        asked.append(Question(given.factor, STILL, text, reads=ANY_NO))
    return tuple(asked)


@frozen
class Answer:
    """The answer to one question.

    Attributes:
        worrying: Whether it is the answer that raises factors; None where it was skipped.
        raised: Those of the question's factors that hold, with place and date.
    """

    worrying: bool | None = None
    raised: tuple[GivenFactor, ...] = ()


@frozen
class Interview:
    """Questions, and the answers so far; it only ever makes a new one of itself.

    Attributes:
        at: Which question is next.
    """

    questions: tuple[Question, ...]
    answers: tuple[Answer, ...] = ()

    @property
    def at(self) -> int:
        """Give the number of the next question, from 0."""
        return len(self.answers)

    @property
    def question(self) -> Question | None:
        """Give the next question; None at the end."""
        return self.questions[self.at] if self.at < len(self.questions) else None

    def answered(self, answer: Answer) -> "Interview":
        """Give the interview after an answer."""
        return evolve(self, answers=(*self.answers, answer))

    def back(self) -> "Interview":
        """Give the interview before the last answer."""
        return evolve(self, answers=self.answers[:-1])

    def worries(self, yes: bool) -> bool:
        """Say whether an answer to the next question is the one that raises factors."""
        question = self.question
        return question is not None and yes == (question.reads != ANY_NO)

    def patient(self, before: Patient) -> Patient:
        """Add what was said to what was known of a patient.

        A factor is denied where every question that is about it alone was answered, and none of
        the answers raised it. What is raised in two places holds in both.
        """
        still = [a for q, a in zip(self.questions, self.answers, strict=False) if q.set == STILL]
        # A question without an answer leaves its factor: nothing is lifted by silence.
        kept = [
            item
            for item, answer in zip_longest(before.factors, still)
            if answer is None or not answer.worrying
        ]
        gone = {item.factor for item in before.factors} - {item.factor for item in kept}
        # A permission for what is no longer so has nothing left to open.
        records = tuple(record for record in before.cleared if record.what not in gone)
        before = evolve(before, factors=tuple(kept), cleared=records)
        given = {item: None for answer in self.answers for item in answer.raised}
        names = {item.factor for item in (*given, *before.factors)}
        said: dict[str, bool] = {}
        for question, answer in zip(self.questions, self.answers, strict=False):
            if len(question.raises) == 1:
                clear = answer.worrying is False
                said[question.raises[0]] = said.get(question.raises[0], True) and clear
        for question in self.questions[self.at :]:
            said.update(dict.fromkeys(question.raises, False))
        denied = [f for f, clear in said.items() if clear and f not in names]
        return evolve(
            before,
            factors=tuple(dict.fromkeys((*before.factors, *given))),
            denied=tuple(dict.fromkeys((*(d for d in before.denied if d not in names), *denied))),
            in_question=tuple(q for q in before.in_question if q not in (*names, *denied)),
        )


def at_next_visit(before: Patient, now: Patient, today: date) -> Patient:
    """Date what was said today; what was said on an earlier day becomes the last visit."""
    last = now.last_visit
    if before.as_of is not None and before.as_of < today:
        last = Visit(before.as_of, "", before.factors, before.denied, before.cleared)
    return evolve(now, as_of=today, last_visit=last)


@frozen
class Detail:
    """What else must be known of a factor that was raised."""

    factor: Factor
    place: bool = field(default=False)
    place_needed: bool = field(default=False)
    date: bool = field(default=False)

    @classmethod
    def of(cls, factor: Factor) -> "Detail":
        """Say what to ask of a factor: its place, and how long ago it was."""
        return cls(
            factor,
            place=factor.site != "none",
            place_needed=factor.site == "needed" and not factor.regions,
            date=factor.dated,
        )

    def given(self, site: Place | None, days: int | None) -> GivenFactor:
        """Make the factor as it was told."""
        return GivenFactor(self.factor.id, site, days)

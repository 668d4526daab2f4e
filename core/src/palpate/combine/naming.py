"""The patient's words turned into the vocabulary's ids."""

from attrs import evolve

from palpate.combine import words
from palpate.errors import RequestError
from palpate.model.patient import Clearance
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.model.patient import Visit
from palpate.vocabulary import Vocabulary


def named(patient: Patient, vocabulary: Vocabulary) -> Patient:
    """Turn the patient's words into ids.

    Raises:
        RequestError: A word isn't known; carries the nearest.
    """

    def factor(word: str) -> tuple[str, ...]:
        if words.looks_like_code(word) and not words.find(word, vocabulary.factors):
            found = words.factors_of_code(word, vocabulary)
            if found:
                return tuple(f.id for f in found)
        return (words.require(word, vocabulary.factors, "factor"),)

    def denied(word: str) -> tuple[str, ...]:
        asks = words.asked_by(word, vocabulary)
        if asks:
            raise RequestError(word, "this code only raises questions; deny by name", asks)
        return factor(word)

    def place(place: Place | None) -> Place | None:
        if place is None:
            return None
        return evolve(place, region=words.require(place.region, vocabulary.regions, "region"))

    given = tuple(
        evolve(item, factor=found, site=place(item.site))
        for item in patient.factors
        if not words.asked_by(item.factor, vocabulary)
        for found in factor(item.factor)
    )
    in_question = [words.require(f, vocabulary.factors, "factor") for f in patient.in_question]
    for item in patient.factors:
        in_question += words.asked_by(item.factor, vocabulary)

    def visit(then: Visit) -> Visit:
        return evolve(
            then,
            factors=tuple(
                evolve(item, factor=found, site=place(item.site))
                for item in then.factors
                for found in factor(item.factor)
            ),
            denied=tuple(f for word in then.denied for f in factor(word)),
            cleared=tuple(map(record, then.cleared)),
        )

    def record(cleared: Clearance) -> Clearance:
        technique, slash, name = cleared.what.rpartition("/")
        found = None if slash else words.find(name, vocabulary.factors)
        found = found or words.find(name, vocabulary.conditions) or name
        return evolve(cleared, what=f"{technique}{slash}{found}")

    return evolve(
        patient,
        factors=given,
        cleared=tuple(map(record, patient.cleared)),
        denied=tuple(f for word in patient.denied for f in denied(word)),
        in_question=tuple(dict.fromkeys(in_question)),
        last_visit=visit(patient.last_visit) if patient.last_visit else None,
        regions=tuple(words.require(r, vocabulary.regions, "region") for r in patient.regions),
        avoid=tuple(p for p in map(place, patient.avoid) if p),
        no_positions=tuple(
            words.require(p, vocabulary.positions, "position") for p in patient.no_positions
        ),
        no_consent=tuple(
            words.require(c, vocabulary.consents, "kind of consent") for c in patient.no_consent
        ),
        goals=tuple(words.require(g, vocabulary.goals, "goal") for g in patient.goals),
    )

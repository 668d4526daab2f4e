"""The ICD-10-CM code that a protocol prints where none was typed is one of the complaint's region."""

from datetime import date

import pytest

from palpate.combine import words
from palpate.combine.resolve import resolve
from palpate.combine.settings import load_settings
from palpate.model.condition import Condition
from palpate.model.patient import Patient
from palpate.model.patient import Request
from palpate.vocabulary import Vocabulary
from palpate.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
PLACED = [
    (condition, region)
    for condition in VOCABULARY.conditions.values()
    for region in condition.places
    if any(entry.region for entry in condition.icd10_place)
]


@pytest.mark.parametrize(
    ("condition", "region", "wanted"),
    [
        ("joint-sprain", "ankle", "S93.4-"),
        ("joint-sprain", "lateral-ankle", "S93.4-"),  # a part of the ankle
        ("joint-sprain", "jaw", "S03.4-"),
        ("joint-sprain", "knee", "S83-"),  # S83.4, S83.5 ... have the category in common
        ("joint-sprain", "pelvis-gluteal", ""),  # no code is known for it
        ("muscle-strain", "calf", "S86.11-"),
        ("osteoarthritis", "hip", "M16-"),
        ("osteoarthritis", "knee", "M17-"),
        ("lymphedema", "upper-arm", "I89.0-"),  # speaks of no place
        ("muscle-spasm", "neck", "M62.83-"),  # holds all the codes that do
        ("post-surgical-scar", "lower-abdomen", "L90.5-"),
        ("sciatica", "buttock", "M54.3-"),
        ("sports-recovery", "thigh", ""),  # has no code
    ],
)
def test_the_code_is_of_the_region(
    condition: str, region: str, wanted: str, vocabulary: Vocabulary
) -> None:
    """An ankle's sprain doesn't show the jaw's code."""
    assert words.usual_code(vocabulary.conditions[condition], (region,), vocabulary) == wanted


@pytest.mark.parametrize(
    ("condition", "region"), PLACED, ids=lambda value: getattr(value, "id", value)
)
def test_no_code_is_of_another_region(condition: Condition, region: str) -> None:
    """Under the code stands one that fixes this region, or none that fixes any lies outside it."""
    code = words.usual_code(condition, (region,), VOCABULARY).rstrip("-")
    placed = [entry for entry in condition.icd10_place if entry.region]
    under = [entry.region for entry in placed if entry.code.startswith(code)]
    general = len(under) in {0, len(placed)}
    here = any(r is not None and VOCABULARY.body.overlap(r, region) for r in under)
    assert not code or general or here


def test_a_typed_code_stays(vocabulary: Vocabulary) -> None:
    """What was typed is printed, with its dot; a name gets the code of the region."""
    patient = Patient(regions=("ankle",), onset_days=14)
    for word, wanted in (("S93402A", "S93.402A"), ("joint-sprain", "S93.4-")):
        request = Request((word,), date(2026, 11, 22), patient)
        (complaint,) = resolve(request, vocabulary, load_settings()).complaints
        assert complaint.diagnosis.code == wanted

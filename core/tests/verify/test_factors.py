"""Which factors a patient has, each with its place, its days, where it comes from, what clears it."""

import attrs
import pytest
from hand_made import asked
from hand_made import good

from palpate.model.condition import CalendarStage
from palpate.model.patient import GivenFactor
from palpate.model.patient import Place
from palpate.model.protocol import Diagnosis
from palpate.model.safety import AgeRule
from palpate.verify.factors import Days
from palpate.verify.factors import Raised
from palpate.verify.factors import exact
from palpate.verify.factors import factor_meant
from palpate.verify.factors import raised_factors
from palpate.vocabulary import Vocabulary
from palpate.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
NERVE = "nerve-symptoms"
#: The condition raises nerve symptoms at its own two regions.
CARPAL = attrs.evolve(
    good().diagnoses[0],
    condition="carpal-tunnel-syndrome",
    regions=("wrist-hand", "forearm"),
    stage_from="assumed",
)
WRIST = Place("wrist-hand", "left")
FOREARM = Place("forearm", "left")
LIFTS = frozenset({NERVE, CARPAL.condition})


def found(
    *factors: GivenFactor,
    diagnoses: tuple[Diagnosis, ...] = (CARPAL,),
    words: tuple[str, ...] = (),
    vocabulary: Vocabulary = VOCABULARY,
    **patient: object,
) -> list[Raised]:
    """Give the factors of a patient with these diagnoses."""
    request = asked(good(), factors=factors, **patient).request
    request = attrs.evolve(request, diagnoses=words)
    return list(raised_factors(request, diagnoses, vocabulary))


def changed(kind: str, name: str, **said: object) -> Vocabulary:
    """Give the vocabulary with one of its words changed."""
    words = dict(getattr(VOCABULARY, kind))
    words[name] = attrs.evolve(words[name], **said)
    return attrs.evolve(VOCABULARY, **{kind: words})


def at_complaint(day: int | None, since: Days) -> list[Raised]:
    """Give what the carpal tunnel raises by itself."""
    return [
        Raised(GivenFactor(NERVE, place, day, "diagnosis"), LIFTS, since)
        for place in (WRIST, FOREARM)
    ]


def test_a_diagnosis_raises_at_the_complaint() -> None:
    """On its regions and its side, since the onset where it is known."""
    assert found() == at_complaint(None, Days())
    assert found(onset_days=20) == at_complaint(20, exact(20))
    assert found(onset_days=0) == at_complaint(0, exact(0))
    both = [r.given.site for r in found(diagnoses=(attrs.evolve(CARPAL, side="both"),))]
    assert both == [Place("wrist-hand"), Place("forearm")]
    assert found(diagnoses=()) == []


@pytest.mark.parametrize(
    ("stage", "days"),
    [
        ("acute", Days(0, 42, known=True)),
        ("early-subacute", Days(42, 63, known=True)),
        ("chronic", Days(85, None, known=True)),
    ],
)
def test_a_stage_that_was_given_leaves_its_days(stage: str, days: Days) -> None:
    """All days of the stage; the onset, where it is known, says more."""
    given = attrs.evolve(CARPAL, stage=stage, stage_from="given")
    assert found(diagnoses=(given,)) == at_complaint(None, days)
    assert found(diagnoses=(given,), onset_days=3) == at_complaint(3, exact(3))
    assert found(diagnoses=(attrs.evolve(given, stage_from="onset"),)) == at_complaint(None, Days())


def test_a_calendar_may_not_know_a_stage() -> None:
    """Then nothing is known of its days; a row without an end begins nothing anew."""
    given = attrs.evolve(CARPAL, stage="chronic", stage_from="given")
    calendar = VOCABULARY.conditions[CARPAL.condition].calendar
    rows = (CalendarStage("acute", 4), CalendarStage("early-subacute", None))
    short = changed("calendars", calendar, stages=rows)
    assert found(diagnoses=(given,), vocabulary=short) == at_complaint(None, Days())
    longer = changed("calendars", calendar, stages=(*rows, CalendarStage("chronic", None)))
    since = Days(4, None, known=True)
    assert found(diagnoses=(given,), vocabulary=longer) == at_complaint(None, since)
    none = changed("conditions", CARPAL.condition, calendar="nobody")
    assert found(diagnoses=(given,), vocabulary=none) == at_complaint(None, Days())


@pytest.mark.parametrize("days", [None, 0, 5])
def test_the_form_dates_what_a_diagnosis_raises(days: int | None) -> None:
    """Given without a place it is at the complaint, on the day that was given, known or not."""
    given = attrs.evolve(CARPAL, stage_from="given")
    said = GivenFactor(NERVE, None, days)
    assert found(said, diagnoses=(given,), onset_days=20) == at_complaint(days, exact(days))


def test_the_form_places_what_a_diagnosis_raises() -> None:
    """Given at the complaint it stands for both; given elsewhere it is another."""
    here = GivenFactor(NERVE, WRIST, 5)
    assert found(here) == [Raised(here, LIFTS, exact(5))]
    part = GivenFactor(NERVE, Place("forearm", "right"), 5)
    assert found(part) == [Raised(part, LIFTS, exact(5))]
    there = GivenFactor(NERVE, Place("calf", "left"), 5)
    own = Raised(there, frozenset({NERVE}), exact(5))
    assert found(there, onset_days=20) == [own, *at_complaint(20, exact(20))]
    nowhere = GivenFactor(NERVE, None, 7)
    assert found(there, nowhere) == [own, *at_complaint(7, exact(7))]
    both = [Raised(nowhere, LIFTS, exact(7)), Raised(here, LIFTS, exact(5))]
    assert found(nowhere, here) == both


def test_what_has_no_place_is_raised_once() -> None:
    """Given on the form, the diagnosis says no more of it; else it is raised without a place."""
    neck = attrs.evolve(CARPAL, condition="whiplash", regions=("neck",))
    lifts = frozenset({"whiplash"})
    given = GivenFactor("whiplash", None, 5)
    assert found(given, diagnoses=(neck,)) == [Raised(given, lifts, exact(5))]
    alone = GivenFactor("whiplash", None, 30, "diagnosis")
    assert found(diagnoses=(neck,), onset_days=30) == [Raised(alone, lifts, exact(30))]


def test_each_diagnosis_raises_its_own() -> None:
    """One that the vocabulary doesn't have and one that is on the form stop no other."""
    unknown = attrs.evolve(CARPAL, condition="nothing-known")
    neck = attrs.evolve(CARPAL, condition="whiplash", regions=("neck",))
    given = GivenFactor("whiplash", None, 5)
    first = Raised(given, frozenset({"whiplash"}), exact(5))
    assert found(given, diagnoses=(unknown, neck, CARPAL)) == [first, *at_complaint(None, Days())]
    two = changed("conditions", CARPAL.condition, raises=("whiplash", NERVE))
    raised = found(given, vocabulary=two)
    assert raised[1:] == at_complaint(None, Days())
    assert raised[0].covered_by == {"whiplash", CARPAL.condition}
    assert found(GivenFactor("bruise-hematoma"), diagnoses=(unknown,))[0].covered_by == {
        "bruise-hematoma"
    }


def test_a_given_factor_elsewhere_is_kept_beside_one_at_the_complaint() -> None:
    """What no diagnosis raises stays as it was given, with a place or without."""
    given = (GivenFactor("bruise-hematoma"), GivenFactor("osteoporosis", None, 3))
    raised = found(*given)
    assert [r.given for r in raised[:2]] == list(given)
    assert [r.days for r in raised[:2]] == [Days(), exact(3)]
    assert [r.covered_by for r in raised[:2]] == [{"bruise-hematoma"}, {"osteoporosis"}]
    assert raised[2:] == at_complaint(None, Days())


def test_words_that_mean_factors() -> None:
    """Among the diagnoses asked for, those that weren't understood as one; unknown ones aren't raised."""
    raised = found(words=("warfarin", "nothing-known", "I82.40"), diagnoses=())
    assert raised == [
        Raised(GivenFactor("anticoagulant", origin="code"), frozenset({"anticoagulant"}), Days()),
        Raised(GivenFactor("dvt-recent", origin="code"), frozenset({"dvt-recent"}), Days()),
    ]
    understood = (attrs.evolve(CARPAL, condition="sciatica", asked="warfarin"),)
    assert found(words=("warfarin",), diagnoses=understood) == []
    assert [r.factor for r in found(GivenFactor("nothing-known"), diagnoses=())] == [
        "nothing-known"
    ]


@pytest.mark.parametrize(
    ("age", "above", "old"), [(80, 80, False), (81, 80, True), (81, None, False), (None, 80, False)]
)
def test_age_above_a_limit(age: int | None, above: int | None, old: bool) -> None:
    """Over it, not at it; the factor is of the age, without a date."""
    aged = changed("factors", "aaa", raised_by_age=AgeRule(above=above))
    raised = found(diagnoses=(), vocabulary=aged, age=age)
    own = Raised(GivenFactor("aaa", origin="age"), frozenset({"aaa"}), Days())
    assert raised == ([own] if old else [])


def test_each_age_rule_is_asked() -> None:
    """A child has the child's factor, whatever else a limit above says."""
    aged = changed("factors", "aaa", raised_by_age=AgeRule(above=10))
    assert {r.factor for r in found(diagnoses=(), vocabulary=aged, age=12)} == {"aaa", "child"}
    raised = found(diagnoses=(), age=12)
    assert raised == [Raised(GivenFactor("child", origin="age"), frozenset({"child"}), Days())]


def test_what_a_factor_implies() -> None:
    """At the same place and on the same days; a clearance of either lifts it; further and further."""
    chain = changed("factors", "active-cancer", implies=("aaa",))
    given = GivenFactor("bone-metastasis", Place("neck"), 9)
    first, second, third = found(given, diagnoses=(), vocabulary=chain)
    assert first == Raised(given, frozenset({"bone-metastasis"}), exact(9))
    cancer = attrs.evolve(given, factor="active-cancer")
    lifts = frozenset({"bone-metastasis", "active-cancer"})
    assert second == Raised(cancer, lifts, exact(9))
    assert third == Raised(attrs.evolve(given, factor="aaa"), lifts | {"aaa"}, exact(9))


def test_what_is_implied_and_given_stands_once() -> None:
    """As it was given; what comes after it in the list is still raised."""
    several = changed("factors", "bone-metastasis", implies=("active-cancer", "aaa"))
    place = Place("neck")
    bone, cancer = GivenFactor("bone-metastasis", place), GivenFactor("active-cancer", place)
    raised = found(bone, cancer, diagnoses=(), vocabulary=several)
    assert [r.factor for r in raised] == ["bone-metastasis", "active-cancer", "aaa"]
    assert raised[1].covered_by == {"active-cancer"}
    words = dict(several.factors)
    words["active-cancer"] = attrs.evolve(words["active-cancer"], implies=("aaa",))
    twice = found(bone, diagnoses=(), vocabulary=attrs.evolve(several, factors=words))
    assert sorted(r.factor for r in twice) == ["aaa", "active-cancer", "bone-metastasis"]
    loop = changed("factors", "active-cancer", implies=("bone-metastasis",))
    assert len(found(bone, diagnoses=(), vocabulary=loop)) == 2
    assert [r.factor for r in found(GivenFactor("nobody"), bone, diagnoses=())] == [
        "nobody",
        "bone-metastasis",
        "active-cancer",
    ]


@pytest.mark.parametrize(
    ("word", "prefixes", "meant"),
    [
        ("X12.3", {"aaa": ("X12",), "osteoporosis": ("X12.3",)}, "osteoporosis"),
        ("x123", {"aaa": ("X12.3",), "osteoporosis": ("X12",)}, "aaa"),
        ("X12", {"aaa": ("X12",)}, "aaa"),
        ("X12", {"aaa": ("X12.3",)}, None),
        ("X1", {"aaa": ("X1",)}, None),
        ("XX1", {"aaa": ("XX1",)}, None),
    ],
)
def test_the_longest_prefix_of_a_code_wins(
    word: str, prefixes: dict[str, tuple[str, ...]], meant: str | None
) -> None:
    """Of three characters at least, with or without dots, in either case."""
    words = dict(VOCABULARY.factors)
    for name, codes in prefixes.items():
        words[name] = attrs.evolve(words[name], icd10=codes)
    assert factor_meant(word, attrs.evolve(VOCABULARY, factors=words)) == meant

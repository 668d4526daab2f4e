"""The verifier's small parts by themselves: days, words, places, sites, records, selectors."""

from datetime import timedelta

import attrs
import pytest
from hand_made import DAY
from hand_made import good
from hand_made import hand_made

from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.model.patient import Request
from palpate.model.patient import Therapist
from palpate.model.safety import Contraindication
from palpate.model.safety import Limit
from palpate.model.work import Selector
from palpate.verify.case import open_case
from palpate.verify.clearances import days_of
from palpate.verify.clearances import is_cleared
from palpate.verify.deeds import Deed
from palpate.verify.deeds import matches
from palpate.verify.deeds import scope_of
from palpate.verify.factors import Days
from palpate.verify.factors import exact
from palpate.verify.factors import factor_meant
from palpate.verify.factors import raised_factors
from palpate.verify.likeness import covers
from palpate.verify.objections import binds
from palpate.verify.objections import limited
from palpate.verify.objections import over_site
from palpate.verify.objections import site_caps
from palpate.verify.places import meets
from palpate.verify.places import one_side
from palpate.verify.places import opposed
from palpate.verify.places import opposite
from palpate.verify.places import place_name
from palpate.verify.places import sides_of
from palpate.verify.screening import Bound
from palpate.verify.screening import Screened
from palpate.verify.screening import screen
from palpate.verify.sites import places_meant
from palpate.verify.sites import site_of
from palpate.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
BODY = VOCABULARY.body
DEED = Deed(
    technique="pressing",
    diagnosis="sciatica",
    purpose="treat",
    manoeuvres=frozenset({"effleurage"}),
    families=frozenset({"stroking"}),
    elements=frozenset({"stroking"}),
    effects=frozenset({"warms"}),
    muscles=frozenset({"soleus"}),
    regions=("calf",),
    side="left",
    position="prone",
    pressure=3,
    contact="palm",
    group="strokes",
    skilled=frozenset({"cdt"}),
)


@pytest.mark.parametrize(
    ("days", "begin", "end", "meets_it", "inside"),
    [
        (Days(), 5, 6, True, False),
        (exact(None), 5, 6, True, False),
        (exact(5), 5, 6, True, True),
        (exact(5), None, 6, True, None),
        (exact(5), None, None, True, None),
        (exact(0), None, 1, True, None),
        (exact(4), 5, None, False, False),
        (exact(6), 5, 6, False, False),
        (exact(0), 0, 1, True, True),
        (Days(0, 1, known=True), 1, None, False, False),
        (Days(3, 8, known=True), 5, 6, True, False),
        (Days(3, 8, known=True), 3, 8, True, True),
        (Days(3, 8, known=True), 3, 7, True, False),
        (Days(3, 8, known=True), 7, None, True, False),
        (Days(3, 8, known=True), 8, None, False, False),
        (Days(3, 8, known=True), 0, 3, False, False),
        (Days(3, None, known=True), 5000, None, True, False),
        (Days(3, None, known=True), 3, None, True, True),
        (Days(3, None, known=True), 3, 9000, True, False),
    ],
)
def test_days_and_windows(
    days: Days, begin: int | None, end: int | None, meets_it: bool, inside: bool | None
) -> None:
    """A window is met where one possible day is in it, held where all are and something is known."""
    assert days.meets(begin, end) == meets_it
    if inside is not None and begin is not None:
        assert days.inside(begin, end) == inside


@pytest.mark.parametrize(
    ("word", "factor"),
    [
        ("anticoagulant", "anticoagulant"),
        ("ANTICOAGULANT", "anticoagulant"),
        ("warfarin", "anticoagulant"),
        ("Warfarin", "anticoagulant"),
        (VOCABULARY.factors["aaa"].name, "aaa"),
        ("I82.40", "dvt-recent"),
        ("i8240", "dvt-recent"),
        ("I82.5", "dvt-history"),
        ("I10", "hypertension-controlled"),
        ("I1", None),
        ("IX0", None),
        ("Q00", None),
        ("nothing", None),
    ],
)
def test_what_a_word_means(word: str, factor: str | None) -> None:
    """Id, name, synonym, or a code of three characters or more, its longest prefix first."""
    assert factor_meant(word, VOCABULARY) == factor


@pytest.mark.parametrize(
    ("region", "side", "sides"),
    [
        ("calf", "left", {"left"}),
        ("calf", "right", {"right"}),
        ("calf", "affected", {"left", "right"}),
        ("calf", None, {"left", "right"}),
        ("abdomen", "left", {"left", "right"}),
    ],
)
def test_sides(region: str, side: str | None, sides: set[str]) -> None:
    """One side only of what is paired, and only where it is plainly said."""
    assert sides_of(BODY, region, side) == sides


@pytest.mark.parametrize(
    ("one", "other", "against"),
    [
        ("left", "right", True),
        ("right", "left", True),
        ("affected", "unaffected", True),
        ("unaffected", "affected", True),
        ("left", "left", False),
        ("left", "both", False),
        ("both", "left", False),
        ("left", "unaffected", False),
    ],
)
def test_opposed_sides(one: str, other: str, against: bool) -> None:
    """Only what is plainly the other side is against it."""
    assert opposed(one, other) == against


def test_small_words_of_sides() -> None:
    """The other side; one side alone; a place as it is said."""
    assert [opposite(s) for s in ("left", "right", "affected", "unaffected", "both")] == [
        "right",
        "left",
        "unaffected",
        "affected",
        "both",
    ]
    assert [one_side(s) for s in ("left", "right", "both", None)] == ["left", "right", None, None]
    assert place_name(Place("calf", "left")) == "left calf"
    assert place_name(Place("calf", "right")) == "right calf"
    assert place_name(Place("calf", "both")) == "calf"
    assert place_name(Place("calf")) == "calf"


@pytest.mark.parametrize(
    ("place", "met"),
    [
        (Place("calf", "left"), True),
        (Place("calf", "right"), False),
        (Place("calf"), True),
        (Place("lower-leg-x" if "lower-leg-x" in VOCABULARY.regions else "leg", "left"), True),
        (Place("neck"), False),
    ],
)
def test_what_work_meets(place: Place, met: bool) -> None:
    """The same region, a part or the whole of it, on a side that is worked."""
    assert meets(BODY, ("calf",), "left", place) == met


def test_where_a_factor_sits() -> None:
    """The place named; else those it always has; else nobody knows, if rules need one."""
    named = GivenFactor("bruise-hematoma", Place("calf", "left"))
    assert site_of(named, VOCABULARY) == (Place("calf", "left"),)
    assert site_of(GivenFactor("bruise-hematoma"), VOCABULARY) is None
    regions = VOCABULARY.factors["thyroid"].regions
    assert site_of(GivenFactor("thyroid"), VOCABULARY) == tuple(Place(r) for r in regions)
    assert site_of(GivenFactor("anticoagulant"), VOCABULARY) == ()
    assert site_of(GivenFactor("unheard-of"), VOCABULARY) is None


def test_which_places_words_mean() -> None:
    """Regions as they stand; the site, its limb, its quadrant, each on its own side."""
    calf = (Place("calf", "left"),)
    assert places_meant(("neck",), None, VOCABULARY) == (Place("neck"),)
    assert places_meant(("neck", "site"), None, VOCABULARY) is None
    assert places_meant(("neck", "site"), calf, VOCABULARY) == (Place("neck"), *calf)
    limb = places_meant(("site-limb",), calf, VOCABULARY)
    assert set(limb or ()) == {
        *calf,
        *(Place(r, "left") for r in BODY.limb_regions("calf")),
    }
    quadrant = places_meant(("site-quadrant",), calf, VOCABULARY)
    assert set(quadrant or ()) == {
        *calf,
        *(Place(r, "left") for r in BODY.quadrant_regions("calf")),
    }
    assert set(quadrant or ()) != set(limb or ())
    both = places_meant(("site", "site-limb"), calf, VOCABULARY)
    assert set(both or ()) == set(limb or ())
    assert places_meant(("site", "site-limb"), (), VOCABULARY) == ()


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ({}, True),
        ({"techniques": ("pressing",)}, True),
        ({"techniques": ("holding",)}, False),
        ({"manoeuvres": ("effleurage", "x")}, True),
        ({"manoeuvres": ("x",)}, False),
        ({"families": ("stroking",)}, True),
        ({"families": ("x",)}, False),
        ({"elements": ("stroking",)}, True),
        ({"elements": ("x",)}, False),
        ({"effects": ("warms",)}, True),
        ({"effects": ("x",)}, False),
        ({"purposes": ("treat",)}, True),
        ({"purposes": ("prepare",)}, False),
        ({"positions": ("prone",)}, True),
        ({"positions": ("supine",)}, False),
        ({"group": "strokes"}, True),
        ({"group": "x"}, False),
        ({"without_training": ("cdt",)}, False),
        ({"without_training": ("x",)}, True),
        ({"pressure_from": 3}, True),
        ({"pressure_from": 4}, False),
        ({"pressure_to": 3}, True),
        ({"pressure_to": 2}, False),
        ({"regions": ("calf",)}, True),
        ({"regions": ("leg",)}, True),
        ({"regions": ("neck",)}, False),
        ({"elements": ("stroking",), "regions": ("neck",)}, False),
    ],
)
def test_what_a_selector_is_about(said: dict[str, object], about: bool) -> None:
    """All that it says must hold, any member of a list."""
    assert matches(Selector(**said), DEED, BODY) == about  # type: ignore[arg-type]


def test_a_scope_is_at_its_places() -> None:
    """A selector's regions stand for the places given: the left calf isn't the right."""
    work = Selector(elements=("stroking",), regions=("site",))
    assert scope_of(work, (Place("calf", "left"),)).covers(DEED, BODY)
    assert not scope_of(work, (Place("calf", "right"),)).covers(DEED, BODY)
    assert not scope_of(work, ()).covers(DEED, BODY)
    assert scope_of(work, None).covers(DEED, BODY)
    assert scope_of(Selector(elements=("stroking",)), ()).covers(DEED, BODY)
    assert not scope_of(Selector(elements=("x",)), None).covers(DEED, BODY)


def test_endangerment_sites_by_training_and_factor() -> None:
    """Each site's own cap; a higher one for a training that is held; some only with a factor."""
    for site in VOCABULARY.endangerment_sites.values():
        factor = frozenset(site.only_with_factors[:1])
        for region in site.regions:
            for holds in (frozenset(), frozenset(t.training for t in site.with_training)):
                trained = [t.max_pressure for t in site.with_training if holds]
                cap = max([site.max_pressure, *trained])
                for pressure in (cap, cap + 1):
                    deed = attrs.evolve(DEED, regions=(region,), pressure=pressure)
                    caps = [c for c in site_caps(factor, holds, VOCABULARY) if c.site == site.id]
                    found = list(over_site(deed, caps, BODY))
                    assert bool(found) == (pressure > cap)
                if site.only_with_factors:
                    bare = site_caps(frozenset({"other"}), holds, VOCABULARY)
                    assert site.id not in {cap.site for cap in bare}


TECHNIQUE = hand_made().pack("pressing").technique


@pytest.mark.parametrize(
    ("said", "cleared"),
    [
        ({}, True),
        ({"what": "Anticoagulant"}, True),
        ({"what": "warfarin"}, True),
        ({"what": "aaa"}, False),
        ({"what": "sciatica"}, False),
        ({"on": DAY - timedelta(90)}, True),
        ({"on": DAY - timedelta(91)}, False),
        ({"on": DAY + timedelta(1)}, False),
        ({"on": DAY - timedelta(500), "valid_until": DAY}, True),
        ({"valid_until": DAY - timedelta(1)}, False),
        ({"allowed": ("pressing",)}, True),
        ({"allowed": ("Pressing",)}, True),
        ({"allowed": ("holding",)}, False),
    ],
)
def test_which_records_count(said: dict[str, object], cleared: bool) -> None:
    """What it names, on the days that it holds, for the techniques that it allows."""
    record = Clearance(**{"what": "anticoagulant", "on": DAY, **said})  # type: ignore[arg-type]
    request = Request((), DAY, Patient(cleared=(record,)))
    whats = frozenset({"anticoagulant"})
    assert is_cleared(whats, TECHNIQUE, request, VOCABULARY, 90) == cleared


@pytest.mark.parametrize("word", ["sciatica", "Sciatica", "Ischialgia", "sciatic nerve pain"])
def test_a_record_may_name_a_diagnosis(word: str) -> None:
    """By its id, its name or a synonym."""
    condition = VOCABULARY.conditions["sciatica"]
    known = {condition.id, condition.name.lower(), *condition.synonyms}
    request = Request((), DAY, Patient(cleared=(Clearance(word, DAY),)))
    found = is_cleared(frozenset({"sciatica"}), TECHNIQUE, request, VOCABULARY, 90)
    assert found == (word.lower() in known)


def test_a_record_may_name_any_diagnosis_by_its_name() -> None:
    """However it is written."""
    for condition in VOCABULARY.conditions.values():
        for word in (condition.name, condition.name.upper()):
            request = Request((), DAY, Patient(cleared=(Clearance(word, DAY),)))
            assert is_cleared(frozenset({condition.id}), TECHNIQUE, request, VOCABULARY, 90)


@pytest.mark.parametrize(
    ("since", "age", "cleared"),
    [
        (None, 50, True),
        (Days(), 50, True),
        (exact(10), 10, True),
        (exact(10), 11, False),
        (Days(3, None, known=True), 50, True),
        (Days(3, 8, known=True), 7, True),
        (Days(3, 8, known=True), 8, False),
    ],
)
def test_a_record_is_no_older_than_it(since: Days | None, age: int, cleared: bool) -> None:
    """A record from before all days on which it may have begun doesn't count."""
    record = Clearance("anticoagulant", DAY - timedelta(age))
    request = Request((), DAY, Patient(cleared=(record,)))
    found = is_cleared(frozenset({"anticoagulant"}), TECHNIQUE, request, VOCABULARY, 90, since)
    assert found == cleared


def test_the_days_of_a_permission() -> None:
    """Its own weeks, else what is usual."""
    assert days_of(None, 90) == 90
    assert days_of(2, 90) == 14


def raised(*given: GivenFactor, **patient: object) -> dict[str, set[Place | None]]:
    """Give the factors of a patient with sciatica, each with its places."""
    who = Patient(factors=given, **patient)  # type: ignore[arg-type]
    request = Request(("sciatica",), DAY, who)
    found: dict[str, set[Place | None]] = {}
    for each in raised_factors(request, good().diagnoses, VOCABULARY):
        found.setdefault(each.factor, set()).add(each.given.site)
    return found


@pytest.mark.parametrize(("age", "child"), [(17, True), (18, False), (0, True), (None, False)])
def test_age_raises_factors(age: int | None, child: bool) -> None:
    """Under eighteen is a child; an age that isn't known raises nothing."""
    assert ("child" in raised(age=age)) == child


def test_a_given_factor_is_read_by_its_word() -> None:
    """A synonym and a code are the factor; what it implies comes with it."""
    assert set(raised(GivenFactor("warfarin"))) == {"anticoagulant"}
    assert "dvt-recent" in raised(GivenFactor("I82.409", Place("calf", "left")))
    implying = [f for f in VOCABULARY.factors.values() if f.implies]
    for factor in implying:
        place = None if factor.site == "none" else Place("calf", "left")
        assert {factor.id, *factor.implies} <= set(raised(GivenFactor(factor.id, place)))


def screened(rule: Contraindication, *given: GivenFactor, **patient: object):  # noqa: ANN201
    """Screen a patient by one rule of the pressing pack."""
    who = Patient(factors=given, **patient)  # type: ignore[arg-type]
    request = Request(("sciatica",), DAY, who, Therapist(no_contacts=("elbow",)))
    packs = hand_made().with_rule("pressing", rule)
    factors = raised_factors(request, good().diagnoses, VOCABULARY)
    contents = packs.contents({})
    return screen(request, good().diagnoses, factors, contents, VOCABULARY, 90)


def a_rule(verdict: str = "caution", **said: object) -> Contraindication:
    """Give a rule about a bruise."""
    usual = {"action": "Mind it.", "basis": "editorial", "applies_to": "any-technique"}
    return Contraindication(id="a", factor="bruise-hematoma", verdict=verdict, **{**usual, **said})


BRUISE = GivenFactor("bruise-hematoma", Place("calf", "left"), 5)
EVERYONE = frozenset({"session", "pressing", "holding"})


@pytest.mark.parametrize(
    ("rule", "bars", "stops"),
    [
        (a_rule("caution"), [], 0),
        (a_rule("regional"), [], 0),
        (a_rule("clearance"), [EVERYONE], 0),
        (a_rule("absolute"), [EVERYONE], 1),
        (a_rule("emergency"), [EVERYONE], 1),
        (a_rule("absolute", applies_to="this-technique"), [{"pressing"}], 0),
        (a_rule("clearance", applies_to="this-technique"), [{"pressing"}], 0),
        (a_rule("emergency", applies_to="this-technique"), [{"pressing"}], 1),
        (a_rule("absolute", work=Selector(elements=("x",))), [EVERYONE], 0),
        (a_rule("emergency", work=Selector(elements=("x",))), [EVERYONE], 1),
        (a_rule("absolute", from_days=5), [EVERYONE], 1),
        (a_rule("absolute", from_days=6), [], 0),
        (a_rule("absolute", until_days=5), [], 0),
        (a_rule("absolute", until_days=6), [EVERYONE], 1),
    ],
)
def test_what_a_rule_bars(rule: Contraindication, bars: list[set[str]], stops: int) -> None:
    """By its verdict, for whom it is, in its window: who is barred, and whether anybody treats."""
    found = screened(rule, BRUISE)
    assert [set(bar.techniques) for bar in found.bars] == [set(b) for b in bars]
    assert len(found.stops) == stops
    assert len(found.rules) == (1 if bars or rule.verdict in ("caution", "regional") else 0)


def test_a_bar_is_scoped_to_its_work() -> None:
    """A kind of work at the site: stroking on the left calf, and nowhere else."""
    work = Selector(elements=("stroking",), regions=("site",))
    (bar,) = screened(a_rule("absolute", work=work), BRUISE).bars
    assert bar.scope is not None
    assert bar.scope.covers(DEED, BODY)
    assert not bar.scope.covers(attrs.evolve(DEED, side="right"), BODY)
    (bound, *_) = screened(a_rule(work=work, limits=(Limit(max_pressure=1),)), BRUISE).bounds
    assert bound.scope is not None
    assert not bound.scope.covers(attrs.evolve(DEED, side="right"), BODY)
    assert not bound.everyone
    assert (bound.places, bound.techniques) == (None, EVERYONE)


def test_limits_become_bounds() -> None:
    """Everywhere for all is the session's; a place is a place; a technique's own binds it alone."""
    limits = (Limit(max_minutes=30), Limit(at=("site",), keep_off=True), Limit(at=("neck",)))
    found = screened(a_rule(limits=limits), BRUISE).bounds
    said = [(b.everyone, b.places) for b in found[:3]]
    assert said == [
        (True, None),
        (False, (Place("calf", "left"),)),
        (False, (Place("neck"),)),
    ]
    (own, *_) = screened(a_rule(applies_to="this-technique", limits=limits[:1]), BRUISE).bounds
    assert (own.everyone, own.techniques) == (False, {"pressing"})


@pytest.mark.parametrize(
    ("cap", "barred"), [(0, {"pressing", "holding"}), (1, set()), (None, set())]
)
def test_who_is_pointless_under_a_cap_is_barred(cap: int | None, barred: set[str]) -> None:
    """A cap on the whole body under a technique's least useful pressure bars it; one in a place doesn't."""
    whole = screened(
        a_rule(limits=(Limit(at=("neck",), max_pressure=0), Limit(max_pressure=cap))), BRUISE
    )
    assert {t for bar in whole.bars for t in bar.techniques} == barred
    own = a_rule(applies_to="this-technique", limits=(Limit(max_pressure=cap),))
    assert {t for bar in screened(own, BRUISE).bars for t in bar.techniques} == barred & {
        "pressing"
    }
    work = Selector(elements=("x",))
    some = screened(a_rule(work=work, limits=(Limit(max_pressure=cap),)), BRUISE)
    assert not some.bars


def test_wishes_become_bounds() -> None:
    """The patient's and the therapist's, for everyone, each only where it is said."""
    found = screened(
        a_rule(),
        max_pressure=2,
        no_positions=("prone",),
        avoid=(Place("calf", "left"),),
    ).bounds
    assert [(b.limit, b.places) for b in found] == [
        (Limit(max_pressure=2), None),
        (Limit(bar_positions=("prone",)), None),
        (Limit(keep_off=True), (Place("calf", "left"),)),
        (Limit(bar_contacts=("elbow",)), None),
    ]
    assert {b.techniques for b in found} == {EVERYONE}
    assert not any(b.everyone for b in found)


@pytest.mark.parametrize(
    ("done", "owed", "covered"),
    [
        ({}, {}, False),
        ({"technique": "holding"}, {}, True),
        ({"technique": "holding", "side": "right"}, {}, False),
        ({"technique": "holding", "purpose": "prepare"}, {}, False),
        ({"technique": "holding", "families": frozenset({"friction"})}, {}, False),
        ({"technique": "holding", "muscles": frozenset({"x"}), "regions": ("neck",)}, {}, False),
        ({"technique": "holding", "muscles": frozenset({"x"})}, {}, True),
        ({"technique": "holding", "regions": ("neck",)}, {}, True),
        (
            {"technique": "holding", "muscles": frozenset(), "regions": ("neck", "calf")},
            {"muscles": frozenset(), "regions": ("calf", "thigh", "foot")},
            True,
        ),
        (
            {
                "technique": "holding",
                "muscles": frozenset(),
                "regions": ("neck", "abdomen", "calf"),
            },
            {"muscles": frozenset(), "regions": ("calf", "thigh", "foot")},
            False,
        ),
    ],
)
def test_who_covers_what(done: dict[str, object], owed: dict[str, object], covered: bool) -> None:
    """Another pack's step of the same kind and purpose, on half of the muscles or regions, not the other side."""
    case = open_case(good(), hand_made())
    work = next(w for w in case.hands if w.planned.technique == "pressing")
    mine = attrs.evolve(work, deed=attrs.evolve(DEED, **done))
    assert covers(mine, attrs.evolve(DEED, **owed), VOCABULARY) == covered


@pytest.mark.parametrize(
    ("factor", "site", "barred"),
    [("bruise-hematoma", Place("calf", "left"), True), ("chemo-or-radiation", None, False)],
)
def test_a_record_may_be_older_than_a_date_that_moves_on(
    factor: str, site: Place | None, barred: bool
) -> None:
    """A record from before a bruise is about another; one from before the last infusion still counts."""
    rule = attrs.evolve(a_rule("clearance"), factor=factor)
    given = GivenFactor(factor, site, 2)
    found = screened(rule, given, cleared=(Clearance(factor, DAY - timedelta(20)),))
    assert bool(found.bars) == barred


@pytest.mark.parametrize(
    ("bound", "held"),
    [
        (Bound(Limit(), EVERYONE, None, None, ""), True),
        (Bound(Limit(), frozenset({"holding"}), None, None, ""), False),
        (Bound(Limit(), EVERYONE, scope_of(Selector(elements=("heat",)), None), None, ""), False),
        (
            Bound(Limit(), EVERYONE, scope_of(Selector(elements=("stroking",)), None), None, ""),
            True,
        ),
        (Bound(Limit(), EVERYONE, None, (Place("calf", "left"),), ""), True),
        (Bound(Limit(), EVERYONE, None, (Place("calf", "right"),), ""), False),
        (Bound(Limit(), EVERYONE, None, (), ""), False),
    ],
)
def test_which_limits_bind(bound: Bound, held: bool) -> None:
    """For its techniques, its kind of work, and in its places."""
    assert binds(bound, DEED, BODY) == held


def test_where_a_limit_is_overstepped_is_said() -> None:
    """The place that the work meets, on its own side."""
    places = (Place("calf", "right"), Place("calf", "left"))
    bound = Bound(Limit(keep_off=True), EVERYONE, None, places, "by a rule")
    found = list(limited(DEED, Screened((), (), (bound,), ()), BODY))
    assert found == ["touches left calf, kept off by a rule"]


@pytest.mark.parametrize(
    ("purpose", "regions", "covered"),
    [
        ("prepare", ("calf",), True),
        ("integrate", ("calf",), True),
        ("treat", ("calf",), False),
        ("prepare", ("neck",), False),
    ],
)
def test_the_frame_covers_what_prepares_and_closes(
    purpose: str, regions: tuple[str, ...], covered: bool
) -> None:
    """The session's strokes stand for a pack's own warm-up or closing there, and for no treatment."""
    case = open_case(good(), hand_made())
    work = next(w for w in case.hands if w.framing)
    mine = attrs.evolve(work, deed=attrs.evolve(DEED, technique="session", purpose=purpose))
    owed = attrs.evolve(DEED, purpose=purpose, regions=regions)
    assert covers(mine, owed, VOCABULARY) == covered

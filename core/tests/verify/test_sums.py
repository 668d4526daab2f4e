"""The verifier's sums and small questions by themselves: caps, kinds alike, phases, settings."""

from itertools import pairwise

import attrs
import pytest
from hand_made import asked
from hand_made import changed
from hand_made import good
from hand_made import hand_made

from palpate.model.patient import GivenFactor
from palpate.model.patient import Place
from palpate.model.protocol import Protocol
from palpate.model.safety import Limit
from palpate.model.sequence import Phase
from palpate.model.technique import Cap
from palpate.model.work import Selector
from palpate.verify.candidates import _since
from palpate.verify.caps import _load
from palpate.verify.caps import _minutes
from palpate.verify.caps import _sides
from palpate.verify.caps import _units_of
from palpate.verify.case import Case
from palpate.verify.case import Work
from palpate.verify.case import open_case
from palpate.verify.factors import Days
from palpate.verify.factors import exact
from palpate.verify.factors import factor_meant
from palpate.verify.factors import raised_factors
from palpate.verify.likeness import _alike
from palpate.verify.likeness import _half_of_muscles
from palpate.verify.likeness import _half_of_regions
from palpate.verify.limits import _over_dose
from palpate.verify.row import _in_order
from palpate.verify.screening import Bound
from palpate.verify.settings import _selector
from palpate.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()


def opened(protocol: Protocol | None = None) -> Case:
    """Open the good protocol, or another."""
    return open_case(protocol or good(), hand_made())


def step(case: Case, name: str) -> Work:
    """Give a step by its own name."""
    return next(w for w in case.hands if w.planned.id.endswith(f"/{name}"))


@pytest.mark.parametrize(
    ("side", "elsewhere", "sides"),
    [
        ("left", "left", ("left",)),
        ("right", "left", ("right",)),
        ("affected", "left", ("affected",)),
        ("unaffected", "left", ("unaffected",)),
        ("both", "left", ("left", "right")),
        ("midline", "left", ("left", "right")),
        ("both", "affected", ("affected", "unaffected")),
        ("both", "unaffected", ("affected", "unaffected")),
    ],
)
def test_the_sides_that_minutes_count_on(side: str, elsewhere: str, sides: tuple[str, ...]) -> None:
    """One side is its own; both are left and right, or affected and not where the side isn't known."""
    protocol = changed(good(), "press", side=side)
    protocol = changed(protocol, "stretch", side=elsewhere)
    protocol = changed(protocol, "find", side="left")
    case = opened(protocol)
    assert _sides(step(case, "press"), case) == sides


@pytest.mark.parametrize(
    ("per", "units"),
    [
        ("session", {("", "")}),
        ("muscle", {(m, "left") for m in VOCABULARY.body.expand("piriformis")}),
        ("region", {("pelvis-gluteal", "left")}),
    ],
)
def test_what_a_cap_counts_by(per: str, units: set[tuple[str, str]]) -> None:
    """The session once; a muscle, a main region, each on its side."""
    case = opened()
    cap = Cap("c", "minutes", Selector(), per, 1)
    assert set(_units_of(cap, step(case, "press"), case)) == units
    both = opened(changed(good(), "press", side="both"))
    found = {unit for unit, _ in _units_of(cap, step(both, "press"), both)}
    assert found == {unit for unit, _ in units}
    sides = 1 if per == "session" else 2
    assert len(list(_units_of(cap, step(both, "press"), both))) == sides * len(units)


@pytest.mark.parametrize(
    ("unit", "side", "minutes"),
    [
        (("calf", "left"), "left", 4),
        (("calf", "left"), "both", 2),
        (("", ""), "both", 4),
        (("calf", "left"), "midline", 4),
    ],
)
def test_minutes_on_a_unit(unit: tuple[str, str], side: str, minutes: int) -> None:
    """Half of them for each side where both are worked; all of them for the whole."""
    case = opened(changed(good(), "press", side=side))
    assert _minutes(unit, step(case, "press")) == minutes


def test_the_load_of_a_cap() -> None:
    """Minutes, points, or a share of what there was to spend on hands and turns."""
    case = opened(changed(good(), "press", points=(2, 3)))
    press, stretch = step(case, "press"), step(case, "stretch")

    def load(what: str, *works: Work) -> float:
        cap = Cap("c", what, Selector(), "session", 1)
        return _load(cap, ("", ""), list(works), case)

    assert load("minutes", press, stretch) == 7
    assert load("points", press, stretch) == 2
    session = case.protocol.session
    room = session.hands_on_minutes + session.unused_minutes
    assert load("share-percent", press) == 400 / room
    empty = attrs.evolve(session, hands_on_minutes=0, unused_minutes=0)
    case = attrs.evolve(case, protocol=attrs.evolve(case.protocol, session=empty))
    assert load("share-percent", press) == 0


@pytest.mark.parametrize("word", ["", "I", "7", "-", "I."])
def test_what_is_too_short_is_no_code(word: str) -> None:
    """Nothing, one character, a dot: no factor, and no fault."""
    assert factor_meant(word, VOCABULARY) is None


@pytest.mark.parametrize(
    ("stage", "days"),
    [
        ("acute", Days(0, 22, known=True)),
        ("early-subacute", Days(22, 53, known=True)),
        ("late-subacute", Days(53, 85, known=True)),
        ("chronic", Days(85, None, known=True)),
    ],
)
def test_the_days_of_a_stage(stage: str, days: Days) -> None:
    """A diagnosis in a stage that was given raises its factor on all days of that stage."""
    protocol = asked(good(), stage=stage)
    diagnosis = attrs.evolve(
        protocol.diagnoses[0], condition="whiplash", stage=stage, regions=("neck",), side="midline"
    )
    raised = raised_factors(protocol.request, (diagnosis,), VOCABULARY)
    assert {r.days for r in raised if r.factor == "whiplash"} == {days}
    assumed = attrs.evolve(diagnosis, stage_from="assumed")
    raised = raised_factors(protocol.request, (assumed,), VOCABULARY)
    assert {r.days for r in raised if r.factor == "whiplash"} == {Days()}


@pytest.mark.parametrize(
    ("since", "visit", "first", "days"),
    [
        ("onset", None, None, Days()),
        ("first-visit", 1, None, exact(0)),
        ("first-visit", 1, 30, exact(0)),
        ("first-visit", 2, None, Days()),
        ("first-visit", 2, 30, exact(30)),
    ],
)
def test_since_when_a_phase_counts(
    since: str, visit: int | None, first: int | None, days: Days
) -> None:
    """From the onset, or from the first visit, where its day is known."""
    protocol = good()
    request = attrs.evolve(protocol.request, visit=visit, first_visit_days=first)
    case = opened(attrs.evolve(protocol, request=request))
    assert _since(Phase("p", "P", since, 0), case) == [days]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ({"strip"}, {"strip"}, True),
        ({"strip"}, {"drag"}, True),
        ({"drag"}, {"strip"}, True),
        ({"strip"}, {"hold"}, False),
        (set(), {"strip"}, False),
    ],
)
def test_kinds_alike(one: set[str], other: set[str], alike: bool) -> None:
    """The same family, or one that counts as the same, in either direction."""
    deed = step(opened(), "press").deed
    mine = attrs.evolve(deed, families=frozenset(one))
    its = attrs.evolve(deed, families=frozenset(other))
    assert _alike(mine, its, VOCABULARY) == alike


@pytest.mark.parametrize(
    ("one", "other", "half"),
    [
        ({"a"}, {"a"}, True),
        ({"a", "b"}, {"b", "c"}, True),
        ({"a", "b", "d"}, {"b", "c", "e"}, False),
        ({"a"}, {"b"}, False),
        (set(), {"a"}, False),
    ],
)
def test_half_of_the_muscles(one: set[str], other: set[str], half: bool) -> None:
    """Half of the fewer, and of none none."""
    deed = step(opened(), "press").deed
    mine = attrs.evolve(deed, muscles=frozenset(one))
    assert _half_of_muscles(mine, attrs.evolve(deed, muscles=frozenset(other))) == half


@pytest.mark.parametrize(
    ("one", "other", "half"),
    [
        (("calf",), ("calf", "neck", "thigh"), True),
        (("calf", "neck", "thigh"), ("calf",), True),
        (("calf", "neck", "thigh"), ("calf", "foot", "hand"), False),
        (("calf", "neck"), ("leg", "foot"), True),
        ((), ("calf",), False),
    ],
)
def test_half_of_the_regions(one: tuple[str, ...], other: tuple[str, ...], half: bool) -> None:
    """Half of the fewer, a part or the whole of a region counted as met."""
    deed = step(opened(), "press").deed
    mine, its = attrs.evolve(deed, regions=one), attrs.evolve(deed, regions=other)
    assert _half_of_regions(mine, its, VOCABULARY.body) == half


def test_a_selector_is_read_with_its_lists() -> None:
    """Lists become tuples; numbers stay."""
    made = _selector({"elements": ["heat"], "pressure_from": 4})
    assert made == Selector(elements=("heat",), pressure_from=4)


@pytest.mark.parametrize(
    ("site", "covered"),
    [(None, True), (Place("neck"), True), (Place("calf", "left"), False)],
)
def test_a_diagnosis_covers_what_it_raises_at_its_own_place(
    site: Place | None, covered: bool
) -> None:
    """A cleared whiplash clears the whiplash of the neck that was given, and nothing given elsewhere."""
    protocol = asked(good(), factors=(GivenFactor("whiplash", site), GivenFactor("anticoagulant")))
    diagnosis = attrs.evolve(
        protocol.diagnoses[0], condition="whiplash", regions=("neck",), side="midline"
    )
    found = raised_factors(protocol.request, (diagnosis,), VOCABULARY)
    by_factor = {r.factor: r.covered_by for r in found if r.given.origin == "given"}
    assert by_factor.get("whiplash", frozenset({"whiplash"})) == {"whiplash"}
    assert by_factor["anticoagulant"] == {"anticoagulant"}
    swelling = attrs.evolve(
        protocol.diagnoses[0], condition="post-surgical-swelling", regions=("neck",)
    )
    given = asked(good(), factors=(GivenFactor("recent-surgery", site),))
    raised = raised_factors(given.request, (swelling,), VOCABULARY)
    own = [r for r in raised if r.factor == "recent-surgery" and r.given.site == site]
    named = [r.covered_by for r in own if r.given.origin == "given"]
    assert all(("post-surgical-swelling" in covers_it) == covered for covers_it in named)
    assert named or site is None


def limits_of(most: int, pain: tuple[int, int]) -> list[str]:
    """Give what is said of a step with some pain under a limit."""
    planned = attrs.evolve(step(opened(), "press").planned, pain_out_of_10=pain)
    bound = Bound(Limit(max_pain=most), frozenset({"pressing"}), None, None, "by a rule")
    return list(_over_dose(planned, bound))


def test_a_dose_may_reach_its_limit() -> None:
    """At the limit is fine; over it is said."""
    assert limits_of(5, (3, 5)) == []
    assert limits_of(5, (3, 6)) == ["has pain up to 6, at most 5 by a rule"]


@pytest.mark.parametrize(
    ("positions", "sound"),
    [
        (["prone", "side-lying", "supine"], True),
        (["supine", "side-lying", "prone"], True),
        (["prone", "prone", "supine"], True),
        (["supine", "supine", "prone"], True),
        (["side-lying", "prone", "supine"], False),
    ],
)
def test_a_row_rises_or_falls(positions: list[str], sound: bool) -> None:
    """Positions follow one way or the other; the same place twice is no turn back."""
    orders = [VOCABULARY.positions[p].order for p in positions]
    rows = (orders, orders[::-1])
    assert any(all(a <= b for a, b in pairwise(row)) for row in rows) == sound
    assert _in_order(positions, VOCABULARY) == sound

"""Screening by itself: which rules speak, what they lock, keep off, lower and ask."""

from datetime import timedelta

import pytest
from attrs import evolve
from hand_screened import ATLAS
from hand_screened import BRUISE
from hand_screened import DAY
from hand_screened import THINNER
from hand_screened import VOCABULARY
from hand_screened import bruise
from hand_screened import own
from hand_screened import pack
from hand_screened import rule
from hand_screened import screened
from hand_screened import work

from palpate.combine.gate import EVERYWHERE
from palpate.combine.places import LEFT
from palpate.combine.places import RIGHT
from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor
from palpate.model.patient import Place
from palpate.model.patient import Visit
from palpate.model.safety import Limit
from palpate.model.work import Selector

OFF = Limit(at=("site",), keep_off=True)


# Which rules speak.


def test_a_rule_speaks_of_its_own_factor() -> None:
    """No other factor brings its finding, and a factor that no rule mentions is said to be unscreened."""
    found = screened(pack("one", rule("absolute", "hypotension"), rule("caution")))
    assert found.findings == {"anticoagulant-caution": "caution"}
    assert found.screened.screening.unscreened == ()
    nobody = screened(pack("one", rule("caution", "hypotension")))
    assert nobody.screened.screening.unscreened == (THINNER,)
    assert nobody.findings == {}


@pytest.mark.parametrize(
    ("applies_to", "indicated", "frame", "everyone", "speaks"),
    [
        ("this-technique", True, False, False, True),
        ("this-technique", False, False, False, False),
        ("this-technique", False, False, True, True),
        ("this-technique", True, True, False, False),
        ("this-technique", True, True, True, False),
        ("any-technique", False, False, False, True),
        ("any-technique", False, True, False, True),
    ],
)
def test_a_techniques_own_rule_speaks_where_it_is_offered(
    applies_to: str, indicated: bool, frame: bool, everyone: bool, speaks: bool
) -> None:
    """Rules for any technique always speak, a technique's own only where it may be planned."""
    content = pack("one", rule(applies_to=applies_to), indicated=indicated, frame=frame)
    assert bool(screened(content, everyone=everyone).findings) == speaks


def test_a_pack_without_rules_stops_nobody_else() -> None:
    """Rules that couldn't be had are passed over here; the pack is withheld later."""
    lost = evolve(pack("other"), contraindications=None)
    assert screened(lost, pack("one", rule())).findings


@pytest.mark.parametrize(
    ("days", "begin", "end", "speaks"),
    [
        (None, 5, 6, True),
        (4, 5, None, False),
        (5, 5, None, True),
        (6, None, 6, False),
        (5, None, 6, True),
        (5, 5, 6, True),
        (0, None, None, True),
    ],
)
def test_a_window_has_its_first_day_and_not_its_last(
    days: int | None, begin: int | None, end: int | None, speaks: bool
) -> None:
    """From its first day on, until before its last; a date that isn't known is inside."""
    made = rule("caution", BRUISE, from_days=begin, until_days=end)
    assert bool(screened(pack("one", made), given=(bruise(days=days),)).findings) == speaks


@pytest.mark.parametrize(
    ("stage", "begin", "end", "speaks"),
    [
        ("acute", 21, None, True),
        ("acute", 22, None, False),
        ("acute", None, 1, True),
        ("early-subacute", None, 22, False),
        ("early-subacute", None, 23, True),
        ("early-subacute", 52, None, True),
        ("chronic", 5000, None, True),
        ("chronic", None, 85, False),
        ("chronic", None, 86, True),
    ],
)
def test_a_stage_is_all_of_its_days(
    stage: str, begin: int | None, end: int | None, speaks: bool
) -> None:
    """Of a whiplash whose stage is given each window speaks that holds on one of the stage's days."""
    made = rule("caution", "whiplash", from_days=begin, until_days=end)
    found = screened(pack("one", made), given=(), words=("whiplash",), stage=stage)
    assert bool(found.findings) == speaks


# What a finding says.


def test_a_finding_says_everything() -> None:
    """Factor, verdict, pack, rule, technique, places, limits, action, urgency, who clears, basis, sources."""
    made = own(
        "clearance",
        BRUISE,
        limits=(OFF, Limit(at=("neck",), max_pressure=2)),
        urgency="today",
        clearance_from="the surgeon",
        references=("a",),
        basis="textbook",
    )
    finding = screened(pack("one", made), given=(bruise(),)).screened.screening.findings[0]
    assert finding.factor == BRUISE
    assert finding.name == VOCABULARY.factors[BRUISE].name
    assert (finding.verdict, finding.pack, finding.rule) == ("clearance", "one", made.id)
    assert finding.techniques == ("one",)
    assert finding.regions == ("left calf", "neck")
    assert finding.limits == made.limits
    assert (finding.action, finding.urgency) == ("Mind it.", "today")
    assert (finding.clearance_from, finding.cleared) == ("the surgeon", False)
    assert (finding.basis, finding.references) == ("textbook", ("a",))
    general = screened(pack("one", rule())).screened.screening.findings[0]
    assert general.techniques == ()


def test_the_worst_comes_first() -> None:
    """Findings stand by their weight, then by factor, pack and rule."""
    made = [rule(v, id=v) for v in ("caution", "absolute", "clearance", "emergency", "regional")]
    one, two = pack("two", *made[:3]), pack("one", *made[3:], rule("caution", id="also"))
    assert list(screened(one, two).findings) == [
        "emergency",
        "absolute",
        "clearance",
        "regional",
        "also",
        "caution",
    ]


# Stopping, waiting, locking.


@pytest.mark.parametrize(
    ("made", "stop", "all_wait", "locked", "waiting"),
    [
        (rule("caution"), False, False, "", False),
        (rule("regional"), False, False, "", False),
        (rule("clearance"), False, True, "", False),
        (rule("absolute"), True, False, "", False),
        (rule("emergency"), True, False, "", False),
        (rule("absolute", work=Selector(elements=("friction",))), False, False, "", False),
        (rule("clearance", work=Selector(elements=("friction",))), False, False, "", False),
        (rule("emergency", work=Selector(elements=("friction",))), True, False, "", False),
        (own("caution"), False, False, "", False),
        (own("clearance"), False, False, "one", True),
        (own("absolute"), False, False, "one", False),
        (own("emergency"), True, False, "one", False),
        (own("absolute", work=Selector(elements=("friction",))), False, False, "", False),
    ],
)
def test_what_a_verdict_does(
    made: object, stop: bool, all_wait: bool, locked: str, waiting: bool
) -> None:
    """Any technique or one, all its work or some: the verdict stops, waits or locks that and no more."""
    found = screened(pack("one", made), pack("two")).screened  # type: ignore[arg-type]
    assert found.stop == stop
    assert found.all_wait == all_wait
    assert [name for name, _ in found.locked] == ([locked] if locked else [])
    assert found.waiting == (frozenset({locked}) if waiting else frozenset())
    assert (found.lock("one") is not None) == bool(locked)
    assert found.lock("two") is None


def test_the_worst_finding_locks() -> None:
    """A technique that one rule bars doesn't wait for the clearance of another."""
    one = pack("one", own("clearance"), own("absolute"))
    found = screened(one, pack("two", own("clearance"))).screened
    assert found.waiting == frozenset({"two"})
    lock = found.lock("one")
    assert lock is not None
    assert lock.verdict == "absolute"


def test_a_cleared_rule_neither_waits_nor_locks() -> None:
    """With a clearance on record what waited is open; a bar stays."""
    rules = (rule("clearance"), own("clearance"), own("absolute", id="bar"))
    record = Clearance(THINNER, DAY)
    found = screened(pack("one", *rules[:2]), pack("two", rules[2]), cleared=(record,)).screened
    assert not found.all_wait
    assert [name for name, _ in found.locked] == ["two"]
    cleared = {f.rule: f.cleared for f in found.screening.findings}
    assert cleared == {"anticoagulant-clearance": True, "bar": False}


def test_a_record_for_one_technique_leaves_the_rule_for_any() -> None:
    """`allowed` names techniques: a rule for any massage isn't lifted by it."""
    record = Clearance(THINNER, DAY, allowed=("one",))
    made = pack("one", own("clearance"), rule("clearance", id="any")), pack("two", own("clearance"))
    found = screened(*made, cleared=(record,)).screened
    assert found.all_wait
    assert found.waiting == frozenset({"two"})


def test_work_that_waits_is_barred_until_it_is_cleared() -> None:
    """A clearance for a kind of work bars that work alone, and says that it waits."""
    made = pack("one", rule("clearance", work=Selector(elements=("stroking",))))
    stopped = screened(made).screened.gate.kept_off(work("calf"))
    assert stopped is not None
    assert stopped.waits
    assert screened(made).off("calf", elements=frozenset({"friction"})) == ""
    assert screened(made, cleared=(Clearance(THINNER, DAY),)).off("calf") == ""


@pytest.mark.parametrize(("verdict", "barred"), [("caution", False), ("absolute", True)])
def test_work_is_barred_by_the_verdict(verdict: str, barred: bool) -> None:
    """A rule with a kind of work bars it from the verdict clearance on; a mild one only limits it."""
    made = pack("one", rule(verdict, work=Selector(elements=("stroking",))))
    stopped = screened(made).screened.gate.kept_off(work("calf"))
    assert (stopped is not None) == barred
    assert stopped is None or not stopped.waits


def test_a_rule_binds_its_own_technique_and_work() -> None:
    """A technique's own bar leaves others alone, and a limit for a kind of work leaves other work."""
    stroking = Selector(elements=("stroking",))
    found = screened(pack("one", own("absolute", work=stroking)), pack("two"))
    assert found.off("calf")
    assert not found.off("calf", technique="two")
    heat = rule(work=Selector(elements=("heat",)), limits=(Limit(max_pressure=1),))
    capped = screened(pack("one", heat))
    assert capped.cap("calf") == 5
    assert capped.cap("calf", elements=frozenset({"heat"})) == 1


def test_a_bar_comes_before_what_waits() -> None:
    """Of two reasons the one that no clearance lifts is given."""
    stroking = Selector(elements=("stroking",))
    made = rule("clearance", work=stroking), rule("absolute", work=stroking)
    for rules in (made, made[::-1]):
        stopped = screened(pack("one", *rules)).screened.gate.kept_off(work("calf"))
        assert stopped is not None
        assert not stopped.waits


# Where limits hold.


@pytest.mark.parametrize(
    ("at", "off", "free"),
    [
        ("site", ["calf"], ["neck", "thigh"]),
        ("site-limb", ["calf", "thigh", "foot"], ["neck", "hand"]),
        ("site-quadrant", ["calf"], ["hand"]),
        ("neck", ["neck"], ["calf"]),
    ],
)
def test_a_limit_holds_where_it_says(at: str, off: list[str], free: list[str]) -> None:
    """At the site, its limb, its quadrant, or in a region."""
    made = pack("one", rule("regional", BRUISE, limits=(Limit(at=(at,), keep_off=True),)))
    found = screened(made, given=(bruise(),))
    assert all(found.off(region, LEFT) for region in off)
    assert not any(found.off(region, LEFT) for region in free)


@pytest.mark.parametrize("own_place", ["site", "site-limb", "site-quadrant"])
def test_places_add_up(own_place: str) -> None:
    """A limit for several places holds in each, whatever their order; and in no other."""
    for at in (("neck", own_place), (own_place, "neck")):
        made = pack("one", rule("regional", BRUISE, limits=(Limit(at=at, keep_off=True),)))
        found = screened(made, given=(bruise(),))
        assert found.off("neck")
        assert found.off("calf", LEFT)
        assert not found.off("hand")
    alone = pack("one", rule("regional", BRUISE, limits=(OFF,)))
    (kept,) = screened(alone, given=(bruise(),)).screened.gate.restrictions
    assert kept.places == ATLAS.place("calf", LEFT)


def test_a_side_is_kept_off_alone() -> None:
    """What is on the left leaves the right; without a side both are meant."""
    made = pack("one", rule("regional", BRUISE, limits=(OFF,)))
    left = screened(made, given=(bruise(),))
    assert left.off("calf", LEFT)
    assert not left.off("calf", RIGHT)
    assert screened(made, given=(bruise(side=None),)).off("calf", RIGHT)


def test_a_limit_without_a_place_holds_everywhere() -> None:
    """Nothing said of where: everywhere."""
    found = screened(pack("one", rule(limits=(Limit(max_pressure=2),))))
    assert (found.cap("neck"), found.cap("calf")) == (2, 2)


def test_a_factor_without_a_site_has_its_own_regions() -> None:
    """A factor that always sits somewhere needs no place to be named."""
    made = pack("one", rule("regional", "thyroid", limits=(OFF,)))
    found = screened(made, given=(GivenFactor("thyroid"),))
    (region,) = VOCABULARY.factors["thyroid"].regions
    assert found.off(region)
    assert not found.off("calf")


def test_work_at_the_site_is_only_that_there() -> None:
    """A selector that names the site is about work on it, and no other."""
    selector = Selector(elements=("stroking",), regions=("site",))
    made = pack("one", rule("absolute", BRUISE, work=selector))
    found = screened(made, given=(bruise(),))
    assert found.off("calf", LEFT)
    assert not found.off("calf", RIGHT)
    assert not found.off("neck")
    capped = rule("caution", BRUISE, work=selector, limits=(Limit(max_pressure=1),))
    held = screened(pack("one", capped), given=(bruise(),))
    assert (held.cap("calf", LEFT), held.cap("thigh", LEFT)) == (1, 5)


@pytest.mark.parametrize(
    ("regions", "off", "free"),
    [
        (("site", "neck"), ["calf", "neck"], ["thigh", "hand"]),
        (("neck", "site"), ["calf", "neck"], ["thigh", "hand"]),
        (("site-limb",), ["calf", "thigh"], ["neck", "hand"]),
        (("site-quadrant",), ["calf"], ["hand"]),
        (("neck",), ["neck"], ["calf", "hand"]),
    ],
)
def test_work_in_any_of_its_places_is_meant(
    regions: tuple[str, ...], off: list[str], free: list[str]
) -> None:
    """The factor's own place, its limb, its quadrant, or a region beside them: any is enough."""
    made = rule("absolute", BRUISE, work=Selector(elements=("stroking",), regions=regions))
    found = screened(pack("one", made), given=(bruise(),))
    assert all(found.off(region, LEFT) for region in off)
    assert not any(found.off(region, LEFT) for region in free)
    assert not any(found.off(region, elements=frozenset({"heat"})) for region in off)


def test_a_techniques_own_limit_binds_it_alone() -> None:
    """What a pack says of itself lowers no other technique."""
    found = screened(pack("one", own("caution", limits=(Limit(max_pressure=2),))), pack("two"))
    assert found.cap("calf") == 2
    assert found.cap("calf", technique="two") == 5


def test_the_lowest_cap_holds_and_names_its_source() -> None:
    """Limits meet: two packs that disagree are both heard, and the stricter holds."""
    made = (
        pack("one", rule(limits=(Limit(max_pressure=3),))),
        pack("two", rule(limits=(Limit(max_pressure=2),))),
    )
    for packs in (made, made[::-1]):
        gate = screened(*packs).screened.gate
        units = ATLAS.units(("calf",), LEFT)
        name = VOCABULARY.factors[THINNER].name
        assert gate.pressure_cap(work("calf"), units) == (2, f"{name} (two)")


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("bar_positions", "prone"),
        ("bar_contacts", "elbow"),
        ("bar_elements", "heat"),
        ("bar_manoeuvres", "tapotement"),
    ],
)
def test_what_is_barred_adds_up(name: str, word: str) -> None:
    """Words barred by several rules are all barred, each with who said it first."""
    made = (
        pack("one", rule(limits=(Limit(**{name: (word, "x")}),))),
        pack("two", rule(limits=(Limit(**{name: (word, "y")}),))),
    )
    found = screened(*made).screened.gate.barred(work("calf"), name)
    source = VOCABULARY.factors[THINNER].name
    assert found == {word: f"{source} (one)", "x": f"{source} (one)", "y": f"{source} (two)"}


@pytest.mark.parametrize(
    "name", ["max_pain", "max_hold_seconds", "max_points", "max_repetitions", "max_minutes"]
)
def test_the_lowest_of_each_dose_holds(name: str) -> None:
    """Of several caps of one kind the lowest; None where nobody sets one."""
    caps = [pack(f"p{n}", rule(limits=(Limit(**{name: n}),))) for n in (7, 4, 9)]
    assert screened(*caps, pack("none", rule())).screened.gate.cap_of(work("calf"), name) == 4
    assert screened(pack("none", rule())).screened.gate.cap_of(work("calf"), name) is None


@pytest.mark.parametrize(
    ("made", "cap"),
    [
        (rule(limits=(Limit(max_minutes=40), Limit(max_minutes=30))), 30),
        (rule(limits=(Limit(at=("calf",), max_minutes=10),)), None),
        (own("caution", limits=(Limit(max_minutes=10),)), None),
        (rule(), None),
    ],
)
def test_minutes_everywhere_are_those_of_the_session(made: object, cap: int | None) -> None:
    """Only a limit for all work on the whole body shortens the session."""
    assert screened(pack("one", made)).screened.session_cap == cap  # type: ignore[arg-type]


# The patient's wishes, endangerment sites.


def test_wishes_are_limits() -> None:
    """Pressure that is liked, positions that aren't possible, places not to be touched."""
    found = screened(
        given=(),
        max_pressure=2,
        no_positions=("prone",),
        avoid=(Place("calf", "left"), Place("neck")),
    )
    assert found.cap("thigh") == 2
    gate = found.screened.gate
    assert gate.pressure_cap(work("thigh"), ())[1] == "the patient's own limit"
    assert gate.barred(work("thigh"), "bar_positions") == {"prone": "not possible for the patient"}
    assert found.off("calf", LEFT) == "not to be touched"
    assert found.off("neck")
    assert not found.off("calf", RIGHT)
    assert not found.off("thigh")


def test_no_wish_is_no_limit() -> None:
    """A patient without wishes has none."""
    assert screened(given=()).screened.gate.restrictions == ()


def test_an_endangerment_site_caps_what_is_inside() -> None:
    """The back of the knee bears 1, whoever works there; the calf around it doesn't lie inside."""
    found = screened(given=())
    assert found.cap("popliteal-fossa") == 1
    gate = found.screened.gate
    said = gate.pressure_cap(work("popliteal-fossa"), ATLAS.units(("popliteal-fossa",), LEFT))[1]
    assert said == f"endangerment site: {VOCABULARY.endangerment_sites['back-of-knee'].name}"
    assert found.cap("calf") == 5
    assert gate.guard_of(()) is None


def test_a_rule_is_named_before_a_site_with_the_same_cap() -> None:
    """Where a rule and an endangerment site set one level, the rule is the reason."""
    gate = screened(pack("one", rule(limits=(Limit(max_pressure=1),)))).screened.gate
    units = ATLAS.units(("popliteal-fossa",), LEFT)
    name = VOCABULARY.factors[THINNER].name
    assert gate.pressure_cap(work("popliteal-fossa"), units) == (1, f"{name} (one)")


def test_a_trained_hand_may_press_more() -> None:
    """A site with a higher cap for a training has it where that is held, or implied, and not else."""
    trained = [s for s in VOCABULARY.endangerment_sites.values() if s.with_training]
    assert trained
    for site in trained:
        training = site.with_training[0]
        untrained = screened(given=())
        held = screened(given=(), holds=(training.training,))
        caps = [
            {g.site.id: g.cap for g in f.screened.gate.guards}[site.id] for f in (untrained, held)
        ]
        assert caps == [site.max_pressure, max(training.max_pressure, site.max_pressure)]


def test_some_sites_guard_only_with_a_factor() -> None:
    """Inner thigh and calf are guarded in pregnancy, and not in everybody."""
    special = [s for s in VOCABULARY.endangerment_sites.values() if s.only_with_factors]
    assert special
    for site in special:
        factor = VOCABULARY.factors[site.only_with_factors[0]]
        place = Place("calf") if factor.site == "needed" else None
        with_it = screened(given=(GivenFactor(factor.id, place),)).screened.gate.guards
        assert site.id in {guard.site.id for guard in with_it}
        assert site.id not in {g.site.id for g in screened(given=()).screened.gate.guards}


def test_all_other_sites_guard_everybody() -> None:
    """Without a factor every site guards but those that need one."""
    everybody = {s.id for s in VOCABULARY.endangerment_sites.values() if not s.only_with_factors}
    assert {g.site.id for g in screened(given=()).screened.gate.guards} == everybody


# Records of clearance, and the last visit.


def test_what_changed_since_the_last_visit_is_found() -> None:
    """A clearance without a last day that ran out between the visits, after 90 days."""
    then = DAY - timedelta(30)
    record = Clearance(THINNER, DAY - timedelta(91))
    last = Visit(then, "", (GivenFactor(THINNER),), (), (record,))
    since = screened(last_visit=last).screened.screening.since
    assert since is not None
    assert [(c.kind, c.what) for c in since.changes] == [("expired", THINNER)]
    assert screened().screened.screening.since is None


def test_what_is_allowed_in_words_is_said_to_open_nothing() -> None:
    """A word that is no technique is named; a technique is not."""
    record = Clearance(THINNER, DAY, allowed=("one", "light work"))
    said = screened(pack("one", rule("clearance")), cleared=(record,)).screened.warnings
    assert len(said) == 1
    assert said[0].startswith('The clearance for anticoagulant allows "light work", which is no ')
    assert said[0].endswith("it opens nothing.")


@pytest.mark.parametrize(
    ("days", "age", "cleared"),
    [(10, 10, True), (10, 11, False), (None, 80, True), (0, 0, True), (0, 1, False)],
)
def test_a_record_is_no_older_than_what_it_clears(
    days: int | None, age: int, cleared: bool
) -> None:
    """A permission from before the bruise is about something else, and that is said once."""
    record = Clearance(BRUISE, DAY - timedelta(age))
    made = pack("one", rule("clearance", BRUISE)), pack("two", own("clearance", BRUISE))
    found = screened(*made, given=(bruise(days=days),), cleared=(record,)).screened
    assert {f.cleared for f in found.screening.findings} == {cleared}
    began = f"The clearance for {BRUISE} is dated {record.on}, before it began "
    day = DAY - timedelta(days or 0)
    assert found.warnings == (() if cleared else (f"{began}({day}); it doesn't count.",))


def test_a_record_is_compared_with_its_own_factor() -> None:
    """A record older than another factor than its own is no older than what it clears."""
    record = Clearance(THINNER, DAY - timedelta(20))
    made = pack("one", rule("clearance", BRUISE), rule("clearance"))
    given = (bruise(days=10), GivenFactor(THINNER))
    assert screened(made, given=given, cleared=(record,)).screened.warnings == ()
    old = Clearance(BRUISE, DAY - timedelta(20))
    (warned,) = screened(made, given=given, cleared=(old,)).screened.warnings
    assert "before it began (2026-03-21)" in warned


@pytest.mark.parametrize(("age", "cleared"), [(21, True), (22, False)])
def test_a_record_may_be_of_any_day_of_a_stage(age: int, cleared: bool) -> None:
    """Of an acute whiplash, three weeks old at most, a record counts that is no older than that."""
    record = Clearance("whiplash", DAY - timedelta(age))
    made = pack("one", rule("clearance", "whiplash"))
    words = {"words": ("whiplash",), "stage": "acute"}
    found = screened(made, given=(), cleared=(record,), **words).screened
    assert {f.cleared for f in found.screening.findings} == {cleared}


def test_each_of_two_events_needs_its_own_record() -> None:
    """A record between two bruises clears the older one alone."""
    record = Clearance(BRUISE, DAY - timedelta(20))
    given = (bruise(days=30), bruise("thigh", "left", 10))
    made = rule("clearance", BRUISE, limits=(OFF,))
    found = screened(pack("one", made), given=given, cleared=(record,)).screened
    cleared = {f.regions[0]: f.cleared for f in found.screening.findings}
    assert cleared == {"left calf": True, "left thigh": False}
    assert found.all_wait


# Questions.


def test_open_red_flags_are_asked_worst_first() -> None:
    """Each red flag with its question, the worst verdict that a rule has for it, and why it is asked."""
    flags = VOCABULARY.conditions["sciatica"].asks
    made = pack("one", rule("caution", flags[0]), rule("emergency", flags[-1]))
    asks = screened(made, given=()).screened.screening.ask
    assert {ask.factor for ask in asks} >= set(flags)
    assert asks[0].factor == flags[-1]
    assert asks[0].verdict == "emergency"
    assert asks[0].question == VOCABULARY.factors[flags[-1]].question
    assert asks[0].why == f"red flag of {VOCABULARY.conditions['sciatica'].name}"
    by_factor = {ask.factor: ask.verdict for ask in asks}
    assert by_factor[flags[0]] == "caution"
    assert by_factor[flags[1]] == "proceed"


@pytest.mark.parametrize(
    "verdicts", [("emergency", "caution"), ("caution", "emergency"), ("proceed",)]
)
def test_a_question_has_the_worst_verdict_of_its_rules(verdicts: tuple[str, ...]) -> None:
    """In whatever order the rules come; a rule that only proceeds is no caution."""
    flag = VOCABULARY.conditions["sciatica"].asks[0]
    made = pack("one", *(rule(v, flag, id=v) for v in verdicts))
    asks = {a.factor: a.verdict for a in screened(made, given=()).screened.screening.ask}
    assert asks[flag] == ("proceed" if verdicts == ("proceed",) else "emergency")


def test_what_is_given_or_denied_is_not_asked() -> None:
    """An answer takes the question off."""
    flag, other = VOCABULARY.conditions["sciatica"].asks[:2]
    denied = screened(given=(), denied=(flag,)).screened.screening.ask
    assert flag not in {ask.factor for ask in denied}
    assert other in {ask.factor for ask in denied}
    place = None if VOCABULARY.factors[flag].site == "none" else Place("calf")
    given = screened(given=(GivenFactor(flag, place),)).screened.screening.ask
    assert flag not in {ask.factor for ask in given}


def test_a_possible_factor_is_asked_about() -> None:
    """What a diagnosis only makes possible is a question too, with its reason."""
    asks = {
        a.factor: a.why
        for a in screened(given=(), in_question=("lipedema",)).screened.screening.ask
    }
    assert asks["lipedema"] == "the diagnosis, or a code, makes it possible"


@pytest.mark.parametrize(("indicated", "said"), [(True, "absolute"), (False, "proceed")])
def test_a_question_weighs_what_an_offered_techniques_rule_says(indicated: bool, said: str) -> None:
    """The own rule of a technique that isn't offered doesn't make a question worse."""
    flag = VOCABULARY.conditions["sciatica"].asks[0]
    asks = screened(pack("one", own("absolute", flag), indicated=indicated), given=())
    assert {a.factor: a.verdict for a in asks.screened.screening.ask}[flag] == said


def test_everywhere_meets_every_place() -> None:
    """The whole body's bits meet those of any region."""
    assert all(ATLAS.place(region) & EVERYWHERE for region in VOCABULARY.regions)

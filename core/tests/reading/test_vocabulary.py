"""The vocabulary is sound, says so when it isn't, and takes what packs add."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from palpate.errors import ContentError
from palpate.model.condition import Calendar
from palpate.model.condition import CalendarStage
from palpate.model.condition import Condition
from palpate.vocabulary import Body
from palpate.vocabulary import Vocabulary
from palpate.vocabulary import load_vocabulary
from palpate.vocabulary.consistency import check_vocabulary
from palpate.vocabulary.kinds import KINDS
from palpate.vocabulary.kinds import singular
from palpate.vocabulary.read import read_vocabulary

VOCABULARY = load_vocabulary()
REGIONS = st.sampled_from(sorted(VOCABULARY.regions))
MUSCLES = st.sampled_from(sorted(VOCABULARY.muscles))


def test_is_sound() -> None:
    """The vocabulary that comes with the program agrees with itself."""
    assert [str(problem) for problem in check_vocabulary(VOCABULARY)] == []


def test_is_read_once() -> None:
    """Every caller gets the same value."""
    assert load_vocabulary() is VOCABULARY


@pytest.mark.parametrize("kind", KINDS)
def test_has_every_kind(kind: str) -> None:
    """No kind is empty, and each entry is filed under its own id."""
    entries = getattr(VOCABULARY, kind)
    assert entries
    assert all(key == entry.id for key, entry in entries.items())
    assert singular(kind) != kind


def changed(kind: str, key: str, **values: Any) -> Vocabulary:
    """Give the vocabulary with one entry changed."""
    entries = getattr(VOCABULARY, kind)
    return evolve(VOCABULARY, **{kind: {**entries, key: evolve(entries[key], **values)}})


STAGES = tuple(CalendarStage(s.stage, 4) for s in VOCABULARY.calendars["pain"].stages)
FAULTS: dict[str, tuple[Callable[[], Vocabulary], str]] = {
    "dangling region": (
        lambda: changed("muscles", "piriformis", regions=("buttocks",)),
        (
            'muscles: muscle piriformis: regions: no region "buttocks" in the vocabulary; '
            "write buttock"
        ),
    ),
    "dangling element": (
        lambda: changed("manoeuvres", "effleurage", elements=("oil",)),
        (
            'manoeuvres: manoeuvre effleurage: elements: no element "oil" in the vocabulary; '
            "palpate vocabulary elements lists them"
        ),
    ),
    "dangling in a selector": (
        lambda: changed("states", "warm", provided_by=(), not_in=("head",)),
        'states: state warm: not_in: no region "head" in the vocabulary; write head-face',
    ),
    "dangling questions": (
        lambda: changed("conditions", "sciatica", questions=("leg",)),
        'conditions: condition sciatica: no questions "leg"',
    ),
    "circle": (
        lambda: changed("regions", "thigh", part_of="groin", neighbours=()),
        "regions: region thigh: part_of leads back to itself",
    ),
    "synonym of another": (
        lambda: changed("conditions", "sciatica", synonyms=("whiplash",)),
        'conditions: condition whiplash: "whiplash" already means sciatica',
    ),
    "synonym of an umbrella word": (
        lambda: changed("conditions", "sciatica", synonyms=("sports injury",)),
        'umbrellas: umbrella sports-injury: "sports injury" already means sciatica',
    ),
    "synonym in capitals": (
        lambda: changed("factors", "osteoporosis", synonyms=("Thin Bones",)),
        'factors: factor osteoporosis: synonym "Thin Bones" must be in lower case',
    ),
    "code of another": (
        lambda: changed("conditions", "whiplash", icd10=("M54.3",)),
        "conditions: condition whiplash: code M54.3 already means sciatica",
    ),
    "no code": (
        lambda: changed("factors", "osteoporosis", icd10_asks=("M810",)),
        'factors: factor osteoporosis: "M810" is no ICD-10-CM prefix',
    ),
    "access": (
        lambda: changed("regions", "knee", access={"prone": 0.3}),
        "regions: region knee: access prone: 0, 0.5 or 1",
    ),
    "pressure": (
        lambda: changed("endangerment_sites", "armpit", max_pressure=6),
        "endangerment_sites: endangerment_site armpit: pressure runs from 0 to 5",
    ),
    "calendar": (
        lambda: evolve(VOCABULARY, calendars={"pain": Calendar("pain", STAGES)}),
        "calendars: calendar pain: runs through all stages, days rising, the last without an end",
    ),
    "no question": (
        lambda: changed("factors", "osteoporosis", question=""),
        "factors: factor osteoporosis: has no question to ask",
    ),
    "no places": (
        lambda: changed("conditions", "muscle-spasm", places=()),
        "conditions: condition muscle-spasm: needs places, to be named one of",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_seeded_fault_is_found(name: str) -> None:
    """Each check finds what it is there for."""
    make, message = FAULTS[name]
    assert message in [str(problem) for problem in check_vocabulary(make())]


def test_every_file_is_read_strictly(tmp_path: Path) -> None:
    """All problems of all files come together, each with its line."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.toml").write_text(
        '[[goal]]\nid = "x"\nname = "x"\n[[gaol]]\n[[goal]]\nid = "x"\n'
    )
    (tmp_path / "sub" / "b.toml").write_text('[[goal]]\nid = "x"\nname = "y"\nnote = 1\n')
    (tmp_path / "c.toml").write_text("[[goal]\n")
    with pytest.raises(ContentError) as caught:
        read_vocabulary(tmp_path)
    assert [str(problem) for problem in caught.value.problems] == [
        'a.toml:4: "gaol" isn\'t known here; nearest: goal',
        'a.toml:5: goal x: "name" is missing',
        "c.toml:1: a header has as many brackets behind it as before it: [[name]]",
        'sub/b.toml:4: goal x: "note" isn\'t known here',
        'sub/b.toml:1: goal x: "x" is there twice',
    ]


# Conditions that packs add


COLD_HANDS = Condition(
    id="cold-hands", name="Cold hands", synonyms=("cold fingers",), icd10=("Q99",)
)


def test_a_condition_is_added() -> None:
    """The new vocabulary knows it, and the old one doesn't."""
    made = VOCABULARY.with_conditions([COLD_HANDS])
    assert made.conditions["cold-hands"] == COLD_HANDS
    assert "cold-hands" not in VOCABULARY.conditions
    assert made.with_conditions([COLD_HANDS]).conditions == made.conditions


def test_synonyms_and_codes_are_added_to_a_known_condition() -> None:
    """An entry with a known id brings only what is new."""
    known = VOCABULARY.conditions["sciatica"]
    more = Condition(id="sciatica", name="Hip nerve", synonyms=("hot leg",), icd10=("Q98",))
    made = VOCABULARY.with_conditions([more]).conditions["sciatica"]
    assert made == evolve(
        known,
        synonyms=(*known.synonyms, "hot leg", "hip nerve"),
        icd10=(*known.icd10, "Q98"),
    )


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        (evolve(COLD_HANDS, synonyms=("sciatica",)), '"sciatica" already means sciatica'),
        (
            evolve(COLD_HANDS, synonyms=("Sports Injury",)),
            '"sports injury" already means sports-injury',
        ),
        (evolve(COLD_HANDS, icd10=("M54.3",)), '"M54.3" already means sciatica'),
        (evolve(COLD_HANDS, regions=("fist",)), 'regions: no region "fist" in the vocabulary'),
        (Condition(id="sciatica", name="Sciatica", regions=("hand",)), "is known already"),
    ],
)
def test_a_clash_is_refused(condition: Condition, message: str) -> None:
    """A word, a code or an id can't come to mean two things."""
    with pytest.raises(ContentError) as caught:
        VOCABULARY.with_conditions([condition])
    assert message in str(caught.value)


def test_two_added_conditions_may_clash_too() -> None:
    """Nor can two packs give one word to two conditions."""
    other = Condition(id="white-fingers", name="White fingers", synonyms=("cold fingers",))
    with pytest.raises(ContentError, match='"cold fingers" already means cold-hands'):
        VOCABULARY.with_conditions([other, COLD_HANDS])


@given(st.permutations(["a", "b", "c", "d"]))
def test_the_order_of_adding_does_not_matter(names: list[str]) -> None:
    """The outcome is the same, order of entries included."""
    made = VOCABULARY.with_conditions(Condition(id=f"x-{n}", name=f"X {n}") for n in names)
    assert list(made.conditions)[-4:] == ["x-a", "x-b", "x-c", "x-d"]


# The body


def test_lineage_runs_up_to_the_main_region() -> None:
    """A region itself comes first, its main region last."""
    body = VOCABULARY.body
    assert body.lineage("popliteal-fossa") == ("popliteal-fossa", "knee")
    assert body.lineage("knee") == ("knee",)
    assert body.main("popliteal-fossa") == "knee"


def test_overlap_is_holding_or_being_held() -> None:
    """Two parts of one region don't overlap; a part and its whole do."""
    body = VOCABULARY.body
    assert body.overlap("knee", "popliteal-fossa")
    assert body.overlap("popliteal-fossa", "knee")
    assert not body.overlap("popliteal-fossa", "anterior-knee")
    assert body.within("popliteal-fossa", "knee")
    assert not body.within("knee", "popliteal-fossa")


@given(REGIONS, REGIONS)
def test_overlap_follows_from_within(one: str, other: str) -> None:
    """Overlap is the same both ways, and true exactly where one is within the other."""
    body = VOCABULARY.body
    either = body.within(one, other) or body.within(other, one)
    assert body.overlap(one, other) is body.overlap(other, one) is either
    assert body.overlap(one, one)
    assert body.overlap(one, body.main(one))


@given(REGIONS)
def test_zones_hold_their_own_region(region: str) -> None:
    """A limb and a quadrant hold the region that was asked for, and all of one kind."""
    body = VOCABULARY.body
    for zone, kind in (
        (body.limb_regions(region), "limb"),
        (body.quadrant_regions(region), "quadrant"),
    ):
        assert region in zone
        assert len({getattr(VOCABULARY.regions[r], kind) for r in zone}) == 1


def test_zones() -> None:
    """A limb holds all of it; what is of no limb stands for its main region."""
    body = VOCABULARY.body
    assert {"calf", "knee", "sole"} <= body.limb_regions("popliteal-fossa")
    assert "hand" not in body.limb_regions("popliteal-fossa")
    assert body.limb_regions("temple") == {
        r for r in VOCABULARY.regions if body.main(r) == "head-face"
    }
    assert {"axilla", "hand", "chest"} <= body.quadrant_regions("elbow")


def test_expand() -> None:
    """A group stands for its leaves, through groups of groups; a leaf for itself."""
    body = VOCABULARY.body
    assert body.expand("quadratus-plantae") == {"quadratus-plantae"}
    leaves = {"piriformis-sacral-end", "piriformis-trochanteric-end"}
    assert body.expand("piriformis") == leaves
    assert leaves < body.expand("deep-lateral-rotators")
    assert "deep-lateral-rotators" not in body.expand("deep-lateral-rotators")


@given(MUSCLES)
def test_expand_ends_at_leaves(muscle: str) -> None:
    """Expanding what was expanded changes nothing."""
    body = VOCABULARY.body
    leaves = body.expand(muscle)
    assert leaves == frozenset().union(*(body.expand(leaf) for leaf in leaves))
    assert set(body.regions_of([muscle])) <= set(VOCABULARY.regions)


def test_regions_of_targets_in_their_order() -> None:
    """The regions of several targets are those of each, once."""
    body = VOCABULARY.body
    own = VOCABULARY.muscles["piriformis"].regions
    assert body.regions_of(["piriformis", "quadratus-lumborum", "piriformis"]) == (
        *own,
        *VOCABULARY.muscles["quadratus-lumborum"].regions,
    )
    muscles = {**VOCABULARY.muscles}
    group = "deep-lateral-rotators"
    muscles[group] = evolve(muscles[group], regions=())
    assert set(own) <= set(Body(VOCABULARY.regions, muscles).regions_of([group]))


def test_reach_and_pairs() -> None:
    """Access is the region's own, or that of what it is part of."""
    body = VOCABULARY.body
    assert body.reach("popliteal-fossa", "prone") == 1
    assert body.reach("popliteal-fossa", "supine") == 0
    bare = {**VOCABULARY.regions}
    bare["popliteal-fossa"] = evolve(bare["popliteal-fossa"], access={})
    assert Body(bare, {}).reach("popliteal-fossa", "prone") == body.reach("knee", "prone")
    assert Body(bare, {}).reach("popliteal-fossa", "standing") == 0
    assert body.is_paired("knee")
    assert not body.is_paired("neck")


def test_a_circle_does_not_hang() -> None:
    """A vocabulary with a circle can still be looked at, so that the check can report it."""
    regions = {**VOCABULARY.regions}
    regions["knee"] = evolve(regions["knee"], part_of="popliteal-fossa")
    body = Body(regions, {})
    assert body.lineage("knee") == ("knee", "popliteal-fossa")


def test_an_unknown_region() -> None:
    """Readers check ids before they ask."""
    with pytest.raises(KeyError):
        VOCABULARY.body.lineage("tail")

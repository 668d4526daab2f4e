"""How the work of several packs gets on: the published case, and what the plan says of it."""

from typing import Any

import pytest

from palpate.combine import combine
from palpate.combine import pipeline
from palpate.combine.instance import Instance
from palpate.model.patient import Patient
from palpate.model.patient import Request
from palpate.model.protocol import Protocol
from palpate.model.sequence import Group
from palpate.model.sequence import StepSequence
from palpate.model.technique import CombinationRule
from palpate.model.technique import Range
from palpate.model.work import Selector
from palpate.testing.memory import CodePack
from palpate.testing.memory import packs_of
from palpate.testing.strategies import DAY
from palpate.verify import verify

from .examples import pack
from .examples import request
from .examples import step

LONG = Range(2, 5, 6)
OSTEOARTHRITIS, HYPERTENSION, DIABETES = "neck-pain", "whiplash", "tension-type-headache"
ONE_OF_TWO = Group("antithrombotic", choose=Range(1, 1, 1))


def said(protocol: Protocol) -> dict[str, tuple[str, str]]:
    """Give reason and sentence of each step that was left out, by its last name."""
    return {o.step.rpartition("/")[2]: (o.reason, o.detail) for o in protocol.omitted}


def why(protocol: Protocol) -> dict[str, str]:
    """Give what is said of each step that is in, by its last name."""
    return {e.step.rpartition("/")[2]: e.detail for e in protocol.explanations}


def done(protocol: Protocol) -> set[str]:
    """Give the last names of the steps that serve a diagnosis."""
    return {s.id.rpartition("/")[2] for s in protocol.steps if s.diagnosis}


def conflicts(
    monkeypatch: pytest.MonkeyPatch, plugins: list[CodePack], asked: Request
) -> tuple[Protocol, dict[frozenset[str], tuple[str, str]]]:
    """Plan, and give the pairs that were found never to stand together."""
    seen: list[Instance] = []
    choose = pipeline.choose
    monkeypatch.setattr(
        pipeline, "choose", lambda i, n, **how: seen.append(i) or choose(i, n, **how)
    )
    packs = packs_of(plugins)
    protocol = combine(asked, packs)
    assert verify(protocol, packs) == ()
    names = [c.step.id for c in seen[0].candidates]
    pairs = {frozenset((names[a], names[b])): found for (a, b), found in seen[0].reasons.items()}
    return protocol, pairs


def toy_packs() -> list[CodePack]:
    """Give the three guidelines of the published case, each action as a step of massage.

    Osteoarthritis, hypertension and diabetes, after Zamborlini and others. What an action does to
    blood pressure is warming and cooling; what does the same to coagulation works on one muscle;
    a drug that another one is a kind of is a region that holds another one.
    """
    back = {"regions": ("upper-back",), "minutes": LONG}
    thins = {"targets": ("splenius",), "minutes": LONG, "pressure": 3}
    osteoarthritis = pack(
        "osteoarthritis",
        "B",
        (step("painkiller", "moist-heat", "treat", **back),),
        (OSTEOARTHRITIS,),
        says_rules=(
            CombinationRule(
                "avoid-gastric-bleeding",
                "never-together",
                Selector(techniques=("osteoarthritis",)),
                Selector(regions=("lateral-neck",)),
                on="session",
                why="The stomach may bleed.",
            ),
        ),
    )
    hypertension = pack(
        "hypertension",
        "B",
        (
            step("diuretic", "cold-pack", "treat", **back),
            step("clopidogrel", "longitudinal-stripping", "treat", **thins),
        ),
        (HYPERTENSION,),
        says_rules=(
            CombinationRule(
                "one-way-of-pressure",
                "never-together",
                Selector(effects=("cools",)),
                Selector(effects=("warms",), purposes=("treat",)),
                why="One undoes the other.",
            ),
        ),
    )
    either = {**thins, "group": ONE_OF_TWO.id}
    diabetes = pack(
        "diabetes",
        "B",
        (),
        (DIABETES,),
        says_sequences=(
            StepSequence(
                DIABETES,
                DIABETES,
                (
                    step(
                        "nsaid",
                        "direct-myofascial-stroke",
                        "treat",
                        **{**either, "regions": ("neck",)},
                    ),
                    step("dipyridamole", "direct-myofascial-stroke", "treat", **either),
                    step("insulin", "rocking", "treat", regions=("thigh",), minutes=LONG),
                ),
                groups=(ONE_OF_TWO,),
            ),
        ),
    )
    return [osteoarthritis, hypertension, diabetes]


def test_the_published_case_gives_its_three_interactions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three alternatives, what holds a forbidden thing, and opposite effects: each is found."""
    asked = Request(
        (OSTEOARTHRITIS, HYPERTENSION, DIABETES), DAY, Patient(stage="chronic"), minutes=60
    )
    protocol, found = conflicts(monkeypatch, toy_packs(), asked)
    kinds = {pair: kind for pair, (kind, _) in found.items()}
    assert kinds == {
        frozenset(("clopidogrel", "nsaid")): "alternative",
        frozenset(("clopidogrel", "dipyridamole")): "alternative",
        frozenset(("painkiller", "nsaid")): "contradiction",
        frozenset(("painkiller", "diuretic")): "contradiction",
    }
    assert len(done(protocol) & {"clopidogrel", "nsaid", "dipyridamole"}) == 1
    assert not {"painkiller", "nsaid"} <= done(protocol)
    assert not {"painkiller", "diuretic"} <= done(protocol)


def test_each_action_left_out_names_what_it_gives_way_to() -> None:
    """The reason of an alternative and of a contradiction names the step that is in, and why."""
    asked = Request(
        (HYPERTENSION, OSTEOARTHRITIS, DIABETES), DAY, Patient(stage="chronic"), minutes=60
    )
    protocol = combine(asked, packs_of(toy_packs()))
    left = said(protocol)
    assert {"diuretic", "clopidogrel"} <= done(protocol)
    assert left["nsaid"] == (
        "alternative",
        "hypertension/whiplash/clopidogrel is another way to the same end (both grade B)",
    )
    assert left["painkiller"] == (
        "contradiction",
        "can't stand beside hypertension/whiplash/diuretic: One undoes the other.",
    )


def strange() -> CodePack:
    """Give a pack whose id nobody knows, which presses what another pack presses too."""
    return pack(
        "qx-7",
        "B",
        (
            step("map", "flat-palpation", "assess"),
            step("squeeze", "pressure-release", "treat", importance="core", pressure=3),
            step("glide", "skin-glide", "treat", regions=("upper-back",), importance="core"),
            step("drain", "stationary-circles", "treat", regions=("posterior-neck",)),
            step("let-go", "breath-eye-met", "treat", minutes=LONG),
        ),
    )


def pressing() -> CodePack:
    """Give a technique that presses, and has nothing that mends it."""
    return pack(
        "pressing",
        "A",
        (
            step("find", "flat-palpation", "assess"),
            step("press", "pressure-release", "treat", importance="core", pressure=3, minutes=LONG),
        ),
    )


def test_a_pack_that_nobody_knows_interacts_rightly() -> None:
    """Repetition, contradiction and repair are found from what its steps do."""
    packs = packs_of([strange(), pressing()])
    protocol = combine(request(), packs)
    assert verify(protocol, packs) == ()
    left, is_in = said(protocol), why(protocol)
    assert left["squeeze"] == ("covered", "pressing/neck-pain/press does for both")
    assert left["drain"][0] == "contradiction"
    assert "where lymph is moved" in left["drain"][1]
    assert "needs lengthened(posterior-neck) after it: qx-7/neck-pain/let-go" in is_in["press"]
    assert "provides lengthened for pressing/neck-pain/press" in is_in["let-go"]
    assert "needs located(posterior-neck) before it: " in is_in["press"]


def test_without_what_mends_it_a_step_is_left_out() -> None:
    """A step that nothing installed can repair isn't done, and says what it lacks."""
    protocol = combine(request(), packs_of([pressing()]))
    assert said(protocol)["press"] == (
        "need-unmet",
        "nothing installed brings about lengthened(posterior-neck)",
    )


def test_a_rule_about_the_work_of_others_binds_while_its_technique_is_in() -> None:
    """A pack that isn't used keeps nobody's steps apart."""
    rule = CombinationRule(
        "apart",
        "never-together",
        Selector(manoeuvres=("skin-glide",)),
        Selector(manoeuvres=("rocking",)),
        on="session",
    )
    glide = step("glide", "skin-glide", "treat", regions=("upper-back",), minutes=LONG)
    rock = step("rock", "rocking", "treat", regions=("thigh",), minutes=LONG)
    useless = step("useless", "still-hold", "treat", regions=("heel",), minutes=Range(9, 9, 9))
    meddler = pack("meddler", "D", (useless,), says_rules=(rule,))
    worked = pack("worker", "A", (glide, rock))
    packs = packs_of([meddler, worked])
    short = Request((OSTEOARTHRITIS,), DAY, Patient(stage="chronic"), minutes=20)
    protocol = combine(short, packs)
    assert verify(protocol, packs) == ()
    assert done(protocol) == {"glide", "rock"}
    both = combine(Request((OSTEOARTHRITIS,), DAY, Patient(stage="chronic"), minutes=60), packs)
    assert verify(both, packs) == ()
    assert {"glide", "rock"} <= done(both) or "useless" in done(both)


def test_the_price_of_what_has_no_room_is_said() -> None:
    """A step without room says how many minutes it lacks, what it brings and what it would displace."""
    long = {"minutes": Range(9, 9, 9), "importance": "recommended"}
    steps = (
        step("worth-most", "skin-glide", "treat", regions=("upper-back",), **long),
        step("worth-less", "rocking", "treat", regions=("thigh",), **long),
        step(
            "no-room",
            "passive-movement",
            "treat",
            regions=("forearm",),
            importance="optional",
            minutes=Range(5, 5, 5),
        ),
    )
    protocol = combine(
        Request((OSTEOARTHRITIS,), DAY, Patient(stage="chronic"), minutes=30),
        packs_of([pack("one", "A", steps)]),
    )
    reason, detail = said(protocol)["no-room"]
    assert reason == "no-room"
    assert detail.startswith("needs ")
    assert "the cheapest step it would displace is one/neck-pain/" in detail


def test_positions_that_a_sequence_names_first_are_taken_where_nothing_else_speaks() -> None:
    """Of two positions in which all is the same, the one that the sequence lists first is taken."""
    for order in (("prone", "side-lying"), ("side-lying", "prone")):
        where: dict[str, Any] = {"positions": order, "minutes": LONG, "side": "midline"}
        steps = (
            step("glide", "skin-glide", "treat", regions=("upper-back",), **where),
            step("rest", "still-hold", "integrate", regions=("upper-back",), **where),
        )
        protocol = combine(request(), packs_of([pack("one", "A", steps)]))
        assert protocol.session.positions == order[:1]

"""A check that can't fail is a defect: for each invariant, faults that its check and the verifier catch.

Each test first asserts that the case without the fault passes.
"""

import json
from collections.abc import Callable
from collections.abc import Iterator
from typing import Any

import pytest
from attrs import evolve

from palpate.combine import Admission
from palpate.combine import admit
from palpate.combine import combine
from palpate.combine import pipeline
from palpate.combine import timeline
from palpate.combine.explain import explain
from palpate.combine.gate import Gate
from palpate.combine.order import arrange
from palpate.combine.screen import Screened
from palpate.model.patient import Place
from palpate.model.patient import Request
from palpate.model.patient import Therapist
from palpate.model.protocol import Protocol
from palpate.registry import Packs
from palpate.registry import load as registry_load
from palpate.registry import packs as registry_packs
from palpate.registry.isolate import Faulty
from palpate.render import json as written
from palpate.testing.invariants import OF_ONE_PROTOCOL
from palpate.testing.invariants import changed_beyond
from palpate.testing.invariants import reads_back
from palpate.testing.invariants import said_by_verifier
from palpate.testing.invariants import same_bytes
from palpate.testing.looser import looser
from palpate.testing.memory import CodePack
from palpate.testing.memory import packs_of
from palpate.verify import verify

from .examples import CONDITION
from .examples import capping
from .examples import holding
from .examples import pressing
from .examples import request
from .examples import ruled
from .examples import the
from .faulty_packs import FAULTY

Change = Callable[[Protocol], Protocol]


@pytest.fixture(scope="module")
def packs() -> Packs:
    """Give the two packs of the examples, beside the built-in one."""
    return packs_of([pressing(), ruled()])


def sound(asked: Request, packs: Packs) -> Protocol:
    """Plan, and assert that the plan breaks nothing: what a fault is seeded in is whole."""
    protocol = combine(asked, packs)
    assert verify(protocol, packs) == ()
    for check in OF_ONE_PROTOCOL.values():
        assert tuple(check(protocol, packs)) == ()
    return protocol


def caught(number: int, protocol: Protocol, packs: Packs) -> None:
    """Assert that an invariant's own check and the verifier both see that it is broken."""
    assert tuple(OF_ONE_PROTOCOL[number](protocol, packs)) != ()
    assert said_by_verifier(number, protocol, packs) != ()


def with_step(name: str, **changes: Any) -> Change:
    """Give a change of one step of a protocol."""
    return lambda protocol: evolve(
        protocol,
        steps=tuple(
            evolve(s, **changes) if s.id.endswith(f"/{name}") else s for s in protocol.steps
        ),
    )


def without_step(name: str) -> Change:
    """Give a change that takes a step out and closes the gap."""
    return lambda protocol: on_clock(
        protocol, [s for s in protocol.steps if not s.id.endswith(f"/{name}")]
    )


def swapped(one: str, other: str) -> Change:
    """Give a change that puts two steps in each other's place."""

    def change(protocol: Protocol) -> Protocol:
        a, b = the(protocol, one), the(protocol, other)
        places = {a.id: b, b.id: a}
        return on_clock(protocol, [places.get(s.id, s) for s in protocol.steps])

    return change


def on_clock(protocol: Protocol, steps: list[Any]) -> Protocol:
    """Put steps on the clock, one after the other."""
    start, found = 0.0, []
    for each in steps:
        found.append(evolve(each, start=start))
        start += each.minutes
    session = evolve(protocol.session, unused_minutes=protocol.session.minutes - start)
    return evolve(protocol, steps=tuple(found), session=session)


PROTOCOL_FAULTS: list[tuple[int, str, Change]] = [
    (1, "a barred position", with_step("strip", position="seated")),
    (1, "pressure over the patient's wish", with_step("strip", pressure=5)),
    (1, "a region not to be touched", with_step("hold", regions=("sacrum",))),
    (1, "an element not at hand", with_step("hold", manoeuvres=("cold-pack",))),
    (1, "consent withheld", with_step("hold", consent=("abdomen",))),
    (1, "hard on an endangerment site", with_step("hold", regions=("throat-notch",))),
    (2, "steps under a refusal", lambda p: evolve(p, status="do-not-treat")),
    (4, "overlapping start times", with_step("strip", start=9.0)),
    (4, "a gap", with_step("closing", start=60.0)),
    (4, "minutes that are no half minutes", with_step("strip", minutes=3.3)),
    (4, "longer than its most", with_step("strip", minutes=30.0)),
    (4, "shorter than its least", with_step("hold", minutes=0.25)),
    (4, "over the session's length", lambda p: evolve(p, session=evolve(p.session, minutes=20.0))),
    (5, "pressing before finding", swapped("find", "press")),
    (5, "strong work on cold tissue", without_step("warm")),
    (5, "a sequence run backwards", swapped("strip", "press")),
    (8, "a step without its pack", with_step("strip", pack="")),
    (8, "a step of another version", with_step("strip", version="0.0.0")),
    (8, "a step without references", with_step("strip", references=())),
    (8, "a step without a goal", with_step("strip", goal="")),
    (8, "an omission without a word", lambda p: evolve(p, omitted=())),
]


@pytest.mark.parametrize(
    ("number", "change"), [pytest.param(n, c, id=f"{n}-{what}") for n, what, c in PROTOCOL_FAULTS]
)
def test_a_protocol_that_was_tampered_with(number: int, change: Change, packs: Packs) -> None:
    """A finished protocol that breaks an invariant is seen by its check and by the verifier."""
    asked = request(
        max_pressure=4,
        no_positions=("seated",),
        avoid=(Place("sacrum"),),
        no_consent=("abdomen",),
        therapist=Therapist(no_elements=("cold",)),
    )
    protocol = sound(asked, packs)
    caught(number, change(protocol), packs)


def test_2_a_withheld_technique_smuggled_in(packs: Packs) -> None:
    """A step of a technique that is withheld is seen, wherever it came from."""
    protocol = sound(request("epilepsy"), packs)
    smuggled = the(sound(request(), packs), "hold")
    assert all(s.technique != smuggled.technique for s in protocol.steps)
    steps = [protocol.steps[0], smuggled, *protocol.steps[1:]]
    caught(2, on_clock(protocol, steps), packs)


def test_5_a_rule_broken(packs: Packs) -> None:
    """A pack's own combination rule that doesn't hold is seen by the verifier."""
    protocol = sound(request(), packs)
    held = the(protocol, "hold")
    steps = [s for s in protocol.steps if s.id != held.id]
    tampered = on_clock(protocol, [*steps[:-1], held, steps[-1]])
    assert any("holds-first" in said for said in said_by_verifier(5, tampered, packs))


# ---- Faults of the engine


def _lifted(self: Gate, *_facts: object) -> None:
    del self


def _no_cap(self: Gate, *_facts: object) -> tuple[int, str]:
    del self
    return 5, ""


def _nothing_barred(self: Gate, *_facts: object) -> dict[str, str]:
    del self
    return {}


ENGINE_FAULTS: list[tuple[int, str, Request, type, str, Any]] = [
    (1, "keep-off ignored", request(avoid=(Place("upper-back"),)), Gate, "kept_off", _lifted),
    (1, "cap ignored", request(max_pressure=2), Gate, "pressure_cap", _no_cap),
    (1, "a pack's cap ignored", request("long-covid"), Gate, "pressure_cap", _no_cap),
    (1, "barred words ignored", request(no_positions=("prone",)), Gate, "barred", _nothing_barred),
    (2, "a lock ignored", request("epilepsy"), Screened, "lock", lambda *_: None),
]


@pytest.mark.parametrize(
    ("number", "asked", "where", "name", "fault"),
    [pytest.param(n, r, w, a, f, id=f"{n}-{what}") for n, what, r, w, a, f in ENGINE_FAULTS],
)
def test_an_engine_that_ignores_screening(
    number: int,
    asked: Request,
    where: type,
    name: str,
    fault: Any,
    packs: Packs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An engine that passes over a finding plans what its check and the verifier see."""
    sound(asked, packs)
    monkeypatch.setattr(where, name, fault)
    caught(number, combine(asked, packs), packs)


def test_4_a_clock_that_stands_still(packs: Packs, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that doesn't go on is seen."""
    sound(request(), packs)

    def add(self: timeline.Clock, planned: Any) -> None:
        self.steps.append(evolve(planned, start=self.start))

    monkeypatch.setattr(timeline.Clock, "add", add)
    caught(4, combine(request(), packs), packs)


def test_5_an_engine_that_turns_the_order_round(
    packs: Packs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An engine that works a session backwards is seen."""
    sound(request(), packs)

    def backwards(*arguments: Any, **named: Any) -> Any:
        return arrange(*arguments, **named)[::-1]

    monkeypatch.setattr(pipeline, "arrange", backwards)
    caught(5, combine(request(), packs), packs)


def test_8_an_engine_that_keeps_its_reasons(packs: Packs, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that says nothing of what it left out is seen."""
    sound(request(), packs)

    def silent(*arguments: Any, **named: Any) -> Any:
        return evolve(explain(*arguments, **named), omitted=())

    monkeypatch.setattr(pipeline, "explain", silent)
    caught(8, combine(request(), packs), packs)


# ---- Faults that only a comparison shows


def _both(first: str, second: str, packs: Packs) -> tuple[Admission, Admission]:
    return admit(request(first), packs), admit(request(first, second), packs)


def test_3_a_cap_lifted_by_a_factor_more(packs: Packs, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine in which the last cap wins, and not the lowest, is seen; the verifier sees its plan."""
    order = ("antiplatelet", "long-covid")
    assert tuple(looser(*_both(*order, packs))) == ()
    assert tuple(looser(*_both(*order[::-1], packs))) == ()

    def highest(self: Gate, facts: Any, units: Any) -> tuple[int, str]:
        del units
        levels = [r.limit.max_pressure for r in self.binding(facts)]
        return max((x for x in levels if x is not None), default=5), ""

    monkeypatch.setattr(Gate, "pressure_cap", highest)
    assert tuple(looser(*_both(*order[::-1], packs))) != ()
    assert said_by_verifier(1, combine(request(*order), packs), packs) != ()


def test_3_a_technique_admitted_by_a_factor_more(
    packs: Packs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An engine that lets a second factor undo the first one's lock is seen."""
    assert tuple(looser(*_both("epilepsy", "antiplatelet", packs))) == ()
    lock = Screened.lock

    def forgetful(self: Screened, technique: str) -> Any:
        many = len({f.factor for f in self.screening.findings}) > 1
        return None if many else lock(self, technique)

    monkeypatch.setattr(Screened, "lock", forgetful)
    assert "holding is admitted for neck-pain" in tuple(
        looser(*_both("epilepsy", "antiplatelet", packs))
    )
    both = combine(request("epilepsy", "antiplatelet"), packs)
    assert said_by_verifier(2, both, packs) != ()


def _in_other_orders(*plugins: CodePack) -> Iterator[Protocol]:
    for order in (plugins, plugins[::-1]):
        yield combine(request(), packs_of(order))


def test_6_an_order_that_leaks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry that keeps packs in the order in which they came is seen."""
    assert tuple(same_bytes(*_in_other_orders(pressing(), holding()))) == ()
    monkeypatch.setattr(registry_load, "sorted_packs", tuple)
    assert tuple(same_bytes(*_in_other_orders(pressing(), holding()))) != ()


def test_6_a_clock_that_leaks(packs: Packs, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that lets anything of the moment into a plan is seen."""
    assert tuple(same_bytes(combine(request(), packs), combine(request(), packs))) == ()
    moments = iter(range(10))
    monkeypatch.setattr(pipeline, "_notes", lambda *_: (f"planned at {next(moments)}",))
    assert tuple(same_bytes(combine(request(), packs), combine(request(), packs))) != ()


def test_7_a_cap_of_an_unused_pack_that_binds(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine in which the caps of packs that aren't in bind everybody is seen."""

    def with_and_without() -> tuple[Protocol, Protocol]:
        return (
            combine(request(), packs_of([pressing(), holding(), capping()])),
            combine(request(), packs_of([pressing(), holding()])),
        )

    whole, less = with_and_without()
    assert all(s.technique != "capping" for s in whole.steps)
    assert tuple(changed_beyond(whole, less)) == ()
    contents = Packs.contents

    def leaking(self: Packs, patients: Any, concern: Any = None) -> Any:
        said = contents(self, patients, concern)
        caps = tuple(cap for c in said for cap in c.technique.caps)
        return tuple(
            evolve(c, technique=evolve(c.technique, caps=caps)) if c.technique.frame else c
            for c in said
        )

    monkeypatch.setattr(Packs, "contents", leaking)
    assert "steps changes" in tuple(changed_beyond(*with_and_without()))


def test_9_a_pack_that_cant_be_screened_and_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry that takes contraindications that can't be had for none is seen, by the verifier too."""
    faulty = FAULTY["contraindications raises"](CONDITION)
    alone = combine(request(), packs_of([]))
    before = packs_of([faulty])
    assert tuple(changed_beyond(alone, combine(request(), before))) == ()
    with monkeypatch.context() as patch:
        contents = Packs.contents

        def trusting(self: Packs, patients: Any, concern: Any = None) -> Any:
            return tuple(
                evolve(c, contraindications=c.contraindications or (), broken="")
                for c in contents(self, patients, concern)
            )

        patch.setattr(Packs, "contents", trusting)
        beside = combine(request(), packs_of([faulty]))
        assert tuple(changed_beyond(alone, beside)) != ()
    assert verify(beside, before) != ()


def test_9_a_pack_that_ends_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry that doesn't isolate a pack that leaves the program is seen."""
    leaving = FAULTY["leaves the program"](CONDITION)
    asked = packs_of([leaving, pressing()])
    assert combine(request(), asked).status == "ready"

    def careless(function: Callable[..., Any], arguments: dict[str, Any]) -> Any:
        return function(**arguments)

    monkeypatch.setattr(registry_packs, "call", careless)
    with pytest.raises((SystemExit, Faulty)):
        combine(request(), asked)


def test_10_json_that_drops_a_field(packs: Packs, monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON that leaves a field out is seen."""
    protocol = sound(request(), packs)
    assert tuple(reads_back(protocol, packs)) == ()
    to_data = written.to_data

    def dropping(value: Any) -> Any:
        data = to_data(value)
        if isinstance(data, dict):
            data.pop("cautions", None)
            data.pop("needs", None)
        return data

    monkeypatch.setattr(written, "to_data", dropping)
    assert tuple(reads_back(protocol, packs)) != ()


def test_10_json_that_rounds(packs: Packs, monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON that loses the half minutes is seen."""
    protocol = sound(request(), packs)
    assert any(s.minutes % 1 for s in protocol.steps)
    assert tuple(reads_back(protocol, packs)) == ()
    rounding = lambda x: int(x) if isinstance(x, float) else x  # noqa: E731
    monkeypatch.setattr(written, "_whole", rounding)
    assert "steps comes back different" in tuple(reads_back(protocol, packs))


def test_10_json_that_isnt_a_protocol() -> None:
    """What is no JSON, of no schema, or of another shape isn't read."""
    for text in ("", "[]", "{}", json.dumps({"schema": "palpate.protocol/1"}), "[" * 100_000):
        with pytest.raises(written.UnreadableError):
            written.read(text)


def test_the_example_has_what_faults_are_seeded_in(packs: Packs) -> None:
    """The example is worked by two techniques, and something of it is left out."""
    protocol = sound(request(), packs)
    assert {s.technique for s in protocol.steps} == {"session", "pressing", "holding"}
    assert protocol.omitted != ()

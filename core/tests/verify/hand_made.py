"""Small packs over the real vocabulary, and a protocol made from them by hand."""

from collections.abc import Mapping
from datetime import date

import attrs
from attrs import field
from attrs import frozen

from palpate.model.patient import Patient
from palpate.model.patient import Request
from palpate.model.protocol import Diagnosis
from palpate.model.protocol import Finding
from palpate.model.protocol import PlannedStep
from palpate.model.protocol import Protocol
from palpate.model.protocol import Session
from palpate.model.protocol import TechniqueReport
from palpate.model.safety import Contraindication
from palpate.model.sequence import Step
from palpate.model.sequence import StepSequence
from palpate.model.sequence import Timing
from palpate.model.technique import Cap
from palpate.model.technique import CombinationRule
from palpate.model.technique import Indication
from palpate.model.technique import Range
from palpate.model.technique import StageGrade
from palpate.model.technique import Technique
from palpate.model.work import Selector
from palpate.registry.content import Offer
from palpate.registry.content import PackContent
from palpate.registry.content import PackIdentity
from palpate.registry.quiet import Concern
from palpate.verify.settings import load_settings
from palpate.vocabulary import Vocabulary
from palpate.vocabulary import load_vocabulary

DAY = date(2026, 3, 2)
ANYWHERE = ("prone", "side-lying", "supine", "seated", "semi-reclined")
BUTTOCK = ("deep-buttock",)


@frozen
class HandMade:
    """Packs that answer the same whatever they are asked."""

    made: tuple[PackContent, ...]
    vocabulary: Vocabulary = field(factory=load_vocabulary)
    warnings: tuple[str, ...] = ()

    @property
    def techniques(self) -> Mapping[str, Technique]:
        """Give every technique by its id."""
        return {each.technique.id: each.technique for each in self.made}

    def contents(
        self, _patients: Mapping[str, Patient], _concern: Concern | None = None, /
    ) -> tuple[PackContent, ...]:
        """Give the packs' answers; sorted by id."""
        return tuple(sorted(self.made, key=lambda each: each.technique.id))

    def with_pack(self, name: str, **changes: object) -> "HandMade":
        """Give the packs with some answers of one of them changed."""
        made = [attrs.evolve(c, **changes) if c.technique.id == name else c for c in self.made]
        return attrs.evolve(self, made=tuple(made))

    def with_rule(self, name: str, rule: Contraindication) -> "HandMade":
        """Give the packs with a contraindication more."""
        return self.with_pack(name, contraindications=(*self.pack(name).contraindications, rule))

    def with_combination(self, name: str, **said: object) -> "HandMade":
        """Give the packs with a combination rule more."""
        rule = CombinationRule(id="a-rule", **said)
        return self.with_pack(name, rules=(*self.pack(name).rules, rule))

    def with_cap(self, name: str, **said: object) -> "HandMade":
        """Give the packs with a cap more."""
        technique = self.pack(name).technique
        caps = (*technique.caps, Cap(id="a-cap", **said))
        return self.with_pack(name, technique=attrs.evolve(technique, caps=caps))

    def with_step(self, name: str, step: str, **changes: object) -> "HandMade":
        """Give the packs with one of their steps changed."""
        steps = tuple(
            attrs.evolve(each, **changes) if each.id == step else each
            for each in self.pack(name).offers[0].sequence.steps
        )
        return self.with_sequence(name, steps=steps)

    def with_more(self, name: str, step: Step) -> "HandMade":
        """Give the packs with a step more in a sequence."""
        return self.with_sequence(name, steps=(*self.pack(name).offers[0].sequence.steps, step))

    def with_sequence(self, name: str, **changes: object) -> "HandMade":
        """Give the packs with a sequence changed."""
        offers = tuple(
            attrs.evolve(offer, sequence=attrs.evolve(offer.sequence, **changes))
            for offer in self.pack(name).offers
        )
        return self.with_pack(name, offers=offers)

    def pack(self, name: str) -> PackContent:
        """Give the pack of a technique."""
        return next(each for each in self.made if each.technique.id == name)


def step(name: str, manoeuvre: str, purpose: str, minutes: Range, **said: object) -> Step:
    """Give a step on the affected buttock, face down or on the side, core unless said."""
    usual: dict[str, object] = {
        "importance": "core",
        "positions": ("prone", "side-lying"),
        "side": "affected",
        "minutes_for_both": False,
        "regions": BUTTOCK,
        "targets": ("piriformis",),
        "pressure": 2,
        "lowest_pressure": 1,
        "basis": "editorial",
        "goal": "relieve-pain",
    }
    return Step(
        id=name,
        instruction=f"Do the {name}.",
        manoeuvres=(manoeuvre,),
        purpose=purpose,
        minutes=minutes,
        **{**usual, **said},
    )


def pack(name: str, steps: tuple[Step, ...], **said: object) -> PackContent:
    """Give a pack with a sequence for sciatica."""
    technique = Technique(
        id=name,
        name=name.title(),
        summary="",
        lowest_useful_pressure=1,
        highest_pressure=4,
        share_minutes=Range(5, 10, 20),
        alone_minutes=Range(5, 15, 30),
        basis="editorial",
        **said,
    )
    sequence = StepSequence("sciatica", "sciatica", steps)
    timing = Timing("sciatica", Range(5, 10, 20))
    indication = Indication(
        "sciatica", grades=(StageGrade("chronic", "C"),), goals=("relieve-pain",), references=("a",)
    )
    return PackContent(
        PackIdentity(name, f"palpate-{name}", "1.0"),
        technique,
        (indication,),
        offers=(Offer("sciatica", sequence, timing),),
    )


def frame_pack() -> PackContent:
    """Give a pack that warms and closes for others."""
    common: dict[str, object] = {
        "regions": (),
        "targets": (),
        "positions": ANYWHERE,
        "side": "both",
        "minutes_for_both": True,
        "importance": "recommended",
        "goal": "",
    }
    warm = step("warm", "effleurage", "prepare", Range(2, 3, 4), **common)
    close = step("close", "effleurage", "integrate", Range(2, 3, 4), **{**common, "pressure": 1})
    named = tuple(
        attrs.evolve(s, instruction=s.instruction + " On the {regions}.") for s in (warm, close)
    )
    sequence = StepSequence("any", "sciatica", named)
    technique = Technique("session", "Session", "", 0, 2, Range(0, 5, 60), "editorial", frame=True)
    rules = (
        CombinationRule(
            "closing-last",
            "before",
            Selector(purposes=("assess", "prepare", "treat")),
            Selector(effects=("closes",), purposes=("integrate",)),
        ),
    )
    identity = PackIdentity("session", "palpate", "0.1", "built-in")
    return PackContent(identity, technique, offers=(Offer("sciatica", sequence),), rules=rules)


def hand_made() -> HandMade:
    """Give the packs: one presses, one holds, one frames."""
    presses = (
        step("find", "flat-palpation", "assess", Range(1, 1, 2)),
        step("press", "pressure-release", "treat", Range(3, 4, 6), pressure=3, lowest_pressure=2),
        step("stretch", "post-isometric-relaxation", "treat", Range(2, 3, 4)),
        step("shake", "still-hold", "treat", Range(2, 3, 4), importance="optional"),
    )
    hold = step(
        "hold",
        "cross-hand-release",
        "treat",
        Range(3, 5, 6),
        side="midline",
        regions=("lower-back",),
        targets=("thoracolumbar-fascia",),
    )
    return HandMade((frame_pack(), pack("pressing", presses), pack("holding", (hold,))))


def good(packs: HandMade | None = None) -> Protocol:
    """Give a protocol of half an hour that keeps every rule, for a left-sided sciatica."""
    asked = packs or hand_made()
    rows = (
        ("holding", "hold", 5),
        ("session", "warm", 3),
        ("pressing", "find", 1),
        ("pressing", "press", 4),
        ("pressing", "stretch", 3),
        ("session", "close", 3),
    )
    steps = [talk("opening", "assess", 4)]
    steps += [planned(asked, name, name_of_step, minutes) for name, name_of_step, minutes in rows]
    steps.append(talk("closing", "integrate", 4))
    diagnosis = Diagnosis(
        "sciatica",
        "Sciatica",
        "sciatica",
        "M54.3",
        ("pelvis-gluteal", "lower-back", "posterior-thigh"),
        "left",
        "chronic",
        "given",
        "mild",
        ("relieve-pain",),
    )
    protocol = Protocol(
        status="ready",
        request=Request(("sciatica",), DAY, Patient(side="left", stage="chronic"), minutes=30),
        diagnoses=(diagnosis,),
        techniques=(
            TechniqueReport("pressing", "Pressing", "pressing", "1.0", "used"),
            TechniqueReport("holding", "Holding", "holding", "1.0", "used"),
        ),
        omitted=(left_out("pressing/sciatica/shake"),),
    )
    return timed(protocol, steps)


def left_out(key: str, reason: str = "no-room"):  # noqa: ANN201 - a record of the model
    """Give the record of a step that isn't in."""
    from palpate.model.protocol import Omission  # noqa: PLC0415

    return Omission(key, key.partition("/")[0], reason, "There is no room.")


def talk(what: str, purpose: str, minutes: float) -> PlannedStep:
    """Give an opening, a turn or a closing."""
    words = load_settings().talk[what]
    return PlannedStep(
        f"session/any/{what}", "session", "session", "0.1", "any", "sciatica", 0, minutes,
        purpose, "core", words,
    )  # fmt: skip


def planned(
    packs: HandMade, name: str, step_name: str, minutes: float, **said: object
) -> PlannedStep:
    """Give a step of a pack on the clock, done as its pack wants it, for a left-sided complaint."""
    content = packs.pack(name)
    sequence = content.offers[0].sequence
    source = next(each for each in sequence.steps if each.id == step_name)
    side = "left" if source.side == "affected" or content.technique.frame else source.side
    usual: dict[str, object] = {
        "regions": source.regions or BUTTOCK,
        "side": side,
        "position": "prone",
        "pressure": source.pressure,
        "instruction": source.instruction.replace("{regions}", "buttock"),
        "goal": source.goal,
        "references": ("a",),
        "training": source.training,
        "consent": source.consent,
    }
    return PlannedStep(
        id=f"{name}/{sequence.id}/{step_name}",
        technique=name,
        pack=content.identity.id,
        version=content.identity.version,
        sequence=sequence.id,
        diagnosis="sciatica",
        start=0,
        minutes=minutes,
        purpose=source.purpose,
        importance=source.importance,
        manoeuvres=source.manoeuvres,
        targets=source.targets,
        **{**usual, **said},
    )


def timed(protocol: Protocol, steps: list[PlannedStep]) -> Protocol:
    """Give a protocol of these steps, its clock and its numbers reckoned anew."""
    clock = 0.0
    placed = []
    for each in steps:
        placed.append(attrs.evolve(each, start=clock))
        clock += each.minutes
    body = load_vocabulary().body
    techniques: dict[str, float] = {}
    regions: dict[str, float] = {}
    row: list[str] = []
    hands = [each for each in placed if each.regions]
    for each in placed:
        techniques[each.technique] = techniques.get(each.technique, 0) + each.minutes
        for main in {body.main(r) for r in each.regions}:
            regions[main] = regions.get(main, 0) + each.minutes
    for each in hands:
        if row[-1:] != [each.position]:
            row.append(each.position)
    turns = sum(each.purpose == "turn" for each in placed)
    length = protocol.request.minutes or 30
    session = Session(
        minutes=length,
        hands_on_minutes=sum(each.minutes for each in hands),
        unused_minutes=length - clock,
        turns=max(0, len(row) - 1),
        side_turns=turns - max(0, len(row) - 1),
        positions=tuple(row),
        minutes_by_technique=tuple(techniques.items()),
        minutes_by_region=tuple(regions.items()),
    )
    reports = tuple(
        attrs.evolve(report, minutes=techniques.get(report.id, 0)) for report in protocol.techniques
    )
    return attrs.evolve(protocol, steps=tuple(placed), session=session, techniques=reports)


def changed(protocol: Protocol, step_name: str, **changes: object) -> Protocol:
    """Give a protocol with one step changed; the clock is reckoned anew where minutes change."""
    steps = [
        attrs.evolve(each, **changes) if each.id.endswith(f"/{step_name}") else each
        for each in protocol.steps
    ]
    return timed(protocol, steps)


def without(protocol: Protocol, step_name: str) -> Protocol:
    """Give a protocol without a step, which is said to have no room."""
    gone = [each for each in protocol.steps if each.id.endswith(f"/{step_name}")]
    kept = [each for each in protocol.steps if each not in gone]
    said = tuple(left_out(each.id) for each in gone)
    return timed(attrs.evolve(protocol, omitted=(*protocol.omitted, *said)), kept)


def in_order(protocol: Protocol, *names: str) -> Protocol:
    """Give a protocol with the steps between opening and closing in another order."""
    by_name = {each.id.rpartition("/")[2]: each for each in protocol.steps}
    middle = [by_name[name] for name in names]
    return timed(protocol, [protocol.steps[0], *middle, protocol.steps[-1]])


def asked(protocol: Protocol, **changes: object) -> Protocol:
    """Give a protocol whose patient is another."""
    patient = attrs.evolve(protocol.request.patient, **changes)
    return attrs.evolve(protocol, request=attrs.evolve(protocol.request, patient=patient))


def found(protocol: Protocol, rule: Contraindication) -> Protocol:
    """Give a protocol whose findings say a rule."""
    finding = Finding(rule.factor, "", rule.verdict, "", rule.id, (), (), (), "")
    screening = attrs.evolve(protocol.screening, findings=(*protocol.screening.findings, finding))
    return attrs.evolve(protocol, screening=screening)

"""FHIR: R4 by npm `fhir`, R4B by `fhir.resources`, references and ids by FHIRPath, steps by `encender`."""

import base64
import json
from collections import Counter
from collections.abc import Callable
from typing import Any
from typing import Final

import pytest
from tools import tool
from worst_text import MARK

from palpate.cli.export import asked
from palpate.cli.export import exported
from palpate.cli.export import rules
from palpate.cli.export import steps_left
from palpate.combine import admit
from palpate.model.patient import Place
from palpate.model.protocol import Protocol
from palpate.model.technique import Range
from palpate.registry import Packs
from palpate.render.fhir import render
from palpate.render.fhir_definition import Exported
from palpate.render.fhir_definition import sequence_bundle
from palpate.render.fhir_parts import fhir_id
from palpate.render.fhir_parts import span
from palpate.vocabulary import Vocabulary

#: One sequence of each technique.
SEQUENCES: Final = [
    ("deep-tissue", "sciatica", {"stage": "chronic"}),
    ("trigger-point", "tension-type-headache", {"stage": "chronic"}),
    ("myofascial", "chronic-low-back-pain", {"stage": "chronic"}),
    ("neuromuscular", "neck-pain", {"stage": "chronic"}),
    ("lymphatic", "post-surgical-swelling", {"regions": ("ankle",), "onset_days": 40}),
]
#: Units of time in UCUM that the exports use.
UNITS: Final = {"min", "wk"}
DUE: Final = {
    "ready": "draft",
    "needs-clearance": "on-hold",
    "do-not-treat": "revoked",
    "nothing-indicated": "revoked",
}


def resources(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Give the resources of a kind."""
    every = [entry["resource"] for entry in bundle["entry"]]
    return [each for each in every if each["resourceType"] == kind]


@pytest.fixture(scope="module")
def bundles(every: dict[str, Protocol], vocabulary: Vocabulary) -> dict[str, Any]:
    """Each protocol as FHIR."""
    return {name: json.loads(render(protocol, vocabulary)) for name, protocol in every.items()}


@pytest.fixture(scope="module")
def gathered(packs: Packs) -> dict[str, Exported]:
    """One sequence of each technique, with what each factor bars."""
    return {
        technique: exported(asked(technique, condition, packs, **patient), packs)
        for technique, condition, patient in SEQUENCES
    }


@pytest.fixture(scope="module")
def sequences(gathered: dict[str, Exported], vocabulary: Vocabulary) -> dict[str, Any]:
    """The same as FHIR."""
    return {name: sequence_bundle(each, vocabulary) for name, each in gathered.items()}


@pytest.fixture(scope="module")
def exports(bundles: dict[str, Any], sequences: dict[str, Any]) -> dict[str, Any]:
    """All that is R4 and R4B."""
    return {**bundles, **{f"sequence {name}": each for name, each in sequences.items()}}


def r4b(bundle: dict[str, Any]) -> None:
    """Read with `fhir.resources`."""
    module = tool("fhir.resources.R4B.bundle")
    read = module.Bundle.model_validate(bundle)
    assert json.loads(read.model_dump_json())["type"] == "collection"


def paths(bundle: dict[str, Any]) -> None:
    """Hold two FHIRPath lines: ids are distinct, and related actions lead to an action."""
    evaluate = tool("fhirpathpy").evaluate
    distinct = "entry.resource.select(resourceType & '/' & id).isDistinct()"
    related = "entry.resource.repeat(action).relatedAction.actionId.subsetOf(%actions)"
    actions = evaluate(bundle, "entry.resource.repeat(action).id")
    assert evaluate(bundle, distinct) == [True]
    assert evaluate(bundle, related, {"actions": actions}) == [True]
    known = {f"{e['resource']['resourceType']}/{e['resource']['id']}" for e in bundle["entry"]}
    for entry in bundle["entry"]:
        found = evaluate(entry["resource"], "descendants().reference.where($this is string)")
        assert set(found) <= known


def test_every_export_is_r4b(exports: dict[str, Any]) -> None:
    """`fhir.resources` reads each, unknown fields and doubled choices refused."""
    for bundle in exports.values():
        r4b(bundle)


def test_references_resolve_and_ids_are_distinct(exports: dict[str, Any]) -> None:
    """By FHIRPath, as an outsider would ask."""
    for bundle in exports.values():
        paths(bundle)


@pytest.mark.node
def test_every_export_is_r4(exports: dict[str, Any], node: Callable[..., str]) -> None:
    """Npm `fhir` finds nothing wrong with structure, required codes or fields."""
    for name, bundle in exports.items():
        found = json.loads(node("validate.cjs", json.dumps(bundle)))
        assert found == {"valid": True, "errors": []}, name


def test_the_path_check_can_fail(exports: dict[str, Any]) -> None:
    """A related action that isn't there is found."""
    bundle = json.loads(json.dumps(exports["sequence deep-tissue"]))
    bundle["entry"][0]["resource"]["action"][1]["relatedAction"][0]["actionId"] = "nobody"
    with pytest.raises(AssertionError):
        paths(bundle)


@pytest.mark.node
def test_the_r4_check_can_fail(exports: dict[str, Any], node: Callable[..., str]) -> None:
    """A wrong status is found."""
    bundle = json.loads(json.dumps(exports["sciatica"]))
    bundle["entry"][0]["resource"]["status"] = "nope"
    assert not json.loads(node("validate.cjs", json.dumps(bundle)))["valid"]


def leaves(group: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the steps of a session."""
    return [action for block in group["action"] for action in block["action"]]


def test_the_session_is_the_protocols(
    bundles: dict[str, Any], protocols: dict[str, Protocol]
) -> None:
    """Each step once, in order, after the one before, with its minutes, place and cautions."""
    for name, protocol in protocols.items():
        (group,) = resources(bundles[name], "RequestGroup")
        orders = {
            f"ServiceRequest/{o['id']}": o for o in resources(bundles[name], "ServiceRequest")
        }
        actions = leaves(group)
        assert len(actions) == len(protocol.steps) == len(orders)
        for number, (action, step) in enumerate(zip(actions, protocol.steps, strict=True)):
            order = orders[action["resource"]["reference"]]
            assert action["timingDuration"]["value"] == step.minutes
            assert order["quantityQuantity"]["value"] == step.minutes
            assert order["code"]["text"] == step.instruction
            regions = [site["coding"][0]["code"] for site in order.get("bodySite", [])]
            assert regions == list(step.regions)
            assert [n["text"] for n in order.get("note", [])] == list(step.cautions)
            before = [related["actionId"] for related in action.get("relatedAction", [])]
            assert before == ([actions[number - 1]["id"]] if number else [])
        # R4's rqg-1, which neither validator knows: a resource or actions, never both.
        for action in (*group["action"], *actions):
            assert ("resource" in action) != ("action" in action)


def test_the_plan_says_its_status(bundles: dict[str, Any], every: dict[str, Protocol]) -> None:
    """A refusal has no session, and a DetectedIssue for each finding."""
    for name, protocol in every.items():
        (plan,) = resources(bundles[name], "CarePlan")
        assert plan["status"] == DUE[protocol.status]
        assert len(resources(bundles[name], "DetectedIssue")) == len(protocol.screening.findings)
        assert bool(resources(bundles[name], "RequestGroup")) == bool(protocol.steps)


def test_units_are_of_time(exports: dict[str, Any]) -> None:
    """Each UCUM code is one that exists; no validator looks."""

    def units(value: Any) -> set[str]:
        if isinstance(value, dict):
            own = {value["code"]} if value.get("system") == "http://unitsofmeasure.org" else set()
            return own.union(*(units(each) for each in value.values()))
        if isinstance(value, list):
            return set().union(*(units(each) for each in value))
        return set()

    for bundle in exports.values():
        assert units(bundle) <= UNITS


def test_hostile_text_stays_text(bundles: dict[str, Any]) -> None:
    """The narrative is XHTML in which nothing but paragraphs stands; no control character is left."""
    text = json.dumps(bundles["hostile"], ensure_ascii=False)
    assert MARK in text
    assert all(character.isprintable() for character in text)
    (plan,) = resources(bundles["hostile"], "CarePlan")
    inside = plan["text"]["div"].partition(">")[2].rpartition("</div>")[0]
    assert "<" not in inside.replace("<p>", "").replace("</p>", "")


@pytest.mark.node
@pytest.mark.parametrize(("technique", "condition", "patient"), SEQUENCES)
def test_encender_leaves_the_steps_that_the_program_leaves(
    technique: str,
    condition: str,
    patient: dict[str, Any],
    packs: Packs,
    gathered: dict[str, Exported],
    sequences: dict[str, Any],
    node: Callable[..., str],
) -> None:
    """For a patient without a factor, with one that takes some steps, all or none, and with several."""
    question = asked(technique, condition, packs, **patient)
    found = admit(question.request, packs)
    every = frozenset(s.id for s in steps_left(found, technique))
    region = found.gathered.parts[0].diagnosis.regions[0]

    def left(factor: str) -> frozenset[str]:
        site = Place(region) if packs.vocabulary.factors[factor].site == "needed" else None
        request = question.with_factor(factor, site)
        return frozenset(s.id for s in steps_left(admit(request, packs), technique))

    # Each apply takes half a second: a few factors that take some steps, all of them, or none.
    count = Counter(f for factors in gathered[technique].bars.values() for f in factors)
    some = [f for f in count if count[f] < len(every)][:3]
    whole = [f for f in count if count[f] == len(every)][:2]
    harmless = [f for f in packs.vocabulary.factors if f not in count][:2]
    patients = [[], *([f] for f in (*some, *whole, *harmless)), [*some[:2], *harmless[:1]]]
    wanted = [every.intersection(*(left(f) for f in factors)) for factors in patients]
    assert whole
    assert harmless
    text = json.dumps({"bundle": sequences[technique], "patients": patients})
    survivors = json.loads(node("apply.cjs", text))
    assert [set(each) for each in survivors] == [{fhir_id(s) for s in each} for each in wanted]


def test_a_sequence_keeps_its_steps_and_doses(
    gathered: dict[str, Exported], sequences: dict[str, Any]
) -> None:
    """Each action leads to its ActivityDefinition, and says least and most minutes, and its order."""
    for technique, whole in gathered.items():
        bundle = sequences[technique]
        (plan,) = resources(bundle, "PlanDefinition")
        urls = {each["url"] for each in resources(bundle, "ActivityDefinition")}
        assert [action["title"] for action in plan["action"]] == [
            s.instruction for s in whole.steps
        ]
        for action, step in zip(plan["action"], whole.steps, strict=True):
            assert action["definitionCanonical"] in urls
            assert action["timingRange"] == span(step.minutes)
            goals = {goal["id"] for goal in plan.get("goal", [])}
            assert set(action.get("goalId", [])) <= goals
        (library,) = resources(bundle, "Library")
        logic = json.loads(base64.b64decode(library["content"][0]["data"]))
        named = {each["name"] for each in logic["library"]["statements"]["def"]}
        for action in plan["action"]:
            assert {c["expression"]["expression"] for c in action.get("condition", [])} <= named


def test_contraindications_are_r4b(packs: Packs) -> None:
    """Each rule of each pack is one ClinicalUseDefinition about its technique."""
    count = {c.technique.id: len(c.contraindications or ()) for c in packs.contents({})}
    for technique, wanted in count.items():
        bundle = rules(technique, packs)
        r4b(bundle)
        paths(bundle)
        found = resources(bundle, "ClinicalUseDefinition")
        assert len(found) == wanted
        assert all(each["warning"]["description"] for each in found)
        assert {each["type"] for each in found} <= {"contraindication", "warning"}


def test_ids_are_valid_and_stay_different() -> None:
    """Whatever the words, an id has 1 to 64 letters, digits, dots and dashes."""
    words = ["a/b", "a b", "a_b", "a-b", "x" * 80, "x" * 81, "é", "ü", "//", "1" * 64]
    ids = [fhir_id(word) for word in words]
    assert len(set(ids)) == len(words) - 1  # a/b and a-b are the same parts, joined
    assert all(0 < len(each) <= 64 for each in ids)
    assert fhir_id("a", "b") == "a-b"
    assert span(Range(1, 2, 3))["high"]["value"] == 3

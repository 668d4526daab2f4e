"""A pack's sequence as FHIR R4 that is also R4B: a PlanDefinition with an ActivityDefinition a step.

What a factor bars stands as an applicability condition on each action. Its expressions are compiled
(ELM) in a Library beside it, so that an engine needs no translator: a patient's Condition whose code
is the factor's id, in the system of the vocabulary's factors, takes the steps out that it bars.
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from attrs import field
from attrs import frozen

from palpate.model.condition import Permission
from palpate.model.sequence import Step
from palpate.model.technique import Indication
from palpate.model.technique import Reference
from palpate.model.technique import Technique
from palpate.render.documents import one_line
from palpate.render.fhir_elm import expression_name
from palpate.render.fhir_elm import library
from palpate.render.fhir_parts import BASE
from palpate.render.fhir_parts import TERMINOLOGY
from palpate.render.fhir_parts import Resource
from palpate.render.fhir_parts import body_site
from palpate.render.fhir_parts import bundle
from palpate.render.fhir_parts import citation
from palpate.render.fhir_parts import concept
from palpate.render.fhir_parts import fhir_id
from palpate.render.fhir_parts import filled
from palpate.render.fhir_parts import resource
from palpate.render.fhir_parts import span
from palpate.vocabulary import Vocabulary


@frozen
class Exported:
    """What is exported of a pack, for one condition.

    Attributes:
        steps: The steps in their order.
        permission: Who must permit the work first.
        bars: Step id to the factors that take it out.
    """

    technique: Technique
    condition: str
    steps: Sequence[Step]
    indication: Indication
    version: str = ""
    permission: Permission | None = None
    bars: Mapping[str, Sequence[str]] = field(factory=dict)


def sequence_bundle(exported: Exported, vocabulary: Vocabulary) -> Resource:
    """Make the bundle of a sequence: its PlanDefinition, its ActivityDefinitions and its Library."""
    name = fhir_id(exported.technique.id, exported.condition)
    activities = [_activity(exported, step, vocabulary) for step in exported.steps]
    rules = _library(exported, name)
    return bundle([_plan(exported, name, activities, vocabulary), *activities, rules])


def _common(exported: Exported, kind: str, identifier: str, title: str) -> dict[str, Any]:
    signed = exported.technique.review.status == "signed"
    return {
        "url": f"{BASE}/{kind}/{identifier}",
        "version": one_line(exported.version),
        "name": identifier.replace("-", "_").replace(".", "_"),
        "title": one_line(title),
        "status": "active" if signed else "draft",
    }


def _activity(exported: Exported, step: Step, vocabulary: Vocabulary) -> Resource:
    identifier = fhir_id(exported.technique.id, exported.condition, step.id)
    known = vocabulary.manoeuvres
    coding = [
        concept(known[m].name if m in known else m, "manoeuvre", m)["coding"][0]
        for m in step.manoeuvres
    ]
    return resource(
        "ActivityDefinition",
        identifier,
        **_common(exported, "ActivityDefinition", identifier, step.instruction),
        description=one_line(" ".join((step.instruction, *step.cautions))),
        relatedArtifact=_cited(exported, step.references),
        kind="ServiceRequest",
        code=filled(coding=coding, text=one_line(step.instruction)),
        intent="option",
        timingRange=span(step.minutes),
        bodySite=[body_site(region, step.side, vocabulary) for region in step.regions],
    )


def _cited(exported: Exported, wanted: Sequence[str]) -> list[Resource]:
    sources: dict[str, Reference] = {source.id: source for source in exported.technique.library}
    return [citation(sources[each]) for each in wanted if each in sources]


def _plan(
    exported: Exported, name: str, activities: list[Resource], vocabulary: Vocabulary
) -> Resource:
    known = vocabulary.conditions
    condition = (
        known[exported.condition].name if exported.condition in known else exported.condition
    )
    goals = [
        {
            "id": fhir_id(goal),
            "description": concept(
                vocabulary.goals[goal].name if goal in vocabulary.goals else goal, "goal", goal
            ),
            "addresses": [concept(condition, "condition", exported.condition)],
        }
        for goal in exported.indication.goals
    ]
    kind = {"system": TERMINOLOGY + "plan-definition-type", "code": "clinical-protocol"}
    return resource(
        "PlanDefinition",
        name,
        **_common(exported, "PlanDefinition", name, f"{exported.technique.name}: {condition}"),
        type={"coding": [kind]},
        description=one_line(exported.indication.rationale),
        purpose=one_line(exported.indication.ground),
        usage=_usage(exported.permission),
        relatedArtifact=_cited(exported, exported.indication.references),
        library=[f"{BASE}/Library/{name}"],
        goal=goals,
        action=_actions(exported, activities),
    )


def _usage(permission: Permission | None) -> str:
    if permission is None:
        return ""
    first = f"Only with permission: {permission.who}, for {permission.for_what}."
    return one_line(" ".join((first, *(f"{also}." for also in permission.also_required))))


def _actions(exported: Exported, activities: list[Resource]) -> list[Resource]:
    served = {fhir_id(goal) for goal in exported.indication.goals}
    actions: list[Resource] = []
    for step, activity in zip(exported.steps, activities, strict=True):
        before = {"actionId": actions[-1]["id"], "relationship": "after"} if actions else None
        goal = fhir_id(step.goal) if step.goal else ""
        actions.append(
            filled(
                id=fhir_id(step.id),
                title=one_line(step.instruction),
                textEquivalent=one_line(step.instruction),
                goalId=[goal] if goal in served else [],
                condition=[_condition(step)] if exported.bars.get(step.id) else [],
                relatedAction=[before] if before else [],
                timingRange=span(step.minutes),
                requiredBehavior="must" if step.importance == "core" else "could",
                definitionCanonical=activity["url"],
            )
        )
    return actions


def _condition(step: Step) -> Resource:
    expression = {"language": "text/cql", "expression": expression_name(step.id)}
    return {"kind": "applicability", "expression": expression}


def _library(exported: Exported, name: str) -> Resource:
    version = one_line(exported.version)
    logic = library(name, version, exported.bars)
    kind = {"system": TERMINOLOGY + "library-type", "code": "logic-library"}
    data = b64encode(json.dumps(logic, sort_keys=True).encode()).decode()
    return resource(
        "Library",
        name,
        **_common(exported, "Library", name, f"{exported.technique.name}: screening"),
        type={"coding": [kind]},
        content=[{"contentType": "application/elm+json", "data": data}],
    )

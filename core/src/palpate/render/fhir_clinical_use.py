"""Contraindications as ClinicalUseDefinition; that resource is in R4B, and not in R4."""

from collections.abc import Iterable

from palpate.model.safety import Contraindication
from palpate.model.safety import Limit
from palpate.model.technique import Technique
from palpate.render.documents import one_line
from palpate.render.fhir_parts import BASE
from palpate.render.fhir_parts import Resource
from palpate.render.fhir_parts import bundle
from palpate.render.fhir_parts import concept
from palpate.render.fhir_parts import fhir_id
from palpate.render.fhir_parts import reference
from palpate.render.fhir_parts import resource
from palpate.vocabulary import Vocabulary

WARNINGS = ("caution", "proceed")


def contraindication_bundle(
    technique: Technique,
    rules: Iterable[Contraindication],
    vocabulary: Vocabulary,
    version: str = "",
) -> Resource:
    """Make an R4B bundle of what speaks against a technique.

    Args:
        technique: Whose rules they are; the built-in pack's stand for any massage.
        rules: Its contraindications.
        version: The version of its pack.

    Returns:
        A collection: an ActivityDefinition for the technique, and a ClinicalUseDefinition a rule. A
        rule that only lowers limits is a `warning`, any other a `contraindication`.
    """
    subject = resource(
        "ActivityDefinition",
        fhir_id(technique.id),
        url=f"{BASE}/ActivityDefinition/{fhir_id(technique.id)}",
        version=one_line(version),
        name=fhir_id(technique.id).replace("-", "_").replace(".", "_"),
        title=one_line(technique.name),
        status="active" if technique.review.status == "signed" else "draft",
        description=one_line(technique.summary),
        kind="ServiceRequest",
        code=concept(technique.name, "technique", technique.id),
    )
    return bundle([subject, *(_definition(technique, rule, subject, vocabulary) for rule in rules)])


def _definition(
    technique: Technique, rule: Contraindication, subject: Resource, vocabulary: Vocabulary
) -> Resource:
    known = vocabulary.factors
    name = known[rule.factor].name if rule.factor in known else rule.factor
    factor = {"concept": concept(name, "factor", rule.factor)}
    kind = "warning" if rule.verdict in WARNINGS else "contraindication"
    detail = {"contraindication": {"diseaseSymptomProcedure": factor}} if kind != "warning" else {}
    text = one_line(
        " ".join((rule.action, *(limit_said(limit) for limit in rule.limits), rule.urgency))
    )
    return resource(
        "ClinicalUseDefinition",
        fhir_id(technique.id, rule.id),
        identifier=[{"system": "urn:palpate:rule", "value": one_line(f"{technique.id}/{rule.id}")}],
        type=kind,
        category=[concept(rule.verdict, "verdict", rule.verdict)],
        subject=[reference(subject, technique.name)],
        **detail,
        warning={"description": text, "code": concept(name, "factor", rule.factor)},
    )


def limit_said(limit: Limit) -> str:
    """Say a limit in one sentence."""
    caps = {
        "pressure at most {}": limit.max_pressure,
        "pain at most {} of 10": limit.max_pain,
        "at most {} points": limit.max_points,
        "holds of at most {} s": limit.max_hold_seconds,
        "at most {} repetitions": limit.max_repetitions,
        "at most {} minutes": limit.max_minutes,
    }
    parts = ["keep off"] if limit.keep_off else []
    parts += [text.format(cap) for text, cap in caps.items() if cap is not None]
    barred = (*limit.bar_elements, *limit.bar_manoeuvres, *limit.bar_contacts, *limit.bar_positions)
    if barred:
        parts.append(f"without {', '.join(barred)}")
    where = f"{', '.join(limit.at)}: " if limit.at else ""
    return f"{where}{'; '.join(parts)}." if parts else ""

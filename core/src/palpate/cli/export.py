"""`palpate export`: a technique's sequence for a diagnosis, or its contraindications, as FHIR."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import click
from attrs import evolve
from attrs import frozen

from palpate.cli.output import check_place
from palpate.cli.output import emit
from palpate.cli.output import write_whole
from palpate.cli.packs import loaded
from palpate.cli.packs import warn
from palpate.cli.packs import with_packs
from palpate.combine import Admission
from palpate.combine import admit
from palpate.combine import understand
from palpate.errors import RequestError
from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.model.patient import Request
from palpate.model.patient import Therapist
from palpate.model.sequence import Step
from palpate.registry import Packs
from palpate.render.fhir_clinical_use import contraindication_bundle
from palpate.render.fhir_definition import Exported
from palpate.render.fhir_definition import sequence_bundle
from palpate.render.fhir_parts import written

#: Any day will do: an export has no patient, and so no windows of time.
DAY = date(2000, 1, 1)


@frozen
class Asked:
    """What is to be exported: one technique for one request without factors."""

    technique: str
    request: Request

    def with_factor(self, factor: str, site: Place | None) -> Request:
        """Give the request of a patient who has a factor."""
        patient = evolve(self.request.patient, factors=(GivenFactor(factor, site),))
        return evolve(self.request, patient=patient)


def asked(technique: str, diagnosis: str, packs: Packs, **patient: Any) -> Asked:
    """Make the request that an export answers: all trainings are held, permission is given.

    Raises:
        RequestError: No such technique is installed.
    """
    from palpate.reading.words import nearest  # noqa: PLC0415

    if technique not in packs.techniques:
        known = tuple(packs.techniques)
        raise RequestError(
            technique, "no technique of that name", nearest(technique, known) or known
        )
    holds = Therapist(holds=tuple(packs.vocabulary.trainings))
    request = Request((diagnosis,), DAY, Patient(**patient), holds, techniques=(technique,))
    condition = understand(request, packs).complaints[0].condition.id
    permitted = (Clearance(condition, DAY), Clearance(f"{technique}/{condition}", DAY))
    return Asked(technique, evolve(request, patient=evolve(request.patient, cleared=permitted)))


def steps_left(found: Admission, technique: str) -> tuple[Step, ...]:
    """Give the steps of a technique that may enter, in their order."""
    return tuple(c.step for c in found.gathered.candidates if c.technique == technique)


def exported(question: Asked, packs: Packs) -> Exported:
    """Gather a sequence, and ask the program itself which factor takes which step out.

    A factor that needs a site is tried at the complaint's own region, where it bars the most.

    Raises:
        RequestError: The technique has no step for this diagnosis.
    """
    found = admit(question.request, packs)
    steps = steps_left(found, question.technique)
    if not steps:
        raise RequestError(question.technique, f"has no steps for {question.request.diagnoses[0]}")
    part = next(p for p in found.gathered.parts if p.technique == question.technique)
    whole = {step.id: step for step in part.sequence.steps}
    content = part.content
    indication = next(i for i in content.indications if i.condition == part.diagnosis.condition)
    return Exported(
        technique=content.technique,
        condition=part.diagnosis.condition,
        steps=tuple(whole[step.id] for step in steps),
        indication=indication,
        version=content.identity.version,
        permission=part.sequence.permission
        or packs.vocabulary.conditions[part.diagnosis.condition].permission,
        bars=bars(question, steps, part.diagnosis.regions[0], packs),
    )


def bars(
    question: Asked, steps: tuple[Step, ...], region: str, packs: Packs
) -> Mapping[str, tuple[str, ...]]:
    """Give for each step the factors with which the program wouldn't do it."""
    found: dict[str, list[str]] = {}
    for factor in packs.vocabulary.factors.values():
        site = Place(region) if factor.site == "needed" else None
        left = {
            s.id
            for s in steps_left(
                admit(question.with_factor(factor.id, site), packs), question.technique
            )
        }
        for step in steps:
            if step.id not in left:
                found.setdefault(step.id, []).append(factor.id)
    return {step: tuple(factors) for step, factors in found.items()}


@click.command()
@click.argument("technique")
@click.argument("diagnosis", required=False)
@click.option("--stage", metavar="STAGE", help="acute, early-subacute, late-subacute or chronic.")
@click.option("--region", metavar="REGION", help="Where the complaint is.")
@click.option("-o", "output", metavar="FILE", help="Write to a file, whole or not at all.")
@with_packs
@click.pass_context
def export(
    ctx: click.Context,
    /,
    technique: str,
    diagnosis: str | None,
    stage: str | None,
    region: str | None,
    output: str | None,
    pack: tuple[str, ...],
) -> None:
    """Write what a pack holds as FHIR: JSON for a clinic's software.

    With a DIAGNOSIS: its sequence, as a PlanDefinition with ActivityDefinitions (R4 and R4B).
    Without: its contraindications, as ClinicalUseDefinitions (R4B alone).

    Example: palpate export deep-tissue sciatica --stage chronic
    """
    from palpate.cli import values  # noqa: PLC0415

    packs = loaded(ctx, pack)
    if output is not None:
        check_place(output)
    if diagnosis is None:
        document = written(rules(technique, packs))
    else:
        question = asked(
            technique,
            diagnosis,
            packs,
            stage=values.stage(stage) if stage else None,
            regions=(region,) if region else (),
        )
        document = written(sequence_bundle(exported(question, packs), packs.vocabulary))
    if output is None:
        emit(document)
    else:
        write_whole(output, document)
    warn(packs)


def rules(technique: str, packs: Packs) -> dict[str, Any]:
    """Make the bundle of a technique's contraindications.

    Raises:
        RequestError: No such technique is installed, or its contraindications can't be had.
    """
    from palpate.reading.words import nearest  # noqa: PLC0415

    for content in packs.contents({}):
        if content.technique.id == technique and content.contraindications is not None:
            return contraindication_bundle(
                content.technique,
                content.contraindications,
                packs.vocabulary,
                content.identity.version,
            )
    known = tuple(packs.techniques)
    raise RequestError(technique, "no technique of that name", nearest(technique, known) or known)

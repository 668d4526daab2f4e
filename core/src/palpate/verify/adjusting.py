"""What cross-cutting packs make of a step for this patient, run again by the verifier."""

from collections.abc import Iterable

from palpate.gentler import stronger_in
from palpate.model.patient import Patient
from palpate.model.sequence import Step
from palpate.record import frozen
from palpate.registry.content import PackContent


@frozen
class Adjusted:
    """A step after every pack's `adjust_step`.

    Attributes:
        step: None where a pack leaves it out.
        left_out_by: The pack that does.
    """

    step: Step | None
    left_out_by: str = ""


def adjust(step: Step, patient: Patient, contents: Iterable[PackContent]) -> Adjusted:
    """Run every pack's `adjust_step`, in the order of their ids; stronger answers are refused."""
    made = step
    for content in sorted(contents, key=lambda each: each.technique.id):
        if content.adjust is None:
            continue
        try:
            answer = content.adjust(made, patient)
        except Exception:  # noqa: BLE001, S112 - a pack that raises costs its own answer
            continue
        if answer is None:
            return Adjusted(None, content.identity.id)
        if answer is not made and isinstance(answer, Step) and not stronger_in(made, answer):
            made = answer
    return Adjusted(made)

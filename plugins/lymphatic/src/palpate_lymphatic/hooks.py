"""The one thing of this technique that data can't say.

Drainage of both legs is written leg by leg, because one is finished before the other is begun. When
only one side is affected, the other leg's steps are left out: the way out is opened, and the sound
leg is left alone.
"""

from functools import cache
from pathlib import Path

from palpate.hooks import hookimpl
from palpate.model.patient import Patient
from palpate.model.sequence import Step

OTHER = {"left": "right", "right": "left"}


@cache
def own_manoeuvres() -> frozenset[str]:
    """Give the manoeuvres of this technique, as its technique.toml names them."""
    from tomllib import loads

    text = (Path(__file__).parent / "technique.toml").read_text(encoding="utf-8")
    return frozenset(loads(text)["technique"]["manoeuvres"])


@hookimpl
def adjust_step(step: Step, patient: Patient) -> Step | None:
    """Leave out drainage of a side that isn't affected; other steps stay as they are."""
    sound = OTHER.get(patient.side or "")
    if sound is None or step.side != sound:
        return step
    drains = bool(step.manoeuvres) and own_manoeuvres().issuperset(step.manoeuvres)
    return None if drains else step

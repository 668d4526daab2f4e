"""The session that every hostile pack is tried in."""

from datetime import date
from pathlib import Path

from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.model.patient import Request

PLUGINS = Path(__file__).parents[2] / "plugins"
REQUEST = Request(
    ("sports-recovery",),
    date(2026, 3, 31),
    Patient(
        stage="chronic",
        factors=(GivenFactor("hypertension-controlled"),),
        avoid=(Place("posterior-thigh", "left"),),
    ),
    minutes=30,
)

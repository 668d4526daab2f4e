"""The eight protocols of the documentation, and two refusals, as requests."""

from datetime import date
from datetime import timedelta
from typing import Final

from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.model.patient import Request
from palpate.model.patient import Therapist

DAY: Final = date(2026, 11, 22)
CLEARED: Final = DAY - timedelta(days=7)
TRAINED: Final = Therapist(holds=("mld-basic", "cdt"))

EIGHT: Final = {
    "chronic-low-back-pain": Request(
        ("chronic-low-back-pain",), DAY, Patient(stage="chronic"), minutes=60
    ),
    "sciatica": Request(("sciatica",), DAY, Patient(stage="chronic", side="right"), minutes=30),
    "tension-type-headache": Request(
        ("tension-type-headache",), DAY, Patient(stage="chronic"), minutes=45
    ),
    "whiplash": Request(("whiplash",), DAY, Patient(onset_days=98), minutes=45),
    "post-surgical-scar": Request(
        ("post-surgical-scar",),
        DAY,
        Patient(
            onset_days=120,
            regions=("lower-abdomen",),
            cleared=(Clearance("post-surgical-scar", CLEARED),),
        ),
        minutes=45,
    ),
    "ankle-sprain": Request(
        ("joint-sprain",), DAY, Patient(onset_days=14, side="left", regions=("ankle",)), minutes=30
    ),
    "lymphedema": Request(
        ("lymphedema",),
        DAY,
        Patient(stage="chronic", side="left", regions=("upper-arm",)),
        therapist=TRAINED,
        minutes=60,
    ),
    "anxiety": Request(("generalized-anxiety",), DAY, Patient(), minutes=60),
}

REFUSED: Final = {
    "clot": Request(
        ("sciatica",), DAY, Patient(factors=(GivenFactor("dvt-suspected"),), stage="chronic")
    ),
    "new-knee": Request(
        ("chronic-low-back-pain",),
        DAY,
        Patient(
            stage="chronic",
            factors=(GivenFactor("joint-replacement", Place("knee", "left"), 42),),
            avoid=(Place("calf", "left"),),
        ),
    ),
}

"""A finding says "keep off" of the places that nothing is done in, and of no other."""

import re
from datetime import date

import pytest

from palpate.combine import combine
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.model.patient import Request
from palpate.model.patient import Therapist
from palpate.model.protocol import Protocol
from palpate.registry import Packs
from palpate.render.bodymap_marks import body_map
from palpate.render.documents import words
from palpate.render.fhir import protocol_bundle
from palpate.render.findings import finding_said
from palpate.render.places import largest
from palpate.render.places import place_said
from palpate.render.places import places_kept_off
from palpate.render.sheet import sheet
from palpate.render.sheet import tones_of

DAY = date(2026, 11, 22)
KEPT_OFF = re.compile(r"keep off ([^;.]*?)(?=;|\.|, for [A-Z])")
NEW_KNEE = Patient(
    stage="chronic", factors=(GivenFactor("joint-replacement", Place("knee", "left"), 42),)
)
SWOLLEN_ARM = Patient(stage="chronic", side="left", regions=("upper-arm",))


@pytest.fixture(scope="module")
def knee(packs: Packs) -> Protocol:
    """A refusal: a new knee joint, which some rules keep off and others only limit."""
    return combine(Request(("chronic-low-back-pain",), DAY, NEW_KNEE), packs)


@pytest.fixture(scope="module")
def arm(packs: Packs) -> Protocol:
    """A limb that only trained drainage may touch."""
    trained = Therapist(holds=("mld-basic", "cdt"))
    return combine(Request(("lymphedema",), DAY, SWOLLEN_ARM, trained, minutes=60), packs)


def test_places_with_limits_are_not_kept_off(knee: Protocol, packs: Packs) -> None:
    """What is kept off is listed as such, what is only limited as that; each place once."""
    kinds = set()
    for finding in knee.screening.findings:
        text = finding_said(finding, knee, packs.vocabulary, words())
        head = text.removesuffix(finding.action).partition(finding.action)[0]
        off = places_kept_off(finding, knee, packs.vocabulary)
        wanted = [place_said(p, packs.vocabulary) for p in largest(off, packs.vocabulary)]
        said = KEPT_OFF.search(head)
        assert (said[1].split(", ") if said else []) == wanted, text
        kinds.add((finding.verdict, bool(wanted), "limits at" in head))
    assert {(True, False), (False, True)} <= {(off, limited) for _, off, limited in kinds}


def test_each_document_says_it_alike(knee: Protocol, packs: Packs) -> None:
    """The sheet and the FHIR bundle hold the same paragraph."""
    bundle = protocol_bundle(knee, packs.vocabulary, words())
    issues = [e["resource"] for e in bundle["entry"] if "detail" in e["resource"]]
    rows = sheet(knee, packs.vocabulary, words()).findings
    assert [issue["detail"] for issue in issues] == [row.text for row in rows]
    assert rows


def test_what_is_allowed_in_a_place_kept_off_is_said(arm: Protocol, packs: Packs) -> None:
    """The map names the drainage steps beside the limb that it hatches, and no step elsewhere."""
    vocabulary = packs.vocabulary
    entries = body_map(arm, vocabulary, words(), tones_of(arm)).keep_off
    assert entries
    for entry in entries:
        name = entry.place.removesuffix(", left side")
        found = re.search(r"nothing there but steps? ([\d, ]+)$", entry.why)
        numbers = {int(n) for n in found[1].split(", ")} if found else set()
        assert numbers == {
            number
            for number, step in enumerate(arm.steps, 1)
            for region in step.regions
            if step.side != "right"
            and any(vocabulary.regions[r].name == name for r in vocabulary.body.lineage(region))
        }, entry
    assert any("nothing there but steps" in entry.why for entry in entries)

"""What published protocols need can be said in data alone: read, planned, verified, and printed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from palpate.cli import run
from palpate.combine import combine
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Request
from palpate.model.protocol import Protocol
from palpate.packs import check_folder
from palpate.registry import Packs
from palpate.registry import load_packs
from palpate.render.text import render
from palpate.verify import verify
from palpate.vocabulary import load_vocabulary

PACK = Path(__file__).parent / "pack"


@pytest.fixture(scope="module")
def only() -> Packs:
    """Give the pack as the only one."""
    return load_packs([PACK], entry_points=False)


def plan(only: Packs, diagnosis: str, *factors: str, **others: Any) -> Protocol:
    """Plan, and verify; the session is as long as its source says."""
    patient = Patient(stage="chronic", factors=tuple(map(GivenFactor, factors)))
    protocol = combine(Request((diagnosis,), date(2026, 3, 31), patient, **others), only)
    assert verify(protocol, only) == ()
    assert protocol.status == "ready"
    return protocol


def page(protocol: Protocol, only: Packs) -> str:
    """Give the page on one line."""
    return " ".join(render(protocol, only.vocabulary).split())


def own(protocol: Protocol) -> list[str]:
    """Give the pack's own steps, as `step minutes side`."""
    steps = [s for s in protocol.steps if s.diagnosis]
    return [f"{s.id.rpartition('/')[2]} {s.minutes:g} {s.side}" for s in steps]


def test_the_pack_is_sound() -> None:
    """No file has an error."""
    problems = check_folder(PACK, load_vocabulary())
    assert [str(p) for p in problems if p.level == "error"] == []


def test_minutes_by_region(only: Packs) -> None:
    """A region has its minutes, whichever of its manoeuvres takes how long."""
    protocol = plan(only, "neck-pain")
    step = next(s for s in protocol.steps if s.id.endswith("/upper-back"))
    assert step.manoeuvres == ("effleurage", "petrissage", "broad-compression")
    assert dict(protocol.session.minutes_by_region)["upper-back"] == step.minutes


def test_sides_in_a_fixed_order(only: Packs) -> None:
    """The right side comes before the left where the file says so."""
    sides = [line for line in own(plan(only, "neck-pain")) if line.startswith("shoulders")]
    assert sides == ["shoulders 3 right", "shoulders#2 3 left"]


def test_the_source_s_own_scales(only: Packs) -> None:
    """mmHg, pain of ten and words stand beside the Walton level, and go where it is lowered."""
    said = page(plan(only, "neck-pain"), only)
    assert "30-40 mmHg" in said
    assert "pain up to 3 of 10" in said
    assert "as the source says: comfortable" in said
    softer = combine(
        Request(("neck-pain",), date(2026, 3, 31), Patient(stage="chronic", max_pressure=1)), only
    )
    assert verify(softer, only) == ()
    assert "mmHg" not in page(softer, only)


def test_minutes_by_manoeuvre_in_a_session_of_the_source_s_length(only: Packs) -> None:
    """A manoeuvre has its minutes over several regions; ranges needn't add up to the session."""
    protocol = plan(only, "chronic-low-back-pain")
    stroking = next(s for s in protocol.steps if s.id.endswith("/stroking"))
    assert stroking.regions == ("upper-back", "lower-back")
    assert protocol.session.minutes == 40
    assert sum(s.minutes for s in protocol.steps) == 40
    assert plan(only, "chronic-low-back-pain", minutes=60).session.minutes == 60


def test_two_variants_that_differ_in_one_number(only: Packs) -> None:
    """One of two is in; the other is named, and can be had."""
    protocol = plan(only, "chronic-low-back-pain")
    chosen = [line.split()[0] for line in own(protocol)]
    assert ("lighter" in chosen) != ("firmer" in chosen)
    other = "lighter" if "firmer" in chosen else "firmer"
    key = f"as-published/chronic-low-back-pain/{other}"
    assert key in {o.step for o in protocol.omitted}
    turned = plan(only, "chronic-low-back-pain", keep=(key,))
    assert other in [line.split()[0] for line in own(turned)]


def test_heat_and_contraction_as_steps(only: Packs) -> None:
    """Heat leaves hands free; contraction says its seconds, effort, rest and sets."""
    said = page(plan(only, "chronic-low-back-pain"), only)
    assert "Lay a warm moist pack on the back, and stay. hands free" in said
    assert "x 3 · contract 5-7 s at 20 % effort · rest 10 s · 2 sets" in said


def test_a_dose_for_each_point(only: Packs) -> None:
    """Repetitions, hold and rest for each point, at most four points, and what else if none is found."""
    protocol = plan(only, "tension-type-headache")
    step = next(s for s in protocol.steps if s.id.endswith("/points"))
    assert 2 * (3 * 20 + 2 * 10) <= 60 * step.minutes <= 4 * (3 * 20 + 2 * 10) + 30
    assert max(step.points) <= 4
    said = page(protocol, only)
    assert "2-4 points · 20 s · x 3 · rest 10 s" in said
    assert "none found: stroke the same place for two minutes" in said


def test_a_menu_without_order(only: Packs) -> None:
    """At most two of three are done, in whatever order, in at most a quarter of the time."""
    protocol = plan(only, "tension-type-headache")
    names = {"hold", "glide", "rock"}
    chosen = [s for s in protocol.steps if s.id.rpartition("/")[2] in names and s.diagnosis]
    assert 1 <= len(chosen) <= 2
    room = protocol.session.hands_on_minutes + protocol.session.unused_minutes
    assert 4 * sum(s.minutes for s in chosen) <= room


def test_a_manoeuvre_that_only_prepares(only: Packs) -> None:
    """Its role is its step's purpose: it is in for what follows, and earns nothing."""
    warm = next(s for s in plan(only, "tension-type-headache").steps if s.id.endswith("/warm"))
    assert warm.purpose == "prepare"


def test_a_longer_first_visit_and_phases(only: Packs) -> None:
    """The first visit is longer; phases bring other steps, goals, visits, lengths and home care."""
    first = plan(only, "sciatica", visit=1)
    assert first.session.minutes == 50
    assert [p.state for p in first.phases] == ["now", "before"]
    assert "settle" in " ".join(own(first))
    later = plan(only, "sciatica", first_visit_days=30)
    assert later.session.minutes == 40
    assert [p.state for p in later.phases] == ["over", "now"]
    assert "load" in " ".join(own(later))
    said = page(later, only)
    assert "> Load: from day 21 since the first visit; now" in said
    assert "1 a week; for 8 weeks" in said
    assert "Walk every day." in said
    asked = Request(("sciatica",), date(2026, 3, 31), Patient(stage="chronic"))
    undated = combine(asked, only)
    assert undated.status == "nothing-indicated"
    assert "for the phase settle only" in undated.techniques[0].reason


def test_work_at_a_remote_region_and_an_exercise_for_home(only: Packs) -> None:
    """A step may lie far from the complaint; what is done after the clock stops stands under home."""
    protocol = plan(only, "sciatica", visit=1)
    assert any(s.id.endswith("/far") and s.regions == ("upper-back",) for s in protocol.steps)
    assert "Practise getting up from a chair." in protocol.home_care


def test_a_sequence_three_times_and_a_bandage(only: Packs) -> None:
    """The group is worked through three times; the bandage is a step, and says that it stays on."""
    protocol = plan(only, "sports-recovery")
    limb = [line.split()[0].partition("#")[0] for line in own(protocol)]
    limb = [name for name in limb if name in ("stroke", "knead")]
    assert limb == ["stroke", "knead"] * 3
    assert "left on: the bandage, until the evening" in page(protocol, only)
    assert any(s.id.endswith("/pump") and not s.hands_on for s in protocol.steps)


def test_the_command_takes_the_day_of_the_first_visit(capsys: pytest.CaptureFixture[str]) -> None:
    """`--first-visit` takes a date or a time ago; a day after the session is refused."""
    words = ["plan", "sciatica", "--stage", "chronic", "--technique", "as-published"]
    words += ["--pack", str(PACK), "--date", "2026-03-31", "--first-visit"]
    for said in ("30d", "2026-03-01"):
        assert run([*words, said]) == 0
        assert "> Load" in capsys.readouterr().out
    assert run([*words, "2026-04-01"]) == 2
    refused = capsys.readouterr()
    assert (refused.out, refused.err.startswith("error: 2026-04-01")) == ("", True)

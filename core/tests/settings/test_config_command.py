"""`palpate config`, `block` and `unblock`: what holds is shown, and said where it changes a plan."""

import json
import tomllib
from pathlib import Path

import pytest
from settings_run import Run

SHORT = ("sciatica", "--stage", "chronic", "--technique", "myofascial", "--date", "2026-03-31")
PLAN = ("plan", *SHORT, "--format", "json")


def test_every_value_is_shown_with_its_origin(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Defaults, the file and the environment are told apart, as a table and as JSON."""
    assert run("config", "set", "minutes", "60").code == 0
    monkeypatch.setenv("PALPATE_FORMAT", "html")
    page = run("config").out
    assert page.splitlines()[1].split()[:4] == ["minutes", "60", "settings", "file"]
    assert str(file) in page
    data = json.loads(run("config", "--json").out)
    origins = {each["name"]: (each["value"], each["origin"]) for each in data["settings"]}
    assert origins["minutes"] == (60, str(file))
    assert origins["format"] == ("html", "PALPATE_FORMAT")
    assert origins["blocked"] == ([], "default")
    assert origins["packs"] == (None, "default")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("mintes", "60"), "nearest: minutes"),
        (("minutes", "soon"), "whole number from 10 to 180"),
        (("minutes", "30", "60"), "takes one value"),
        (("holds", "juggling"), "no training"),
        (("format", "jsn"), "nearest: json"),
        (("blocked", "palpate-deep-tisue"), "no installed pack"),
    ],
)
def test_a_wrong_word_changes_nothing(
    run: Run, file: Path, words: tuple[str, ...], said: str
) -> None:
    """An unknown key or value is an error, and no file is made."""
    ran = run("config", "set", *words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert not file.exists()


def test_a_broken_file_is_left_as_it_is(run: Run, file: Path) -> None:
    """Setting a key of a file that can't be read names the line, and writes nothing."""
    file.parent.mkdir()
    file.write_text("minutes = \n", encoding="utf-8")
    ran = run("config", "set", "format", "html")
    assert ran.code == 2
    assert f"{file}:1" in ran.err
    assert file.read_text(encoding="utf-8") == "minutes = \n"


def test_unset_gives_the_default_back(run: Run, file: Path) -> None:
    """A key that is taken out is as if never set; one that isn't set is an error."""
    run("config", "set", "format", "html")
    assert run("config", "unset", "format").out == "format: text, from default\n"
    assert file.read_text(encoding="utf-8") == ""
    assert run("config", "unset", "format").code == 2


def test_a_name_of_training_becomes_its_id(run: Run, file: Path) -> None:
    """What is typed may be a name; what is written is the id."""
    run("config", "set", "holds", "intraoral", "intraoral")
    assert tomllib.loads(file.read_text(encoding="utf-8")) == {"holds": ["intraoral"]}


def test_blocking_and_unblocking(run: Run, file: Path) -> None:
    """A pack is blocked by any of its names, once, and named by its distribution."""
    assert run("block", "lymphatic").code == 0
    assert run("block", "Palpate_Lymphatic", "deep-tissue").code == 0
    held = tomllib.loads(file.read_text(encoding="utf-8"))["blocked"]
    assert held == ["palpate-deep-tissue", "palpate-lymphatic"]
    assert run("unblock", "deep_tissue", "palpate-lymphatic").out == "blocked: none, from default\n"
    ran = run("unblock", "lymphatic")
    assert (ran.code, ran.err) == (2, "error: lymphatic: isn't blocked\n")


def test_a_pack_that_is_gone_can_be_unblocked(run: Run, file: Path) -> None:
    """A name that is left behind by an uninstalled pack can still be taken off."""
    file.parent.mkdir()
    file.write_text('blocked = ["palpate-gone"]\n', encoding="utf-8")
    assert run("unblock", "palpate-gone").code == 0
    assert file.read_text(encoding="utf-8") == ""


def test_an_option_beats_the_environment_and_the_file(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Minutes come from the option, else the environment, else the file."""

    def minutes(*words: str) -> tuple[int, list[str]]:
        plan = json.loads(run(*PLAN, *words).out)
        return plan["session"]["minutes"], [w for w in plan["warnings"] if "settings" in w]

    run("config", "set", "minutes", "60")
    assert minutes() == (60, ["60 minutes: from your settings"])
    monkeypatch.setenv("PALPATE_MINUTES", "30")
    assert minutes() == (30, ["30 minutes: from your settings"])
    assert minutes("--minutes", "45") == (45, [])


def test_training_from_settings_is_said(run: Run) -> None:
    """What lets more steps in never does so in silence: the page, JSON and screening say it."""
    run("config", "set", "holds", "intraoral")
    plan = json.loads(run(*PLAN).out)
    assert plan["request"]["therapist"]["holds"] == ["intraoral"]
    assert plan["request"]["from_settings"] == ["holds"]
    assert any(w.startswith("training held (") for w in plan["warnings"])
    assert "from your settings" in run(*PLAN[:-2]).out
    assert "note: holds from your settings: intraoral" in run("screen", "sciatica").err
    typed = json.loads(run(*PLAN, "--holds", "cdt").out)
    assert typed["request"]["therapist"]["holds"] == ["cdt"]
    assert typed["request"]["from_settings"] == []


def test_a_saved_plan_keeps_what_the_settings_were(run: Run, tmp_path: Path) -> None:
    """`palpate verify` recomputes a plan made under other settings and finds it the same."""
    run("config", "set", "minutes", "60")
    saved = tmp_path / "plan.json"
    assert run(*PLAN, "-o", str(saved)).code == 0
    run("config", "set", "minutes", "30")
    assert run("verify", str(saved)).out == "the same\n"


def test_the_format_is_the_settings_unless_typed(run: Run) -> None:
    """A plan is printed as the settings say; a wrong one says where it is set."""
    run("config", "set", "format", "json")
    assert json.loads(run(*PLAN[:-2]).out)["status"] == "ready"
    assert run(*PLAN[:-1], "text").out.startswith("Sciatica")


def test_a_wrong_format_says_where_it_is_set(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message leads to the setting, not to an option that nobody typed."""
    monkeypatch.setenv("PALPATE_FORMAT", "jsn")
    ran = run(*PLAN[:-2])
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error: jsn: no format of that name (it is set in PALPATE_FORMAT); nearest: json\n"
    )
    monkeypatch.setenv("PALPATE_MINUTES", "9")
    assert "PALPATE_MINUTES=9" in run(*PLAN).err

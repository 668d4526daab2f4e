"""What `palpate check` writes: for people, editors and CI; and with which exit code."""

import json
import re
from pathlib import Path

import pytest
from author_run import Ran
from author_run import run
from flawless_pack import BACK_FILE
from flawless_pack import RULES_FILE
from flawless_pack import AuthoredPack
from flawless_pack import flawless_pack

from palpate.authoring.check import Checked
from palpate.authoring.check_report import gcc
from palpate.authoring.check_report import github
from palpate.authoring.rules import rules
from palpate.errors import Problem

#: What editors match compilers' lines with: file, line, column, level, message.
LINE = re.compile(r"^(.*?):(\d+):(\d+): (warning|error): (.*)$")


@pytest.fixture
def pack(tmp_path: Path) -> AuthoredPack:
    """Give a pack that breaks no rule."""
    return flawless_pack(tmp_path / "warm_stones")


def check(pack: AuthoredPack, *words: str) -> Ran:
    """Run the command on a pack's folder."""
    return run("check", str(pack.folder), "--date", "2026-11-22", *words)


def spoil(pack: AuthoredPack) -> None:
    """Make an error and a warning."""
    pack.swap(BACK_FILE, '"gluteus-medius"', '"gluteus-medium"')
    pack.swap(RULES_FILE, 'references = ["stone-2024"]\n', "")


def test_a_clean_pack(pack: AuthoredPack) -> None:
    """Exit 0, one line, and the tier."""
    ran = check(pack)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "warm-stones: 0 errors, 0 warnings; tier reviewed: A clinician has signed it.\n"
    )


def test_lines_that_editors_find(
    pack: AuthoredPack, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each problem is FILE:LINE:COLUMN: LEVEL: RULE: what, at the very word, from where one stands."""
    spoil(pack)
    monkeypatch.chdir(tmp_path)
    ran = check(pack)
    assert ran.code == 1
    lines = [match for match in map(LINE.match, ran.out.splitlines()) if match]
    assert [match.groups() for match in lines] == [
        (
            "warm_stones/contraindications.toml",
            "1",
            "1",
            "warning",
            "no-reference: contraindication fresh-injection: names no source",
        ),
        (
            "warm_stones/sequences/chronic-low-back-pain.toml",
            "42",
            "12",
            "error",
            (
                'unknown-word: step press-buttock: targets: no muscle "gluteus-medium" in the '
                "vocabulary; nearest: gluteus-medius, gluteus-medius-front, gluteus-minimus"
            ),
        ),
    ]
    text = (tmp_path / lines[1][1]).read_text(encoding="utf-8").splitlines()
    assert text[41][11:].startswith('"gluteus-medium"')
    assert ran.out.splitlines()[-2:] == [
        "warm-stones: 1 error, 1 warning; tier unsound: It has errors, and can't be planned with.",
        "warm-stones: in the way of sound: unknown-word (1)",
    ]


def test_strict_and_quiet(pack: AuthoredPack) -> None:
    """A warning is exit 0; with --strict it is exit 1; --quiet counts it and doesn't show it."""
    pack.swap(RULES_FILE, 'references = ["stone-2024"]\n', "")
    assert check(pack).code == 0
    assert check(pack, "--strict").code == 1
    quiet = check(pack, "--quiet")
    assert quiet.code == 0
    assert quiet.out.splitlines()[0].startswith("warm-stones: 0 errors, 1 warning; tier sound")


def test_json(pack: AuthoredPack) -> None:
    """The JSON holds what the lines say, the tier, and what would raise it."""
    spoil(pack)
    ran = check(pack, "--json")
    assert ran.code == 1
    (found,) = json.loads(ran.out)["packs"]
    assert (found["pack"], found["errors"], found["warnings"]) == ("warm-stones", 1, 1)
    assert (found["tier"], found["next_tier"]) == ("unsound", "sound")
    assert found["in_the_way"] == {"unknown-word": 1}
    assert found["problems"][1] | {"file": "", "what": ""} == {
        "file": "",
        "line": 42,
        "column": 12,
        "level": "error",
        "rule": "unknown-word",
        "entry": "step press-buttock",
        "what": "",
    }
    assert ran.out == check(pack, "--format", "json").out


def test_sarif(pack: AuthoredPack, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The log names every rule, and each result's rule, level and place."""
    spoil(pack)
    monkeypatch.chdir(tmp_path)
    log = json.loads(check(pack, "--format", "sarif").out)
    assert log["version"] == "2.1.0"
    (only,) = log["runs"]
    named = only["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in named] == list(rules())
    assert len(only["results"]) == 2
    for result in only["results"]:
        assert named[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
    (location,) = only["results"][1]["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "warm_stones/sequences/chronic-low-back-pain.toml"},
        "region": {"startLine": 42, "startColumn": 12},
    }


def test_github_marks_lines(
    pack: AuthoredPack, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each problem is a command that marks its line; what would end a command is escaped."""
    spoil(pack)
    monkeypatch.chdir(tmp_path)
    lines = check(pack, "--format", "github").out.splitlines()
    assert lines[1].startswith(
        "::error file=warm_stones/sequences/chronic-low-back-pain.toml,line=42,col=12,"
        "title=unknown-word::step press-buttock: targets: no muscle"
    )
    assert lines[-1].startswith("::notice title=palpate check::warm-stones: in the way of sound")
    odd = Checked("a", None, (Problem("a:b,c%", 1, "", "100 % wrong\n::stop", "claim"),))
    assert github([odd]).splitlines()[0] == (
        "::error file=a%3Ab%2Cc%25,line=1,title=claim::100 %25 wrong ::stop"
    )


def test_text_of_a_pack_steers_nothing() -> None:
    """Control characters and line breaks of a pack reach no terminal."""
    odd = Checked("a\x1b", None, (Problem("f\x1b", 1, "", "a\x1b[31m\nb", "claim"),))
    assert "\x1b" not in gcc([odd])
    assert len(gcc([odd]).splitlines()) == 3


def test_several_packs(pack: AuthoredPack, tmp_path: Path) -> None:
    """Each is checked; one with an error is enough for exit 1."""
    other = flawless_pack(tmp_path / "other")
    assert run("check", str(pack.folder), str(other.folder)).code == 0
    spoil(other)
    ran = run("check", str(pack.folder), str(other.folder))
    assert ran.code == 1
    assert ran.out.count("; tier ") == 2


def test_an_installed_pack_by_any_of_its_names() -> None:
    """The technique, the distribution and the entry point name the same pack, read where it is."""
    outs = {
        run("check", name, "--date", "2026-11-22").out
        for name in ("trigger-point", "palpate-trigger-point", "trigger_point")
    }
    assert len(outs) == 1
    assert "trigger-point: 0 errors" in outs.pop()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check",), "error: DIR|PACK: name a folder or a pack, such as palpate check ."),
        (("check", "triger-point"), "is no folder and no installed pack; nearest: trigger-point"),
        (("check", ".", "--format", "sarrif"), "error: sarrif: no format of that name; nearest"),
        (("check", "--rule", "no-reech"), "error: no-reech: no rule of that name; nearest: no-r"),
        (("check", ".", "--date", "soon"), "--date needs a date"),
        (("check", ".", "-o", "no/such/folder/x"), "its folder isn't there"),
    ],
)
def test_wrong_words(words: tuple[str, ...], said: str) -> None:
    """A wrong word is exit 2, one line, and the nearest right ones."""
    ran = run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_a_rule_is_explained() -> None:
    """--rule prints the entry of a rule, without a pack."""
    ran = run("check", "--rule", "no-reach")
    assert ran.code == 0
    assert ran.out == (
        "no-reach: error, tier sound\n"
        "  A region can't be reached in one of the step's positions.\n"
        "  Instead: Take the position out, or choose one of those that are named.\n"
    )


def test_a_report_in_a_file(pack: AuthoredPack, tmp_path: Path) -> None:
    """With -o the report stands in a file, and nothing on standard output."""
    ran = check(pack, "--format", "sarif", "-o", str(tmp_path / "log.sarif"))
    assert (ran.code, ran.out) == (0, "")
    assert json.loads((tmp_path / "log.sarif").read_text(encoding="utf-8"))["runs"]

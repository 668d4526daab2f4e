"""A patient's file: TOML or JSON, every mistake with its file and line, options beat it."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from command_run import Cli

from palpate.cli import patient_file
from palpate.errors import ContentError
from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.vocabulary import Vocabulary

TODAY = date(2026, 3, 31)
TOML = """\
version = 1
age = 52
sex = "female"
onset = "6w"
severity = "mild"
side = "left"
regions = ["buttock"]
max_pressure = 3
no_positions = ["prone"]
avoid = ["left-knee"]
no_consent = ["abdomen"]
goals = ["relieve-pain"]
denied = ["cauda-equina"]

[[factor]]
id = "joint-replacement"
site = "left-knee"
since = "2026-03-30"

[[cleared]]
what = "joint-replacement"
on = "2026-03-30"
by = "the surgeon"
valid_until = "2026-06-30"
"""
JSON = """\
{
 "version": 1,
 "age": 52,
 "sex": "female",
 "onset": "6w",
 "severity": "mild",
 "side": "left",
 "regions": ["buttock"],
 "max_pressure": 3,
 "no_positions": ["prone"],
 "avoid": ["left-knee"],
 "no_consent": ["abdomen"],
 "goals": ["relieve-pain"],
 "denied": ["cauda-equina"],
 "factor": [
  {"id": "joint-replacement", "site": "left-knee", "since": "2026-03-30"}
 ],
 "cleared": [
  {"what": "joint-replacement", "on": "2026-03-30",
   "by": "the surgeon", "valid_until": "2026-06-30"}
 ]
}
"""
PATIENT = Patient(
    age=52,
    sex="female",
    onset_days=42,
    severity="mild",
    side="left",
    regions=("buttock",),
    max_pressure=3,
    no_positions=("prone",),
    avoid=(Place("knee", "left"),),
    no_consent=("abdomen",),
    goals=("relieve-pain",),
    denied=("cauda-equina",),
    factors=(GivenFactor("joint-replacement", Place("knee", "left"), 1),),
    cleared=(
        Clearance("joint-replacement", date(2026, 3, 30), "the surgeon", (), date(2026, 6, 30)),
    ),
)
# A part of the sound files, what stands there instead, and what is said; lines are found out.
BROKEN = [
    ('"female"', '"both"', "sex: both: no sex of that name; nearest: "),
    ('"6w"', '"soon"', "onset: soon: it: write 3d, 6w or a date"),
    ('"mild"', '"mil"', "severity"),
    ('"left",', '"lef",', "side"),
    ('side = "left"', 'side = "midline"', "side: midline: no side of that name"),
    ('"buttock"', '"butock"', "regions: butock: no region of that name; nearest: buttock"),
    ('"prone"', '"stood"', "no_positions: stood: no position of that name"),
    ('"left-knee"]', '"left-nee"]', "avoid: nee: no region of that name"),
    (
        '"abdomen"',
        '"abdomn"',
        "no_consent: abdomn: no kind of consent of that name; nearest: abdomen",
    ),
    ('"relieve-pain"', '"pain"', "goals: pain: no goal of that name"),
    ('"cauda-equina"', '"cauda-equin"', "denied: cauda-equin: no factor of that name; nearest: "),
    ('"2026-06-30"', '"next year"', "valid_until: next year: it needs a date"),
]


def file_of(folder: Path, text: str, name: str = "patient.toml") -> str:
    """Write a file; give its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    "text",
    [TOML, JSON, "\ufeff" + TOML, "\ufeff" + JSON],
    ids=["toml", "json", "bom-toml", "bom-json"],
)
def test_sound(tmp_path: Path, vocabulary: Vocabulary, text: str) -> None:
    """TOML and JSON say the same, with or without a byte order mark."""
    assert patient_file.read(file_of(tmp_path, text), TODAY, vocabulary) == PATIENT


@pytest.mark.parametrize("text", [TOML, JSON], ids=["toml", "json"])
@pytest.mark.parametrize(("right", "wrong", "said"), BROKEN, ids=lambda value: str(value)[:30])
def test_wrong_value(
    tmp_path: Path, vocabulary: Vocabulary, text: str, right: str, wrong: str, said: str
) -> None:
    """A value that isn't right is named with file and line."""
    if right not in text:
        pytest.skip("written otherwise in this format")
    line = text[: text.index(right)].count("\n") + 1
    path = file_of(tmp_path, text.replace(right, wrong, 1))
    with pytest.raises(ContentError) as caught:
        patient_file.read(path, TODAY, vocabulary)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == (path, line)
    assert said in f"{problem.entry}: {problem.what}"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("version = 1\nage = \n", 2, "not TOML 1.0"),
        ("version = 1\n\nnaem = 'x'\n", 3, '"naem" isn\'t known here'),
        ("version = 2\n", 1, "isn't known; this is version 1"),
        ("age = 3\n", 1, '"version" is missing'),
        ("version = 1\nage = 200\n", 2, "from 0 to 120"),
        ("version = 1\nage = 5.5\n", 2, "needs a whole number"),
        ('version = 1\nage = "52"\n', 2, "needs a whole number"),
        ("version = 1\nmax_pressure = 9\n", 2, "from 0 to 5"),
        ('version = 1\nstage = "acute"\nonset = "3"\n', 2, "contradicts onset"),
        ('version = 1\n[[factor]]\nid = "feverr"\n', 3, "nearest: fever"),
        ('version = 1\n[[factor]]\nid = "fever"\nsite = "nee"\n', 4, "no region of that name"),
        ('version = 1\n[[factor]]\nid = "fever"\nsince = "long"\n', 4, "write 3d, 6w or a date"),
        ('version = 1\n[[factor]]\nid = "fever"\nwhen = "3d"\n', 4, '"when" isn\'t known here'),
        ('version = 1\n[[cleared]]\nwhat = "fever"\n', 2, '"on" is missing'),
        ('version = 1\n[[cleared]]\nwhat = "fever"\non = "May"\n', 4, "needs a date"),
        ("just words\n", 1, ""),
        ('{\n "version": 1,\n "age": }\n', 3, "not JSON"),
        ('{"version": 1,\n "naem": "x"}\n', 2, '"naem" isn\'t known here'),
        ('{"version": 1,\n "age": 1,\n "age": 2}\n', 3, '"age" is there twice'),
        ('{"version": 1,\n "age": NaN}\n', 2, "NaN is no number"),
        (
            '{"version": 1,\n "factor": [{"id": "fever",\n  "when": 3}]}\n',
            3,
            '"when" isn\'t known here',
        ),
        ('{"version": 1,\n "factor": {"id": "fever"}}\n', 2, "a list"),
        ('{"version": 1, "denied": ' + "[" * 100_000, 1, ""),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_broken_file(cli: Cli, tmp_path: Path, text: str, line: int, said: str) -> None:
    """Exit 2 with file and line, whatever is wrong; nothing on standard output."""
    path = file_of(tmp_path, text)
    ran = cli("plan", "sciatica", "--patient", path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {path}:{line}: ")
    assert said in ran.err


def test_all_mistakes_at_once(cli: Cli, tmp_path: Path) -> None:
    """Every mistake of a file is said, in the order of its lines."""
    path = file_of(tmp_path, 'version = 1\nage = 200\nsex = "x"\nnaem = 1\ngoals = ["fly"]\n')
    ran = cli("plan", "sciatica", "--patient", path)
    assert all(f"{path}:{line}:" in ran.err.splitlines()[line - 2] for line in (2, 3, 4, 5))
    assert ran.err.count("\n") == 4


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.write_bytes(b"version = 1\n# \xff\n"), "isn't UTF-8"),
        (lambda path: path.write_bytes(b'{"version": "\xff"}'), "isn't UTF-8"),
        (lambda path: path.write_bytes(b"#" * 300_000), "is larger than 256 kB"),
        (lambda path: path.mkdir(), "can't be read"),
    ],
    ids=["toml-bytes", "json-bytes", "huge", "folder"],
)
def test_unreadable(cli: Cli, tmp_path: Path, make: Callable[[Path], object], said: str) -> None:
    """What can't be read as text at all is exit 2 with the file's name."""
    path = tmp_path / "patient"
    make(path)
    ran = cli("plan", "sciatica", "--patient", str(path))
    assert (ran.code, ran.out) == (2, "")
    assert str(path) in ran.err
    assert said in ran.err


def test_standard_input(cli: Cli) -> None:
    """`-` reads standard input, and is called that in messages."""
    ran = cli("plan", "sciatica", "--patient", "-", standard_input=b"version = 1\nage = 200\n")
    assert ran.err.startswith("error: standard input:2: age: ")
    ran = cli("plan", "sciatica", "--patient", "-", standard_input=b"version = 1\ndenied = [\xff")
    assert ran.code == 2


def test_options_beat_the_file(cli: Cli, tmp_path: Path) -> None:
    """A single value replaces the file's, a list adds to it, a factor replaces its own kind."""
    text = 'version = 1\nage = 30\nstage = "acute"\nside = "left"\n[[factor]]\nid = "bruise-hematoma"\nsite = "knee"\n'
    ran = cli(
        "plan", "sciatica", "--patient", file_of(tmp_path, text), "--age", "40", "--onset", "300",
        "--factor", "bruise@calf", "--avoid", "neck", "--minutes", "20", "--format", "json",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    patient = json.loads(ran.out)["request"]["patient"]
    assert (patient["age"], patient["side"], patient["stage"], patient["onset_days"]) == (
        40,
        "left",
        None,
        300,
    )
    assert [(f["factor"], f["site"]["region"]) for f in patient["factors"]] == [
        ("bruise-hematoma", "calf")
    ]

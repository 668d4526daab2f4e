"""The examples do what they say."""

import csv
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
DAY = ROOT / "examples" / "clinic_day.csv"


def run(*words: str | Path) -> tuple[int, list[str], str]:
    """Run the example of a clinic's day; give exit code, lines and what it said."""
    ran = subprocess.run(
        [sys.executable, str(ROOT / "examples" / "clinic_day.py"), *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return ran.returncode, ran.stdout.splitlines(), ran.stderr


def test_a_clinics_day_is_planned(tmp_path: Path) -> None:
    """Each line of the CSV has one of the list, in order; each protocol is a file of its own."""
    code, lines, err = run(DAY, "--date", "2026-03-31", "--out", tmp_path / "day")
    assert (code, err) == (1, "")
    with DAY.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [line.split()[0] for line in lines] == [row["time"] for row in rows]
    assert lines[4].endswith("do-not-treat")
    assert "not planned" in lines[6]
    assert "nearest: " in lines[6]
    found = {
        place.stem: json.loads(place.read_text("utf-8")) for place in (tmp_path / "day").iterdir()
    }
    assert sorted(found) == ["0830", "0930", "1015", "1115", "1300", "1400"]
    assert {name for name, each in found.items() if each["status"] != "ready"} == {"1300"}
    assert all(each["request"]["date"] == "2026-03-31" for each in found.values())


def test_a_day_without_a_mistake_leaves_with_zero(tmp_path: Path) -> None:
    """One sound appointment, and nothing written where no folder is named."""
    place = tmp_path / "day.csv"
    place.write_text("time,diagnosis,minutes\n08:00,sciatica,30\n", encoding="utf-8")
    code, lines, _ = run(place, "--date", "2026-03-31")
    assert (code, len(lines)) == (0, 1)
    assert lines[0].startswith("08:00  sciatica: 30 min: ")
    assert list(tmp_path.iterdir()) == [place]

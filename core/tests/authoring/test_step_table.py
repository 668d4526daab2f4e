"""A table of steps becomes sequences: what is plain is placed, what isn't asks its author, nothing is lost."""

import re
import string
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from author_run import run
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from palpate.authoring.new_names import NewPack
from palpate.authoring.new_names import name_of
from palpate.authoring.new_sequence import place_of
from palpate.authoring.new_table import files_of_table
from palpate.authoring.table import Row
from palpate.authoring.table import read_table
from palpate.authoring.table_cells import read_cell
from palpate.authoring.table_pack import not_placed
from palpate.authoring.table_pack import pack_of_table
from palpate.authoring.table_pack import written
from palpate.authoring.table_words import field_of
from palpate.authoring.table_words import found_in
from palpate.errors import RequestError
from palpate.vocabulary import Vocabulary

PACK = NewPack(name_of("Hot stone massage", "hot-stone"), "Ann Example")

CSV = """\
Condition,Step,Area,Muscles,Side,Position,Technique,Time (min),Pressure,Reps,Hold (s),Cautions,Notes
neck pain,"Warm the neck, slowly",Neck,,both,face down,Effleurage,3,1-2,,,,use oil
neck pain,Press the tender spots,neck,upper trapezuis,both,prone / supine,ischemic pressure,4-6,2-3,3,30,,
Sciatica,Knead the buttock,Buttocks,gluteus maximus,painful side,prone,,5 to 8 minutes,firm,,,,
sciatica,Strip,,hamstrings,affected,prone,deep stripping,,3,3 x 20 s,,No pain; stop with tingling,
sciatica,Stroke lightly to close,,hamstrings,affected,prone,effleurage,2,1,,,,
cold feet,Rub,foot,,both,supine,effleurage,2,1,,,,
"""


def rows_of(text: str, tmp_path: Path, name: str = "steps.csv") -> tuple[Row, ...]:
    """Read a table from a text."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_table(path)


def made_of(text: str, tmp_path: Path, vocabulary: Vocabulary, *words: str) -> Any:
    """Make the files of a table."""
    path = tmp_path / "steps.csv"
    path.write_text(text, encoding="utf-8")
    places = tuple(place_of(word, vocabulary) for word in words)
    return files_of_table(path, PACK, places, vocabulary, date(2026, 3, 31))


def steps_of(text: str) -> dict[str, dict[str, Any]]:
    """Give the steps of a sequence by their id, each with what all of them share."""
    data = tomllib.loads(text)
    return {step["id"]: {**data["every_step"], **step} for step in data["step"]}


def test_what_is_plain_is_placed(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """Headings and words are read as educators write them."""
    made = made_of(CSV, tmp_path, vocabulary)
    assert set(made.sequences) == {"neck-pain", "sciatica"}
    warm = steps_of(made.sequences["neck-pain"])["warm-the-neck"]
    assert warm["instruction"] == "Warm the neck, slowly."
    assert (warm["regions"], warm["manoeuvres"], warm["positions"]) == (
        ["neck"],
        ["effleurage"],
        ["prone"],
    )
    assert (warm["side"], warm["pressure"], warm["minutes"]) == ("both", [1, 2], 3)
    strip = steps_of(made.sequences["sciatica"])["strip"]
    assert (strip["repetitions"], strip["hold_seconds"]) == (3, 20)
    assert strip["cautions"] == ["No pain", "stop with tingling"]


def test_what_is_not_plain_asks_its_author(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """A guess, a word that is only like one, and a column that no field fits are marked."""
    made = made_of(CSV, tmp_path, vocabulary)
    text = made.sequences["sciatica"]
    assert "# row 4\n# decide: the manoeuvre is read from the instruction\n" in text
    assert '# decide: pressure: which number from 0 to 5 is "firm"\n' in text
    assert "# decide: Notes: use oil\n" in made.sequences["neck-pain"]


def test_what_is_no_step_stays_as_a_comment(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """A row that can't be a step keeps its number, its cells and the nearest words."""
    made = made_of(CSV, tmp_path, vocabulary)
    text = made.sequences["neck-pain"]
    assert "# decide: row 3 isn't a step yet: no manoeuvre is named in it" in text
    assert '# decide: Muscles: "upper trapezuis" is read as upper-trapezius\n' in text
    assert 'no manoeuvre "ischemic pressure"; nearest: ischemic compression' in text
    assert "#   Reps: 3\n#   Hold (s): 30\n" in text
    stray = made.others["not-placed.md"]
    assert "- row 7: cold feet: no condition of that name" in stray
    assert "  - Area: foot\n" in stray
    assert (made.steps, made.comments) == (4, 2)


def test_a_markdown_page_with_a_heading_for_each_condition(
    tmp_path: Path, vocabulary: Vocabulary
) -> None:
    """Tables below headings belong to the condition that the heading names."""
    page = """# My technique

## Neck pain

| # | What to do | Region | Stroke | Min |
|---|:-----------|--------|--------|----:|
| 1 | **Knead** the neck | neck | petrissage | 4 |

## Migraine

What | Where | Technique | Time
--- | --- | --- | ---
Hold<br>the head | back of head | still hold | 2\u20133 min
"""
    rows = rows_of(page, tmp_path, "steps.md")
    assert [row.title for row in rows] == ["Neck pain", "Migraine"]
    assert [row.where for row in rows] == ["line 7", "line 13"]
    texts = written(pack_of_table(rows, (), vocabulary), "steps.md", vocabulary)
    assert set(texts) == {"neck-pain", "migraine"}
    assert steps_of(texts["neck-pain"])["knead-the-neck"]["instruction"] == "Knead the neck."
    assert "# decide: #: 1\n" in texts["neck-pain"]
    (hold,) = steps_of(texts["migraine"]).values()
    assert (hold["regions"], hold["minutes"]) == (["occiput"], [2, 3])


@pytest.mark.parametrize(
    ("heading", "field", "unit"),
    [
        ("Muscle(s)", "targets", "s"),
        ("Time (min)", "minutes", "min"),
        ("MANOUVRE", "manoeuvres", ""),
        ("hold_seconds", "hold_seconds", ""),
        ("Body  part", "regions", ""),
        ("Precuations", "cautions", ""),
        ("Colour of the towel", "", ""),
    ],
)
def test_headings(heading: str, field: str, unit: str) -> None:
    """A heading is found by its synonyms, with its unit, and where it is nearly one."""
    assert field_of(heading) == (field, unit)


@pytest.mark.parametrize(
    ("name", "text", "unit", "fields", "remarks"),
    [
        ("minutes", "3", "", {"minutes": 3}, 0),
        ("minutes", "2 - 4 min", "", {"minutes": (2, 4)}, 0),
        ("minutes", "2\u20133\u20135", "", {"minutes": (2, 3, 5)}, 0),
        ("minutes", "2.5", "", {"minutes": 3}, 1),
        ("minutes", "90 s", "", {"hold_seconds": 90}, 1),
        ("minutes", "about 5", "", {"minutes": 5}, 1),
        ("minutes", "5-3", "", {"minutes": (3, 5)}, 1),
        ("minutes", "some", "", {}, 1),
        ("hold_seconds", "1 min", "", {"hold_seconds": 60}, 0),
        ("hold_seconds", "1-2", "min", {"hold_seconds": (60, 120)}, 0),
        ("hold_seconds", "3 x 30 s", "", {"repetitions": 3, "hold_seconds": 30}, 0),
        ("repetitions", "2-3x", "", {"repetitions": (2, 3)}, 0),
        ("pressure", "2-3", "", {"pressure": (2, 3)}, 0),
        ("pressure", "1-2-3", "", {"pressure": (2, 3)}, 1),
        ("pressure", "5-6/10", "", {"pain_out_of_10": (5, 6)}, 0),
        ("pressure", "30-40 mmHg", "", {"pressure_mmhg": (30, 40)}, 0),
        ("pressure", "7", "", {}, 1),
        ("pressure", "firm", "", {"pressure_said": "firm"}, 0),
        ("side", "L", "", {"side": "left"}, 0),
        ("side", "bilateral", "", {"side": "both"}, 0),
        ("side", "upstairs", "", {}, 1),
        ("regions", "left calf", "", {"regions": ("calf",), "side": "left"}, 0),
        (
            "regions",
            "neck, upper trapezius",
            "",
            {"regions": ("neck",), "targets": ("upper-trapezius",)},
            0,
        ),
        ("regions", "left knee and right knee", "", {"regions": ("knee",)}, 1),
        ("targets", "upper trapezuis", "", {"targets": ("upper-trapezius",)}, 1),
        ("targets", "xylophone", "", {}, 1),
        ("positions", "on the back or sitting", "", {"positions": ("supine", "seated")}, 0),
        ("stages", "subacute/chronic", "", {"stages": ("subacute", "chronic")}, 0),
        ("stages", ",", "", {}, 1),
    ],
)
def test_cells(
    name: str, text: str, unit: str, fields: dict[str, Any], remarks: int, vocabulary: Vocabulary
) -> None:
    """A cell becomes fields, and a remark wherever it isn't exactly what the files say."""
    read = read_cell(name, text, unit, vocabulary)
    assert read.fields == fields
    assert len(read.remarks) == remarks
    for remark in read.remarks:
        assert name == "stages" or any(part in remark for part in (text, "right", "trapezuis"))


def test_words_of_a_sentence(vocabulary: Vocabulary) -> None:
    """What a sentence speaks of is found by its words, in their order, however they end."""
    assert found_in("Knead, then gliding strokes", vocabulary.manoeuvres) == (
        "petrissage",
        "effleurage",
    )
    assert found_in("Nothing of the kind", vocabulary.manoeuvres) == ()


def test_a_place_is_taken_from_the_steps(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """A condition that can sit in several places sits where its steps are worked, unless said."""
    table = "condition,step,area,technique,minutes\nmuscle strain,Glide,calf,effleurage,2\n"
    assert set(made_of(table, tmp_path, vocabulary).sequences) == {"muscle-strain@calf"}
    named = made_of(table, tmp_path, vocabulary, "muscle-strain@leg")
    assert set(named.sequences) == {"muscle-strain@leg"}


def test_the_one_condition_named_is_that_of_all_rows(
    tmp_path: Path, vocabulary: Vocabulary
) -> None:
    """A table without conditions needs one from its author."""
    table = "step;area;technique;minutes\nGlide slowly;neck;effleurage;2\n"
    assert set(made_of(table, tmp_path, vocabulary, "neck-pain").sequences) == {"neck-pain"}
    with pytest.raises(RequestError, match="name one with --condition"):
        made_of(table, tmp_path, vocabulary)


def test_a_dose_that_does_not_fit_gives_way_to_the_minutes(
    tmp_path: Path, vocabulary: Vocabulary
) -> None:
    """Minutes hold; the dose stays in the question."""
    table = (
        "condition,step,area,technique,minutes,reps,hold\nneck pain,Hold,neck,still hold,2,10,60\n"
    )
    text = made_of(table, tmp_path, vocabulary).sequences["neck-pain"]
    (step,) = steps_of(text).values()
    assert step["minutes"] == 2
    assert "hold_seconds" not in step
    assert (
        "takes 10 to 10 minutes, more than the table gives: hold_seconds 60, repetitions 10" in text
    )


def test_positions_that_do_not_reach_are_asked_about(
    tmp_path: Path, vocabulary: Vocabulary
) -> None:
    """Of the positions, those that reach stay."""
    table = "condition,step,area,technique,minutes,position\nsciatica,Knead,buttock,petrissage,2,supine; prone\n"
    text = made_of(table, tmp_path, vocabulary).sequences["sciatica"]
    assert tomllib.loads(text)["every_step"]["positions"] == ["prone"]
    assert "not all of buttock can be reached supine" in text


def test_deep_work_that_nothing_closes_is_no_step_yet(
    tmp_path: Path, vocabulary: Vocabulary
) -> None:
    """What check says of the whole sequence is said at the row that it is about."""
    table = (
        "condition,step,area,technique,minutes,pressure\n"
        "sciatica,Warm,buttock,effleurage,2,1\n"
        "sciatica,Strip,buttock,deep stripping,4,3\n"
    )
    text = made_of(table, tmp_path, vocabulary).sequences["sciatica"]
    assert list(steps_of(text)) == ["warm"]
    assert "row 3 isn't a step yet: is the last work of the sequence, and deep" in text


def test_a_step_that_check_refuses_stays_as_a_comment(
    tmp_path: Path, vocabulary: Vocabulary
) -> None:
    """What can't be printed is refused by check, so that row is no step; the others are."""
    table = (
        "condition,step,area,technique,minutes\n"
        "neck pain,Glide \u202eyliasae,neck,effleurage,2\n"
        "neck pain,Knead,neck,petrissage,2\n"
    )
    text = made_of(table, tmp_path, vocabulary).sequences["neck-pain"]
    assert list(steps_of(text)) == ["knead"]
    assert "# decide: row 2 isn't a step yet:" in text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("steps.csv", b"", "holds no table"),
        ("steps.csv", b"condition,step\n", "holds no table"),
        ("steps.md", b"No table here.\n", "holds no table"),
        ("steps.csv", b"PK\x03\x04", "is a spreadsheet's own file; save the sheet as CSV"),
        ("steps.csv", "condition,step\nneck pain,Fl\u00e4che\n".encode("cp1252"), "isn't UTF-8"),
        ("steps.csv", b"a\0b,c\n", "isn't text"),
        ("steps.csv", b"condition,step\nneck pan,Knead\n", "nearest: neck-pain"),
        ("steps.csv", b"condition,step\nneck pain,\n", "no row of it can become a step"),
    ],
)
def test_what_is_no_table(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    """What can't be read is explained, with exit code 2, and nothing is made."""
    path = tmp_path / name
    path.write_bytes(content)
    words = ("--technique", "Hot stone", "--author", "Ann", "--from", str(path))
    ran = run("new", *words, "--in", str(tmp_path), "--no-kit")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_the_command(tmp_path: Path) -> None:
    """--from makes a pack that checks and plans, and says what became of the rows."""
    path = tmp_path / "steps.csv"
    path.write_text(CSV, encoding="utf-8")
    words = ("--technique", "Hot stone", "--author", "Ann Example", "--from", str(path))
    ran = run("new", "hot-stone", *words, "--in", str(tmp_path), "--no-kit")
    assert ran.code == 0, ran.out + ran.err
    assert f"read      {path}: steps from 4 rows; 2 kept as comments" in ran.out
    assert "check     0 errors" in ran.out
    assert (tmp_path / "palpate-hot-stone/not-placed.md").is_file()


HEADINGS = ("Condition", "Step", "Area", "Muscles", "Side", "Position", "Technique", "Minutes")
HEADINGS += ("Pressure", "Reps", "Hold", "Cautions", "Stage", "Id", "Notes", "Contact", "Points")
CONTENT = (
    *("neck pain", "sciatica", "muscle strain", "cold feet", "Knead the calf", "Warm up", "neck"),
    *("left calf", "knee and foot", "prone", "face down", "lying", "effleurage", "deep stripping"),
    *("hot stones", "3", "2-3", "90 s", "1.5", "3 x 30 s", "firm", "5/10", "30 mmHg", "99", "x"),
    *("upper trapezuis", "gluteus maximus", "both", "L", "stop; ask", "chronic", "thumb", ";", "-"),
)
CELLS = st.one_of(
    st.sampled_from(CONTENT),
    st.just(""),
    st.text(string.ascii_letters + " ,;/0123456789-", max_size=12),
)
TABLES = st.lists(st.dictionaries(st.sampled_from(HEADINGS), CELLS), min_size=1, max_size=5)


def bare(text: str) -> str:
    """Give what of a text a reader would miss: its letters and digits."""
    return "".join(re.findall(r"[a-z0-9]+", text.lower()))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cells=TABLES)
def test_nothing_of_a_table_is_lost(cells: list[dict[str, str]], vocabulary: Vocabulary) -> None:
    """Every cell is a field by itself, without a remark, or stands word for word in what is made."""
    rows = tuple(
        Row(f"row {n}", "", {h: text.strip() for h, text in row.items() if text.strip()})
        for n, row in enumerate(cells, 2)
    )
    try:
        pack = pack_of_table(rows, (place_of("neck-pain", vocabulary),), vocabulary)
    except RequestError:
        return
    texts = {**written(pack, "t.csv", vocabulary), **not_placed(pack, "t.csv")}
    everything = bare(
        "".join(line.lstrip("# ") for text in texts.values() for line in text.split("\n"))
    )
    for row in rows:
        for heading, text in row.cells.items():
            field, unit = field_of(heading)
            if field == "condition" or bare(text) in everything:
                continue
            read = read_cell(field, text, unit, vocabulary)
            assert read.fields, (row.where, heading, text)
            assert not read.remarks, (row.where, heading, text)


def test_a_lost_cell_would_be_seen(vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    """The property can fail: without the remarks of a row, a column of notes is gone."""
    row = Row("row 2", "", {"Step": "Knead", "Area": "neck", "Notes": "use warm oil"})
    places = (place_of("neck-pain", vocabulary),)
    whole = written(pack_of_table((row,), places, vocabulary), "t.csv", vocabulary)
    assert "use warm oil" in whole["neck-pain"]
    monkeypatch.setattr("palpate.authoring.table_pack._wrapped", lambda _: [])
    less = written(pack_of_table((row,), places, vocabulary), "t.csv", vocabulary)
    assert "use warm oil" not in less["neck-pain"]

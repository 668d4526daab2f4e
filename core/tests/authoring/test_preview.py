"""`palpate preview`: what the author sees is what `plan --pack DIR` gives, for each condition."""

import json
import os
import re
import shlex
from itertools import islice
from pathlib import Path

import click
import pytest
from author_run import run

from palpate.authoring.new import example_sequences
from palpate.authoring.new import make_pack
from palpate.authoring.new_names import ConditionPlace
from palpate.authoring.new_names import NewPack
from palpate.authoring.new_names import name_of
from palpate.authoring.preview import SequenceSeen
from palpate.authoring.preview import look_at
from palpate.authoring.preview_watch import changes
from palpate.authoring.preview_watch import stamp
from palpate.errors import RequestError
from palpate.vocabulary import Vocabulary

PLACES = (ConditionPlace("muscle-strain", "calf"), ConditionPlace("migraine"))
DATE = ("--date", "2026-03-31")
HEADING = re.compile(r"^== (\S+), (alone|combined)\n\$ palpate (.*)\n\n", re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new pack with two conditions, in the folder that commands are typed in."""
    pack = NewPack(name_of("Hot stone massage", "hot-stone"), "Ann Example", PLACES)
    place = make_pack(pack, tmp_path, example_sequences(pack, vocabulary))
    monkeypatch.chdir(tmp_path)
    return Path(place.name)


def sequence(folder: Path, name: str) -> Path:
    """Give a sequence's file."""
    return folder / "src" / "palpate_hot_stone" / "sequences" / f"{name}.toml"


@pytest.mark.slow
def test_each_plan_is_that_of_its_command(folder: Path) -> None:
    """Under each heading stands what its command prints, byte for byte."""
    ran = run("preview", str(folder), "--condition", "muscle strain", *DATE)
    assert ran.code == 0, ran.err
    parts = HEADING.split(ran.out)[1:]
    shown = list(zip(*(islice(parts, start, None, 4) for start in range(4)), strict=True))
    ways = [(name, way) for name, way, _, _ in shown]
    assert ways == [("muscle-strain@calf", "alone"), ("muscle-strain@calf", "combined")]
    for _, way, command, page in shown:
        words = shlex.split(command)
        assert words[:3] == ["plan", words[1], "--pack"]
        assert ("--technique" in words) == (way == "alone")
        plain = run(*words)
        assert plain.code == 0
        assert page.partition("\nSEQUENCE ")[0].rstrip("\n") == plain.out.rstrip("\n")


def test_options_of_plan_are_handed_on(folder: Path) -> None:
    """A preview for another patient, and as JSON, is the plan for that patient as JSON."""
    options = (*DATE, "--minutes", "20", "--factor", "frail-older", "--format", "json")
    ran = run("preview", str(folder), "--condition", "migraine", "--combined", *options)
    plain = run("plan", "migraine", "--pack", str(folder), *options)
    assert ran.out == plain.out
    request = json.loads(ran.out)
    assert request["session"]["minutes"] == 20
    assert ran.code == 0


def test_a_sequence_is_shown_as_written(folder: Path) -> None:
    """The steps stand in a table, and what a step took over from elsewhere is marked."""
    ran = run(
        "preview", str(folder), "--condition", "migraine", "--alone", *DATE, "--minutes", "20"
    )
    head = ran.out.partition("\n== ")[0]
    assert "SEQUENCE migraine" in head
    assert re.search(
        r"^treat +petrissage +head-face +both\* +1-2 +3-5-8 +treat, core$", head, re.MULTILINE
    )


def test_the_stage_and_the_place_of_the_sequence_are_asked_for(
    folder: Path, vocabulary: Vocabulary
) -> None:
    """Where plan would assume another stage, or ask for the region, the command says it."""
    seen = look_at(folder, vocabulary)
    strain = next(each for each in seen.sequences if each.condition == "muscle-strain")
    assert dict(strain.assumed) == {"region": "calf", "stage": "chronic"}
    typed = strain.words("DIR", {"onset": "3w", "region": ("leg",), "factor": ()}, None)
    assert typed == ("plan", "muscle-strain", "--pack", "DIR", "--onset", "3w", "--region", "leg")


def test_several_documents_need_a_folder(folder: Path) -> None:
    """Documents that can't stand one below the other are refused, and a folder takes them."""
    ran = run("preview", str(folder), "--condition", "migraine", *DATE, "--format", "json")
    assert ran.code == 2
    assert "gives 2 documents; choose one" in ran.err
    ran = run(
        *("preview", str(folder), "--condition", "migraine", *DATE, "--minutes", "20"),
        *("--format", "json", "-o", "out"),
    )
    assert ran.code == 0, ran.err
    assert sorted(path.name for path in Path("out").iterdir()) == [
        "migraine-alone.json",
        "migraine-combined.json",
    ]
    words = ("--pack", str(folder), *DATE, "--minutes", "20", "--format", "json")
    plain = run("plan", "migraine", *words)
    assert Path("out/migraine-combined.json").read_text("utf-8") == plain.out


def test_an_error_costs_its_sequence(folder: Path) -> None:
    """What is wrong is said with its line; the other sequence is shown all the same; exit 1."""
    path = sequence(folder, "migraine")
    path.write_text(path.read_text("utf-8").replace('"petrissage"', '"petrisage"'), "utf-8")
    ran = run("preview", str(folder), "--combined", *DATE, "--minutes", "20")
    assert ran.code == 1
    assert re.search(r"sequences/migraine\.toml:\d+.*petrisage.*nearest: petrissage", ran.err)
    assert "== muscle-strain@calf, combined" in ran.out
    assert "migraine, combined" not in ran.out


def test_a_file_that_only_looks_like_a_sequence(folder: Path) -> None:
    """An ending that a system adds and hides is found by check."""
    path = sequence(folder, "migraine")
    path.rename(f"{path}.txt")
    ran = run("check", str(folder), "--date", "2026-03-31")
    assert (
        "migraine.toml.txt: warning: stray-file: isn't read: its name must end in .toml" in ran.out
    )


def test_a_folder_without_a_pack_is_not_checked(folder: Path) -> None:
    """What holds no pack at all is refused, with where its files would be looked for."""
    for word, said in ((".", "holds no pack"), (f"{folder}/README.md", "name the folder")):
        ran = run("check", word)
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err


def test_an_error_of_the_technique_costs_all(folder: Path) -> None:
    """Where nothing can be planned, that is said, and what to do."""
    (folder / "src/palpate_hot_stone/contraindications.toml").unlink()
    ran = run("preview", str(folder), *DATE)
    assert (ran.code, ran.out) == (1, "")
    assert "nothing can be planned before that is mended; palpate check" in ran.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere",), "nowhere: isn't a folder"),
        (("palpate-hot-stone/README.md",), "is a file; name the folder of the pack"),
        ((".",), "holds no pack: no technique.toml in it"),
        (
            ("palpate-hot-stone", "--condition", "neck-pain"),
            "no sequence for it that is without errors",
        ),
        (("palpate-hot-stone", "--format", "jsn"), "gives 4 documents; choose one"),
    ],
)
def test_wrong_words(words: tuple[str, ...], said: str, folder: Path) -> None:
    """A wrong request is exit 2, with what would be right."""
    assert folder.is_dir()
    ran = run("preview", *words)
    assert ran.code == 2
    assert said in ran.err


def test_a_wrong_option_of_plan(folder: Path) -> None:
    """What plan says of an option is said once, with its exit code."""
    words = ("--condition", "migraine", "--alone", "--minutes", "many")
    ran = run("preview", str(folder), *words)
    assert ran.code == 2
    assert ran.err.count("--minutes needs a whole number") == 1


def test_watching_sees_each_change(folder: Path) -> None:
    """A turn at once; one for each file that is written, made or taken away; none without a change."""
    path = sequence(folder, "migraine")
    looks: list[str] = []

    def sleep(_: float) -> None:
        looks.append("slept")
        if len(looks) == 2:
            path.write_text(path.read_text("utf-8") + "# more\n", "utf-8")
            os.utime(path, (1, 1))
        if len(looks) == 3:
            sequence(folder, "new").write_text("", "utf-8")
        if len(looks) == 4:
            sequence(folder, "new").unlink()
        if len(looks) == 5:
            (folder / "notes.txt").write_text("none of ours", "utf-8")
        if len(looks) > 6:
            raise KeyboardInterrupt

    turns = changes(folder, sleep)
    assert [next(turns) for _ in range(4)] == [None] * 4
    with pytest.raises(KeyboardInterrupt):
        next(turns)


def test_watching_shows_mistakes_and_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake made on the way is said, the next look shows it mended, Ctrl-C ends it with 0."""
    path = sequence(folder, "migraine")
    sound = path.read_text("utf-8")

    def turns(_: Path) -> object:
        yield None
        path.write_text(sound.replace("[indication]", "[indication"), "utf-8")
        yield None
        path.write_text(sound, "utf-8")
        yield None
        raise KeyboardInterrupt

    def planned(_: object, sequence: SequenceSeen, way: str, __: str) -> int:
        click.echo(f"== {sequence.name}, {way}")
        return 0

    monkeypatch.setattr("palpate.cli.preview.changes", turns)
    monkeypatch.setattr("palpate.cli.preview._Documents.write", planned)
    ran = run("preview", str(folder), "--condition", "migraine", "--alone", "--watch", *DATE)
    assert ran.code == 0
    assert ran.out.count("== migraine, alone") == 2
    assert "sequences/migraine.toml" in ran.err
    assert ran.err.endswith("stopped\n")


def test_what_is_no_part_of_a_pack_is_not_watched(folder: Path) -> None:
    """Environments, builds and links are left alone; code is watched too."""
    for name in (".venv", "dist"):
        (folder / name).mkdir()
        (folder / name / "a.toml").write_text("", "utf-8")
    (folder / "loop").symlink_to(folder.resolve())
    (folder / "src/palpate_hot_stone/hooks.py").write_text("", "utf-8")
    seen = {Path(name).name for name in stamp(folder)}
    assert "hooks.py" in seen
    assert "technique.toml" in seen
    assert "a.toml" not in seen
    assert not [name for name in stamp(folder) if "loop" in name]


def test_a_pack_without_a_sequence_for_a_word(folder: Path, vocabulary: Vocabulary) -> None:
    """A synonym finds its sequence; a word without one names those there are."""
    seen = look_at(folder, vocabulary)
    found = seen.chosen(("pulled muscle", "migraine"), vocabulary)
    assert [each.name for each in found] == ["muscle-strain@calf", "migraine"]
    with pytest.raises(RequestError, match="nearest: migraine"):
        seen.chosen(("migrane",), vocabulary)

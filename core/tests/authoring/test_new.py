"""`palpate new`: what it makes is sound, says what is undecided, and is whole or not there."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from author_run import run

from palpate import load_packs
from palpate.authoring import new as new_module
from palpate.authoring.new import example_sequences
from palpate.authoring.new import make_pack
from palpate.authoring.new_names import ConditionPlace
from palpate.authoring.new_names import NewPack
from palpate.authoring.new_names import name_of
from palpate.authoring.new_proof import MARK
from palpate.authoring.new_proof import open_questions
from palpate.authoring.new_sequence import place_of
from palpate.cli import new as cli_new
from palpate.errors import RequestError
from palpate.packs import check_folder
from palpate.registry.discover import data_below
from palpate.vocabulary import Vocabulary

ASKED = ("--technique", "Hot stone massage", "--author", "Ann Example")
MADE = ("new", "hot-stone", *ASKED, "--condition", "neck-pain")


def pack_of(*places: ConditionPlace, python: bool = False, technique: str = "Try") -> NewPack:
    """Give what an author would have said."""
    return NewPack(name_of(technique, None), "Ann Example", places, python)


def every_place(vocabulary: Vocabulary) -> tuple[ConditionPlace, ...]:
    """Give every condition, with a place where that is due."""
    return tuple(
        place_of(f"{each.id}@{each.places[0]}" if each.place == "needed" else each.id, vocabulary)
        for each in vocabulary.conditions.values()
    )


def test_every_condition_makes_a_sound_sequence(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """Whatever condition is named, its worked sequence has neither an error nor a warning."""
    pack = pack_of(*every_place(vocabulary))
    place = make_pack(pack, tmp_path, example_sequences(pack, vocabulary))
    home = data_below(place)
    assert home is not None
    assert len(list((home / "sequences").glob("*.toml"))) == len(vocabulary.conditions)
    assert [str(problem) for problem in check_folder(home, vocabulary)] == []


def test_nothing_is_presented_as_sourced(vocabulary: Vocabulary) -> None:
    """Every basis is editorial, every grade D, nothing is cited, and every dose asks its author."""
    pack = pack_of(*every_place(vocabulary))
    for text in example_sequences(pack, vocabulary).values():
        written = tomllib.loads(text)
        assert written["indication"]["grade"] == "D"
        assert written["indication"]["references"] == []
        assert {written["indication"]["basis"], written["every_step"]["basis"]} == {"editorial"}
        for line in text.splitlines():
            if line.startswith("minutes = "):
                assert MARK in line


@pytest.mark.parametrize(
    "technique", ['Say "ah"', "Tui Na \u2013 \u63a8\u62ff", "A\\B", "#1 $touch ''' \"\"\""]
)
def test_any_name_makes_a_readable_pack(
    technique: str, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    """Quotes, dollars, backslashes and other scripts in a name break no file."""
    pack = NewPack(
        name_of(technique, "try-out"), 'Ann "A" O\'Example', (ConditionPlace("migraine"),), True
    )
    place = make_pack(pack, tmp_path, example_sequences(pack, vocabulary))
    home = data_below(place)
    assert home is not None
    assert not check_folder(home, vocabulary)
    assert (
        tomllib.loads((home / "technique.toml").read_text("utf-8"))["technique"]["name"]
        == technique
    )
    project = tomllib.loads((place / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["authors"] == [{"name": 'Ann "A" O\'Example'}]
    assert project["entry-points"]["palpate"] == {"try-out": "palpate_try_out"}
    for path in place.rglob("*.py"):
        compile(path.read_text("utf-8"), str(path), "exec")


@pytest.mark.parametrize(
    ("technique", "name", "id_"),
    [
        ("Hot stone massage", None, "hot-stone-massage"),
        ("Hot stone", "palpate-stones", "stones"),
        ("Hot stone", "Hot_Stone", "hot-stone"),
        ("Réflexologie", None, "reflexologie"),
    ],
)
def test_names(technique: str, name: str | None, id_: str) -> None:
    """One name gives id, distribution and package, each spelt as it must be."""
    found = name_of(technique, name)
    assert (found.id, found.distribution) == (id_, f"palpate-{id_}")
    assert found.package == "palpate_" + id_.replace("-", "_")


@pytest.mark.parametrize("name", ["1-stone", "hot stone", "-", "", "a" * 60, "caf\u00e9", "../up"])
def test_bad_names_are_refused(name: str) -> None:
    """What pip or Python couldn't use isn't a name."""
    with pytest.raises(RequestError, match="lower-case letters"):
        name_of("Hot stone", name)


def test_the_command_makes_a_pack_that_combines(tmp_path: Path) -> None:
    """What is made is checked and planned at once, and the next three steps are printed."""
    ran = run(*MADE, "--in", str(tmp_path), "--no-kit")
    assert ran.code == 0, ran.err
    assert "check     0 errors" in ran.out
    assert "preview   neck-pain: alone" in ran.out
    assert re.findall(r"^  (\d)\. ", ran.out, re.MULTILINE) == ["1", "2", "3"]
    place = tmp_path / "palpate-hot-stone"
    assert f"{open_questions(place)} places marked" in ran.out
    names = {str(path.relative_to(place)) for path in place.rglob("*") if path.is_file()}
    assert names >= {
        ".editorconfig",
        ".gitignore",
        ".vscode/extensions.json",
        "CHANGELOG.md",
        "LICENSE",
        "README.md",
        "pyproject.toml",
        "src/palpate_hot_stone/sequences/neck-pain.toml",
        "src/palpate_hot_stone/technique.toml",
        "tests/test_pack.py",
    }
    assert not any("PACKAGE" in name or name.endswith(".txt") for name in names)
    for path in place.rglob("src/**/*.toml"):
        directive, _, _ = path.read_text("utf-8").partition("\n")
        schema = path.parent / directive.removeprefix("#:schema ")
        assert json.loads(schema.read_text("utf-8"))["title"]
    loaded = load_packs([place])
    assert "hot-stone" in loaded.techniques
    assert not [each for each in loaded.problems if each.state != "shadowed"]


def test_the_python_variant_is_marked_as_code(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """A hook in code comes with its test, loads, and the pack is known to have code."""
    pack = pack_of(ConditionPlace("migraine"), python=True)
    place = make_pack(pack, tmp_path, example_sequences(pack, vocabulary))
    packs = load_packs([place], entry_points=False)
    own = next(each for each in packs.packs if each.technique.id == "try")
    assert own.identity.has_code
    assert len(own.hooks["adjust_step"]) == 1
    assert (place / "tests/test_hooks.py").is_file()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """Where something of that name is, even an empty folder, nothing is made."""
    (tmp_path / "palpate-hot-stone").mkdir()
    ran = run(*MADE, "--in", str(tmp_path), "--no-kit")
    assert ran.code == 2
    assert "is there already, and nothing is overwritten" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["palpate-hot-stone"]
    assert not list((tmp_path / "palpate-hot-stone").iterdir())


def test_nothing_is_left_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where writing fails on the way, the folder is as it was before."""
    write = Path.write_text

    def fail(path: Path, text: str, **options: str) -> int:
        if path.name == "technique.toml":
            raise OSError(28, "No space left on device")
        return write(path, text, **options)

    monkeypatch.setattr(new_module.Path, "write_text", fail)
    ran = run(*MADE, "--in", str(tmp_path), "--no-kit")
    assert ran.code == 2
    assert "No space left on device" in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("neck pan", "neck pan: no condition of that name; palpate conditions lists them"),
        ("neck pan", "nearest: neck-pain"),
        ("sports injury", "names several conditions; choose among them"),
        ("muscle-strain", "name one, as muscle-strain@REGION: posterior-thigh"),
        ("muscle-strain@clf", "no region of that name; nearest: calf"),
        ("osteoarthritis@scalp", "osteoarthritis doesn't sit there"),
        ("migraine@neck", "always sits in the same place"),
    ],
)
def test_a_condition_that_is_not_known(word: str, said: str, vocabulary: Vocabulary) -> None:
    """It comes with the nearest words, and with how to write it."""
    with pytest.raises(RequestError, match=re.escape(said)):
        place_of(word, vocabulary)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "--condition: is missing"),
        (("--condition", "migraine", "--in", "nowhere"), "nowhere: isn't a folder"),
    ],
)
def test_wrong_words_make_nothing(words: tuple[str, ...], said: str) -> None:
    """What is wrong is said on one line, with exit code 2."""
    ran = run("new", "hot-stone", *ASKED, "--no-kit", *words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_an_installed_technique_is_not_made_again(tmp_path: Path) -> None:
    """A second pack of one id would take both out, so it isn't begun."""
    taken = next(p.technique.id for p in load_packs().packs if not p.technique.frame)
    ran = run("new", taken, *ASKED, "--condition", "migraine", "--in", str(tmp_path))
    assert ran.code == 2
    assert "there is a technique of that id already" in ran.err


@pytest.mark.parametrize("missing", ["--technique", "--author"])
def test_without_a_terminal_what_is_missing_is_named(missing: str) -> None:
    """Where nobody can be asked, the option is named."""
    words = [
        word
        for pair in zip(ASKED[::2], ASKED[1::2], strict=True)
        if pair[0] != missing
        for word in pair
    ]
    ran = run("new", "hot-stone", *words, "--condition", "migraine")
    assert ran.code == 2
    assert ran.err == f"error: {missing}: is missing, and there is no terminal to ask on\n"


def test_a_terminal_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What isn't given is asked for, and asked again where the answer is wrong."""
    monkeypatch.setattr(cli_new, "_asks", lambda: True)
    monkeypatch.setattr(cli_new, "_proved", lambda *_, **__: 0)
    answers = "Hot stone massage\n\nneck pan\nneck pain\nmuscle-strain\nmuscle-strain@calf\n\n \nAnn Example\n"
    ran = run("new", "--in", str(tmp_path), "--no-kit", standard_input=answers.encode())
    assert ran.code == 0, ran.err
    assert "nearest: neck-pain" in ran.err
    assert "--author: is empty" in ran.err
    place = tmp_path / "palpate-hot-stone-massage"
    files = sorted(path.name for path in place.rglob("sequences/*.toml"))
    assert files == ["muscle-strain@calf.toml", "neck-pain.toml"]


def test_answers_that_end_make_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-D on the way leaves the folder as it was."""
    monkeypatch.setattr(cli_new, "_asks", lambda: True)
    ran = run("new", "--in", str(tmp_path), standard_input=b"Hot stone\n\n")
    assert ran.code == 2
    assert "the answers end too early; nothing is made" in ran.err
    assert list(tmp_path.iterdir()) == []


def in_new_environment(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run this Python with some words."""
    return subprocess.run(
        [sys.executable, *words], cwd=cwd, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.mark.slow
def test_its_own_tests_pass_and_can_fail(tmp_path: Path) -> None:
    """The kit passes on what was made; with a dose spoilt in the file it doesn't."""
    ran = run(*MADE, "--in", str(tmp_path), "--python")
    assert ran.code == 0, ran.out + ran.err
    assert re.search(r"^tests +\d+ passed", ran.out, re.MULTILINE)
    place = tmp_path / "palpate-hot-stone"
    sequence = next(place.rglob("sequences/neck-pain.toml"))
    text = sequence.read_text("utf-8")
    sequence.write_text(text.replace("minutes = [3, 5, 8]", "minutes = [8, 5, 3]"), "utf-8")
    spoilt = in_new_environment("-m", "pytest", "-q", "tests", cwd=place)
    assert spoilt.returncode == 1
    assert "neck-pain.toml" in spoilt.stdout


@pytest.mark.slow
def test_it_builds_a_wheel_that_plans(tmp_path: Path) -> None:
    """The wheel holds the data files, and installed in a folder of its own it takes part in a plan."""
    assert run(*MADE, "--in", str(tmp_path), "--no-kit").code == 0
    place = tmp_path / "palpate-hot-stone"
    built = in_new_environment(
        "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path / "dist"), cwd=place
    )
    assert built.returncode == 0, built.stdout + built.stderr
    wheel = next((tmp_path / "dist").glob("*.whl"))
    into = tmp_path / "site"
    installed = in_new_environment(
        "-m", "pip", "install", "-q", "--no-deps", "--target", str(into), str(wheel), cwd=place
    )
    assert installed.returncode == 0, installed.stderr
    code = f"import sys; sys.path.insert(0, {str(into)!r}); from palpate.cli import main; main()"
    ran = in_new_environment("-c", code, "techniques", "hot-stone", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert "palpate-hot-stone" in ran.stdout

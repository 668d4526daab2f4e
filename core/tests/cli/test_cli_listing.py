"""The listings: what is installed and known, as tables of 80 columns and as JSON."""

import json
from pathlib import Path

import pytest
from command_run import Cli

from palpate.cli.listings import find
from palpate.registry import Packs

COMMANDS = ["techniques", "conditions", "factors", "references", "vocabulary"]
FIVE = ["deep-tissue", "lymphatic", "myofascial", "neuromuscular", "trigger-point"]


@pytest.mark.parametrize("command", COMMANDS)
def test_table(cli: Cli, command: str) -> None:
    """A listing exits 0, fits 80 columns, is plain, and leaves standard error empty."""
    ran = cli(command)
    assert (ran.code, ran.err) == (0, "")
    assert max(map(len, ran.out.splitlines())) <= 80
    assert "\x1b" not in ran.out


@pytest.mark.parametrize("command", COMMANDS)
def test_json(cli: Cli, command: str) -> None:
    """With --json every listing is one JSON document."""
    ran = cli(command, "--json")
    assert ran.code == 0
    assert json.loads(ran.out)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(cli: Cli, command: str) -> None:
    """The help shows how the command is used."""
    ran = cli(command, "--help")
    assert ran.code == 0
    assert f"Example: palpate {command}" in ran.out
    for option in ("--search", "--json", "--pack"):
        assert option in ran.out


@pytest.mark.parametrize(
    ("command", "word", "near"),
    [
        ("techniques", "deep-tisue", "deep-tissue"),
        ("conditions", "scitica", "sciatica"),
        ("factors", "feverr", "fever"),
        ("references", "moraska-2007", "moraska-2008"),
        ("vocabulary", "trapezus", "trapezius"),
        ("vocabulary", "muscels", "muscles"),
        ("conditions", "headache", "tension-type-headache, migraine"),
        ("conditions", "xq", ""),
    ],
)
def test_unknown_word(cli: Cli, command: str, word: str, near: str) -> None:
    """An unknown word is exit 2 with the nearest, and nothing on standard output."""
    ran = cli(command, word)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {word}: ")
    assert "nearest: " in ran.err
    assert near in ran.err


@pytest.mark.parametrize("command", [c for c in COMMANDS if c != "vocabulary"])
def test_word_and_search_contradict(cli: Cli, command: str) -> None:
    """One entry can't be searched."""
    ran = cli(command, "x", "--search", "y")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error: --search: contradicts x; say one of them\n"


@pytest.mark.parametrize(
    ("command", "text", "found", "not_found"),
    [
        ("techniques", "lymph", "lymphatic", "myofascial"),
        ("conditions", "slipped disc back", "", ""),
        ("conditions", "Piriformis", "sciatica", "migraine"),
        ("conditions", "G44", "tension-type-headache", "sciatica"),
        ("factors", "saddle", "cauda-equina", "fever-systemic-infection"),
        ("references", "moraska", "moraska-2008", "ajimsha-2011"),
        ("vocabulary", "Trapezius", "upper-trapezius", "gluteus-maximus"),
    ],
)
def test_search(cli: Cli, command: str, text: str, found: str, not_found: str) -> None:
    """A search looks through ids, names, synonyms and codes; capitals don't matter."""
    ran = cli(command, "--search", text)
    assert ran.code == 0
    if not found:
        assert ran.out == ""
        assert text in ran.err
        return
    assert found in ran.out
    assert not_found not in ran.out


def test_search_for_nothing_there_in_json(cli: Cli) -> None:
    """What isn't found is an empty list, and said on standard error."""
    ran = cli("factors", "--search", "unheard of", "--json")
    assert (ran.code, json.loads(ran.out)) == (0, [])
    assert 'no factor has "unheard of"' in ran.err


def test_techniques_names_packs(cli: Cli, packs: Packs) -> None:
    """Every technique stands with its pack, its version, data or code, and its review."""
    listed = json.loads(cli("techniques", "--json").out)
    assert [each["id"] for each in listed] == sorted([*FIVE, "session"])
    for each, pack in zip(listed, packs.packs, strict=True):
        assert (each["pack"], each["version"]) == (
            pack.identity.distribution,
            pack.identity.version,
        )
        assert each["kind"] == ("code" if pack.identity.has_code else "data")
        assert each["review"]["status"] == "unsigned"
    assert "unsigned" in cli("techniques").out


@pytest.mark.parametrize("technique", FIVE)
def test_one_technique(cli: Cli, technique: str, packs: Packs) -> None:
    """A technique shows the grade by stage of what it is for, and what it is not for."""
    ran = cli("techniques", technique)
    assert ran.code == 0
    assert max(map(len, ran.out.splitlines())) <= 80
    assert "no clinician has reviewed it" in ran.out
    data = json.loads(cli("techniques", packs.techniques[technique].name, "--json").out)
    assert data["id"] == technique
    for indication in data["indications"]:
        name = packs.vocabulary.conditions[indication["condition"]].name
        shown = indication["condition"] if indication["indicated"] else name
        assert shown in ran.out


def test_every_condition(cli: Cli, packs: Packs) -> None:
    """Each condition shows its red flags with their questions, and every technique's word on it."""
    for condition in packs.vocabulary.conditions.values():
        ran = cli("conditions", condition.id)
        assert ran.code == 0
        assert max(map(len, ran.out.splitlines())) <= 80
        for factor in condition.asks:
            assert f"({factor})" in ran.out
        for technique in FIVE:
            assert f"\n  {technique}" in ran.out or f"\n{technique}" in ran.out


def test_one_condition(cli: Cli) -> None:
    """Synonyms, codes, places, goals, measures; indicated with a grade by stage, or why not."""
    ran = cli("conditions", "M54.31")
    for said in (
        "Sciatica",
        "piriformis",
        "M54.3",
        "lower back",
        "relieve pain",
        "numeric pain rating",
    ):
        assert said in ran.out
    data = json.loads(cli("conditions", "sciatica", "--json").out)
    by_id = {each["id"]: each for each in data["techniques"]}
    assert sorted(by_id) == FIVE
    assert by_id["deep-tissue"]["indicated"]
    assert not by_id["lymphatic"]["indicated"]
    assert by_id["lymphatic"]["indications"][0]["reason"]
    assert data["asks"][0]["question"].endswith("?")


def test_every_factor(cli: Cli, packs: Packs) -> None:
    """Each factor shows its question and what each rule makes of it, the strictest first."""
    ranks = ["emergency", "absolute", "clearance", "regional", "caution", "proceed"]
    for factor in packs.vocabulary.factors:
        data = json.loads(cli("factors", factor, "--json").out)
        assert data["question"]
        found = [ranks.index(rule["verdict"]) for rule in data["rules"]]
        assert found == sorted(found)
        page = cli("factors", factor).out
        assert max(map(len, page.splitlines())) <= 80
        assert ("RULES" in page) is bool(found)


def test_references_of_every_pack(cli: Cli, packs: Packs) -> None:
    """Every pack's whole library is there, with what was found and how it was read."""
    listed = json.loads(cli("references", "--json").out)
    count = sum(len(technique.library) for technique in packs.techniques.values())
    assert len(listed) == count
    assert {each["read"] for each in listed} <= {"page", "secondary", "not-read"}
    ran = cli("references", "moraska-2015")
    assert ran.out.count("found  ") == len([r for r in listed if r["id"] == "moraska-2015"])


def test_every_kind_and_word(cli: Cli) -> None:
    """Every kind of the vocabulary is a table that fits, in the singular or the plural."""
    for kind, count in json.loads(cli("vocabulary", "--json").out).items():
        ran = cli("vocabulary", kind)
        assert ran.code == 0
        assert max(map(len, ran.out.splitlines())) <= 80
        assert len(json.loads(cli("vocabulary", kind, "--json").out)) == count
    assert cli("vocabulary", "muscle").out == cli("vocabulary", "muscles").out
    assert (
        cli("vocabulary", "endangerment_sites").out == cli("vocabulary", "endangerment sites").out
    )


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("trapezius", "muscle trapezius"),
        ("cross-fibre friction", "family"),
        ("knee", "region knee"),
        ("warm", "state warm"),
        ("elbow", "contact elbow"),
        ("front-triangle-of-neck", "max pressure"),
        ("sports injury", "muscle-strain"),
        ("odi", "Oswestry"),
    ],
)
def test_word(cli: Cli, word: str, said: str) -> None:
    """A word is shown wherever it stands, by id, name or synonym."""
    ran = cli("vocabulary", word)
    assert ran.code == 0
    assert said in ran.out


def test_search_in_one_kind(cli: Cli) -> None:
    """A kind can be searched; a word can't."""
    ran = cli("vocabulary", "manoeuvres", "--search", "friction")
    assert "cross-fibre-friction" in ran.out
    assert "petrissage" not in ran.out
    ran = cli("vocabulary", "trapezius", "--search", "x")
    assert (ran.code, ran.out) == (2, "")


@pytest.fixture
def broken(tmp_path: Path) -> str:
    """A folder whose manifest can't be read, with a name that would steer a terminal."""
    folder = tmp_path / "bro\x1b[31mken"
    folder.mkdir()
    (folder / "technique.toml").write_text("this is no TOML\n", encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("before", [True, False])
def test_broken_pack_costs_a_warning(cli: Cli, broken: str, command: str, before: bool) -> None:
    """A broken pack is a warning on standard error, before or after the command; the table stands."""
    words = ["--pack", broken, command] if before else [command, "--pack", broken]
    ran = cli(*words)
    assert ran.code == 0
    assert ran.out
    assert ran.err.startswith("warning: ")
    assert "ken: " in ran.err
    assert "\x1b" not in ran.err + ran.out


@pytest.mark.parametrize("word", ["fever", "Fever", "FEVER", "fever or infection"])
def test_find_by_any_word(packs: Packs, word: str) -> None:
    """An entry is found by id, name or synonym, in capitals or not."""
    found = find.matching(packs.vocabulary.factors.values(), word.split(maxsplit=1)[0])
    assert found

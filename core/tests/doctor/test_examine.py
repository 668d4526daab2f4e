"""The doctor names what is wrong, where, and what to do; what is well it leaves alone."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from attrs import evolve

from palpate import cli as command
from palpate.cli import packs as cli_packs
from palpate.compiled import carried_file
from palpate.doctor import Report
from palpate.doctor import examine
from palpate.errors import ContentError
from palpate.errors import Problem
from palpate.hooks import hookimpl
from palpate.model.condition import Condition
from palpate.model.safety import Contraindication
from palpate.model.technique import CombinationRule
from palpate.model.technique import Range
from palpate.model.technique import Technique
from palpate.model.work import Selector
from palpate.packs.kept import HEAD
from palpate.packs.kept import sequence_entry
from palpate.packs.read import open_pack
from palpate.registry import PackProblem
from palpate.registry import Packs
from palpate.registry import load_packs
from palpate.registry.load import pack_from_plugin
from palpate.registry.load import together
from palpate.vocabulary import load_vocabulary

SOURCE = Path(__file__).parents[3] / "plugins" / "myofascial" / "src" / "palpate_myofascial"


class Small:
    """A pack in code that answers the least."""

    def __init__(self, name: str, verdict: str, order: tuple[str, str]) -> None:
        self.name, self.verdict, self.order = name, verdict, order

    @hookimpl
    def technique(self) -> Technique:
        """Say who it is."""
        return Technique(
            id=self.name,
            name=self.name,
            summary="Small.",
            lowest_useful_pressure=1,
            highest_pressure=2,
            share_minutes=Range(5, 5, 5),
            basis="editorial",
        )

    @hookimpl
    def contraindications(self) -> Iterable[Contraindication]:
        """Speak of all work."""
        rule = Contraindication(
            "cold", "hypotension", self.verdict, "Mind it.", "editorial", applies_to="any-technique"
        )  # type: ignore[arg-type]
        return (rule,)

    @hookimpl
    def combination_rules(self) -> Iterable[CombinationRule]:
        """Ask for an order."""
        first, then = (Selector(elements=(each,)) for each in self.order)
        return (CombinationRule("order", "before", first, then),)


def pair() -> Packs:
    """Give two packs that disagree, beside the built-in one."""
    vocabulary = load_vocabulary()
    made = [
        Small("milder", "caution", ("friction", "stretch")),
        Small("stricter", "absolute", ("stretch", "friction")),
    ]
    built_in = load_packs(entry_points=False).packs
    small = [pack_from_plugin(each, f"palpate-{each.name}", "1.2", vocabulary) for each in made]
    return together([*built_in, *small], vocabulary)


def report_of(packs: Packs, *folders: Path) -> Report:
    """Examine packs that are already there."""
    return examine(lambda: packs, folders)


@pytest.fixture(scope="module")
def sound(packs: Packs) -> Report:
    """The report of the packs of this checkout."""
    return report_of(packs)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A pack in a folder of its own, sound as yet."""
    place = tmp_path / "palpate_myofascial"
    shutil.copytree(SOURCE, place, ignore=shutil.ignore_patterns("__pycache__"))
    return place


def test_a_sound_program_needs_nothing(packs: Packs, sound: Report) -> None:
    """The packs of this checkout are well; each is named with version, API, kind and time."""
    report = sound
    assert report.errors == 0, report
    assert [pack.state for pack in report.packs] == ["loaded"] * len(packs.packs)
    assert report.packs[0].origin == "built-in"
    assert all(pack.api == 1 and pack.milliseconds > 0 and pack.version for pack in report.packs)
    assert {pack.kind for pack in report.packs} == {"data", "code"}
    slowest = report.slowest
    assert slowest is not None
    assert slowest.milliseconds == max(pack.milliseconds for pack in report.packs)
    assert dict(report.vocabulary)["conditions"] == len(packs.vocabulary.conditions)
    assert "text" in report.formats


def test_overlaps_are_counted(sound: Report) -> None:
    """A condition that several packs have steps for is named with them."""
    found = {each.condition: each.packs for each in sound.overlaps}
    assert set(found["sciatica"]) == {"deep-tissue", "myofascial", "neuromuscular", "trigger-point"}
    assert all(len(each) > 1 for each in found.values())


def test_disagreements_are_shown_with_what_holds() -> None:
    """Verdicts on all work that differ, and orders that contradict, are named with both packs."""
    verdict, order = report_of(pair()).disagreements
    assert (verdict.about, verdict.said, verdict.holds) == (
        "hypotension",
        (("milder", "caution"), ("session", "caution"), ("stricter", "absolute")),
        "the stricter holds",
    )
    assert [name for name, _ in order.said] == ["milder", "stricter"]


def test_a_broken_file_is_named_with_its_line(copy: Path) -> None:
    """Content that can't be read is an error at its line, and the program goes on."""
    place = copy / "sequences" / "migraine.toml"
    place.write_text(place.read_text(encoding="utf-8") + "\n[[step]\n", encoding="utf-8")
    report = report_of(load_packs([copy], entry_points=False), copy)
    (own,) = [pack for pack in report.packs if pack.origin == "folder"]
    assert report.errors
    assert own.state == "loaded"
    assert own.content.endswith(("error", "errors"))
    assert any("sequences/migraine.toml:" in f.what for f in own.findings)
    assert all("palpate check" in f.do for f in own.findings if f.level == "error")


@pytest.mark.parametrize(
    ("spoil", "said", "do"),
    [
        ("format = 1", "format = 9", "palpate check"),
        ("id = ", "danger = 1\nid = ", "palpate check"),
    ],
)
def test_a_pack_that_is_out_is_named(copy: Path, spoil: str, said: str, do: str) -> None:
    """A manifest that can't be used puts the pack out; the doctor says so with the cause."""
    place = copy / "technique.toml"
    place.write_text(place.read_text(encoding="utf-8").replace(spoil, said, 1), encoding="utf-8")
    report = report_of(load_packs([copy], entry_points=False), copy)
    (own,) = [pack for pack in report.packs if pack.origin == "folder"]
    assert (own.state, own.kind) == ("broken", "data")
    assert own.api == (9 if "9" in said else 1)
    assert do in own.findings[0].do


@pytest.mark.parametrize(
    ("problem", "state", "level", "do"),
    [
        (PackProblem("p", "1", "is blocked: x", "blocked"), "blocked", "note", "palpate unblock p"),
        (
            PackProblem("p", "1", "isn't among PALPATE_PACKS: x", "blocked"),
            "blocked",
            "note",
            "take PALPATE_PACKS away",
        ),
        (PackProblem("p", "", "is blocked, and no", "unknown"), "unknown", "error", "unblock p"),
        (PackProblem("p", "1", "its technique", "shadowed"), "shadowed", "note", "--pack"),
        (PackProblem("p", "1", "doesn't import", "broken"), "broken", "error", "uninstall p"),
        (
            PackProblem("p", "1", "the id x is claimed by more than one pack", "broken"),
            "broken",
            "error",
            "palpate block p",
        ),
    ],
)
def test_each_state_says_what_to_do(
    packs: Packs, problem: PackProblem, state: str, level: str, do: str
) -> None:
    """Blocked and shadowed packs need nothing; broken and misnamed ones do."""
    report = report_of(evolve_problems(packs, problem))
    (own,) = [pack for pack in report.packs if pack.pack == "p"]
    assert own.state == state
    assert own.findings[0].level == level
    assert do in own.findings[0].do
    assert bool(report.errors) == (level == "error")


def evolve_problems(packs: Packs, *problems: PackProblem) -> Packs:
    """Give the same packs with problems of others."""
    return Packs(packs.packs[:1], packs.vocabulary, problems)


def test_words_that_contradict_are_named(packs: Packs) -> None:
    """A vocabulary that doesn't hold together is an error of its own."""
    bad = Condition("bad", "Bad", regions=("no-such-region",))
    vocabulary = evolve(packs.vocabulary, conditions={**packs.vocabulary.conditions, "bad": bad})
    report = report_of(Packs(packs.packs[:1], vocabulary))
    assert any("vocabulary" in f.what and "bad" in f.what for f in report.findings)


def test_the_programs_own_files_may_be_broken() -> None:
    """Where even the vocabulary can't be read, the doctor still answers, and says which line."""

    def load() -> Packs:
        raise ContentError((Problem("regions.toml", 7, "", "isn't TOML"),))

    report = examine(load)
    assert any("regions.toml:7" in f.what for f in report.findings)
    assert report.errors
    assert all(pack.state == "broken" for pack in report.packs)


def test_settings_that_cannot_be_read_are_named(
    packs: Packs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broken settings file costs itself; the packs are looked at all the same."""
    place = tmp_path / "settings.toml"
    place.write_text("mintes = 3\n", encoding="utf-8")
    monkeypatch.setenv("PALPATE_SETTINGS", str(place))
    report = report_of(Packs(packs.packs[:1], packs.vocabulary))
    (own,) = [f for f in report.findings if f.level == "error"]
    assert f"{place}:1" in own.what
    assert "nearest: minutes" in own.what


def test_a_pack_that_is_there_twice_is_named(
    packs: Packs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two installations of one pack the hidden one is said, with both places."""
    for number in ("1", "2"):
        record = tmp_path / number / f"palpate_twice-{number}.dist-info"
        record.mkdir(parents=True)
        (record / "METADATA").write_text(f"Name: palpate-twice\nVersion: {number}\n\n")
        (record / "entry_points.txt").write_text("[palpate]\ntwice = palpate_twice\n")
        monkeypatch.syspath_prepend(str(tmp_path / number))
    report = report_of(Packs(packs.packs[:1], packs.vocabulary))
    (said,) = [f.what for f in report.findings if "twice" in f.what]
    assert said.startswith("palpate-twice 1 in ")
    assert "hidden by 2 in " in said


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run the command."""
    code = command.run(["doctor", *words])
    return (code, *capsys.readouterr())


def test_the_page_and_the_json(
    packs: Packs,
    sound: Report,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The page fits 80 columns and says that nothing needs doing; JSON holds the same."""
    monkeypatch.setattr(cli_packs, "load_packs", lambda *_, **__: packs)
    code, page, err = run(capsys)
    assert (code, err) == (0, "")
    assert page.endswith("Nothing needs doing.\n")
    assert all(len(line) <= 80 for line in page.splitlines())
    code, text, _ = run(capsys, "--json")
    data = json.loads(text)
    assert (code, data["errors"]) == (0, 0)
    assert [p["pack"] for p in data["packs"]] == [p.pack for p in sound.packs]


def test_exit_one_where_something_needs_doing(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A broken pack is an error with its name under TO DO; a folder that is none is a wrong request."""
    load = load_packs

    def folders_alone(folders: list[Path], *_: object, **__: object) -> Packs:
        return load(folders, entry_points=False)

    monkeypatch.setattr(cli_packs, "load_packs", folders_alone)
    (copy / "technique.toml").write_text("id = \n", encoding="utf-8")
    code, page, err = run(capsys, "--pack", str(copy))
    assert (code, err) == (1, "")
    assert "TO DO" in page
    assert "- palpate_myofascial: technique.toml:1: not TOML" in " ".join(page.split())
    code, page, err = run(capsys, "--pack", str(copy / "none"))
    assert (code, page) == (2, "")
    assert "isn't a folder" in err


def installed(folder: Path, name: str) -> None:
    """Write the metadata of a pack that stands in a folder as an installer leaves it."""
    info = folder / f"palpate_{name}-0.1.0.dist-info"
    info.mkdir()
    head = f"Metadata-Version: 2.1\nName: palpate-{name}\nVersion: 0.1.0\n"
    (info / "METADATA").write_text(head, encoding="utf-8")
    points = f"[palpate]\n{name} = palpate_{name}\n"
    (info / "entry_points.txt").write_text(points, encoding="utf-8")


@pytest.mark.parametrize("lie", ["nothing", "name", "sequence"])
def test_what_a_wheel_carries_is_compared(
    copy: Path, lie: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is sound and isn't what the files say is taken for a plan; the doctor finds it."""
    vocabulary = load_vocabulary()
    pack = open_pack(copy, vocabulary)
    head, first = pack.head, pack.sequence(pack.sequence_names[0])
    if lie == "name":
        head = evolve(head, technique=evolve(head.technique, name="Another"))
    if lie == "sequence":
        first = evolve(first, sequence=evolve(first.sequence, steps=first.sequence.steps[1:]))
    carried = (
        carried_file(copy, HEAD, head),
        carried_file(copy, sequence_entry(first.name), first),
    )
    for path, text in carried:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    installed(copy.parent, "myofascial")
    monkeypatch.syspath_prepend(str(copy.parent))
    monkeypatch.setenv("PALPATE_PACKS", "palpate-myofascial")
    report = examine(load_packs)
    (own,) = [
        each for each in report.packs if each.state == "loaded" and each.origin == "installed"
    ]
    assert own.place == str(copy)
    said = {
        "nothing": "",
        "name": "technique, contraindications, references or conditions",
        "sequence": f"the sequence {first.name}",
    }[lie]
    errors = [each.what for each in own.findings if each.level == "error"]
    assert [what.rpartition(": ")[2] for what in errors] == ([said] if said else [])

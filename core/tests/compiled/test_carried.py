"""What a wheel carries is taken for what its files say only while both are as they were when it was built."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve

from palpate import building
from palpate.compiled import carried
from palpate.compiled import carried_file
from palpate.compiled import shelf
from palpate.compiled.folder import OWN
from palpate.errors import ContentError
from palpate.model.safety import Contraindication
from palpate.packs import DataPack
from palpate.packs.content import PackHead
from palpate.packs.kept import HEAD
from palpate.packs.kept import open_kept
from palpate.packs.kept import sequence_entry
from palpate.packs.read import open_pack
from palpate.packs.sound import is_sound
from palpate.registry.discover import data_below
from palpate.vocabulary import load_vocabulary

PLUGINS = Path(__file__).parents[3] / "plugins"
FOLDERS = sorted(found for place in PLUGINS.iterdir() if (found := data_below(place)))

#: An answer in Python may bring about a state only where it works; a data file may do so elsewhere.
READ_ALL_THE_SAME = {("palpate_trigger_point", "tmj-disorder")}


@pytest.fixture(autouse=True)
def no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is kept in the user's cache."""
    monkeypatch.setenv(OWN, "/dev/null")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack's folder as it is installed from a wheel that carries what was read of it."""
    folder = tmp_path / FOLDERS[0].name
    shutil.copytree(FOLDERS[0], folder, ignore=shutil.ignore_patterns("__pycache__"))
    carry(folder)
    return folder


def carry(folder: Path) -> None:
    """Put beside a pack's files what its wheel would carry."""
    for path, text in building.of_pack(folder):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Open a pack; say whether its TOML was read for that."""
    read = []

    def reading(*arguments: object) -> object:
        read.append(arguments)
        return open_pack(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("palpate.packs.read.open_pack", reading)
    open_kept(folder, load_vocabulary())
    return bool(read)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_it_says_what_the_files_say(folder: Path, tmp_path: Path) -> None:
    """Head and sequences are those of the TOML, and none of it is read."""
    copy = tmp_path / folder.name
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("__pycache__"))
    carry(copy)
    written = open_pack(copy, load_vocabulary())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("palpate.packs.read.open_pack", None)
        found = open_kept(copy, load_vocabulary())
        assert found.head == written.head
        believed = [n for n in written.sequence_names if (folder.name, n) not in READ_ALL_THE_SAME]
        assert [found.sequence(name) for name in believed] == list(map(written.sequence, believed))


@pytest.mark.parametrize(("pack", "name"), READ_ALL_THE_SAME)
def test_exceptions_are_needed(pack: str, name: str) -> None:
    """What needs no exception any more is taken off the list."""
    (folder,) = [found for found in FOLDERS if found.name == pack]
    vocabulary = load_vocabulary()
    assert not is_sound(open_pack(folder, vocabulary).sequence(name), vocabulary)


def test_the_core_carries_all_that_a_plan_reads() -> None:
    """Six entries: the vocabulary, the built-in pack, and what it says of the session."""
    assert sorted(path.name for path, _ in building.of_core()) == [
        "frame.json",
        "gentle.json",
        "pack.json",
        "settings.json",
        "verified.json",
        "vocabulary.json",
    ]


def test_the_same_twice() -> None:
    """The same files give the same bytes."""
    assert list(building.of_core()) == list(building.of_core())
    assert list(building.of_pack(FOLDERS[0])) == list(building.of_pack(FOLDERS[0]))


def test_it_is_kept(pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was carried goes into the user's cache, so its files are summed up once."""
    monkeypatch.setenv(OWN, str(tmp_path / "cache"))
    monkeypatch.setattr("palpate.compiled.stamp.SETTLED_NS", -(10**18))
    before = open_kept(pack, load_vocabulary()).head
    shutil.rmtree(pack / carried.FOLDER)
    monkeypatch.setattr("palpate.packs.read.open_pack", None)
    assert open_kept(pack, load_vocabulary()).head == before


def edited(pack: Path) -> None:
    """A file says the same with a letter more."""
    path = pack / "contraindications.toml"
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")


def sequence_edited(pack: Path) -> None:
    """A sequence that isn't asked for is another."""
    path = max((pack / "sequences").iterdir())
    path.write_text(path.read_text("utf-8") + "# later\n", "utf-8")


def file_gone(pack: Path) -> None:
    """A sequence is gone."""
    min((pack / "sequences").iterdir()).unlink()


def file_renamed(pack: Path) -> None:
    """A module is called otherwise."""
    (pack / "__init__.py").rename(pack / "other.py")


def cut(pack: Path) -> None:
    """Half of the entry is gone."""
    path = carried.place_of(pack, HEAD)
    text = path.read_text("utf-8")
    path.write_text(text[: len(text) // 2], "utf-8")


def altered(pack: Path) -> None:
    """A word of the entry is another."""
    path = carried.place_of(pack, HEAD)
    path.write_text(path.read_text("utf-8").replace("absolute", "caution"), "utf-8")


def bytes_of_no_text(pack: Path) -> None:
    """The entry is no text."""
    carried.place_of(pack, HEAD).write_bytes(b"\xff\xfe")


def too_large(pack: Path) -> None:
    """The entry is larger than any pack's."""
    with carried.place_of(pack, HEAD).open("a") as file:
        file.truncate(carried.MOST_BYTES + 1)


def a_folder(pack: Path) -> None:
    """The entry is a folder."""
    path = carried.place_of(pack, HEAD)
    path.unlink()
    path.mkdir()


SPOILT = (
    edited,
    sequence_edited,
    file_gone,
    file_renamed,
    cut,
    altered,
    bytes_of_no_text,
    too_large,
    a_folder,
)


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_what_changed_is_read(
    pack: Path, spoil: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a file or the entry isn't as it was, the TOML is read."""
    spoil(pack)
    assert opened(pack, monkeypatch)


def test_what_is_as_it_was_is_not_read(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The counterpart: the same pack, and nothing was touched."""
    assert not opened(pack, monkeypatch)


def test_another_program(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another version, or other readers, made of the same files isn't believed."""
    monkeypatch.setattr(carried, "VERSION", "99")
    carried._program.cache_clear()
    assert opened(pack, monkeypatch)
    monkeypatch.undo()
    carried._program.cache_clear()


def test_other_readers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sum is of each reader's content, and of the vocabulary's words."""
    program = tmp_path / "program"
    for name in carried.READERS:
        (program / name).mkdir(parents=True)
        (program / name / "module.py").write_text("one = 1\n")
    (program / "vocabulary" / "words.toml").write_text("one = 1\n")
    monkeypatch.setattr(carried, "PROGRAM", program)
    seen = set()
    for path in (None, *sorted(program.rglob("*.*"))):
        if path is not None:
            path.write_text("two = 2\n")
        carried._program.cache_clear()
        seen.add(carried.content_of(program / "model"))
    carried._program.cache_clear()
    assert len(seen) == 2 + len(carried.READERS)


def lying(pack: Path, change: Callable[[PackHead], PackHead]) -> None:
    """Let the wheel carry a head that nobody read, sealed as it ought to be."""
    head = change(open_pack(pack, load_vocabulary()).head)
    path, text = carried_file(pack, HEAD, head)
    path.write_text(text, "utf-8")


def rule(**said: object) -> Callable[[PackHead], PackHead]:
    """Change a head's first contraindication."""

    def change(head: PackHead) -> PackHead:
        first: Contraindication = evolve(head.contraindications[0], **said)
        return evolve(head, contraindications=(first, *head.contraindications[1:]))

    return change


LIES: dict[str, Callable[[PackHead], PackHead]] = {
    "an unknown factor": rule(factor="no-such-factor"),
    "an unknown verdict": rule(verdict="harmless"),
    "a number for a text": rule(action=1),
    "a text for rules": lambda head: evolve(head, contraindications="none"),
    "an id that is none": lambda head: evolve(head, technique=evolve(head.technique, id="A B")),
    "an unknown manoeuvre": lambda head: evolve(
        head, technique=evolve(head.technique, manoeuvres=("no-such",))
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_what_a_reader_would_refuse_is_not_believed(
    pack: Path, lie: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever builds a wheel can seal what he likes; it is held to what an answer in Python is."""
    lying(pack, LIES[lie])
    assert opened(pack, monkeypatch)


def test_a_sequence_that_can_not_be_screened_is_not_believed(pack: Path) -> None:
    """A step without manoeuvres, and a sequence under another's name, are read from the TOML."""
    written = open_pack(pack, load_vocabulary())
    first, second = (written.sequence(name) for name in written.sequence_names[:2])
    bare = tuple(evolve(step, manoeuvres=()) for step in first.sequence.steps)
    unscreenable = evolve(first, sequence=evolve(first.sequence, steps=bare))
    for lie in (unscreenable, second):
        path, text = carried_file(pack, sequence_entry(first.name), lie)
        path.write_text(text, "utf-8")
        assert open_kept(pack, load_vocabulary()).sequence(first.name) == first


def test_no_entry_without_a_sum(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the files can't be summed up, nothing that is carried is believed."""
    monkeypatch.setattr(carried, "MOST_BYTES", 100_000)
    (pack / "sequences" / "large.toml").write_text("#" * 200_000, "utf-8")
    path = carried.place_of(pack, HEAD)
    path.write_text("None " + path.read_text("utf-8").partition(" ")[2], "utf-8")
    with pytest.raises(ContentError):
        open_kept(pack, load_vocabulary()).sequence("large")
    with pytest.raises(ValueError, match="too much"):
        carried.content_of(pack)


def test_authors_read_what_they_write(pack: Path) -> None:
    """A pack from a folder is read from its TOML, whatever is carried beside it."""
    lying(pack, lambda head: evolve(head, technique=evolve(head.technique, name="Another")))
    vocabulary = load_vocabulary()
    assert open_kept(pack, vocabulary).technique.name == "Another"
    assert DataPack(pack, vocabulary).technique().name != "Another"


def test_a_single_file(tmp_path: Path) -> None:
    """What is made of one file stands under the sum of that file alone."""
    source = tmp_path / "numbers.toml"
    source.write_text("one = 1\n")
    path, text = carried_file(source, "numbers", {"one": 1})
    path.parent.mkdir()
    path.write_text(text)
    assert json.loads(text.splitlines()[1]) == {"one": 1}
    assert shelf(source).get("numbers", dict, lambda: {"one": 2}) == {"one": 1}
    (tmp_path / "other.toml").touch()
    assert shelf(source).get("numbers", dict, lambda: {"one": 2}) == {"one": 1}
    source.write_text("one = 2\n")
    assert shelf(source).get("numbers", dict, lambda: {"one": 2}) == {"one": 2}

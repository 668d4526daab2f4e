"""What was read is kept, and nobody can tell; what may not be believed is read again."""

import ast
import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest

import palpate.compiled
from palpate.combine import combine
from palpate.compiled import shelf
from palpate.compiled import stamp
from palpate.compiled.folder import OWN
from palpate.compiled.shapes import maker
from palpate.compiled.shapes import plain
from palpate.errors import RequestError
from palpate.model.patient import Patient
from palpate.model.patient import Request
from palpate.model.scales import STAGES
from palpate.packs.content import PackHead
from palpate.packs.content import SequenceFile
from palpate.packs.kept import open_kept
from palpate.packs.read import open_pack
from palpate.registry import Packs
from palpate.registry import load_packs
from palpate.registry.discover import data_below
from palpate.render.json import render
from palpate.vocabulary import Vocabulary
from palpate.vocabulary import load_vocabulary
from palpate.vocabulary.load import FOLDER
from palpate.vocabulary.read import read_vocabulary

PLUGINS = Path(__file__).parents[3] / "plugins"
FOLDERS = sorted(found for place in PLUGINS.iterdir() if (found := data_below(place)))


@attrs.frozen
class Note:
    """Something small to keep."""

    text: str
    marks: tuple[int, ...] = ()


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of its own, and files that count as settled at once."""
    folder = tmp_path / "cache"
    monkeypatch.setenv(OWN, str(folder))
    monkeypatch.setattr(stamp, "SETTLED_NS", -(10**18))
    return folder


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file that a note is made of."""
    path = tmp_path / "note.toml"
    path.write_text('text = "one"\n')
    return path


class Reader:
    """Makes a note of a file, and counts how often."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.times = 0

    def __call__(self) -> Note:
        """Read the file."""
        self.times += 1
        return Note(self.path.read_text().split('"')[1], (1, 2))

    def get(self) -> Note:
        """Ask the shelf."""
        return shelf(self.path).get("note", Note, self)


def entry(folder: Path) -> Path:
    """Give the one file in a cache folder."""
    (found,) = folder.rglob("*.json")
    return found


def test_kept(kept: Path, source: Path) -> None:
    """The second time nothing is read, and the value is the same."""
    read = Reader(source)
    assert read.get() == read.get() == Note("one", (1, 2))
    assert read.times == 1
    assert entry(kept).exists()
    assert kept.stat().st_mode & 0o077 == 0 or os.name == "nt"


@pytest.mark.parametrize("restored", [False, True])
def test_an_edit_is_always_seen(kept: Path, source: Path, restored: bool) -> None:
    """An edit of the same size is seen, also where the time of writing is set back."""
    read = Reader(source)
    read.get()
    before = source.stat()
    with source.open("r+") as file:
        file.write('text = "two"\n')
    if restored:
        os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert read.get().text == "two"
    assert kept.exists()


def test_a_file_that_comes_or_goes_is_seen(kept: Path, tmp_path: Path) -> None:
    """A folder's stamp changes with each of its files, in any depth."""
    folder = tmp_path / "pack"
    (folder / "sequences").mkdir(parents=True)
    stamps = [shelf(folder).stamp]
    added = folder / "sequences" / "neck-pain.toml"
    added.touch()
    stamps.append(shelf(folder).stamp)
    added.unlink()
    (folder / "technique.toml").touch()
    stamps.append(shelf(folder).stamp)
    assert len({s.text for s in stamps if s}) == len(stamps)
    assert not kept.exists()


def test_fresh_files_are_not_kept(
    kept: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was touched this very moment may be touched again without a trace: it isn't kept."""
    monkeypatch.undo()
    monkeypatch.setenv(OWN, str(kept))
    read = Reader(source)
    read.get()
    read.get()
    assert read.times == 2


def test_touched_while_read(kept: Path, source: Path) -> None:
    """What was made while the file changed isn't kept."""

    def make() -> Note:
        text = source.read_text()
        source.write_text('text = "later"\n')
        return Note(text)

    shelf(source).get("note", Note, make)
    assert not list(kept.rglob("*.json"))


def _cut(text: str) -> str:
    return text[: len(text) // 2]


def _other_value(text: str) -> str:
    return text.replace("one", "two")


def _no_json(text: str) -> str:
    return text.splitlines()[0] + "\n["


def _no_text(_: str) -> str:
    return ""


@pytest.mark.parametrize("spoil", [_cut, _other_value, _no_json, _no_text])
def test_damage(kept: Path, source: Path, spoil: Callable[[str], str]) -> None:
    """A damaged entry is read again, and mended."""
    read = Reader(source)
    read.get()
    path = entry(kept)
    whole = path.read_text()
    path.write_text(spoil(whole))
    assert read.get() == Note("one", (1, 2))
    assert path.read_text() == whole
    assert read.times == 2


@pytest.mark.parametrize("written", [[], ["x"], {"text": "x"}, None, "x", ["x", [1], 2], ["x", 3]])
def test_wrong_shape(kept: Path, source: Path, written: object) -> None:
    """An entry that is whole, and no note, is read again."""
    from palpate.compiled.folder import write  # noqa: PLC0415

    read = Reader(source)
    read.get()
    held = shelf(source)
    assert held.stamp
    write(f"{held._folder()}/note", held.stamp.text, json.dumps(written))
    assert read.get() == Note("one", (1, 2))
    assert kept.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's folder by other means")
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702])
def test_a_folder_that_others_may_write_in(kept: Path, source: Path, mode: int) -> None:
    """What others could have written isn't believed, and nothing is written there."""
    read = Reader(source)
    read.get()
    kept.chmod(mode)
    read.get()
    assert read.times == 2
    entry(kept).unlink()
    read.get()
    assert not list(kept.rglob("*.json"))


@pytest.mark.skipif(os.name == "nt", reason="likewise")
def test_a_folder_of_somebody_else(
    kept: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another user's folder isn't believed."""
    read = Reader(source)
    read.get()
    mine = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: mine + 1)
    read.get()
    assert read.times == 2
    assert kept.exists()


def test_no_folder_to_be_had(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be written, everything works as before."""
    monkeypatch.setattr(stamp, "SETTLED_NS", -(10**18))
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "below", Path("/dev/null")):
        monkeypatch.setenv(OWN, str(place))
        assert Reader(source).get().text == "one"


def test_another_version(kept: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another version of the program kept isn't read."""
    read = Reader(source)
    read.get()
    monkeypatch.setattr(stamp, "VERSION", "99")
    stamp._program.cache_clear()
    read.get()
    stamp._program.cache_clear()
    assert read.times == 2
    assert kept.exists()


def test_what_fails_is_not_kept(kept: Path, source: Path) -> None:
    """An error is raised each time."""

    def fail() -> Note:
        raise ValueError("no")

    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            shelf(source).get("note", Note, fail)
    assert not kept.exists()


def there_and_back(value: Any) -> Any:
    """Write a value as it is kept, and make it again."""
    make = maker(type(value))
    assert make is not None
    return make(json.loads(json.dumps(plain(value))))


def test_the_vocabulary_comes_back() -> None:
    """Every word is the same, in the same order."""
    vocabulary = read_vocabulary(FOLDER)
    again: Vocabulary = there_and_back(vocabulary)
    for each in attrs.fields(Vocabulary):
        before, after = getattr(vocabulary, each.name), getattr(again, each.name)
        assert list(before.items()) == list(after.items()), each.name
    assert repr(attrs.asdict(vocabulary)) == repr(attrs.asdict(again))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_packs_come_back(folder: Path) -> None:
    """Every pack and every sequence is the same, type for type."""
    pack = open_pack(folder, load_vocabulary())
    values: list[PackHead | SequenceFile] = [pack.head]
    values += [pack.sequence(name) for name in pack.sequence_names]
    for value in values:
        again = there_and_back(value)
        assert again == value
        assert repr(again) == repr(value)


def test_a_plan_from_what_was_kept_is_the_plan(kept: Path) -> None:
    """Plans of packs that were read, kept and read again are the same to the byte."""
    stages: list[Packs] = [load_packs() for _ in range(2)]
    entries = {path.stem for path in kept.rglob("pack.json")}
    assert entries
    known = sorted(stages[0].vocabulary.conditions)
    for number, condition in enumerate(known[::4]):
        patient = Patient(stage=STAGES[number % len(STAGES)])
        request = Request((condition,), date(2026, 3, 31), patient, minutes=30)
        plans = []
        for packs in (*stages, load_packs()):
            try:
                plans.append(render(combine(request, packs), packs.vocabulary))
            except RequestError as error:
                plans.append(str(error))
        assert len(set(plans)) == 1, condition


def test_authors_read_what_they_write(kept: Path, tmp_path: Path) -> None:
    """A pack from a folder is never kept."""
    load_packs(FOLDERS[:1], entry_points=False)
    names = {path.parent.name for path in kept.rglob("*.json")}
    assert not [name for name in names if name.startswith(FOLDERS[0].name)]
    assert tmp_path.exists()


def test_an_edited_pack_is_seen(kept: Path, tmp_path: Path) -> None:
    """An installed pack that is edited in place says at once what it says now."""
    folder = tmp_path / "pack"
    folder.mkdir()
    for path in FOLDERS[0].rglob("*.toml"):
        copy = folder / path.relative_to(FOLDERS[0])
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    vocabulary = load_vocabulary()
    before = open_kept(folder, vocabulary)
    assert open_kept(folder, vocabulary).head == before.head
    manifest = folder / "technique.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("name = ", "name = 'X' # ", 1), encoding="utf-8")
    after = open_kept(folder, vocabulary)
    assert after.technique.name == "X"
    assert after.digest != before.digest
    assert kept.exists()


def test_a_cache_can_run_nothing() -> None:
    """Neither pickle nor marshal nor eval stands where the cache is read."""
    for path in sorted(Path(palpate.compiled.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {alias.name for alias in node.names} | {getattr(node, "module", "")}
                assert not names & {"pickle", "marshal", "shelve", "importlib", "yaml"}, path
            if isinstance(node, ast.Name):
                assert node.id not in {"eval", "exec", "compile", "__import__"}, path


def test_one_place_knows_of_the_cache() -> None:
    """The folder of the cache is named in `palpate.compiled`, and nowhere else."""
    core = Path(palpate.compiled.__file__).parents[1]
    for path in core.rglob("*.py"):
        if path.parent.name != "compiled":
            text = path.read_text(encoding="utf-8")
            assert OWN not in text, path
            assert "compiled.folder" not in text, path

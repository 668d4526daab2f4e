"""Hostile folders: each costs itself alone, and says so with its name."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve
from hostile_session import PLUGINS
from hostile_session import REQUEST
from packs import NASTY

from palpate.combine import combine
from palpate.model.protocol import Protocol
from palpate.registry import Pack
from palpate.registry import Packs
from palpate.registry import load_packs
from palpate.registry.load import together
from palpate.verify import verify
from palpate.vocabulary import load_vocabulary

SOURCE = PLUGINS / "deep_tissue" / "src" / "palpate_deep_tissue"
SEQUENCE = "sequences/sports-recovery.toml"
Spoil = Callable[[Path], None]


def written(name: str, text: str | bytes) -> Spoil:
    """Write a file of the pack anew."""

    def spoil(folder: Path) -> None:
        content = text if isinstance(text, bytes) else text.encode()
        (folder / name).write_bytes(content)

    return spoil


def changed(name: str, old: str, new: str) -> Spoil:
    """Change a file of the pack."""

    def spoil(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text, old
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return spoil


def gone(name: str) -> Spoil:
    """Take a file away."""
    return lambda folder: (folder / name).unlink()


def linked_out(folder: Path) -> None:
    """Let a sequence lead out of the folder."""
    place = folder / SEQUENCE
    outside = folder.parent / "outside.toml"
    place.rename(outside)
    place.symlink_to(outside)


def linked_round(folder: Path) -> None:
    """Let a sequence be a link to itself."""
    place = folder / SEQUENCE
    place.unlink()
    place.symlink_to(place)


def folder_round(folder: Path) -> None:
    """Let the folder of sequences be a link to itself."""
    shutil.rmtree(folder / "sequences")
    (folder / "sequences").symlink_to(folder / "sequences")


def folder_up(folder: Path) -> None:
    """Let the folder of sequences be the folder above."""
    shutil.rmtree(folder / "sequences")
    (folder / "sequences").symlink_to(folder.parent)


def pipe(folder: Path) -> None:
    """Put a directory where a file should be."""
    (folder / SEQUENCE).unlink()
    (folder / SEQUENCE).mkdir()


def with_code(source: str, module: str = "palpate_hostile_code") -> Spoil:
    """Give the pack code of its own."""

    def spoil(folder: Path) -> None:
        (folder / f"{module}.py").write_text(source, encoding="utf-8")
        package = f"{folder.name}.{module}"
        changed("technique.toml", "id = ", f'code = "{package}"\nid = ')(folder)

    return spoil


def naming(code: str) -> Spoil:
    """Name code that isn't the pack's."""
    return changed("technique.toml", "id = ", f'code = "{code}"\nid = ')


SPOILT: dict[str, Spoil] = {
    "manifest-empty": written("technique.toml", ""),
    "manifest-huge": written("technique.toml", b"# " + b"x" * 50_000_000),
    "manifest-not-text": written("technique.toml", bytes(range(256))),
    "manifest-deep": written("technique.toml", "x = " + "[" * 100_000),
    "manifest-one-long-line": written("technique.toml", "x = '" + "y" * 900_000 + "'"),
    "manifest-newer-api": changed("technique.toml", "id = ", "api = 2\nid = "),
    "manifest-unknown-key": changed("technique.toml", "id = ", "danger = true\nid = "),
    "manifest-id-of-the-core": changed("technique.toml", 'id = "deep-tissue"', 'id = "session"'),
    "manifest-id-nasty": changed("technique.toml", 'id = "deep-tissue"', 'id = "\\u001b[31m"'),
    "manifest-code-elsewhere": naming("os"),
    "manifest-code-climbs": naming("../../evil"),
    "manifest-code-not-there": naming("palpate_not_there"),
    "code-raises": with_code("raise ValueError('\\x1b[31mno')"),
    "code-leaves": with_code("import sys\nsys.exit(0)"),
    "code-does-not-parse": with_code("def ("),
    "code-unmarked": with_code("def contraindications():\n    return ()"),
    "rules-gone": gone("contraindications.toml"),
    "rules-broken": written("contraindications.toml", "[[contraindication]\n"),
    "rules-empty": written("contraindications.toml", ""),
    "rules-unknown-factor": changed("contraindications.toml", 'factor = "', 'factor = "un'),
    "rules-huge": written("contraindications.toml", b"#" * 50_000_000),
    "sequence-broken": written(SEQUENCE, "[[step\n"),
    "sequence-deep": written(SEQUENCE, "x = " + "{ a = " * 50_000),
    "sequence-nan": changed(SEQUENCE, "minutes = [", "minutes = [nan, "),
    "sequence-negative": changed(SEQUENCE, "minutes = [", "minutes = [-"),
    "sequence-like-itself": changed(
        SEQUENCE, "[indication]", 'like = "sports-recovery"\n[indication]'
    ),
    "sequence-linked-out": linked_out,
    "sequence-linked-round": linked_round,
    "sequence-a-folder": pipe,
    "folder-linked-round": folder_round,
    "folder-linked-up": folder_up,
}


def others(five: Packs) -> list[Pack]:
    """Give the packs without the one that is spoilt."""
    return [pack for pack in five.packs if pack.technique.id != "deep-tissue"]


@pytest.fixture(scope="module")
def spared(five: Packs) -> Protocol:
    """Give the plan without the spoilt pack."""
    return combine(REQUEST, together(others(five), load_vocabulary()))


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_folder_costs_itself(
    five: Packs, tmp_path: Path, spared: Protocol, name: str
) -> None:
    """Its technique is out, its folder is named, the others plan what they would without it."""
    folder = tmp_path / f"spoilt_{name.replace('-', '_')}"
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    SPOILT[name](folder)
    found = load_packs([folder], entry_points=False)
    alone = [pack for pack in found.packs if not pack.technique.frame]
    packs = together([*others(five), *alone], load_vocabulary(), found.problems)
    protocol = combine(REQUEST, packs)
    for pack in alone:
        Packs((pack,), packs.vocabulary).indications()
    assert verify(protocol, packs) == ()
    said = " ".join((*protocol.warnings, *packs.warnings))
    assert folder.name in said
    assert not any(step.technique == "deep-tissue" for step in protocol.steps)
    changes = (
        "techniques",
        "omitted",
        "warnings",
        "provenance",
        "explanations",
        "status",
        "review",
    )
    assert evolve(protocol, **{c: getattr(spared, c) for c in changes}) == spared


def test_a_sound_copy_is_in(tmp_path: Path) -> None:
    """The folder that every spoilt one differs from would be used: so a case tests its one fault."""
    folder = tmp_path / "sound_copy"
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    packs = load_packs([folder], entry_points=False)
    assert packs.warnings == ()
    assert {step.technique for step in combine(REQUEST, packs).steps} >= {"deep-tissue"}


def test_two_folders_with_one_id_are_both_said(tmp_path: Path) -> None:
    """The later folder shadows the earlier, and the warning names both."""
    places = []
    for name in ("first_copy", "second_copy"):
        shutil.copytree(SOURCE, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        places.append(tmp_path / name)
    packs = load_packs(places, entry_points=False)
    assert any("first_copy" in w and "second_copy" in w for w in packs.warnings)
    assert len([p for p in packs.packs if p.technique.id == "deep-tissue"]) == 1


def test_one_module_name_is_not_shared(tmp_path: Path) -> None:
    """A second folder whose code is called like the first's doesn't run the first's code in its name."""
    places = []
    for number, name in enumerate(("one", "two")):
        folder = tmp_path / name / "same_name"
        shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns("__pycache__"))
        changed("technique.toml", 'id = "deep-tissue"', f'id = "copy-{number}"')(folder)
        with_code("")(folder)
        places.append(folder)
    packs = load_packs(places, entry_points=False)
    assert [p.technique.id for p in packs.packs if p.technique.id.startswith("copy")] == ["copy-0"]
    assert any("same" in w for w in packs.warnings)


def test_a_folder_with_nothing_in_it_is_named(tmp_path: Path) -> None:
    """An empty folder is no pack, and said to be none."""
    empty = tmp_path / "nothing_here"
    empty.mkdir()
    packs = load_packs([empty], entry_points=False)
    assert any("nothing_here" in w for w in packs.warnings)
    assert NASTY not in " ".join(packs.warnings)

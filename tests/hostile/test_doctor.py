"""The doctor over the whole corpus: it always answers, names the pack, and never steers a terminal."""

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from packs import CAUGHT
from packs import FINE
from packs import NAME
from packs import Case
from packs import in_code
from packs import in_every_hook
from test_folders import SOURCE
from test_folders import SPOILT

from palpate.cli.doctor import page_of
from palpate.doctor import Report
from palpate.doctor import examine
from palpate.registry import Pack
from palpate.registry import PackProblem
from palpate.registry import Packs
from palpate.registry import load_packs
from palpate.registry.isolate import Faulty
from palpate.registry.load import pack_from_plugin
from palpate.registry.load import together
from palpate.vocabulary import load_vocabulary

EVERY_HOOK = tuple(in_every_hook())
#: Each fault in each hook; every third always, the others with -m slow.
CASES = [
    pytest.param(c, id=c.name, marks=[pytest.mark.slow] if n < len(EVERY_HOOK) and n % 3 else [])
    for n, c in enumerate((*EVERY_HOOK, *in_code()))
]
#: Packs that a plan keeps in check, and that the doctor names all the same.
SEEN = ("mutates-the-patient",)


@pytest.fixture(scope="module")
def built_in(five: Packs) -> Pack:
    """The core's own pack."""
    return next(pack for pack in five.packs if pack.technique.frame)


def safe(text: str) -> bool:
    """Say whether a text holds nothing that steers a terminal."""
    return not any(c < " " and c != "\n" for c in text) and "\u202e" not in text


def beside(built_in: Pack, plugin: object) -> Packs:
    """Put a hostile pack beside the built-in one."""
    vocabulary = load_vocabulary()
    problems: Iterable[PackProblem] = ()
    found = [built_in]
    try:
        found.append(pack_from_plugin(plugin, NAME, "6.6.6", vocabulary))
    except Faulty as fault:
        problems = (PackProblem(NAME, "6.6.6", str(fault)),)
    return together(found, vocabulary, problems)


def errors_of(report: Report, name: str) -> list[str]:
    """Give what needs doing about a pack, each with what to do."""
    found = [p for p in report.packs if p.pack == name]
    return [f"{f.what} -> {f.do}" for p in found for f in p.findings if f.level == "error"]


@pytest.mark.parametrize("case", CASES)
def test_every_pack_in_code_is_named(
    built_in: Pack, case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    """A pack that isn't fine needs doing, by name and version; one that is fine needs nothing."""
    report = examine(lambda: beside(built_in, case.make()))
    page = page_of(report, colour=False)
    assert safe(page)
    assert "Traceback" not in page
    assert f"{NAME} 6.6.6" in page
    found = errors_of(report, NAME)
    assert bool(found) == (case.outcome not in (FINE, CAUGHT) or case.name in SEEN)
    assert all(each.split(" -> ")[1] for each in found)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("name", SPOILT)
def test_every_folder_is_named(tmp_path: Path, name: str) -> None:
    """Whatever is wrong with a folder's files, the doctor answers and says which pack it is."""
    folder = tmp_path / "hostile_folder"
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    SPOILT[name](folder)
    report = examine(lambda: load_packs([folder], entry_points=False), [folder])
    page = page_of(report, colour=False)
    assert safe(page)
    assert "Traceback" not in page
    assert errors_of(report, "hostile_folder"), page
    assert report.errors

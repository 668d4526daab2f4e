"""Packs that have nothing to say stay closed, and nobody can tell from what is planned."""

import os
import pickle
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

from palpate.combine import combine
from palpate.compiled import stamp
from palpate.compiled.folder import OWN
from palpate.errors import RequestError
from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Request
from palpate.packs.brief import brief_of
from palpate.packs.read import open_pack
from palpate.registry import Packs
from palpate.registry import index
from palpate.registry import load_packs
from palpate.registry.discover import data_below
from palpate.registry.quiet import Concern
from palpate.render.json import render
from palpate.verify import verify
from palpate.vocabulary import load_vocabulary

PLUGINS = Path(__file__).parents[3] / "plugins"
DAY = date(2026, 3, 31)
TECHNIQUE = """\
format = 1

[technique]
id = "{name}"
name = "{name}"
summary = "A pack that treats one condition."
lowest_useful_pressure = 1
highest_pressure = 2
share_minutes = [5, 10, 15]
manoeuvres = ["effleurage"]
basis = "editorial"
"""
RULE = """\
[[contraindication]]
id = "fever"
factor = "{factor}"
verdict = "absolute"
action = "Not with a fever."
basis = "editorial"
"""
SEQUENCE = """\
[indication]
role = "adjunct"
grade = "D"
stages = ["chronic"]
goals = ["relieve-pain"]
rationale = "None: it is there to be tried."
basis = "editorial"

[[step]]
id = "stroke"
instruction = "Stroke it."
manoeuvres = ["effleurage"]
regions = ["foot"]
stages = ["chronic"]
purpose = "treat"
importance = "core"
minutes = [5, 10, 15]
positions = ["prone", "supine"]
side = "both"
pressure = 2
goal = "relieve-pain"
basis = "editorial"
"""


def install(site: Path, name: str, factor: str = "fever-systemic-infection") -> Path:
    """Write a small pack for plantar fasciitis, and its metadata, as an installer leaves them."""
    package = site / f"palpate_{name}"
    (package / "sequences").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "technique.toml").write_text(TECHNIQUE.format(name=name))
    (package / "contraindications.toml").write_text(RULE.format(factor=factor))
    (package / "sequences" / "plantar-fasciitis.toml").write_text(SEQUENCE)
    info = site / f"palpate_{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: palpate-{name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[palpate]\n{name} = palpate_{name}\n")
    return package


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache for all tests here, so that what they share is read once; notes are of each path."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def site(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path with three small packs; everything counts as settled."""
    cache.chmod(0o700)
    monkeypatch.setenv(OWN, str(cache))
    monkeypatch.setattr(stamp, "SETTLED_NS", -(10**18))
    folder = tmp_path / "site"
    for name in ("anise", "basil", "cumin"):
        install(folder, name, "pregnancy-t2-t3" if name == "cumin" else "fever-systemic-infection")
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
    return folder


@pytest.fixture
def closed(site: Path) -> Packs:
    """The same packs, loaded a second time."""
    assert site.is_dir()
    assert not load_packs().quiet
    packs = load_packs()
    assert {each.identity.id for each in packs.quiet} >= {"anise", "basil", "cumin"}
    return packs


def opened(monkeypatch: pytest.MonkeyPatch, *folders: Path) -> Packs:
    """Load the packs as if nothing was ever noted of them together."""
    with monkeypatch.context() as patch:
        patch.setattr("palpate.registry.index.recalled", lambda *_: None)
        patch.setattr("palpate.registry.index.note", lambda *_: None)
        packs = load_packs(folders)
    assert not packs.quiet
    return packs


def said(packs: Packs) -> object:
    """Give all that tells packs apart."""
    told = [(p.identity, p.technique) for p in packs.packs]
    return told, packs.indications(), packs.contraindications(), packs.problems


REQUESTS = {
    "nothing": Request(("sciatica",), DAY),
    "their own condition": Request(("plantar-fasciitis",), DAY),
    "two": Request(("sciatica", "neck-pain"), DAY),
    "a factor of all": Request(
        ("sciatica",), DAY, Patient(factors=(GivenFactor("fever-systemic-infection"),))
    ),
    "a factor of one": Request(
        ("sciatica",), DAY, Patient(factors=(GivenFactor("pregnancy-t2-t3"),))
    ),
    "a factor alone": Request(("thrombophlebitis",), DAY),
    "no room": Request(("sciatica",), DAY, minutes=20),
    "left out": Request(("sciatica",), DAY, without=("anise",)),
    "only one": Request(("sciatica",), DAY, techniques=("myofascial",)),
    "only a quiet one": Request(("sciatica",), DAY, techniques=("basil",)),
    "cleared for a quiet one": Request(
        ("sciatica",), DAY, Patient(cleared=(Clearance("basil/sciatica", DAY),))
    ),
    "allowed a quiet one": Request(
        ("sciatica",),
        DAY,
        Patient(
            factors=(GivenFactor("osteoporosis"),),
            cleared=(Clearance("osteoporosis", DAY, allowed=("basil",)),),
        ),
    ),
    "first visit": Request(("chronic-low-back-pain",), DAY, visit=1),
    "a step that isn't there": Request(("sciatica",), DAY, keep=("basil/sciatica/stroke",)),
    "nobody's condition": Request(("lymphedema",), DAY),
    "an unknown technique": Request(("sciatica",), DAY, without=("anis",)),
}


def planned(request: Request, packs: Packs) -> str:
    """Plan, and verify the plan; give all that is said."""
    try:
        protocol = combine(request, packs)
    except RequestError as error:
        return str(error)
    assert verify(protocol, packs) == ()
    return render(protocol, packs.vocabulary)


@pytest.mark.parametrize("name", REQUESTS)
def test_the_same_plan(name: str, closed: Packs, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether packs were opened or not, the document is the same to the byte."""
    assert planned(REQUESTS[name], closed) == planned(REQUESTS[name], opened(monkeypatch))


def test_the_same_answers(closed: Packs, monkeypatch: pytest.MonkeyPatch) -> None:
    """Listings open every pack, and say what they said."""
    assert said(closed) == said(opened(monkeypatch))


def test_they_stay_closed(site: Path, closed: Packs) -> None:
    """What a request isn't about isn't opened; what it is about answers."""
    shutil.rmtree(site / "palpate_basil")
    concern = Concern(frozenset({"pregnancy-t2-t3"}))
    asked = {"sciatica": Patient()}
    silent = {each.identity.id for each in closed.silent(asked, concern)}
    heard = {content.identity.id for content in closed.contents(asked, concern)}
    assert "cumin" in heard
    assert silent >= {"anise", "basil"}
    assert not silent & heard
    assert not closed.warnings
    assert "basil" not in {pack.identity.id for pack in closed.packs}
    assert closed.warnings


def edited(site: Path) -> None:
    """A verdict is another; size and time of writing are as they were."""
    path = site / "palpate_anise" / "contraindications.toml"
    before = path.stat()
    path.write_text(path.read_text().replace('"fever"', '"fevor"'))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def sequence_edited(site: Path) -> None:
    """The rationale of a sequence is another: so is the digest."""
    path = site / "palpate_anise" / "sequences" / "plantar-fasciitis.toml"
    path.write_text(path.read_text().replace("tried", "tired"))


def sequence_added(site: Path) -> None:
    """A pack treats one condition more."""
    path = site / "palpate_anise" / "sequences" / "sciatica.toml"
    path.write_text(SEQUENCE.replace('"foot"', '"lower-back"'))


def sequence_gone(site: Path) -> None:
    """A pack treats nothing any more."""
    (site / "palpate_anise" / "sequences" / "plantar-fasciitis.toml").unlink()


def first_file_of_a_kind(site: Path) -> None:
    """A pack brings conditions of its own."""
    text = '[[condition]]\nid = "cold-feet"\nname = "Cold feet"\nregions = ["foot"]\ngoals = ["relieve-pain"]\n'
    (site / "palpate_anise" / "conditions.toml").write_text(text)


def spoilt(site: Path) -> None:
    """A pack's file isn't TOML any more."""
    (site / "palpate_anise" / "technique.toml").write_text("this is no TOML")


def pack_added(site: Path) -> None:
    """One pack more is installed."""
    install(site, "dill")


def pack_gone(site: Path) -> None:
    """A pack is uninstalled."""
    shutil.rmtree(site / "palpate_anise")
    shutil.rmtree(site / "palpate_anise-1.0.dist-info")


def files_gone(site: Path) -> None:
    """Its metadata stand, and its files are gone."""
    shutil.rmtree(site / "palpate_anise")


def upgraded(site: Path) -> None:
    """Its metadata say another version, in the same folder."""
    path = site / "palpate_anise-1.0.dist-info" / "METADATA"
    path.write_text(path.read_text().replace("1.0", "2.0"))


def points_edited(site: Path) -> None:
    """The entry point of a distribution that had one names another package."""
    path = site / "palpate_anise-1.0.dist-info" / "entry_points.txt"
    path.write_text("[palpate]\nanise = palpate_basil\n")


def points_added(site: Path) -> None:
    """A distribution that had no pack has one."""
    path = site / "palpate_anise-1.0.dist-info" / "entry_points.txt"
    path.write_text(path.read_text() + "[other]\nx = y\n")


def shadowed(site: Path) -> None:
    """A package of the same name comes before it on the path."""
    earlier = Path(sys.path[0])
    assert earlier == site
    first = site.parent / "first"
    install(first, "anise", "pregnancy-t2-t3")
    shutil.rmtree(first / "palpate_anise-1.0.dist-info")
    shutil.rmtree(site / "palpate_anise")
    shutil.copytree(first / "palpate_anise", site / "palpate_anise")


CHANGES = (
    edited,
    sequence_edited,
    sequence_added,
    sequence_gone,
    first_file_of_a_kind,
    spoilt,
    pack_added,
    pack_gone,
    files_gone,
    upgraded,
    points_edited,
    points_added,
    shadowed,
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_touched_pack_is_seen(
    change: Callable[[Path], None], site: Path, closed: Packs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is touched, the next run says what stands there now."""
    before = said(closed)
    change(site)
    now = said(load_packs())
    assert now == said(opened(monkeypatch))
    assert (now == before) == (change is points_added)


def test_a_package_before_it_on_the_path(
    site: Path, closed: Packs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another folder of the path is given a package of the same name: Python takes that one."""
    empty = site.parent / "empty"
    empty.mkdir()
    monkeypatch.setattr(sys, "path", [str(empty), *sys.path])
    load_packs()
    assert load_packs().quiet
    shutil.copytree(
        install(site.parent / "other", "anise", "pregnancy-t2-t3"), empty / "palpate_anise"
    )
    assert said(load_packs()) == said(opened(monkeypatch)) != said(closed)


def test_fresh_files_are_not_noted(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was touched this very moment may be touched again without a trace."""
    monkeypatch.setattr(stamp, "SETTLED_NS", 60 * 10**9)
    assert site.is_dir()
    load_packs()
    assert not load_packs().quiet


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_a_folder_that_can_not_be_listed(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pack whose folders go round in a circle is read each time, and nothing is noted."""
    (site / "palpate_anise" / "round").symlink_to(site / "palpate_anise")
    load_packs()
    packs = load_packs()
    assert not packs.quiet
    assert said(packs) == said(opened(monkeypatch))


def test_a_spoilt_note_is_made_again(cache: Path, closed: Packs) -> None:
    """A note that is cut, or holds something else, isn't believed."""
    assert closed.quiet
    (path,) = cache.rglob(f"{index._name(tuple(sys.path))}.json")
    whole = path.read_text()
    for text in (whole[: len(whole) // 2], "", whole.replace("anise", "anisE")):
        path.write_text(text)
        assert not load_packs().quiet
        assert path.read_text() == whole


def test_a_pack_that_was_kept_out_is_summed_up_later(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is known of a pack that isn't wanted; when it is, it is opened, and noted."""
    assert site.is_dir()
    load_packs(blocked=["palpate-anise"])
    quiet = {each.identity.id for each in load_packs(blocked=["palpate-anise"]).quiet}
    assert "basil" in quiet
    assert "anise" not in quiet
    assert said(load_packs()) == said(opened(monkeypatch))
    assert "anise" in {each.identity.id for each in load_packs().quiet}


def test_a_folder_shadows_a_closed_pack(
    site: Path, closed: Packs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder is in, and the warning says so as ever."""
    folder = shutil.copytree(site / "palpate_anise", site.parent / "mine")
    assert closed.quiet
    packs = load_packs([folder])
    assert said(packs) == said(opened(monkeypatch, folder))
    assert "anise" not in {each.identity.id for each in packs.quiet}
    assert [problem.state for problem in packs.problems] == ["shadowed"]


def test_two_closed_packs_with_one_id(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are withheld, and both are named."""
    path = site / "palpate_basil" / "technique.toml"
    path.write_text(path.read_text().replace('id = "basil"', 'id = "anise"'))
    load_packs()
    packs = load_packs()
    assert said(packs) == said(opened(monkeypatch))
    assert not {"anise", "basil"} & {each.identity.id for each in packs.quiet}
    assert len(packs.problems) == 2


def test_a_pack_that_is_gone_when_it_is_opened(site: Path, closed: Packs) -> None:
    """It is left out, and said; the others answer."""
    shutil.rmtree(site / "palpate_anise")
    contents = closed.contents({"plantar-fasciitis": Patient(regions=("foot",))}, Concern())
    ids = {content.identity.id for content in contents}
    assert {"basil", "cumin", "session"} <= ids
    assert "anise" not in ids
    (warning,) = closed.warnings
    assert warning.startswith("palpate-anise 1.0: ")
    assert warning in combine(REQUESTS["their own condition"], closed).warnings


def test_closed_packs_can_be_sent_to_a_process(closed: Packs) -> None:
    """They are opened there."""
    again: Packs = pickle.loads(pickle.dumps(closed))  # noqa: S301 - our own
    assert planned(REQUESTS["their own condition"], again) == planned(
        REQUESTS["their own condition"], closed
    )


def test_a_pack_that_may_bind_anybody_is_always_open() -> None:
    """One with code, with conditions of its own, or with a rule for any work has no brief."""
    vocabulary = load_vocabulary()
    packs = {
        place.name: open_pack(folder, vocabulary)
        for place in PLUGINS.iterdir()
        if (folder := data_below(place))
    }
    assert brief_of(packs["lymphatic"]) is None
    assert packs["lymphatic"].added_conditions
    files = packs["deep_tissue"]
    assert brief_of(files)
    first, *rest = files.contraindications
    general = evolve(first, applies_to="any-technique")
    for head in (
        evolve(files.head, contraindications=(general, *rest)),
        evolve(files.head, technique=evolve(files.technique, code="a:b")),
        evolve(files.head, technique=evolve(files.technique, frame=True)),
    ):
        assert brief_of(evolve(files, head=head)) is None


def test_what_cannot_be_opened_is_tried_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pack that isn't sound is named each time, with what is wrong with it."""
    spoilt(site)
    first, second = load_packs(), load_packs()
    assert first.problems == second.problems == opened(monkeypatch).problems
    assert "technique.toml" in first.problems[0].what

"""The pages for authors say what is so: signatures, examples, what a failure costs, the kit's checks."""

import importlib.util
import inspect
import re
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from palpate.combine import combine
from palpate.hooks import Hooks
from palpate.hooks import hookimpl
from palpate.model.patient import Patient
from palpate.model.patient import Request
from palpate.packs import check_folder
from palpate.registry import Packs
from palpate.registry import load_packs
from palpate.testing import packs_of
from palpate.testing.suite import checks
from palpate.verify import verify
from palpate.vocabulary import load_vocabulary

DOCS = Path(__file__).parents[1] / "docs"
AUTHORS = DOCS / "authors"
HOOKS = [name for name in vars(Hooks) if not name.startswith("_")]
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
EXAMPLE = re.compile(r"<!-- in: (\S+) -->\n```toml\n(.*?)```", re.DOTALL)
ASKED = Request(("neck-pain",), date(2026, 3, 31), Patient(stage="chronic", age=92), minutes=30)
#: The word after "A failure costs": these cost one contribution, all others the whole pack.
ONLY_THIS = {"adjust_step": "this answer", "output_formats": "this format"}


def page(name: str) -> str:
    """Read the page of a hook."""
    return (AUTHORS / "hooks" / f"{name}.md").read_text(encoding="utf-8")


def example(name: str) -> str:
    """Give the example of a page."""
    (code,) = PYTHON.findall(page(name))
    return str(code)


def pack_with(*codes: str) -> ModuleType:
    """Make a pack of examples; what comes later replaces what came before."""
    module = ModuleType("hello_pack")
    for code in codes:
        exec(code, vars(module))  # noqa: S102 - what the page shows is run
    return module


def test_every_hook_has_a_page_and_every_page_a_hook() -> None:
    """A hook is added together with its page, and the index lists it."""
    pages = {path.stem for path in (AUTHORS / "hooks").glob("*.md")} - {"README"}
    assert pages == set(HOOKS)
    assert set(re.findall(r"\]\((\w+)\.md\)", page("README"))) == set(HOOKS)


@pytest.mark.parametrize("name", HOOKS)
def test_a_page_has_the_exact_signature(name: str) -> None:
    """The signature on the page is that of the specification."""
    signature = re.sub("['\"]", "", str(inspect.signature(getattr(Hooks, name))))
    assert f"```text\n{name}{signature}\n```" in page(name)
    assert "**Called** " in page(name)


@pytest.mark.parametrize("name", ["README", *HOOKS])
def test_the_example_runs(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The example is a pack together with the smallest one: no warning, and a plan that is verified."""
    module = pack_with(example("README"), example(name))
    monkeypatch.setitem(sys.modules, "hello_pack", module)
    packs = packs_of([module])
    assert packs.warnings == ()
    pack = next(p for p in packs.packs if p.technique.id == "hello")
    assert name == "README" or pack.hooks[name]
    protocol = combine(ASKED, packs)
    assert protocol.status == "ready"
    assert not [said for said in protocol.warnings if "hello" in said]
    assert verify(protocol, packs) == ()
    assert name != "output_formats" or "hello-lines" in {f.name for f in packs.output_formats()}


def failing(name: str) -> ModuleType:
    """Make the smallest pack with one hook that raises."""
    module = pack_with(example("README"))
    arguments = list(inspect.signature(getattr(Hooks, name)).parameters)[1:]
    scope: dict[str, object] = {}
    exec(f"def {name}({', '.join(arguments)}):\n    raise ValueError('no')\n", scope)  # noqa: S102
    setattr(module, name, hookimpl(scope[name]))  # type: ignore[type-var]
    return module


@pytest.mark.parametrize("name", HOOKS)
def test_a_failure_costs_what_the_page_says(packs: Packs, name: str) -> None:
    """Where the page says the pack, nothing of it is planned; else only the one answer is lost."""
    own = ONLY_THIS.get(name, "the pack")
    assert f"**A failure costs** {own}" in page(name)
    company = [p for p in packs.packs if p.technique.id == "myofascial"]
    beside = packs_of([failing(name)], company)
    protocol = combine(ASKED, beside)
    beside.output_formats()
    assert "hello_pack" in " ".join((*protocol.warnings, *beside.warnings)) or "pack-0" in " ".join(
        (*protocol.warnings, *beside.warnings)
    )
    alone = combine(ASKED, packs_of([failing(name)]))
    assert (alone.status == "ready") == (name in ONLY_THIS)
    assert any(step.technique == "myofascial" for step in protocol.steps)


def test_the_format_s_examples_are_one_sound_pack(tmp_path: Path) -> None:
    """All examples of the page, put together in their order, read without an error, and are planned."""
    for name, text in EXAMPLE.findall((AUTHORS / "format.md").read_text(encoding="utf-8")):
        place = tmp_path / "warm_stones" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("a", encoding="utf-8") as file:
            file.write(text + "\n")
    problems = check_folder(tmp_path / "warm_stones", load_vocabulary())
    assert [str(p) for p in problems if p.level == "error"] == []
    only = load_packs([tmp_path / "warm_stones"], entry_points=False)
    for diagnosis in ("neck that feels cold", "tension-type-headache"):
        patient = Patient(stage="chronic")
        protocol = combine(Request((diagnosis,), date(2026, 3, 31), patient), only)
        assert protocol.status == "ready"
        assert verify(protocol, only) == ()


def test_the_pages_of_reference_are_current() -> None:
    """docs/vocabulary and the tables of the format are what docs/make_reference.py writes today."""
    place = DOCS / "make_reference.py"
    spec = importlib.util.spec_from_file_location("make_reference", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    stale = [p.name for p, text in module.pages().items() if p.read_text("utf-8") != text]
    assert stale == [], "run docs/make_reference.py"


def test_the_kit_s_page_lists_every_check() -> None:
    """Each promise stands on the page in the kit's own words."""
    said = (AUTHORS / "kit.md").read_text(encoding="utf-8")
    assert [c.name for c in checks() if f"| `{c.name}` | {c.promise} |" not in said] == []

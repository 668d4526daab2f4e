"""What the house promises a newcomer: small modules, one direction, and no clinical word in code."""

import ast
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from pathlib import Path

import pytest

from palpate.registry import Packs
from palpate.vocabulary import Vocabulary

ROOT = Path(__file__).parents[1]
CORE = ROOT / "core" / "src"
SOURCES = [CORE, *sorted(ROOT.glob("plugins/*/src"))]
MODULES = sorted(path for source in SOURCES for path in source.rglob("*.py"))

MOST_LINES = 400

#: Words of the vocabulary that are also words of the model or of the program, and why they may
#: stand in code.
ALLOWED = {
    "palpate": "the program's own name",
    "muscle": "what a rule counts over, the value of an Area; also the default kind of a Muscle",
    "pain": "the default calendar of a Condition; also the name of a limit",
    "hands": "a class of lines on a printed page",
    "high": "a field of a FHIR range",
    "calm": "a key of the built-in pack's settings",
    "tool": "a key of a SARIF log, and a command of uv",
}

#: What each part of the core may import, itself apart. Everything runs from cli down to model.
MAY_IMPORT = {
    "errors": set(),
    "version": set(),
    "record": set(),
    "folders": set(),
    "present": set(),
    "model": set(),
    "hooks": {"model"},
    "compiled": {"folders", "version"},
    "reading": {"errors", "model"},
    "vocabulary": {"compiled", "errors", "model", "reading"},
    "packs": {"compiled", "errors", "hooks", "model", "reading", "vocabulary"},
    "gentler": {"model"},
    "builtin": {"compiled", "errors", "hooks", "model", "packs", "reading", "vocabulary"},
    "settings": {"errors", "folders", "model", "reading", "vocabulary"},
    "installing": {"errors", "present", "reading"},
    "registry": {
        "compiled",
        "builtin",
        "errors",
        "hooks",
        "model",
        "packs",
        "present",
        "reading",
        "version",
        "vocabulary",
    },
    "combine": {
        "compiled",
        "errors",
        "gentler",
        "model",
        "reading",
        "registry",
        "version",
        "vocabulary",
    },
    "verify": {"compiled", "errors", "gentler", "model", "reading", "registry", "vocabulary"},
    "interview": {"model", "vocabulary"},
    "render": {"errors", "model", "vocabulary"},
    # For those who write packs; the command is above it.
    "authoring": {
        "combine",
        "errors",
        "hooks",
        "model",
        "packs",
        "reading",
        "registry",
        "render",
        "version",
        "vocabulary",
    },
    # The conformance kit, which looks at a pack from all sides.
    "testing": {
        "combine",
        "errors",
        "gentler",
        "hooks",
        "model",
        "packs",
        "reading",
        "registry",
        "render",
        "verify",
        "vocabulary",
    },
    "documents": {"errors", "model", "reading", "registry"},
    # For the hooks that build wheels.
    "building": {"builtin", "combine", "compiled", "packs", "verify", "vocabulary"},
    "doctor": {
        "errors",
        "gentler",
        "model",
        "packs",
        "present",
        "registry",
        "settings",
        "version",
        "vocabulary",
    },
    "cli": {
        "authoring",
        "combine",
        "doctor",
        "documents",
        "errors",
        "installing",
        "interview",
        "model",
        "present",
        "reading",
        "registry",
        "render",
        "settings",
        "verify",
        "version",
        "vocabulary",
    },
    "__main__": {"cli"},
    # The facade of public names.
    "__init__": {
        "combine",
        "documents",
        "errors",
        "hooks",
        "model",
        "registry",
        "render",
        "verify",
        "version",
        "vocabulary",
    },
}

#: Imports inside a function that close a circle, with the reason why they may.
CLOSES_A_CIRCLE = {
    ("palpate.reading.strict", "palpate.reading.shapes"): "shapes register themselves on first use",
    ("palpate.vocabulary.words", "palpate.vocabulary.extend"): "the method that it stands behind",
}

#: Modules that a fresh interpreter may hold after a command, beside those it starts with.
MODULE_BUDGET = {"--version": 76, "--help": 84}
#: What must not be imported before a command is known to need it.
HEAVY = (
    "attrs",
    "cattrs",
    "pluggy",
    "tomllib",
    "json",
    "difflib",
    "importlib.metadata",
    "palpate.model",
)


def named(path: Path) -> str:
    """Give a module's dotted name."""
    source = next(source for source in SOURCES if path.is_relative_to(source))
    parts = path.relative_to(source).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def parsed(path: Path) -> ast.Module:
    """Parse a module."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_small_modules(path: Path) -> None:
    """No module is longer than 400 lines."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def vocabulary_words(vocabulary: Vocabulary) -> set[str]:
    """Give every id and synonym of the clinical kinds, in lower case."""
    kinds = (
        "regions",
        "muscles",
        "nerves",
        "endangerment_sites",
        "manoeuvres",
        "factors",
        "conditions",
    )
    kinds += (
        "umbrellas",
        "elements",
        "effects",
        "goals",
        "trainings",
        "contacts",
        "consents",
        "families",
    )
    kinds += ("positions", "outcome_measures", "states", "kinds", "calendars")
    return {
        word.lower()
        for kind in kinds
        for entry in getattr(vocabulary, kind).values()
        for word in (entry.id, *getattr(entry, "synonyms", ()))
    }


def literals(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Give every string literal that isn't a docstring or an annotation."""
    apart: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                apart.add(id(first.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in apart:
            yield node.lineno, node.value


def test_no_clinical_word_in_code(packs: Packs) -> None:
    """No id or synonym of the vocabulary is a string in a module: content is data, code is code."""
    words = vocabulary_words(packs.vocabulary) - set(ALLOWED)
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text!r}"
        for path in MODULES
        for line, text in literals(parsed(path))
        if text.lower() in words
    ]
    assert not found, "\n".join(found)


def test_allowed_words_are_needed(packs: Packs) -> None:
    """A word that is allowed is one of the vocabulary, and stands in code."""
    used = {text.lower() for path in MODULES for _, text in literals(parsed(path))}
    words = vocabulary_words(packs.vocabulary)
    assert not {word for word in ALLOWED if word not in words or word not in used}


def imports(path: Path) -> Iterator[str]:
    """Give the palpate modules that a module imports when it runs, at its top or later."""
    for node in running(parsed(path).body):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative imports hide the direction"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in KNOWN else str(node.module)


def running(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Walk a tree, but not into what only a type checker reads."""
    for node in nodes:
        checking = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        if not checking:
            yield node
            yield from running(ast.iter_child_nodes(node))


KNOWN = {named(path) for path in MODULES}
IMPORTS = {
    named(path): sorted({name for name in imports(path) if name in KNOWN}) for path in MODULES
}


def test_no_cycle_between_modules() -> None:
    """No module imports itself by way of others; imports inside functions count too."""
    done: set[str] = set()

    def visit(module: str, above: tuple[str, ...]) -> None:
        assert module not in above, " -> ".join((*above[above.index(module) :], module))
        if module not in done:
            for imported in IMPORTS[module]:
                if (module, imported) not in CLOSES_A_CIRCLE:
                    visit(imported, (*above, module))
            done.add(module)

    for module in sorted(IMPORTS):
        visit(module, ())


@pytest.mark.parametrize(("module", "imported"), CLOSES_A_CIRCLE)
def test_exceptions_are_needed(module: str, imported: str) -> None:
    """An exception that no import needs any more is taken off the list."""
    assert imported in IMPORTS[module]


def part(module: str) -> str:
    """Give the part of the core that a module belongs to."""
    return module.split(".")[1] if "." in module else "__init__"


@pytest.mark.parametrize("module", sorted(m for m in IMPORTS if m.split(".")[0] == "palpate"))
def test_imports_run_one_way(module: str) -> None:
    """cli -> render, registry, combine, verify -> packs, vocabulary -> reading -> model."""
    for imported in IMPORTS[module]:
        own, other = part(module), part(imported)
        assert own in MAY_IMPORT, f"say in MAY_IMPORT what {own} may import"
        known = other in (own, "record") or other in MAY_IMPORT[own]
        assert known, f"{module} imports {imported}"


@pytest.mark.parametrize("module", sorted(m for m in IMPORTS if m.split(".")[0] != "palpate"))
def test_packs_import_public_names(module: str) -> None:
    """A pack's code imports the hooks, the model, and its own modules."""
    for imported in IMPORTS[module]:
        own = imported.split(".")[0] == module.split(".", maxsplit=1)[0]
        assert own or part(imported) in ("__init__", "hooks", "model"), (
            f"{module} imports {imported}"
        )


@pytest.mark.parametrize("option", sorted(MODULE_BUDGET))
def test_budget_of_imports(option: str) -> None:
    """A command that needs little imports little: no model, no packs, no reader."""
    code = (
        "import sys; before = set(sys.modules)\n"
        "from palpate.cli import run\n"
        f"code = run([{option!r}])\n"
        "print(*sorted(set(sys.modules) - before), sep='\\n', file=sys.stderr)\n"
        "sys.exit(code)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    found = ran.stderr.split()
    assert len(found) <= MODULE_BUDGET[option], found
    assert not [name for name in found if name.startswith(HEAVY)]


#: Modules that a plan and the completion of a word may hold, and what they never import.
PLAN_BUDGET = 255
COMPLETION_BUDGET = 65
NOT_FOR_A_PLAN = (
    "cattrs",
    "difflib",
    "email",
    "importlib.metadata",
    "jinja2",
    "palpate.cli.patient_file",
    "palpate.packs.read",
    "palpate.reading.reader",
    "platformdirs",
    "tempfile",
    "tomllib",
)


def imported(words: list[str], environment: dict[str, str], place: Path) -> list[str]:
    """Give the modules that a command imports in a fresh interpreter, beside those of any."""
    listed = place / "modules"
    code = (
        "import atexit, sys; from pathlib import Path; before = set(sys.modules)\n"
        f"atexit.register(lambda: Path({str(listed)!r}).write_text("
        "' '.join(sorted(set(sys.modules) - before))))\n"
        f"from palpate.cli import run; sys.argv[0] = 'palpate'; sys.exit(run({words!r}))"
    )
    subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | environment,
        capture_output=True,
        check=True,
        timeout=120,
    )
    return listed.read_text().split()


def test_budget_of_a_plan(packs: Packs, tmp_path: Path) -> None:
    """A plan of packs that were read before imports no reader, and little else."""
    condition = min(packs.vocabulary.conditions)
    words = ["plan", condition, "--date", "2026-03-31"]
    imported(words, {}, tmp_path)
    found = imported(words, {}, tmp_path)
    assert len(found) <= PLAN_BUDGET, len(found)
    assert not [name for name in found if name.startswith(NOT_FOR_A_PLAN)]


def test_budget_of_completion(tmp_path: Path) -> None:
    """A shell that completes a word waits for no pack and for no engine."""
    asked = {
        "_PALPATE_COMPLETE": "bash_complete",
        "COMP_WORDS": "palpate plan scia",
        "COMP_CWORD": "2",
    }
    found = imported([], asked, tmp_path)
    assert len(found) <= COMPLETION_BUDGET, found
    heavy = (
        *NOT_FOR_A_PLAN,
        "attr",
        "pathlib",
        "pluggy",
        "palpate.registry",
        "palpate.combine",
        "palpate.vocabulary",
    )
    assert not [name for name in found if name.startswith(heavy)]


def test_the_core_names_no_technique(packs: Packs) -> None:
    """No pack's technique is named in the core's code."""
    ids = {pack.technique.id for pack in packs.packs if not pack.technique.frame}
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text!r}"
        for path in MODULES
        if path.is_relative_to(CORE)
        for line, text in literals(parsed(path))
        if text.lower() in ids
    ]
    assert not found, "\n".join(found)


def test_no_two_test_modules_share_a_name() -> None:
    """Tests that aren't in a package are imported by their bare names: the second would get the first."""
    folders = [ROOT / "core" / "tests", ROOT / "tests", *ROOT.glob("plugins/*/tests")]
    files = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    loose = [
        p for p in files if p.name != "conftest.py" and not (p.parent / "__init__.py").exists()
    ]
    names = Counter(path.name for path in loose)
    assert [name for name, times in names.items() if times > 1] == []

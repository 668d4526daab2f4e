"""Makes the reference of the commands and of the Python names, from the program's own code.

python docs/make_program.py           writes docs/reference
python docs/make_program.py --check   says whether it is as the program would write it
"""

import ast
import importlib
import inspect
import re
import sys
from collections.abc import Iterable
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from typing import get_args
from typing import get_origin

import click

from palpate.cli import palpate

HERE = Path(__file__).parent
COMMANDS = HERE / "reference" / "commands.md"
PYTHON = HERE / "reference" / "python.md"
#: Modules whose public names stay, with what they are for.
PUBLIC = {
    "palpate": "To plan: what most programs need.",
    "palpate.testing": "For the tests of a pack; needs the extra `palpate[testing]`.",
}
#: The classes that the public names hold.
MODEL = {
    "palpate.model.protocol": "What a protocol holds.",
    "palpate.model.patient": "What a request holds.",
    "palpate.model.technique": "What a pack says of its technique.",
    "palpate.model.sequence": "Steps as a pack writes them.",
    "palpate.model.safety": "Factors, rules and limits.",
    "palpate.model.condition": "Conditions.",
    "palpate.model.anatomy": "The body.",
    "palpate.model.work": "What hands do.",
    "palpate.model.output": "Formats.",
}
#: The module of the words that fields may hold.
WORDS = "palpate.model.scales"
#: Names whose own documentation is another library's.
ELSEWHERE = {
    "hookimpl": "Marks a function as a hook of a pack; see [hooks in Python](../authors/hooks/README.md).",
    "hookspec": "Marks a function as the specification of a hook.",
}
SECTIONS = ("Attributes", "Args", "Returns", "Raises", "Yields")
ITEM = re.compile(r"(\w+): (.*)", re.DOTALL)
Definition = ast.ClassDef | ast.FunctionDef


# Commands


def every_command(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    """Give each command by what is typed, those of a group after it."""
    yield name, group
    for each in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), each)
        if isinstance(command, click.Group):
            yield from every_command(command, f"{name} {each}")
        elif command is not None:
            yield f"{name} {each}", command


def command_text(name: str, command: click.Command) -> str:
    """Write one command: how it is typed, what it does, its options."""
    context = click.Context(command, info_name=name)
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    rows = [record for each in command.params if (record := each.get_help_record(context))]
    options = "\n".join(f"| `{cell(left)}` | {cell(right)} |" for left, right in rows if right)
    parts = [
        f"## {name}",
        f"```text\n{usage}\n```",
        *(as_paragraph(paragraph) for paragraph in paragraphs if paragraph),
        f"| option | meaning |\n|---|---|\n{options}" if rows else "",
    ]
    return "\n\n".join(part for part in parts if part)


def as_paragraph(text: str) -> str:
    """Write a paragraph of a help text; what click keeps as it stands, and examples, as code."""
    kept = text.removeprefix("\b\n")
    if kept != text:
        return f"```text\n{kept}\n```"
    joined = " ".join(text.split())
    if joined.startswith("Example: "):
        return f"Example: `{joined.removeprefix('Example: ')}`"
    return plain(joined)


def plain(text: str) -> str:
    """Keep words of a text from becoming markup."""
    return re.sub(r"([<>*_\[\]])", r"\\\1", text)


def cell(text: str) -> str:
    """Write a text in a cell."""
    return text.replace("|", "\\|")


def commands_page() -> str:
    """Write the page of the commands."""
    head = (
        "# Commands\n\n"
        "Made by `docs/make_program.py` from the program; `--help` after a command prints the same.\n"
        "Every command knows `--pack DIR` and `--help`."
    )
    texts = [command_text(name, each) for name, each in every_command(palpate, "palpate")]
    return "\n\n".join([head, *texts]) + "\n"


# Python


def definitions(module: str) -> dict[str, Definition]:
    """Read the classes and functions that a module defines, from its source."""
    source = inspect.getsource(importlib.import_module(module))
    nodes = ast.parse(source).body
    return {n.name: n for n in nodes if isinstance(n, ast.ClassDef | ast.FunctionDef)}


def definition(module: str, name: str) -> Definition:
    """Follow the imports of a name to where it is defined."""
    found = definitions(module).get(name)
    if found is not None:
        return found
    source = inspect.getsource(importlib.import_module(module))
    (home,) = {
        node.module
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and name in {each.name for each in node.names}
    }
    return definition(str(home), name)


def words() -> dict[str, str]:
    """Give each set of words that a field may hold, by its name."""
    module = importlib.import_module(WORDS)
    return {
        name: ", ".join(f"`{word}`" for word in get_args(value))
        for name, value in vars(module).items()
        if get_origin(value) is Literal
    }


def public(module: str) -> dict[str, Definition]:
    """Give the definition of each name that a module makes public."""
    names = importlib.import_module(module).__all__
    wanted = [each for each in names if not each.startswith("__") and each not in ELSEWHERE]
    return {name: definition(module, name) for name in wanted}


def sections_of(node: Definition) -> dict[str, str]:
    """Give the parts of a docstring by their names; what stands before them has none."""
    found = {"": ""}
    current = ""
    for line in (ast.get_docstring(node) or "").splitlines():
        if line.removesuffix(":") in SECTIONS:
            current = line.removesuffix(":")
            found[current] = ""
        else:
            found[current] += f"{line}\n"
    return {name: inspect.cleandoc(text) for name, text in found.items()}


def items_of(text: str) -> dict[str, str]:
    """Give the items of a part of a docstring, each in one line."""
    joined = re.sub(r"\n\s+", " ", text)
    return {m[1]: m[2] for line in joined.splitlines() if (m := ITEM.fullmatch(line))}


class Page:
    """The page of the Python names; a type that is on it is linked."""

    def __init__(self, known: Iterable[str]) -> None:
        """Take the names that are on the page."""
        self.known = frozenset(known)

    def linked(self, node: ast.expr | None) -> str:
        """Write a type, with links to the classes on this page."""
        if node is None:
            return ""
        text = ast.unparse(node).strip("'\"")
        text = re.sub(r"([\[\]|*_])", r"\\\1", text)
        return re.sub(
            r"\b[A-Z]\w+\b",
            lambda m: f"[{m[0]}](#{m[0].lower()})" if m[0] in self.known else m[0],
            text,
        )

    def fields(self, node: ast.ClassDef, meanings: dict[str, str]) -> str:
        """Write the fields of a class as a table."""
        found = [
            each
            for each in node.body
            if isinstance(each, ast.AnnAssign)
            and isinstance(each.target, ast.Name)
            and not each.target.id.startswith("_")
        ]
        rows = [
            f"| `{each.target.id}` | {self.linked(each.annotation)} | {default_of(each.value)} "  # type: ignore[union-attr]
            f"| {cell(meanings.get(each.target.id, ''))} |"  # type: ignore[union-attr]
            for each in found
        ]
        head = "| field | type | unless given | meaning |\n|---|---|---|---|\n"
        return head + "\n".join(rows) if rows else ""

    def function(self, node: ast.FunctionDef, level: str, owner: str = "") -> str:
        """Write a function or a method."""
        sections = sections_of(node)
        signature = f"{node.name}({ast.unparse(node.args)})".replace("(self, ", "(")
        signature = signature.replace("(self)", "()")
        if any(ast.unparse(each).endswith("property") for each in node.decorator_list):
            signature = node.name
        given = ast.unparse(node.returns) if node.returns else "None"
        parts = [
            f"{level} {owner}{node.name}",
            f"```python\n{signature} -> {given}\n```",
            sections.pop(""),
            *(section_text(name, text) for name, text in sections.items()),
        ]
        return "\n\n".join(part for part in parts if part)

    def class_(self, node: ast.ClassDef) -> str:
        """Write a class: what it is, its fields, what it does."""
        sections = sections_of(node)
        meanings = items_of(sections.pop("Attributes", ""))
        table = self.fields(node, meanings)
        missing = "\n".join(f"- `{k}`: {v}" for k, v in meanings.items()) if not table else ""
        bases = [ast.unparse(base) for base in node.bases]
        methods = [
            self.function(each, "####", f"{node.name}.")
            for each in node.body
            if isinstance(each, ast.FunctionDef) and not each.name.startswith("_")
        ]
        parts = [
            f"### {node.name}",
            sections[""],
            f"A kind of {', '.join(f'`{base}`' for base in bases)}." if bases else "",
            table,
            missing,
            *methods,
        ]
        return "\n\n".join(part for part in parts if part)

    def text(self, node: Definition) -> str:
        """Write a class or a function."""
        return self.class_(node) if isinstance(node, ast.ClassDef) else self.function(node, "###")


def default_of(value: ast.expr | None) -> str:
    """Say what a field holds unless it is given."""
    if value is None:
        return "required"
    text = ast.unparse(value)
    if isinstance(value, ast.Call):
        given = {each.arg: each.value for each in value.keywords}
        if "factory" in given:
            return "empty"
        if ast.unparse(value.func) == "field":
            return default_of(given.get("default"))
    return f"`{cell(text)}`"


def section_text(name: str, text: str) -> str:
    """Write a part of a docstring: a list, or a sentence."""
    items = items_of(text)
    if not items or name in ("Returns", "Yields"):
        return f"**{name}:** {' '.join(text.split())}"
    return f"**{name}:**\n\n" + "\n".join(f"- `{each}`: {said}" for each, said in items.items())


def python_page() -> str:
    """Write the page of the Python names."""
    shown = {module: public(module) for module in PUBLIC}
    named = {name for found in shown.values() for name in found}
    for module in MODEL:
        found = definitions(module)
        shown[module] = {
            name: node
            for name, node in found.items()
            if name not in named and not name.startswith("_")
        }
        named |= set(shown[module])
    page = Page(named | set(words()))
    head = (
        "# Python\n\n"
        "Made by `docs/make_program.py` from the docstrings. [The library](../library.md) shows how the\n"
        "names are used, [what stays the same](../authors/compatibility.md) what may change."
    )
    parts = [head]
    for module, found in shown.items():
        parts.append(f"## {module}\n\n{(PUBLIC | MODEL)[module]}")
        parts += [page.text(node) for node in found.values()]
        if module == "palpate":
            parts += [f"### {name}\n\n{said}" for name, said in ELSEWHERE.items()]
    parts.append(f"## {WORDS}\n\nWords that a field may hold.")
    parts += [f"### {name}\n\n{listed}" for name, listed in words().items()]
    return "\n\n".join(parts) + "\n"


def pages() -> dict[Path, str]:
    """Give each page by its place."""
    return {COMMANDS: commands_page(), PYTHON: python_page()}


def main() -> int:
    """Write the pages, or compare them."""
    stale = {
        path: text
        for path, text in pages().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    }
    check = "--check" in sys.argv[1:]
    for path, text in stale.items():
        if not check:
            path.write_text(text, encoding="utf-8")
        print(f"{path.relative_to(HERE.parent)}: {'is not current' if check else 'made again'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())

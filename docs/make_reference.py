"""Makes the pages of reference for authors, from the classes and words that the program itself reads.

python docs/make_reference.py           writes docs/vocabulary and the tables of docs/authors/format.md
python docs/make_reference.py --check   says whether they are as the program would write them
"""

import re
import sys
import types
from collections.abc import Iterator
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from typing import Literal
from typing import Union
from typing import get_args
from typing import get_origin
from typing import get_type_hints

import attrs

from palpate.authoring.schema import FILES
from palpate.authoring.schema import REQUIRED
from palpate.authoring.schema_words import field_texts
from palpate.authoring.schema_words import table_name
from palpate.model.sequence import IfNone
from palpate.model.sequence import Need
from palpate.model.sequence import Step
from palpate.model.technique import Range
from palpate.packs.files import Fragment
from palpate.packs.step_checks import ALWAYS
from palpate.packs.written import PACK_LINKS
from palpate.packs.written import WrittenStep
from palpate.reading.shapes import WRITTEN_AS
from palpate.reading.shapes import AnyRange
from palpate.reading.shapes import Days
from palpate.reading.shapes import Grades
from palpate.reading.shapes import OneOrMore
from palpate.reading.shapes import Pressure
from palpate.reading.shapes import Sides
from palpate.reading.shapes import Stages
from palpate.reading.strict import file_key
from palpate.testing.suite import checks
from palpate.vocabulary import load_vocabulary
from palpate.vocabulary.kinds import KINDS

HERE = Path(__file__).parent
FORMAT = HERE / "authors" / "format.md"
KIT = HERE / "authors" / "kit.md"
WORDS = HERE / "vocabulary"
TABLE = re.compile(r"(<!-- table: (\S+) -->\n)(.*?)(<!-- /table -->)", re.DOTALL)

#: How the shapes of their own are written.
SHAPES: Mapping[Any, str] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    Range: "range of whole numbers",
    AnyRange: "range of numbers",
    Days: '"72 hours", "10 days" or "6 weeks"',
    Stages: "list of stages",
    OneOrMore: "word, or list of words",
    Pressure: "Walton level, or [lowest useful, wanted]",
    Grades: "grade, or { STAGE = grade }",
    Sides: "side, or list of sides in their order",
    Need: '"STATE" or "STATE(REGION)"',
    IfNone: '"skip" or { instruction, minutes, manoeuvres }',
}
#: What the pages of words show of an entry, beside its id and name.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "regions": ("part_of", "paired", "synonyms", "access", "nerves"),
    "muscles": ("latin", "kind", "regions", "part_of", "synonyms"),
    "nerves": ("regions", "where"),
    "endangerment_sites": ("regions", "structures", "max_pressure", "note"),
    "positions": ("summary",),
    "families": ("summary", "alike", "keeps_order"),
    "trainings": ("summary", "implies"),
    "outcome_measures": ("summary", "unit", "change", "basis"),
    "states": ("summary", "when", "on"),
    "manoeuvres": ("family", "elements", "effects", "synonyms", "summary"),
    "factors": ("synonyms", "icd10", "site", "dated", "question"),
    "conditions": ("synonyms", "icd10", "regions", "place", "goals"),
    "umbrellas": ("synonyms", "conditions"),
}
#: What holds of a step that doesn't say it, where that depends on the rest of it.
OF_A_STEP: Mapping[str, str] = {
    "minutes": "from the dose",
    "regions": "those of the targets",
    "pressure": "required where hands are on",
    "goal": "required of treating",
    "minutes_are_for": "required but for `both` and `midline`",
    "repetitions": "1",
    "sets": "1",
    "points": "1",
}
#: Kinds that no file of a pack names.
NOT_NAMED = ("questions", "calendars")


def tables() -> dict[str, type]:
    """Give every class that a file of a pack holds, by the name of its table."""
    found: dict[str, type] = {}

    def add(kind: type) -> None:
        if table_name(kind) in found:
            return
        found[table_name(kind)] = kind
        for hint in written_hints(kind).values():
            for inner in classes_in(hint):
                add(inner)

    for kind in FILES.values():
        add(kind)
    return found


def written_hints(kind: type) -> dict[str, Any]:
    """Give the fields of a class as a file writes them."""
    return get_type_hints(kind) | dict(WRITTEN_AS.get(kind, {}))


def classes_in(hint: Any) -> Iterator[type]:
    """Give the classes of tables that a field holds."""
    if hint is Fragment:
        yield WrittenStep
    elif isinstance(hint, type) and attrs.has(hint) and (hint not in SHAPES or hint is IfNone):
        yield hint
    for inner in get_args(hint):
        yield from classes_in(inner)


def said(hint: Any) -> str:
    """Say how a value is written."""
    if hint in SHAPES:
        return SHAPES[hint]
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in inner)
    if origin in (Union, types.UnionType):
        return " or ".join(said(each) for each in inner if each is not type(None))
    if origin is tuple:
        several = said(inner[0])
        return several.replace("table ", "tables ") if "table " in several else f"list of {several}"
    if origin is not None:
        return f"a table for each NAME: {said(inner[1])}"
    if hint is Fragment:
        return "table [Step](#step), without id and like"
    return f"table [{table_name(hint)}](#{table_name(hint).lower()})"


def unless_said(kind: type, each: Any) -> str:
    """Say what holds where a field isn't written."""
    if kind is WrittenStep:
        if each.name in OF_A_STEP:
            return OF_A_STEP[each.name]
        if each.name in ALWAYS:
            return "required"
        # What a step doesn't say, and doesn't inherit, is as in the model.
        each = getattr(attrs.fields(Step), each.name, each)
    if each.default is attrs.NOTHING or each.name in REQUIRED.get(kind, ()):
        return "required"
    default = each.default.factory() if isinstance(each.default, attrs.Factory) else each.default  # type: ignore[arg-type]
    if default is None or default in ((), ""):
        return "none"
    if isinstance(default, Range):
        return f"{default.typical:g}"
    if attrs.has(type(default)):
        return "none"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def fields_table(name: str) -> str:
    """Write the fields of a table: key, how it is written, what holds unless it is, what it means."""
    kind = tables()[name]
    hints, texts = written_hints(kind), field_texts().get(name, {})
    links = PACK_LINKS.get(kind, {})
    lines = ["| key | written as | unless said | meaning |", "|---|---|---|---|"]
    for each in attrs.fields(kind):
        key = file_key(each.name)
        # Whose name is Python's own has another attribute.
        key = "for" if key == "for_what" else key
        written = said(hints[each.name])
        page = links.get(each.name)
        if page and page not in NOT_NAMED:
            written = written.replace("list of text", "list of words").replace("text", "word")
            written += f" ([{page.replace('_', ' ')}](../vocabulary/{page}.md))"
        meaning = texts.get(key, "").replace("|", "\\|")
        lines.append(f"| `{key}` | {written} | {unless_said(kind, each)} | {meaning} |")
    return "\n".join(lines)


def format_page() -> str:
    """Give docs/authors/format.md with its tables made again.

    Raises:
        SystemExit: A table of the files has no place on the page.
    """
    page = FORMAT.read_text(encoding="utf-8")
    shown = {match[2] for match in TABLE.finditer(page)}
    missing = sorted(set(tables()) - shown)
    if missing:
        sys.exit(f"{FORMAT.name} has no table for {', '.join(missing)}")
    return TABLE.sub(lambda m: f"{m[1]}{fields_table(m[2])}\n{m[4]}", page)


def words_page(kind: str) -> str:
    """Write the page of one kind of words."""
    entries = getattr(load_vocabulary(), kind)
    columns = COLUMNS.get(kind, ("summary",))
    lines = [
        f"# {kind.replace('_', ' ').capitalize()}",
        "",
        f"{len(entries)} words; made by `docs/make_reference.py`. `palpate vocabulary {kind}` prints the same.",
        "[How to propose a word](README.md#propose-a-word).",
        "",
        f"| word | name | {' | '.join(c.replace('_', ' ') for c in columns)} |",
        f"|---|---|{'---|' * len(columns)}",
    ]
    for entry in entries.values():
        cells = [f"`{entry.id}`", entry.name, *(cell(getattr(entry, c)) for c in columns)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def cell(value: Any) -> str:
    """Write a value in a cell."""
    if isinstance(value, Mapping):
        good = [key for key, held in value.items() if held]
        return ", ".join(key if value[key] == 1 else f"{key} (in part)" for key in good)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else ""
    return str(value if value is not None else "").replace("|", "\\|")


def kit_page() -> str:
    """Give docs/authors/kit.md with the kit's promises made again."""
    rows = [f"| `{check.name}` | {check.promise} |" for check in checks()]
    listed = "\n".join(["| check | promise |", "|---|---|", *rows])
    return re.sub(
        r"(<!-- checks -->\n).*?(<!-- /checks -->)",
        lambda m: f"{m[1]}{listed}\n{m[2]}",
        KIT.read_text(encoding="utf-8"),
        flags=re.DOTALL,
    )


def pages() -> dict[Path, str]:
    """Give every page by its place."""
    kinds = [kind for kind in KINDS if kind not in NOT_NAMED]
    listed = "\n".join(f"- [{kind.replace('_', ' ')}]({kind}.md)" for kind in kinds)
    readme = (WORDS / "README.md").read_text(encoding="utf-8")
    readme = re.sub(
        r"(<!-- kinds -->\n).*?(<!-- /kinds -->)", rf"\1{listed}\n\2", readme, flags=re.DOTALL
    )
    made = {WORDS / f"{kind}.md": words_page(kind) for kind in kinds}
    return {FORMAT: format_page(), KIT: kit_page(), WORDS / "README.md": readme, **made}


def main() -> int:
    """Write the pages, or compare them."""
    stale = [
        path
        for path, text in pages().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path.relative_to(HERE.parent)} isn't as the program writes it")
        return 1 if stale else 0
    for path in stale:
        path.write_text(pages()[path], encoding="utf-8")
        print(path.relative_to(HERE.parent))
    return 0


if __name__ == "__main__":
    sys.exit(main())

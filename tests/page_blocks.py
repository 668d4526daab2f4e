"""Blocks of commands on the pages, and what stands below them."""

import re
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).parents[1]
#: Pages that a person reads and types from.
PAGES = tuple(
    sorted(
        path.relative_to(ROOT).as_posix()
        for place in ("*.md", "core/*.md", "plugins/*/*.md", "examples/*.md", "docs/**/*.md")
        for path in ROOT.glob(place)
    )
)
BLOCK = re.compile(
    r"(?:^<!-- (?P<mark>[^\n]*) -->\n)?"
    r"^```(?P<language>sh|bash|shell|console|python)\n(?P<code>.*?)^```\n"
    r"(?:\n```text\n(?P<shown>.*?)^```\n)?",
    re.DOTALL | re.MULTILINE,
)


@frozen
class Block:
    """A block of a page.

    Attributes:
        mark: What stands before it: `run`, `run: 3` where it leaves with exit code 3, or another word.
        shown: What it must print; empty: anything.
    """

    mark: str
    language: str
    code: str
    shown: str

    @property
    def exit_code(self) -> int:
        """Give the code that it must leave with."""
        return int(self.mark.partition(": ")[2] or 0)


def blocks_of(text: str) -> list[Block]:
    """Give the blocks of a page in their order."""
    return [
        Block(m["mark"] or "", m["language"], m["code"].strip(), m["shown"] or "")
        for m in BLOCK.finditer(text)
    ]


def pattern_of(shown: str) -> re.Pattern[str]:
    """Make of what a page shows a pattern; `...` alone is any lines, within a line any words."""
    lines = []
    for line in shown.splitlines():
        if line == "...":
            lines.append(r"(?:.*\n)*?")
        else:
            parts = line.split("...")
            words = [parts[0].rstrip() if len(parts) > 1 else line]
            words += [part.strip() for part in parts[1:]]
            lines.append(".*?".join(map(re.escape, words)) + " *\\n")
    return re.compile("".join(lines))

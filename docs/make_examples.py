"""Makes the examples in the pages of this repository, by running the program.

    python docs/make_examples.py           writes what stands between the markers
    python docs/make_examples.py --check   says whether it is as the program would write it

A page holds `<!-- example: palpate ... -->` and `<!-- /example -->`; what stands between them is the
output of that command. `<!-- example: palpate ... :: WORDS -->` shows one part of it: the one whose first
line begins with these words. `:: all of WORDS` shows that part with its lists whole.
"""

import io
import re
import shlex
import sys
from contextlib import redirect_stderr
from contextlib import redirect_stdout
from pathlib import Path

from palpate.cli import run

ROOT = Path(__file__).parents[1]
PAGES = (
    "README.md",
    "docs/index.md",
    "docs/combining.md",
    "docs/therapists/first-protocol.md",
    "docs/therapists/reading-a-protocol.md",
    "docs/therapists/screening.md",
)
EXAMPLE = re.compile(r"(<!-- example: palpate (.*?) -->\n)(.*?)(<!-- /example -->)", re.DOTALL)
#: Of a list with more items than these the rest is cut.
ITEMS = 3
#: Before the words of a part whose lists aren't cut.
WHOLE = "all of "
ITEM = re.compile(r"  (- |\[|[a-z-]+/)")


def output_of(command: str) -> str:
    """Run the program; give what it wrote to standard output."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        run(shlex.split(command))
    out.flush()
    return out.buffer.getvalue().decode()  # type: ignore[attr-defined]


def shortened(page: str) -> str:
    """Cut the long lists of a page: questions, advice, what was left out, sources."""
    lines: list[str] = []
    items = 0
    for line in page.splitlines():
        if not line.startswith("  "):
            items = 0
        elif ITEM.match(line):
            items += 1
            if items == ITEMS + 1:
                lines.append("  ...")
        if items <= ITEMS:
            lines.append(line)
    return "\n".join(lines)


def part_of(output: str, words: str) -> str:
    """Give the part of an output whose first line begins with some words.

    Raises:
        SystemExit: No part begins so.
    """
    parts = output.strip("\n").split("\n\n")
    places = [place for place, part in enumerate(parts) if part.startswith(words)]
    if not places:
        sys.exit(f"no part of the output begins with {words!r}")
    before = "...\n" if places[0] > 0 else ""
    after = "\n..." if places[0] < len(parts) - 1 else ""
    return f"{before}{parts[places[0]]}{after}"


def made(page: str) -> str:
    """Give a page with its examples made again."""

    def again(match: re.Match[str]) -> str:
        command, _, words = match[2].partition(" :: ")
        said = output_of(command)
        whole = words.startswith(WHOLE)
        page = said if whole else shortened(said)
        shown = (
            f"$ palpate {command}\n{part_of(page, words.removeprefix(WHOLE)) if words else page}"
        )
        return f"{match[1]}```text\n{shown}\n```\n{match[4]}"

    return EXAMPLE.sub(again, page)


def main() -> int:
    """Write the pages, or say which isn't current."""
    check = "--check" in sys.argv[1:]
    stale = []
    for name in PAGES:
        path = ROOT / name
        before = path.read_text(encoding="utf-8")
        after = made(before)
        if after != before:
            stale.append(name)
            if not check:
                path.write_text(after, encoding="utf-8")
    print("\n".join(f"{name}: {'is not current' if check else 'made again'}" for name in stale))
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())

"""Lines of a page: wrapping, columns, and colour where a terminal shows it."""

from textwrap import wrap

from attrs import define
from attrs import field

from palpate.render.safe import printable

WIDTH = 80
#: Least columns between what stands at the left and at the right.
GAP = 2


def one_line(text: str) -> str:
    """Make a text printable, and a line of its own: none forges another."""
    return printable(text).replace("\n", " ")


@define
class Page:
    """Collects lines of at most 80 columns.

    Attributes:
        colour: Whether headings and warnings are marked for a terminal.
    """

    colour: bool = False
    lines: list[str] = field(factory=list)

    def line(self, text: str = "") -> None:
        """Add a line as it is."""
        self.lines.append(one_line(text).rstrip())

    def heading(self, text: str, note: str = "") -> None:
        """Add a heading, with a note at the right."""
        self.blank()
        room = WIDTH - len(text) - len(note)
        if note and room < GAP:
            self.lines.append(self._bold(one_line(text)))
            self.text(note, indent=2)
            return
        gap = " " * room if note else ""
        self.lines.append(self._bold(one_line(text)) + gap + one_line(note))

    def blank(self) -> None:
        """Add an empty line, never two."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def text(self, text: str, indent: int = 0, first: str = "", hang: int | None = None) -> None:
        """Add a wrapped paragraph.

        Args:
            indent: Columns before each line.
            first: What stands before the first line instead of its indent.
            hang: Columns before every later line; None: the indent.
        """
        lead = one_line(first) or " " * indent
        rest = " " * (hang if hang is not None else max(indent, len(first)))
        body = wrap(
            one_line(text),
            WIDTH,
            initial_indent=lead,
            subsequent_indent=rest,
            break_on_hyphens=False,
            break_long_words=False,
        )
        for line in body or ([lead.rstrip()] if lead.strip() else []):
            self._broken(line, rest)

    def _broken(self, line: str, rest: str) -> None:
        """Add a line; a word too long for it, such as an address, is broken where it must be."""
        while len(line) > WIDTH:
            self.lines.append(line[:WIDTH])
            line = rest + line[WIDTH:]
        self.lines.append(line)

    def columns(self, left: str, right: str) -> None:
        """Add a line with something at the right edge; the left is wrapped where it must be."""
        left, right = one_line(left), one_line(right)
        if len(left) + GAP + len(right) <= WIDTH:
            self.lines.append(left + " " * (WIDTH - len(left) - len(right)) + right)
            return
        self.text(left)
        self.lines.append(right.rjust(WIDTH))

    def warn(self, text: str, indent: int = 0) -> None:
        """Add a paragraph that must not be missed."""
        start = len(self.lines)
        self.text(text, indent)
        if self.colour:
            self.lines[start:] = [f"\x1b[31m{line}\x1b[0m" for line in self.lines[start:]]

    def _bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self.colour else text

    def __str__(self) -> str:
        """Give the page, ending with a line feed."""
        return "\n".join(self.lines) + "\n"

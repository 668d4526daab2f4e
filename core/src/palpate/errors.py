"""What can go wrong, for the person who must act on it."""

from palpate.record import frozen

LONGEST_SHOWN = 80


class PalpateError(Exception):
    """Base of every error that this program raises on purpose."""


class RequestError(PalpateError):
    """The request can't be understood; the command exits with 2.

    Attributes:
        word: The word that isn't right.
        what: What is wrong with it, and what would be right.
        nearest: The nearest valid words.
    """

    def __init__(self, word: str, what: str, nearest: tuple[str, ...] = ()) -> None:
        self.word = word
        self.what = what
        self.nearest = nearest
        tail = f"; nearest: {', '.join(nearest)}" if nearest else ""
        super().__init__(f"{_shown(word)}: {what}{tail}")


class PlaceNeeded(RequestError):
    """A diagnosis can sit in several places, and none is named."""


def _shown(word: str) -> str:
    """Show a word on one line, cut where it is too long to be read."""
    line = " ".join(word.split())
    return f"{line[: LONGEST_SHOWN - 3]}..." if len(line) > LONGEST_SHOWN else line or '""'


@frozen
class Problem:
    """One thing that is wrong in a pack's file.

    Attributes:
        file: Path from the pack's folder.
        line: Line from 1; 0 where there is none (a missing file).
        entry: The entry, as `step warm` or `[indication]`.
        what: What is wrong, and what would be right.
        code: Short kebab-case name of the rule.
        level: `error` or `warning`.
        column: Column from 1, in characters; 0 where there is none.
    """

    file: str
    line: int
    entry: str
    what: str
    code: str = "wrong"
    level: str = "error"
    column: int = 0

    def __str__(self) -> str:
        """As `file:line: entry: what`."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.entry}: {self.what}" if self.entry else f"{place}: {self.what}"


class ContentError(PalpateError):
    """Files that can't be read as what they should hold; carries every problem found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class VerificationError(PalpateError):
    """A finished protocol breaks an invariant; it is never printed."""

    def __init__(self, broken: tuple[str, ...]) -> None:
        self.broken = broken
        super().__init__("\n".join(broken))

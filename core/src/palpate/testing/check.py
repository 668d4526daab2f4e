"""One check of the kit: a promise, and what looks whether it is kept."""

from collections.abc import Callable
from collections.abc import Iterable

from attrs import frozen

from palpate.testing.subject import Subject


@frozen
class Check:
    """One promise, and what looks whether it is kept.

    Attributes:
        promise: What must be true, as a sentence.
        find: Gives a sentence for every breach.
        loaded: Whether it needs a pack that loads.
        files: Whether it is about data files.
        code: Whether it is about code.
    """

    name: str
    promise: str
    find: Callable[[Subject], Iterable[str]]
    loaded: bool = True
    files: bool = False
    code: bool = False

    def idle(self, subject: Subject) -> str:
        """Say why there is nothing to look at; empty where there is."""
        if self.files and subject.folder is None:
            return "the pack has no data files"
        if self.loaded and subject.pack is None:
            return "the pack doesn't load: see `loads`"
        if self.code and not subject.here.identity.has_code:
            return "the pack has no code"
        return ""

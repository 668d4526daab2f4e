"""What the doctor found."""

from typing import Literal

from attrs import frozen

Level = Literal["error", "warning", "note"]
#: `unknown` is a name that is blocked or wanted, and no installed pack.
State = Literal["loaded", "blocked", "shadowed", "broken", "unknown"]


@frozen
class Finding:
    """One thing that was found.

    Attributes:
        level: `error` where something needs doing; `warning`, `note` where it needn't.
        what: What is so, as a sentence without its full stop.
        do: What to do about it; empty where there is nothing to do.
    """

    level: Level
    what: str
    do: str = ""


@frozen
class PackHealth:
    """How one pack is.

    Attributes:
        technique: The id of its technique; empty where it isn't known.
        origin: `built-in`, `installed` or `folder`; empty for a name that is no pack.
        place: Where its files are; empty where it isn't known.
        api: The hook API that it is written for; None where it isn't known.
        kind: `data` or `code`; empty where it isn't known.
        conditions: How many conditions it has steps for.
        milliseconds: How long reading and asking all of it took; not the same at each run.
    """

    pack: str
    version: str
    state: State
    technique: str = ""
    origin: str = ""
    place: str = ""
    api: int | None = None
    kind: str = ""
    conditions: int = 0
    milliseconds: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def content(self) -> str:
        """Say in a word how its content is; empty where it wasn't looked at."""
        if self.state != "loaded":
            return ""
        levels = [finding.level for finding in self.findings]
        errors, warnings = levels.count("error"), levels.count("warning")
        if errors:
            return f"{errors} error{'s' * (errors > 1)}"
        return f"{warnings} warning{'s' * (warnings > 1)}" if warnings else "sound"


@frozen
class Overlap:
    """A condition that several packs have steps for."""

    condition: str
    packs: tuple[str, ...]


@frozen
class Disagreement:
    """Something that packs say differently.

    Attributes:
        about: What it is about, such as a factor.
        said: Each pack's word, as (technique, word).
        holds: What the program does about it.
    """

    about: str
    said: tuple[tuple[str, str], ...]
    holds: str


@frozen
class Report:
    """How the program and its packs are.

    Attributes:
        program: Where the program's own files are.
        api: The hook API of this core.
        vocabulary: How many words there are of each kind.
        formats: What a plan can be printed as.
        findings: What was found that belongs to no pack.
    """

    palpate: str
    api: int
    python: str
    platform: str
    program: str
    settings: str
    packs: tuple[PackHealth, ...] = ()
    vocabulary: tuple[tuple[str, int], ...] = ()
    formats: tuple[str, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def errors(self) -> int:
        """Count what needs doing."""
        found = [*self.findings, *(f for pack in self.packs for f in pack.findings)]
        return sum(finding.level == "error" for finding in found)

    @property
    def slowest(self) -> PackHealth | None:
        """Give the pack that took longest; None where none was asked."""
        asked = [pack for pack in self.packs if pack.milliseconds]
        return max(asked, key=lambda pack: pack.milliseconds, default=None)

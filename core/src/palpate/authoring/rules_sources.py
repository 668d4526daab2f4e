"""Rules about weak content: sources, completeness, review."""

from collections.abc import Callable
from collections.abc import Iterator
from itertools import chain

from palpate.authoring.check_views import PackView
from palpate.authoring.check_views import Said
from palpate.authoring.check_views import SequenceView
from palpate.authoring.rules_settings import settings
from palpate.errors import Problem

UNREAD = "not-read"
EDITORIAL = "editorial"
SIGNED = "signed"


def check_sources(pack: PackView) -> Iterator[Problem]:
    """Find what rests on nothing, on what nobody has read, or on old work."""
    indications = [s.indication for s in pack.sequences if s.indication is not None]
    technique = (pack.technique,) if pack.technique is not None else ()
    for entry in (*technique, *indications, *pack.contraindications):
        if entry.lacks("references"):
            yield entry.wrong("no-reference", "references", "names no source")
    for entry in indications:
        cited = tuple(pack.cited(entry))
        if cited and all(source.read == UNREAD for source in cited):
            what = "nobody has read any of its sources; it prints as traditional use"
            yield entry.wrong("unread", "references", what)
        newest = max((source.year for source in cited if source.year), default=None)
        if newest is not None and pack.today.year - newest > settings().old_after_years:
            what = f"the newest dated source is of {newest}; look for newer work"
            yield entry.wrong("old-evidence", "references", what)


def check_review(pack: PackView) -> Iterator[Problem]:
    """Find content that no clinician has signed, and in it what an editor decided."""
    review = pack.review
    if review is not None and review.get("status") == SIGNED:
        return
    said = review or pack.technique
    if said is not None and "status" not in said.spoilt:
        yield said.wrong("unreviewed", "status", "no clinician has signed the content")
    yield from _editorial(pack)


def _editorial(pack: PackView) -> Iterator[Problem]:
    """Say once in each file how much of it an editor decided."""
    by_file: dict[str, list[tuple[bool, Problem]]] = {}
    for entry in _with_basis(pack):
        decided = entry.get("basis") == EDITORIAL
        problem = entry.wrong("editorial", "basis", "")
        by_file.setdefault(problem.file, []).append((decided, problem))
    for file, found in sorted(by_file.items()):
        decided_ones = [problem for decided, problem in found if decided]
        if decided_ones:
            first = min(decided_ones, key=lambda problem: problem.line)
            what = f"{len(decided_ones)} of {len(found)} entries rest on an editor's decision"
            yield Problem(file, first.line, "", what, first.code, first.level, first.column)


def _with_basis(pack: PackView) -> Iterator[Said]:
    singles = (pack.technique, *(s.indication for s in pack.sequences))
    courses = (s.course for s in pack.sequences)
    several = chain.from_iterable(s.steps for s in pack.sequences if not s.lent)
    entries = (*singles, *courses, *several, *pack.contraindications, *pack.others)
    yield from (entry for entry in entries if entry is not None and entry.get("basis"))


def check_reporting(pack: PackView) -> Iterator[Problem]:
    """Find what a report of massage should say and the pack leaves open: the STRICT-M list."""
    for sequence in () if pack.frame else pack.sequences:
        missing = [item for item, filled in STRICT_M.items() if not filled(sequence, pack)]
        if missing and not sequence.files & pack.spoilt:
            what = f"{len(missing)} of {len(STRICT_M)} STRICT-M items open: {', '.join(missing)}"
            said = sequence.course or sequence.head
            yield said.wrong("strict-m", "", what)


def _every_step(name: str) -> Callable[[SequenceView, PackView], bool]:
    """Say whether each step with hands on says something."""

    def filled(sequence: SequenceView, _: PackView) -> bool:
        worked = (s for s in sequence.steps if s.get("hands_on") is not False)
        return all(not step.lacks(name) for step in worked if not step.get("outside_session"))

    return filled


def _rationale(sequence: SequenceView, _: PackView) -> bool:
    return sequence.indication is None or not sequence.indication.lacks("rationale")


def _location(sequence: SequenceView, _: PackView) -> bool:
    return all(not s.lacks("regions") or s.get("at_site") for s in sequence.steps)


def _response(sequence: SequenceView, _: PackView) -> bool:
    treating = (s for s in sequence.steps if s.get("purpose") == "treat")
    return all(not step.lacks("goal") for step in treating)


def _course(*names: str) -> Callable[[SequenceView, PackView], bool]:
    """Say whether the course says one of some things."""

    def filled(sequence: SequenceView, _: PackView) -> bool:
        course = sequence.course
        return course is not None and any(not course.lacks(name) for name in names)

    return filled


def _sessions(sequence: SequenceView, pack: PackView) -> bool:
    """Say whether the number of sessions is said, or follows from frequency and weeks."""
    counted = _course("visits")(sequence, pack)
    return counted or (
        _course("weeks")(sequence, pack) and _course("visits_per_week")(sequence, pack)
    )


def _length(sequence: SequenceView, pack: PackView) -> bool:
    own = sequence.session is not None and any(
        not sequence.session.lacks(name) for name in ("minutes", "share_minutes", "alone_minutes")
    )
    return own or (pack.technique is not None and not pack.technique.lacks("share_minutes"))


def _qualification(sequence: SequenceView, pack: PackView) -> bool:
    """Say whether a training is named: of the technique, even none, or of a step."""
    said = pack.technique is not None and "training" in {
        *pack.technique.parts,
        *pack.technique.spoilt,
    }
    return said or any(not step.lacks("training") for step in sequence.steps)


#: The ten items, and whether a sequence fills each.
STRICT_M: dict[str, Callable[[SequenceView, PackView], bool]] = {
    "rationale": _rationale,
    "technique": _every_step("manoeuvres"),
    "location": _location,
    "time per location": _every_step("minutes"),
    "pressure": lambda sequence, _: all(
        "pressure" in {*s.parts, *s.spoilt} or s.get("hands_on") is False for s in sequence.steps
    ),
    "response sought": _response,
    "sessions": _sessions,
    "frequency": _course("visits_per_week"),
    "length": _length,
    "qualification": _qualification,
}

"""Screening by itself: what the intake form means for the installed techniques, before any plan."""

from attrs import evolve
from attrs import frozen

from palpate.combine import words
from palpate.combine.assemble import status_of
from palpate.combine.candidate import Gathered
from palpate.combine.candidate import Refused
from palpate.combine.clearance import valid_clearances
from palpate.combine.gather import gather
from palpate.combine.indicate import indicate
from palpate.combine.places import atlas_of
from palpate.combine.resolve import Case
from palpate.combine.resolve import resolve
from palpate.combine.screen import Screened
from palpate.combine.screen import screen
from palpate.combine.search import Choice
from palpate.combine.settings import load_settings
from palpate.model.patient import Request
from palpate.model.protocol import Diagnosis
from palpate.model.protocol import Screening
from palpate.model.scales import Status
from palpate.registry.content import PackContent
from palpate.registry.packs import Packs

NOTHING = Choice((), None, (), 0, optimal=True, bound=0, nodes=0)


@frozen
class Verdict:
    """What screening leaves of a technique.

    Attributes:
        status: `open`, `waits` for a clearance, `out`, or `not-indicated` for the diagnosis.
        reason: Why, where it isn't open.
    """

    id: str
    name: str
    status: str
    reason: str = ""


@frozen
class Inquiry:
    """A patient screened.

    Attributes:
        status: As a plan's, but that nothing is planned.
        given: The factors that were given or raised, as ids.
        session_cap: Most minutes of the session; None where nothing sets it.
    """

    status: Status
    request: Request
    diagnoses: tuple[Diagnosis, ...]
    given: tuple[str, ...]
    screening: Screening
    techniques: tuple[Verdict, ...]
    session_cap: int | None
    warnings: tuple[str, ...]


def inquire(request: Request, packs: Packs) -> Inquiry:
    """Screen a patient; without a diagnosis every technique's rules speak.

    Raises:
        RequestError: A word isn't known, or something must be named.
    """
    settings = load_settings()
    vocabulary = packs.vocabulary
    held = (words.require(t, vocabulary.trainings, "training") for t in request.therapist.holds)
    request = evolve(request, therapist=evolve(request.therapist, holds=tuple(held)))
    case = resolve(request, vocabulary, settings, to_treat=False)
    atlas = atlas_of(vocabulary)
    contents = packs.contents({c.condition.id: c.patient for c in case.complaints})
    clearances = valid_clearances(case, settings)
    everyone = not case.complaints
    screened = screen(case, contents, vocabulary, clearances, atlas, everyone=everyone)
    gathered = Gathered((), (), (), ())
    if case.complaints and not screened.stop:
        admitted, refused = indicate(case, contents, screened, clearances, vocabulary)
        gathered = gather(case, admitted, refused, contents, screened, vocabulary, settings, atlas)
    verdicts = tuple(_verdict(c, case, screened, gathered) for c in _techniques(contents))
    faults = {fault for content in contents for fault in content.faults}
    return Inquiry(
        status=_status(case, screened, gathered, verdicts),
        request=case.request,
        diagnoses=tuple(c.diagnosis for c in case.complaints),
        given=tuple(dict.fromkeys(item.factor for item in case.factors)),
        screening=screened.screening,
        techniques=verdicts,
        session_cap=screened.session_cap,
        warnings=(*sorted(map(str, packs.problems)), *sorted(faults), *screened.warnings),
    )


def _techniques(contents: tuple[PackContent, ...]) -> tuple[PackContent, ...]:
    return tuple(content for content in contents if not content.technique.frame)


def _verdict(content: PackContent, case: Case, screened: Screened, gathered: Gathered) -> Verdict:
    technique = content.technique
    status, reason = "open", ""
    lock = screened.lock(technique.id)
    if content.broken or content.contraindications is None:
        status, reason = "out", content.broken or "its contraindications can't be had"
    elif screened.stop:
        status, reason = "out", "no massage in this session"
    elif lock is not None:
        status = "waits" if technique.id in screened.waiting else "out"
        reason = f"{lock.name}: {lock.action}"
    elif screened.all_wait:
        status, reason = "waits", "clearance first, for any massage"
    elif case.complaints and technique.id not in {part.technique for part in gathered.parts}:
        refused = next(r for r in gathered.refused if r.technique == technique.id)
        status, reason = _refusal(refused, screened), refused.reason
    return Verdict(technique.id, technique.name, status, reason)


def _refusal(refused: Refused, screened: Screened) -> str:
    if refused.status != "withheld":
        return "not-indicated"
    alone = status_of(screened, Gathered((), (), (), (refused,)), NOTHING)
    return "waits" if alone == "needs-clearance" else "out"


def _status(
    case: Case, screened: Screened, gathered: Gathered, verdicts: tuple[Verdict, ...]
) -> Status:
    if case.complaints or screened.stop or screened.all_wait:
        return "ready" if gathered.parts else status_of(screened, gathered, NOTHING)
    found = {verdict.status for verdict in verdicts}
    if "open" in found or not found:
        return "ready"
    return "needs-clearance" if "waits" in found else "do-not-treat"

"""The stages in a row."""

from collections.abc import Iterable
from hashlib import sha256

from attrs import evolve

from palpate.combine.assemble import binding_packs
from palpate.combine.assemble import first_visit_cautions
from palpate.combine.assemble import protocol_of
from palpate.combine.candidate import Gathered
from palpate.combine.clearance import valid_clearances
from palpate.combine.explain import explain
from palpate.combine.gather import gather
from palpate.combine.indicate import Admitted
from palpate.combine.indicate import concern_of
from palpate.combine.indicate import indicate
from palpate.combine.indicate import unheard
from palpate.combine.instance import Instance
from palpate.combine.instance import build
from palpate.combine.order import arrange
from palpate.combine.phases import state_of
from palpate.combine.places import Atlas
from palpate.combine.places import atlas_of
from palpate.combine.resolve import Case
from palpate.combine.resolve import resolve
from palpate.combine.screen import Screened
from palpate.combine.screen import screen
from palpate.combine.search import Choice
from palpate.combine.search import choose
from palpate.combine.settings import Settings
from palpate.combine.settings import load_settings
from palpate.combine.timeline import put_on_clock
from palpate.errors import RequestError
from palpate.model.patient import Request
from palpate.model.protocol import PackStamp
from palpate.model.protocol import PlannedStep
from palpate.model.protocol import Protocol
from palpate.model.protocol import Provenance
from palpate.model.technique import Range
from palpate.record import frozen
from palpate.registry.content import PackContent
from palpate.registry.packs import Packs
from palpate.registry.quiet import Quiet
from palpate.version import VERSION
from palpate.vocabulary import Vocabulary


def understand(request: Request, packs: Packs) -> Case:
    """Resolve a request against the vocabulary of the installed packs.

    Raises:
        RequestError: A word isn't known, or something must be named.
    """
    return resolve(_named(request, packs), packs.vocabulary, load_settings())


@frozen
class Admission:
    """What is left to choose from.

    Attributes:
        contents: What every pack answered that has something to say.
        gathered: The steps that may enter, and those that may not, each with its reason.
        silent: The packs that have nothing to say.
    """

    case: Case
    contents: tuple[PackContent, ...]
    screened: Screened
    gathered: Gathered
    silent: tuple[Quiet, ...] = ()


def admit(request: Request, packs: Packs, atlas: Atlas | None = None) -> Admission:
    """Resolve, screen and gather: everything that is settled before anything is chosen.

    Raises:
        RequestError: A word isn't known, or something must be named.
    """
    settings = load_settings()
    vocabulary = packs.vocabulary
    atlas = atlas or atlas_of(vocabulary)
    case = understand(request, packs)
    patients = {c.condition.id: c.patient for c in case.complaints}
    concern = concern_of(case)
    contents = packs.contents(patients, concern)
    silent = packs.silent(patients, concern)
    clearances = valid_clearances(case, settings)
    screened = screen(case, contents, vocabulary, clearances, atlas)
    if not case.complaints and not (screened.stop or screened.all_wait):
        raise RequestError(case.factor_words[0], "this is a factor; name the diagnosis to treat")
    case = _within_cap(case, screened, settings)
    if screened.stop:
        return Admission(case, contents, screened, Gathered((), (), (), ()), silent)
    admitted, refused = indicate(case, contents, screened, clearances, vocabulary)
    refused += tuple(unheard(case, silent))
    case = _within_cap(_own_length(case, admitted, settings), screened, settings)
    gathered = gather(case, admitted, refused, contents, screened, vocabulary, settings, atlas)
    return Admission(case, contents, screened, gathered, silent)


def combine(request: Request, packs: Packs) -> Protocol:
    """Combine the installed packs into one protocol for a request.

    Args:
        request: What is asked.
        packs: The installed packs; see `load_packs`.

    Returns:
        A protocol; where screening or room forbids one, a protocol without steps that says why.

    Raises:
        RequestError: A word isn't known, or something must be named.
    """
    settings = load_settings()
    atlas = atlas_of(packs.vocabulary)
    found = admit(request, packs, atlas)
    case, contents, screened, gathered = found.case, found.contents, found.screened, found.gathered
    frame = next(c for c in contents if c.technique.frame)
    choice, instance = _choose(case, gathered, contents, packs, settings, atlas)
    why = explain(choice, gathered, instance)
    steps: tuple[PlannedStep, ...] = ()
    if choice.steps:
        slots = arrange(choice, instance, gathered.parts, _first_side(case), packs.vocabulary)
        steps = put_on_clock(
            slots,
            instance,
            gathered.parts,
            frame,
            case.first_visit,
            packs.vocabulary,
            settings,
        )
    faults = tuple(sorted({fault for content in contents for fault in content.faults}))
    warnings = (
        tuple(sorted(map(str, packs.problems)))
        + faults
        + screened.warnings
        + gathered.warnings
        + _notes(case, packs.vocabulary)
    )
    binding = binding_packs(gathered, choice, contents)
    warnings += first_visit_cautions(case, instance, choice, binding)
    warnings += _kept(case, choice, instance)
    return protocol_of(
        case,
        screened,
        gathered,
        instance,
        choice,
        why,
        steps,
        contents,
        found.silent,
        frame,
        provenance(case.request, (*contents, *found.silent), choice),
        tuple(dict.fromkeys(warnings)),
        packs.vocabulary,
        short=not choice.steps and _is_short(found, packs, settings, atlas),
    )


def _is_short(found: Admission, packs: Packs, settings: Settings, atlas: Atlas) -> bool:
    """Say whether a plan is missing for want of time: the longest session that may be holds one."""
    budget = settings.budget(settings.lengths[-1].minutes, found.case.first_visit)
    longest = evolve(found.case, budget=budget)
    case = _within_cap(longest, found.screened, settings)
    if not found.gathered.parts or case.budget.minutes <= found.case.budget.minutes:
        return False
    choice, _ = _choose(case, found.gathered, found.contents, packs, settings, atlas, any_plan=True)
    return bool(choice.steps)


def _named(request: Request, packs: Packs) -> Request:
    """Turn the session's words into ids."""
    from palpate.combine.words import require  # noqa: PLC0415

    vocabulary = packs.vocabulary

    def technique(word: str) -> str:
        # Asking for all techniques opens all packs: only where one is named.
        return require(word, packs.techniques, "technique")

    therapist = evolve(
        request.therapist,
        holds=tuple(require(t, vocabulary.trainings, "training") for t in request.therapist.holds),
        no_contacts=tuple(
            require(c, vocabulary.contacts, "contact") for c in request.therapist.no_contacts
        ),
        no_elements=tuple(
            require(e, vocabulary.elements, "element") for e in request.therapist.no_elements
        ),
    )
    for cleared in request.patient.cleared:
        if "/" in cleared.what:
            technique(cleared.what.partition("/")[0])
    only = tuple(map(technique, request.techniques))
    without = tuple(map(technique, request.without))
    both = sorted(set(only) & set(without))
    if both:
        raise RequestError(both[0], "is asked for and left out; say one of them")
    twice = sorted(set(request.keep) & set(request.drop))
    if twice:
        raise RequestError(twice[0], "is kept and dropped; say one of them")
    return evolve(request, therapist=therapist, techniques=only, without=without)


def _own_length(case: Case, admitted: tuple[Admitted, ...], settings: Settings) -> Case:
    """Give a session the length that its source gives it, where one technique is all there is.

    Where several share it, and where a length is asked for, no single source's length counts.
    """
    if case.request.minutes is not None or len({a.content.technique.id for a in admitted}) != 1:
        return case
    length = next((found for a in admitted if (found := _length_of(a, case))), None)
    if length is None:
        return case
    return evolve(case, budget=settings.budget(int(length.typical), case.first_visit))


def _length_of(one: Admitted, case: Case) -> Range | None:
    """Give the length of a first visit, of the phase that is on, or of any session."""
    timing = one.timing
    if case.first_visit and timing and timing.first_visit_minutes:
        return timing.first_visit_minutes
    for phase in one.sequence.phases:
        if phase.session_minutes and state_of(phase, case, one.complaint.patient) == "now":
            return phase.session_minutes
    return timing.session_minutes if timing else None


def _within_cap(case: Case, screened: Screened, settings: Settings) -> Case:
    """Shorten the session to what screening allows."""
    cap = screened.session_cap
    if cap is None or case.budget.minutes <= cap:
        return case
    return evolve(case, budget=settings.budget(int(cap), case.first_visit))


def _choose(
    case: Case,
    gathered: Gathered,
    contents: tuple[PackContent, ...],
    packs: Packs,
    settings: Settings,
    atlas: Atlas,
    *,
    any_plan: bool = False,
) -> tuple[Choice, Instance]:
    """Choose with the steps that are to be kept in, else without them."""
    keys = {c.key for c in gathered.candidates} | {x.key for x in gathered.left}
    for key in (*case.request.keep, *case.request.drop):
        if key not in keys and gathered.parts:
            from palpate.reading.words import nearest  # noqa: PLC0415

            raise RequestError(key, "no step of that name here", nearest(key, sorted(keys)))
    instance = build(
        gathered,
        contents,
        case.budget,
        case.request.keep,
        case.first_visit,
        packs.vocabulary,
        settings,
        atlas,
    )
    choice = choose(instance, settings.search_nodes, any_plan=any_plan)
    if not choice.steps and instance.keep:
        instance = evolve(instance, keep=0)
        choice = choose(instance, settings.search_nodes, any_plan=any_plan)
    return choice, instance


def _first_side(case: Case) -> str:
    sides = [c.diagnosis.side for c in case.complaints]
    return sides[0] if sides and sides[0] in ("left", "right") else ""


def _notes(case: Case, vocabulary: Vocabulary) -> tuple[str, ...]:
    notes = [c.diagnosis.note for c in case.complaints if c.diagnosis.note]
    notes += [f"{word}: this is a factor; it was screened" for word in case.factor_words]
    if case.request.visit is None:
        notes.append("visit not given: planned as a later one")
    notes += _from_settings(case.request, vocabulary)
    asked = case.request.minutes
    if asked is not None and case.budget.minutes < asked:
        notes.append(f"{asked} minutes asked for; screening allows {case.budget.minutes:g}")
    return tuple(notes)


def _from_settings(request: Request, vocabulary: Vocabulary) -> list[str]:
    """Say which values nobody gave for this session: settings change no plan in silence."""
    names = ", ".join(vocabulary.trainings[t].name for t in request.therapist.holds)
    said = {"minutes": f"{request.minutes} minutes", "holds": f"training held ({names})"}
    return [f"{said[n]}: from your settings" for n in said if n in request.from_settings]


def _kept(case: Case, choice: Choice, instance: Instance) -> tuple[str, ...]:
    chosen = {instance.candidates[s.candidate].key for s in choice.steps}
    return tuple(
        f"{key} couldn't be kept in; see what was left out"
        for key in case.request.keep
        if key not in chosen
    )


def provenance(
    request: Request, packs: Iterable[PackContent | Quiet], choice: Choice
) -> Provenance:
    """Say what the protocol was made from."""
    stamps = tuple(
        PackStamp(
            c.identity.distribution or c.identity.id, c.identity.version, c.identity.digest[:12]
        )
        for c in sorted(packs, key=lambda c: c.identity.id)
    )
    digest = sha256(repr((VERSION, stamps, request)).encode()).hexdigest()[:12]
    return Provenance(
        palpate=VERSION,
        packs=stamps,
        digest=digest,
        optimal=choice.optimal,
        bound=None if choice.optimal else choice.bound,
        value=choice.value,
    )

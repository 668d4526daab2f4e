"""The pack that is looked at: alone, and beside the packs that are installed."""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import attrs
from attrs import define
from attrs import field
from attrs import frozen

from palpate.combine import combine
from palpate.errors import RequestError
from palpate.model.condition import Condition
from palpate.model.patient import Patient
from palpate.model.patient import Request
from palpate.model.patient import Therapist
from palpate.model.protocol import Protocol
from palpate.model.scales import STAGES
from palpate.model.technique import Indication
from palpate.registry import PackContent
from palpate.registry import Packs
from palpate.registry import load_packs
from palpate.registry.discover import data_folder
from palpate.registry.discover import in_folder
from palpate.registry.isolate import Faulty
from palpate.registry.load import pack_from_plugin
from palpate.registry.load import together
from palpate.registry.packs import Pack
from palpate.registry.packs import PackProblem
from palpate.registry.quiet import Concern
from palpate.testing.strategies import DAY
from palpate.verify import verify
from palpate.vocabulary import load_vocabulary

#: Minutes of the sessions that everything is tried in; long enough for two techniques.
MINUTES = 45
#: Longer ones, where a technique has no room in these.
LENGTHS = (MINUTES, 60, 90, 120)
#: Ways in which conditions are tried in turn, beside the plain one.
WAYS = 3
SHADOWED = "shadowed"


@define(eq=False)
class Remembering(Packs):
    """Packs that are asked once and remember: for checks that ask the same again and again."""

    _known: dict[Any, tuple[PackContent, ...]] = field(factory=dict, init=False, repr=False)

    def contents(
        self, patients: Mapping[str, Patient], concern: Concern | None = None
    ) -> tuple[PackContent, ...]:
        """Give what was answered the first time."""
        # All of them are open, so they are asked whatever the concern is.
        key = tuple(sorted(patients.items(), key=lambda each: each[0]))
        if key not in self._known:
            # `super()` without arguments doesn't find the class that attrs made of this one.
            self._known[key] = Packs.contents(self, patients, concern)
        return self._known[key]


@frozen(eq=False)
class Tried:
    """A request that was planned, and what the verifier says of the plan.

    Attributes:
        packs: Those that it was planned with; what they answer is remembered.
        beside: Whether other packs were in.
        plain: Whether nothing is known of the patient but the complaint.
    """

    condition: str
    request: Request
    packs: Packs
    protocol: Protocol
    broken: tuple[str, ...]
    beside: bool
    plain: bool


@frozen(eq=False)
class Subject:
    """A pack under test.

    Attributes:
        name: How it was asked for.
        folder: The folder of its data files; None for a pack in code alone.
        pack: None where it doesn't load.
        problems: Why it doesn't load, or what went wrong while it did.
        others: The installed packs without it, the built-in one among them.
        sample: How many of its conditions are looked at; None: all.
    """

    name: str
    folder: Path | None
    pack: Pack | None
    problems: tuple[PackProblem, ...]
    others: tuple[Pack, ...]
    sample: int | None = None
    plugin: object = None
    _tried: dict[str, tuple[Tried, ...]] = field(factory=dict, init=False, repr=False)

    @property
    def here(self) -> Pack:
        """Give the pack, where it is known to have loaded."""
        assert self.pack is not None  # noqa: S101 - a check that needs it isn't run without
        return self.pack

    @cached_property
    def frame(self) -> Pack:
        """Give the built-in pack, that no session can do without."""
        return next(pack for pack in self.others if pack.technique.frame)

    @cached_property
    def alone(self) -> Packs:
        """Give the pack with the built-in one."""
        return together([self.frame, self.here], load_vocabulary())

    @cached_property
    def beside(self) -> Packs:
        """Give the pack with all that is installed."""
        return together([*self.others, self.here], load_vocabulary())

    @cached_property
    def without(self) -> Packs:
        """Give all that is installed without the pack."""
        return together(self.others, load_vocabulary())

    @property
    def has_company(self) -> bool:
        """Say whether any other technique is installed."""
        return len(self.others) > 1

    @cached_property
    def indications(self) -> tuple[Indication, ...]:
        """Give all that the technique is for."""
        said = {pack.technique.id: found for pack, found in self.alone.indications()}
        found = said.get(self.here.technique.id, ())
        return tuple(each for each in found if each.indicated and each.grades)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Give the conditions that are looked at, sorted; of a sample, some from all over."""
        known = self.alone.vocabulary.conditions
        ids = sorted({each.condition for each in self.indications} & set(known))
        step = max(1, len(ids) // self.sample) if self.sample else 1
        return tuple(known[each] for each in ids[::step][: self.sample])

    def plain_request(self, condition: Condition) -> Request:
        """Ask for a condition with nothing known but where it is, in a stage that is treated."""
        own = [i for i in self.indications if i.condition == condition.id]
        stages = [grade.stage for i in own for grade in i.grades]
        places = [r for i in own for r in i.regions] or list(condition.places)
        regions = tuple(places[:1]) if condition.place == "needed" else ()
        stage = max(stages, key=STAGES.index)
        trainings = tuple(sorted(self.alone.vocabulary.trainings))
        return Request(
            (condition.id,),
            DAY,
            Patient(stage=stage, regions=regions),
            Therapist(holds=trainings),
            minutes=MINUTES,
        )

    def patient_of(self, condition: Condition) -> Patient:
        """Give the patient of the plain request, as a hook is given one."""
        asked = self.plain_request(condition).patient
        return attrs.evolve(
            asked, side=condition.default_side, regions=asked.regions or condition.regions
        )

    def tried(self, condition: Condition) -> tuple[Tried, ...]:
        """Give every session that is tried for a condition; planned once.

        Each condition is planned alone for a patient of whom nothing is known, and in one of three
        other ways in turn, so that the time grows slowly with the pack.
        """
        if condition.id not in self._tried:
            self._tried[condition.id] = tuple(self._try(condition))
        return self._tried[condition.id]

    @property
    def all_tried(self) -> Iterator[Tried]:
        """Give every session that is tried."""
        for condition in self.conditions:
            yield from self.tried(condition)

    def _try(self, condition: Condition) -> Iterator[Tried]:
        from palpate.testing.draw import random_request  # noqa: PLC0415 - needs Hypothesis

        plain = self.plain_request(condition)
        yield self._plan(condition, self._long_enough(plain), self.alone, plain=True)
        turn = self.conditions.index(condition) % WAYS
        if turn == 0 and self.has_company:
            yield self._plan(condition, plain, self.beside, plain=True)
            return
        drawn = random_request(self, condition)
        packs = self.beside if turn == 1 and self.has_company else self.alone
        try:
            yield self._plan(condition, drawn, packs, plain=False)
        except RequestError:
            return

    def _long_enough(self, request: Request) -> Request:
        """Give a request a session in which the technique has room, where there is one."""
        own = self.here.technique.id
        for minutes in LENGTHS:
            longer = attrs.evolve(request, minutes=minutes)
            reports = combine(longer, self.alone).techniques
            if not any(r.id == own and r.status == "no-room" for r in reports):
                return longer
        return request

    def _plan(self, condition: Condition, request: Request, packs: Packs, *, plain: bool) -> Tried:
        protocol = combine(request, packs)
        beside = packs is not self.alone
        broken = verify(protocol, packs)
        asked = Remembering(packs.packs, packs.vocabulary, packs.problems)
        return Tried(condition.id, request, asked, protocol, broken, beside, plain)


def open_subject(pack: object, sample: int | None = None, *, company: bool = True) -> Subject:
    """Find the pack to look at, and load it.

    Args:
        pack: A folder; the name of a package, a distribution or a technique that is installed; or an
            object with hooks.
        sample: How many of its conditions are looked at; None: all.
        company: Whether it is looked at beside the installed packs as well.

    Raises:
        LookupError: There is no such pack.
    """
    if isinstance(pack, (str, Path)):
        return _named(str(pack), sample, company)
    vocabulary = load_vocabulary()
    name = getattr(pack, "__name__", type(pack).__name__)
    known = load_packs(entry_points=company)
    try:
        loaded = pack_from_plugin(pack, name, "0", vocabulary)
    except Faulty as fault:
        return Subject(name, None, None, (PackProblem(name, "0", str(fault)),), known.packs)
    return _of(name, None, loaded, _clashing(loaded), known.packs, sample, pack)


def _clashing(pack: Pack) -> tuple[PackProblem, ...]:
    """Give what keeps a pack that loads from standing beside the built-in one."""
    own = pack.identity.distribution
    base = load_packs(entry_points=False).packs
    beside = together([*base, pack], load_vocabulary())
    return tuple(problem for problem in beside.problems if problem.pack == own)


def _named(name: str, sample: int | None, company: bool) -> Subject:
    folder = Path(name) if Path(name).is_dir() else data_folder(name)
    if folder is None:
        return _installed(name, sample)
    found = in_folder(folder)
    packs = load_packs([folder], entry_points=company)
    own = tuple(p for p in packs.problems if p.pack == found.name and p.state != SHADOWED)
    loaded = next((p for p in packs.packs if _from(p, found.name)), None)
    return _of(name, found.folder, loaded, own, packs.packs, sample)


def _from(pack: Pack, folder: str) -> bool:
    return (pack.identity.origin, pack.identity.distribution) == ("folder", folder)


def _installed(name: str, sample: int | None) -> Subject:
    packs = load_packs()
    plain = name.replace("_", "-")
    named: Callable[[Any], bool] = lambda words: plain in {w.replace("_", "-") for w in words}  # noqa: E731
    loaded = next((p for p in packs.packs if named((p.identity.id, p.identity.distribution))), None)
    own = tuple(p for p in packs.problems if named((p.pack,)))
    if loaded is None and not own:
        from palpate.reading.words import with_nearest  # noqa: PLC0415 - only where it is wrong

        known = [p.identity.distribution for p in packs.packs]
        raise LookupError(with_nearest(f"no folder, package or pack {name!r}", name, known))
    return _of(name, None, loaded, own, packs.packs, sample)


def _of(
    name: str,
    folder: Path | None,
    pack: Pack | None,
    problems: tuple[PackProblem, ...],
    known: tuple[Pack, ...],
    sample: int | None,
    plugin: object = None,
) -> Subject:
    own = pack.technique.id if pack else ""
    others = tuple(each for each in known if each.technique.id != own)
    return Subject(name, folder, pack, problems, others, sample, plugin)

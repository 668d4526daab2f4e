"""The packs that are in, and what they answer to a request."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from typing import Any

from attrs import define
from attrs import field

from palpate.model.output import OutputFormat
from palpate.model.patient import Patient
from palpate.model.safety import Contraindication
from palpate.model.sequence import Step
from palpate.model.sequence import StepSequence
from palpate.model.sequence import Timing
from palpate.model.technique import CombinationRule
from palpate.model.technique import Indication
from palpate.model.technique import Technique
from palpate.record import frozen
from palpate.registry.content import Adjust
from palpate.registry.content import Offer
from palpate.registry.content import PackContent
from palpate.registry.content import PackIdentity
from palpate.registry.isolate import Faulty
from palpate.registry.isolate import answer_of
from palpate.registry.isolate import call
from palpate.registry.isolate import copied
from palpate.registry.isolate import many
from palpate.registry.isolate import one
from palpate.registry.quiet import Concern
from palpate.registry.quiet import Quiet
from palpate.vocabulary import Vocabulary

BUILT_IN = "built-in"


@frozen
class Implementation:
    """A function that implements a hook, and the arguments that it names.

    Attributes:
        in_code: Whether it is a pack's own code; False where the core answers from data files.
    """

    function: Callable[..., Any]
    arguments: tuple[str, ...]
    in_code: bool = True


Implementations = Mapping[str, tuple[Implementation, ...]]


@frozen
class PackProblem:
    """What is wrong with a pack.

    Attributes:
        state: `broken` (out whole), `shadowed`, `blocked`, `faulty` (one contribution lost), or
            `unknown` (named as blocked or wanted, and not installed).
    """

    pack: str
    version: str
    what: str
    state: str = "broken"

    def __str__(self) -> str:
        """As `pack 0.1.0: what is wrong`."""
        return f"{self.pack} {self.version}".strip() + f": {self.what}"


@frozen
class Pack:
    """A pack that loaded.

    Attributes:
        hooks: Hook name to the functions that implement it.
    """

    identity: PackIdentity
    technique: Technique
    hooks: Implementations = field(eq=False, repr=False)


@frozen(eq=False)
class Packs:
    """The packs of a run; sorted by id, never by the order in which they were found.

    They may be shared by threads, and sent to other processes where every pack in code can be.

    Attributes:
        vocabulary: The shared words, with what the packs add.
        quiet: Those that are opened only where they have something to say.
    """

    _packs: tuple[Pack, ...]
    vocabulary: Vocabulary
    _problems: tuple[PackProblem, ...] = ()
    quiet: tuple[Quiet, ...] = ()
    _faults: list[PackProblem] = field(factory=list, repr=False)
    _opened: dict[str, Pack | None] = field(factory=dict, init=False, repr=False)
    _lost: list[PackProblem] = field(factory=list, init=False, repr=False)

    @property
    def packs(self) -> tuple[Pack, ...]:
        """Give every pack that loaded, opened."""
        return self._with(self.quiet)

    @property
    def problems(self) -> tuple[PackProblem, ...]:
        """Give what is wrong with the packs that didn't load, or could no longer be opened."""
        return (*self._problems, *self._lost)

    @property
    def techniques(self) -> Mapping[str, Technique]:
        """Give every technique by its id."""
        return {pack.technique.id: pack.technique for pack in self.packs}

    @property
    def faults(self) -> tuple[PackProblem, ...]:
        """Give what went wrong while packs were asked for listings."""
        return tuple(self._faults)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Give what is wrong with packs, as sentences."""
        found = [str(problem) for problem in (*self.problems, *self._faults)]
        return tuple(sorted(dict.fromkeys(found)))

    def contents(
        self, patients: Mapping[str, Patient], concern: Concern | None = None
    ) -> tuple[PackContent, ...]:
        """Ask the packs about some conditions.

        Args:
            patients: Condition id to the patient as seen from that complaint.
            concern: What else the request is about; packs that have nothing to say of it, nor of the
                conditions, are left out. None: every pack is asked.
        """
        asked = self.packs if concern is None else self._with(self._heard(patients, concern))
        return tuple(Asker(pack, self.vocabulary).content(patients) for pack in asked)

    def silent(self, patients: Mapping[str, Patient], concern: Concern) -> tuple[Quiet, ...]:
        """Give the packs that `contents` leaves out."""
        conditions = frozenset(patients)
        return tuple(each for each in self.quiet if not each.speaks(conditions, concern))

    def _heard(self, patients: Mapping[str, Patient], concern: Concern) -> Iterable[Quiet]:
        conditions = frozenset(patients)
        return (each for each in self.quiet if each.speaks(conditions, concern))

    def _with(self, quiet: Iterable[Quiet]) -> tuple[Pack, ...]:
        """Give the packs that are open, and some more that are opened for it."""
        found = [pack for each in quiet if (pack := self._open(each)) is not None]
        return sorted_packs((*self._packs, *found)) if found else self._packs

    def _open(self, quiet: Quiet) -> Pack | None:
        """Open a pack once; None where it went since it was found, which is said like any problem."""
        name = quiet.identity.id
        if name not in self._opened:
            try:
                self._opened[name] = quiet.open()
            except Faulty as fault:
                who = quiet.identity
                self._lost.append(PackProblem(who.distribution, who.version, str(fault)))
                self._opened[name] = None
        return self._opened[name]

    def indications(self) -> tuple[tuple[Pack, tuple[Indication, ...]], ...]:
        """Give all indications of every pack, for listings; reads every sequence file."""
        asked = {"conditions": None}
        return tuple((p, self._all(p, "indications", Indication, asked) or ()) for p in self.packs)

    def contraindications(self) -> tuple[tuple[Pack, tuple[Contraindication, ...] | None], ...]:
        """Give every pack's rules, for listings; None where a pack's rules can't be had."""
        return tuple(
            (p, self._all(p, "contraindications", Contraindication, {})) for p in self.packs
        )

    def output_formats(self) -> tuple[OutputFormat, ...]:
        """Give the formats that packs offer, sorted by name."""
        found: dict[str, OutputFormat] = {}
        # What is closed is of data files alone, which offer none.
        for pack in sorted(self._packs, key=lambda p: p.identity.origin != BUILT_IN):
            for offered in self._all(pack, "output_formats", OutputFormat, {}) or ():
                if offered.name in found:
                    what = (
                        f"output_formats: {offered.name} is offered already; this one is left out"
                    )
                    self._keep(problem_of(pack.identity, what))
                else:
                    found[offered.name] = offered
        return tuple(found[name] for name in sorted(found))

    def _all(
        self, pack: Pack, hook: str, kind: type, arguments: dict[str, Any]
    ) -> tuple[Any, ...] | None:
        """Ask one pack for a listing; what goes wrong is kept for `warnings`."""
        asker = Asker(pack, self.vocabulary)
        answers = asker.series(hook, kind, arguments)
        for fault in asker.faults:
            self._keep(fault)
        return answers

    def _keep(self, fault: PackProblem) -> None:
        if fault not in self._faults:
            self._faults.append(fault)


@define(eq=False)
class Asker:
    """Puts one request's questions to one pack, and notes what goes wrong."""

    pack: Pack
    vocabulary: Vocabulary
    faults: list[PackProblem] = field(factory=list)

    def content(self, patients: Mapping[str, Patient]) -> PackContent:
        """Ask for everything that a request needs."""
        pack = self.pack
        conditions = tuple(sorted(patients))
        indications = self.series("indications", Indication, {"conditions": conditions})
        rules = self.series("combination_rules", CombinationRule, {})
        contraindications = self._contraindications(bool(indications) or pack.technique.frame)
        offers = []
        broken = "" if rules is not None else "its combination rules can't be had"
        for condition in conditions:
            try:
                offers.append(self._offer(condition, patients[condition]))
            except Faulty as fault:
                self._note(str(fault))
                broken = str(fault)
        return PackContent(
            identity=pack.identity,
            technique=pack.technique,
            indications=indications or (),
            contraindications=contraindications,
            offers=tuple(offers),
            rules=rules or (),
            adjust=self._adjust(),
            broken=broken,
            faults=tuple(str(fault) for fault in self.faults),
        )

    def series(self, hook: str, kind: type, arguments: dict[str, Any]) -> tuple[Any, ...] | None:
        """Give all answers to a hook that answers a series; None where one can't be had."""
        found: list[Any] = []
        for function in self.pack.hooks.get(hook, ()):
            try:
                answer = self._call(function, arguments)
                found += many(answer, kind, self._checked(function))
            except Faulty as fault:
                self._note(f"{hook}: {fault}")
                return None
        return tuple(found)

    def _offer(self, condition: str, patient: Patient) -> Offer:
        """Ask for steps and timing.

        Raises:
            Faulty: An answer can't be had.
        """
        arguments = {"condition": condition, "patient": patient}
        return Offer(
            condition,
            self._first("step_sequence", StepSequence, arguments),
            self._first("timing", Timing, arguments),
        )

    def _contraindications(self, offers: bool) -> tuple[Contraindication, ...] | None:
        """Give the contraindications; None, and the pack withheld, where they can't be had."""
        if not self.pack.hooks.get("contraindications"):
            if offers:
                self._note("has no contraindications; what can't be screened isn't offered")
                return None
            return ()
        rules = self.series("contraindications", Contraindication, {})
        ids = [rule.id for rule in rules or ()]
        if len(set(ids)) < len(ids):
            twice = min(each for each in ids if ids.count(each) > 1)
            self._note(f"contraindications: {twice} is there twice")
            return None
        return rules

    def _first(self, hook: str, kind: type, arguments: dict[str, Any]) -> Any:
        """Give the first answer to a hook that isn't None.

        Raises:
            Faulty: An answer can't be had, or isn't sound.
        """
        for function in self.pack.hooks.get(hook, ()):
            try:
                answer = self._call(function, arguments)
                if answer is not None:
                    return one(answer, kind, self._checked(function))
            except Faulty as fault:
                raise Faulty(f"{hook}: {fault}") from None
        return None

    def _adjust(self) -> Adjust | None:
        """Give the pack's `adjust_step`, which raises Faulty where its answer can't be had."""
        functions = self.pack.hooks.get("adjust_step", ())
        if not functions:
            return None

        def adjust(step: Step, patient: Patient) -> Step | None:
            for function in functions:
                answer = self._call(function, {"step": step, "patient": patient})
                if answer is None or _under_useful(answer):
                    return None
                # Most answers are the copy that was given, as it was; then the step itself goes on.
                if answer is not step and not (type(answer) is Step and answer == step):
                    step = one(answer, Step, self.vocabulary)
            return step

        return adjust

    def _call(self, function: Implementation, arguments: dict[str, Any]) -> Any:
        """Call a hook with the arguments that it names; a pack's code gets copies.

        What it did to the patient or to another pack's step, however it did it, reaches nobody.
        """
        named = {name: arguments[name] for name in function.arguments}
        if not function.in_code:
            return answer_of(function.function, named)
        return call(function.function, {name: copied(held) for name, held in named.items()})

    def _checked(self, function: Implementation) -> Vocabulary | None:
        """Give what answers in Python are checked against; data files were read strictly."""
        return self.vocabulary if function.in_code else None

    def _note(self, what: str) -> None:
        problem = problem_of(self.pack.identity, what)
        if problem not in self.faults:
            self.faults.append(problem)


def problem_of(identity: PackIdentity, what: str) -> PackProblem:
    """Say that one contribution of a pack is lost."""
    return PackProblem(identity.distribution or identity.id, identity.version, what, "faulty")


def _under_useful(answer: object) -> bool:
    """Say whether a step was made so gentle that it is pointless: that leaves it out."""
    return type(answer) is Step and answer.pressure < answer.lowest_pressure


def sorted_packs(packs: Iterable[Pack]) -> tuple[Pack, ...]:
    """Sort packs by the id of their technique."""
    return tuple(sorted(packs, key=lambda pack: pack.technique.id))

"""Two small packs and the session's over the real vocabulary, screened for a patient."""

from datetime import date

from attrs import frozen

from palpate.combine.clearance import valid_clearances
from palpate.combine.facts import Facts
from palpate.combine.places import BOTH
from palpate.combine.places import Atlas
from palpate.combine.resolve import resolve
from palpate.combine.screen import Screened
from palpate.combine.screen import screen
from palpate.combine.settings import load_settings
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Place
from palpate.model.patient import Request
from palpate.model.patient import Therapist
from palpate.model.safety import Contraindication
from palpate.model.technique import Indication
from palpate.model.technique import Range
from palpate.model.technique import StageGrade
from palpate.model.technique import Technique
from palpate.registry.content import PackContent
from palpate.registry.content import PackIdentity
from palpate.vocabulary import load_vocabulary

DAY = date(2026, 3, 31)
VOCABULARY = load_vocabulary()
ATLAS = Atlas(VOCABULARY)
SETTINGS = load_settings()
#: A factor with a place, and one that is of the whole body.
BRUISE, THINNER = "bruise-hematoma", "anticoagulant"


def rule(verdict: str = "caution", factor: str = THINNER, **said: object) -> Contraindication:
    """Give a rule, for any technique unless said."""
    usual = {
        "id": f"{factor}-{verdict}",
        "applies_to": "any-technique",
        "action": "Mind it.",
        "basis": "editorial",
    }
    return Contraindication(factor=factor, verdict=verdict, **{**usual, **said})


def own(verdict: str, factor: str = THINNER, **said: object) -> Contraindication:
    """Give a rule of one technique."""
    return rule(verdict, factor, **{"applies_to": "this-technique", **said})


def pack(
    name: str, *rules: Contraindication, indicated: bool = True, **said: object
) -> PackContent:
    """Give a pack with these rules, for sciatica unless it is indicated for nothing."""
    technique = Technique(name, name.title(), "", 1, 5, Range(5, 10, 20), "editorial", **said)
    offered = Indication("sciatica", grades=(StageGrade("chronic", "C"),))
    identity = PackIdentity(name, f"palpate-{name}", "1.0")
    return PackContent(identity, technique, (offered,) if indicated else (), rules)


@frozen
class Found:
    """What screening found."""

    screened: Screened

    @property
    def findings(self) -> dict[str, str]:
        """Give each finding's verdict by its rule."""
        return {f.rule: f.verdict for f in self.screened.screening.findings}

    def off(self, region: str, sides: int = BOTH, **said: object) -> str:
        """Give who keeps work off a region; empty where nobody does."""
        stopped = self.screened.gate.kept_off(work(region, sides, **said))
        return stopped.source if stopped else ""

    def cap(self, region: str, sides: int = BOTH, **said: object) -> int:
        """Give the highest pressure in a region."""
        facts = work(region, sides, **said)
        return self.screened.gate.pressure_cap(facts, ATLAS.units((region,), sides))[0]


def work(region: str, sides: int = BOTH, **said: object) -> Facts:
    """Give plain work on a region: stroking by a technique called one, at pressure 3."""
    usual: dict[str, object] = {
        "technique": "one",
        "manoeuvres": frozenset({"effleurage"}),
        "families": frozenset({"stroking"}),
        "elements": frozenset({"stroking"}),
        "effects": frozenset({"warms"}),
        "purpose": "treat",
        "pressure": 3,
        "places": ATLAS.place(region, sides),
        "muscles": 0,
        "group": None,
        "trainings": frozenset(),
        "atlas": ATLAS,
    }
    return Facts(**{**usual, **said})  # type: ignore[arg-type]


def screened(
    *packs: PackContent,
    given: tuple[GivenFactor, ...] = (GivenFactor(THINNER),),
    words: tuple[str, ...] = ("sciatica",),
    holds: tuple[str, ...] = (),
    everyone: bool = False,
    **patient: object,
) -> Found:
    """Screen a patient with chronic sciatica by some packs."""
    who = Patient(**{"stage": "chronic", "factors": given, **patient})  # type: ignore[arg-type]
    request = Request(words, DAY, who, Therapist(holds=holds))
    case = resolve(request, VOCABULARY, SETTINGS, to_treat=bool(words))
    clearances = valid_clearances(case, SETTINGS)
    said = {"everyone": True} if everyone else {}
    return Found(screen(case, packs, VOCABULARY, clearances, ATLAS, **said))


def bruise(region: str = "calf", side: str | None = "left", days: int | None = None) -> GivenFactor:
    """Give a bruise."""
    return GivenFactor(BRUISE, Place(region, side), days)  # type: ignore[arg-type]

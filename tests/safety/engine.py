"""The engine's own stages up to the candidates, for many patients at little cost.

Nothing of the search is run: what screening leaves of every sequence is what could be planned.
"""

from datetime import date
from itertools import product
from pathlib import Path
from unittest.mock import patch

from attrs import evolve
from attrs import field
from attrs import frozen

from palpate.combine.candidate import Candidate
from palpate.combine.candidate import Gathered
from palpate.combine.clearance import valid_clearances
from palpate.combine.gather import gather
from palpate.combine.indicate import indicate
from palpate.combine.pipeline import admit
from palpate.combine.places import Atlas
from palpate.combine.resolve import resolve
from palpate.combine.screen import Screened
from palpate.combine.screen import screen
from palpate.combine.settings import load_settings
from palpate.errors import RequestError
from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor
from palpate.model.patient import Patient
from palpate.model.patient import Request
from palpate.model.patient import Therapist
from palpate.model.scales import STAGES
from palpate.registry import PackContent
from palpate.registry import Packs
from palpate.registry import load_packs

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 3, 31)
SETTINGS = load_settings()


def five_packs() -> Packs:
    """Load the packs of this checkout, installed or not."""
    folders = sorted(p for p in (ROOT / "plugins").iterdir() if p.is_dir())
    return load_packs(folders, entry_points=False)


@frozen
class Complaint:
    """A diagnosis at a place, in a stage."""

    condition: str
    region: str | None
    stage: str

    def __str__(self) -> str:
        """As `condition@region stage`."""
        return f"{self.condition}{f'@{self.region}' if self.region else ''} {self.stage}"


@frozen
class Outcome:
    """What screening left of a complaint."""

    screened: Screened
    gathered: Gathered

    def steps(self, technique: str) -> dict[str, Candidate]:
        """Give a technique's candidates by their key."""
        if self.screened.stop:
            return {}
        return {c.key: c for c in self.gathered.candidates if c.technique == technique}

    @property
    def frame(self) -> tuple[Candidate, ...]:
        """Give the session pack's own candidates."""
        return tuple(c for c in self.gathered.candidates if c.part < 0)


@frozen
class Engine:
    """The stages over a set of packs.

    Attributes:
        lawless: Whether every contraindication is forgotten: a fault to be caught.
    """

    packs: Packs
    atlas: Atlas
    lawless: bool = False
    _contents: dict[Complaint, tuple[PackContent, ...]] = field(factory=dict)
    _baselines: dict[Complaint, Outcome] = field(factory=dict)

    @classmethod
    def of(cls, packs: Packs, lawless: bool = False) -> "Engine":
        """Make one."""
        return cls(packs, Atlas(packs.vocabulary), lawless)

    def run(
        self,
        complaint: Complaint,
        factors: tuple[GivenFactor, ...] = (),
        cleared: tuple[str, ...] = (),
        frame: bool = False,
    ) -> Outcome:
        """Screen a patient with a complaint; the therapist holds every training.

        Args:
            frame: Whether the session pack's own steps are wanted too; they take their time.
        """
        vocabulary = self.packs.vocabulary
        request = Request(
            diagnoses=(complaint.condition,),
            date=TODAY,
            patient=Patient(
                stage=complaint.stage,  # type: ignore[arg-type]
                regions=(complaint.region,) if complaint.region else (),
                factors=factors,
                cleared=tuple(Clearance(what, TODAY) for what in (complaint.condition, *cleared)),
            ),
            therapist=Therapist(holds=tuple(vocabulary.trainings)),
        )
        case = resolve(request, vocabulary, SETTINGS)
        if complaint not in self._contents:
            patients = {c.condition.id: c.patient for c in case.complaints}
            contents = self.packs.contents(patients)
            if self.lawless:
                contents = tuple(evolve(c, contraindications=()) for c in contents)
            self._contents[complaint] = contents
        contents = self._contents[complaint]
        clearances = valid_clearances(case, SETTINGS)
        screened = screen(case, contents, vocabulary, clearances, self.atlas)
        if screened.stop:
            return Outcome(screened, Gathered((), (), (), ()))
        admitted, refused = indicate(case, contents, screened, clearances, vocabulary)
        everything = (contents, screened, vocabulary, SETTINGS, self.atlas)
        if frame:
            return Outcome(screened, gather(case, admitted, refused, *everything))
        with patch("palpate.combine.gather.frame_candidates", return_value=()):
            return Outcome(screened, gather(case, admitted, refused, *everything))

    def run_request(self, request: Request) -> tuple[Candidate, ...]:
        """Give the candidates of any request."""
        return admit(request, self.packs, self.atlas).gathered.candidates

    def baseline(self, complaint: Complaint) -> Outcome:
        """Give what is left of a complaint with no factor at all."""
        if complaint not in self._baselines:
            self._baselines[complaint] = self.run(complaint)
        return self._baselines[complaint]

    def complaints(self) -> tuple[Complaint, ...]:
        """Give every complaint for which some technique has steps, each kind of place once."""
        found: dict[frozenset[str], Complaint] = {}
        for condition in self.packs.vocabulary.conditions.values():
            places = condition.places if condition.place == "needed" else (None,)
            for region, stage in product(places, reversed(STAGES)):
                complaint = Complaint(condition.id, region, stage)
                try:
                    outcome = self.run(complaint)
                except RequestError:
                    continue
                keys = frozenset(
                    (c.key, c.step.regions) for c in outcome.gathered.candidates if c.part >= 0
                )
                if keys:
                    found.setdefault(keys, complaint)
                else:
                    self._contents.pop(complaint, None)
        return tuple(found.values())

"""The built-in pack's hooks: its rules come from its data files, its steps fit any region."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from attrs import evolve

from palpate.compiled import shelf
from palpate.hooks import hookimpl
from palpate.model.output import OutputFormat
from palpate.model.patient import Patient
from palpate.model.safety import Contraindication
from palpate.model.scales import Importance
from palpate.model.scales import Purpose
from palpate.model.sequence import Step
from palpate.model.sequence import StepSequence
from palpate.model.technique import CombinationRule
from palpate.model.technique import Range
from palpate.model.technique import Technique
from palpate.packs import DataPack
from palpate.packs.kept import open_kept
from palpate.record import frozen
from palpate.vocabulary import Vocabulary

FOLDER = Path(__file__).parent
FRAME = FOLDER / "frame.toml"
#: The name under which what was read of it is kept.
NAME = "frame"


@frozen
class FrameStep:
    """A step of `frame.toml`: it names no region."""

    id: str
    instruction: str
    manoeuvres: tuple[str, ...]
    purpose: Purpose
    importance: Importance
    minutes: tuple[float, ...]
    pressure: int
    lowest_pressure: int
    positions: tuple[str, ...]

    def step(self) -> Step:
        """Make it a step."""
        return Step(
            id=self.id,
            instruction=self.instruction,
            manoeuvres=self.manoeuvres,
            purpose=self.purpose,
            importance=self.importance,
            minutes=Range(*self.minutes),
            positions=self.positions,
            side="both",
            regions=(),
            pressure=self.pressure,
            lowest_pressure=self.lowest_pressure,
            basis="editorial",
        )


@frozen
class Frame:
    """The file `frame.toml`."""

    step: tuple[FrameStep, ...]


def read_frame() -> Frame:
    """Read `frame.toml`."""
    from palpate.reading import read_as  # noqa: PLC0415 - not where the file was read before

    return read_as(FRAME, Frame)


class BuiltinPack:
    """The core's own pack; it uses the same hooks as everyone else's."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._data = DataPack(FOLDER, vocabulary, partial(open_kept, own=True))
        frame = shelf(FRAME).get(NAME, Frame, read_frame)
        self._steps = tuple(step.step() for step in frame.step)

    @property
    def digest(self) -> str:
        """Give the digest of its data files."""
        return self._data.files().digest

    @hookimpl
    def technique(self) -> Technique:
        """Say who it is: the frame of every session."""
        return evolve(self._data.technique(), frame=True)

    @hookimpl
    def contraindications(self) -> Iterable[Contraindication]:
        """Give the general safety rules; they name no technique."""
        return self._data.contraindications()

    @hookimpl
    def combination_rules(self) -> Iterable[CombinationRule]:
        """Give the rules that bind whatever is installed."""
        return self._data.combination_rules()

    @hookimpl
    def step_sequence(self, condition: str, patient: Patient) -> StepSequence:  # noqa: ARG002
        """Give the steps that fit any region, for every condition."""
        return StepSequence(id="any", condition=condition, steps=self._steps)

    @hookimpl
    def adjust_step(self, step: Step, patient: Patient) -> Step | None:
        """Make work gentler for a child, a frail older person and in pregnancy."""
        from palpate.builtin.gentle import gentle  # noqa: PLC0415

        return gentle(step, patient)

    @hookimpl
    def output_formats(self) -> Iterable[OutputFormat]:
        """Offer the formats of the core."""
        yield OutputFormat(
            "fhir", "a FHIR R4 CarePlan with a RequestGroup", "palpate.render.fhir:render"
        )
        yield OutputFormat(
            "html", "a sheet with body map, time line and timer", "palpate.render.html:render"
        )
        yield OutputFormat("ics", "the course as appointments", "palpate.render.ics:render")
        yield OutputFormat(
            "json",
            "the whole protocol, to save or to read by program",
            "palpate.render.json:render",
        )
        yield OutputFormat("markdown", "a page with tables", "palpate.render.markdown:render")
        yield OutputFormat("soap", "a note to complete", "palpate.render.soap:render")
        yield OutputFormat("text", "a page to work from", "palpate.render.text:render")

"""The rules of a pack bind while its technique is in: what it asks of others ends with it."""

from collections.abc import Iterable
from datetime import date

from palpate.combine import combine
from palpate.hooks import hookimpl
from palpate.model.patient import Request
from palpate.model.protocol import Protocol
from palpate.model.safety import Contraindication
from palpate.model.technique import CombinationRule
from palpate.model.technique import Range
from palpate.model.technique import Technique
from palpate.model.work import Selector
from palpate.registry import Packs
from palpate.registry.load import pack_from_plugin
from palpate.registry.load import together
from palpate.vocabulary import load_vocabulary

PRESSING = Selector(elements=("compression",))


class Resting:
    """A pack that treats nothing, and asks for rests and cautions after any pressing."""

    @hookimpl
    def technique(self) -> Technique:
        """Say who it is."""
        return Technique(
            id="resting",
            name="Resting",
            summary="Rests.",
            lowest_useful_pressure=1,
            highest_pressure=2,
            share_minutes=Range(5, 5, 5),
            basis="editorial",
        )

    @hookimpl
    def contraindications(self) -> Iterable[Contraindication]:
        """Harm nobody."""
        return ()

    @hookimpl
    def combination_rules(self) -> Iterable[CombinationRule]:
        """Ask for nine days, and say something of a first visit."""
        yield CombinationRule("nine-days", "gap", PRESSING, days=9)
        yield CombinationRule(
            "first", "one-technique", PRESSING, visit="first", why="Only one at a first visit."
        )


def plan(packs: Packs) -> Protocol:
    """Plan where some techniques press."""
    return combine(Request(("sciatica",), date(2026, 3, 31), minutes=60), packs)


def test_a_pack_that_is_not_in_asks_for_no_days(packs: Packs) -> None:
    """Neither its days between sessions nor its caution is in the plan; what is in asks for its own."""
    resting = pack_from_plugin(Resting(), "palpate-resting", "1.0", load_vocabulary())
    alone, beside = plan(packs), plan(together([*packs.packs, resting], load_vocabulary()))
    assert {step.technique for step in alone.steps} & {"deep-tissue", "trigger-point"}
    assert alone.course
    assert alone.course.rest_days == 2
    assert beside.course == alone.course
    assert "Only one at a first visit." not in beside.warnings
    assert "resting" in {report.id for report in beside.techniques}

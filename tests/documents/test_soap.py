"""The note has four parts; what is planned is filled in, and the units are information."""

import pytest

from palpate.model.protocol import Protocol
from palpate.render.page import WIDTH
from palpate.render.soap import render
from palpate.render.soap import units
from palpate.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("minutes", "wanted"),
    [
        (0, 0), (7, 0), (7.5, 0), (8, 1), (15, 1), (22, 1), (22.5, 1), (23, 2), (37, 2), (38, 3),
        (52, 3), (53, 4), (67, 4), (68, 5),
    ],
)  # fmt: skip
def test_units_by_the_eight_minute_rule(minutes: float, wanted: int) -> None:
    """8 to 22 minutes are one unit, 23 to 37 two, and so on."""
    assert units(minutes) == wanted


def test_objective_and_plan_are_filled_in(
    protocols: dict[str, Protocol], vocabulary: Vocabulary
) -> None:
    """Each hands-on step, minutes by technique and region, course and advice; the rest is to fill."""
    for protocol in protocols.values():
        text = render(protocol, vocabulary)
        flat = " ".join(text.split())
        order = [text.index(f"\n{letter}  ") for letter in "SOAP"]
        assert order == sorted(order)
        for step in protocol.steps:
            assert (" ".join(step.instruction.split()) in flat) == bool(step.regions)
        assert "this is no claim" in flat
        assert "Minutes by region:" in flat
        assert all(" ".join(line.split()) in flat for line in protocol.home_care)
        assert text.count("______") >= 8


def test_hostile_text_stays_text(every: dict[str, Protocol], vocabulary: Vocabulary) -> None:
    """No line is wider than the page but for words without a space, and none steers a terminal."""
    for protocol in every.values():
        text = render(protocol, vocabulary)
        assert all(character.isprintable() or character == "\n" for character in text)
        assert all(len(line) <= WIDTH for line in text.split("\n") if "PWNED" not in line)


def test_a_refusal_is_noted(refusals: dict[str, Protocol], vocabulary: Vocabulary) -> None:
    """It says that there was no session, and counts no units."""
    text = render(refusals["clot"], vocabulary)
    assert "Do not treat" in text
    assert "8-minute rule" not in text

"""Hostile packs in code: none ends the program, none makes a plan less safe, each is named."""

import io
import sys
from collections.abc import Iterable
from contextlib import redirect_stderr
from contextlib import redirect_stdout

import pytest
from attrs import evolve
from hostile_session import REQUEST
from packs import CAUGHT
from packs import CONDITION
from packs import LOST
from packs import NAME
from packs import NASTY
from packs import OUT
from packs import Case
from packs import Sound
from packs import in_code
from packs import in_every_hook

from palpate import cli as command
from palpate.cli import packs as cli_packs
from palpate.combine import combine
from palpate.model.patient import GivenFactor
from palpate.model.protocol import Protocol
from palpate.registry import PackProblem
from palpate.registry import Packs
from palpate.registry.isolate import Faulty
from palpate.registry.load import pack_from_plugin
from palpate.registry.load import together
from palpate.render.json import render as as_json
from palpate.render.text import render as as_text
from palpate.verify import verify
from palpate.vocabulary import load_vocabulary

EVERY_HOOK = tuple(in_every_hook())
CASES = (*EVERY_HOOK, *in_code())
#: Each fault in each hook; every third always, the others with -m slow.
TRIED = [
    pytest.param(c, id=c.name, marks=[pytest.mark.slow] if n < len(EVERY_HOOK) and n % 3 else [])
    for n, c in enumerate(CASES)
]
#: What a pack that takes no part may change of a plan: nothing that is done.
MAY_CHANGE = ("techniques", "omitted", "warnings", "provenance", "explanations", "review")
LISTINGS = ("techniques", "conditions", "factors", "vocabulary", "references")


def beside(five: Packs, plugin: object) -> Packs:
    """Put a hostile pack beside the five, as if it were installed."""
    vocabulary = load_vocabulary()
    problems: Iterable[PackProblem] = ()
    found = list(five.packs)
    try:
        found.append(pack_from_plugin(plugin, NAME, "6.6.6", vocabulary))
    except Faulty as fault:
        problems = (PackProblem(NAME, "6.6.6", str(fault)),)
    return together(found, vocabulary, problems)


def printed(run: list[str]) -> tuple[int, str, str]:
    """Run the command."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = command.run(run)
    return code, out.getvalue(), err.getvalue()


def test_the_sound_pack_is_in(five: Packs) -> None:
    """The pack that every hostile one differs from would be used: so a case tests its one fault."""
    packs = beside(five, Sound())
    assert packs.warnings == ()
    protocol = combine(REQUEST, packs)
    assert "hostile" in {step.technique for step in protocol.steps}
    assert verify(protocol, packs) == ()


@pytest.mark.parametrize("case", TRIED)
def test_a_plan_is_never_less_safe(five: Packs, without: Protocol, case: Case) -> None:
    """The plan is made, holds every invariant, names the pack, and does no more than without it."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        packs = beside(five, case.make())
        protocol = combine(REQUEST, packs)
        listed = packs.output_formats()
    assert (out.getvalue(), err.getvalue()) == ("", "")
    broken = verify(protocol, packs)
    assert bool(broken) == (case.outcome == CAUGHT)
    assert all("hostile" in what for what in broken)
    warnings = " ".join((*protocol.warnings, *packs.warnings))
    if case.outcome in (OUT, LOST):
        assert NAME in warnings
        assert case.said in warnings
    if case.outcome == OUT:
        assert not any(step.technique == "hostile" for step in protocol.steps)
        same = {name: getattr(without, name) for name in MAY_CHANGE}
        assert evolve(protocol, **same) == without
    pressed = {step.id: step.pressure for step in without.steps}
    assert all(step.pressure <= pressed.get(step.id, 2) for step in protocol.steps)
    assert next(f for f in listed if f.name == "text").render.startswith("palpate.")


@pytest.mark.parametrize("case", CASES[::4], ids=lambda case: case.name)
def test_nothing_a_pack_says_lifts_a_refusal(five: Packs, case: Case) -> None:
    """A patient who must not be treated isn't, whatever is installed."""
    factors = (GivenFactor("fever-systemic-infection"),)
    request = evolve(REQUEST, patient=evolve(REQUEST.patient, factors=factors))
    protocol = combine(request, beside(five, case.make()))
    assert (protocol.status, protocol.steps) == ("do-not-treat", ())


@pytest.mark.parametrize(
    "case",
    [c for c in CASES if c.outcome in (OUT, LOST) or "nasty" in c.name][::5],
    ids=lambda c: c.name,
)
def test_the_listing_commands_go_on(
    five: Packs, monkeypatch: pytest.MonkeyPatch, case: Case
) -> None:
    """Listings and help work in all of them, without a traceback or a steering character."""
    packs = beside(five, case.make())
    monkeypatch.setattr(cli_packs, "load_packs", lambda *_, **__: packs)
    for words in (["--help"], *([name] for name in LISTINGS)):
        code, out, err = printed(words)
        assert code == 0, err
        assert "Traceback" not in out + err
        assert "\x1b" not in out + err


def test_nasty_texts_steer_nothing(five: Packs, monkeypatch: pytest.MonkeyPatch) -> None:
    """No control character of a pack's text reaches a terminal, in any format of text."""
    case = next(c for c in CASES if c.name == "nasty-texts")
    packs = beside(five, case.make())
    protocol = combine(evolve(REQUEST, techniques=("hostile",)), packs)
    assert NASTY in {step.instruction for step in protocol.steps}
    for document in (as_text(protocol, packs.vocabulary), as_json(protocol)):
        assert not any(c < " " and c != "\n" for c in document)
        assert "\u202e" not in document
    monkeypatch.setattr(cli_packs, "load_packs", lambda *_, **__: packs)
    code, out, err = printed(["techniques", "hostile"])
    assert code == 0
    assert not any(c < " " and c != "\n" for c in out + err)


def test_a_pack_that_changes_its_mind_gets_no_plan_out(
    five: Packs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the verifier is told differs from what was planned: nothing is printed, and the pack is named."""
    case = next(c for c in CASES if c.outcome == CAUGHT)
    packs = beside(five, case.make())
    monkeypatch.setattr(cli_packs, "load_packs", lambda *_, **__: packs)
    code, out, err = printed(["plan", CONDITION, "--stage", "chronic", "--minutes", "30"])
    assert (code, out) == (1, "")
    assert "hostile" in err


def test_a_plan_from_the_command_names_the_pack(
    five: Packs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Standard error carries the pack's name and version; standard output stays the document."""
    case = next(c for c in CASES if c.name == "step_sequence-raises")
    packs = beside(five, case.make())
    monkeypatch.setattr(cli_packs, "load_packs", lambda *_, **__: packs)
    words = ["plan", CONDITION, "--stage", "chronic", "--minutes", "30", "--format", "json"]
    code, out, _ = printed(words)
    assert code == 0
    assert f"{NAME} 6.6.6" in out
    assert sys.stdout is not None

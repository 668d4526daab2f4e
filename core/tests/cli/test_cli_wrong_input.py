"""What is wrong in a request costs exit 2: the word, what is wrong with it, the nearest right ones."""

import pytest
from command_run import Cli

WRONG = [
    # what is typed after `plan`; the word; a part of what is said
    (["scitica"], "scitica", "nearest: sciatica"),
    (["qqq"], "qqq", "nearest: "),
    ([""], '""', "no condition of that name"),
    (["Z99.9"], "Z99.9", "no condition has this ICD-10-CM code; nearest: "),
    (["sports injury"], "sports injury", "choose one; nearest: muscle-strain"),
    (["sciatica", "ischias"], "ischias", "nearest"),
    (["sciatica", "sciatic pain"], "sciatic pain", "a second time"),
    (["I10"], "I10", "this is a factor; name the diagnosis to treat"),
    (["sciatica", "--factor", "feverr"], "feverr", "nearest: fever"),
    (["sciatica", "--factor", "@knee"], "@knee", "write a factor as"),
    (["sciatica", "--factor", "fever@knee"], "fever", "has no place"),
    (["sciatica", "--factor", "fracture"], "fracture", "say where"),
    (["sciatica", "--factor", "fracture@kneee"], "kneee", "nearest: knee"),
    (["sciatica", "--factor", "fracture@knee:soon"], "soon", "3d, 6w or a date"),
    (["sciatica", "--factor", "fracture@knee:"], "fracture@knee:", "write a factor as"),
    (["sciatica", "--region", "hed"], "hed", "nearest: head"),
    (["sciatica", "--region", "hand"], "hand", "none of the diagnoses is planned for this region"),
    (["joint-sprain"], "joint-sprain", "say where, with --region REGION"),
    (["sciatica", "--side", "up"], "up", "nearest: left, right, both"),
    (["M54.31", "--side", "left"], "M54.31", "this code says right"),
    (["sciatica", "--stage", "old"], "old", "nearest: acute"),
    (["sciatica", "--severity", "mid"], "mid", "nearest: mild"),
    (["sciatica", "--onset", "soon"], "soon", "write 3d, 6w or a date"),
    (["sciatica", "--onset", "3", "--date", "2026-99-01"], "2026-99-01", "needs a date"),
    (
        ["sciatica", "--onset", "2027-01-01", "--date", "2026-01-01"],
        "2027-01-01",
        "after the session",
    ),
    (["sciatica", "--date", "20260101"], "20260101", "needs a date such as"),
    (["sciatica", "--date", "9999-01-01"], "9999-01-01", "between 1900 and 2200"),
    (["sciatica", "--goal", "fly"], "fly", "nearest: "),
    (["sciatica", "--sex", "x"], "x", "nearest: female, male, other"),
    (["sciatica", "--age", "-1"], "-1", "from 0 to 120"),
    (["sciatica", "--age", "121"], "121", "from 0 to 120"),
    (["sciatica", "--age", "old"], "old", "--age needs a whole number"),
    (["sciatica", "--minutes", "9"], "9", "from 10 to 180"),
    (["sciatica", "--minutes", "181"], "181", "from 10 to 180"),
    (["sciatica", "--minutes", "45.5"], "45.5", "whole number"),
    (["sciatica", "--minutes", "9" * 5000], "999", "whole number"),
    (["sciatica", "--visit", "0"], "0", "from 1 to"),
    (["sciatica", "--max-pressure", "6"], "6", "from 0 to 5"),
    (["sciatica", "--no-position", "standing"], "standing", "nearest: "),
    (["sciatica", "--avoid", "left-kneee"], "kneee", "nearest: knee"),
    (["sciatica", "--no-consent", "abdomn"], "abdomn", "nearest: abdomen"),
    (["sciatica", "--holds", "lymph"], "lymph", "nearest: "),
    (["sciatica", "--no-contact", "elbo"], "elbo", "nearest: elbow"),
    (["sciatica", "--no-element", "heet"], "heet", "nearest: heat"),
    (["sciatica", "--technique", "myofacial"], "myofacial", "nearest: myofascial"),
    (["sciatica", "--without", "myofacial"], "myofacial", "nearest: myofascial"),
    (["sciatica", "--drop", "nothing/of/this"], "nothing/of/this", "no step of that name"),
    (["sciatica", "--keep", "nothing/of/this"], "nothing/of/this", "no step of that name"),
    (["sciatica", "--format", "jsn"], "jsn", "nearest: json"),
    (["sciatica", "--format", "pdf"], "pdf", "no format of that name; nearest: "),
    (["sciatica", "--cleared", "fever"], "fever", "wasn't given"),
    (["sciatica", "--cleared", "nobody/sciatica"], "nobody", "no technique of that name"),
    (["sciatica", "--cleared", "sciatica:"], "sciatica:", "write a clearance as"),
    (
        ["sciatica", "--cleared", "sciatica:2026-02-01", "--date", "2026-01-01"],
        "sciatica:2026-02-01",
        "after the session",
    ),
    (["sciatica", "--patient", "no-such-file"], "no-such-file", "can't be read"),
    (["sciatica", "--pack", "no-such-folder"], "no-such-folder", "isn't a folder"),
    (["sciatica", "--sid", "left"], "--sid", "nearest: --side"),
    (["sciatica", "--side"], "--side", "requires an argument"),
    (["sciatica", "--explain=x"], "--explain", "does not take a value"),
    ([], "DIAGNOSIS", "is missing"),
]
CONTRADICTIONS = [
    (["--stage", "acute", "--onset", "3"], "--stage", "contradicts --onset"),
    (["--side", "left", "--side", "right"], "--side", "is given as left and as right"),
    (["--factor", "fever", "--denied", "fever"], "fever-systemic-infection", "given and denied"),
    (
        ["--technique", "myofascial", "--without", "myofascial"],
        "myofascial",
        "asked for and left out",
    ),
    (["--keep", "a/b/c", "--drop", "a/b/c"], "a/b/c", "kept and dropped"),
]


@pytest.mark.parametrize(("words", "word", "said"), WRONG, ids=lambda value: str(value)[:50])
def test_wrong_word(cli: Cli, words: list[str], word: str, said: str) -> None:
    """Exit 2, nothing on standard output, one line that begins with the word."""
    ran = cli("plan", *words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {word}")
    assert said in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(("words", "word", "said"), CONTRADICTIONS, ids=str)
def test_contradiction(cli: Cli, words: list[str], word: str, said: str) -> None:
    """Options that contradict each other are exit 2 with the reason."""
    ran = cli("plan", "sciatica", *words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {word}: ")
    assert said in ran.err


def test_said_twice_the_same_is_no_contradiction(cli: Cli) -> None:
    """A value that is said twice alike is understood; the request is read to its next mistake."""
    ran = cli("plan", "scitica", "--side", "left", "--side", "left")
    assert ran.err.startswith("error: scitica: ")


def test_unknown_command(cli: Cli) -> None:
    """An unknown command is exit 2 with the nearest."""
    ran = cli("paln")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error: paln: no such command; nearest: plan\n"


def test_no_command(cli: Cli) -> None:
    """Without a command the help goes to standard error."""
    ran = cli()
    assert (ran.code, ran.out) == (2, "")
    assert "Commands:" in ran.err


def test_a_word_can_not_steer_the_terminal(cli: Cli) -> None:
    """What was typed is shown without control characters, on one line, cut to a readable length."""
    ran = cli("plan", "\x1b[2Jsci\nat\u202eica" + "x" * 500)
    assert ran.code == 2
    assert "\x1b" not in ran.err
    assert "\u202e" not in ran.err
    assert ran.err.count("\n") == 1
    assert len(ran.err) < 400


@pytest.mark.parametrize(
    "error", [ValueError("x"), RecursionError(), MemoryError(), OSError(28, "no room")]
)
def test_no_traceback_ever(cli: Cli, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Whatever breaks inside is one line and exit 1."""

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("palpate.cli.planning.planned", fail)
    ran = cli("plan", "sciatica")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("error: ")
    assert "Traceback" not in ran.err


def test_interrupted(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C is exit 1 and a word."""

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("palpate.cli.planning.planned", fail)
    ran = cli("plan", "sciatica")
    assert (ran.code, ran.out) == (1, "")
    assert "stopped" in ran.err


def test_what_fails_verification_is_not_printed(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """A protocol that breaks an invariant is exit 1 with the invariant, and no page."""
    monkeypatch.setattr("palpate.verify.verify", lambda *_: ("4: the clock has a gap",))
    ran = cli("plan", "sciatica", "--minutes", "20")
    assert (ran.code, ran.out) == (1, "")
    assert "4: the clock has a gap" in ran.err


def test_a_factor_for_a_diagnosis_is_screened(cli: Cli) -> None:
    """A factor's code or name instead of a diagnosis: its verdict, without asking where it sits."""
    assert cli("plan", "I82.4").code == 4
    assert cli("plan", "cauda equina syndrome").code == 3

"""Shells are offered words, from data files alone: no pack is imported and none is loaded."""

import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from palpate import cli as command
from palpate.cli.completing import FORMATS
from palpate.cli.completing import OFFERED
from palpate.registry import Packs
from palpate.vocabulary import load_vocabulary


def offered(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: str
) -> list[str]:
    """Give the words that bash is offered for the last word of a line."""
    words = typed.split(" ")
    monkeypatch.setenv("_PALPATE_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", typed.rstrip())
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    assert command.run([]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return [line.partition(",")[2] for line in out.splitlines() if line]


@pytest.mark.parametrize(
    ("typed", "some"),
    [
        ("palpate con", {"conditions", "config"}),
        ("palpate plan scia", {"sciatica"}),
        ("palpate screen whip", {"whiplash"}),
        ("palpate conditions lymphe", {"lymphedema"}),
        ("palpate factors anticoag", {"anticoagulant"}),
        ("palpate plan x --factor pregnancy-t", {"pregnancy-t1", "pregnancy-t2-t3"}),
        ("palpate plan x --factor joint-replacement@left-kn", {"joint-replacement@left-knee"}),
        ("palpate plan x --region kn", {"knee"}),
        ("palpate plan x --avoid left-kn", {"left-knee"}),
        ("palpate plan x --stage early", {"early-subacute"}),
        ("palpate plan x --holds intra", {"intraoral"}),
        ("palpate plan x --format js", {"json"}),
        ("palpate config set min", {"minutes"}),
        ("palpate completion z", {"zsh"}),
    ],
)
def test_words_are_offered(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: str, some: set[str]
) -> None:
    """Commands, conditions, factors, regions and fixed words are completed from their beginning."""
    found = offered(monkeypatch, capsys, typed)
    assert some <= set(found)
    assert all(word.startswith(typed.rpartition(" ")[2]) for word in found)


def test_nothing_is_offered_after_nonsense(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A command that isn't one has no words, and says nothing on the way."""
    assert offered(monkeypatch, capsys, "palpate nonsense x") == []


def test_the_same_words_as_the_packs_have(packs: Packs) -> None:
    """What is read in haste from the files is what the strict reader knows."""
    vocabulary = packs.vocabulary
    assert {word for word, _ in OFFERED["factor"]()} == set(vocabulary.factors)
    assert {word for word, _ in OFFERED["region"]()} == set(vocabulary.regions)
    assert {word for word, _ in OFFERED["diagnosis"]()} >= set(load_vocabulary().conditions)
    assert dict(OFFERED["region"]())["knee"] == vocabulary.regions["knee"].name
    assert set(FORMATS) == {each.name for each in packs.output_formats()}
    for option, kind in (("no_contact", "contacts"), ("holds", "trainings"), ("goal", "goals")):
        assert {word for word, _ in OFFERED[option]()} == set(getattr(vocabulary, kind))


def test_no_pack_is_imported_or_loaded() -> None:
    """A shell that asks for words runs no pack's code, and reads no TOML by the strict reader."""
    code = (
        "import os, sys\n"
        "os.environ.update(_PALPATE_COMPLETE='bash_complete',"
        " COMP_WORDS='palpate plan sci', COMP_CWORD='2')\n"
        "from palpate.cli import run\n"
        "code = run([])\n"
        "found = [m for m in sys.modules if m.startswith('palpate_')]\n"
        "assert not found, found\n"
        "assert 'palpate.vocabulary.load' not in sys.modules or not "
        "sys.modules['palpate.vocabulary.load'].load_vocabulary.cache_info().currsize\n"
        "sys.exit(code)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert (ran.returncode, ran.stderr, ran.stdout) == (0, "", "plain,sciatica\n")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_for_its_shell(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each shell gets a script that its own parser takes, where that shell is here."""
    assert command.run(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert f"_PALPATE_COMPLETE={shell}_complete" in script
    if shutil.which(shell):
        ran = subprocess.run([shell, "-n"], input=script, text=True, check=False, timeout=60)
        assert ran.returncode == 0


def test_bash_completes_a_line(tmp_path: Path) -> None:
    """The script, read by bash, gives the words that the program offers."""
    bash = shutil.which("bash")
    if not bash:
        pytest.skip("there is no bash")
    place = tmp_path / "palpate"
    place.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m palpate "$@"\n', encoding="utf-8")
    place.chmod(0o755)
    script = (
        f'PATH="{tmp_path}:$PATH"; eval "$(palpate completion bash)"\n'
        "COMP_WORDS=(palpate plan sciat); COMP_CWORD=2\n"
        '_palpate_completion palpate sciat plan; echo "${COMPREPLY[@]}"'
    )
    ran = subprocess.run(
        [bash, "-c", script], capture_output=True, text=True, check=False, timeout=120
    )
    assert ran.stdout.split() == ["sciatica"], ran.stderr


def every_command() -> list[str]:
    """Give every command, and the commands of a group, as they are typed."""
    found = []
    for name in command.COMMANDS:
        found.append(name)
        one = command.palpate.get_command(click.Context(command.palpate), name)
        if isinstance(one, click.Group):
            found += [f"{name} {inner}" for inner in one.commands]
    return found


@pytest.mark.parametrize("words", every_command())
def test_every_command_has_help_with_an_example(
    words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--help` of each command fits 80 columns and shows a line that can be typed."""
    assert command.run([*words.split(), "--help"]) == 0
    said = capsys.readouterr().out
    assert f"palpate {words}" in " ".join(said.split()).partition("Example:")[2]
    assert all(len(line) <= 80 for line in said.splitlines())


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """The list of commands is whole, and each is in one line or two."""
    assert command.run(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(f"\n  {name} " in said for name in command.COMMANDS)

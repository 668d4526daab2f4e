"""Where a document goes: standard output or a file, whole or not at all; colour only where asked for."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from command_run import Cli

from palpate.cli import output
from palpate.errors import RequestError
from palpate.registry import Packs
from palpate.render.safe import escaped
from palpate.render.safe import printable

PLUGINS = Path(__file__).parents[3] / "plugins"
PLAN = ["plan", "sciatica", "--minutes", "20", "--date", "2026-03-31"]


@pytest.fixture
def words(packs: Packs) -> list[str]:
    """The command for a process of its own, over the packs of this checkout."""
    start = [sys.executable, "-m", "palpate"]
    if all(pack.identity.origin != "folder" for pack in packs.packs):
        return start
    return start + [f"--pack={folder}" for folder in sorted(PLUGINS.iterdir())]


def process(
    words: list[str], *more: str, folder: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [*words, *more],
        capture_output=True,
        check=False,
        cwd=folder,
        env={**os.environ, **environment},
        timeout=120,
    )


def test_same_bytes_whatever_the_hash_seed(words: list[str]) -> None:
    """The same request gives the same bytes in any process."""
    found = {
        process(words, *PLAN, "--format", "json", PYTHONHASHSEED=seed).stdout
        for seed in ("0", "1", "77")
    }
    assert len(found) == 1
    assert json.loads(found.pop())["status"] == "ready"


def test_piped_is_plain(words: list[str]) -> None:
    """What goes into a pipe has no colour, and nothing goes to standard error."""
    ran = process(words, *PLAN)
    assert ran.returncode == 0
    assert b"\x1b" not in ran.stdout
    assert ran.stderr == b""


def on_terminal(words: list[str], **environment: str) -> bytes:
    """Run a quick refusal on a terminal; give what it shows."""
    ours, theirs = pty.openpty()
    clean = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    subprocess.run(
        [*words, "plan", "sciatica", "--factor", "cauda-equina"],
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        check=False,
        env={**clean, "TERM": "xterm", **environment},
        timeout=120,
    )
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:
        pass
    os.close(ours)
    return shown


def test_colour_on_a_terminal(words: list[str]) -> None:
    """A terminal shows colour unless NO_COLOR is set."""
    assert b"\x1b[" in on_terminal(words)
    assert b"\x1b[" not in on_terminal(words, NO_COLOR="1")


@pytest.mark.parametrize(
    ("terminal", "environment", "wanted"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
    ],
)
def test_when_colour_is_wanted(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, environment: dict[str, str], wanted: bool
) -> None:
    """Only on a terminal; an empty NO_COLOR counts as none, as its convention says."""
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    assert output.wants_colour() is wanted


def test_broken_pipe(words: list[str]) -> None:
    """A reader that leaves early costs no traceback."""
    with subprocess.Popen(
        [*words, "factors"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.close()
        said = run.stderr.read()
        run.wait(timeout=120)
    assert b"Traceback" not in said
    assert b"Exception" not in said


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_narrow_encoding(words: list[str], encoding: str) -> None:
    """Where the terminal lacks a character the document is UTF-8, whole."""
    ran = process(words, "plan", "sciatica", "--factor", "cauda-equina", PYTHONIOENCODING=encoding)
    assert ran.returncode == 3
    assert ran.stderr == b""
    assert b"DO NOT TREAT" in ran.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_full_device(words: list[str]) -> None:
    """Standard output that takes nothing is exit 1 and one line."""
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run([*words, "factors"], stdout=full, stderr=subprocess.PIPE, check=False)
    assert ran.returncode != 0
    assert b"Traceback" not in ran.stderr
    assert ran.stderr.startswith(b"error: ")


def test_file(cli: Cli, tmp_path: Path) -> None:
    """-o writes the document to a file and nothing to standard output."""
    path = tmp_path / "plan.json"
    path.write_text("older", encoding="utf-8")
    ran = cli(*PLAN, "--format", "json", "-o", str(path))
    assert (ran.code, ran.out) == (0, "")
    assert json.loads(path.read_text(encoding="utf-8"))["status"] == "ready"
    assert list(tmp_path.iterdir()) == [path]
    assert cli(*PLAN, "--format", "json").out == path.read_text(encoding="utf-8")


def test_dash_is_standard_output(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """-o - writes to standard output."""
    monkeypatch.chdir(tmp_path)
    assert "Sciatica" in cli(*PLAN, "-o", "-").out
    assert not list(tmp_path.iterdir())


def test_a_refusal_is_a_document_too(cli: Cli, tmp_path: Path) -> None:
    """A refusal is written where it was asked for, with its exit code."""
    path = tmp_path / "plan.json"
    ran = cli("plan", "sciatica", "--factor", "cauda-equina", "--format", "json", "-o", str(path))
    assert (ran.code, ran.out) == (3, "")
    assert json.loads(path.read_text(encoding="utf-8"))["steps"] == []


@pytest.mark.parametrize("kind", ["folder", "link", "device", "nowhere"])
def test_places_that_can_not_be_written(cli: Cli, tmp_path: Path, kind: str) -> None:
    """A folder, a link, a device, a folder that isn't there: exit 2 before any work, nothing written."""
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "target")
    places = {
        "folder": tmp_path,
        "link": link,
        "device": Path(os.devnull),
        "nowhere": tmp_path / "a" / "b",
    }
    ran = cli(*PLAN, "-o", str(places[kind]))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {str(places[kind])[:60]}")
    assert list(tmp_path.iterdir()) == [link]
    assert Path(os.devnull).is_char_device()


def test_wrong_request_writes_nothing(cli: Cli, tmp_path: Path) -> None:
    """A wrong request leaves the file alone."""
    path = tmp_path / "plan.txt"
    assert cli("plan", "scitica", "-o", str(path)).code == 2
    assert not path.exists()


def test_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the last move fails the old file is still whole, and nothing is left beside it."""
    path = tmp_path / "plan.txt"
    path.write_text("older", encoding="utf-8")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(RequestError, match="No space left"):
        output.write_whole(str(path), "newer")
    assert path.read_text(encoding="utf-8") == "older"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "text", ["plain", "two\nlines", "\x1b[2J", "a\u202eb", "\x9b1m", "\U000e0001", "\udc80"]
)
def test_safe_text(text: str) -> None:
    """Printed text has no control characters; JSON has them escaped and reads back the same."""
    assert not {"\x1b", "\u202e", "\x9b", "\U000e0001", "\udc80"} & set(printable(text))
    document = escaped(json.dumps({"a": text}, ensure_ascii=False))
    assert json.loads(document) == {"a": text}
    assert not {"\x1b", "\u202e", "\x9b", "\U000e0001"} & set(document)


def test_version(cli: Cli) -> None:
    """--version says the version of the program, of Python and of each pack."""
    ran = cli("--version")
    assert ran.code == 0
    assert ran.out.startswith("palpate 0.")


def test_help(cli: Cli) -> None:
    """--help names every command and fits 80 columns."""
    ran = cli("--help")
    assert ran.code == 0
    assert max(map(len, ran.out.splitlines())) <= 80
    for command in ("plan", "techniques", "conditions", "factors", "references", "vocabulary"):
        assert f"\n  {command}" in ran.out

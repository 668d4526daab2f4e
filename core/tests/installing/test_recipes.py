"""The command for each kind of environment, word for word."""

from pathlib import Path

import pytest

from palpate.installing.commands import WHY
from palpate.installing.commands import Action
from palpate.installing.commands import recipe
from palpate.installing.commands import spoken
from palpate.installing.environment import Environment
from palpate.installing.environment import Kind
from palpate.installing.environment import here
from palpate.installing.environment import kind_of
from palpate.present import Present

PREFIX = Path("/home/a/palpate")
PACKS = (Present("palpate-one", "1", "one", "palpate_one", "", ""),)


def environment(kind: Kind = "venv", *, pip: bool = True, uv: str = "") -> Environment:
    """Give an environment."""
    return Environment(kind, PREFIX, "/py", pip, uv)


def lines(env: Environment, action: Action, *words: str) -> list[str]:
    """Give the commands as they are typed."""
    return [" ".join(command) for command in recipe(env, action, words, PACKS).commands]


@pytest.mark.parametrize("kind", ["venv", "conda", "system"])
def test_pip_where_the_environment_has_it(kind: Kind) -> None:
    """Pip of the same interpreter; uv beside it changes nothing."""
    env = environment(kind, uv="/uv")
    assert lines(env, "install", "a") == ["/py -m pip install a"]
    assert lines(env, "upgrade", "a") == ["/py -m pip install --upgrade a"]
    assert lines(env, "uninstall", "a", "b") == ["/py -m pip uninstall --yes a b"]
    assert recipe(env, "install", ["a"]).why == ""


def test_uv_where_there_is_no_pip() -> None:
    """Uv is told which interpreter it is for."""
    env = environment(pip=False, uv="/uv")
    assert lines(env, "install", "a") == ["/uv pip install --python /py a"]
    assert lines(env, "upgrade", "a") == ["/uv pip install --upgrade --python /py a"]
    assert lines(env, "uninstall", "a") == ["/uv pip uninstall --python /py a"]
    assert recipe(env, "install", ["a"]).why == ""


def test_the_command_where_there_is_neither() -> None:
    """Without pip and uv, the lines that bring pip and use it."""
    env = environment(pip=False)
    assert lines(env, "install", "a") == ["/py -m ensurepip", "/py -m pip install a"]
    assert recipe(env, "install", ["a"]).why == WHY["neither"]


def test_pipx_is_asked_to_do_it() -> None:
    """Pipx forgets what pip puts into its environments, so its own commands are named."""
    env = environment("pipx")
    assert lines(env, "install", "a") == ["pipx inject palpate a"]
    assert lines(env, "uninstall", "a") == ["pipx uninject palpate a"]
    assert lines(env, "upgrade", "a") == ["pipx runpip palpate install --upgrade a"]
    assert recipe(env, "install", ["a"]).why == WHY["pipx"]


def test_a_tool_of_uv_is_named_whole(tmp_path: Path) -> None:
    """What isn't named, uv would take out: the packs that are there are named too."""
    env = Environment("uv-tool", tmp_path, "/py", pip=False, uv="/uv")
    tool = "uv tool install palpate --with palpate-one"
    assert lines(env, "install", "b") == [f"{tool} --with b"]
    assert lines(env, "uninstall", "palpate-one") == ["uv tool install palpate"]
    assert lines(env, "upgrade", "palpate-one") == [
        "uv tool install --upgrade palpate --with palpate-one"
    ]
    receipt = (
        '[tool]\nrequirements = [{ name = "palpate", path = "/w/palpate.whl" }, '
        '{ name = "palpate-one", url = "https://x/one.whl" }, { name = "two", specifier = ">=2" }]\n'
    )
    (tmp_path / "uv-receipt.toml").write_text(receipt, encoding="utf-8")
    assert lines(env, "install", "b") == [
        "uv tool install /w/palpate.whl --with https://x/one.whl --with two>=2 --with b"
    ]


def test_a_managed_python_is_left_alone() -> None:
    """Where the system forbids changes, the lines that make an environment of one's own."""
    env = environment("managed")
    inside = str(Path("palpate-environment", "bin", "python"))
    assert lines(env, "install", "b") == [
        "/py -m venv palpate-environment",
        f"{inside} -m pip install palpate palpate-one b",
    ]
    assert recipe(env, "install", ["b"]).why == WHY["managed"]


def test_words_are_quoted_for_the_shell() -> None:
    """A command can be pasted as it is, spaces and all."""
    assert spoken(["pip", "install", "/home/a b/x.whl"]) == "pip install '/home/a b/x.whl'"


@pytest.mark.parametrize(
    ("marks", "base", "kind"),
    [
        (("pipx_metadata.json",), "other", "pipx"),
        (("uv-receipt.toml",), "other", "uv-tool"),
        ((), "other", "venv"),
        (("EXTERNALLY-MANAGED",), "other", "venv"),
        (("conda-meta/x",), "", "conda"),
        (("EXTERNALLY-MANAGED",), "", "managed"),
        ((), "", "system"),
    ],
)
def test_the_kind_is_told_by_its_marks(
    tmp_path: Path, marks: tuple[str, ...], base: str, kind: str
) -> None:
    """Each maker of environments leaves a mark; a mark of the system counts only outside a venv."""
    for mark in marks:
        (tmp_path / mark).parent.mkdir(exist_ok=True)
        (tmp_path / mark).touch()
    assert kind_of(tmp_path, tmp_path / base, tmp_path) == kind


def test_this_environment_is_a_known_one() -> None:
    """The tests run somewhere."""
    assert here().python

"""What changed is said in packs, versions and conditions."""

from palpate.installing.changes import Installed
from palpate.installing.changes import changes
from palpate.installing.changes import installed_anew
from palpate.installing.changes import installed_now
from palpate.installing.changes import without
from palpate.present import present

NONE = Installed("1", {}, {})


def held(**packs: tuple[str, set[str]]) -> Installed:
    """Give what is installed at a moment."""
    return Installed(
        "1",
        {name: version for name, (version, _) in packs.items()},
        {name: frozenset(conditions) for name, (_, conditions) in packs.items()},
    )


def test_a_new_pack_gains_what_no_other_has() -> None:
    """Conditions that another pack covers already aren't gained."""
    before = held(a=("1", {"x", "y"}))
    found = changes(before, held(a=("1", {"x", "y"}), b=("2", {"y", "z"})))
    assert [str(change) for change in found.packs] == ["+ b 2, for 2 conditions"]
    assert (found.gained, found.lost) == (("z",), ())


def test_a_pack_that_goes_loses_what_no_other_has() -> None:
    """Taking out is the reverse of putting in."""
    before = held(a=("1", {"x", "y"}), b=("2", {"y", "z"}))
    found = changes(before, held(a=("1", {"x", "y"})))
    assert [str(change) for change in found.packs] == ["- b 2, for 2 conditions"]
    assert (found.gained, found.lost) == ((), ("z",))


def test_versions_and_files_that_change() -> None:
    """A newer version, the same version with other files, and the core itself are told apart."""
    assert str(changes(held(a=("1", {"x"})), held(a=("2", {"x"}))).packs[0]).startswith(
        "~ a 1 to 2"
    )
    assert "other files" in str(changes(held(a=("1", {"x"})), held(a=("1", set()))).packs[0])
    core = changes(NONE, Installed("2", {}, {})).packs
    assert [str(change) for change in core] == ["~ palpate 1 to 2"]
    assert changes(NONE, NONE).packs == ()


def test_a_fresh_interpreter_sees_the_same() -> None:
    """Nothing was installed meanwhile, so both looks agree."""
    now = installed_now()
    assert installed_anew() == now
    assert without(now, present()).packs == {}


def test_an_interpreter_that_is_gone_sees_nothing() -> None:
    """Where the environment can't be asked any more, nothing is there, and nothing is raised."""
    assert installed_anew("/nonexistent/python") == Installed("", {}, {})

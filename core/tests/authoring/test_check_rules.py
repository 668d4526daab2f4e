"""The rules of `palpate check`: each has an entry and a page, and each can fail."""

from pathlib import Path

import pytest
from flawless_pack import AuthoredPack
from flawless_pack import flawless_pack
from spoilt_packs import BAD

from palpate.authoring.rules import TIERS
from palpate.authoring.rules import Rule
from palpate.authoring.rules import rules
from palpate.authoring.rules import rules_page

PAGE = Path(__file__).parents[3] / "docs" / "rules.md"
#: Said only where a converter fails in a way that nobody has thought of.
NOT_SEEDED = {"unreadable"}


@pytest.fixture
def pack(tmp_path: Path) -> AuthoredPack:
    """Give a pack that breaks no rule."""
    return flawless_pack(tmp_path / "warm_stones")


def test_a_flawless_pack_breaks_no_rule(pack: AuthoredPack) -> None:
    """It has no problem at all, and the highest tier."""
    assert pack.said() == []
    assert pack.check().tier == "reviewed"
    assert pack.check().next_tier is None


def test_every_rule_has_a_bad_pack() -> None:
    """A rule that nothing breaks would prove nothing."""
    assert set(BAD) | NOT_SEEDED == set(rules())


@pytest.mark.parametrize("rule", BAD)
def test_the_bad_pack_breaks_the_rule(rule: str, pack: AuthoredPack) -> None:
    """What is spoilt in one way breaks that rule, with its level, and nothing that isn't its consequence."""
    spoil, along = BAD[rule]
    spoil(pack)
    checked = pack.check()
    found = {problem.code for problem in checked.problems}
    assert rule in found, pack.said()
    assert found <= {rule, *along}, pack.said()
    assert {p.level for p in checked.problems if p.code == rule} == {rules()[rule].level}
    assert TIERS.index(checked.tier) < TIERS.index(rules()[rule].tier)


def test_the_page_is_current() -> None:
    """docs/rules.md is what the program writes; docs/make_rules.py writes it."""
    assert PAGE.read_text(encoding="utf-8") == rules_page()


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.id)
def test_a_rule_is_whole(rule: Rule) -> None:
    """Its sentences end; an error, and nothing else, keeps a pack from being sound."""
    assert rule.says.endswith(".")
    assert rule.instead[:1].isupper()
    assert (rule.level == "error") == (rule.tier == "sound")

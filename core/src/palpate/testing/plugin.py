"""The pytest plugin: `pytest --palpate-pack DIR` runs the kit without any test file.

Every run of pytest imports this module where palpate is installed, so it imports nothing else until
a pack is named.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from typing import Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from palpate.testing.check import Check

PACK = "--palpate-pack"
EXPECTED = "--palpate-expected"
SETTING = "palpate_pack"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say how packs are named: on the command line, or in the project's own settings."""
    group = parser.getgroup("palpate", "conformance of technique packs")
    group.addoption(
        PACK,
        action="append",
        default=[],
        metavar="DIR|NAME",
        help="run the conformance kit on a pack: its folder, or the name it is installed under",
    )
    group.addoption(EXPECTED, metavar="FILE", help="the file of failures that are expected")
    parser.addini(SETTING, f"packs as for {PACK}, one a line", type="linelist")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session: pytest.Session, items: list[pytest.Item]) -> None:
    """Add the kit's checks to what is run; where a pack is named and nothing else, they are all."""
    config = session.config
    named: list[str] = config.getoption(PACK)
    if named and config.args_source is not pytest.Config.ArgsSource.ARGS:
        items.clear()
    for pack in dict.fromkeys((*named, *config.getini(SETTING))):
        place = _PackChecks.from_parent(session, name=f"palpate[{pack}]", pack=pack)
        items.extend(place.collect())


class _PackChecks(pytest.Collector):
    """A pack, whose promises are the tests."""

    def __init__(self, *, pack: str, **others: Any) -> None:
        super().__init__(**others)
        self.pack = pack

    def collect(self) -> Iterator[pytest.Item]:
        """Give a test for each promise."""
        try:
            from palpate.testing.suite import checks  # noqa: PLC0415 - only where a pack is named
        except ModuleNotFoundError as error:
            what = f"the conformance kit needs {error.name}: pip install 'palpate[testing]'"
            raise pytest.UsageError(what) from None
        for check in checks():
            yield _CheckItem.from_parent(self, name=check.name, check=check)


class _CheckItem(pytest.Item):
    """One promise of one pack."""

    def __init__(self, *, check: "Check", **others: Any) -> None:
        super().__init__(**others)
        self.check = check

    def runtest(self) -> None:
        """Look whether the promise is kept."""
        from pathlib import Path  # noqa: PLC0415

        from palpate.testing.suite import judge  # noqa: PLC0415

        expected = self.config.getoption(EXPECTED)
        parent = self.parent
        assert isinstance(parent, _PackChecks)  # noqa: S101 - it is made there
        judge(self.check, parent.pack, None, Path(expected) if expected else None)

    def reportinfo(self) -> "tuple[Path, None, str]":
        """Name the test in reports."""
        assert self.parent is not None  # noqa: S101 - likewise
        return self.path, None, f"{self.parent.name} {self.name}"

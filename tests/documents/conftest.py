"""What the tests of documents share: the printed protocols, hostile ones, and other people's tools."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from typing import Final

import pytest
from printed import EIGHT
from printed import REFUSED
from tools import missing
from tools import tool
from worst_text import hostile

from palpate.combine import combine
from palpate.model.protocol import Protocol
from palpate.registry import Packs

HERE: Final = Path(__file__).parent
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")


def pytest_configure(config: pytest.Config) -> None:
    """Name the marks."""
    config.addinivalue_line("markers", "browser: needs Debian's chromium")
    config.addinivalue_line("markers", "node: needs node and tests/documents/node")


@pytest.fixture(scope="session")
def eight(packs: Packs) -> dict[str, Protocol]:
    """The eight protocols that the documentation prints."""
    return {name: combine(request, packs) for name, request in EIGHT.items()}


@pytest.fixture(scope="session")
def protocols(eight: dict[str, Protocol]) -> dict[str, Protocol]:
    """Those of the eight that have a session: `test_printed.py` asks that all have."""
    return {name: protocol for name, protocol in eight.items() if protocol.steps}


@pytest.fixture(scope="session")
def refusals(packs: Packs) -> dict[str, Protocol]:
    """Protocols without steps."""
    return {name: combine(request, packs) for name, request in REFUSED.items()}


@pytest.fixture(scope="session")
def every(eight: dict[str, Protocol], refusals: dict[str, Protocol]) -> dict[str, Protocol]:
    """The eight, the refusals, and one whose every text is hostile."""
    worst = hostile(eight["tension-type-headache"])
    return {**eight, **refusals, "hostile": worst}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The distribution's own Chromium; no browser is downloaded."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        missing("chromium isn't installed")
    playwright = tool("playwright.sync_api")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def node() -> Any:
    """Run a script of `tests/documents/node` with some input; gives what it prints."""
    modules = Path(os.environ.get("PALPATE_NODE_MODULES", HERE / "node"))
    if shutil.which("node") is None or not (modules / "node_modules" / "fhir").is_dir():
        missing("node, or `npm install` in tests/documents/node, isn't there")

    def run(script: str, text: str) -> str:
        done = subprocess.run(
            ["node", str(HERE / "node" / script), str(modules)],  # noqa: S607 - the PATH's own node
            input=text,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run

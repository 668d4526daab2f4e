"""Other people's software, and where what it shows is kept."""

import importlib
import os
from pathlib import Path
from typing import Any
from typing import Final
from typing import NoReturn

import pytest

HERE: Final = Path(__file__).parent
ARTEFACTS: Final = Path(os.environ.get("PALPATE_ARTEFACTS", HERE.parents[1] / "artefacts"))
SIZES: Final = {"desktop": (1280, 800), "tablet": (768, 1024), "phone": (375, 812)}
#: Set it to look at what can be looked at here; a check that isn't made then shows as skipped.
MAY_SKIP: Final = "PALPATE_SKIP_MISSING"


def tool(name: str) -> Any:
    """Import a package of `requirements-documents.txt`."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        missing(str(error))


def missing(what: str) -> NoReturn:
    """Fail where a tool isn't there: a check that nobody makes holds nothing."""
    said = f"{what}; tests/documents/README.md says what these tests need"
    if os.environ.get(MAY_SKIP):
        pytest.skip(said, allow_module_level=True)
    pytest.fail(said)

"""The pages about content are what the program writes."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_the_pages_about_content_are_current() -> None:
    """docs/content.md and docs/protocols are what docs/make_content.py writes today."""
    made = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "make_content.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stdout + made.stderr

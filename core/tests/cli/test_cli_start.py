"""How the command starts and ends."""

import subprocess
import sys


def test_no_time_goes_into_looking_for_garbage() -> None:
    """A command that ends at once isn't stopped to look for garbage, and its end looks for none."""
    code = (
        "import atexit, gc, sys\n"
        "def say(): print(gc.get_threshold()[0], gc.get_freeze_count(), file=sys.stderr)\n"
        "atexit.register(say)\n"
        "from palpate.cli import main\n"
        "main(['--version'])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    between, left = map(int, ran.stderr.split())
    assert ran.stdout.startswith("palpate ")
    assert between > 10_000
    assert left > 1_000

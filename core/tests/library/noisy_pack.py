"""A pack in code that talks, and takes its time."""

import sys
import time
from collections.abc import Iterable

from palpate.hooks import hookimpl
from palpate.model.safety import Contraindication
from palpate.model.technique import Range
from palpate.model.technique import Technique


@hookimpl
def technique() -> Technique:
    """Say who it is."""
    return Technique(
        id="noisy",
        name="Noisy work",
        summary="It talks.",
        lowest_useful_pressure=1,
        highest_pressure=2,
        share_minutes=Range(5, 5, 5),
        basis="editorial",
    )


@hookimpl
def contraindications() -> Iterable[Contraindication]:
    """Talk for a while, and have one rule."""
    for _ in range(5):
        print("the pack talks")  # noqa: T201
        print("the pack talks", file=sys.stderr)  # noqa: T201
        time.sleep(0.01)
    return (Contraindication("cold", "hypotension", "caution", "Mind it.", "editorial"),)

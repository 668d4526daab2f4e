"""The profiles of the property tests: the same cases every time by default, many at night."""

import os
from collections.abc import Iterator

import pytest
from attrs import evolve
from hypothesis import HealthCheck
from hypothesis import Phase
from hypothesis import settings

from palpate.combine import pipeline
from palpate.combine.settings import load_settings

FEW_NODES = 100

SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]

settings.register_profile(
    "default",
    derandomize=True,
    deadline=None,
    max_examples=20,
    suppress_health_check=SLOW_TO_DRAW,
)
# For a first look: what fails is shown as it was drawn.
settings.register_profile(
    "unshrunk", settings.get_profile("default"), phases=(Phase.explicit, Phase.generate)
)
settings.register_profile(
    "nightly", deadline=None, max_examples=1000, suppress_health_check=SLOW_TO_DRAW
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="module", autouse=True)
def short_search() -> Iterator[None]:
    """Stop each search early: what always holds must hold of the best plan found, too."""
    few = evolve(load_settings(), search_nodes=FEW_NODES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "load_settings", lambda: few)
        yield

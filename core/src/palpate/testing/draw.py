"""Random cases from Hypothesis: the same ones every time, until the pack's own words change."""

from typing import TYPE_CHECKING
from typing import TypeVar
from zlib import crc32

from hypothesis import HealthCheck
from hypothesis import Phase
from hypothesis import given
from hypothesis import seed
from hypothesis import settings
from hypothesis import strategies as st

from palpate.model.condition import Condition
from palpate.model.patient import GivenFactor
from palpate.model.patient import Request
from palpate.testing.strategies import given_factors
from palpate.testing.strategies import requests

if TYPE_CHECKING:
    from palpate.testing.subject import Subject

T = TypeVar("T")

#: The first case that Hypothesis draws is the simplest of all: it says little.
DRAWN = 3
LENGTHS = (30, 45, 60)


def drawn(strategy: st.SearchStrategy[T], name: str, count: int = DRAWN) -> tuple[T, ...]:
    """Draw some values; the same for the same name, whatever was drawn before."""
    found: list[T] = []

    @seed(crc32(name.encode()))
    @settings(
        database=None,
        deadline=None,
        max_examples=count,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def keep(value: T) -> None:
        found.append(value)

    keep()
    return tuple(found)


def random_request(subject: "Subject", condition: Condition) -> Request:
    """Draw a request for a condition, by a patient whom the pack's own rules may concern."""
    rules = {pack.technique.id: found or () for pack, found in subject.alone.contraindications()}
    own = tuple(sorted({rule.factor for rule in rules.get(subject.here.technique.id, ())}))
    asked = requests(
        factors=own,
        conditions=(condition.id,),
        minutes=st.sampled_from(LENGTHS),
        vocabulary=subject.alone.vocabulary,
    )
    return drawn(asked, f"{subject.here.technique.id}/{condition.id}")[-1]


def factor_more(condition: Condition, near: tuple[str, ...]) -> GivenFactor:
    """Draw a factor that a patient may have beside what is known."""
    return drawn(given_factors(near or condition.regions), f"more/{condition.id}")[-1]

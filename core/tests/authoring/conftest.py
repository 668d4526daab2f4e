"""What the tests for authors start from."""

from collections.abc import Iterator

import pytest

from palpate.authoring import rules_words


@pytest.fixture(scope="module", autouse=True)
def _few_codes() -> Iterator[None]:
    """Know two ICD-10-CM codes: the whole table takes seconds; tests/content looks codes up in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules_words, "_all_codes", lambda: ("M545", "R293"))
        yield

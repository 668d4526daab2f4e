"""Whoever loads packs can be told of each installed one as its turn comes."""

from collections.abc import Iterator
from collections.abc import Sequence

from palpate.registry import load_packs
from palpate.registry.discover import installed
from palpate.registry.index import Row


def test_each_installed_pack_is_told_of_when_it_is_read() -> None:
    """All of them are named beforehand, so that they can be counted, and each once."""
    told: list[str] = []

    def watch(rows: Sequence[Row]) -> Iterator[Row]:
        assert len(rows) == len(list(installed()))
        for row in rows:
            told.append(row.distribution)
            yield row

    packs = load_packs(watch=watch)
    assert told == [found.distribution for found in installed()]
    assert set(packs.techniques) == set(load_packs().techniques)

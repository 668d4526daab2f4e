"""Finding the valid words that somebody may have meant."""

from collections.abc import Iterable

MOST = 3
# Longer words are no misspelt ids, and comparing them takes long.
LONGEST = 80


def nearest(word: str, candidates: Iterable[str]) -> tuple[str, ...]:
    """Give the candidates most like a word, best first; at most three."""
    if len(word) > LONGEST:
        return ()
    from difflib import get_close_matches

    return tuple(get_close_matches(word, sorted(set(candidates)), n=MOST, cutoff=0.6))


def quoted(word: object) -> str:
    """Give a word in double quotes, cut where it is too long to be read."""
    text = str(word)
    return f'"{text[: LONGEST - 3]}..."' if len(text) > LONGEST else f'"{text}"'


def with_nearest(what: str, word: str, candidates: Iterable[str]) -> str:
    """Give a message with the nearest valid words behind it, if there are any."""
    near = nearest(word, candidates)
    return f"{what}; nearest: {', '.join(near)}" if near else what

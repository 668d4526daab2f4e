"""An entry: a text under the stamp of what it was made of, with its own sum, so that a half shows."""

from hashlib import sha256


def sealed(stamp: str, text: str) -> str:
    """Give what is written for a text under a stamp."""
    return f"{_head(stamp, text)}\n{text}"


def opened(stamp: str, written: str) -> str | None:
    """Give the text that was written under a stamp; None where it isn't, or isn't whole."""
    head, _, text = written.partition("\n")
    return text if head == _head(stamp, text) else None


def _head(stamp: str, text: str) -> str:
    return f"{stamp} {sha256(text.encode()).hexdigest()}"

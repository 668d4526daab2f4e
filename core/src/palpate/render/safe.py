"""Text from packs and patients, made safe to print on a terminal."""

from unicodedata import category

#: Direction marks and other format characters that could make a line read as another.
HARMLESS = "\n"


def printable(text: str) -> str:
    """Replace control and format characters, so that no text can steer a terminal."""
    if text.isprintable():
        return text
    return "".join(c if c in HARMLESS or category(c)[0] != "C" else "\N{REPLACEMENT CHARACTER}" for c in text)

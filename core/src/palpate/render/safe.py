"""Text from packs and patients, made safe to print on a terminal."""

from unicodedata import category

#: The one control character that a page needs.
HARMLESS = "\n"
#: The first character that JSON writes as two units.
ASTRAL = 0x10000


def printable(text: str) -> str:
    """Replace control and format characters, so that no text can steer a terminal.

    Direction marks are among them: they could make a line read as another.
    """
    if text.isprintable():
        return text
    return "".join("\N{REPLACEMENT CHARACTER}" if _unsafe(c) else c for c in text)


def escaped(document: str) -> str:
    r"""Write the same characters of a JSON document as \uXXXX: it reads back the same."""
    if document.isprintable():
        return document
    return "".join(_escape(c) if _unsafe(c) else c for c in document)


def _unsafe(character: str) -> bool:
    return character not in HARMLESS and category(character)[0] == "C"


def _escape(character: str) -> str:
    code = ord(character)
    if code < ASTRAL:
        return f"\\u{code:04x}"
    code -= ASTRAL
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"

"""Text from packs and patients, made safe to print on a terminal."""

from unicodedata import category

#: The one control character that a page needs.
HARMLESS = "\n"
#: What separates lines and paragraphs (U+2028, U+2029).
SEPARATORS = ("Zl", "Zp")
#: The first character that JSON writes as two units.
ASTRAL = 0x10000


def printable(text: str) -> str:
    """Replace control and format characters, so that no text can steer a terminal or forge a line.

    Direction marks are among them, which could make a line read as another, and the separators of
    lines and paragraphs, which some readers take for a line's end.
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
    kind = category(character)
    return character not in HARMLESS and (kind[0] == "C" or kind in SEPARATORS)


def _escape(character: str) -> str:
    code = ord(character)
    if code < ASTRAL:
        return f"\\u{code:04x}"
    code -= ASTRAL
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"

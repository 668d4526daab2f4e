"""One key of a settings file set or taken out; every other line stays as its owner wrote it."""

import json
import re
import tomllib
from typing import Any


def edited(text: str, key: str, value: Any) -> str:
    """Give the text of a settings file with one key set, or taken out.

    Args:
        text: Sound TOML with keys above any header.
        key: The key.
        value: A whole number, a text or a series of texts; None takes the key out.

    Returns:
        The new text; comments and other keys stay where they are.
    """
    lines = text.splitlines()
    written = [] if value is None else [f"{key} = {_toml(value)}"]
    start = next((i for i, line in enumerate(lines) if _begins(line, key)), None)
    if start is None:
        lines += written
    else:
        lines[start : _end(lines, start)] = written
    return "\n".join(lines) + "\n" if lines else ""


def _begins(line: str, key: str) -> bool:
    return re.match(rf"""\s*["']?{re.escape(key)}["']?\s*=""", line) is not None


def _end(lines: list[str], start: int) -> int:
    """Give the index after a statement's last line: as soon as what stands there is whole."""
    for end in range(start + 1, len(lines)):
        try:
            tomllib.loads("\n".join(lines[start:end]))
        except tomllib.TOMLDecodeError:
            continue
        return end
    return len(lines)


def _toml(value: Any) -> str:
    """Write a value; a JSON string of plain words is a TOML string too."""
    if isinstance(value, (tuple, list)):
        return f"[{', '.join(map(_toml, value))}]"
    return str(value) if isinstance(value, int) else json.dumps(value)

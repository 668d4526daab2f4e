"""What to say of a text that isn't TOML: every broken block at once, in the author's words."""

import re
import tomllib
from collections.abc import Iterator
from itertools import islice

from palpate.errors import Problem
from palpate.reading.words import quoted

MOST = 100

_HEADER = re.compile(r"""[ \t]*(\[\[?)[ \t]*[\w\-."' \t]+(\]\]?)[ \t]*(?:\#.*)?$""")
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_CURLY = re.compile("[\u201c\u201d\u201e\u2018\u2019\u201a]")
_BARE_WORD = re.compile(r"(?:=|\[|,)\s*[A-Za-z][\w-]*\s*(?:$|[,\]#])")
#: A part of what the parser says, and what its author should do.
_PLAIN = (
    ("Expected '='", "not TOML 1.0: write  key = value, with _ instead of spaces in the key"),
    (
        "Expected newline",
        "not TOML 1.0: something stands behind the value; a range is [2, 4], text stands in quotes",
    ),
    ("Illegal character '\\n'", "a quote is opened and not closed on this line"),
    ("Unterminated string", "a quote is opened and not closed"),
    (
        "Unclosed array",
        'a list isn\'t closed with ], or a comma is missing in it: ["first", "second"]',
    ),
    ("end of a table", "a header has as many brackets behind it as before it: [name]"),
    ("end of an array", "a header has as many brackets behind it as before it: [[name]]"),
    ("Invalid statement", "not TOML 1.0: a line is  key = value, a [header], or a comment after #"),
    ("key part", "not TOML 1.0: a line is  key = value, a [header], or a comment after #"),
    ("Invalid value", "not TOML 1.0: no value; text stands in straight quotes, numbers without"),
)
# How many blocks are tried together before the first of them is called broken: a line inside a
# list or a long text may look like a header.
_JOINED = 3


def syntax_problems(text: str, name: str, error: Exception) -> tuple[Problem, ...]:
    """Try the blocks from header to header, and say what is wrong in each broken one.

    Args:
        text: The text that was refused.
        name: What the file is called.
        error: Why it was refused as a whole; said where each block alone is sound.
    """
    found = tuple(islice(_broken_blocks(text, name), MOST))
    return found or (_problem(text.split("\n"), 1, error, name, ""),)


def _broken_blocks(text: str, name: str) -> Iterator[Problem]:
    lines = text.split("\n")
    starts = [0, *(i for i, line in enumerate(lines) if i and _is_header(line)), len(lines)]
    block = 0
    while block < len(starts) - 1:
        start = starts[block]
        taken = 1
        error = _error_of(lines[start : starts[block + 1]])
        if error is not None:
            taken = _sound_together(lines, starts, block, error)
        if error is not None and not taken:
            entry = lines[start].split("#")[0].strip() if _is_header(lines[start]) else ""
            yield _problem(lines[start : starts[block + 1]], start + 1, error, name, entry)
        block += max(taken, 1)


def _is_header(line: str) -> bool:
    match = _HEADER.match(line)
    return bool(match) and len(match[1]) == len(match[2])  # type: ignore[index]


def _sound_together(lines: list[str], starts: list[int], block: int, error: Exception) -> int:
    """Give how many blocks from this one on are sound when read as one; 0 if none are."""
    if not str(error).endswith("end of document)"):
        return 0
    for more in range(2, _JOINED + 1):
        whole = block + more < len(starts)
        if whole and _error_of(lines[starts[block] : starts[block + more]]) is None:
            return more
    return 0


def _error_of(lines: list[str]) -> Exception | None:
    try:
        tomllib.loads("\n".join(lines))
    except (ValueError, RecursionError, OverflowError) as error:
        return error
    return None


def _problem(lines: list[str], first: int, error: Exception, name: str, entry: str) -> Problem:
    """Say what is wrong in a block whose first line has the number `first`."""
    if isinstance(error, RecursionError):
        return Problem(name, first, entry, "brackets are nested too deep", "syntax")
    if not isinstance(error, tomllib.TOMLDecodeError):
        return Problem(name, first, entry, "a number is too long to be read", "syntax")
    said = str(error)
    match = _AT.search(said)
    index = int(match[1]) - 1 if match and match[1] else _last_line(lines)
    line = lines[index] if index < len(lines) else ""
    what = said[: match.start()] if match else said
    column = int(match[2]) if match and match[2] else 0
    what = _in_plain_words(what, line)
    return Problem(name, first + index, entry, what, "syntax", column=column)


def _last_line(lines: list[str]) -> int:
    """Give the index of the last line that holds anything."""
    return max((i for i, line in enumerate(lines) if line.strip()), default=0)


def _key(line: str) -> str:
    """Give the key of a line, in quotes."""
    key = line.partition("=")[0].strip()
    return quoted(key) if "=" in line and key else "a key"


def _in_plain_words(what: str, line: str) -> str:
    if _CURLY.search(line):
        return 'curly quotes; use the straight ones: " " (a word processor changes them)'
    if "{" in line and ("inline table" in what or "key part" in what):
        return "an inline table { } stands on one line, without a comma at its end (TOML 1.0)"
    if "twice" in what and _is_header(line) and not line.lstrip().startswith("[["):
        header = line.split("#", maxsplit=1)[0].strip()
        return f"{header} is there twice; a list of them needs two brackets each: [{header}]"
    if "overwrite a value" in what:
        return f"{_key(line)} is said twice; keep one of the two"
    if "overwrite" in what or "twice" in what or "already" in what or "immutable" in what:
        return f"said twice: {what}"
    if "Invalid value" in what and _BARE_WORD.search(line):
        return 'not TOML 1.0: a word stands in straight quotes, as "word"'
    if "Invalid value" in what and line.count("[") > line.count("]"):
        what = "Unclosed array"
    plain = (said for part, said in _PLAIN if part in what)
    return next(plain, f"not TOML 1.0: {what}")

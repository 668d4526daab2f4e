"""Runs an installer, and says in a sentence what it made of it."""

import os
import re
import subprocess
from collections.abc import Mapping
from collections.abc import Sequence

from attrs import frozen

#: Minutes would be a download that hangs; an hour is one that never ends.
LONGEST_SECONDS = 3600
_NO_NETWORK = (
    r"NewConnectionError|NameResolutionError|Temporary failure in name resolution"
    r"|Failed to establish a new connection|Name or service not known|ConnectTimeout"
    r"|Network is unreachable|dns error|error sending request|Could not connect"
    r"|No route to host|nodename nor servname|getaddrinfo failed|ProxyError"
)
_DAMAGED = (
    r"has an invalid wheel|is not a zip file|Invalid wheel|Failed to read .*\.whl"
    r"|Wheel '.*' located at .* is invalid|Bad magic number|zip archive"
)
#: Tried in this order: a package that can't be asked for isn't one that doesn't exist.
SAYINGS: tuple[tuple[str, str], ...] = (
    (
        _NO_NETWORK,
        "the network can't be reached; try again when it can, or give a wheel file",
    ),
    (
        r"No matching distribution found for (?P<word>\S+)",
        "no package of that name and version is on the index, or none for this Python",
    ),
    (
        r"[Bb]ecause (?P<word>\S+) was not found in the package registry",
        "no package of that name is on the index",
    ),
    (
        r"(?:No solution found when resolving|ResolutionImpossible)",
        "what was asked for doesn't fit together, or with what is installed",
    ),
    (
        r"(?P<word>\S+) is not a supported wheel on this platform",
        "the wheel isn't for this Python",
    ),
    (
        _DAMAGED,
        "the wheel is damaged, or is none",
    ),
    (
        r"does not appear to be a Python project|neither 'setup.py' nor 'pyproject.toml' found",
        "the folder isn't a Python project; a folder of data files is used with --pack DIR",
    ),
    (r"[Pp]ermission denied|Access is denied", "nobody may write there but its owner"),
    (r"No space left on device", "there is no room left on the disk"),
)


@frozen
class Outcome:
    """What became of a command.

    Attributes:
        code: Its exit code.
        said: All that it wrote.
        why: What went wrong, as a sentence; empty where all went well.
    """

    code: int
    said: str
    why: str = ""


def run(words: Sequence[str], environment: Mapping[str, str] | None = None) -> Outcome:
    """Run an installer without letting it ask anything.

    Args:
        environment: Variables beside those of this process.
    """
    variables = {
        # A network that isn't there is found out in seconds, unless somebody wants otherwise.
        "PIP_RETRIES": "1",
        "UV_HTTP_RETRIES": "1",
        **os.environ,
        "PIP_NO_INPUT": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PYTHONUTF8": "1",
        **(environment or {}),
    }
    try:
        ran = subprocess.run(  # noqa: S603 - a list of words, no shell; shown before it is run
            list(words),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            env=variables,
            timeout=LONGEST_SECONDS,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return Outcome(1, str(error), f"{words[0]} can't be run: {error}")
    said = ran.stdout.decode("utf-8", "replace")
    return Outcome(ran.returncode, said, explained(said) if ran.returncode else "")


def explained(said: str) -> str:
    """Say what an installer's own words mean."""
    for pattern, what in SAYINGS:
        found = re.search(pattern, said)
        if found:
            word = found.groupdict().get("word")
            return f"{word.strip('`')}: {what}" if word else what
    errors = [
        line
        for line in said.splitlines()
        if re.match(
            "\\s*(ERROR|error|\N{MULTIPLICATION SIGN}|\N{BOX DRAWINGS LIGHT ARC UP AND RIGHT})",
            line,
        )
    ]
    last = (errors or said.strip().splitlines() or ["it said nothing"])[-1]
    return f"the installer says: {last.strip()}"

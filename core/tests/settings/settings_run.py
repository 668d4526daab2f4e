"""What came of a command."""

from collections.abc import Callable

from attrs import frozen


@frozen
class Said:
    """What came of a command."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]

"""A format that a protocol can be written in."""

from palpate.record import frozen


@frozen
class OutputFormat:
    """A renderer, named but not imported until it is asked for.

    Attributes:
        name: What is typed after `--format`.
        render: `module:function`; the function takes a Protocol, a Vocabulary and keyword
            options, and returns text.
    """

    name: str
    summary: str
    render: str

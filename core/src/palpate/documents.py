"""A protocol as a document, in any format that the packs offer."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from palpate.errors import RequestError
from palpate.model.protocol import Protocol
from palpate.registry.packs import Packs


def document(protocol: Protocol, packs: Packs, name: str = "text") -> str:
    """Write a protocol as a document.

    Args:
        protocol: What `combine` gave.
        packs: The packs that it was made with.
        name: A format: text, markdown, json, html, fhir, ics or soap; packs may offer more.

    Returns:
        The document, which ends with a line feed.

    Raises:
        RequestError: No pack offers the format; carries the nearest.
    """
    return renderer(packs, name)(protocol, packs.vocabulary)


def renderer(packs: Packs, name: str) -> Callable[..., str]:
    """Import the renderer of a format.

    Raises:
        RequestError: No pack offers it.
    """
    from palpate.reading.words import nearest  # noqa: PLC0415

    formats = {each.name: each for each in packs.output_formats()}
    if name not in formats:
        raise RequestError(
            name, "no format of that name", nearest(name, list(formats)) or tuple(formats)
        )
    module, _, function = formats[name].render.partition(":")
    found: Any = getattr(import_module(module), function)
    return found  # type: ignore[no-any-return]

"""Keys of a file, and the attributes that they stand for."""

KeyPath = tuple[str | int, ...]


def file_key(attribute: str) -> str:
    """Give the key of a file for an attribute: Python keywords carry an underscore there."""
    return attribute.removesuffix("_")

"""A request's options filled up from the therapist's settings; what was filled is said."""

from collections.abc import Mapping
from typing import Any

from palpate.settings import Settings

#: Setting to what "nothing was typed" looks like in its option.
FILLED: Mapping[str, Any] = {"minutes": None, "holds": ()}


def filled(
    options: Mapping[str, Any], settings: Settings
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Fill options that weren't typed.

    Returns:
        The options, and the names of those that came from the settings.
    """
    found = dict(options)
    names = []
    for name, nothing in FILLED.items():
        setting = getattr(settings, name)
        if found.get(name, ...) == nothing and setting.is_set and setting.value != nothing:
            found[name] = str(setting.value) if isinstance(setting.value, int) else setting.value
            names.append(name)
    return found, tuple(names)

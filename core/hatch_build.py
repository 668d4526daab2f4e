"""Takes the changelog along: in the checkout it stands above this folder, in an sdist inside it."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NAME = "CHANGELOG.md"


class ChangelogHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the changelog into the sdist, and beside the wheel's metadata."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Name the file to the builder."""
        root = Path(self.root)
        place = root / NAME if (root / NAME).is_file() else root.parent / NAME
        kind = "extra_metadata" if self.target_name == "wheel" else "force_include"
        build_data[kind][str(place)] = NAME

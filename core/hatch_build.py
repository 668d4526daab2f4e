"""Takes along the changelog, and what is read of the core's own data files."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NAME = "CHANGELOG.md"


class CoreHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the changelog into the sdist and beside the wheel's metadata, and what was read into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files to the builder; what is installed as it stands reads its files itself."""
        self._folder = TemporaryDirectory()
        root = Path(self.root)
        # In the checkout the changelog stands above this folder, in an sdist inside it.
        place = root / NAME if (root / NAME).is_file() else root.parent / NAME
        kind = "extra_metadata" if self.target_name == "wheel" else "force_include"
        build_data[kind][str(place)] = NAME
        if self.target_name == "wheel" and version != "editable":
            build_data["force_include"].update(self._carried(root / "src"))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove what was only written to be taken along."""
        self._folder.cleanup()

    def _carried(self, source: Path) -> dict[str, str]:
        # The program that is built reads its own files, not one that is installed here.
        sys.path.insert(0, str(source))
        from palpate import building  # noqa: PLC0415 - its place is known only now

        return building.written(building.of_core(), source, Path(self._folder.name))

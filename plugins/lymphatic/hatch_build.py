"""Takes along what is read of the pack's files, so that the first plan needn't read them."""

import sys
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: The core, where this folder stands in the checkout.
CORE = Path(__file__).resolve().parents[2] / "core"


class PackHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts into the wheel what `palpate` reads of the pack; without `palpate` it goes without."""

    def dependencies(self) -> list[str]:
        """Give what the core needs to be run from the checkout: it stands in no index yet."""
        project = CORE / "pyproject.toml"
        if self.target_name != "wheel" or not project.is_file():
            return []
        needed: list[str] = tomllib.loads(project.read_text("utf-8"))["project"]["dependencies"]
        return needed

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files to the builder; what is installed as it stands is read as it stands."""
        self._folder = TemporaryDirectory()
        if self.target_name != "wheel" or version == "editable":
            return
        # One that is installed where the wheel is built comes first.
        sys.path.append(str(CORE / "src"))
        try:
            from palpate import building  # noqa: PLC0415 - its place is known only now
        except ImportError as error:
            self.app.display_warning(f"The wheel goes without what is read of the pack: {error}")
            return
        source = Path(self.root) / "src"
        (manifest,) = source.glob("*/technique.toml")
        carried = building.of_pack(manifest.parent)
        folder = Path(self._folder.name)
        build_data["force_include"].update(building.written(carried, source, folder))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove what was only written to be taken along."""
        self._folder.cleanup()

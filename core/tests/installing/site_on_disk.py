"""A folder of installed distributions, written by hand."""

from collections.abc import Sequence
from pathlib import Path


def distribution(
    site: Path,
    name: str,
    version: str = "0.1.0",
    entry: str = "",
    conditions: Sequence[str] = (),
    group: str = "palpate",
) -> Path:
    """Write a distribution as an installer leaves it.

    Args:
        entry: `name = package` of its entry point; empty: it has none.
        conditions: Names of its sequence files.

    Returns:
        The folder of its metadata.
    """
    record = site / f"{name.replace('-', '_')}-{version}.dist-info"
    record.mkdir(parents=True)
    (record / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n\n")
    if entry:
        (record / "entry_points.txt").write_text(f"[other]\nx = y\n\n[{group}]\n{entry}\n")
        package = site / entry.partition("=")[2].strip()
        (package / "sequences").mkdir(parents=True)
        (package / "technique.toml").write_text(f'id = "{name.partition("-")[2]}"\nname = "N"\n')
        (package / "__init__.py").write_text("raise SystemExit('a pack was imported')\n")
        for condition in conditions:
            (package / "sequences" / f"{condition}.toml").write_text("this is no TOML")
    return record

"""Places to run from: an environment of its own, and folders of many packs or distributions."""

import subprocess
import sys
import venv
from pathlib import Path

TECHNIQUE = """\
format = 1

[technique]
id = "{name}"
name = "{title}"
summary = "A pack that is there to be counted."
lowest_useful_pressure = 1
highest_pressure = 2
share_minutes = [5, 10, 15]
manoeuvres = ["effleurage"]
basis = "editorial"

[review]
status = "unsigned"
"""
CONTRAINDICATIONS = """\
[[contraindication]]
id = "fever"
factor = "fever-systemic-infection"
verdict = "absolute"
action = "Not with a fever."
basis = "editorial"
"""
REFERENCES = """\
[[reference]]
id = "nobody"
kind = "book"
title = "A book that nobody wrote"
"""
SEQUENCE = """\
[indication]
role = "adjunct"
grade = "D"
stages = ["acute", "subacute", "chronic"]
goals = ["relieve-pain"]
rationale = "None: it is there to be counted."
references = ["nobody"]
basis = "editorial"

[[step]]
id = "stroke"
instruction = "Stroke it."
manoeuvres = ["effleurage"]
regions = ["{region}"]
stages = ["acute", "subacute", "chronic"]
purpose = "treat"
importance = "core"
minutes = [5, 10, 15]
positions = ["prone", "supine"]
side = "both"
pressure = 2
goal = "relieve-pain"
basis = "editorial"
"""


def installed(folder: Path, checkout: Path) -> Path:
    """Build the wheels of the core and its packs, install them anew, and give the interpreter.

    Nothing but what they need is fetched: the tools that build stand in this environment.
    """
    wheels = folder / "wheels"
    for project in (checkout / "core", *sorted((checkout / "plugins").iterdir())):
        words = ("-m", "build", "--wheel", "--no-isolation", "--outdir", wheels, project)
        _run(sys.executable, *words)
    venv.create(folder / "env", with_pip=True)
    programs = folder / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    _run(programs / "python", "-m", "pip", "install", "-q", *sorted(wheels.glob("*.whl")))
    return programs / "python"


def _run(*words: str | Path) -> None:
    subprocess.run(words, check=True, capture_output=True)  # noqa: S603 - the words stand above


def many_packs(folder: Path, count: int, condition: str, region: str) -> Path:
    """Write small packs that treat one condition, as if they were installed."""
    for number in range(count):
        name = f"counted-{number:04}"
        package = folder / f"palpate_{name.replace('-', '_')}"
        (package / "sequences").mkdir(parents=True)
        title = f"Counted {number}"
        (package / "technique.toml").write_text(TECHNIQUE.format(name=name, title=title))
        (package / "contraindications.toml").write_text(CONTRAINDICATIONS)
        (package / "references.toml").write_text(REFERENCES)
        sequence = package / "sequences" / f"{condition}.toml"
        sequence.write_text(SEQUENCE.format(region=region))
        (package / "__init__.py").touch()
        points = f"[palpate]\n{name} = {package.name}\n"
        _metadata(folder, f"palpate-{name}", points)
    return folder


def many_distributions(folder: Path, count: int) -> Path:
    """Write the metadata of distributions that hold no pack; every third has a command."""
    for number in range(count):
        points = f"[console_scripts]\nc{number} = m{number}:main\n" if number % 3 == 0 else ""
        _metadata(folder, f"ordinary-{number:04}", points)
    return folder


def _metadata(folder: Path, name: str, points: str) -> None:
    info = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir(parents=True)
    head = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n\n" + "A line of text.\n" * 200
    (info / "METADATA").write_text(head)
    if points:
        (info / "entry_points.txt").write_text(points)

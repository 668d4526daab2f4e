"""The protocol as one HTML file: a sheet, a body map, a time line and a session timer.

The file needs nothing from outside. Its one script is named to the browser by its digest, so that no
other script in it would ever run.
"""

import json
from base64 import b64encode
from hashlib import sha256

from attrs import asdict

from palpate.model.protocol import Protocol
from palpate.render.bodymap_marks import body_map
from palpate.render.documents import LANGUAGE
from palpate.render.documents import Words
from palpate.render.documents import asset
from palpate.render.documents import one_line
from palpate.render.documents import template
from palpate.render.documents import words
from palpate.render.sheet import Sheet
from palpate.render.sheet import sheet
from palpate.render.sheet import tones_of
from palpate.vocabulary import Vocabulary

#: The size of a text, in characters, from which the print grows smaller, so that it fits on two
#: pages of Letter, the shorter paper; each entry counts for some more, for the end of its last line.
#: From the last size on it doesn't fit, and the sheet says so. Measured by printing.
DENSITIES = (18_000, 20_400, 23_200, 27_000)
TOO_LONG = 32_000
ENTRY = 30
TONES = 8
#: A detail of fewer characters stays on one line.
SHORT = 24


def render(
    protocol: Protocol,
    vocabulary: Vocabulary,
    *,
    explain: bool = False,
    language: str = LANGUAGE,
    **_options: object,
) -> str:
    """Write a protocol as a self-contained HTML page.

    Raises:
        MissingExtraError: Jinja2 isn't installed.
    """
    said = words(language)
    page = template("html", "sheet.html.jinja")
    content = sheet(protocol, vocabulary, said, explain=explain)
    script = asset("timer.js")
    return page.render(
        sheet=content,
        map=body_map(protocol, vocabulary, said, tones_of(protocol)),
        said=said,
        language=said.language,
        direction=said.direction,
        css=asset("sheet.css"),
        script=script,
        script_digest=_digest(script),
        session=_session(protocol, content, said),
        density=sum(_size(content) >= least for least in DENSITIES),
        too_long=_size(content) >= TOO_LONG,
        total=sum(step.minutes for step in protocol.steps),
        tones=TONES,
        short=SHORT,
        ticks=_ticks(sum(step.minutes for step in protocol.steps)),
    )


def _digest(script: str) -> str:
    return "sha256-" + b64encode(sha256(script.encode()).digest()).decode()


def _session(protocol: Protocol, content: Sheet, said: Words) -> str:
    """Give what the timer needs, as JSON that can stand inside a page."""
    steps = [
        {
            "start": round(line.start * 60),
            "seconds": round(line.minutes * 60),
            "what": one_line(line.instruction),
            "where": one_line(" · ".join(part for part in (line.where, *line.details) if part)),
            "mind": [one_line(caution) for caution in line.cautions],
            "position": one_line(line.position),
            "technique": one_line(line.technique),
            "letters": one_line(line.letters),
            "tone": line.tone,
            "turn": line.kind == "turn",
            "pressure": line.pressure if line.kind == "hands" else None,
            "pressureSaid": said("said", "pressure", pressure=line.pressure)
            if line.kind == "hands"
            else "",
        }
        for block in content.blocks
        for line in block.steps
    ]
    data = {
        "key": f"palpate-{protocol.provenance.digest}-{protocol.request.date}",
        "steps": steps,
        "words": dict(said.tables["timer"]),
    }
    return _inside_script(json.dumps(data, ensure_ascii=True))


def _inside_script(text: str) -> str:
    """Write JSON so that no part of it could end the element that it stands in."""
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _size(content: Sheet) -> int:
    return sum(len(text) + ENTRY for text in _texts(asdict(content)))


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, (tuple, list)):
        return [text for each in value for text in _texts(each)]
    return []


def _ticks(total: float) -> list[tuple[int, float]]:
    """Give the marks of the time line: the minute, and how far along it stands, in percent."""
    every = 5 if total <= 60 else 10  # noqa: PLR2004 - more marks than that can't be read
    return (
        [(minute, 100 * minute / total) for minute in range(0, int(total) + 1, every)]
        if total
        else []
    )

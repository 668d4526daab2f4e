"""The page in real Chromium: no errors, a timer that keeps time, one or two printed pages, axe."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from typing import Final
from unicodedata import normalize

import attrs
import pytest
from printed import EIGHT
from tools import ARTEFACTS
from tools import SIZES
from tools import tool

from palpate.model.protocol import Protocol
from palpate.render.html import render
from palpate.vocabulary import Vocabulary

pytestmark = pytest.mark.browser

NAMES: Final = [*EIGHT, "clot", "new-knee", "hostile"]
MARGIN: Final = dict.fromkeys(("top", "right", "bottom", "left"), "9mm")
SCHEMES: Final = ("light", "dark")
MORNING: Final = "2026-11-22T09:00:00"
OPENED: Final = "2026-11-22T09:01:00"


@pytest.fixture(scope="module")
def files(
    every: dict[str, Protocol], vocabulary: Vocabulary, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Each page as a file, as from a USB stick."""
    folder = tmp_path_factory.mktemp("pages")
    made = {}
    for name, protocol in every.items():
        made[name] = folder / f"{name}.html"
        made[name].write_text(render(protocol, vocabulary), encoding="utf-8")
    return made


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A fresh tab that notes each error, each warning and each request that leaves the file."""
    context = chromium.new_context(viewport={"width": 768, "height": 1024}, offline=True)
    tab = context.new_page()
    tab.wrong = []
    tab.asked = []
    tab.on("console", lambda message: tab.wrong.append(message.text))
    tab.on("pageerror", lambda error: tab.wrong.append(str(error)))
    tab.on("request", lambda request: tab.asked.append(request.url))
    yield tab
    assert tab.wrong == []
    assert all(url.startswith("file:") for url in tab.asked)
    context.close()


def show(page: Any, path: Path) -> None:
    """Open a page."""
    page.goto(path.as_uri())


def timed(page: Any, path: Path) -> None:
    """Open a page at a clock that stands still until it is moved."""
    page.clock.install(time=MORNING)
    show(page, path)
    page.clock.pause_at(OPENED)


def text(page: Any, what: str) -> str:
    """Give the words of an element of the timer."""
    return str(page.locator(f"#timer-{what}").inner_text())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", SIZES)
def test_it_renders_and_fits_the_screen(
    name: str, size: str, page: Any, files: dict[str, Path]
) -> None:
    """No console message, nothing fetched, nothing wider than the screen; pictures are kept."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    show(page, files[name])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for scheme in SCHEMES if name in EIGHT else SCHEMES[:1]:
        page.emulate_media(color_scheme=scheme)
        keep(page, f"{name}-{size}-{scheme}", full_page=True)


def keep(page: Any, name: str, *, full_page: bool = False) -> None:
    """Keep a picture."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=full_page, animations="disabled")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
def test_each_state_of_the_timer_is_kept(
    size: str, scheme: str, page: Any, files: dict[str, Path], protocols: dict[str, Protocol]
) -> None:
    """Before the start, running, before and at a turn, paused, after a reload, at the last step, over."""
    name, turn = next(
        (name, step)
        for name, protocol in protocols.items()
        for step in protocol.steps
        if step.purpose == "turn" and step.start > 6
    )
    steps = protocols[name].steps
    page.set_viewport_size(dict(zip(("width", "height"), SIZES[size], strict=True)))
    page.emulate_media(color_scheme=scheme)
    timed(page, files[name])
    page.click("#timer-open")
    states = [
        ("1-before", lambda: None, "Start"),
        ("2-running", lambda: (page.click("#timer-go"), page.clock.run_for(260_000)), "Pause"),
        ("3-turn-ahead", lambda: page.clock.run_for(round(turn.start * 60_000) - 305_000), "Pause"),
        ("4-turn", lambda: page.clock.run_for(46_000), "Pause"),
        ("5-paused", lambda: page.click("#timer-go"), "Go on"),
        ("6-reload", lambda: (page.reload(), page.clock.run_for(500)), "Go on"),
        (
            "7-last",
            lambda: ([page.click("#timer-skip") for _ in steps if not at_end(page)],),
            "Go on",
        ),
        ("8-over", lambda: page.click("#timer-skip"), "Start over"),
    ]
    for state, reach, button in states:
        reach()
        keep(page, f"timer-{size}-{scheme}-{state}")
        assert text(page, "go") == button, state


def at_end(page: Any) -> bool:
    """Say whether the timer stands at the last step."""
    return text(page, "next") == "This is the last step"


@pytest.mark.parametrize("size", SIZES)
def test_no_caution_is_cut_off(
    size: str, page: Any, files: dict[str, Path], protocols: dict[str, Protocol]
) -> None:
    """Each step of each protocol, its cautions and what comes fit the screen; so do the buttons."""
    page.set_viewport_size(dict(zip(("width", "height"), SIZES[size], strict=True)))
    for name, protocol in protocols.items():
        show(page, files[name])
        page.click("#timer-open")
        for number, step in enumerate(protocol.steps):
            hidden = page.evaluate(
                "(d => [d.scrollHeight - d.clientHeight])(document.querySelector('.timer-now'))"
                ".concat([...document.querySelectorAll('#timer > *')].filter(e => e.getClientRects()"
                ".length).map(e => e.getBoundingClientRect().bottom - innerHeight))"
            )
            assert max(hidden) <= 1, (name, number, step.instruction)
            if number + 1 < len(protocol.steps):
                page.click("#timer-skip")


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", NAMES[:-1])
def test_it_prints_on_one_or_two_pages(
    name: str, paper: str, page: Any, files: dict[str, Path]
) -> None:
    """In black and white; nothing of the sheet is lost between screen and paper."""
    printed = squeezed(" ".join(pages_of(page, files[name], f"{name}-{paper}", paper)))
    for line in page.locator(".instruction, .caution, .boxes li, dd").all_inner_texts():
        assert squeezed(line) in printed, line


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", EIGHT)
def test_with_its_reasons_it_still_fits(
    name: str,
    paper: str,
    page: Any,
    eight: dict[str, Protocol],
    vocabulary: Vocabulary,
    tmp_path: Path,
) -> None:
    """With `--explain` too: two pages, in smaller print, or the sheet says that it takes more."""
    path = tmp_path / "page.html"
    path.write_text(render(eight[name], vocabulary, explain=True), encoding="utf-8")
    texts = pages_of(page, path, f"{name}-explain-{paper}", paper)
    assert len(texts) <= 2
    assert squeezed("more than two pages") not in squeezed(texts[0])


def test_what_does_not_fit_says_so(
    page: Any, eight: dict[str, Protocol], vocabulary: Vocabulary, tmp_path: Path
) -> None:
    """A sheet that is far too long for two pages says it in its head, on paper alone."""
    protocol = eight["sciatica"]
    long = attrs.evolve(protocol, before=protocol.before * 16)
    path = tmp_path / "page.html"
    path.write_text(render(long, vocabulary), encoding="utf-8")
    texts = pages_of(page, path, "", "A4")
    assert len(texts) > 2
    assert squeezed("more than two pages") in squeezed(texts[0])
    assert not page.locator(".on-paper").is_visible()


def pages_of(page: Any, path: Path, name: str, paper: str) -> list[str]:
    """Print a page, keep it if it has a name, and give the text of each sheet of paper."""
    pypdf = tool("pypdf")
    show(page, path)
    printed = page.pdf(format=paper, margin=MARGIN, print_background=False)
    if name:
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        (ARTEFACTS / f"{name}.pdf").write_bytes(printed)
    pages = pypdf.PdfReader(BytesIO(printed)).pages
    assert 1 <= len(pages) <= 2 or not name
    return [each.extract_text() for each in pages]


def squeezed(text: str) -> str:
    """Give the letters and digits of a text: where lines break is the paper's business."""
    return re.sub(r"[^A-Za-z0-9]", "", normalize("NFKC", text))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", ["sciatica", "new-knee", "anxiety"])
def test_axe_finds_nothing_serious(
    name: str, scheme: str, page: Any, files: dict[str, Path]
) -> None:
    """Contrast, names, roles and order, on the sheet and in the timer; light and dark."""
    axe = tool("axe_playwright_python")
    page.emulate_media(color_scheme=scheme)
    show(page, files[name])
    page.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
    assert serious(page) == []
    if page.locator("#timer-open").count():
        page.click("#timer-open")
        assert serious(page) == []


def serious(page: Any) -> list[str]:
    """Give what axe finds that is serious or critical."""
    found = json.loads(page.evaluate("axe.run().then(r => JSON.stringify(r.violations))"))
    return [
        f"{v['id']}: {n['html']}"
        for v in found
        if v["impact"] in {"serious", "critical"}
        for n in v["nodes"]
    ]


def test_the_timer_follows_the_steps(
    page: Any, files: dict[str, Path], protocols: dict[str, Protocol]
) -> None:
    """Each step shows for its minutes, to the end, and then the session is over."""
    protocol = protocols["chronic-low-back-pain"]
    timed(page, files["chronic-low-back-pain"])
    page.click("#timer-open")
    page.click("#timer-go")
    assert text(page, "go") == "Pause"
    for number, step in enumerate(protocol.steps, 1):
        assert text(page, "what") == step.instruction
        assert text(page, "of") == f"Step {number} of {len(protocol.steps)}"
        page.clock.run_for(round(step.minutes * 60_000) - 1_000)
        assert text(page, "what") == step.instruction
        assert text(page, "left") == "0:01"
        page.clock.run_for(1_000)
    page.clock.run_for(1_000)
    assert text(page, "soon") == "The session is over"


def test_what_comes_is_announced_ahead(
    page: Any, files: dict[str, Path], protocols: dict[str, Protocol]
) -> None:
    """The next step 30 seconds before, a turn a minute before and again at 15 seconds."""
    protocol = protocols["chronic-low-back-pain"]
    timed(page, files["chronic-low-back-pain"])
    page.click("#timer-open")
    page.click("#timer-go")
    turn = next(step for step in protocol.steps if step.purpose == "turn")
    page.clock.run_for(round(protocol.steps[1].start * 60_000) - 29_000)
    assert text(page, "soon").startswith("In 30 seconds:")
    assert protocol.steps[1].instruction in text(page, "soon")
    page.clock.run_for(round((turn.start - protocol.steps[1].start) * 60_000) - 30_000)
    assert text(page, "soon").startswith("In 60 seconds turn:")
    assert text(page, "next").startswith("Then turn: face down")
    page.clock.run_for(45_000)
    assert text(page, "soon").startswith("In 15 seconds turn:")


def test_a_change_flashes_and_sounds(page: Any, files: dict[str, Path]) -> None:
    """The screen lights up, and tones are made, unless the sound is off."""
    page.add_init_script(
        "window.tones = 0; const make = AudioContext.prototype.createOscillator;"
        "AudioContext.prototype.createOscillator = function () { window.tones += 1; return make.call(this); };"
    )
    timed(page, files["sciatica"])
    page.click("#timer-open")
    page.click("#timer-go")
    page.click("#timer-skip")
    assert "flash" in page.locator("#timer").get_attribute("class")
    heard = page.evaluate("window.tones")
    assert heard >= 2
    page.click("#timer-sound")
    assert text(page, "sound") == "Sound off"
    page.click("#timer-skip")
    assert page.evaluate("window.tones") == heard


def test_keys_and_touch(chromium: Any, files: dict[str, Path]) -> None:
    """Space starts and pauses, arrows and swipes go on and back, Escape closes."""
    context = chromium.new_context(has_touch=True, viewport={"width": 375, "height": 812})
    page = context.new_page()
    timed(page, files["sciatica"])
    page.tap("#timer-open")
    page.locator("#timer").evaluate("d => { document.activeElement.blur(); }")
    page.keyboard.press("Space")
    assert text(page, "go") == "Pause"
    page.keyboard.press("ArrowRight")
    assert text(page, "of").startswith("Step 2 ")
    page.keyboard.press("ArrowLeft")
    assert text(page, "of").startswith("Step 1 ")
    swipe = """(across) => { const d = document.getElementById("timer");
      for (const [kind, x] of [["touchstart", 200], ["touchend", 200 + across]]) {
        const touch = new Touch({ identifier: 1, target: d, clientX: x, clientY: 300 });
        d.dispatchEvent(new TouchEvent(kind, { changedTouches: [touch] }));
      } }"""
    page.evaluate(swipe, -150)
    assert text(page, "of").startswith("Step 2 ")
    page.evaluate(swipe, 150)
    assert text(page, "of").startswith("Step 1 ")
    page.keyboard.press("Space")
    assert text(page, "go") in {"Go on", "Start"}
    page.keyboard.press("Escape")
    assert not page.locator("#timer").is_visible()
    context.close()


def test_it_survives_a_reload(page: Any, files: dict[str, Path]) -> None:
    """Running, the clock goes on meanwhile; paused, it stands where it stood."""
    timed(page, files["sciatica"])
    page.click("#timer-open")
    page.click("#timer-go")
    page.clock.run_for(90_000)
    page.reload()
    page.clock.run_for(1_000)
    assert page.locator("#timer").is_visible()
    assert text(page, "go") == "Pause"
    assert text(page, "clock").startswith("1:3")
    assert page.locator("#timer-mute").is_visible()  # no page may sound before it is touched
    page.click("#timer-go")
    stood = text(page, "clock")
    page.clock.run_for(600_000)
    page.reload()
    assert text(page, "clock") == stood
    assert text(page, "go") == "Go on"
    page.click("#timer-again")
    assert text(page, "clock").startswith("0:00")
    page.reload()
    assert not page.locator("#timer").is_visible()


def test_it_asks_the_browser_to_stay_awake(page: Any, files: dict[str, Path]) -> None:
    """A wake lock is held while the session runs, and given back when it pauses."""
    page.add_init_script(
        """window.locks = [];
        Object.defineProperty(navigator, "wakeLock", { value: { request: async (kind) => {
          window.locks.push(kind);
          const lock = new EventTarget();
          lock.release = async () => { window.locks.push("released"); };
          return lock;
        } } });"""
    )
    timed(page, files["sciatica"])
    page.click("#timer-open")
    page.click("#timer-go")
    page.clock.run_for(500)
    assert page.evaluate("window.locks") == ["screen"]
    page.click("#timer-go")
    assert page.evaluate("window.locks") == ["screen", "released"]


def test_no_script_of_a_text_runs(page: Any, files: dict[str, Path]) -> None:
    """Every field is hostile; not one of them is more than text, in the sheet or in the timer."""
    page.add_init_script("window.PWNED = () => { window.hit = true; };")
    show(page, files["hostile"])
    page.click("#timer-open")
    page.click("#timer-go")
    page.click("#timer-skip")
    assert page.evaluate("window.hit") is None
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 2
    assert "onerror" in text(page, "what")


def test_dark_and_light(page: Any, files: dict[str, Path]) -> None:
    """The page follows the device; the button turns it over, and that is kept."""
    paper = "getComputedStyle(document.body).backgroundColor"
    page.emulate_media(color_scheme="dark")
    show(page, files["sciatica"])
    dark = page.evaluate(paper)
    page.click("#theme")
    light = page.evaluate(paper)
    assert dark != light
    page.reload()
    assert page.evaluate(paper) == light

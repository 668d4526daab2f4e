"""A bad pack for every rule of `palpate check`: each spoils the flawless one in one way."""

from collections.abc import Callable

from flawless_pack import BACK_FILE
from flawless_pack import CONDITIONS
from flawless_pack import CONDITIONS_FILE
from flawless_pack import REFERENCES_FILE
from flawless_pack import RULES_FILE
from flawless_pack import SPASM_FILE
from flawless_pack import TECHNIQUE_FILE
from flawless_pack import AuthoredPack

Spoil = Callable[[AuthoredPack], None]


def changed(name: str, old: str, new: str) -> Spoil:
    """Put one text in the place of another."""
    return lambda pack: pack.swap(name, old, new)


def more(name: str, text: str) -> Spoil:
    """Write more at the end of a file."""
    return lambda pack: pack.add(name, text)


def condition(old: str, new: str) -> Spoil:
    """Add a condition that is spoilt."""

    def spoil(pack: AuthoredPack) -> None:
        pack.write(CONDITIONS_FILE, CONDITIONS)
        pack.swap(CONDITIONS_FILE, old, new)

    return spoil


def gone(pack: AuthoredPack) -> None:
    """Take the contraindications away."""
    (pack.folder / RULES_FILE).unlink()


def linked_out(pack: AuthoredPack) -> None:
    """Let a file lead out of the folder."""
    outside = pack.folder.parent / "outside.toml"
    (pack.folder / REFERENCES_FILE).rename(outside)
    (pack.folder / REFERENCES_FILE).symlink_to(outside)


def wrongly_named(pack: AuthoredPack) -> None:
    """Name a sequence with capitals and a space."""
    (pack.folder / SPASM_FILE).rename(pack.folder / "sequences" / "Muscle Spasm.toml")


def latin_1(pack: AuthoredPack) -> None:
    """Save a file in an old encoding."""
    (pack.folder / REFERENCES_FILE).write_bytes(b'none = "\xe4"\n')


def too_many(pack: AuthoredPack) -> None:
    """Make far more mistakes than anybody reads."""
    keys = "".join(f"key{number} = 1\n" for number in range(40))
    pack.add(BACK_FILE, "".join(f'\n[[step]]\nid = "s{n}"\n{keys}' for n in range(20)))


def phase(since: str) -> str:
    """Give a phase that is counted from something."""
    return f'\n[[phase]]\nid = "late"\nsince = "{since}"\n'


def raising(pack: AuthoredPack) -> None:
    """Name code that isn't there."""
    pack.swap(
        TECHNIQUE_FILE, 'name = "Warm stones"', 'name = "Warm stones"\ncode = "no_such_code_here"'
    )


def unsigned(pack: AuthoredPack) -> None:
    """Take the signature away; then what an editor decided is said as well."""
    pack.swap(TECHNIQUE_FILE, 'status = "signed"', 'status = "unsigned"')


CAP = '\n[[cap]]\nid = "most"\nwhat = "minutes"\nof = {}\nper = "region"\nmost = 6\n'
WINDOW = 'id = "blood-thinner"\nuntil = "3 days"\n'
ICD = 'icd10 = ["R29.3"]'
NEW_SOURCE = '\n[[reference]]\nid = "other"\nkind = "book"\ntitle = "Another"\n'

#: Rule to what breaks it, and what else that breaks and can't help breaking.
BAD: dict[str, tuple[Spoil, set[str]]] = {
    "no-file": (gone, set()),
    "outside": (linked_out, set()),
    "file-name": (wrongly_named, {"unknown-word"}),
    "stray-file": (lambda pack: pack.write("refernces.toml", ""), set()),
    "encoding": (latin_1, set()),
    "syntax": (changed(BACK_FILE, 'id = "glide"', 'id = "glide'), set()),
    "too-large": (more(REFERENCES_FILE, f"# {'x' * 1200}\n"), set()),
    "too-many": (too_many, {"unknown-key", "missing", "no-dose"}),
    "format": (changed(TECHNIQUE_FILE, "format = 1", "format = 2"), set()),
    "unknown-key": (changed(BACK_FILE, "regions =", "regoins ="), set()),
    "missing": (changed(BACK_FILE, 'purpose = "prepare"\n', ""), set()),
    "type": (
        changed(BACK_FILE, 'manoeuvres = ["effleurage"]', 'manoeuvres = "effleurage"'),
        set(),
    ),
    "range": (changed(BACK_FILE, "minutes = [3, 4, 6]", "minutes = [6, 4, 3]"), set()),
    "pressure": (changed(BACK_FILE, "pressure = [1, 2]", "pressure = 6"), set()),
    "duration": (changed(RULES_FILE, "72 hours", "3 months"), set()),
    "id": (changed(BACK_FILE, 'id = "press-buttock"', 'id = "Press Buttock"'), set()),
    "id-twice": (changed(BACK_FILE, 'id = "finish"', 'id = "press-buttock"'), set()),
    "text": (changed(RULES_FILE, "Leave the place alone.", "Leave\\nit."), set()),
    "unknown-word": (changed(BACK_FILE, '"gluteus-medius"', '"gluteus-medium"'), set()),
    "unknown-reference": (changed(RULES_FILE, '"stone-2024"', '"stone-2042"'), set()),
    "clash": (condition('"chilled back"', '"sciatica"'), set()),
    "screened-word": (condition('"chilled back"', '"fever"'), set()),
    "icd-form": (condition(ICD, 'icd10 = ["m54a"]'), set()),
    "icd-unknown": (condition(ICD, 'icd10 = ["M54.ZZ"]'), set()),
    "where": (changed(SPASM_FILE, 'regions = ["lower-back", "upper-back"]', ""), set()),
    "target-elsewhere": (changed(BACK_FILE, '["gluteus-medius"]', '["masseter"]'), set()),
    "no-reach": (changed(BACK_FILE, '["prone", "side-lying"]', '["prone", "supine"]'), set()),
    "no-site": (changed(RULES_FILE, "{ max_hold", '{ at = "site", max_hold'), set()),
    "side": (changed(BACK_FILE, 'side = "both"', 'side = ["left", "left"]'), set()),
    "no-dose": (changed(BACK_FILE, "minutes = [3, 4, 6]\n", ""), set()),
    "dose-over-minutes": (changed(BACK_FILE, "points = [1, 2]", "points = 40\nminutes = 3"), set()),
    "typical-dose": (changed(BACK_FILE, "points = [1, 2]", "points = [1, 9]\nminutes = 1"), set()),
    "pressure-over": (changed(BACK_FILE, "pressure = 3", "pressure = 5"), {"site-pressure"}),
    "like-unknown": (changed(BACK_FILE, 'like = "rest"', 'like = "rset"'), set()),
    "dangling": (changed(SPASM_FILE, "[change.step.glide]", "[change.step.glyde]"), set()),
    "group-unknown": (changed(BACK_FILE, 'group = "points"', 'group = "pionts"'), {"group-unused"}),
    "group-unused": (changed(BACK_FILE, 'group = "points"\n', ""), set()),
    "group-split": (
        changed(
            BACK_FILE,
            'id = "finish"',
            'id = "more"\ngroup = "points"\ninstruction = "Press again."\nlike = "rest"\nregions = ["buttock"]\nminutes = 2\n\n[[step]]\nid = "glide-again"\nlike = "rest"\ninstruction = "Glide."\nregions = ["buttock"]\nminutes = 2\n\n[[step]]\nid = "finish"\ngroup = "points"',
        ),
        set(),
    ),
    "phase-unknown": (
        changed(BACK_FILE, 'id = "finish"', 'id = "finish"\nphases = ["late"]'),
        set(),
    ),
    "instruction": (changed(BACK_FILE, "Glide the stones", "The stones glide"), set()),
    "grade-against": (
        changed(BACK_FILE, 'subacute = "C"', 'subacute = "X"'),
        {"stage-unexplained"},
    ),
    "stages": (
        changed(BACK_FILE, 'goals = ["relieve', 'stages = ["acute"]\ngoals = ["relieve'),
        set(),
    ),
    "stage-reason": (
        changed(BACK_FILE, '"acute: warmth', '"chronic: warmth'),
        {"stage-unexplained"},
    ),
    "stage-unexplained": (changed(SPASM_FILE, '"acute: nothing warm yet.", ', ""), set()),
    "stage-empty": (
        changed(
            SPASM_FILE,
            'stages = ["chronic"]\ngoals',
            'stages = ["late-subacute", "chronic"]\ngoals',
        ),
        {"stage-reason"},
    ),
    "never-used": (changed(SPASM_FILE, "pressure = [1, 1]", 'stages = ["acute"]'), set()),
    "not-indicated": (changed(TECHNIQUE_FILE, '"fibromyalgia"', '"muscle-spasm"'), set()),
    "no-date": (more(BACK_FILE, phase("osteoporosis")), set()),
    "none": (lambda pack: pack.write(RULES_FILE, ""), set()),
    "no-limits": (changed(RULES_FILE, '"site", keep_off = true', '"site"'), set()),
    "caution-unlimited": (
        changed(
            RULES_FILE,
            '"regional"\nuntil = "72 hours"\nlimits = [{ at = "site", keep_off = true }]',
            '"caution"',
        ),
        set(),
    ),
    "no-clearer": (changed(RULES_FILE, 'clearance_from = "the prescriber"\n', ""), set()),
    "empty-selector": (more(TECHNIQUE_FILE, CAP), set()),
    "gap": (changed(TECHNIQUE_FILE, 'rule = "before"', 'rule = "before"\ndays = 2'), set()),
    "site-pressure": (
        changed(
            BACK_FILE,
            'targets = ["gluteus-medius"]\nregions = ["buttock"]',
            'regions = ["popliteal-fossa"]',
        ),
        set(),
    ),
    "acute-barred": (
        changed(
            BACK_FILE,
            'manoeuvres = ["pressure-release"]',
            'manoeuvres = ["cross-fibre-friction"]\nstages = ["acute", "subacute", "chronic"]',
        ),
        set(),
    ),
    "deep-first": (
        changed(
            BACK_FILE,
            'manoeuvres = ["effleurage"]\ntargets = ["erector-spinae"]\nregions = ["lower-back", "upper-back"]\npurpose = "prepare"\nimportance = "core"\npressure = [1, 2]',
            'manoeuvres = ["longitudinal-stripping"]\ntargets = ["erector-spinae"]\nregions = ["lower-back", "upper-back"]\npurpose = "treat"\nimportance = "core"\npressure = 3',
        ),
        set(),
    ),
    "deep-last": (
        changed(
            BACK_FILE,
            'like = "rest"',
            'like = "rest"\nmanoeuvres = ["longitudinal-stripping"]\npressure = 3',
        ),
        set(),
    ),
    "core-too-long": (changed(BACK_FILE, "minutes = 4\n", "minutes = 44\n"), set()),
    "claim": (changed(BACK_FILE, "ease a tight back", "flush out toxins"), set()),
    "hook": (raising, set()),
    "locator": (changed(REFERENCES_FILE, "10.1000/stones", "doi:10.1000"), set()),
    "no-locator": (changed(REFERENCES_FILE, 'doi = "10.1000/stones"\n', ""), set()),
    "uncited": (more(REFERENCES_FILE, NEW_SOURCE), set()),
    "no-reference": (changed(RULES_FILE, 'references = ["stone-2024"]\n', ""), set()),
    "unread": (changed(REFERENCES_FILE, "found =", 'read = "not-read"\nfound ='), set()),
    "strict-m": (changed(BACK_FILE, "visits_per_week = [1, 2]\n", ""), set()),
    "old-evidence": (changed(REFERENCES_FILE, "year = 2024", "year = 2014"), set()),
    "editorial": (unsigned, {"unreviewed"}),
    "unreviewed": (unsigned, {"editorial"}),
}

"""What a folder of data files answers to the hooks, and what it takes to answer."""

import hashlib
import inspect
from pathlib import Path

import pluggy
import pytest
from pack_on_disk import PackOnDisk

from palpate import hooks
from palpate.errors import ContentError
from palpate.model.patient import Patient
from palpate.model.technique import Range
from palpate.model.technique import StageGrade
from palpate.packs import DataPack
from palpate.packs import check_folder
from palpate.packs import open_pack
from palpate.vocabulary import Vocabulary

BACK = "sequences/chronic-low-back-pain.toml"
SPASM = "sequences/muscle-spasm.toml"
SCAR = "sequences/post-surgical-scar.toml"
ANYBODY = Patient()


def test_is_a_plugin_for_every_hook_that_data_can_answer(pack: PackOnDisk) -> None:
    """The hooks are found, with the arguments of their specification, and none is unknown."""
    manager = pluggy.PluginManager(hooks.PROJECT)
    manager.add_hookspecs(hooks.Hooks)
    manager.register(pack.data_pack())
    manager.check_pending()
    found = {
        name
        for name in dir(DataPack)
        if not name.startswith("_") and hasattr(getattr(DataPack, name), "palpate_impl")
    }
    assert found == {
        "technique",
        "indications",
        "contraindications",
        "step_sequence",
        "timing",
        "combination_rules",
        "conditions",
    }
    for name in found:
        own, spec = getattr(DataPack, name), getattr(hooks.Hooks, name)
        assert list(inspect.signature(own).parameters) == list(inspect.signature(spec).parameters)


def test_registering_reads_nothing(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """A pack can be registered that isn't there; only its hooks then fail."""
    pack = DataPack(tmp_path / "nowhere", vocabulary)
    manager = pluggy.PluginManager(hooks.PROJECT)
    manager.add_hookspecs(hooks.Hooks)
    manager.register(pack)
    with pytest.raises(ContentError) as caught:
        pack.technique()
    assert [str(problem) for problem in caught.value.problems] == [
        (
            "contraindications.toml: there is no such file; a pack says whom it could harm, or  "
            'none = "reason"'
        ),
        "technique.toml: there is no such file",
    ]


def test_technique(pack: PackOnDisk) -> None:
    """Identity, advice, review and caps come from technique.toml."""
    technique = pack.data_pack().technique()
    assert (technique.id, technique.name, technique.frame) == ("warm-stones", "Warm stones", False)
    assert technique.share_minutes == Range(5, 15, 30)
    assert technique.alone_minutes == Range(10, 30, 60)
    assert technique.advice.before == ("Test every stone on your own arm.",)
    assert technique.review.status == "unsigned"
    assert [(cap.id, cap.most, cap.of.elements) for cap in technique.caps] == [
        ("press-region", 6, ("compression",))
    ]


def test_contraindications(pack: PackOnDisk) -> None:
    """Windows become days, one word becomes a tuple, and limits keep their places."""
    injection, bone, blood = pack.data_pack().contraindications()
    assert (injection.from_days, injection.until_days) == (None, 3)
    assert (injection.limits[0].at, injection.limits[0].keep_off) == (("site",), True)
    assert injection.applies_to == "this-technique"
    assert [limit.max_pressure for limit in bone.limits] == [3, 2]
    assert blood.work is not None
    assert (blood.work.elements, blood.work.pressure_from) == (("compression",), 3)
    assert blood.clearance_from == "the prescriber"


def test_contraindications_in_several_files(pack: PackOnDisk) -> None:
    """A folder of files is read as one, by name; ids are one space."""
    text = pack.text("contraindications.toml")
    pack.remove("contraindications.toml")
    first, *rest = text.split("\n\n")
    pack.write("contraindications/b.toml", first)
    pack.write("contraindications/a.toml", "\n\n".join(rest))
    assert [rule.id for rule in pack.data_pack().contraindications()] == [
        "thin-bone",
        "blood-thinner",
        "fresh-injection",
    ]
    pack.write("contraindications/c.toml", first)
    assert pack.errors() == [
        (
            'contraindications/c.toml:2: contraindication fresh-injection: id: "fresh-injection" '
            "is there twice; the first is in contraindications/b.toml"
        )
    ]


def test_none_with_a_reason(pack: PackOnDisk) -> None:
    """A pack without contraindications says why."""
    pack.write("contraindications.toml", 'none = "only talks"\n')
    assert pack.errors() == []
    assert pack.data_pack().contraindications() == ()


def test_a_caution_in_words_only_is_a_warning(pack: PackOnDisk) -> None:
    """It is said, but nothing is lowered: its author should look twice."""
    pack.swap("contraindications.toml", "limits = [\n  { max_pressure = 3 },\n", "# [\n#\n")
    pack.swap(
        "contraindications.toml",
        '  { at = ["upper-back", "lower-back"], max_pressure = 2, bar_contacts = ["elbow"] },\n]\n',
        "",
    )
    assert pack.errors() == []
    assert "only said" in pack.warnings()[0]


def test_work_at_the_site_and_without_training(pack: PackOnDisk) -> None:
    """A rule may be about work at the factor's own place, or by those without a training."""
    pack.swap(
        "contraindications.toml",
        'limits = [{ at = "site", hand_widths = 1, keep_off = true }]',
        'work = { regions = ["site"], without_training = ["cdt"] }\n'
        'limits = [{ at = "site-quadrant", keep_off = true }]',
    )
    assert pack.errors() == []
    work = next(iter(pack.data_pack().contraindications())).work
    assert work is not None
    assert (work.regions, work.without_training) == (("site",), ("cdt",))
    pack.swap("contraindications.toml", '"injection-recent"', '"osteoporosis"')
    assert [error.split(": ", 2)[2] for error in pack.errors() if "no place" in error] == [
        "work: regions: osteoporosis has no place; name regions instead of site",
        "limits 1: at: osteoporosis has no place; name regions instead of site-quadrant",
    ]


def test_combination_rules(pack: PackOnDisk) -> None:
    """Rules are read with their selectors."""
    (rule,) = pack.data_pack().combination_rules()
    assert (rule.rule, rule.strength, rule.on) == ("before", "prefer", "region")
    assert rule.first.effects == ("warms",)
    assert rule.then is not None
    assert rule.then.elements == ("stretch",)


def test_indications(pack: PackOnDisk) -> None:
    """Each sequence gives one, and so does everything that the technique is not for."""
    found = tuple(pack.data_pack().indications(None))
    assert [(each.condition, each.indicated, each.sequence) for each in found] == [
        ("chronic-low-back-pain", True, "chronic-low-back-pain"),
        ("fibromyalgia", False, ""),
        ("muscle-spasm", True, "muscle-spasm"),
        ("post-surgical-scar", True, "post-surgical-scar"),
    ]
    back, against, spasm, _ = found
    assert back.grades == (
        StageGrade("early-subacute", "C"),
        StageGrade("late-subacute", "C"),
        StageGrade("chronic", "B"),
    )
    assert back.stage_reasons == ("acute: warmth waits until the first days are over.",)
    assert spasm.grades == (StageGrade("chronic", "D"),)
    assert spasm.regions == ("lower-back", "upper-back")
    assert spasm.stage_reasons[1:] == (
        "early-subacute: nothing pressed yet.",
        "late-subacute: nothing pressed yet.",
    )
    assert against.reason.startswith("Warmth is often welcome")
    assert against.grades == ()


def test_not_indicated_in_some_stages(pack: PackOnDisk) -> None:
    """The grades of such an entry name its stages, all with the last letter."""
    pack.swap("technique.toml", '["fibromyalgia"]\n', '["fibromyalgia"]\nstages = ["subacute"]\n')
    (against,) = pack.data_pack().indications(("fibromyalgia",))
    assert against.grades == (StageGrade("early-subacute", "X"), StageGrade("late-subacute", "X"))


def test_only_what_is_asked_for_is_read(pack: PackOnDisk) -> None:
    """A broken sequence costs nothing to those who didn't ask for it."""
    pack.write(BACK, "broken")
    plugin = pack.data_pack()
    assert [each.condition for each in plugin.indications(("post-surgical-scar",))] == [
        "post-surgical-scar"
    ]
    assert plugin.step_sequence("post-surgical-scar", Patient(regions=("calf",))) is not None
    with pytest.raises(ContentError, match=BACK):
        plugin.step_sequence("chronic-low-back-pain", ANYBODY)
    with pytest.raises(ContentError, match=BACK):
        plugin.indications(None)


def test_a_borrower_fails_with_its_lender(pack: PackOnDisk) -> None:
    """The error names the lender's file, where the mistake is."""
    pack.swap(BACK, "minutes = [3, 4, 6]", "minutes = [6, 4, 3]")
    with pytest.raises(ContentError, match=f"^{BACK}:53: step glide: minutes"):
        pack.data_pack().step_sequence("muscle-spasm", Patient(regions=("lower-back",)))


def test_sequence_and_timing(pack: PackOnDisk) -> None:
    """Lengths are the technique's where the sequence has none of its own."""
    plugin = pack.data_pack()
    sequence = plugin.step_sequence("chronic-low-back-pain", ANYBODY)
    timing = plugin.timing("chronic-low-back-pain", ANYBODY)
    assert sequence is not None
    assert timing is not None
    assert [step.id for step in sequence.steps] == [
        "glide",
        "press-flank",
        "press-buttock",
        "finish",
    ]
    assert sequence.advice.home_care == ("Keep moving.",)
    assert timing.share_minutes == Range(5, 15, 30)
    assert timing.course is not None
    assert timing.course.visits_per_week == Range(1, 1.5, 2)
    assert timing.course.weeks == Range(4, 6, 8)
    scar = plugin.timing("post-surgical-scar", Patient(regions=("calf",)))
    assert scar is not None
    assert (scar.share_minutes, scar.session_minutes) == (Range(5, 10, 15), Range(30, 30, 30))


def test_permission(pack: PackOnDisk) -> None:
    """A permission belongs to the sequence."""
    sequence = pack.data_pack().step_sequence("post-surgical-scar", Patient(regions=("calf",)))
    assert sequence is not None
    assert sequence.permission is not None
    assert (sequence.permission.who, sequence.permission.valid_weeks) == ("surgeon", 12)


def test_no_sequence(pack: PackOnDisk) -> None:
    """None where there is no file for the condition, or none for the place."""
    plugin = pack.data_pack()
    assert plugin.step_sequence("sciatica", ANYBODY) is None
    assert plugin.timing("sciatica", ANYBODY) is None
    assert plugin.step_sequence("muscle-spasm", Patient(regions=("calf",))) is None
    assert plugin.step_sequence("muscle-spasm", ANYBODY) is None


@pytest.mark.parametrize(
    ("regions", "expected"),
    [
        (("lower-back",), "muscle-spasm"),
        (("flank",), "muscle-spasm@flank"),
        (("lumbar-spine",), "muscle-spasm"),
        (("calf",), "muscle-spasm@leg"),
        (("leg",), "muscle-spasm@leg"),
        (("leg", "ankle"), "muscle-spasm@leg"),
        (("foot",), "muscle-spasm@leg-and-foot"),
        (("leg", "foot"), "muscle-spasm@leg-and-foot"),
        (("heel-tendon",), None),
        (("posterior-neck",), None),
        (("upper-back", "flank"), "muscle-spasm"),
    ],
)
def test_the_place_decides(
    pack: PackOnDisk, regions: tuple[str, ...], expected: str | None
) -> None:
    """First the sequence for most of the places, then the nearest, then that for fewest."""
    for place, own in (
        ("flank", '["flank"]'),
        ("leg", '["leg"]'),
        ("leg-and-foot", '["leg", "foot", "knee"]'),
    ):
        pack.write(f"sequences/muscle-spasm@{place}.toml", pack.text(SPASM))
        pack.swap(f"sequences/muscle-spasm@{place}.toml", '["lower-back", "upper-back"]', own)
    found = pack.data_pack().step_sequence("muscle-spasm", Patient(regions=regions))
    assert (found.id if found else None) == expected


def test_a_whole_for_its_part_only_where_nothing_else_fits(pack: PackOnDisk) -> None:
    """Steps for a part are given to the whole; those for the whole come first."""
    pack.swap(SPASM, '["lower-back", "upper-back"]', '["flank"]')
    found = pack.data_pack().step_sequence("muscle-spasm", Patient(regions=("lower-back",)))
    assert found is not None
    assert found.id == "muscle-spasm"


def test_steps_at_the_site_fit_any_place(pack: PackOnDisk) -> None:
    """A sequence whose treating steps go where the factor is needs no regions."""
    found = pack.data_pack().step_sequence(
        "post-surgical-scar", Patient(regions=("posterior-neck",))
    )
    assert found is not None
    assert found.regions == ()


def test_own_conditions(pack: PackOnDisk) -> None:
    """A pack may bring conditions, and sequences for them."""
    pack.write(
        "conditions.toml",
        '[[condition]]\nid = "cold-hands"\nname = "Cold hands"\nregions = ["hand"]\n',
    )
    pack.write("sequences/cold-hands.toml", pack.text(BACK))
    assert pack.errors() == []
    plugin = pack.data_pack()
    assert [each.id for each in plugin.conditions()] == ["cold-hands"]
    assert plugin.step_sequence("cold-hands", ANYBODY) is not None
    assert "cold-hands" not in pack.vocabulary.conditions
    extended = pack.vocabulary.with_conditions(plugin.conditions())
    assert check_folder(pack.folder, extended) == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ('synonyms = ["sciatica"]', 'condition cold-hands: "sciatica" already means sciatica'),
        (
            'regions = ["hnad"]',
            'conditions.toml:4: condition cold-hands: regions: no region "hnad"',
        ),
        ('place = "somewhere"', 'condition cold-hands: place: "somewhere" isn\'t one of fixed'),
    ],
)
def test_own_conditions_are_checked(pack: PackOnDisk, change: str, message: str) -> None:
    """They are read as strictly as everything else."""
    pack.write(
        "conditions.toml", f'[[condition]]\nid = "cold-hands"\nname = "Cold hands"\n{change}\n'
    )
    assert any(message in error for error in pack.errors())


def test_what_opens_and_closes_for_others(pack: PackOnDisk) -> None:
    """A frame's steps serve whatever is treated: no condition, no place, no goal, no indication."""
    pack.swap("technique.toml", 'basis = "editorial"\n', 'basis = "editorial"\nframe = true\n')
    for name in (BACK, SPASM, SCAR):
        pack.remove(name)
    pack.write(
        "sequences/session.toml",
        '[[step]]\nid = "warm"\ninstruction = "Stroke the region."\nmanoeuvres = ["effleurage"]\n'
        'purpose = "prepare"\nimportance = "optional"\npositions = ["prone", "supine"]\n'
        'side = "both"\nstages = ["acute", "subacute", "chronic"]\npressure = [1, 2]\n'
        'minutes = [1, 2, 4]\nbasis = "editorial"\n',
    )
    assert pack.errors() == []
    plugin = pack.data_pack()
    assert plugin.technique().frame
    found = plugin.step_sequence("sciatica", ANYBODY)
    assert found is not None
    assert (found.id, found.steps[0].regions) == ("session", ())
    assert [each.indicated for each in plugin.indications(None)] == [False]


def test_digest(pack: PackOnDisk) -> None:
    """It follows names and bytes of the TOML files, and nothing else."""

    def digest() -> str:
        return open_pack(pack.folder, pack.vocabulary).digest

    first = digest()
    assert len(first) == len(hashlib.sha256().hexdigest())
    pack.write("__init__.py", "x = 1\n")
    assert digest() == first
    pack.add("references.toml", "# a word\n")
    second = digest()
    assert second != first
    (pack.folder / SCAR).rename(pack.folder / "sequences/post-surgical-scar@calf.toml")
    assert digest() not in {first, second}


def test_warnings_do_not_stop_a_pack(pack: PackOnDisk) -> None:
    """What its author should look at is reported by check, and the pack works all the same."""
    pack.add("references.toml", '\n[[reference]]\nid = "nobody"\nkind = "page"\ntitle = "T"\n')
    pack.write("refernces.toml", "")
    pack.swap(BACK, 'stage_reasons = ["acute: warmth waits until the first days are over."]\n', "")
    pack.swap(SPASM, 'without = ["press-buttock"]\n', "")
    pack.swap(
        SPASM,
        "[change.step.press-flank]\n",
        '[change.step.glide]\nstages = ["acute"]\n[change.step.press-flank]\n',
    )
    assert pack.errors() == []
    assert pack.warnings() == [
        (
            "references.toml:16: reference nobody: has no doi, pmid or url, so nobody can look it "
            "up; only a book goes without"
        ),
        "references.toml:16: reference nobody: is cited nowhere in the pack",
        "refernces.toml: is no file of a pack, and isn't read; nearest: references.toml",
        f"{BACK}:1: [indication]: no reason for leaving out acute; say one in stage_reasons",
        f"{SPASM}:23: step glide of {BACK}: is for acute, which isn't indicated",
    ]
    plugin = pack.data_pack()
    assert plugin.step_sequence("chronic-low-back-pain", ANYBODY) is not None
    assert [w.code for w in plugin.files().sequence("chronic-low-back-pain").warnings] == [
        "stage-unexplained"
    ]


def test_a_technique_that_cannot_be_read_does_not_hide_the_rest(pack: PackOnDisk) -> None:
    """Every file is checked with whatever is sound of the others."""
    pack.write("technique.toml", "format = 1\n[technique\n")
    pack.swap(BACK, "minutes = [3, 4, 6]", "minutes = [6, 4, 3]")
    pack.swap("contraindications.toml", '"osteoporosis"', '"osteoporose"')
    assert [error.split(": ")[0] for error in pack.errors()] == [
        "contraindications.toml:12",
        f"{BACK}:53",
        "technique.toml:2",
    ]


def test_reading_a_sequence_that_is_not_there(pack: PackOnDisk) -> None:
    """The nearest names are given; a name can't lead out of the folder."""
    files = open_pack(pack.folder, pack.vocabulary)
    with pytest.raises(ContentError, match="nearest: muscle-spasm"):
        files.sequence("muscle-spasms")
    with pytest.raises(ContentError, match="there is no sequence"):
        files.sequence("../technique")
    assert files.conditions == ("chronic-low-back-pain", "muscle-spasm", "post-surgical-scar")
    assert files.names_for("muscle-spasm") == ("muscle-spasm",)

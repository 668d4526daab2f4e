"""Everything that a pack can answer, asked once; and its files, read whole."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import perf_counter

from attrs import frozen

from palpate.doctor.advise import reinstall
from palpate.doctor.report import Finding
from palpate.doctor.report import PackHealth
from palpate.errors import ContentError
from palpate.gentler import stronger_in
from palpate.model.output import OutputFormat
from palpate.model.patient import Patient
from palpate.model.technique import Indication
from palpate.packs.check import check_folder
from palpate.packs.kept import misread
from palpate.registry.content import PackContent
from palpate.registry.isolate import Faulty
from palpate.registry.isolate import call
from palpate.registry.packs import BUILT_IN
from palpate.registry.packs import Asker
from palpate.registry.packs import Pack
from palpate.vocabulary import Vocabulary
from palpate.vocabulary import load_vocabulary

#: Of one pack's errors no more are shown; its author sees all with `palpate check`.
MOST_SHOWN = 20
INSTALLED = "installed"
#: Enough of a pack's own steps to see whether it makes them stronger.
MOST_ADJUSTED = 40


@frozen
class Asked:
    """What became of asking a pack.

    Attributes:
        indications: All that it is for, and not for.
        content: What it answered about all that it is for.
    """

    health: PackHealth
    indications: tuple[Indication, ...]
    content: PackContent


def ask(pack: Pack, folder: Path | None, vocabulary: Vocabulary) -> Asked:
    """Ask a pack everything, and time it.

    Args:
        folder: Where its data files are; None where it has none.
    """
    begun = perf_counter()
    asker = Asker(pack, vocabulary)
    indications = asker.series("indications", Indication, {"conditions": None}) or ()
    asker.series("output_formats", OutputFormat, {})
    content = asker.content(_patients(indications, vocabulary))
    faults = [*(fault.what for fault in asker.faults), *_adjusting(content)]
    identity = pack.identity
    name = identity.distribution or identity.id
    health = PackHealth(
        pack=name,
        version=identity.version,
        state="loaded",
        technique=pack.technique.id,
        origin=identity.origin,
        place=str(folder or ""),
        api=pack.technique.api,
        kind="code" if identity.has_code else "data",
        conditions=len({i.condition for i in indications if i.indicated}),
        milliseconds=max(1, round(1000 * (perf_counter() - begun))),
        findings=(
            *(Finding("error", what, _mend(name, identity.origin)) for what in faults),
            *of_files(folder, name, identity.origin, vocabulary),
            *_of_cache(folder, name, identity.origin),
        ),
    )
    return Asked(health, indications, content)


def _patients(indications: tuple[Indication, ...], vocabulary: Vocabulary) -> dict[str, Patient]:
    """Give for each condition that a pack is for a patient who has it where the pack treats it."""
    found: dict[str, Patient] = {}
    for each in indications:
        if each.indicated and each.condition in vocabulary.conditions:
            regions = each.regions or vocabulary.conditions[each.condition].regions
            stages = [grade.stage for grade in each.grades]
            stage = stages[-1] if stages else None
            found.setdefault(each.condition, Patient(stage=stage, regions=regions))
    return found


def _adjusting(content: PackContent) -> Iterator[str]:
    """Let a pack that adjusts steps adjust its own, and say where it makes one stronger."""
    if content.adjust is None:
        return
    steps = [step for o in content.offers if o.sequence for step in o.sequence.steps]
    for step in steps[:MOST_ADJUSTED]:
        try:
            answer = content.adjust(step, Patient())
        except Faulty as fault:
            yield f"adjust_step: {fault}"
            return
        wrong = answer is not None and stronger_in(step, answer)
        if wrong:
            yield f"adjust_step makes steps stronger ({wrong}); that is refused"
            return


def of_files(
    folder: Path | None, name: str, origin: str, vocabulary: Vocabulary
) -> Iterator[Finding]:
    """Read every data file of a pack, and give what is wrong with them."""
    if folder is None:
        return
    try:
        problems = call(check_folder, {"folder": folder, "vocabulary": vocabulary})
    except Faulty as fault:
        yield Finding("error", str(fault), _mend(name, origin))
        return
    errors = [each for each in problems if each.level == "error"]
    for problem in errors[:MOST_SHOWN]:
        yield Finding("error", str(problem), _mend(name, origin))
    if len(errors) > MOST_SHOWN:
        more = f"{len(errors) - MOST_SHOWN} errors more"
        yield Finding("error", more, _mend(name, origin))
    warnings = len(problems) - len(errors)
    if warnings:
        what = f"its files give {warnings} warning{'s' * (warnings > 1)}"
        yield Finding("warning", what, f"for its author: palpate check {folder}")


def _of_cache(folder: Path | None, name: str, origin: str) -> Iterator[Finding]:
    """Say so where a plan is made of something else than what stands in the files."""
    # A pack in a folder is always read as it is written.
    if folder is None or origin != INSTALLED:
        return
    with suppress(ContentError):
        other = misread(folder, load_vocabulary())
        if other:
            what = (
                f"what its wheel carries, or what is kept of it, isn't what its files say: {other}"
            )
            yield Finding("error", what, f"palpate block {name}, and tell who built it")


def _mend(name: str, origin: str) -> str:
    if origin == BUILT_IN:
        return "palpate upgrade palpate, or install it again"
    if origin == "folder":
        return f"mend its files; `palpate check {name}` names each line"
    return reinstall(name)

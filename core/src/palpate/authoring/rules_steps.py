"""Rules about the work: what a step does, where, how deep, and in which order."""

from collections.abc import Iterator

from palpate.authoring.check_views import PackView
from palpate.authoring.check_views import Said
from palpate.authoring.check_views import SequenceView
from palpate.authoring.rules_settings import settings
from palpate.errors import Problem
from palpate.model.scales import STAGES
from palpate.model.scales import Stage
from palpate.vocabulary import Vocabulary

#: In which tissue is fresh.
ACUTE = STAGES[0]


def check_sequences(pack: PackView) -> Iterator[Problem]:
    """Find what is wrong with the steps of each sequence; with borrowed ones, only what is new."""
    for sequence in pack.sequences:
        lent = {(p.code, p.what) for p in _of_steps(sequence.lent, pack)}
        for problem in _of_steps(sequence.steps, pack):
            if (problem.code, problem.what) not in lent:
                yield problem
        yield from _too_long(sequence)


def _of_steps(steps: tuple[Said, ...], pack: PackView) -> Iterator[Problem]:
    for step in steps:
        yield from _instruction(step)
        yield from _site_pressure(step, pack.vocabulary)
        yield from _acute(step, pack.vocabulary)
    if steps and not pack.frame:
        yield from _deep_first(steps, pack.vocabulary)
        yield from _deep_last(steps[-1], pack.vocabulary)


def _instruction(step: Said) -> Iterator[Problem]:
    text = step.get("instruction")
    if not text:
        return
    first = text.split()[0].lower().strip(",") if text.split() else ""
    inner = text[:-1]
    for short in settings().abbreviations:
        inner = inner.replace(short, "")
    what = ""
    if any(end in inner for end in (". ", "! ", "? ")):
        what = "holds more than one sentence; what to watch for belongs into cautions"
    elif not text.endswith("."):
        what = "ends without a full stop"
    elif first in settings().not_imperative:
        what = f'begins with "{first}"; begin with what the hands do'
    elif not text[0].isupper():
        what = "begins without a capital"
    elif len(text) > settings().longest_instruction:
        most = settings().longest_instruction
        what = f"has {len(text)} characters; more than {most} can't be read at the table"
    if what:
        yield step.wrong("instruction", "instruction", f'"{text[:40]}..." {what}')


def _site_pressure(step: Said, vocabulary: Vocabulary) -> Iterator[Problem]:
    wanted = step.get("pressure")
    if wanted is None:
        return
    trainings = step.get("training") or ()
    for site in vocabulary.endangerment_sites.values():
        trained = [t.max_pressure for t in site.with_training if t.training in trainings]
        cap = max([site.max_pressure, *trained])
        inside = [
            region
            for region in step.get("regions") or ()
            if any(vocabulary.body.within(region, each) for each in site.regions)
        ]
        if inside and not site.only_with_factors and wanted > cap:
            more = [t.training for t in site.with_training if t.max_pressure >= wanted]
            what = f"{wanted} in {inside[0]}, where {site.name} allows {cap}"
            what += f"; with training {more[0]} more" if more else ""
            yield step.wrong("site-pressure", "pressure", what)


def _acute(step: Said, vocabulary: Vocabulary) -> Iterator[Problem]:
    found = _families(step, vocabulary) & set(settings().not_when_acute)
    if ACUTE in (step.get("stages") or ()) and found:
        what = f"{', '.join(sorted(found))} in the {ACUTE} stage"
        yield step.wrong("acute-barred", "stages", what)


def _deep_first(steps: tuple[Said, ...], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Find a sequence that goes deep first; region by region the engine sees to it."""
    for step in steps:
        if _light(step, vocabulary):
            return
        if _deep(step, vocabulary) and step.get("purpose") == "treat":
            if settings().lightly not in (step.get("instruction") or ""):
                what = (
                    "is the first work of the sequence, and deep; warm, feel or work lightly first"
                )
                yield step.wrong("deep-first", "pressure", what)
            return


def _deep_last(step: Said, vocabulary: Vocabulary) -> Iterator[Problem]:
    if _deep(step, vocabulary):
        what = "is the last work of the sequence, and deep; close with light or lengthening work"
        yield step.wrong("deep-last", "pressure", what)


def _deep(step: Said, vocabulary: Vocabulary) -> bool:
    deep = _families(step, vocabulary) & set(settings().deep)
    return bool(deep) and (step.get("pressure") or 0) >= settings().deep_from


def _light(step: Said, vocabulary: Vocabulary) -> bool:
    wanted = step.get("pressure")
    warm = _effects(step, vocabulary) & set(settings().warming)
    low = wanted is not None and wanted <= settings().light_to
    return low or step.get("purpose") == "assess" or bool(warm)


def _too_long(sequence: SequenceView) -> Iterator[Problem]:
    most = settings().most_core_minutes
    for stage in STAGES:
        core = sum(_least(step) for step in sequence.steps if _is_core(step, stage))
        if core > most:
            what = f"the core steps take {core:g} minutes at least in the {stage} stage; {most} fit"
            yield sequence.head.wrong("core-too-long", "", what)
            return


def _is_core(step: Said, stage: Stage) -> bool:
    said = step.get("importance") == "core" and stage in (step.get("stages") or ())
    return said and not step.get("outside_session")


def _least(step: Said) -> float:
    minutes = step.get("minutes")
    return minutes.least if minutes is not None else 0.0


def _families(step: Said, vocabulary: Vocabulary) -> set[str]:
    known = vocabulary.manoeuvres
    return {known[word].family for word in step.get("manoeuvres") or () if word in known}


def _effects(step: Said, vocabulary: Vocabulary) -> set[str]:
    known = vocabulary.manoeuvres
    words = (word for word in step.get("manoeuvres") or () if word in known)
    return {effect for word in words for effect in known[word].effects}

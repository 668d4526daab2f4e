"""Why each candidate that isn't in isn't, and what each that is in is there for."""

from collections.abc import Sequence
from typing import cast

from attrs import evolve

from palpate.combine.candidate import Candidate
from palpate.combine.candidate import Gathered
from palpate.combine.candidate import Part
from palpate.combine.frame import FRAME
from palpate.combine.instance import Instance
from palpate.combine.instance import conflicts_among
from palpate.combine.relations import Need
from palpate.combine.search import Choice
from palpate.model.protocol import Explanation
from palpate.model.protocol import Omission
from palpate.model.scales import OmissionReason
from palpate.record import frozen


@frozen
class Why:
    """The reasons behind a choice."""

    omitted: tuple[Omission, ...]
    explanations: tuple[Explanation, ...]
    parts: tuple[str, ...]


def explain(choice: Choice, gathered: Gathered, instance: Instance) -> Why:
    """Give a reason for every candidate, and for every part that isn't in."""
    chosen = {s.candidate: s.minutes for s in choice.steps}
    conflicts = conflicts_among(instance, {instance.candidates[i].technique for i in chosen})
    instance = evolve(instance, conflicts=conflicts)
    omitted = [Omission(x.key, x.technique, x.reason, x.detail) for x in gathered.left]
    for i, candidate in enumerate(instance.candidates):
        if i in chosen or candidate.part == FRAME:
            continue
        reason, detail = _why_not(i, candidate, chosen, choice, gathered.parts, instance)
        omitted.append(Omission(candidate.key, candidate.technique, reason, detail))
    return Why(
        omitted=tuple(sorted(omitted, key=lambda o: o.step)),
        explanations=tuple(
            _why(i, minutes, chosen, instance) for i, minutes in sorted(chosen.items())
        ),
        parts=tuple(
            _why_no_part(part, chosen, choice, instance) + _taken(part, choice, gathered)
            for part in gathered.parts
        ),
    )


def _taken(part: Part, choice: Choice, gathered: Gathered) -> str:
    """Say what screening took of a technique where nothing at all could be planned."""
    if choice.steps:
        return ""
    taken = [x for x in gathered.left if x.technique == part.technique and x.reason == "screening"]
    return f"; screening took {len(taken)} of its steps ({taken[0].detail})" if taken else ""


def _why_not(
    i: int,
    candidate: Candidate,
    chosen: dict[int, int],
    choice: Choice,
    parts: Sequence[Part],
    instance: Instance,
) -> tuple[OmissionReason, str]:
    """Give the first reason that holds: rules before room."""
    if instance.lacking[i]:
        return "need-unmet", f"nothing installed brings about {instance.lacking[i]}"
    for j in sorted(chosen):
        if instance.conflicts[i] >> j & 1:
            kind, why = instance.reasons[min(i, j), max(i, j)]
            reason = cast("OmissionReason", kind)
            other = instance.candidates[j]
            if reason == "contradiction":
                return reason, f"can't stand beside {other.key}: {why}"
            if reason == "alternative":
                grades = parts[candidate.part].grade, parts[other.part].grade
                return reason, _another_way(other.key, *grades)
            return reason, f"{other.key} does for both"
    if candidate.part not in choice.parts:
        return "no-room", _why_no_part(parts[candidate.part], chosen, choice, instance)
    if not candidate.weight:
        return "no-room", "nothing that is in needs it"
    for row in instance.caps:
        if row.members >> i & 1:
            used = sum(
                row.amounts[j] if row.amounts else d
                for j, d in chosen.items()
                if row.members >> j & 1
            )
            more = row.amounts[i] if row.amounts else candidate.least
            if used + more > row.limit:
                return "cap", f"would go over the cap {row.label} ({_said(row.limit, row.amounts)})"
    if choice.row is not None and not set(candidate.positions) & set(choice.row.positions):
        return "no-room", f"would need the patient {' or '.join(candidate.positions)}: another turn"
    return "no-room", _price(candidate, chosen, instance)


def _said(limit: int, amounts: tuple[int, ...] | None) -> str:
    return f"{limit}" if amounts else f"{limit / 2:g} min"


def _another_way(other: str, grade: str, other_grade: str) -> str:
    """Say of two ways to one end which is in, and how each is founded."""
    founded = "both grade" if grade == other_grade else f"grade {other_grade}, this one"
    return f"{other} is another way to the same end ({founded} {grade})"


def _price(candidate: Candidate, chosen: dict[int, int], instance: Instance) -> str:
    """Say what a step would need and bring, and what it would displace."""
    free = instance.budget.hands_on - sum(chosen.values())
    lacking = max(0, candidate.least - max(0, free)) / 2
    brings = candidate.weight * candidate.typical
    rivals = [
        (instance.candidates[j].weight * min(d, instance.candidates[j].typical), j)
        for j, d in chosen.items()
        if instance.candidates[j].weight
        and instance.candidates[j].step.importance != "core"
        and not _met_by(j, chosen, instance)
    ]
    if not rivals:
        return (
            f"needs {candidate.least / 2:g} min, and would displace core steps"
            if lacking
            else "its minutes are worth more elsewhere"
        )
    worth, cheapest = min(rivals)
    rival = instance.candidates[cheapest].key
    if not lacking:
        return f"its minutes are worth more elsewhere, least of all in {rival}"
    return (
        f"needs {lacking:g} more min and brings {brings} in {candidate.typical / 2:g}; "
        f"the cheapest step it would displace is {rival}, {worth} in {chosen[cheapest] / 2:g}"
    )


def _why_no_part(part: Part, chosen: dict[int, int], choice: Choice, instance: Instance) -> str:
    """Say why a technique isn't in for a diagnosis; empty where it is."""
    if part.index in choice.parts:
        return ""
    row = instance.parts[part.index]
    core = [i for i in range(len(instance.candidates)) if row.own >> i & 1]
    done_by: dict[str, int] = {}
    for i in core:
        for j in chosen:
            if instance.covered_by[i] >> j & 1:
                name = instance.candidates[j].technique
                done_by[name] = done_by.get(name, 0) + 1
    if done_by and 2 * max(done_by.values()) >= len(core):
        best = max(sorted(done_by), key=lambda name: done_by[name])
        return f"its core is done by {best}"
    lacking = [instance.lacking[i] for i in core if instance.lacking[i]]
    if lacking:
        return f"nothing installed brings about {lacking[0]}"
    against = [
        instance.candidates[j].key
        for i in core
        for j in sorted(chosen)
        if instance.conflicts[i] >> j & 1
    ]
    if against:
        return f"grade {part.grade}; its core can't stand beside {against[0]}"
    if not chosen:
        return _too_long(row.core, instance)
    free = instance.budget.hands_on - sum(chosen.values())
    more = max(0, part.least - max(0, free)) / 2
    return f"grade {part.grade}; would need {more:g} more minutes"


def _too_long(core: int, instance: Instance) -> str:
    """Say why nothing holds a technique, where it is its core's length."""
    least = sum(c.least for i, c in enumerate(instance.candidates) if core >> i & 1)
    if least <= instance.budget.hands_on:
        return "no plan of this length holds it"
    free = instance.budget.hands_on / 2
    return f"its core takes {least / 2:g} min or more, and this session has {free:g} for the hands"


def _why(i: int, minutes: int, chosen: dict[int, int], instance: Instance) -> Explanation:
    """Say what a step is worth, what it needs and provides, and what else it does for."""
    candidate = instance.candidates[i]
    said = [f"{minutes / 2:g} min"]
    if candidate.weight:
        said.append(f"worth {candidate.weight} a half minute, up to {candidate.typical / 2:g} min")
    said += _asked(i, chosen, instance)
    given = _given(i, chosen, instance)
    said += given
    if not candidate.weight and not given:
        core = candidate.part != FRAME and candidate.step.importance == "core"
        said.append("core of its sequence" if core else "closes the session")
    return Explanation(candidate.key, "; ".join(said))


def _asked(i: int, chosen: dict[int, int], instance: Instance) -> list[str]:
    """Say what a step needs before it or after it, and which steps meet that."""
    found: dict[tuple[str, bool, bool], set[str]] = {}
    for need in instance.needs:
        if need.step == i:
            met = found.setdefault((need.label, need.before, need.label == need.state), set())
            met |= {instance.candidates[j].key for j in chosen if need.providers >> j & 1}
    return [
        f"is followed by {', '.join(sorted(by))} ({label})"
        if plain and not before
        else f"needs {label} {'before' if before else 'after'} it: {', '.join(sorted(by))}"
        for (label, before, plain), by in found.items()
    ]


def _given(i: int, chosen: dict[int, int], instance: Instance) -> list[str]:
    """Say what a step provides and for which, and whose core it does as well."""
    found: dict[str, set[str]] = {}
    for need in _met_by(i, chosen, instance):
        found.setdefault(need.state, set()).add(instance.candidates[need.step].key)
    said = [f"provides {state} for {', '.join(sorted(keys))}" for state, keys in found.items()]
    parts = {instance.candidates[j].part for j in chosen}
    core = sorted(
        one.key
        for j, one in enumerate(instance.candidates)
        if j not in chosen
        and one.part in parts
        and one.step.importance == "core"
        and instance.covered_by[j] >> i & 1
    )
    return [*said, f"does for {', '.join(core)} as well"] if core else said


def _met_by(i: int, chosen: dict[int, int], instance: Instance) -> list[Need]:
    """Give the needs of the steps that are in which a step meets."""
    return [n for n in instance.needs if n.providers >> i & 1 and n.step in chosen]

"""What to do about a pack that isn't well."""

from palpate.doctor.report import Finding
from palpate.model.technique import API_VERSION
from palpate.registry.packs import PackProblem
from palpate.registry.wanted import ONLY


def finding_of(problem: PackProblem, origin: str, api: int | None) -> Finding:
    """Turn what the registry says of a pack into what to do about it.

    Args:
        origin: `installed`, `folder`, or empty where it isn't known.
        api: The hook API that the pack is written for, where that could be read.
    """
    if problem.state == "blocked":
        do = f"take {ONLY} away" if ONLY in problem.what else f"palpate unblock {problem.pack}"
        return Finding("note", problem.what, f"to have it in: {do}")
    if problem.state == "shadowed":
        return Finding("note", problem.what, "to use the installed one, leave --pack out")
    if problem.state == "unknown":
        do = f"mend {ONLY}" if ONLY in problem.what else f"palpate unblock {problem.pack}"
        return Finding("error", problem.what, do)
    return Finding("error", problem.what, _mend(problem, origin, api))


def _mend(problem: PackProblem, origin: str, api: int | None) -> str:
    if origin == "folder":
        return f"mend its files; `palpate check {problem.pack}` names each line"
    if api is not None and api > API_VERSION:
        return "palpate upgrade palpate"
    if api is not None and api < API_VERSION:
        return f"palpate upgrade {problem.pack}"
    if "claimed by more than one" in problem.what:
        return f"palpate block {problem.pack}, or another of them"
    return reinstall(problem.pack)


def reinstall(pack: str) -> str:
    """Say how to have an installed pack as its author made it."""
    return (
        f"palpate uninstall {pack}, then install it again; if that doesn't help, palpate upgrade "
        f"{pack}, and tell its author"
    )

"""Invariant 8: whatever isn't in has its reason."""

from collections.abc import Iterator

from palpate.verify.candidates import key_of
from palpate.verify.case import Case


def check_accounts(case: Case) -> Iterator[str]:
    """Say which steps and techniques are out without a word."""
    done = {work.key for work in case.hands}
    told = {each.step: each for each in case.protocol.omitted}
    for content, _offer, sequence in case.offers_in():
        for step in sequence.steps:
            key = key_of(content, sequence, step)
            if key not in done and key not in told and not step.outside_session:
                yield f"8: step {key} is neither in nor among those left out"
    for key, omission in sorted(told.items()):
        if not omission.detail:
            yield f"8: step {key} is left out without a reason"
        if key in done:
            yield f"8: step {key} is in, and among those left out"
    for report in case.protocol.techniques:
        if report.status != "used" and not report.reason:
            yield f"8: technique {report.id} is {report.status} without a reason"

"""Rules about words: claims that sources reject, and the codes and words of added conditions."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any
from warnings import catch_warnings
from warnings import simplefilter

from palpate.authoring.check_views import PackView
from palpate.authoring.rules import rules
from palpate.authoring.rules_settings import settings
from palpate.errors import Problem
from palpate.model.condition import Condition
from palpate.registry.claims import refuse_claims

_CODE = re.compile(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?")


def check_claims(pack: PackView) -> Iterator[Problem]:
    """Find claims that the sources reject, in any text of the pack's own."""
    for said in pack.texts:
        for word in rejected_in(said.text):
            what = f'"{word}" is a claim that the sources reject; say what was found'
            yield said.place("", what, "claim", rules()["claim"].level)


def rejected_in(text: str) -> tuple[str, ...]:
    """Give the rejected claims that a text makes; a denial isn't one."""
    plain = text.lower()
    for denial in settings().denials:
        plain = plain.replace(denial, "")
    return tuple(word for word in settings().rejected if _pattern(word).search(plain))


@cache
def _pattern(word: str) -> re.Pattern[str]:
    """Make the pattern of a whole word; of a stem any ending fits."""
    end = "" if word in settings().stems else r"(?![^\W\d_])"
    return re.compile(rf"(?<![^\W\d_]){re.escape(word)}{end}")


def check_conditions(pack: PackView) -> Iterator[Problem]:
    """Find codes that aren't any, and words by which a patient would have been screened."""
    for condition, said in pack.conditions:
        codes = codes_of(condition)
        for code in codes:
            if not _CODE.fullmatch(code):
                yield said.wrong("icd-form", "icd10", f'"{code}" is no ICD-10-CM code, as M54.5 is')
        for code in unknown_codes(code for code in codes if _CODE.fullmatch(code)):
            yield said.wrong("icd-unknown", "icd10", f"no ICD-10-CM code begins with {code}")
        try:
            refuse_claims((condition,), pack.vocabulary)
        except ValueError as error:
            yield said.wrong("screened-word", "", str(error))


def codes_of(condition: Condition) -> tuple[str, ...]:
    """Give every code and prefix of a condition."""
    return (*condition.icd10, *(place.code for place in condition.icd10_place))


def unknown_codes(prefixes: Iterable[str]) -> tuple[str, ...]:
    """Give the prefixes that no code of the current release begins with.

    Needs the package simple-icd-10-cm; without it nothing is found.
    """
    asked = tuple(prefixes)
    known = _all_codes() if asked else ()
    return tuple(prefix for prefix in asked if known and not _begins_one(prefix, known))


def _begins_one(prefix: str, known: tuple[str, ...]) -> bool:
    bare = prefix.replace(".", "")
    at = bisect_left(known, bare)
    return at < len(known) and known[at].startswith(bare)


@cache
def _all_codes() -> tuple[str, ...]:
    try:
        with catch_warnings():
            # What it says of its own ways of reading is nothing to a pack's author.
            simplefilter("ignore")
            icd: Any = import_module("simple_icd_10_cm")
    except ImportError:
        return ()
    return tuple(sorted(code.replace(".", "") for code in icd.get_all_codes(with_dots=True)))

"""The public names: typed, documented, immutable, and safe in threads and processes."""

import importlib
import multiprocessing
import pickle
import sys
import threading
import typing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from inspect import getdoc
from inspect import isclass
from inspect import signature

import attrs
import noisy_pack
import pytest

import palpate
from palpate import GivenFactor
from palpate import Packs
from palpate import Patient
from palpate import Protocol
from palpate import Request
from palpate import combine
from palpate import load_packs
from palpate.registry.load import pack_from_plugin
from palpate.registry.load import together
from palpate.registry.silence import silence

DAY = date(2026, 3, 31)
REQUESTS = (
    Request(("sciatica",), DAY, Patient(stage="chronic"), minutes=30),
    Request(("migraine",), DAY, Patient(age=52), minutes=30),
    Request(("sciatica",), DAY, Patient(factors=(GivenFactor("cauda-equina"),))),
    Request(("sinus-congestion",), DAY, minutes=30),
)
DATA = ("Clearance", "GivenFactor", "Patient", "Place", "Protocol", "Request", "Therapist")


@pytest.fixture(scope="module")
def protocols(packs: Packs) -> list[Protocol]:
    """What comes of the requests, one after the other."""
    return [combine(request, packs) for request in REQUESTS]


@pytest.mark.parametrize("name", [n for n in palpate.__all__ if not n.startswith("__")])
def test_every_public_name_is_documented_and_typed(name: str) -> None:
    """Each has a docstring of its own; a function's arguments and answer have types."""
    found = getattr(palpate, name)
    assert getdoc(found)
    if isclass(found) or type(found).__name__ in ("HookspecMarker", "HookimplMarker"):
        return
    # The name may also be that of a package, which can be called as well.
    found = getattr(found, name, found)
    assert callable(found)
    kinds = typing.get_type_hints(found)
    assert "return" in kinds
    assert set(signature(found).parameters) <= set(kinds)


def test_only_public_names_are_found() -> None:
    """A name that isn't public is an AttributeError, as of any module."""
    with pytest.raises(AttributeError, match="nonsense"):
        palpate.nonsense  # noqa: B018 - the look itself raises


@pytest.mark.parametrize("name", DATA)
def test_data_is_immutable_and_hashable(name: str) -> None:
    """Fields can't be set, and hold nothing that could be changed."""
    kind = getattr(palpate, name)
    assert kind.__setattr__ is not object.__setattr__
    for each in attrs.fields(kind):
        assert "list" not in str(each.type).lower(), each
        assert "dict" not in str(each.type).lower(), each


def test_setting_a_field_is_refused(packs: Packs, protocols: list[Protocol]) -> None:
    """Request, patient, protocol and packs stay as they were made."""
    for value, field in (
        (REQUESTS[0], "minutes"),
        (REQUESTS[0].patient, "age"),
        (protocols[0], "steps"),
        (protocols[0].steps[0], "pressure"),
        (packs, "packs"),
    ):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(value, field, None)


def test_a_protocol_can_be_kept_in_a_set(protocols: list[Protocol]) -> None:
    """Equal protocols have equal hashes."""
    again = pickle.loads(pickle.dumps(protocols[0]))  # noqa: S301 - our own bytes
    assert len({protocols[0], again}) == 1


@pytest.mark.parametrize("name", ["palpate.combine", "palpate.verify"])
def test_what_does_the_work_can_be_sent_to_a_process(name: str) -> None:
    """Whether it was found as the function or as the module that is called like it."""
    module = importlib.import_module(name)
    assert pickle.loads(pickle.dumps(module)) is module  # noqa: S301 - our own bytes
    assert callable(module)


@pytest.mark.parametrize("version", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_pickled_and_back(packs: Packs, protocols: list[Protocol], version: int) -> None:
    """Requests, protocols and packs of data come back equal, by every protocol of pickle."""
    for value in (*REQUESTS, *protocols):
        assert pickle.loads(pickle.dumps(value, version)) == value  # noqa: S301
    back = pickle.loads(pickle.dumps(packs, version))  # noqa: S301
    assert [p.identity for p in back.packs] == [p.identity for p in packs.packs]
    assert combine(REQUESTS[1], back) == protocols[1]


def test_threads_share_packs(packs: Packs, protocols: list[Protocol]) -> None:
    """Many threads with one set of packs get what one gets alone."""
    requests = REQUESTS * 3
    fresh = load_packs() if len(load_packs().packs) == len(packs.packs) else packs
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(combine, requests, [fresh] * len(requests)))
    assert found == protocols * 3


@pytest.mark.parametrize("method", ["spawn", pytest.param("forkserver", marks=pytest.mark.slow)])
def test_processes_give_the_same(packs: Packs, protocols: list[Protocol], method: str) -> None:
    """A pool of fresh processes, each given the packs, gives equal protocols."""
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"there is no {method} here")
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        found = list(pool.map(combine, REQUESTS, [packs] * len(REQUESTS)))
    assert found == protocols


def test_a_talking_pack_silences_nobody_else(capsys: pytest.CaptureFixture[str]) -> None:
    """What a pack prints is swallowed; what another thread prints meanwhile is not, and streams come back."""
    vocabulary = palpate.load_vocabulary()
    built_in = load_packs(entry_points=False).packs
    noisy = pack_from_plugin(noisy_pack, "palpate-noisy", "1", vocabulary)
    packs = together([*built_in, noisy], vocabulary)
    streams = sys.stdout, sys.stderr
    threads = [threading.Thread(target=packs.contents, args=({},)) for _ in range(4)]
    for thread in threads:
        thread.start()
    said = 0
    while any(thread.is_alive() for thread in threads):
        print("the program talks")  # noqa: T201
        said += 1
        threads[0].join(0.005)
    assert (sys.stdout, sys.stderr) == streams
    out, err = capsys.readouterr()
    assert said
    assert out == "the program talks\n" * said
    assert err == ""


def test_silence_is_lifted_whatever_happens() -> None:
    """Inside each other and after an exception, the streams are put back."""
    streams = sys.stdout, sys.stderr
    with silence(), pytest.raises(ZeroDivisionError), silence():
        1 / 0  # noqa: B018 - it raises
    assert (sys.stdout, sys.stderr) == streams
    with silence():
        sys.stdout.write("x")
        assert not hasattr(sys.stdout, "buffer")
    assert (sys.stdout, sys.stderr) == streams

"""What a factor bars, as compiled clinical logic (ELM) that an engine reads without a translator."""

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any
from typing import Final

from palpate.render.fhir_parts import SYSTEM

FHIR: Final = "http://hl7.org/fhir"
STRING: Final = "{urn:hl7-org:elm-types:r1}String"

Logic = dict[str, Any]


def expression_name(step: str) -> str:
    """Name the expression that says whether a step may be done."""
    return f"May do {step}"


def library(name: str, version: str, bars: Mapping[str, Sequence[str]]) -> Logic:
    """Make a library with one expression for each step that some factor bars."""
    usings = [
        {"localIdentifier": "System", "uri": "urn:hl7-org:elm-types:r1"},
        {"localIdentifier": "FHIR", "uri": FHIR, "version": "4.0.1"},
    ]
    identifier = {"id": name, "version": version} if version else {"id": name}
    return {
        "library": {
            "identifier": identifier,
            "schemaIdentifier": {"id": "urn:hl7-org:elm", "version": "r1"},
            "usings": {"def": usings},
            "contexts": {"def": [{"name": "Patient"}]},
            "statements": {
                "def": [_patient(), *(_may_do(step, bars[step]) for step in sorted(bars))]
            },
        }
    }


def _patient() -> Logic:
    retrieve = {"type": "Retrieve", "dataType": f"{{{FHIR}}}Patient"}
    single = {"type": "SingletonFrom", "operand": retrieve}
    return {"name": "Patient", "context": "Patient", "expression": single}


def _may_do(step: str, factors: Sequence[str]) -> Logic:
    return {
        "name": expression_name(step),
        "context": "Patient",
        "accessLevel": "Public",
        "expression": {"type": "Not", "operand": _any(factors)},
    }


def _any(factors: Sequence[str]) -> Logic:
    """Say that the patient has a Condition that is coded as one of the factors."""
    conditions = {"type": "Retrieve", "dataType": f"{{{FHIR}}}Condition"}
    codings = _path("coding", _path("code", scope="C"))
    coded = _exists(codings, "K", _all_of(_is("system", f"{SYSTEM}factor"), _one_of(factors)))
    return _exists(conditions, "C", coded)


def _exists(source: Logic, alias: str, where: Logic) -> Logic:
    query = {
        "type": "Query",
        "source": [{"alias": alias, "expression": source}],
        "relationship": [],
        "where": where,
    }
    return {"type": "Exists", "operand": query}


def _path(path: str, source: Logic | None = None, scope: str = "") -> Logic:
    found: Logic = {"type": "Property", "path": path}
    return {**found, "scope": scope} if source is None else {**found, "source": source}


def _is(path: str, value: str) -> Logic:
    literal = {"type": "Literal", "valueType": STRING, "value": value}
    return {"type": "Equal", "operand": [_path("value", _path(path, scope="K")), literal]}


def _all_of(first: Logic, second: Logic) -> Logic:
    return {"type": "And", "operand": [first, second]}


def _one_of(factors: Sequence[str]) -> Logic:
    """Chain equalities: an engine's `In` is less widely supported over lists of literals."""
    found = _is("code", factors[0])
    for factor in factors[1:]:
        found = {"type": "Or", "operand": [found, _is("code", factor)]}
    return found

"""Small parts of FHIR resources that are R4 and R4B alike."""

import json
import re
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from typing import Any
from typing import Final

from palpate.model.protocol import Diagnosis
from palpate.model.scales import Verdict
from palpate.model.technique import Range
from palpate.model.technique import Reference
from palpate.render.documents import one_line
from palpate.vocabulary import Vocabulary

#: Where the resources of a bundle live. It is a name, reserved never to be an address.
BASE: Final = "https://palpate.invalid/fhir"
#: The code systems of the shared vocabulary; the kind of word follows.
SYSTEM: Final = "urn:palpate:vocabulary:"
ICD_10_CM: Final = "http://hl7.org/fhir/sid/icd-10-cm"
UCUM: Final = "http://unitsofmeasure.org"
TERMINOLOGY: Final = "http://terminology.hl7.org/CodeSystem/"
LONGEST_ID: Final = 64
WHOLE_CODE: Final = re.compile(r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?")
SEVERITY: Final[dict[Verdict, str]] = {
    "emergency": "high",
    "absolute": "high",
    "clearance": "moderate",
    "regional": "moderate",
    "caution": "low",
    "proceed": "low",
}

Resource = dict[str, Any]


def resource(kind: str, identifier: str, /, **fields: Any) -> Resource:
    """Make a resource; fields that are empty are left out, as FHIR asks."""
    return {"resourceType": kind, "id": identifier, **filled(**fields)}


def filled(**fields: Any) -> Resource:
    """Leave out what is empty; a number 0 and False stay."""
    return {key: value for key, value in fields.items() if value not in (None, "", [], {}, ())}


def fhir_id(*parts: str) -> str:
    """Make an id of letters, digits, dots and dashes, at most 64 long; different parts stay different."""
    whole = "/".join(parts)
    plain = re.sub(r"[^A-Za-z0-9.-]+", "-", whole).strip("-")
    if plain == whole.replace("/", "-") and len(plain) <= LONGEST_ID:
        return plain
    mark = sha256(whole.encode()).hexdigest()[:8]
    return f"{plain[: LONGEST_ID - 9]}-{mark}".lstrip("-")


def reference(target: Resource, display: str = "") -> Resource:
    """Refer to a resource of the same bundle."""
    return filled(reference=f"{target['resourceType']}/{target['id']}", display=one_line(display))


def concept(text: str, kind: str = "", code: str = "") -> Resource:
    """Say something in words, and by its id in the shared vocabulary where it has one."""
    coding = [filled(system=SYSTEM + kind, code=one_line(code), display=one_line(text))]
    return filled(coding=coding if code else [], text=one_line(text))


def duration(value: float, unit: str = "min") -> Resource:
    """Give a time in UCUM."""
    return {"value": whole(value), "unit": unit, "system": UCUM, "code": unit}


def span(value: Range, unit: str = "min") -> Resource:
    """Give a range of time in UCUM."""
    return {"low": duration(value.least, unit), "high": duration(value.most, unit)}


def whole(value: float) -> int | float:
    """Write 4.0 as 4."""
    return int(value) if float(value).is_integer() else value


def note(text: str) -> Resource:
    """Make an annotation."""
    return {"text": one_line(text)}


def narrative(*lines: str) -> Resource:
    """Say in words what a resource holds, as XHTML in which every text is escaped."""
    body = "".join(f"<p>{escape(one_line(line))}</p>" for line in lines if line.strip())
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{body}</div>'}


def body_site(region: str, side: str, vocabulary: Vocabulary) -> Resource:
    """Name a region and its side."""
    known = vocabulary.regions
    name = known[region].name if region in known else region
    coding = {"system": SYSTEM + "region", "code": one_line(region), "display": one_line(name)}
    return {"coding": [coding], "text": one_line(f"{name}, {side}" if side else name)}


def diagnosis_code(diagnosis: Diagnosis) -> Resource:
    """Name a diagnosis; its ICD-10-CM code stands where it is a whole one and no prefix."""
    coded = concept(diagnosis.name, "condition", diagnosis.condition)
    if WHOLE_CODE.fullmatch(diagnosis.code):
        coded["coding"].append({"system": ICD_10_CM, "code": diagnosis.code})
    return coded


def citation(source: Reference) -> Resource:
    """Cite a source."""
    address = f"https://doi.org/{source.doi}" if source.doi else source.url
    words = [source.authors, str(source.year or ""), source.title, source.source]
    text = ". ".join(one_line(word).rstrip(".") for word in words if word)
    valid = address if re.fullmatch(r"https?://\S+", address) else ""
    return filled(type="citation", label=one_line(source.id), display=text, url=one_line(valid))


def bundle(resources: Iterable[Resource]) -> Resource:
    """Put resources in a collection; each reference in it leads to one of them."""
    entries = [
        {"fullUrl": f"{BASE}/{r['resourceType']}/{r['id']}", "resource": r} for r in resources
    ]
    return filled(resourceType="Bundle", type="collection", entry=entries)


def written(found: Resource) -> str:
    """Write a resource as JSON that ends with a line feed."""
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"

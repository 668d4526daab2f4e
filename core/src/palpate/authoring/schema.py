"""JSON Schema of the files that people write, made from the classes that they are read as."""

import types
from collections.abc import Mapping
from typing import Any
from typing import Final
from typing import Literal
from typing import Union
from typing import get_args
from typing import get_origin
from typing import get_type_hints

import attrs
from attrs import define
from attrs import field

from palpate.authoring import schema_shapes as shapes
from palpate.authoring.schema_words import PLACES
from palpate.authoring.schema_words import Schema
from palpate.authoring.schema_words import enumeration
from palpate.authoring.schema_words import field_texts
from palpate.authoring.schema_words import table_name
from palpate.model.condition import Permission
from palpate.model.safety import Limit
from palpate.model.sequence import IfNone
from palpate.model.sequence import Need
from palpate.model.technique import Range
from palpate.model.technique import Reference
from palpate.model.work import Selector
from palpate.packs.files import NOT_IN_A_FRAGMENT
from palpate.packs.files import ConditionFile
from palpate.packs.files import ContraindicationFile
from palpate.packs.files import Fragment
from palpate.packs.files import ReferenceFile
from palpate.packs.files import SequenceFileTables
from palpate.packs.files import TechniqueFile
from palpate.packs.sequence_checks import COUNTED_FROM
from palpate.packs.written import PACK_LINKS
from palpate.packs.written import WrittenContraindication
from palpate.packs.written import WrittenIndication
from palpate.packs.written import WrittenPhase
from palpate.packs.written import WrittenStep
from palpate.reading.keys import file_key
from palpate.reading.shapes import WRITTEN_AS
from palpate.reading.shapes import AnyRange
from palpate.reading.shapes import Days
from palpate.reading.shapes import Grades
from palpate.reading.shapes import OneOrMore
from palpate.reading.shapes import Pressure
from palpate.reading.shapes import Sides
from palpate.reading.shapes import Stages
from palpate.vocabulary import Vocabulary
from palpate.vocabulary.links import Links

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

#: The files of a pack: what each kind is called, and the class of its tables.
FILES: Final[Mapping[str, type]] = {
    "technique": TechniqueFile,
    "sequence": SequenceFileTables,
    "contraindications": ContraindicationFile,
    "references": ReferenceFile,
    "conditions": ConditionFile,
}
#: What a file must have beyond the fields without a default; a step may inherit all but its id.
REQUIRED: Final[Mapping[type, tuple[str, ...]]] = {
    WrittenStep: ("id",),
    SequenceFileTables: ("indication",),
}
Fields = Mapping[type, Mapping[str, Schema]]


def file_schema(kind: str, vocabulary: Vocabulary) -> Schema:
    """Give the JSON Schema of a kind of file.

    Args:
        kind: One of `FILES`.
        vocabulary: The words that its enumerations hold.
    """
    made = SchemaMaker(vocabulary).document(FILES[kind], f"palpate {kind}")
    if kind == "contraindications":
        made["anyOf"] = [{"required": [key]} for key in made["properties"]]
    return made


@define
class SchemaMaker:
    """Makes the schema of one document.

    Attributes:
        links: Which fields hold words of the vocabulary.
        fields: Fields that are written in a shape of their own.
    """

    vocabulary: Vocabulary
    links: Links = PACK_LINKS
    fields: Fields = field(factory=dict)
    _found: dict[str, Schema] = field(factory=dict, init=False)

    def document(self, kind: type, title: str) -> Schema:
        """Give the schema of a document whose top is a class."""
        whole = self._table(kind)
        return {
            "$schema": DIALECT,
            "title": title,
            **whole,
            "$defs": dict(sorted(self._found.items())),
        }

    def _table(self, kind: type, without: tuple[str, ...] = ()) -> Schema:
        hints = get_type_hints(kind)
        texts = field_texts().get(table_name(kind), {})
        properties = {
            file_key(each.name): {
                **_described(texts.get(file_key(each.name))),
                **self._field(kind, each.name, hints[each.name]),
            }
            for each in attrs.fields(kind)
            if each.name not in without
        }
        required = [
            file_key(each.name) for each in attrs.fields(kind) if each.default is attrs.NOTHING
        ]
        required += () if without else REQUIRED.get(kind, ())
        return {
            "description": (kind.__doc__ or "").partition("\n")[0],
            "type": "object",
            "properties": properties,
            **({"required": required} if required else {}),
            "additionalProperties": False,
        }

    def _named(self, name: str, make: Any, *arguments: Any) -> Schema:
        """Give a reference to a schema that is made when it is first asked for."""
        if name not in self._found:
            self._found[name] = {}
            self._found[name] = make(*arguments)
        return {"$ref": f"#/$defs/{name}"}

    def _words(self, kind: str) -> Schema:
        return self._named(kind, enumeration, kind, self.vocabulary)

    def _field(self, owner: type, name: str, hint: Any) -> Schema:
        own = {**_own(self.vocabulary), **self.fields}.get(owner, {})
        if name in own:
            return own[name]
        hint = _present(WRITTEN_AS.get(owner, {}).get(name, hint))
        if owner is WrittenContraindication and hint is Selector:
            return self._named("SelectorAtSite", self._selector, PLACES)
        kind = self.links.get(owner, {}).get(name)
        if kind is None:
            return self._of(hint, name)
        word = self._words(PLACES if owner is Limit and kind == "regions" else kind)
        if hint is OneOrMore:
            return shapes.one_or_list(word)
        return shapes.listed(word) if get_origin(hint) is tuple else word

    def _of(self, hint: Any, name: str) -> Schema:
        """Give the schema of a type."""
        shape = shapes.plain(hint, name) or self._shape(hint)
        if shape is not None:
            return shape
        if attrs.has(hint):
            return self._named(table_name(hint), self._table, hint)
        origin, parts = get_origin(hint), get_args(hint)
        if origin is Literal:
            return {"enum": list(parts)} if len(parts) > 1 else {"const": parts[0]}
        if origin is tuple:
            item = self._of(parts[0], "")
            return shapes.listed({**item, "minLength": 1} if parts[0] is str else item)
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": self._of(parts[1], "")}
        raise TypeError(f"no JSON Schema for {hint!r}")

    def _shape(self, hint: Any) -> Schema | None:
        """Give the schema of a shorthand; None for any other type."""
        made = _SHORTHANDS.get(hint)
        if made is not None:
            return made
        if hint is Fragment:
            return self._named("Fragment", self._table, WrittenStep, NOT_IN_A_FRAGMENT)
        if hint is Need:
            known = self.vocabulary
            return self._named("Need", shapes.need, known.states, known.regions)
        if hint is IfNone:
            return shapes.skip_or(self._named("IfNone", self._table, IfNone))
        if hint is Permission:
            return self._named("Permission", self._permission)
        return self._named("Selector", self._selector, "regions") if hint is Selector else None

    def _selector(self, regions: str) -> Schema:
        table = self._table(Selector)
        described = table["properties"]["regions"]["description"]
        inside = {"description": described, **shapes.listed(self._words(regions))}
        properties = {**table["properties"], "regions": inside}
        # An empty one would be about every step.
        return {**table, "properties": properties, "minProperties": 1}

    def _permission(self) -> Schema:
        table = self._table(Permission)
        said = {"description": field_texts()["Permission"]["for"], **shapes.text()}
        properties = {**table["properties"], "for": said}
        either = [{"required": ["for"]}, {"required": ["for_what"]}]
        return {**table, "properties": properties, "required": ["who"], "anyOf": either}


def _described(said: str | None) -> Schema:
    return {"description": said} if said else {}


def _present(hint: Any) -> Any:
    """Give a type without None: what isn't said isn't written."""
    if get_origin(hint) in (Union, types.UnionType):
        rest = [part for part in get_args(hint) if part is not type(None)]
        return rest[0] if len(rest) == 1 else hint
    return hint


_SHORTHANDS: Final[Mapping[Any, Schema]] = {
    Range: shapes.number_range("integer"),
    AnyRange: shapes.number_range("number"),
    Days: shapes.duration(),
    Stages: shapes.stages(),
    OneOrMore: shapes.one_or_list(shapes.text()),
    Pressure: shapes.pressure(),
    Grades: shapes.grades(),
    Sides: shapes.sides(),
}


def _own(vocabulary: Vocabulary) -> Fields:
    """Give the fields whose form a check sees to, not a type."""
    dated = (each.id for each in vocabulary.factors.values() if each.dated)
    return {
        WrittenPhase: {"since": shapes.words((*COUNTED_FROM, *dated))},
        WrittenIndication: {"stage_reasons": shapes.listed(shapes.stage_reason())},
        Reference: {
            "doi": shapes.whole("|10\\..*"),
            "pmid": shapes.whole("[0-9]*"),
            "url": shapes.whole("|https?://.*"),
        },
    }

"""The JSON documents of a package: pydantic-core validators derived from the model's own dataclasses.

Fields have the model's names and, when they are not there, its defaults. The validators build the model's objects directly
(10,000 lessons must open at once), refuse unknown fields, and are what docs/package.schema.json is made from.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic_core import CoreConfig, CoreSchema, ErrorDetails, SchemaValidator, ValidationError, core_schema, from_json

from player.course import model
from player.course.model import Course
from player.course.quiz import Quiz
from player.package.limits import FORMAT
from player.package.refusal import RefusedError

MANIFEST_KIND = "greentick course"
INTEGER_MAX = 2**53 - 1  # the largest integer of canonical JSON (RFC 8785)
TEXT_ID_MAX = 1000

CONDITION_WORDS: Mapping[type, str] = MappingProxyType(
    {
        model.Complete: "complete",
        model.Passed: "passed",
        model.ScoreAtLeast: "score",
        model.MeritAtLeast: "merit",
        model.AwardHeld: "award",
        model.After: "after",
        model.DaysSinceStart: "days since start",
        model.AtLeast: "at least",
        model.PreviousRequired: "previous required",
    }
)

_STRICT = CoreConfig(strict=True, extra_fields_behavior="forbid")
_CONDITION = "Condition"
_COUNT = core_schema.int_schema(ge=0, le=INTEGER_MAX)
_PERCENT = core_schema.int_schema(ge=0, le=100)
_ID = core_schema.str_schema(min_length=1, max_length=TEXT_ID_MAX)
_BY_FIELD: Mapping[str, CoreSchema] = MappingProxyType(
    {
        "id": _ID,
        "pass_mark": _PERCENT,
        "at_least": _PERCENT,
        "at": core_schema.nullable_schema(core_schema.int_schema(ge=-INTEGER_MAX, le=INTEGER_MAX)),
    }
)


def _ratio(text: str) -> Fraction:
    top, _, bottom = text.partition("/")
    value = Fraction(int(top), int(bottom))
    if ratio_text(value) != text:
        raise ValueError("the fraction is not in lowest terms")
    return value


def ratio_text(value: Fraction) -> str:
    """An exact fraction in lowest terms, as 7/2."""
    return f"{value.numerator}/{value.denominator}"


class _Deriver:
    """Collects the schema of each dataclass once, under its name."""

    def __init__(self) -> None:
        self.definitions: dict[str, CoreSchema] = {}

    def of(self, hint: Any) -> CoreSchema:
        """The schema of a type as the model writes it. TypeError for one that has no JSON form here: a new one needs a line."""
        if hint in {str, bool, int}:
            return {str: core_schema.str_schema(), bool: core_schema.bool_schema(), int: _COUNT}[hint]
        if hint is Fraction:
            text = core_schema.str_schema(pattern="^-?(0|[1-9][0-9]{0,99})/[1-9][0-9]{0,99}$")
            return core_schema.no_info_after_validator_function(_ratio, text)
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            return core_schema.enum_schema(hint, list(hint), sub_type="str", strict=True)
        if is_dataclass(hint) and isinstance(hint, type):
            return self._dataclass(hint)
        arguments = get_args(hint)
        if get_origin(hint) is tuple and arguments[1:] == (Ellipsis,):
            return core_schema.tuple_schema([self.of(arguments[0])], variadic_item_index=0)
        if get_origin(hint) is Mapping and arguments == (str, str):
            tags = core_schema.dict_schema(core_schema.str_schema(pattern="^[A-Za-z0-9-]{1,35}$"), core_schema.str_schema())
            return core_schema.no_info_after_validator_function(MappingProxyType, tags)
        if get_origin(hint) in {Union, UnionType}:
            return self._union(tuple(argument for argument in arguments if argument is not NoneType), nullable=NoneType in arguments)
        raise TypeError(f"no JSON form for {hint!r}")

    def _union(self, kinds: tuple[Any, ...], *, nullable: bool) -> CoreSchema:
        if set(kinds) == set(CONDITION_WORDS):
            schema = self._condition()
        elif len(kinds) == 1:
            schema = self.of(kinds[0])
        else:
            raise TypeError(f"no JSON form for a choice of {kinds!r}")
        return core_schema.nullable_schema(schema) if nullable else schema

    def _condition(self) -> CoreSchema:
        if _CONDITION not in self.definitions:
            self.definitions[_CONDITION] = core_schema.any_schema()  # while its parts are made, which refer to it
            choices = {word: self._dataclass(cls) for cls, word in CONDITION_WORDS.items()}
            self.definitions[_CONDITION] = core_schema.tagged_union_schema(choices, "when", ref=_CONDITION)
        return core_schema.definition_reference_schema(_CONDITION)

    def _dataclass(self, cls: type) -> CoreSchema:
        name = cls.__name__
        if name not in self.definitions:
            self.definitions[name] = core_schema.any_schema()
            hints = get_type_hints(cls)
            own = [self._field(field, hints[field.name]) for field in fields(cls)]
            word = CONDITION_WORDS.get(cls)
            # The tag is checked and then dropped, as an argument that only __init__ would see.
            tag = [core_schema.dataclass_field("when", core_schema.literal_schema([word]), init_only=True)] if word else []
            arguments = core_schema.dataclass_args_schema(name, [*tag, *own], collect_init_only=True)
            names = [field.name for field in fields(cls)]
            self.definitions[name] = core_schema.dataclass_schema(cls, arguments, names, slots=True, config=_STRICT, ref=name)
        return core_schema.definition_reference_schema(name)

    def _field(self, field: Field[Any], hint: Any) -> core_schema.DataclassField:
        schema = _BY_FIELD.get(field.name) or self.of(hint)
        if field.default is not MISSING:
            schema = core_schema.with_default_schema(schema, default=field.default)
        elif field.default_factory is not MISSING:
            schema = core_schema.with_default_schema(schema, default_factory=field.default_factory)
        return core_schema.dataclass_field(field.name, schema)


def _object(name: str, members: Mapping[str, CoreSchema]) -> CoreSchema:
    """A JSON object with exactly these members."""
    typed = {key: core_schema.typed_dict_field(schema) for key, schema in members.items()}
    return core_schema.typed_dict_schema(typed, config=_STRICT, extra_behavior="forbid", cls_name=name)


def _document(cls: type, key: str) -> CoreSchema:
    deriver = _Deriver()
    root = deriver.of(cls)
    top = _object(key, {"format": core_schema.literal_schema([FORMAT]), key: root})
    return core_schema.definitions_schema(top, list(deriver.definitions.values()))


def course_schema() -> CoreSchema:
    """{"format": 1, "course": {…}}: _course/course.json."""
    return _document(Course, "course")


def quiz_schema() -> CoreSchema:
    """{"format": 1, "quiz": {…}}: the file of a quiz lesson."""
    return _document(Quiz, "quiz")


def manifest_schema() -> CoreSchema:
    """_course/manifest.json. A file is a row [name, bytes, CRC-32, SHA-256], because there may be tens of thousands."""
    text = core_schema.str_schema()
    crc, sha256 = core_schema.str_schema(pattern="^[0-9a-f]{8}$"), core_schema.str_schema(pattern="^[0-9a-f]{64}$")
    row = core_schema.tuple_schema([text, _COUNT, crc, sha256])
    course = {
        "id": _ID,
        "title": text,
        "version": text,
        "publisher": text,
        "licence": text,
        "languages": core_schema.tuple_schema([text], variadic_item_index=0),
    }
    return _object(
        "manifest",
        {
            "kind": core_schema.literal_schema([MANIFEST_KIND]),
            "format": core_schema.literal_schema([FORMAT]),
            "course": _object("course", course),
            "files": core_schema.tuple_schema([row], variadic_item_index=0),
        },
    )


@cache
def _validator(which: str) -> SchemaValidator:
    schemas = {"course": course_schema, "quiz": quiz_schema, "manifest": manifest_schema}
    return SchemaValidator(schemas[which](), _STRICT)


def parse_course(data: bytes) -> Course:
    course: Course = _parse("course", data, "the course document")["course"]
    return course


def parse_quiz(data: bytes, where: str) -> Quiz:
    quiz: Quiz = _parse("quiz", data, where)["quiz"]
    return quiz


def parse_manifest(data: bytes) -> dict[str, Any]:
    return _parse("manifest", data, "the manifest")


def _parse(which: str, data: bytes, where: str) -> dict[str, Any]:
    """RefusedError with the first field that is wrong; `where` names the file."""
    try:
        document: dict[str, Any] = _validator(which).validate_json(data)
        return document
    except ValidationError as error:
        raise _refused(error.errors(include_url=False, include_input=False), data, where) from None


_UNKNOWN = frozenset({"extra_forbidden", "unexpected_keyword_argument"})


def _refused(details: list[ErrorDetails], data: bytes, where: str) -> RefusedError:
    detail = details[0]
    try:
        told = from_json(data)
    except ValueError:
        return RefusedError(f"{where} in it is not well formed")
    number = told.get("format") if isinstance(told, dict) else None
    if type(number) is int and number > FORMAT:
        return RefusedError(f"it has format {number}, this version reads {FORMAT}", newer=True)
    field = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in detail["loc"]).removeprefix(".")[:200]
    if all(one["type"] in _UNKNOWN for one in details):
        return RefusedError(f"{where} has the field {field}, which this version does not know", newer=True)
    return RefusedError(f"the field {field or 'at the top'} of {where} in it is wrong ({detail['msg']})")

"""The JSON Schema of the documents in a package, made from the validators that read them (docs/package.schema.json)."""

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from player.package.wire import course_schema, manifest_schema, quiz_schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_text() -> str:
    """One schema with a definition for each document: manifest, course, quiz, and the parts they share."""
    documents = {"manifest": manifest_schema(), "course": course_schema(), "quiz": quiz_schema()}
    references, definitions = GenerateJsonSchema().generate_definitions([(name, "validation", schema) for name, schema in documents.items()])
    parts: dict[str, Any] = {str(name): _plain(part) for name, part in definitions.items()}
    parts |= {f"{name} document": _plain(schema) for (name, _), schema in references.items()}
    whole = {
        "$schema": DIALECT,
        "title": "Documents of a .course package, format 1",
        "anyOf": [{"$ref": f"#/$defs/{name} document"} for name in documents],
        "$defs": dict(sorted(parts.items())),
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _plain(value: Any) -> Any:
    """Without titles and descriptions, which speak of the program; docs/package-format.md explains the fields."""
    if isinstance(value, dict):
        kept = {key: item for key, item in value.items() if key not in {"title", "description"} or isinstance(item, dict)}
        return {key: _plain(item) for key, item in kept.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value

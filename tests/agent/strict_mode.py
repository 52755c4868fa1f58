"""What providers take as a tool's schema in strict mode: their published rules as a check.

OpenAI (Structured Outputs, "Supported schemas", 2026): the root is an object and no union; every object
says ``additionalProperties: false`` and requires all its properties; types are string, number, boolean,
integer, object, array and null, with enum and anyOf; no composition other than anyOf; no default; at most
5,000 properties, 10 levels and 1,000 enum values. Limits of numbers are taken, those of lengths are not.

Anthropic (strict tool use, "JSON Schema limitations" and "Schema complexity limits", 2026): objects as
above but for ``required``; no limits of numbers, of lengths, or of arrays other than minItems 0 and 1; no
recursion; in all strict tools together at most 24 optional parameters and 16 with a union, 20 tools.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

_TYPES = {"string", "number", "boolean", "integer", "object", "array", "null"}
_WORDS = {"type", "properties", "required", "additionalProperties", "items", "anyOf", "enum", "const"}
_WORDS |= {"description"}
_OPENAI_MORE = {"pattern", "format", "multipleOf", "maximum", "exclusiveMaximum", "minimum"}
_OPENAI_MORE |= {"exclusiveMinimum", "minItems", "maxItems"}
_ANTHROPIC_MORE = {"default", "title", "format"}


def faults_for_openai(schema: Schema) -> list[str]:
    """Return what OpenAI would refuse of the parameters of a strict function."""
    faults = list(_faults(schema, "$", _WORDS | _OPENAI_MORE, all_required=True, depth=1))
    if schema.get("type") != "object" or "anyOf" in schema:
        faults.append("$: the root is no plain object")
    enums = sum(len(part.get("enum", ())) for _, part in _parts(schema, "$"))
    return faults + (["too many enum values"] if enums > 1000 else [])


def faults_for_anthropic(schemas: list[Schema]) -> list[str]:
    """Return what Anthropic would refuse of the input schemas of a request's strict tools."""
    faults = [
        fault
        for schema in schemas
        for fault in _faults(schema, "$", _WORDS | _ANTHROPIC_MORE, all_required=False, depth=1)
    ]
    parts = [part for schema in schemas for _, part in _parts(schema, "$")]
    optional = sum(len(set(part.get("properties", ())) - set(part.get("required", ()))) for part in parts)
    unions = sum("anyOf" in part or isinstance(part.get("type"), list) for part in parts)
    limits = {"tools": (len(schemas), 20), "optional parameters": (optional, 24), "unions": (unions, 16)}
    return faults + [f"{what}: {count} > {most}" for what, (count, most) in limits.items() if count > most]


def _faults(schema: Any, path: str, words: set[str], *, all_required: bool, depth: int) -> Iterator[str]:
    if depth > 10:
        yield f"{path}: too deep"
    for place, part in _parts(schema, path):
        if unknown := set(part) - words:
            yield f"{place}: {sorted(unknown)}"
        types = part.get("type", [])
        if not set([types] if isinstance(types, str) else types) <= _TYPES:
            yield f"{place}: type {types}"
        if "type" not in part and not part.keys() & {"anyOf", "enum", "const"}:
            yield f"{place}: takes anything"
        if part.get("type") == "array" and "items" not in part:
            yield f"{place}: an array of anything"
        if part.get("type") == "object":
            if part.get("additionalProperties") is not False:
                yield f"{place}: additionalProperties is not false"
            if not part.get("properties"):
                yield f"{place}: an object without properties takes nothing"
            if all_required and set(part.get("properties", ())) != set(part.get("required", ())):
                yield f"{place}: not all properties are required"


def _parts(schema: Any, path: str) -> Iterator[tuple[str, Schema]]:
    """Go over a schema and all schemas within it."""
    yield path, schema
    for name, inner in schema.get("properties", {}).items():
        yield from _parts(inner, f"{path}.{name}")
    if "items" in schema:
        yield from _parts(schema["items"], f"{path}[]")
    for index, inner in enumerate(schema.get("anyOf", ())):
        yield from _parts(inner, f"{path}|{index}")

"""The form of a design in which chat models write one: a schema that strict modes take, and its reading.

Strict modes take no free objects, no defaults, few unions and few optional properties, and what a schema
weighs is paid for in every call. So each family of values (bases, profiles, features, places) is one flat
object here: ``kind``, its texts, its nested values, and ``sizes``, a list of names and values for the rest.
What is left out is an empty text or list. It is made from the models themselves, so a new feature is in it at
once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, get_args, get_origin

from mayfly.design.expectations import Has
from mayfly.design.features.combine import Nested
from mayfly.design.field_shapes import ModelField, Shape, choices, fields_of, kind_of, literals, options
from mayfly.design.model import Design
from mayfly.design.values import Value, read_length

Schema = dict[str, Any]

_TITLE: Final = "title"
_TITLE_WRITTEN: Final = "name"
"""LangChain takes every ``title`` out of a tool's schema, so a design's title is called its name there."""
_PAIRS: Final[Schema] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"name": {"type": "string"}, "value": {"type": "string"}},
        "required": ["name", "value"],
        "additionalProperties": False,
    },
}
_LISTS: Final[Mapping[Shape, Schema]] = {
    "text": {"type": "string"},
    "words": {"type": "array", "items": {"type": "string"}},
    "numbers": {"type": "array", "items": {"type": "number"}},
    "series": {"type": "array", "items": {"type": "number"}},
    "points": {"type": "array", "items": {"type": "array", "items": {"type": "number"}}},
}


def strict_schema() -> Schema:
    """Return the JSON schema of a design's flat form, which OpenAI's and Anthropic's strict modes take."""
    schema = _object((Design,))
    _describe_once(schema, "", {})
    return schema


def from_strict(data: Any) -> Any:
    """Return the plain data of a design that was written in the flat form, ready for ``Design.read``.

    What is null or empty is left out. Plain data of the usual form pass through, so a model that writes that
    one instead is understood, too.
    """
    return _read(data, (Design,))


# --- the schema --------------------------------------------------------------------------------------


def _object(family: tuple[type[Value], ...]) -> Schema:
    """Return the schema of a family: one object with the fields of all its models."""
    properties: Schema = {}
    # a body within a body would be written out in itself without end; its usual form is read all the same
    family = tuple(model for model in family if not issubclass(model, Nested))
    kinds = [kind_of(model) for model in family]
    if kinds[0]:
        properties["kind"] = {"type": "string", "enum": kinds}
    for field in _merged(family):
        if any(issubclass(model, Has) for model in field.family):
            continue  # what it takes to say it would be paid for in every call; its usual form is read
        if field.shape == "one":
            found = _object(field.family)
            if not _is_in_all(field.name, family):
                found = {"type": "array", "items": found, "description": "none or one"}
        elif field.shape == "many":
            found = {"type": "array", "items": _object(field.family)}
        elif field.shape in _LISTS:
            found = _described(_LISTS[field.shape], field.name, family)
        else:
            continue
        properties[_TITLE_WRITTEN if field.name == _TITLE else field.name] = found
    said = _sizes(family)
    if said:
        properties["sizes"] = {**_PAIRS, "description": said}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _describe_once(schema: Schema, name: str, owners: dict[str, str]) -> None:
    """Let the sizes of a family that is written in several places point to the first one.

    Three places hold a profile, and the table of its sizes is long.

    Args:
        schema: The schema of one field; it is changed.
        name: The field's name with that of the value that holds it: "base.profile".
        owners: The tables found so far, with the field that has each.
    """
    inner = schema.get("items", schema)
    holder = name.rpartition(".")[-1]
    for key, value in inner.get("properties", {}).items():
        said = value.get("description", "") if key == "sizes" else ""
        first = owners.setdefault(said, name)
        if said and first != name and len(said) > len(first) + 10:
            value["description"] = f"as in {first}"
        _describe_once(value, f"{holder}.{key}".removeprefix("."), owners)


def _is_in_all(name: str, family: tuple[type[Value], ...]) -> bool:
    """Return whether each model of a family has a value of this name, so that it is never left out."""
    infos = [model.model_fields.get(name) for model in family]
    return all(info is not None and (info.is_required() or info.default is not None) for info in infos)


def _described(schema: Schema, name: str, family: tuple[type[Value], ...]) -> Schema:
    """Return a schema with what the models say of the field."""
    found = [info for model in family if (info := model.model_fields.get(name))]
    said = next((info.description for info in found if info.description), "")
    words = [word for each in _items(found[0].annotation) for word in literals(each)]
    if words:
        schema = {**schema, "items": {"type": "string", "enum": words}}
    return {**schema, "description": said} if said else dict(schema)


def _merged(family: tuple[type[Value], ...]) -> list[ModelField]:
    """Return the fields of several models, each name once, and in the form that holds most."""
    found: dict[str, ModelField] = {}
    for model in family:
        for field in fields_of(model):
            before = found.get(field.name)
            if before is None or before.shape == "size":
                found[field.name] = field
    return list(found.values())


def _sizes(family: tuple[type[Value], ...]) -> str:
    """Return which sizes each kind has; those that are needed have a star."""
    own = {field.name: field.shape for field in _merged(family)}
    names: dict[str, list[str]] = {
        kind_of(model): [
            name
            for field in fields_of(model)
            if own[field.name] not in _LISTS
            for name in _size_names(model, field)
        ]
        for model in family
    }
    shared = [name for name in next(iter(names.values())) if all(name in each for each in names.values())]
    rows = [("all" if len(family) > 1 else "", shared)]
    rows += [(kind, [name for name in each if name not in shared]) for kind, each in names.items()]
    return "; ".join(f"{kind}: {' '.join(each)}".removeprefix(": ") for kind, each in rows if each)


def _size_names(model: type[Value], field: ModelField) -> Iterator[str]:
    """Yield the names under which a field is written among the sizes."""
    if field.shape == "size":
        yield f"{field.name}{'*' if field.required else ''}{choices(model, field.name)}"
    elif field.shape == "inner":
        (inner,) = field.family
        for each in fields_of(inner):
            yield from (f"{field.name}.{name}" for name in _size_names(inner, each))
    elif field.shape == "mapping":
        yield "the part's own sizes"


def _items(annotation: Any) -> Iterator[Any]:
    """Yield the types of a list's items."""
    for option in options(annotation):
        if get_origin(option) is tuple:
            yield from options(get_args(option)[0])


# --- reading it --------------------------------------------------------------------------------------


def _read(data: Any, family: tuple[type[Value], ...]) -> Any:
    """Return the plain data of one value; what is written wrongly is left for pydantic to find."""
    if not isinstance(data, Mapping):
        return data
    model = next((m for m in family if kind_of(m) == data.get("kind", "")), family[0])
    fields = {field.name: field for field in fields_of(model)}
    done: dict[str, Any] = {}
    for name, value in data.items():
        name = _TITLE if name == _TITLE_WRITTEN and _TITLE in fields else name
        field = fields.get(name)
        if _is_empty(value, needed=field is not None and field.required):
            continue
        if name == "sizes" and isinstance(value, list):
            _put_sizes(done, value, model, fields)
        elif field is None:
            done[name] = value
        elif field.shape in {"one", "inner"}:
            only = value[0] if isinstance(value, list) and len(value) == 1 else value
            done[name] = _read(only, field.family)
        elif field.shape == "many" and isinstance(value, list):
            done[name] = [_read(item, field.family) for item in value]
        elif field.shape == "size" and isinstance(value, list) and len(value) == 1:
            done[name] = value[0]
        elif field.shape == "numbers" and isinstance(value, list) and len(value) == 1:
            done[name] = value[0]  # one distance stands for both
        else:
            done[name] = value
    return done


def _is_empty(value: Any, *, needed: bool) -> bool:
    """Return whether a value stands for one that is left out."""
    return value is None or value == "" or (isinstance(value, list) and not value and not needed)


def _put_sizes(
    done: dict[str, Any], pairs: list[Any], model: type[Value], fields: Mapping[str, ModelField]
) -> None:
    """Put named sizes where they belong: a field, a field of an inner value, or the free sizes."""
    free = next((name for name, field in fields.items() if field.shape == "mapping"), "")
    for pair in pairs:
        if not isinstance(pair, Mapping) or "name" not in pair:
            done.setdefault("sizes", []).append(pair)
            continue
        name, value = str(pair["name"]), pair.get("value")
        if value is None or value == "":
            continue
        outer, dot, inner = name.partition(".")
        field = fields.get(outer)
        if field and field.shape == "inner":
            within = done.setdefault(outer, {})
            if dot:
                within[inner] = value
        elif field is None and free and name not in model.model_fields:
            done.setdefault(free, {})[name] = _number(value)
        else:
            done[name] = value


def _number(value: Any) -> Any:
    """Return a size of a part as a number where it is one, in mm."""
    try:
        return read_length(value)
    except ValueError:
        return value

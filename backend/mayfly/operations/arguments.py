"""Arguments of operations as chat models write them, and the two JSON schemas that they are shown.

Providers in strict mode make a model write every argument, ``null`` where it has nothing to
say, and take no free-form object, no default and no limit on a number or a length. So the strict
schema (``model_json_schema``) names all arguments as required, lets ``null`` stand for what is left
out, and carries its limits in the descriptions; what an operation is given is checked when it is
called. The plain schema (``plain_schema``) has defaults and limits, and requires what is needed.
Programs may leave out what is optional, and give ``parameters`` as a dictionary.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from typing import Annotated, Any, Final

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ValidationError,
    WithJsonSchema,
    model_validator,
)

from mayfly.contracts import ParameterValue
from mayfly.design.strict_form import strict_schema

_NOT_IN_STRICT_MODE: Final = frozenset(
    {
        "title",
        "default",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "maxLength",
        "minLength",
    }
)
_VALUE_SCHEMA: Final = {
    "anyOf": [{"type": "number"}, {"type": "boolean"}, {"type": "string"}, {"type": "null"}]
}
_MENTIONED_CHARACTERS: Final = 60
_LONGEST_NUMBER_BITS: Final = 1023
"""Of a whole number that can be turned into a float for certain."""


_PLAIN_DATA: Final = (bool, int, float, str, list, tuple, Mapping)
"""What a chat model can write."""


def _strict(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON schema of an object, and of what it refers to, for strict mode."""
    strict = {key: value for key, value in schema.items() if key not in _NOT_IN_STRICT_MODE}
    strict["required"] = list(schema["properties"])
    strict["properties"] = {name: _without_limits(field) for name, field in schema["properties"].items()}
    if "$defs" in schema:
        strict["$defs"] = {name: _strict(inner) for name, inner in schema["$defs"].items()}
    return strict


def _without_limits(schema: Any) -> Any:
    """Return a schema without the words that strict mode refuses, all the way down."""
    if isinstance(schema, list):
        return [_without_limits(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _without_limits(value) for key, value in schema.items() if key not in _NOT_IN_STRICT_MODE}


class ToolInput(BaseModel):
    """Arguments of an operation: ``null`` is the same as left out, and an unknown name is an error."""

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the strict JSON schema, made once: LangChain asks for it at every call of a model."""
        if args or kwargs:
            return _strict(super().model_json_schema(*args, **kwargs))
        return deepcopy(_strict_schema(cls))

    @classmethod
    def plain_schema(cls) -> dict[str, Any]:
        """Return the JSON schema with defaults and limits, as MCP clients are shown it."""
        return deepcopy(_plain_schema(cls))

    @model_validator(mode="before")
    @classmethod
    def _left_out(cls, given: Any) -> Any:
        """Drop what is ``null``, and objects that a framework gives a tool besides the model's arguments."""
        if not isinstance(given, Mapping):
            return given
        return {
            name: [item for item in value if item is not None] if isinstance(value, list) else value
            for name, value in given.items()
            if value is not None and (name in cls.model_fields or isinstance(value, _PLAIN_DATA))
        }


@cache
def _plain_schema(arguments: type[ToolInput]) -> dict[str, Any]:
    """Return the JSON schema of an operation's arguments as pydantic makes it."""
    return super(ToolInput, arguments).model_json_schema()


@cache
def _strict_schema(arguments: type[ToolInput]) -> dict[str, Any]:
    """Return the JSON schema of an operation's arguments for strict mode."""
    return _strict(_plain_schema(arguments))


def _value(given: Any) -> ParameterValue:
    """Return a parameter's value; the error is one sentence, where pydantic would write one for each type."""
    if isinstance(given, float) and not math.isfinite(given):
        raise ValueError(f"a number is finite, not {given}")
    if isinstance(given, int) and given.bit_length() > _LONGEST_NUMBER_BITS:
        raise ValueError("the number is too long")
    if isinstance(given, bool | int | float | str):
        return given
    raise ValueError(f"a value is a number, a text, true or false, not {_mentioned(given)}")


class NamedValue(BaseModel):
    """One parameter of a part: its name and its value."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(description="As describe_parts names it.")
    value: Annotated[ParameterValue | None, WithJsonSchema(_VALUE_SCHEMA)] = Field(
        description="Lengths in mm; null: the default."
    )


def _named_values(given: Any) -> Any:
    """Read parameters in any form that models write: pairs, a dictionary, or either as JSON text."""
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except json.JSONDecodeError:
            raise ValueError("it is a list of names and values, not a text") from None
        except ValueError:  # Python reads only a few thousand digits
            raise ValueError("a number in it is too long") from None
        except RecursionError:
            raise ValueError("it is a list of names and values, and is nested too deeply") from None
        if given is None:  # like null itself
            return []
    if isinstance(given, Mapping):
        given = [{"name": name, "value": value} for name, value in given.items()]
    if not isinstance(given, list):
        raise ValueError(f"it is a list of names and values, not {_mentioned(given)}")
    return list(_pairs(given))


def _pairs(given: list[Any]) -> Iterator[NamedValue]:
    """Check each pair; what has no value is left out, as a ``null`` argument is.

    Raises:
        ValueError: An item is no pair, or a name occurs with two values.
    """
    seen: dict[str, ParameterValue] = {}
    for item in given:
        if isinstance(item, NamedValue):
            item = item.model_dump()
        if (
            not isinstance(item, Mapping)
            or set(item) - {"name", "value"}
            or not isinstance(item.get("name"), str)
        ):
            raise ValueError(f'each item is {{"name": …, "value": …}}, not {_mentioned(item)}')
        if item.get("value") is None:
            continue
        try:
            value = _value(item["value"])
        except ValueError as error:
            raise ValueError(f"{item['name']!r}: {error}") from None
        if seen.setdefault(item["name"], value) != value:
            raise ValueError(f"{item['name']!r} is given twice, with {seen[item['name']]!r} and {value!r}")
    for name, value in seen.items():
        yield NamedValue.model_construct(name=name, value=value)


NamedValues = Annotated[list[NamedValue], BeforeValidator(_named_values)]
"""Parameters by name: a list of pairs to a chat model, a list or a dictionary from a program."""


class _DesignSchema:
    """Gives an argument the schema of a design, made when it is first asked for."""

    @classmethod
    def __get_pydantic_json_schema__(cls, _: Any, __: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [strict_schema(), {"type": "null"}]}


DesignArgument = Annotated[Any, _DesignSchema]
"""A design: its flat form to a chat model; from a program also plain data, JSON text or a ``Design``."""


def explain_invalid_input(error: ValidationError) -> str:
    """Return one sentence with the arguments that are wrong and why, each argument once."""
    reasons: dict[str, str] = {}
    for problem in error.errors(include_url=False):
        name = str(problem["loc"][0]) if problem["loc"] else ""
        reasons.setdefault(name, _reason(name, problem))
    return "invalid_input: " + "; ".join(reasons.values()) + "."


def _reason(name: str, problem: Any) -> str:
    """Return what is wrong with one argument."""
    if problem["type"] == "missing":
        return f"{name!r} is missing"
    if problem["type"] == "extra_forbidden":
        return f"there is no argument {name!r}"
    reason = problem["msg"].removeprefix("Value error, ").rstrip(".")
    if not name:
        return str(reason)
    given = "" if problem["type"] == "value_error" else f", not {_mentioned(problem['input'])}"
    return f"{name!r}: {reason[0].lower()}{reason[1:]}{given}"


def _mentioned(value: object) -> str:
    """Return a value that was given, shortened; its type if it can't be written as JSON."""
    try:
        text = json.dumps(value, default=lambda other: type(other).__name__, ensure_ascii=False)
    except (ValueError, RecursionError):  # a number of thousands of digits, or too deep a nesting
        text = type(value).__name__
    return text if len(text) <= _MENTIONED_CHARACTERS else text[:_MENTIONED_CHARACTERS] + "…"

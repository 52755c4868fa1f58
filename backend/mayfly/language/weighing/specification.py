"""Writes a specification in JSON, or in a notation like it, as lines of phrases."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from mayfly.language.vocabulary import word_set

_NAMES: Final = word_set("part type shape kind object feature name component body base item model operation")
_PLACES: Final = word_set(
    "position positions center centre location locations at points coordinates origin pos offset"
)
_COUNTS: Final = word_set("count quantity qty number n instances")
_SIZES: Final = word_set("size dimensions dims bounding_box box")
_UNITS: Final = word_set("units unit")
_AXES: Final = ("x", "y", "z")
_DEEPEST: Final = 8


def phrases_of(text: str) -> str | None:
    """Return the lines of a specification, with the words around it; None where the text has none."""
    begin, end = text.find("{"), text.rfind("}")
    if begin < 0 or end < begin:
        return None
    data = _read(text[begin : end + 1])
    if not isinstance(data, dict) or not data:
        return None
    before = re.sub(r"`+(?:json|yaml|python)?\s*$", "", text[:begin]).strip()
    after = text[end + 1 :].strip(" `\n")
    unit = _unit(data)
    lines = [line for line in (before, *_lines(data, unit, 0), after) if line]
    return "\n".join(lines)


def _read(text: str) -> Any:
    for read in (json.loads, ast.literal_eval):
        try:
            return read(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
    return None


def _unit(data: Mapping[str, Any]) -> str:
    unit = next((value for key, value in data.items() if str(key).lower() in _UNITS), "")
    text = str(unit).lower()
    return {"inches": "in", "inch": "in", "in": "in", "cm": "cm", "m": "m"}.get(text, "")


def _lines(data: Mapping[str, Any], unit: str, depth: int) -> Iterator[str]:
    """Yield one line for what a mapping describes, and one for each mapping in it."""
    said: list[str] = []
    inner: list[str] = []
    count, noun = "", ""
    for raw, value in data.items():
        key = str(raw).replace("_", " ").lower().strip()
        if depth >= _DEEPEST or key in _UNITS or value is None:
            continue
        if (
            isinstance(value, list)
            and value
            and all(isinstance(one, dict) for one in value)
            and not _are_points(value)
        ):
            for one in value:
                named = (
                    one
                    if any(str(k).lower() in _NAMES for k in one)
                    else {"type": key.removesuffix("s"), **one}
                )
                inner += _lines(named, unit, depth + 1)
        elif isinstance(value, dict) and not _is_point(value):
            named = value if any(str(k).lower() in _NAMES for k in value) else {"type": key, **value}
            inner += _lines(named, unit, depth + 1)
        elif key in _COUNTS and isinstance(value, int) and not isinstance(value, bool):
            count = f"{value} "
        elif key in _NAMES and isinstance(value, str) and not noun:
            noun = value.replace("_", " ")
        else:
            said.append(_phrase(key, value, unit))
    named = f"{count}{noun}" if noun else count.strip()
    line = ", ".join(one for one in (named, *said) if one)
    if line:
        yield line
    yield from inner


def _phrase(key: str, value: Any, unit: str) -> str:
    if isinstance(value, bool):
        return key if value else f"no {key}"
    if isinstance(value, int | float):
        return f"{key} {value:g}{f' {unit}' if unit and 'angle' not in key and key not in _COUNTS else ''}"
    if isinstance(value, dict | list) and value:
        return _of_numbers(key, value, unit)
    if not isinstance(value, str):
        return ""
    if key == "face":
        return f"on the {value} face" if "face" not in value else f"on the {value}"
    if key in {"axis", "direction"}:
        return f"along {value}"
    if key in {"description", "note", "location", "position", "place"}:
        return value
    return f"{key}: {value}"


def _of_numbers(key: str, value: Any, unit: str) -> str:
    """Write a point, some points, or sizes."""
    if isinstance(value, dict):
        if set(value) <= {"x", "y", "z"} and key in _SIZES:
            return " x ".join(_with_unit(value[axis], unit) for axis in _AXES if axis in value)
        if set(value) <= {"x", "y", "z"}:
            return "at " + ", ".join(
                f"{axis} = {_with_unit(value[axis], unit)}" for axis in _AXES if axis in value
            )
        return ", ".join(_phrase(str(k).replace("_", " "), v, unit) for k, v in value.items())
    if all(isinstance(one, int | float) for one in value):
        if key in _SIZES:
            return " x ".join(_with_unit(one, unit) for one in value)
        listed = ", ".join(_with_unit(one, unit) for one in value)
        return f"at ({listed})" if key in _PLACES else f"{key} ({listed})"
    if _are_points(value):
        points = ", ".join(_point(one, unit) for one in value)
        return f"at {points}" if key in _PLACES else f"{key} {points}"
    return ", ".join(str(one) for one in value if isinstance(one, str))


def _point(one: Any, unit: str) -> str:
    numbers = [one[axis] for axis in _AXES if axis in one] if isinstance(one, dict) else one
    return f"({', '.join(_with_unit(number, unit) for number in numbers)})"


def _with_unit(number: Any, unit: str) -> str:
    return f"{number:g}{f' {unit}' if unit else ''}"


def _is_point(value: Mapping[str, Any]) -> bool:
    return bool(value) and all(
        isinstance(one, int | float) and not isinstance(one, bool) for one in value.values()
    )


def _are_points(value: Any) -> bool:
    def is_point(one: Any) -> bool:
        if isinstance(one, dict):
            return set(one) <= set(_AXES) and _is_point(one)
        return (
            isinstance(one, list | tuple)
            and len(one) in {2, 3}
            and all(isinstance(n, int | float) for n in one)
        )

    return bool(value) and all(is_point(one) for one in value)

"""Writes a specification in JSON, in YAML or in a notation like them, as lines of phrases."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.arrangements import ARRANGED, arranged
from mayfly.language.weighing.nested import read_nested

#: Keys whose value says what something is, the likeliest first.
_NAMES: Final = tuple(
    [
        "part",
        "type",
        "shape",
        "kind",
        "object",
        "feature",
        "component",
        "body",
        "base",
        "item",
        "operation",
        "model",
        "name",
    ]
)
_PLACES: Final = word_set(
    "position positions center centre location locations at points coordinates origin pos offset centers centres"
)
_COUNTS: Final = word_set("count quantity qty number n instances num")
_SIZES: Final = word_set("size sizes dimensions dims dimension bounding_box box")
_UNITS: Final = word_set("units unit uom")
#: Keys that only hold what they contain.
_HOLDERS: Final = word_set(
    "geometry parameters params specification spec properties features dimensions size dims"
)
_AXES: Final = ("x", "y", "z")
_DEEPEST: Final = 8
_VERSION: Final = re.compile(r"[\s_-]*\bv?\d[\w.-]*$", re.IGNORECASE)


def phrases_of(text: str) -> str | None:
    """Return the lines of a specification, with the words around it; None where the text has none."""
    found = _braced(text)
    if found is None:
        nested = read_nested(text)
        found = None if nested is None else (nested[0], nested[1], "")
    if found is None:
        return None
    before, data, after = found
    lines = [line for line in (before, *_lines(_opened(data), _unit(data), 0), after) if line]
    return "\n".join(lines)


def _braced(text: str) -> tuple[str, dict[str, Any], str] | None:
    """Return what stands between the braces of a text, and the words around it."""
    begin, end = text.find("{"), text.rfind("}")
    if begin < 0 or end < begin:
        return None
    data = _read(text[begin : end + 1])
    if not isinstance(data, dict) or not data:
        return None
    before = re.sub(r"`+(?:json|yaml|python)?\s*$", "", text[:begin]).strip().removesuffix("=").strip()
    return before, data, text[end + 1 :].strip(" `\n")


def _read(text: str) -> Any:
    quoted = re.sub(r"(?<=[{,\n])(\s*)([A-Za-z_]\w*)(\s*:)", r'\1"\2"\3', text)
    for read, written in ((json.loads, text), (ast.literal_eval, text), (json.loads, quoted)):
        try:
            return read(written)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
    return None


def _opened(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a specification without what is only wrapped around it: {"part": {…}}."""
    while len(data) == 1:
        ((key, inner),) = data.items()
        if not isinstance(inner, dict) or not inner or _is_point(inner):
            break
        named = any(name in inner for name in _NAMES)
        data = inner if named or key.lower() in {*_NAMES, *_HOLDERS} else {"type": key, **inner}
    return data


def _unit(data: Mapping[str, Any]) -> str:
    unit = next((value for key, value in data.items() if str(key).lower() in _UNITS), "")
    text = str(unit).lower()
    return {"inches": "in", "inch": "in", "in": "in", "cm": "cm", "m": "m"}.get(text, "")


def spoken(key: str) -> str:
    """Return a key as words: "outerDiameter", "outer_diameter"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key).replace("_", " ").lower().strip()


def _lines(data: Mapping[str, Any], unit: str, depth: int) -> Iterator[str]:
    """Yield one line for what a mapping describes, and one for each mapping in it."""
    said: list[str] = []
    inner: list[str] = []
    count = ""
    noun, named_by = _name(data)
    point = {str(key).lower(): value for key, value in data.items() if str(key).lower() in _AXES}
    placed = {"x", "y"} <= point.keys() and noun != "" and not _is_body(data)
    for raw, value in data.items():
        key = spoken(str(raw))
        if depth >= _DEEPEST or key in _UNITS or value is None or raw == named_by:
            continue
        if placed and key in _AXES:
            continue
        if isinstance(value, dict) and "value" in value:
            value = f"{value['value']} {value.get('unit') or value.get('units') or unit}".strip()
        if isinstance(value, list) and _are_mappings(value) and not _are_points(value):
            for one in value:
                inner += _lines(_named(one, key.removesuffix("s")), unit, depth + 1)
        elif key in ARRANGED and isinstance(value, dict) and arranged(value, unit):
            said.append(arranged(value, unit))
        elif isinstance(value, dict) and key in _HOLDERS and not _is_point(value):
            (inner if _holds_mappings(value) else said).extend(_lines(value, unit, depth + 1))
        elif isinstance(value, dict) and not _is_point(value):
            inner += _lines(_named(value, key), unit, depth + 1)
        elif key in _COUNTS and isinstance(value, int) and not isinstance(value, bool):
            count = f"{value} "
        elif key == "name" and isinstance(value, str):
            continue  # what something is called, where its type is given as well
        else:
            said.append(_phrase(key, value, unit))
    if placed:
        said.append(f"at ({', '.join(_with_unit(point[axis], unit) for axis in _AXES if axis in point)})")
    named = f"{count}{noun}" if noun else count.strip()
    line = ", ".join(one for one in (named, *said) if one)
    if line:
        yield line
    yield from inner


def _name(data: Mapping[str, Any]) -> tuple[str, str]:
    """Return what a mapping says that it is, and the key that says so."""
    keys = {str(key).lower(): key for key in data}
    for name in _NAMES:
        value = data.get(keys.get(name, ""))
        if isinstance(value, str) and value:
            words = spoken(value)
            return _VERSION.sub("", words) if name in {"name", "model"} else words, keys[name]
    return "", ""


def _named(data: Mapping[str, Any], noun: str) -> Mapping[str, Any]:
    return data if _name(data)[0] else {"type": noun, **data}


def _is_body(data: Mapping[str, Any]) -> bool:
    """Return whether x, y and z are the sides of something, not its place."""
    return not {"diameter", "radius", "d", "thread", "width", "length"} & {spoken(str(key)) for key in data}


def _phrase(key: str, value: Any, unit: str) -> str:
    if isinstance(value, bool):
        return key if value else f"no {key}"
    if isinstance(value, int | float):
        return f"{key} {value:g}{f' {unit}' if unit and 'angle' not in key and key not in _COUNTS else ''}"
    if isinstance(value, dict | list) and value:
        return _of_numbers(key, value, unit)
    if not isinstance(value, str):
        return ""
    if value.lower() in {"yes", "true"}:
        return key
    if key == "face":
        return f"on the {value} face" if "face" not in value else f"on the {value}"
    if key in {"axis", "direction"}:
        return f"along {value}"
    if key in {"description", "note", "location", "position", "place", *ARRANGED}:
        return value.replace("_", " ")
    if key == "depth" and value.lower() in {"through", "thru", "through all"}:
        return "through"
    return f"{key}: {value.replace('_', ' ')}"


def _of_numbers(key: str, value: Any, unit: str) -> str:
    """Write a point, some points, or sizes."""
    if isinstance(value, dict):
        if set(value) <= {"x", "y", "z"} and key in _SIZES:
            return " x ".join(_with_unit(value[axis], unit) for axis in _AXES if axis in value)
        if set(value) <= {"x", "y", "z"}:
            return "at " + ", ".join(
                f"{axis} = {_with_unit(value[axis], unit)}" for axis in _AXES if axis in value
            )
        return ", ".join(_phrase(spoken(str(k)), v, unit) for k, v in value.items())
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
    if not isinstance(number, int | float):
        return str(number)
    return f"{number:g}{f' {unit}' if unit else ''}"


def _is_point(value: Mapping[str, Any]) -> bool:
    return bool(value) and all(
        isinstance(one, int | float) and not isinstance(one, bool) for one in value.values()
    )


def _holds_mappings(value: Mapping[str, Any]) -> bool:
    return any(
        isinstance(one, dict) or (isinstance(one, list) and _are_mappings(one)) for one in value.values()
    )


def _are_mappings(value: list[Any]) -> bool:
    return bool(value) and all(isinstance(one, dict) for one in value)


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

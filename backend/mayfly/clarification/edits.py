"""Reads the values that a form gives for a plan's parameters, each in the parameter's own kind and unit."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from mayfly.cad.script_values import read_value
from mayfly.contracts import ScriptValue
from mayfly.errors import InvalidParameter
from mayfly.interrupts import Parameter
from mayfly.planning.conversation.answers import length_in
from mayfly.replies.reading import Reply
from mayfly.replies.shapes import is_blank, shown_value

_SHOWN_CHARACTERS: Final = 120
_UNIT_ENDINGS: Final = {
    "_mm": "mm",
    "_cm": "cm",
    "_in": "in",
    "_inch": "in",
    "_inches": "in",
    "_deg": "degrees",
}


def edits_of(reply: Reply, parameters: Sequence[Parameter]) -> tuple[dict[str, ScriptValue], dict[str, Any]]:
    """Return the parameters that a form changes, and its fields that are not parameters.

    Args:
        reply: What the person answered.
        parameters: The plan's parameters, as they were shown.

    Raises:
        InvalidParameter: A value is of the wrong kind, out of its range, or one of two for its name.
    """
    known = {folded(one.name): one for one in parameters}
    given: dict[str, ScriptValue] = {}
    strange: dict[str, Any] = {}
    for name, value in _filled(reply, known):
        parameter, unit = known.get(folded(name)), ""
        if parameter is None:
            bare, unit = without_unit(name)
            parameter = known.get(folded(bare))
        if parameter is None:
            if strange.setdefault(name, value) != value:
                raise InvalidParameter(two_values(name, strange[name], value))
            continue
        new = _accepted(parameter, _in_own_unit(parameter, value, unit))
        if given.setdefault(parameter.name, new) != new:
            raise InvalidParameter(two_values(parameter.name, given[parameter.name], new))
    own = {one.name: one.value for one in parameters}
    return {name: new for name, new in given.items() if new != own[name]}, strange


def rivalry_in(reply: Reply) -> str | None:
    """Return the question if a form gives two different values for one name, else None."""
    seen: dict[str, tuple[Any, Any]] = {}
    for name, value in _filled(reply, {}):
        bare, unit = without_unit(name)
        words = value_words(value)
        length = length_in(f"{words} {unit}".strip()) if len(words) < 80 else None
        meant = words.lower() if length is None else length
        first = seen.setdefault(folded(bare), (meant, value))
        if first[0] != meant:
            return two_values(name, first[1], value)
    return None


def two_values(name: str, first: Any, second: Any) -> str:
    """Return the question which of two values is meant."""
    values = f"{quoted(value_words(first))} and as {quoted(value_words(second))}"
    return f"{name.replace('_', ' ')} is given as {values}. Which of the two holds?"


def value_words(value: Any) -> str:
    """Return a value of a form in words."""
    if isinstance(value, list | tuple):
        return " x ".join(value_words(one) for one in value)
    if isinstance(value, int) and not isinstance(value, bool):
        return shown_value(value)
    return f"{value:g}" if isinstance(value, float) else str(value).strip()


def without_unit(name: str) -> tuple[str, str]:
    """Return a field's name without the unit that it ends with, and the unit: "thickness_mm"."""
    for ending, unit in _UNIT_ENDINGS.items():
        if name.lower().endswith(ending):
            return name[: -len(ending)], unit
    return name, ""


def folded(name: str) -> str:
    """Return a name in lower case, with letters and digits only."""
    return re.sub(r"[\W_]+", "", name).lower()


def quoted(text: str) -> str:
    """Return a text in quotation marks, on one line and shortened."""
    line = " ".join(text.split())
    return f'"{line if len(line) <= _SHOWN_CHARACTERS else line[:_SHOWN_CHARACTERS] + "…"}"'


def _filled(reply: Reply, known: Mapping[str, Parameter]) -> Iterator[tuple[str, Any]]:
    """Yield the filled fields, those of a group of parameters ("dimensions") among the others."""
    for name, value in (*reply.fields.items(), *reply.rivals):
        if is_blank(value):
            continue
        if isinstance(value, Mapping) and all(folded(str(one)) in known for one in value):
            yield from ((str(one), inner) for one, inner in value.items())
        else:
            yield name, value


def _in_own_unit(parameter: Parameter, value: Any, unit: str) -> Any:
    """Return a value in the parameter's unit, where its field's name ends with another one.

    Raises:
        InvalidParameter: The unit measures something else, an angle for a length.
    """
    if isinstance(value, list | tuple):
        return [_in_own_unit(parameter, one, unit) for one in value]
    if unit and parameter.unit and (unit == "degrees") != (parameter.unit == "°"):
        raise InvalidParameter(f"{parameter.name.replace('_', ' ')} is not measured in {unit}.")
    if unit in {"", "mm", "degrees"} or isinstance(value, bool) or not isinstance(value, int | float | str):
        return value
    if isinstance(value, int | float):
        _check_finite(parameter, value)
    text = str(value).strip()
    return f"{text} {unit}" if re.fullmatch(r"[-+\d.,/\s]+|[-+.\d]+e[-+]?\d+", text, re.I) else value


def _accepted(parameter: Parameter, value: Any) -> ScriptValue:
    """Return a value in the kind of the parameter's own: "8 mm" and "8" are 8.0 where that is a number."""
    own = parameter.value
    if isinstance(value, Mapping):
        inner = value.get("value")
        value = inner if isinstance(inner, int | float) else str(inner)
    if isinstance(value, str) and isinstance(own, int | float):
        number = None if isinstance(own, bool) else length_in(value.strip())
        value = read_value(value.strip(), own) if number is None else number
    elif isinstance(value, str):
        value = read_value(value, own)
    for one in value if isinstance(value, list | tuple) else [value]:
        _check_finite(parameter, one)
    if isinstance(own, int) and not isinstance(own, bool) and isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(own, tuple) and isinstance(value, list):
        value = tuple(value)
    if isinstance(own, int | float) and not isinstance(own, bool):
        _check_range(parameter, value)
    if parameter.choices and str(value) not in parameter.choices:
        raise InvalidParameter(
            f"{_label(parameter)} is {quoted(str(value))}, but must be one of {', '.join(parameter.choices)}."
        )
    accepted: ScriptValue = value
    return accepted


def _check_finite(parameter: Parameter, value: Any) -> None:
    """Raise ``InvalidParameter`` for a number that no length can be: infinite, or beyond every float."""
    if not isinstance(value, int | float):
        return
    try:
        finite = math.isfinite(value)
    except OverflowError:  # an int that no float can hold
        finite = False
    if not finite:
        raise InvalidParameter(
            f"{_label(parameter)} is {quoted(shown_value(value))}, but must {_range(parameter)}."
        )


def _check_range(parameter: Parameter, value: Any) -> None:
    """Raise ``InvalidParameter`` for a value that is not a number, or out of the parameter's range."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise InvalidParameter(f"{_label(parameter)} is {quoted(str(value))}, but must be a number.")
    low, high = parameter.minimum, parameter.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        raise InvalidParameter(f"{_label(parameter)} is {value:g}, but must {_range(parameter)}.")


def _range(parameter: Parameter) -> str:
    """Return "lie in the range 1 to 20 mm", with the limits that are known."""
    low, high, unit = parameter.minimum, parameter.maximum, parameter.unit
    if low is not None and high is not None:
        return f"lie in the range {low:g} to {high:g} {unit}".strip()
    if low is not None:
        return f"be at least {low:g} {unit}".strip()
    return "be a finite number" if high is None else f"be at most {high:g} {unit}".strip()


def _label(parameter: Parameter) -> str:
    return parameter.name.replace("_", " ")

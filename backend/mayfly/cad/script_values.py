"""Converts values to the types of a script's parameters, or refuses them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from mayfly.contracts import ParameterValue, ScriptValue
from mayfly.errors import InvalidParameter

_WHOLE_LIMIT = 2**63
_SHOWN_CHARACTERS = 80
_TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_BRACKETS = {"(": ")", "[": "]"}
_KINDS: Mapping[type, str] = {bool: "true or false", str: "text", float: "a number", int: "a number"}


def converted(name: str, default: ScriptValue, value: object) -> ScriptValue:
    """Turn a value into the kind that a parameter's default has, where nothing is lost by it.

    Args:
        name: The parameter.
        default: Its value in the script.
        value: Its new value. For a tuple as many values as it has, each of the kind at its place;
            for a list any number of values of the kinds that it has.

    Raises:
        InvalidParameter: The value is of another kind or length, or not a number that a script can use.
    """
    what = f"parameter {name[:_SHOWN_CHARACTERS]!r}"
    if not isinstance(default, tuple | list):
        return _plain(what, default, value)
    if not isinstance(value, tuple | list):
        raise InvalidParameter(f"{what} must be several values like {shown(default)}, not {shown(value)}")
    kinds = {_KINDS[type(one)] for one in default}
    positional = isinstance(default, tuple) or len(kinds) > 1
    if positional and len(value) != len(default):
        raise InvalidParameter(
            f"{what} must be {len(default)} values like {shown(default)}, not {len(value)} of them"
        )
    if not default:
        return default if isinstance(default, tuple) else plain_value(name, value)
    # A list that holds a fraction holds lengths, so whole numbers become fractions there, too.
    sample = next((one for one in default if isinstance(one, float)), default[0])
    models = default if positional else [sample] * len(value)
    row = [
        _plain(f"value {place} of {what}", model, one)
        for place, (model, one) in enumerate(zip(models, value, strict=True), 1)
    ]
    return tuple(row) if isinstance(default, tuple) else row


def checked_name(name: object) -> str:
    """Return a parameter's name.

    Raises:
        InvalidParameter: It is not a text.
    """
    if isinstance(name, str) and _is_encodable(name):
        return name
    raise InvalidParameter(f"a parameter's name is text, not {shown(name)}")


def plain_value(name: str, value: object) -> ScriptValue:
    """Return a value that a parameter may have, whatever the script has there.

    Raises:
        InvalidParameter: No parameter can have it: it is None or an object, infinite, or has too many digits.
    """
    what = f"parameter {name[:_SHOWN_CHARACTERS]!r}"
    if isinstance(value, tuple | list):
        return [_alike(f"value {place} of {what}", one) for place, one in enumerate(value, 1)]
    return _alike(what, value)


def _alike(what: str, value: object) -> ParameterValue:
    """Take any plain value, where nothing says which kind it must be."""
    if isinstance(value, str) and not _is_encodable(value):
        raise InvalidParameter(f"{what} holds half a character (a lone surrogate)")
    if isinstance(value, bool | str | int | float):
        return _plain(what, value, value)
    raise InvalidParameter(f"{what} must be a number, text, or true or false, not {shown(value)}")


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _plain(what: str, default: ParameterValue, value: object) -> ParameterValue:
    if isinstance(default, bool):
        if isinstance(value, bool):
            return value
    elif isinstance(default, str):
        if isinstance(value, str):
            return str.__str__(value)  # of an enumeration's member, too
    elif isinstance(value, int | float) and not isinstance(value, bool):
        return _number(what, default, value)
    kind = next(words for known, words in _KINDS.items() if isinstance(default, known))
    raise InvalidParameter(f"{what} must be {kind}, not {shown(value)}")


def _number(what: str, default: float, value: float) -> float:
    if isinstance(value, int):
        if not -_WHOLE_LIMIT <= value < _WHOLE_LIMIT:
            raise InvalidParameter(f"{what} must be a number of at most 18 digits, not {shown(value)}")
        return float(value) if isinstance(default, float) else int(value)
    if not math.isfinite(value):
        raise InvalidParameter(f"{what} must be a finite number, not {value}")
    whole = not isinstance(default, float) and value.is_integer() and abs(value) < _WHOLE_LIMIT
    return int(value) if whole else float(value)


def shown(value: object) -> str:
    """Return a value for a message: as Python writes it, but never long."""
    if isinstance(value, int) and abs(value) >= _WHOLE_LIMIT:  # Python refuses to write out the longest
        return f"one of about {round(value.bit_length() * math.log10(2)):,} digits"
    if isinstance(value, tuple | list) and len(value) > 10:
        return f"{len(value)} values"
    if isinstance(value, tuple | list):
        inner = ", ".join(shown(one) for one in value)
        return f"({inner})" if isinstance(value, tuple) else f"[{inner}]"
    if not isinstance(value, str | int | float | None):
        return f"a {type(value).__name__}"
    text = repr(value[: _SHOWN_CHARACTERS + 1] if isinstance(value, str) else value)
    return text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"


def read_value(text: str, default: ScriptValue | None) -> ScriptValue:
    """Read a value as it is typed on a command line, by the kind that the script's own value has.

    Args:
        text: "20", "yes", "anything"; for several values "50,60", brackets around it or not.
        default: The script's own value; None where it has no such parameter.

    Returns:
        The value; the text itself where it can't be read as what the script has, which ``converted``
        then refuses.
    """
    if isinstance(default, tuple | list):
        inner = text.strip()
        if inner[:1] in _BRACKETS and inner.endswith(_BRACKETS[inner[:1]]):
            inner = inner[1:-1]
        pieces = [piece.strip() for piece in inner.split(",")]
        if not pieces[-1]:  # "50," as Python writes one value, and nothing at all
            pieces.pop()
        models = [default[min(place, len(default) - 1)] if default else None for place in range(len(pieces))]
        return [_read_plain(piece, model) for piece, model in zip(pieces, models, strict=True)]
    return _read_plain(text, default)


def _read_plain(text: str, default: ParameterValue | None) -> ParameterValue:
    if isinstance(default, str):
        return text
    if isinstance(default, bool) and text.lower() in _TRUTHS:
        return _TRUTHS[text.lower()]
    readers: tuple[Callable[[str], float], ...] = (int, float)
    for number in readers:
        try:
            return number(text)
        except ValueError:
            continue
    return text

"""Colours as scripts spell them: CadQuery's, CQ-editor's and CSS's (CSS Color Module Level 4)."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Sequence
from typing import Any

import cadquery as cq
from OCP.Quantity import Quantity_Color, Quantity_ColorRGBA

from mayfly.cad.sandbox.step.css_colours import NAMES
from mayfly.cad.sandbox.step.css_functions import read_function

_HEX = re.compile(r"#?((?:[0-9a-f]{3,4}){1,2}|[0-9a-f]{9}|[0-9a-f]{12})", re.IGNORECASE)


class NoColour(ValueError):
    """A value is not a colour, or not an opacity."""


def read_colour(value: Any) -> cq.Color:
    """Return a colour from any of its spellings.

    Names are CadQuery's first (its "green" is CSS's "lime"), then CSS's, in which
    blanks, "-" and "_" do not count. Three or four numbers are 0 to 1, or 0 to 255
    where one of the first three is above 1.

    Raises:
        NoColour: It is not one.
    """
    if isinstance(value, cq.Color):
        return value
    if isinstance(value, Quantity_Color):
        return _from_kernel(Quantity_ColorRGBA(value, 1.0))
    if isinstance(value, Quantity_ColorRGBA):
        return _from_kernel(value)
    if isinstance(value, str):
        return _spelled(value.strip())
    with contextlib.suppress(TypeError, ValueError, OverflowError):
        return _numbers([float(number) for number in _few(value)])
    raise NoColour


def read_alpha(value: Any) -> float:
    """Return an opacity, 0 (clear) to 1 (opaque), from a number to 1 or to 255, or a percentage.

    Raises:
        NoColour: It is not one.
    """
    with contextlib.suppress(TypeError, ValueError, OverflowError):
        if isinstance(value, str) and value.strip().endswith("%"):
            return _within(float(value.strip()[:-1]) / 100)
        number = float(value)
        return _within(number / 255 if 1 < number <= 255 else number)
    raise NoColour


def with_alpha(colour: cq.Color, alpha: float) -> cq.Color:
    """Return a colour with another opacity."""
    return _from_kernel(Quantity_ColorRGBA(colour.wrapped.GetRGB(), alpha))


def _from_kernel(wrapped: Quantity_ColorRGBA) -> cq.Color:
    colour = cq.Color()
    colour.wrapped = wrapped
    return colour


def _few(value: Any) -> Iterable[Any]:
    """Return the items of a sequence of three or four; anything else raises."""
    if isinstance(value, bytes) or not hasattr(value, "__len__") or not 3 <= len(value) <= 4:
        raise TypeError
    return list(value)


def _numbers(values: Sequence[float]) -> cq.Color:
    """Make a colour from three or four numbers."""
    scale = 255 if max(values[:3]) > 1 else 1
    red, green, blue = (_within(value / scale) for value in values[:3])
    return cq.Color(red, green, blue, read_alpha(values[3]) if len(values) == 4 else 1.0)


def _within(value: float) -> float:
    """Return a value from 0 to 1.

    Raises:
        NoColour: It is out of range.
    """
    if not 0 <= value <= 1:
        raise NoColour
    return value


def _spelled(text: str) -> cq.Color:
    """Read a colour from text."""
    with contextlib.suppress(ValueError, RuntimeError):
        if not _HEX.fullmatch(text) and text.isascii():
            return cq.Color(text)
    if (function := read_function(text)) is not None:
        return cq.Color(*function)
    name = re.sub(r"[\s_-]", "", text.lower())
    if name in NAMES:
        return _hexadecimal(NAMES[name])
    if match := _HEX.fullmatch(text):
        return _hexadecimal(match[1])
    raise NoColour


def _hexadecimal(digits: str) -> cq.Color:
    """Read one or two digits for each part, opacity last as in CSS; or three or four, as Qt does."""
    width = {3: 1, 4: 1, 6: 2, 8: 2, 9: 3, 12: 4}[len(digits)]
    parts = [int(digits[at : at + width], 16) for at in range(0, len(digits), width)]
    red, green, blue, *alpha = (part / (16**width - 1) for part in parts)
    return cq.Color(red, green, blue, alpha[0] if alpha else 1.0)

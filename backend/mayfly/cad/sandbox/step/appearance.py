"""Colour and opacity of an object as ``show_object`` took them, and notes on what could not be taken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import cadquery as cq

from mayfly.cad.messages.notes import note
from mayfly.cad.sandbox.step.colours import NoColour, read_alpha, read_colour, with_alpha

_STEEL = (0.60, 0.68, 0.77)
"""Colour of an object with an opacity alone; a STEP file has no opacity without a colour."""

_TAKEN = frozenset({"name", "color", "colour", "alpha", "rgba", "obj"})
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9#(),.%/+ _-]")
_VALUE_LIMIT = 40
Note = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Appearance:
    """Colour and opacity that an object was shown with; None for what was not given.

    Attributes:
        colour: Of what has no colour of its own.
        alpha: Opacity of all of it, 0 to 1.
    """

    colour: cq.Color | None = None
    alpha: float | None = None

    def of(self, own: cq.Color | None) -> cq.Color | None:
        """Return the colour of a part that has this colour of its own."""
        colour = own or self.colour
        if self.alpha is None:
            return colour
        return with_alpha(colour or cq.Color(*_STEEL), self.alpha)


def read_appearance(
    number: int, color: Any, alpha: Any, options: Mapping[str, Any]
) -> tuple[Appearance, list[Note]]:
    """Return the appearance of an object, and a note for each value that could not be taken.

    Opacity is 1 for opaque, as in CSS and in CQ-editor since 2025. A number of 0 is opaque, too: CQ-editor's
    ``rand_color`` gives it, its older versions meant it so, and an invisible object is never meant.

    Args:
        number: Of the object, counted from 1, for the notes.
        color: As the script gave it.
        alpha: The same.
        options: What else was passed to ``show_object``.
    """
    notes: list[Note] = []
    for key in ("colour", "rgba"):  # CQ-editor lets the last win
        if options.get(key) is not None:
            color = options[key]
    colour = None
    if color is not None:
        try:
            colour = read_colour(color)
        except NoColour:
            notes.append(note("colour_unknown", number=number, value=_shown(color)))
    opacity = None
    if alpha is not None:
        try:
            opacity = read_alpha(alpha)
        except NoColour:
            notes.append(note("alpha_unknown", number=number, value=_shown(alpha)))
    clear = colour is not None and colour.wrapped.Alpha() == 0 and not isinstance(color, cq.Color)
    if opacity == 0 or (opacity is None and clear):
        opacity = 1.0
        if isinstance(color, str) and clear:
            notes.append(note("alpha_zero", number=number))
    left_out = [key for key in options if isinstance(key, str) and key.isidentifier() and key not in _TAKEN]
    notes += [note("option_left_out", number=number, option=key) for key in left_out]
    return Appearance(colour, opacity), notes


def _shown(value: Any) -> str:
    """Return a value as a few plain letters, or the name of its type."""
    plain = (
        _NOT_PLAIN.sub("", value if isinstance(value, str) else repr(value)[:_VALUE_LIMIT])
        if isinstance(value, str | int | float | tuple | list)
        else ""
    )
    return plain[:_VALUE_LIMIT].strip() or type(value).__name__[:_VALUE_LIMIT]

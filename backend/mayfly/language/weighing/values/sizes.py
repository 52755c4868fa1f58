"""Sizes: numbers with what they are called, and what lies between two coordinates."""

from __future__ import annotations

from dataclasses import dataclass

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import UNNAMED, Label


@dataclass(frozen=True, slots=True)
class Size:
    """A number with the name of the size that it is.

    Attributes:
        number: As written.
        label: What it is called; an empty label for a bare number.
    """

    number: Quantity
    label: Label = UNNAMED


@dataclass(frozen=True, slots=True)
class Group:
    """Numbers in a row: "100 x 60 x 8", "Ø30 x 50 long"."""

    sizes: tuple[Size, ...]


@dataclass(frozen=True, slots=True)
class Angles:
    """The angles at which the places on a circle lie, in degrees from +X."""

    degrees: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """From one coordinate to another, along one axis or several.

    Attributes:
        axes: Axis, where it begins (None: where what was said before ends), and where it ends.
    """

    axes: tuple[tuple[str, Quantity | None, Quantity], ...]

    def along(self, axis: str) -> tuple[Quantity | None, Quantity] | None:
        """Return where it begins and ends along an axis, None where that was not said."""
        return next(((low, high) for name, low, high in self.axes if name == axis), None)
